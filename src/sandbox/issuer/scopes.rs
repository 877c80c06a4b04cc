//! Scopes: their grammar (RFC 6749 3.3), what a client's registration allows, what a wider one covers.

use super::error::OauthError;

/// The scopes of a list, each once, in order. Empty for `None`.
pub fn split(list: Option<&str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for scope in list.unwrap_or_default().split(' ').filter(|scope| !scope.is_empty()) {
        if !all.iter().any(|known| known == scope) {
            all.push(scope.to_owned());
        }
    }
    all
}

/// The scopes as one text; `None` if there are none.
pub fn join(scopes: &[String]) -> Option<String> {
    (!scopes.is_empty()).then(|| scopes.join(" "))
}

/// Refuses characters that a scope cannot have.
pub fn check(list: Option<&str>) -> Result<(), OauthError> {
    let fits = |c: char| matches!(c, ' ' | '!' | '#'..='[' | ']'..='~');
    if list.unwrap_or_default().chars().all(fits) {
        Ok(())
    } else {
        Err(OauthError::scope("scope contains invalid characters", None))
    }
}

/// Whether a registered scope allows `scope`. `groups:/vo/*` and `groups:*` allow everything below, anything else what
/// it covers.
pub fn allows(registered: &str, scope: &str) -> bool {
    match registered.strip_suffix('*') {
        Some(above) if above.ends_with(['/', ':']) => {
            scope.len() > above.len() && scope.starts_with(above)
        }
        _ => covers(registered, scope),
    }
}

/// Whether who has `had` has `scope`: the same, or a path below in storage (WLCG profile 2.2.1, by whole components).
pub fn covers(had: &str, scope: &str) -> bool {
    if had == scope {
        return true;
    }
    let (Some((right, above)), Some((asked, path))) = (had.split_once(':'), scope.split_once(':'))
    else {
        return false;
    };
    let below = path.strip_prefix(above.trim_end_matches('/'));
    right == asked
        && right.starts_with("storage.")
        && above.starts_with('/')
        && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        && !path.split('/').any(|name| name == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_allows_what_is_below_and_not_itself() {
        assert!(allows("wlcg.groups:/alpha/*", "wlcg.groups:/alpha/user"));
        assert!(!allows("wlcg.groups:/alpha/*", "wlcg.groups:/alpha/"));
        assert!(!allows("wlcg.groups:/alpha/*", "wlcg.groups:/beta/user"));
        assert!(allows("groups:*", "groups:/gamma/user"));
        assert!(!allows("compute*", "compute.read"));
        assert!(allows("compute.read", "compute.read"));
        assert!(allows("storage.read:/", "storage.read:/data"));
    }

    #[test]
    fn storage_covers_by_whole_components() {
        assert!(covers("storage.read:/foo/bar", "storage.read:/foo/bar/x"));
        assert!(!covers("storage.read:/foo/bar", "storage.read:/foo/bargain"));
        assert!(!covers("storage.read:/foo", "storage.read:/foo/../x"));
        assert!(!covers("storage.read:/", "storage.modify:/x"));
        assert!(!covers("wlcg.groups:/a", "wlcg.groups:/a/b"));
        assert!(!covers("wlcg.groups", "wlcg.groups:/a/b"));
    }

    #[test]
    fn the_grammar_is_that_of_the_rfc() {
        check(Some("eduperson_entitlement?value=urn:mace:egi.eu#aai.egi.eu a!b")).expect("fits");
        check(None).expect("nothing fits");
        for bad in ["compute.read \"x\"", "a\\b", "é", "a\tb", "\u{7f}"] {
            assert_eq!(check(Some(bad)).expect_err(bad).error, "invalid_scope");
        }
    }

    #[test]
    fn a_list_is_split_at_spaces_each_scope_once() {
        assert_eq!(split(Some("a  b a")), ["a", "b"]);
        assert_eq!(join(&split(Some(" "))), None);
        assert_eq!(join(&split(Some("a b"))), Some(String::from("a b")));
    }
}
