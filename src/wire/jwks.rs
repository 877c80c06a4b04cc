//! Sets of public keys (RFC 7517) and signatures checked with them, by aws-lc-rs.
//!
//! A key that is not understood is kept with what it says of itself, so that a token that names it gets the right answer;
//! one bad key does not spoil the set. Private parts that somebody left in a file are not looked at.

use aws_lc_rs::signature::{self as algorithms, ParsedPublicKey, VerificationAlgorithm};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::jwt::{Algorithm, Family, Key, KeyFacts, Signed};

/// Keys of an issuer, or of a file.
#[derive(Debug, Default)]
pub struct KeySet {
    /// All keys of the set, in its order.
    pub keys: Vec<PublicKey>,
}

/// Why a text is no set of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotKeys {
    /// It is not JSON.
    #[error("it is not JSON")]
    NotJson,
    /// It is JSON without a list of keys in it.
    #[error("it has no member keys")]
    NoKeys,
}

/// One key of a set.
#[derive(Debug)]
pub struct PublicKey {
    facts: KeyFacts,
    /// The key as the library holds it, for each algorithm it goes with: parsed once, not by every token.
    parsed: Vec<(Algorithm, ParsedPublicKey)>,
}

/// A JWK (RFC 7517 4, 7518 6, 8037 2) as far as it matters here.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Jwk {
    kty: Option<String>,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct Set<'t> {
    #[serde(borrow)]
    keys: Vec<&'t RawValue>,
}

impl KeySet {
    /// Reads a set, or a single key.
    pub fn read(text: &[u8]) -> Result<Self, NotKeys> {
        let text = std::str::from_utf8(text).map_err(|_| NotKeys::NotJson)?;
        let text = text.trim_start_matches('\u{feff}');
        if let Ok(set) = serde_json::from_str::<Set<'_>>(text) {
            // what is no key at all has nothing by which a token could name it
            let jwks =
                set.keys.iter().filter_map(|key| serde_json::from_str::<Jwk>(key.get()).ok());
            return Ok(Self { keys: jwks.map(PublicKey::new).collect() });
        }
        match serde_json::from_str::<Jwk>(text) {
            Ok(jwk) if jwk.kty.is_some() => Ok(Self { keys: vec![PublicKey::new(jwk)] }),
            Ok(_) => Err(NotKeys::NoKeys),
            Err(error) if error.is_data() => Err(NotKeys::NoKeys),
            Err(_) => Err(NotKeys::NotJson),
        }
    }
}

impl PublicKey {
    fn new(jwk: Jwk) -> Self {
        let family = family(&jwk);
        let octets = family.and_then(|family| octets(family, &jwk)).unwrap_or_default();
        // a point off its curve, an even modulus and one that is too small are found here
        let parsed: Vec<_> = Algorithm::ALL
            .into_iter()
            .filter(|algorithm| Some(algorithm.family()) == family)
            .filter_map(|algorithm| {
                let key = ParsedPublicKey::new(of(algorithm), &octets).ok()?;
                Some((algorithm, key))
            })
            .collect();
        let modulus = jwk.n.as_deref().filter(|_| family == Some(Family::Rsa)).and_then(number);
        let for_signatures = jwk.purpose.as_deref().is_none_or(|purpose| purpose == "sig");
        let may = jwk.key_ops.as_ref().is_none_or(|ops| ops.iter().any(|op| op == "verify"));
        let facts = KeyFacts {
            kid: jwk.kid,
            family,
            alg: jwk.alg,
            may_verify: for_signatures && may,
            bits: modulus.as_deref().map_or(0, bits),
            usable: !parsed.is_empty(),
        };
        Self { facts, parsed }
    }
}

impl Key for PublicKey {
    fn facts(&self) -> &KeyFacts {
        &self.facts
    }

    fn made(&self, algorithm: Algorithm, signed: Signed<'_>) -> bool {
        self.parsed
            .iter()
            .find(|(own, _)| *own == algorithm)
            .is_some_and(|(_, key)| key.verify_sig(signed.message, signed.signature).is_ok())
    }
}

