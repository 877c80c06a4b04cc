//! Signature checks on certificates by aws-lc-rs, for the walk of `domain::x509::chain`.
//!
//! Wider than what TLS allows: SHA-1 and 1024-bit keys are checked too, because the question is who signed, not whether
//! to trust. MD5, DSA and curves without a name are unknown to the library.

use aws_lc_rs::signature as algorithms;
use aws_lc_rs::signature::{UnparsedPublicKey, VerificationAlgorithm};

use crate::domain::x509::certificate::{Certificate, Curve, KeyKind, Signature};
use crate::domain::x509::chain::{Signatures, Verdict};

/// Checks by aws-lc-rs.
#[derive(Clone, Copy, Debug, Default)]
pub struct AwsSignatures;

impl Signatures for AwsSignatures {
    fn check(&self, subject: &Certificate, issuer: &Certificate) -> Verdict {
        let Some(algorithm) = algorithm(&subject.signature, &issuer.key.kind) else {
            return Verdict::Unsupported;
        };
        let key = UnparsedPublicKey::new(algorithm, &issuer.key.bits);
        match key.verify(&subject.signature.signed, &subject.signature.value) {
            Ok(()) => Verdict::Good,
            Err(_) => Verdict::Forged,
        }
    }
}

#[derive(Clone, Copy)]
enum Digest {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

fn algorithm(signature: &Signature, key: &KeyKind) -> Option<&'static dyn VerificationAlgorithm> {
    use Digest::{Sha1, Sha256, Sha384, Sha512};
    match signature.algorithm.as_str() {
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => rsa(key, Sha1),
        "1.2.840.113549.1.1.11" => rsa(key, Sha256),
        "1.2.840.113549.1.1.12" => rsa(key, Sha384),
        "1.2.840.113549.1.1.13" => rsa(key, Sha512),
        "1.2.840.113549.1.1.10" => rsa_pss(key, &signature.parameters),
        "1.2.840.10045.4.3.2" => ecdsa(key, Sha256),
        "1.2.840.10045.4.3.3" => ecdsa(key, Sha384),
        "1.2.840.10045.4.3.4" => ecdsa(key, Sha512),
        "1.3.101.112" if *key == KeyKind::Ed25519 => Some(&algorithms::ED25519),
        _ => None,
    }
}

fn rsa(key: &KeyKind, digest: Digest) -> Option<&'static dyn VerificationAlgorithm> {
    let KeyKind::Rsa(bits) = *key else { return None };
    match (digest, bits) {
        (Digest::Sha1, 1024..=8192) => {
            Some(&algorithms::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY)
        }
        (Digest::Sha256, 1024..=8192) => {
            Some(&algorithms::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY)
        }
        (Digest::Sha384, 2048..=8192) => Some(&algorithms::RSA_PKCS1_2048_8192_SHA384),
        (Digest::Sha512, 1024..=8192) => {
            Some(&algorithms::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY)
        }
        _ => None,
    }
}

/// RSA-PSS: the digest is the first one that the parameters name.
fn rsa_pss(key: &KeyKind, parameters: &[u8]) -> Option<&'static dyn VerificationAlgorithm> {
    const SHA2: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
    let KeyKind::Rsa(2048..=8192) = key else { return None };
    let named = parameters.windows(SHA2.len() + 1).find_map(|w| w.strip_prefix(SHA2))?;
    match named {
        [1] => Some(&algorithms::RSA_PSS_2048_8192_SHA256),
        [2] => Some(&algorithms::RSA_PSS_2048_8192_SHA384),
        [3] => Some(&algorithms::RSA_PSS_2048_8192_SHA512),
        _ => None,
    }
}

fn ecdsa(key: &KeyKind, digest: Digest) -> Option<&'static dyn VerificationAlgorithm> {
    let KeyKind::Ec(curve) = key else { return None };
    match (curve, digest) {
        (Curve::P256, Digest::Sha256) => Some(&algorithms::ECDSA_P256_SHA256_ASN1),
        (Curve::P256, Digest::Sha384) => Some(&algorithms::ECDSA_P256_SHA384_ASN1),
        (Curve::P256, Digest::Sha512) => Some(&algorithms::ECDSA_P256_SHA512_ASN1),
        (Curve::P384, Digest::Sha256) => Some(&algorithms::ECDSA_P384_SHA256_ASN1),
        (Curve::P384, Digest::Sha384) => Some(&algorithms::ECDSA_P384_SHA384_ASN1),
        (Curve::P384, Digest::Sha512) => Some(&algorithms::ECDSA_P384_SHA512_ASN1),
        (Curve::P521, Digest::Sha256) => Some(&algorithms::ECDSA_P521_SHA256_ASN1),
        (Curve::P521, Digest::Sha384) => Some(&algorithms::ECDSA_P521_SHA384_ASN1),
        (Curve::P521, Digest::Sha512) => Some(&algorithms::ECDSA_P521_SHA512_ASN1),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
