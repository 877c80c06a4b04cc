//! Who is asked for keys, in which order, how often, and what is said when nobody can be.

use std::cell::Cell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;
use crate::domain::jwt::State;
use crate::domain::oidc::{ClientCredentials, Introspection, TokenKind};
use crate::domain::secret::Secret;
use crate::wire::error::{IssuerFault, WireError};
use crate::wire::oidc::Metadata;

const ISSUER: &str = "https://iam.lab.example/";
const KEYS: &[u8] = include_bytes!("../../../tests/fixtures/tokens/jwks.json");
const TOKENS: &str = include_str!("../../../tests/fixtures/tokens/tokens.jsonl");

thread_local! {
    /// Every test has its own thread, and so its own time.
    static NOW: Cell<i64> = const { Cell::new(0) };
}

fn clock() -> Timestamp {
    Timestamp::from_second(NOW.get()).unwrap()
}

fn pass(seconds: i64) {
    NOW.set(NOW.get() + seconds);
}

/// An issuer that publishes these keys under this name, or is down.
struct Fake {
    name: &'static str,
    keys: Mutex<Option<Vec<u8>>>,
    asked: AtomicUsize,
}

impl Fake {
    fn with(keys: &[u8]) -> Self {
        Self { name: ISSUER, keys: Mutex::new(Some(keys.to_vec())), asked: AtomicUsize::new(0) }
    }

    fn publishes(&self, keys: Option<&[u8]>) {
        *self.keys.lock().unwrap() = keys.map(<[u8]>::to_vec);
    }

    fn asked(&self) -> usize {
        self.asked.swap(0, Ordering::Relaxed)
    }
}

