//! The issuer's name: a URL that has to be exactly what its keys are found by (RFC 8414 2, WLCG profile 1.3, 2.1.1).

use crate::domain::foreign::is_hostile;

/// What is wrong with an issuer's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no https URL.
    NotHttps,
    /// It is one that does not name what it seems to; why.
    Suspicious(&'static str),
}

/// The first fault of `iss`, a string.
pub(super) fn fault(iss: &str) -> Option<Fault> {
    if iss.chars().any(|c| is_hostile(c) || c.is_whitespace()) {
        return Some(Fault::Suspicious(
            "it has a blank, a control or an invisible character in it",
        ));
    }
    let rest = match iss.split_at_checked("https://".len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https://") => rest,
        _ => return Some(Fault::NotHttps),
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty() {
        return Some(Fault::NotHttps);
    }
    if authority.contains('@') {
        return Some(Fault::Suspicious("what stands before the @ is a user name, not the host"));
    }
    if rest.contains('\\') {
        return Some(Fault::Suspicious("a backslash is read as a slash by some programs only"));
    }
    if rest.contains(['?', '#']) {
        return Some(Fault::Suspicious("an issuer has neither query nor fragment"));
    }
    if !authority.is_ascii() || authority.to_ascii_lowercase().contains("xn--") {
        return Some(Fault::Suspicious(
            "its host is written in other letters than ASCII, which can look alike",
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_an_https_url_without_frills() {
        for iss in [
            "https://iam.example.org/",
            "https://iam.example.org:8443/auth/realms/egi",
            "HTTPS://a",
        ] {
            assert_eq!(fault(iss), None, "{iss}");
        }
        for iss in ["http://iam.example.org/", "iam.example.org", "", "https://", "https:///x", "é"]
        {
            assert_eq!(fault(iss), Some(Fault::NotHttps), "{iss}");
        }
        for iss in [
            "https://iam.example.org@evil.example/",
            "https://iam.example.org/?x=1",
            "https://iam.example.org/#f",
            "https://evil.example\\@iam.example.org/",
            "https://iam.example.org/\n",
            "https://iam.ex\u{200b}ample.org/",
            "https://i\u{430}m.example.org/",
            "https://xn--im-7kc.example.org/",
        ] {
            assert!(matches!(fault(iss), Some(Fault::Suspicious(_))), "{iss}");
        }
    }
}
