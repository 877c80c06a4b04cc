//! Whether a token's signature holds with keys that are handed in.
//!
//! Which key may check which algorithm is decided here (RFC 8725 3.1); the arithmetic is `wire`'s. Keys come from outside the
//! token only: `jku`, `x5u`, `jwk` and `x5c` are never followed, and `kid` is compared, nothing else.

use super::algorithm::{Algorithm, Family, Named};
use super::json::{Object, Value};
use super::lints::clip;
use super::read::{Signed, Token};
use crate::domain::lint::{self, Finding};

/// Why a signature was not checked, where nobody gave keys.
pub const NO_KEYS: &str = "No keys were given to check it with.";

/// Smallest RSA key that is trusted, in bits (RFC 7518 3.3).
const SMALLEST_RSA: usize = 2048;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// One of the keys made it.
    Valid,
    /// The key that is named, or every key of the kind, did not make it.
    Invalid,
    /// It is not signed.
    None,
    /// It must not even be tried.
    Refused,
    /// There is no key to check it with.
    Unverifiable,
    /// It was not tried: no keys were given, or the token is not readable.
    NotChecked,
}

impl State {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::None => "none",
            Self::Refused => "refused",
            Self::Unverifiable => "unverifiable",
            Self::NotChecked => "not_checked",
        }
    }
}

/// The verdict on a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// How the check ended.
    pub state: State,
    /// Why, a sentence. Foreign text.
    pub reason: String,
    /// `kid` of the header, if it is a string; of the key that fits where the header has none. Foreign text.
    pub kid: Option<String>,
    /// What the check found.
    pub findings: Vec<Finding>,
}

/// What a key says of itself (RFC 7517 4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyFacts {
    /// Its id.
    pub kid: Option<String>,
    /// What it goes with; `None` if that is not known here.
    pub family: Option<Family>,
    /// The one algorithm it is meant for, if it says so.
    pub alg: Option<String>,
    /// Whether `use` and `key_ops` allow checking signatures.
    pub may_verify: bool,
    /// Bits of an RSA modulus; 0 for other keys.
    pub bits: usize,
    /// Whether its parts are whole.
    pub usable: bool,
}

/// A public key that can check a signature.
pub trait Key {
    /// What the key says of itself.
    fn facts(&self) -> &KeyFacts;
    /// Whether this key made the signature. Asked only where algorithm and key go together.
    fn made(&self, algorithm: Algorithm, signed: Signed<'_>) -> bool;
}

impl KeyFacts {
    /// Why the key must not check `algorithm`, named `alg` in the header; `None` if it may.
    fn differs(&self, algorithm: Algorithm, alg: &str) -> Option<String> {
        let family = algorithm.family();
        if self.family != Some(family) {
            let is = self.family.map_or("of another kind", Family::word);
            return Some(format!(
                "{alg} needs a key of kind {}, and this one is {is}",
                family.word()
            ));
        }
        if let Some(own) = self.alg.as_deref().filter(|own| Algorithm::of(own) != Some(algorithm)) {
            return Some(format!("the key is meant for {own} only, and the token says {alg}"));
        }
        (!self.may_verify).then(|| "the key is not meant for checking signatures".to_owned())
    }