impl IssuerService for &Fake {
    async fn discover(&self, issuer: &str) -> Result<Metadata, WireError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.keys.lock().unwrap().is_none() {
            let fault = IssuerFault::Unavailable { retry_after: None };
            return Err(WireError::of_issuer(fault, issuer));
        }
        Metadata::read(issuer, format!(r#"{{"issuer":"{}"}}"#, self.name).as_bytes())
    }

    async fn keys(&self, _: &Metadata) -> Result<KeySet, WireError> {
        let keys = self.keys.lock().unwrap();
        Ok(KeySet::read(keys.as_deref().expect("it is up")).expect("keys"))
    }

    async fn introspect(
        &self,
        _: &Metadata,
        _: &ClientCredentials,
        _: &Secret<String>,
        _: TokenKind,
    ) -> Result<Introspection, WireError> {
        unreachable!("nobody introspects to verify")
    }
}

fn token(name: &str) -> String {
    let lines = TOKENS.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
    let line = lines.into_iter().find(|line| line["name"] == name).expect("in the corpus");
    line["token"].as_str().unwrap().to_owned()
}

/// A token with these members that nobody signed.
fn forged(header: &str, claims: &str) -> String {
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.c2ln", encode(header), encode(claims))
}

fn trusting(issuer: &str) -> Vec<TrustedIssuer> {
    vec![TrustedIssuer { issuer: issuer.into(), named_by: "--issuer".into() }]
}

async fn check(text: &str, issuer: &str, keys: &IssuerKeys<&Fake>) -> Inspection {
    let trusting = trusting(issuer);
    let inspection = inspect_with(text.as_bytes(), &trusting, keys, None, clock()).await;
    // what needs nobody is the same where nobody can be asked
    if let Some(alone) = inspect_alone(text.as_bytes(), &trusting, None, clock()) {
        assert_eq!(alone.signature, inspection.signature);
        assert_eq!(alone.findings, inspection.findings);
    }
    inspection
}

fn ids(inspection: &Inspection) -> Vec<&str> {
    inspection.signature.findings.iter().map(|finding| finding.id).collect()
}

#[tokio::test]
async fn a_token_of_a_trusted_issuer_is_checked_with_the_keys_that_it_publishes() {
    let fake = Fake::with(KEYS);
    let keys = IssuerKeys::new(&fake, clock);
    let inspection = check(&token("wlcg-rs256-iam-shape"), ISSUER, &keys).await;
    assert_eq!(inspection.signature.state, State::Valid, "{:?}", inspection.signature);
    assert_eq!(ids(&inspection), [""; 0]);
    let source = inspection.keys_from.expect("a source");
    assert_eq!(
        source,
        KeySource::Issuer { issuer: ISSUER.into(), named_by: "--issuer".into(), as_of: clock() }
    );
    assert_eq!(fake.asked(), 1);
}

#[tokio::test]
async fn nobody_is_asked_for_a_token_whose_issuer_nobody_trusts() {
    let fake = Fake::with(KEYS);
    let keys = IssuerKeys::new(&fake, clock);
    for (issuer, words) in
        [("https://iam.lab.example", "only the slash"), ("https://other.example/", "other.example")]
    {
        let inspection = check(&token("wlcg-rs256-iam-shape"), issuer, &keys).await;
        assert_eq!(inspection.signature.state, State::NotChecked);
        assert_eq!(ids(&inspection), ["iss-mismatch"]);
        assert!(inspection.signature.findings[0].text.contains(words));
        assert_eq!(inspection.keys_from, None);
    }
    let unnamed = check(&token("iss-missing"), ISSUER, &keys).await;
    assert_eq!((unnamed.signature.state, ids(&unnamed).len()), (State::NotChecked, 0));
    assert_eq!(fake.asked(), 0);
}

#[tokio::test]
async fn nobody_is_asked_where_no_key_would_help() {
    let fake = Fake::with(KEYS);
    let keys = IssuerKeys::new(&fake, clock);
    let own = format!(r#"{{"iss":"{ISSUER}"}}"#);
    for (text, state) in [
        (forged(r#"{"alg":"none"}"#, &own), State::None),
        (forged(r#"{"alg":"HS256","kid":"rsa1"}"#, &own), State::Refused),
        (forged(r#"{"alg":"RS256","crit":["b64"]}"#, &own), State::Refused),
        ("opaque".into(), State::NotChecked),
        (String::new(), State::NotChecked),
    ] {
        assert_eq!(check(&text, ISSUER, &keys).await.signature.state, state, "{text}");
    }
    assert_eq!(fake.asked(), 0);
}

#[tokio::test]
async fn a_key_is_unknown_only_after_its_issuer_was_asked_again_and_not_at_every_token() {
    let fake = Fake::with(br#"{"keys":[{"kty":"RSA","kid":"old","n":"AQAB","e":"AQAB"}]}"#);
    let keys = IssuerKeys::new(&fake, clock);
    let good = token("wlcg-rs256-iam-shape");
    // fetched for this very token: once is enough
    let inspection = check(&good, ISSUER, &keys).await;
    assert_eq!(
        (inspection.signature.state, ids(&inspection)),
        (State::Unverifiable, vec!["kid-unknown"])
    );
    assert_eq!(fake.asked(), 1);
    // a little later a flood of them asks once in a minute, not once a token
    pass(61);
    for _ in 0..20 {
        assert_eq!(ids(&check(&good, ISSUER, &keys).await), ["kid-unknown"]);
    }
    assert_eq!(fake.asked(), 1);
    // the issuer has a new key: found when it is asked again
    fake.publishes(Some(KEYS));
    pass(61);
    assert_eq!(check(&good, ISSUER, &keys).await.signature.state, State::Valid);
    assert_eq!(fake.asked(), 1);
    // from then on it is at hand for an hour
    pass(3_500);
    assert_eq!(check(&good, ISSUER, &keys).await.signature.state, State::Valid);
    assert_eq!(fake.asked(), 0);
    pass(101);
    check(&good, ISSUER, &keys).await;
    assert_eq!(fake.asked(), 1);
}

#[tokio::test]
async fn an_issuer_that_is_down_leaves_the_signature_unchecked_or_old_keys_in_use() {
    let fake = Fake::with(KEYS);
    let good = token("wlcg-rs256-iam-shape");
    fake.publishes(None);
    let keys = IssuerKeys::new(&fake, clock);
    let inspection = check(&good, ISSUER, &keys).await;
    assert_eq!((inspection.signature.state, ids(&inspection).len()), (State::NotChecked, 0));
    assert!(inspection.signature.reason.contains("out of service"), "{:?}", inspection.signature);
    fake.publishes(Some(KEYS));
    assert_eq!(check(&good, ISSUER, &keys).await.signature.state, State::Valid);
    fake.publishes(None);
    pass(2 * 3_600);
    let old = check(&good, ISSUER, &keys).await;
    assert_eq!(old.signature.state, State::Valid);
    assert!(
        old.signature.reason.contains("The keys are from 1970-01-01T00:00:00Z"),
        "{:?}",
        old.signature
    );
    // what the old keys lack may be among the new ones
    let unknown = check(&token("kid-unknown"), ISSUER, &keys).await;
    assert_eq!((unknown.signature.state, ids(&unknown).len()), (State::Unverifiable, 0));
    pass(23 * 3_600);
    assert_eq!(check(&good, ISSUER, &keys).await.signature.state, State::NotChecked);
}

#[tokio::test]
async fn an_issuer_that_calls_itself_otherwise_than_its_tokens_is_told() {
    let fake = Fake { name: "https://iam.lab.example", ..Fake::with(KEYS) };
    let keys = IssuerKeys::new(&fake, clock);
    let inspection = check(&token("wlcg-rs256-iam-shape"), ISSUER, &keys).await;
    assert_eq!(
        (inspection.signature.state, ids(&inspection)),
        (State::Valid, vec!["iss-mismatch"])
    );
}

#[test]
fn keys_of_a_file_are_used_whatever_the_issuer_is_and_the_issuer_is_compared() {
    let set = KeySet::read(KEYS).unwrap();
    let text = token("wlcg-rs256-iam-shape");
    let of = |issuers: &[TrustedIssuer]| {
        let inspection =
            inspect_with_file(text.as_bytes(), ("jwks.json", &set), issuers, None, clock());
        (inspection.signature.state, ids(&inspection).len())
    };
    assert_eq!(of(&[]), (State::Valid, 0));
    assert_eq!(of(&trusting(ISSUER)), (State::Valid, 0));
    assert_eq!(of(&trusting("https://x.example")), (State::Valid, 1));
}

#[test]
fn an_inspection_does_not_hold_the_token_that_it_is_about() {
    let set = KeySet::read(KEYS).unwrap();
    let text = token("wlcg-rs256-iam-shape");
    let inspection = inspect_with_file(text.as_bytes(), ("f", &set), &[], None, clock());
    assert!(inspection.token.signed().is_none());
}
