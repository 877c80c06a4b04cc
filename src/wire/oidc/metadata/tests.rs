//! What is believed of a description.

use super::*;

const ASKED: &str = "https://iam.example.org/";

fn read(text: &str) -> Result<Metadata, WireError> {
    Metadata::read(ASKED, text.as_bytes())
}

fn fault(text: &str) -> IssuerFault {
    let error = read(text).unwrap_err();
    error.issuer_fault().expect("an issuer's fault").clone()
}

#[test]
fn a_description_is_believed_under_the_name_that_was_asked_only() {
    let named = |name: &str| read(&format!(r#"{{"issuer":"{name}","jwks_uri":"https://a/jwk"}}"#));
    let same = named(ASKED).unwrap();
    assert_eq!((same.issuer(), same.is_spelled_otherwise()), (ASKED, false));
    assert_eq!(same.jwks_uri(), Some("https://a/jwk"));
    let slash = named("https://iam.example.org").unwrap();
    assert_eq!(slash.issuer(), "https://iam.example.org");
    assert!(slash.is_spelled_otherwise());
    for other in [
        "https://iam.example.org/x",
        "https://IAM.example.org/",
        "http://iam.example.org/",
        "x",
        "",
    ] {
        let error = named(other).unwrap_err();
        assert!(
            matches!(error.issuer_fault(), Some(IssuerFault::OtherIssuer { named }) if named == other),
            "{other}"
        );
    }
}

#[test]
fn what_is_no_description_is_said_to_be_none() {
    for text in [
        "",
        "null",
        "[]",
        "{",
        "<html>",
        "{}",
        r#"{"issuer":1}"#,
        "\u{feff}",
        r#"{"issuer":"https://iam.example.org/"} x"#,
        r#"{"issuer":"https://iam.example.org/","issuer":"https://iam.example.org/"}"#,
    ] {
        assert!(matches!(fault(text), IssuerFault::Malformed(_)), "{text}");
    }
    let deep = format!(r#"{{"issuer":"{ASKED}","a":{}"#, "[".repeat(10_000));
    assert!(matches!(fault(&deep), IssuerFault::Malformed(_)));
}

#[test]
fn an_endpoint_that_is_not_plain_https_is_not_used() {
    for (url, why) in [
        ("http://127.0.0.1/revoke", "not encrypted"),
        ("http://localhost/revoke", "not encrypted"),
        ("https://iam.example.org@evil.example/revoke", "user name"),
        ("dips://iam.example.org:1/x", "not https"),
        ("https://iam.example.org/re voke", "blanks"),
        ("/revoke", "scheme"),
    ] {
        let text = format!(r#"{{"issuer":"{ASKED}","revocation_endpoint":"{url}"}}"#);
        let metadata = read(&text).unwrap();
        assert_eq!(metadata.revocation_endpoint(), None);
        let error = metadata.revocation().unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
        let none = metadata.introspection().unwrap_err();
        assert_eq!(
            none.issuer_fault(),
            Some(&IssuerFault::NoEndpoint { name: "introspection_endpoint", why: None })
        );
    }
}

#[test]
fn the_header_is_used_unless_the_client_or_the_issuer_wants_the_form() {
    use AuthMethod::{Basic, Post};
    let auth = |members: &str, own| {
        let text = format!(r#"{{"issuer":"{ASKED}"{members}}}"#);
        read(&text).unwrap().revocation_auth(own).ok()
    };
    let token = |methods: &str| format!(r#","token_endpoint_auth_methods_supported":{methods}"#);
    assert_eq!(auth("", None), Some(Basic));
    assert_eq!(auth("", Some(Post)), Some(Post));
    assert_eq!(auth(&token(r#"["client_secret_post","client_secret_basic"]"#), None), Some(Basic));
    assert_eq!(auth(&token(r#"["private_key_jwt","client_secret_post"]"#), None), Some(Post));
    assert_eq!(auth(&token(r#"["private_key_jwt"]"#), None), None);
    let own = r#","revocation_endpoint_auth_methods_supported":["client_secret_post"]"#;
    assert_eq!(auth(&format!("{own}{}", token(r#"["client_secret_basic"]"#)), None), Some(Post));
}

#[test]
fn an_issuer_is_asked_at_its_well_known_place_or_not_at_all() {
    let at = |issuer: &str| place_of(issuer).map(|place| place.full().to_string());
    let due = "https://a.example/realms/x/.well-known/openid-configuration";
    for end in ["", "/", "//"] {
        assert_eq!(at(&format!("https://a.example/realms/x{end}")).unwrap(), due);
    }
    assert_eq!(
        at("https://localhost:1").unwrap(),
        "https://localhost:1/.well-known/openid-configuration"
    );
    for issuer in [
        "",
        "http://a.example",
        "https://a.example/?x=1",
        "https://a.example/#f",
        "https://u:p@a.example",
        "a.example",
        "https://a.example/../x",
        "https://a.example/\u{1b}[31m",
        "dips://a.example:1/x/y",
        "https:// a",
    ] {
        let error = at(issuer).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::ForbiddenUrl { .. }), "{issuer}: {error}");
        assert!(!error.to_string().contains("u:p"), "{error}");
    }
}
