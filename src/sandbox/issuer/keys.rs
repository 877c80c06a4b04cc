//! The keys that sign tokens: one RSA-2048 and one P-256 pair per process, made once and shared by every issuer in it.
//!
//! RS256 because a signature by RSASSA-PKCS1-v1_5 is the same each time (RFC 8017 8.2), which lets a stored token be made
//! again when somebody looks; ES256 where a signature must be cheap. These are the two that sites accept
//! (facts/tokens.md 0.2). The key pairs are used directly: `jsonwebtoken` reads a key anew for each signature.

use std::sync::OnceLock;
use std::thread;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{
    AlgorithmParameters, CommonParameters, EllipticCurve, EllipticCurveKeyParameters,
    EllipticCurveKeyType, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse, RSAKeyParameters, RSAKeyType,
    ThumbprintHash,
};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use serde_json::{Map, Value};
use thiserror::Error;

/// A key pair could not be made, or did not sign: the machine gives no random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the issuers of the sandbox cannot sign: this machine gives no random numbers")]
pub struct SigningError;

impl From<aws_lc_rs::error::Unspecified> for SigningError {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self
    }
}

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// RSASSA-PKCS1-v1_5 with SHA-256; the same text each time. About a millisecond.
    Rs256,
    /// ECDSA on P-256; another text each time. About thirty microseconds.
    Es256,
}

impl Signing {
    /// How the tokens of `rows` stored rows are signed: RS256, as real issuers do, until somebody would have to wait for
    /// it (5,000 rows, some five seconds).
    pub fn for_rows(rows: usize) -> Self {
        if rows > 5_000 { Self::Es256 } else { Self::Rs256 }
    }
}

/// The key pairs of this process.
pub struct Keys {
    rsa: RsaKeyPair,
    ec: EcdsaKeyPair,
    /// The public halves with their `kid`, the RSA key first.
    public: JwkSet,
    random: SystemRandom,
}

/// The keys of this process; made at most once.
static KEYS: OnceLock<Result<Keys, SigningError>> = OnceLock::new();

impl Keys {
    /// Begins to make the keys on a thread of their own, so that nobody waits for RSA at the start.
    pub fn prepare() {
        if KEYS.get().is_none() {
            // where no thread can be had, the first signature makes them
            let _ = thread::Builder::new()
                .name(String::from("issuer keys"))
                .spawn(|| KEYS.get_or_init(Self::make).is_ok());
        }
    }

    /// The keys, made now if nobody has asked before.
    pub fn get() -> Result<&'static Self, SigningError> {
        KEYS.get_or_init(Self::make).as_ref().map_err(|error| *error)
    }

    fn make() -> Result<Self, SigningError> {
        let rsa = RsaKeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048)?;
        let ec = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
        let public = JwkSet { keys: vec![rsa_jwk(&rsa)?, ec_jwk(&ec)?] };
        Ok(Self { rsa, ec, public, random: SystemRandom::new() })
    }

    /// The JSON Web Key Set (RFC 7517).
    pub fn public(&self) -> &JwkSet {
        &self.public
    }

    /// Header and claims of a JWT in compact form (RFC 7515), the header with `kid` and, if given, `typ`.
    pub fn unsigned(
        &self,
        signing: Signing,
        typ: Option<&str>,
        claims: &Map<String, Value>,
    ) -> Result<String, SigningError> {
        let (algorithm, key) = match signing {
            Signing::Rs256 => (Algorithm::RS256, self.public.keys.first()),
            Signing::Es256 => (Algorithm::ES256, self.public.keys.get(1)),
        };
        let mut header = Header::new(algorithm);
        header.typ = typ.map(str::to_owned);
        header.kid = key.and_then(|key| key.common.key_id.clone());
        Ok(format!("{}.{}", part(&header)?, part(claims)?))
    }

    /// The same, signed.
    pub fn sign(
        &self,
        signing: Signing,
        typ: Option<&str>,
        claims: &Map<String, Value>,
    ) -> Result<String, SigningError> {
        let mut token = self.unsigned(signing, typ, claims)?;
        let signature = match signing {
            Signing::Rs256 => {
                let mut signature = vec![0; self.rsa.public_modulus_len()];
                self.rsa.sign(&RSA_PKCS1_SHA256, &self.random, token.as_bytes(), &mut signature)?;
                signature
            }
            Signing::Es256 => self.ec.sign(&self.random, token.as_bytes())?.as_ref().to_vec(),
        };
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    /// The claims of a JWT that one of these keys signed; `None` for anything else. Times are not looked at.
    pub fn claims(&self, token: &str) -> Option<Map<String, Value>> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let key = self.public.find(header.kid.as_deref()?)?;
        let algorithm = match key.common.key_algorithm {
            Some(KeyAlgorithm::ES256) => Algorithm::ES256,
            _ => Algorithm::RS256,
        };
        let key = DecodingKey::from_jwk(key).ok()?;
        Some(jsonwebtoken::decode(token, &key, &signature_only(algorithm)).ok()?.claims)
    }
}

