use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::super::read::read;
use super::*;

/// A key that made the signature `good` with whatever algorithm it goes with.
struct Fake(KeyFacts);

impl Key for Fake {
    fn facts(&self) -> &KeyFacts {
        &self.0
    }
    fn made(&self, algorithm: Algorithm, signed: Signed<'_>) -> bool {
        assert_eq!(Some(algorithm.family()), self.0.family, "asked only where they go together");
        assert!(self.0.usable && self.0.may_verify && !self.0.is_small());
        signed.signature == b"good"
    }
}

fn key(kid: &str, family: Family) -> Fake {
    let bits = if family == Family::Rsa { 2048 } else { 0 };
    let kid = (!kid.is_empty()).then(|| kid.to_owned());
    Fake(KeyFacts { kid, family: Some(family), alg: None, may_verify: true, bits, usable: true })
}

fn with(mut key: Fake, change: impl FnOnce(&mut KeyFacts)) -> Fake {
    change(&mut key.0);
    key
}

fn keys() -> Vec<Fake> {
    vec![
        key("rsa", Family::Rsa),
        with(key("rs256", Family::Rsa), |facts| facts.alg = Some("RS256".into())),
        with(key("small", Family::Rsa), |facts| facts.bits = 2047),
        with(key("enc", Family::Rsa), |facts| facts.may_verify = false),
        with(key("broken", Family::P384), |facts| facts.usable = false),
        with(key("strange", Family::Rsa), |facts| facts.family = None),
        key("p256", Family::P256),
        with(key("ed", Family::Ed25519), |facts| facts.alg = Some("EdDSA".into())),
        key("twice", Family::P521),
        key("twice", Family::P256),
    ]
}

fn verdict(header: &str, signature: &str, keys: Option<&[Fake]>) -> Signature {
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let token = read(format!("{}.e30.{}", encode(header), encode(signature)).as_bytes());
    judge(&token, keys)
}

#[test]
fn which_key_may_check_what() {
    let keys = keys();
    for (header, signature, state, finding) in [
        (r#"{"alg":"RS256","kid":"rsa"}"#, "good", "valid", ""),
        (r#"{"alg":"RS256","kid":"rsa"}"#, "bad", "invalid", "signature-invalid"),
        (r#"{"alg":"RS256","kid":"rsa"}"#, "", "invalid", "signature-invalid"),
        (r#"{"alg":"PS512","kid":"rsa"}"#, "good", "valid", ""),
        (r#"{"alg":"RS256","kid":"rs256"}"#, "good", "valid", ""),
        (r#"{"alg":"PS256","kid":"rs256"}"#, "good", "refused", "alg-key-mismatch"),
        (r#"{"alg":"ES256","kid":"rsa"}"#, "good", "refused", "alg-key-mismatch"),
        (r#"{"alg":"ES384","kid":"p256"}"#, "good", "refused", "alg-key-mismatch"),
        (r#"{"alg":"RS256","kid":"enc"}"#, "good", "refused", "alg-key-mismatch"),
        (r#"{"alg":"RS256","kid":"strange"}"#, "good", "refused", "alg-key-mismatch"),
        (r#"{"alg":"RS256","kid":"small"}"#, "good", "refused", "key-too-small"),
        (r#"{"alg":"ES384","kid":"broken"}"#, "good", "unverifiable", ""),
        (r#"{"alg":"Ed25519","kid":"ed"}"#, "good", "valid", ""),
        (r#"{"alg":"EdDSA","kid":"ed"}"#, "good", "valid", ""),
        (r#"{"alg":"ES512","kid":"twice"}"#, "good", "valid", ""),
        (r#"{"alg":"ES256","kid":"twice"}"#, "good", "valid", ""),
        (r#"{"alg":"RS256","kid":"RSA"}"#, "good", "unverifiable", "kid-unknown"),
        (r#"{"alg":"RS256","kid":""}"#, "good", "unverifiable", "kid-unknown"),
        (r#"{"alg":"RS256","kid":["rsa"]}"#, "good", "unverifiable", ""),
        (r#"{"alg":"RS256"}"#, "good", "valid", ""),
        (r#"{"alg":"RS256"}"#, "bad", "invalid", "signature-invalid"),
        (r#"{"alg":"ES384"}"#, "good", "unverifiable", ""),
        (r#"{"alg":"RS256","kid":"rsa","crit":["x"]}"#, "good", "refused", ""),
        (r#"{"alg":"HS256","kid":"none"}"#, "good", "refused", ""),
        (r#"{"alg":"HS256","kid":"rsa"}"#, "good", "refused", "alg-key-mismatch"),
        (r#"{"alg":"None","kid":"rsa"}"#, "", "none", ""),
        (r#"{"alg":"none"}"#, "good", "none", ""),
        (r#"{"alg":"A256KW","kid":"rsa"}"#, "good", "refused", ""),
        (r#"{"alg":null,"kid":"rsa"}"#, "good", "refused", ""),
        (r#"{"kid":"rsa"}"#, "good", "refused", ""),
    ] {
        let said = verdict(header, signature, Some(&keys));
        assert_eq!(said.state.word(), state, "{header}: {}", said.reason);
        let found: Vec<&str> = said.findings.iter().map(|f| f.id).collect();
        assert_eq!(found.join(" "), finding, "{header}");
        assert!(said.reason.ends_with('.'), "{header}: {}", said.reason);
    }
}

#[test]
fn without_keys_only_what_needs_none_is_decided() {
    for (header, state) in [
        (r#"{"alg":"RS256","kid":"rsa"}"#, "not_checked"),
        (r#"{"alg":"RS256","kid":7}"#, "not_checked"),
        (r#"{"alg":"HS256"}"#, "refused"),
        (r#"{"alg":"none"}"#, "none"),
        (r#"{"alg":"RS256","crit":[]}"#, "refused"),
    ] {
        assert_eq!(verdict(header, "good", None).state.word(), state, "{header}");
    }
    assert_eq!(verdict(r#"{"alg":"RS256"}"#, "good", Some(&[])).state.word(), "unverifiable");
}

#[test]
fn a_signature_of_the_wrong_length_is_told_as_such() {
    let said = verdict(r#"{"alg":"ES256","kid":"p256"}"#, "short", Some(&keys()));
    assert!(said.reason.contains("5 octets, and 64 are due"), "{}", said.reason);
    let said = verdict(r#"{"alg":"RS256","kid":"rsa"}"#, "", Some(&keys()));
    assert!(said.reason.contains("missing"), "{}", said.reason);
}

#[test]
fn the_name_of_a_key_cannot_flood_a_reason() {
    let header = format!(r#"{{"alg":"RS256","kid":"{}"}}"#, "k".repeat(100_000));
    assert!(verdict(&header, "good", Some(&keys())).reason.len() < 400);
}
