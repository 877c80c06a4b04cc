//! One certificate: the facts that identities, chains and CA directories are judged by.

use jiff::Timestamp;
use thiserror::Error;
use x509_parser::prelude::{FromDer, GeneralName, ParsedExtension, X509Certificate};

use super::der;
use super::dn::Name;

/// The extension that carries the DIRAC group, 1.2.42.42 (facts/dirac.md 7), as DER like the two below.
const DIRAC_GROUP: &[u8] = &[0x2a, 0x2a, 0x2a];
/// proxyCertInfo of RFC 3820, 1.3.6.1.5.5.7.1.14.
const PROXY_CERT_INFO: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 14];
/// The VOMS attribute certificates, 1.3.6.1.4.1.8005.100.100.5.
const VOMS: &[u8] = &[0x2b, 6, 1, 4, 1, 0xbe, 0x45, 100, 100, 5];

/// Why bytes are not a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CertificateError {
    /// Not the DER of a certificate.
    #[error("this is not a certificate")]
    Encoding,
    /// Something follows the certificate.
    #[error("{0} bytes follow the certificate")]
    Trailing(usize),
    /// Subject or issuer is not a distinguished name.
    #[error("the name in the certificate cannot be read")]
    Name,
    /// A time of validity is not a time.
    #[error("the validity in the certificate cannot be read")]
    Validity,
}

/// A parsed certificate, with its own bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The whole DER.
    pub der: Vec<u8>,
    /// Whom it names.
    pub subject: Name,
    /// Who signed it, by name.
    pub issuer: Name,
    /// Serial number, hexadecimal with leading zeros as encoded.
    pub serial: String,
    /// Begin of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
    /// The subject's key.
    pub key: PublicKey,
    /// Whether it may sign certificates.
    pub authority: Authority,
    /// proxyCertInfo, if this is an RFC 3820 proxy.
    pub proxy_info: Option<ProxyInfo>,
    /// The DIRAC group extension of this one certificate.
    pub group: GroupExtension,
    /// Whether VOMS attributes are inside. They are shown, never used (facts/dirac.md 1.4).
    pub voms: bool,
    /// Whether it names a host (`dNSName` in its alternative names).
    pub names_host: bool,
    /// How it was signed.
    pub signature: Signature,
}

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Its kind.
    pub kind: KeyKind,
    /// The subjectPublicKey bits, without the algorithm: equal for a certificate and its private key.
    pub bits: Vec<u8>,
    /// DER of the SubjectPublicKeyInfo, to check the signature of a TLS handshake by.
    pub info: Vec<u8>,
}

/// Kind and size of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA, with the modulus' length in bits.
    Rsa(usize),
    /// On a named elliptic curve.
    Ec(Curve),
    /// Ed25519.
    Ed25519,
    /// Anything else, by its object identifier.
    Other(String),
}

/// A named elliptic curve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Curve {
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// Another one, by its object identifier; empty if the curve has no name.
    Other(String),
}

impl KeyKind {
    /// In words: `RSA 2048 bit`, `EC P-256`.
    pub fn words(&self) -> String {
        match self {
            Self::Rsa(bits) => format!("RSA {bits} bit"),
            Self::Ec(Curve::P256) => "EC P-256".to_owned(),
            Self::Ec(Curve::P384) => "EC P-384".to_owned(),
            Self::Ec(Curve::P521) => "EC P-521".to_owned(),
            Self::Ec(Curve::Other(oid)) => format!("EC curve {oid}"),
            Self::Ed25519 => "Ed25519".to_owned(),
            Self::Other(oid) => format!("key type {oid}"),
        }
    }
}

/// Whether a certificate may sign others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// A CA by its extensions, or a self-issued certificate of version 1, from before there were any.
    Ca,
    /// Not a CA.
    None,
}

/// proxyCertInfo (RFC 3820 3.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyInfo {
    /// What the proxy may do.
    pub policy: Policy,
    /// How many further proxies may be derived from it; `None` is without limit.
    pub path_length: Option<u32>,
}