/// Checks the signature and nothing else: times are judged by the installation's clock, audiences by nobody here.
pub fn signature_only(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}

/// One part of a JWT: JSON in base64url.
pub fn part(value: &impl serde::Serialize) -> Result<String, SigningError> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).map_err(|_| SigningError)?))
}

fn rsa_jwk(key: &RsaKeyPair) -> Result<Jwk, SigningError> {
    let public = key.public_key();
    named(
        KeyAlgorithm::RS256,
        AlgorithmParameters::RSA(RSAKeyParameters {
            key_type: RSAKeyType::RSA,
            n: URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
            e: URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
        }),
    )
}

fn ec_jwk(key: &EcdsaKeyPair) -> Result<Jwk, SigningError> {
    // an uncompressed point: the byte 4, x, y (SEC 1, 2.3.3)
    let (x, y) = key
        .public_key()
        .as_ref()
        .split_first()
        .and_then(|(_, point)| point.split_at_checked(32))
        .ok_or(SigningError)?;
    named(
        KeyAlgorithm::ES256,
        AlgorithmParameters::EllipticCurve(EllipticCurveKeyParameters {
            key_type: EllipticCurveKeyType::EC,
            curve: EllipticCurve::P256,
            x: URL_SAFE_NO_PAD.encode(x),
            y: URL_SAFE_NO_PAD.encode(y),
        }),
    )
}

/// A key of the set. Its `kid` begins its thumbprint (RFC 7638), so that no cache takes it for another process's key.
fn named(algorithm: KeyAlgorithm, parameters: AlgorithmParameters) -> Result<Jwk, SigningError> {
    let word = if algorithm == KeyAlgorithm::RS256 { "rsa" } else { "ec" };
    let mut key = Jwk {
        common: CommonParameters {
            public_key_use: Some(PublicKeyUse::Signature),
            key_algorithm: Some(algorithm),
            ..CommonParameters::default()
        },
        algorithm: parameters,
    };
    let print = key.thumbprint(ThumbprintHash::SHA256).map_err(|_| SigningError)?;
    let print: String = print.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    key.common.key_id = Some(format!("{word}-{print}"));
    Ok(key)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims() -> Map<String, Value> {
        json!({"sub": "somebody", "exp": 1}).as_object().expect("an object").clone()
    }

    #[test]
    fn what_is_signed_is_recognised_and_nothing_else() {
        let keys = Keys::get().expect("keys");
        for signing in [Signing::Rs256, Signing::Es256] {
            let token = keys.sign(signing, Some("JWT"), &claims()).expect("a token");
            assert_eq!(keys.claims(&token), Some(claims()), "{signing:?}");
            let (head, _) = token.rsplit_once('.').expect("three parts");
            assert_eq!(keys.claims(&format!("{head}.AAAA")), None);
            assert_eq!(keys.claims(head), None);
        }
        assert_eq!(keys.claims("nothing"), None);
        assert_eq!(keys.claims(""), None);
    }

    #[test]
    fn rs256_says_the_same_twice_and_es256_does_not() {
        let keys = Keys::get().expect("keys");
        let sign = |signing| keys.sign(signing, None, &claims()).expect("a token");
        assert_eq!(sign(Signing::Rs256), sign(Signing::Rs256));
        assert_ne!(sign(Signing::Es256), sign(Signing::Es256));
    }

    #[test]
    fn the_set_is_what_the_rfc_describes() {
        let set = serde_json::to_value(Keys::get().expect("keys").public()).expect("JSON");
        assert_eq!(set["keys"][0]["kty"], "RSA");
        assert_eq!(set["keys"][0]["use"], "sig");
        assert_eq!(set["keys"][0]["alg"], "RS256");
        assert_eq!(set["keys"][0]["e"], "AQAB");
        assert_eq!(set["keys"][0]["n"].as_str().map(str::len), Some(342));
        assert_eq!(set["keys"][1]["crv"], "P-256");
        assert_eq!(set["keys"][1]["x"].as_str().map(str::len), Some(43));
        assert_ne!(set["keys"][0]["kid"], set["keys"][1]["kid"]);
    }
}
