//! Which set of rules a token follows, by the marks that its claims bear (facts/tokens.md 2).

use super::json::{Object, Value};

/// A set of rules for tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Profile {
    /// WLCG Common JWT Profiles: `wlcg.ver`.
    Wlcg,
    /// SciTokens: `ver`, or in version 1.0 its scopes.
    SciTokens,
    /// EGI Check-in and AARC: entitlements.
    Egi,
    /// DIRAC's own authorisation server: the wrapper around a refresh token.
    Dirac,
    /// DiracX.
    DiracX,
    /// None of these.
    Generic,
}

impl Profile {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wlcg => "wlcg",
            Self::SciTokens => "scitokens",
            Self::Egi => "egi",
            Self::Dirac => "dirac",
            Self::DiracX => "diracx",
            Self::Generic => "generic",
        }
    }

    /// The profile whose mark the claims bear. With marks of two, the one that services of the WLCG go by.
    pub fn of(claims: &Object) -> Self {
        let has = |name| claims.has(name);
        if has("wlcg.ver") {
            Self::Wlcg
        } else if claims.text("ver").is_some_and(|ver| ver.starts_with("scitoken")) {
            Self::SciTokens
        } else if has("dirac_group")
            || has("dirac_properties")
            || has("dirac_policies")
            || has("legacy_exchange")
        {
            Self::DiracX
        } else if is_dirac_wrapper(claims) {
            Self::Dirac
        } else if has("eduperson_entitlement") || has("entitlements") || has("voperson_id") {
            Self::Egi
        } else if scopes(claims).any(is_scitokens_scope) {
            Self::SciTokens
        } else {
            Self::Generic
        }
    }
}

/// Scopes of `scope`, and of `scp` as SciTokens 1.0 had it; each may be a string or an array.
pub(super) fn scopes(claims: &Object) -> impl Iterator<Item = &str> {
    ["scope", "scp"].into_iter().filter_map(|name| claims.get(name)).flat_map(words)
}

fn words(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => text.split_ascii_whitespace().collect(),
        Value::Array(values) => {
            values.iter().filter_map(Value::as_str).flat_map(str::split_ascii_whitespace).collect()
        }
        _ => Vec::new(),
    }
}

/// `read:/path`, `write:/path`, `queue`, `execute`, the old `condor:/READ`, and their form as URLs.
fn is_scitokens_scope(scope: &str) -> bool {
    let scope = scope.strip_prefix("https://scitokens.org/v1/authz/").unwrap_or(scope);
    matches!(scope, "queue" | "execute")
        || ["read:/", "write:/", "condor:/"].iter().any(|head| scope.starts_with(head))
}

/// `{sub, scope, provider, azp, jti, iat}` with a group in the scope (AuthServer.py).
fn is_dirac_wrapper(claims: &Object) -> bool {
    claims.has("provider") && !claims.has("iss")
        || scopes(claims).any(|scope| scope.starts_with("g:"))
}

#[cfg(test)]
mod tests {
    use super::super::json::read_object;
    use super::*;

    #[test]
    fn a_profile_is_known_by_its_mark() {
        for (claims, expected) in [
            (r#"{"wlcg.ver":"1.0"}"#, "wlcg"),
            (r#"{"wlcg.ver":1}"#, "wlcg"),
            (r#"{"wlcg.ver":"1.0","ver":"scitoken:2.0"}"#, "wlcg"),
            (r#"{"ver":"scitokens:2.0"}"#, "scitokens"),
            (r#"{"ver":"2.0","scp":["User.Read"]}"#, "generic"),
            (r#"{"scope":"openid queue"}"#, "scitokens"),
            (r#"{"scope":["read:/x"]}"#, "scitokens"),
            (r#"{"scope":"https://scitokens.org/v1/authz/write:/x"}"#, "scitokens"),
            (r#"{"scope":"storage.read:/"}"#, "generic"),
            (r#"{"voperson_id":"x@egi.eu"}"#, "egi"),
            (r#"{"scope":"g:dteam_user proxy","provider":"Alpha"}"#, "dirac"),
            (r#"{"dirac_group":"user","vo":"alpha"}"#, "diracx"),
            (r#"{"legacy_exchange":false,"jti":"x"}"#, "diracx"),
            (r"{}", "generic"),
        ] {
            assert_eq!(Profile::of(&read_object(claims).object).word(), expected, "{claims}");
        }
    }
}