/// The policy language of a proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Everything its owner may (`id-ppl-inheritAll`).
    Full,
    /// Globus' limited proxy: DIRAC only flags it, computing elements refuse to submit with it.
    Limited,
    /// Nothing of its owner's rights (`id-ppl-independent`).
    Independent,
    /// Another language, by its object identifier.
    Other(String),
}

/// The DIRAC group extension of one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupExtension {
    /// There is none.
    Absent,
    /// A group name. Foreign text.
    Named(String),
    /// There is one, but not the IA5String that DIRAC expects; DIRAC fails on it.
    Unreadable,
}

/// The signature on a certificate and what it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Algorithm, dotted.
    pub algorithm: String,
    /// DER of the algorithm's parameters (RSA-PSS needs them), empty if there are none.
    pub parameters: Vec<u8>,
    /// The bytes that were signed.
    pub signed: Vec<u8>,
    /// The signature.
    pub value: Vec<u8>,
}

impl Certificate {
    /// Reads one certificate. Extensions that are broken or unknown do not matter here; names and times do.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CertificateError> {
        let (rest, parsed) =
            X509Certificate::from_der(bytes).map_err(|_| CertificateError::Encoding)?;
        if !rest.is_empty() {
            return Err(CertificateError::Trailing(rest.len()));
        }
        let name = |raw| Name::from_der(raw).ok_or(CertificateError::Name);
        let subject = name(parsed.subject().as_raw())?;
        let issuer = if parsed.issuer().as_raw() == subject.raw() {
            subject.clone()
        } else {
            name(parsed.issuer().as_raw())?
        };
        let time =
            |seconds| Timestamp::from_second(seconds).map_err(|_| CertificateError::Validity);
        Ok(Self {
            der: bytes.to_vec(),
            authority: authority(&parsed, subject.raw() == issuer.raw()),
            proxy_info: extension(&parsed, PROXY_CERT_INFO).map(ProxyInfo::from_der),
            group: extension(&parsed, DIRAC_GROUP).map_or(GroupExtension::Absent, group),
            voms: extension(&parsed, VOMS).is_some(),
            names_host: names_host(&parsed),
            not_before: time(parsed.validity().not_before.timestamp())?,
            not_after: time(parsed.validity().not_after.timestamp())?,
            key: public_key(&parsed),
            signature: signature(&parsed),
            serial: hex(parsed.raw_serial()),
            subject,
            issuer,
        })
    }

    /// Whether subject and issuer are the same name.
    pub fn self_issued(&self) -> bool {
        self.subject.same(&self.issuer)
    }
}

impl ProxyInfo {
    /// Reads proxyCertInfo; a broken one counts as a proxy without rights that anybody knows of.
    fn from_der(bytes: &[u8]) -> Self {
        let broken = Self { policy: Policy::Other(String::new()), path_length: Some(0) };
        let read = || {
            let mut info = der::only(bytes, der::SEQUENCE)?;
            let mut first = der::next(&mut info)?;
            let mut path_length = None;
            if first.tag == der::INTEGER {
                path_length = Some(saturating_integer(first.content)?);
                first = der::next(&mut info)?;
            }
            let mut policy = (first.tag == der::SEQUENCE).then_some(first.content)?;
            let language = der::next(&mut policy).filter(|e| e.tag == der::OBJECT_IDENTIFIER)?;
            let policy = match der::dotted(language.content)?.as_str() {
                "1.3.6.1.5.5.7.21.1" => Policy::Full,
                "1.3.6.1.4.1.3536.1.1.1.9" => Policy::Limited,
                "1.3.6.1.5.5.7.21.2" => Policy::Independent,
                other => Policy::Other(other.to_owned()),
            };
            Some(Self { policy, path_length })
        };
        read().unwrap_or(broken)
    }
}

fn hex(octets: &[u8]) -> String {
    use std::fmt::Write as _;
    octets.iter().fold(String::new(), |mut out, octet| {
        // writing to a String cannot fail
        let _ = write!(out, "{octet:02x}");
        out
    })
}

