//! What the values of an IdProvider may be.

use crate::domain::problem::Problem;
use crate::domain::redact::redact;

use super::{TYPES, usage};

/// Names that DIRAC gives clients of its own.
const TAKEN: [&str; 2] = ["DIRACCLI", "DIRACWeb"];

/// Whether something may be called so: letters, digits, `-`, `_` and `.`, as no part of DIRAC reads them in another way.
pub(super) fn name(name: &str) -> Result<(), Problem> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let shown = redact(name);
    if name.is_empty() || !name.chars().all(plain) {
        return Err(usage(
            shown.clone(),
            format!("\"{shown}\" cannot be a name here."),
            "Use letters, digits, -, _ and . only.",
        ));
    }
    if TAKEN.contains(&name) {
        return Err(usage(
            shown.clone(),
            format!("{shown} is a client of DIRAC's own, not an IdProvider."),
            "Choose another name.",
        ));
    }
    Ok(())
}

/// Whether it can be a type; a note for one that DIRAC itself does not have.
pub(super) fn provider_type(word: &str) -> Result<Vec<String>, Problem> {
    if TYPES.iter().any(|known| known.name() == word) {
        return Ok(Vec::new());
    }
    if let Some(known) = TYPES.iter().find(|known| known.name().eq_ignore_ascii_case(word)) {
        return Err(usage(
            "ProviderType",
            format!("{word} is no type of DIRAC: case counts."),
            format!("It is spelled {}.", known.name()),
        ));
    }
    name(word)?;
    Ok(vec![format!(
        "{word} is no type of DIRAC's own: it works only where an extension brings it."
    )])
}

/// Whether it can be an issuer (OpenID Connect Discovery 1.0, section 3: an https URL without query and fragment).
pub(super) fn issuer(text: &str) -> Result<Vec<String>, Problem> {
    let shown = redact(text);
    let wrong = |why: &str| {
        usage(
            "issuer",
            format!("{shown} cannot be an issuer: {why}."),
            "Copy it from the member issuer of the provider's /.well-known/openid-configuration.",
        )
    };
    let Some(rest) = text.strip_prefix("https://") else {
        return Err(wrong("it does not begin with https://"));
    };
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() || host.starts_with(':') {
        return Err(wrong("it names no host"));
    }
    if host.contains('@') {
        return Err(wrong("it holds a user's name"));
    }
    if text.contains(['?', '#']) {
        return Err(wrong("it has a query or a fragment"));
    }
    if !text.chars().all(|c| c.is_ascii_graphic()) || text.contains(['"', '<', '>', '\\', ',']) {
        return Err(wrong("it holds characters that no URL has"));
    }
    if text.contains("/.well-known/") {
        return Err(wrong("it is the address of its metadata"));
    }
    let slash = text.ends_with('/').then(|| {
        "The issuer ends with a slash, which is part of its name: right only if its tokens name it so."
            .to_owned()
    });
    Ok(slash.into_iter().collect())
}

/// Whether they are scopes: split at blanks, never at commas (facts/dirac.md 4.1, 4.4).
pub(super) fn scopes(option: &str, text: &str) -> Result<(), Problem> {
    if text.contains(',') {
        let right: Vec<&str> =
            text.split([',', ' ']).map(str::trim).filter(|scope| !scope.is_empty()).collect();
        return Err(usage(
            option,
            format!("{option} is split at blanks only: a comma stays part of the scope before it."),
            format!("Write it so: {}", redact(&right.join(" "))),
        ));
    }
    let plain = |c: char| c.is_ascii_graphic() && !"\"\\".contains(c) || c == ' ';
    if !text.chars().all(plain) {
        return Err(usage(
            option,
            format!("{option} holds characters that no scope has."),
            "RFC 6749, section 3.3, says which ones there are.",
        ));
    }
    Ok(())
}

/// How an issuer that was written down and the one that its metadata names go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Letter by letter the same.
    Same,
    /// The same but for a slash at the end. DIRAC takes that; sites, whose lists are compared letter by letter, do not.
    SlashDiffers,
    /// Another one: tokens from there are not taken for the provider's.
    Other,
}

/// Compares an `issuer` of the configuration with the one that its metadata names.
pub fn agrees(written: &str, named: &str) -> Agreement {
    if written == named {
        Agreement::Same
    } else if written.trim_end_matches('/') == named.trim_end_matches('/') {
        Agreement::SlashDiffers
    } else {
        Agreement::Other
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_issuer_is_an_https_url_and_nothing_more() {
        for good in ["https://iam.example.org", "https://iam.example.org:8443/realms/x"] {
            assert_eq!(issuer(good), Ok(vec![]), "{good}");
        }
        assert_eq!(issuer("https://iam.example.org/").unwrap().len(), 1);
        for bad in [
            "",
            "iam.example.org",
            "http://iam.example.org",
            "HTTPS://iam.example.org",
            "https://",
            "https:///x",
            "https://:443",
            "https://me@iam.example.org",
            "https://iam.example.org?x=1",
            "https://iam.example.org/#x",
            "https://iam.example.org/ x",
            "https://iam.example.org, https://b",
            "https://iam.example.org/.well-known/openid-configuration",
        ] {
            let problem = issuer(bad).unwrap_err();
            assert!(problem.message.contains("cannot be an issuer"), "{bad}: {problem}");
        }
    }

    #[test]
    fn scopes_are_split_at_blanks() {
        assert_eq!(scopes("scope", "openid profile"), Ok(()));
        let problem = scopes("scope", "openid, profile,email").unwrap_err();
        assert!(problem.remedy.ends_with("openid profile email"), "{problem}");
        assert!(scopes("scope", "open\u{7}id").is_err());
    }

    #[test]
    fn types_are_known_and_case_counts() {
        assert_eq!(provider_type("IAM"), Ok(vec![]));
        assert!(provider_type("iam").unwrap_err().remedy.contains("IAM"));
        assert_eq!(provider_type("Keycloak").unwrap().len(), 1);
        assert!(provider_type("a b").is_err());
    }

    #[test]
    fn only_the_slash_at_the_end_is_a_small_difference() {
        assert_eq!(agrees("https://a", "https://a"), Agreement::Same);
        assert_eq!(agrees("https://a", "https://a/"), Agreement::SlashDiffers);
        assert_eq!(agrees("https://a", "https://A"), Agreement::Other);
    }

    proptest! {
        #[test]
        fn what_is_taken_for_a_name_survives_in_a_path(text in "\\PC{0,12}") {
            if name(&text).is_ok() {
                let path = crate::domain::cs::CsPath::new("/Resources/IdProviders").join(&text);
                prop_assert_eq!(path.name(), text.as_str());
            }
        }
    }
}