/// The library's form of an algorithm. ECDSA signatures are two numbers of fixed length, never DER (RFC 7518 3.4).
fn of(algorithm: Algorithm) -> &'static dyn VerificationAlgorithm {
    match algorithm {
        Algorithm::Rs256 => &algorithms::RSA_PKCS1_2048_8192_SHA256,
        Algorithm::Rs384 => &algorithms::RSA_PKCS1_2048_8192_SHA384,
        Algorithm::Rs512 => &algorithms::RSA_PKCS1_2048_8192_SHA512,
        Algorithm::Ps256 => &algorithms::RSA_PSS_2048_8192_SHA256,
        Algorithm::Ps384 => &algorithms::RSA_PSS_2048_8192_SHA384,
        Algorithm::Ps512 => &algorithms::RSA_PSS_2048_8192_SHA512,
        Algorithm::Es256 => &algorithms::ECDSA_P256_SHA256_FIXED,
        Algorithm::Es384 => &algorithms::ECDSA_P384_SHA384_FIXED,
        Algorithm::Es512 => &algorithms::ECDSA_P521_SHA512_FIXED,
        Algorithm::Ed25519 => &algorithms::ED25519,
    }
}

fn family(jwk: &Jwk) -> Option<Family> {
    match (jwk.kty.as_deref()?, jwk.crv.as_deref()) {
        ("RSA", _) => Some(Family::Rsa),
        ("EC", Some("P-256")) => Some(Family::P256),
        ("EC", Some("P-384")) => Some(Family::P384),
        ("EC", Some("P-521")) => Some(Family::P521),
        ("OKP", Some("Ed25519")) => Some(Family::Ed25519),
        _ => None,
    }
}

/// The key as the library takes it: `RSAPublicKey` in DER, a point, or the 32 octets of Ed25519; `None` if a part is missing
/// or has the wrong size.
fn octets(family: Family, jwk: &Jwk) -> Option<Vec<u8>> {
    let (x, y) = (jwk.x.as_deref(), jwk.y.as_deref());
    let point = |size: usize| {
        let mut point = vec![4];
        point.extend(padded(&number(x?)?, size)?);
        point.extend(padded(&number(y?)?, size)?);
        Some(point)
    };
    match family {
        Family::Rsa => Some(rsa(&number(jwk.n.as_deref()?)?, &number(jwk.e.as_deref()?)?)),
        Family::P256 => point(32),
        Family::P384 => point(48),
        Family::P521 => point(66),
        Family::Ed25519 => URL_SAFE_NO_PAD.decode(x?).ok().filter(|key| key.len() == 32),
    }
}

/// A number in base64url, without zeros before it.
fn number(text: &str) -> Option<Vec<u8>> {
    let octets = URL_SAFE_NO_PAD.decode(text).ok()?;
    let number: Vec<u8> = octets.into_iter().skip_while(|octet| *octet == 0).collect();
    (!number.is_empty()).then_some(number)
}

fn padded(number: &[u8], size: usize) -> Option<Vec<u8>> {
    let zeros = size.checked_sub(number.len())?;
    Some(std::iter::repeat_n(0, zeros).chain(number.iter().copied()).collect())
}

fn bits(number: &[u8]) -> usize {
    let first = number.first().map_or(0, |octet| octet.leading_zeros() as usize);
    number.len() * 8 - first.min(number.len() * 8)
}

/// `RSAPublicKey` (RFC 8017 A.1.1) in DER.
fn rsa(n: &[u8], e: &[u8]) -> Vec<u8> {
    let mut inside = integer(n);
    inside.extend(integer(e));
    der(0x30, &inside)
}

fn integer(number: &[u8]) -> Vec<u8> {
    let sign = number.first().is_some_and(|octet| octet & 0x80 != 0);
    let octets: Vec<u8> =
        std::iter::repeat_n(0, usize::from(sign)).chain(number.iter().copied()).collect();
    der(2, &octets)
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let size = content.len().to_be_bytes();
    let size: Vec<u8> = size.into_iter().skip_while(|octet| *octet == 0).collect();
    let mut out = vec![tag];
    match size.as_slice() {
        [] => out.push(0),
        [short @ ..0x80] => out.push(*short),
        // eight octets at most, for a length is a usize
        _ => out.push(0x80 | size.len() as u8),
    }
    if content.len() >= 0x80 {
        out.extend(size);
    }
    out.extend_from_slice(content);
    out
}

#[cfg(test)]
mod tests;