    fn is_small(&self) -> bool {
        self.family == Some(Family::Rsa) && self.bits < SMALLEST_RSA
    }
}

/// Judges the signature of `token`; without keys it says why nothing was tried, or what must not be.
pub fn judge<K: Key>(token: &Token, keys: Option<&[K]>) -> Signature {
    let (Some(signed), Some(header)) = (token.signed(), &token.header) else {
        return plain(State::NotChecked, "The token is not readable.", None);
    };
    let kid = header.text("kid").map(str::to_owned);
    let (alg, algorithm) = match allowed(header) {
        Ok(allowed) => allowed,
        Err((state, reason)) => {
            let findings = shared(header, keys.unwrap_or_default());
            return Signature { findings, ..plain(state, reason, kid) };
        }
    };
    let Some(keys) = keys else {
        return plain(State::NotChecked, NO_KEYS, kid);
    };
    match header.get("kid") {
        None => without_kid(algorithm, alg, signed, keys),
        Some(Value::String(kid)) => with_kid(kid, algorithm, alg, signed, keys),
        Some(other) => {
            let reason = format!("kid is {}, and keys are named by strings.", other.kind());
            plain(State::Unverifiable, reason, None)
        }
    }
}

/// The algorithm, if it is one that may be tried; what speaks against it needs no key.
fn allowed(header: &Object) -> Result<(&str, Algorithm), (State, String)> {
    let refused = |reason: &str| Err((State::Refused, reason.to_owned()));
    let alg = match header.get("alg") {
        None => return refused("The header does not say how it is signed."),
        Some(Value::String(alg)) => alg,
        Some(_) => return refused("alg is no string."),
    };
    let algorithm = match Named::of(alg) {
        Named::Public(algorithm) => algorithm,
        Named::None => {
            return Err((
                State::None,
                "The token is not signed: anybody could have written it.".into(),
            ));
        }
        Named::Symmetric => {
            return refused(
                "It is signed with a shared secret: who can check it can also make it.",
            );
        }
        Named::Unknown => return refused("Its algorithm is not one that services take."),
    };
    if header.has("crit") {
        return refused("Its header demands extensions (crit) that are not understood here.");
    }
    Ok((alg, algorithm))
}

/// The oldest forgery of all: a shared secret by its algorithm, and by its name one of the issuer's public keys.
fn shared<K: Key>(header: &Object, keys: &[K]) -> Vec<Finding> {
    let symmetric = header.text("alg").is_some_and(|alg| Named::of(alg) == Named::Symmetric);
    let Some(kid) = header.text("kid").filter(|_| symmetric) else { return Vec::new() };
    if !keys.iter().any(|key| key.facts().kid.as_deref() == Some(kid)) {
        return Vec::new();
    }
    let text = format!("An HMAC names the public key {}: everybody has that key.", clip(kid));
    vec![Finding::new(&lint::ALG_KEY_MISMATCH, text, "header.kid")]
}

fn with_kid<K: Key>(
    kid: &str,
    algorithm: Algorithm,
    alg: &str,
    signed: Signed<'_>,
    keys: &[K],
) -> Signature {
    let named: Vec<&K> =
        keys.iter().filter(|key| key.facts().kid.as_deref() == Some(kid)).collect();
    let name = Some(kid.to_owned());
    let source = "header.kid";
    if named.is_empty() {
        let reason = format!("None of the {} keys given is named {}.", keys.len(), clip(kid));
        let finding = Finding::new(&lint::KID_UNKNOWN, reason.clone(), source);
        return Signature { findings: vec![finding], ..plain(State::Unverifiable, reason, name) };
    }
    let (fitting, others): (Vec<&K>, Vec<&K>) =
        named.into_iter().partition(|key| key.facts().differs(algorithm, alg).is_none());
    if let (true, Some(why)) =
        (fitting.is_empty(), others.iter().find_map(|key| key.facts().differs(algorithm, alg)))
    {
        let reason = format!("It must not be checked with the key {}: {why}.", clip(kid));
        let finding = Finding::new(&lint::ALG_KEY_MISMATCH, reason.clone(), source);
        return Signature { findings: vec![finding], ..plain(State::Refused, reason, name) };
    }
    try_all(&fitting, algorithm, signed, name)
}

fn without_kid<K: Key>(
    algorithm: Algorithm,
    alg: &str,
    signed: Signed<'_>,
    keys: &[K],
) -> Signature {
    let fitting: Vec<&K> =
        keys.iter().filter(|key| key.facts().differs(algorithm, alg).is_none()).collect();
    if fitting.is_empty() {
        let reason =
            format!("It names no key, and none of the {} keys given goes with {alg}.", keys.len());
        return plain(State::Unverifiable, reason, None);
    }
    try_all(&fitting, algorithm, signed, None)
}

/// Tries keys that go with the algorithm.
fn try_all<K: Key>(
    fitting: &[&K],
    algorithm: Algorithm,
    signed: Signed<'_>,
    kid: Option<String>,
) -> Signature {
    let sound: Vec<&&K> =
        fitting.iter().filter(|key| key.facts().usable && !key.facts().is_small()).collect();
    if sound.is_empty() {
        if let Some(small) = fitting.iter().find(|key| key.facts().is_small()) {
            let bits = small.facts().bits;
            let reason =
                format!("The key has {bits} bits, and less than {SMALLEST_RSA} can be forged.");
            let finding = Finding::new(&lint::KEY_TOO_SMALL, reason.clone(), "header.kid");
            return Signature { findings: vec![finding], ..plain(State::Refused, reason, kid) };
        }
        return plain(State::Unverifiable, "The key that was given is damaged.", kid);
    }
    if let Some(key) = sound.iter().find(|key| key.made(algorithm, signed)) {
        let own = key.facts().kid.clone();
        let reason = match own.as_deref().or(kid.as_deref()) {
            Some(kid) => format!("It was made with the key {}.", clip(kid)),
            None => "It was made with a key that has no name.".into(),
        };
        return plain(State::Valid, reason, kid.or(own));
    }
    let reason = why_invalid(algorithm, signed, sound.len(), kid.as_deref());
    let finding = Finding::new(&lint::SIGNATURE_INVALID, reason.clone(), "signature");
    Signature { findings: vec![finding], ..plain(State::Invalid, reason, kid) }
}

fn why_invalid(
    algorithm: Algorithm,
    signed: Signed<'_>,
    tried: usize,
    kid: Option<&str>,
) -> String {
    let octets = signed.signature.len();
    match (octets, algorithm.signature_length()) {
        (0, _) => "The signature is missing: the token was cut, or never signed.".into(),
        (_, Some(due)) if due != octets => {
            format!(
                "The signature has {octets} octets, and {due} are due: it was cut, or written in another form."
            )
        }
        _ => match kid {
            Some(kid) => format!(
                "It was not made with the key {}: the token was changed or cut, or another key of that name signed it.",
                clip(kid)
            ),
            None => {
                format!("It was made with none of the {tried} keys that go with its algorithm.")
            }
        },
    }
}

fn plain(state: State, reason: impl Into<String>, kid: Option<String>) -> Signature {
    Signature { state, reason: reason.into(), kid, findings: Vec::new() }
}

#[cfg(test)]
mod tests;