/// A non-negative INTEGER; what exceeds 32 bits is as good as the largest.
fn saturating_integer(content: &[u8]) -> Option<u32> {
    if content.first()? & 0x80 != 0 {
        return None;
    }
    Some(content.iter().fold(0_u32, |n, &b| n.saturating_mul(256).saturating_add(u32::from(b))))
}

fn group(value: &[u8]) -> GroupExtension {
    der::only(value, der::IA5_STRING)
        .and_then(|text| std::str::from_utf8(text).ok())
        .filter(|text| text.is_ascii())
        .map_or(GroupExtension::Unreadable, |text| GroupExtension::Named(text.to_owned()))
}

fn extension<'a>(certificate: &'a X509Certificate<'_>, oid: &[u8]) -> Option<&'a [u8]> {
    certificate.extensions().iter().find(|e| e.oid.as_bytes() == oid).map(|e| e.value)
}

fn names_host(certificate: &X509Certificate<'_>) -> bool {
    certificate.extensions().iter().any(|extension| match extension.parsed_extension() {
        ParsedExtension::SubjectAlternativeName(names) => {
            names.general_names.iter().any(|name| matches!(name, GeneralName::DNSName(_)))
        }
        _ => false,
    })
}

/// The rule of OpenSSL's `check_ca`, without Netscape's extension.
fn authority(certificate: &X509Certificate<'_>, self_issued: bool) -> Authority {
    let mut key_usage = None;
    for extension in certificate.extensions() {
        match extension.parsed_extension() {
            ParsedExtension::BasicConstraints(basic) => {
                return if basic.ca { Authority::Ca } else { Authority::None };
            }
            ParsedExtension::KeyUsage(usage) => key_usage = Some(usage.key_cert_sign()),
            _ => {}
        }
    }
    let version_1_root = certificate.version().0 == 0 && self_issued;
    if version_1_root || key_usage == Some(true) { Authority::Ca } else { Authority::None }
}

fn public_key(certificate: &X509Certificate<'_>) -> PublicKey {
    let info = certificate.public_key();
    let algorithm = info.algorithm.algorithm.to_id_string();
    let kind = match algorithm.as_str() {
        "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => {
            match modulus_bits(&info.subject_public_key.data) {
                Some(bits) => KeyKind::Rsa(bits),
                None => KeyKind::Other(algorithm),
            }
        }
        "1.2.840.10045.2.1" => {
            let curve = info.algorithm.parameters.as_ref().and_then(|p| p.as_oid().ok());
            let curve = curve.map(|oid| oid.to_id_string()).unwrap_or_default();
            KeyKind::Ec(match curve.as_str() {
                "1.2.840.10045.3.1.7" => Curve::P256,
                "1.3.132.0.34" => Curve::P384,
                "1.3.132.0.35" => Curve::P521,
                _ => Curve::Other(curve),
            })
        }
        "1.3.101.112" => KeyKind::Ed25519,
        _ => KeyKind::Other(algorithm),
    };
    PublicKey { kind, bits: info.subject_public_key.data.to_vec(), info: info.raw.to_vec() }
}

/// Length of the modulus of an RSAPublicKey.
fn modulus_bits(key: &[u8]) -> Option<usize> {
    let mut numbers = der::only(key, der::SEQUENCE)?;
    let modulus = der::next(&mut numbers).filter(|e| e.tag == der::INTEGER)?.content;
    let significant = modulus.iter().skip_while(|b| **b == 0);
    let leading = significant.clone().next()?.leading_zeros() as usize;
    Some(significant.count().saturating_mul(8).saturating_sub(leading))
}

fn signature(certificate: &X509Certificate<'_>) -> Signature {
    let algorithm = &certificate.signature_algorithm;
    Signature {
        algorithm: algorithm.algorithm.to_id_string(),
        parameters: algorithm.parameters.as_ref().map_or_else(Vec::new, |p| p.data.to_vec()),
        signed: certificate.tbs_certificate.as_ref().to_vec(),
        value: certificate.signature_value.data.to_vec(),
    }
}
