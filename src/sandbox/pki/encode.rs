//! The DER of a certificate: what is common to all, and the extensions that each purpose has.

use std::net::IpAddr;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use der::asn1::{BitString, Ia5String, Ia5StringRef, ObjectIdentifier, OctetString};
use der::flagset::FlagSet;
use der::{DateTime, Decode as _, Encode, Sequence};
use jiff::Timestamp;
use x509_cert::certificate::Version;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages,
    SubjectAltName, SubjectKeyIdentifier,
};
use x509_cert::name::RdnSequence;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};

use super::{Key, Period, PkiError, Policy};

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// RFC 5758 3.2.
const ECDSA_WITH_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
/// RFC 5280 4.2.
const SUBJECT_KEY_IDENTIFIER: ObjectIdentifier = oid("2.5.29.14");
const KEY_USAGE: ObjectIdentifier = oid("2.5.29.15");
const SUBJECT_ALT_NAME: ObjectIdentifier = oid("2.5.29.17");
const BASIC_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.19");
const AUTHORITY_KEY_IDENTIFIER: ObjectIdentifier = oid("2.5.29.35");
const EXTENDED_KEY_USAGE: ObjectIdentifier = oid("2.5.29.37");
const SERVER_AUTH: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.1");
const CLIENT_AUTH: ObjectIdentifier = oid("1.3.6.1.5.5.7.3.2");
/// RFC 3820 3.8.
const PROXY_CERT_INFO: ObjectIdentifier = oid("1.3.6.1.5.5.7.1.14");
const INHERIT_ALL: ObjectIdentifier = oid("1.3.6.1.5.5.7.21.1");
/// Globus' limited proxy.
const LIMITED: ObjectIdentifier = oid("1.3.6.1.4.1.3536.1.1.1.9");
/// DIRAC's group, an IA5String (facts/dirac.md 7).
const DIRAC_GROUP: ObjectIdentifier = oid("1.2.42.42");

/// What a certificate is for; decides its extensions.
pub(super) enum Purpose<'a> {
    /// To sign others.
    Authority,
    /// To show who somebody is.
    Person,
    /// To be a server, and a client where servers talk to each other.
    Host {
        /// `dNSName`.
        name: &'static str,
        /// `iPAddress`.
        address: IpAddr,
    },
    /// To stand for its issuer (RFC 3820).
    Proxy {
        /// DIRAC group.
        group: Option<&'a str>,
        /// Full or limited.
        policy: Policy,
    },
}

/// A certificate before it is signed.
pub(super) struct Draft<'a> {
    pub(super) issuer: &'a RdnSequence,
    pub(super) issuer_key: &'a Key,
    pub(super) subject: &'a RdnSequence,
    /// `SubjectPublicKeyInfo`, DER.
    pub(super) key: &'a [u8],
    pub(super) serial: u64,
    pub(super) period: Period,
    pub(super) purpose: Purpose<'a>,
}

/// `TBSCertificate` (RFC 5280 4.1), of version 3 and with extensions always.
#[derive(Sequence)]
struct TbsCertificate {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    version: Version,
    serial_number: SerialNumber,
    signature: AlgorithmIdentifierOwned,
    issuer: RdnSequence,
    validity: Validity,
    subject: RdnSequence,
    subject_public_key_info: SubjectPublicKeyInfoOwned,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    extensions: Vec<Extension>,
}

/// `Certificate` (RFC 5280 4.1).
#[derive(Sequence)]
struct Certificate {
    signed: TbsCertificate,
    signature_algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

/// `ProxyCertInfo` (RFC 3820 3.8) without a limit on the number of further proxies.
#[derive(Sequence)]
struct ProxyCertInfo {
    policy: ProxyPolicy,
}

/// `ProxyPolicy` (RFC 3820 3.8); languages with a policy text are not used here.
#[derive(Sequence)]
struct ProxyPolicy {
    language: ObjectIdentifier,
}

impl Draft<'_> {
    /// The certificate, signed by the issuer's key.
    pub(super) fn sign(&self) -> Result<Vec<u8>, PkiError> {
        let algorithm = AlgorithmIdentifierOwned { oid: ECDSA_WITH_SHA256, parameters: None };
        let key = SubjectPublicKeyInfoOwned::from_der(self.key)?;
        let signed = TbsCertificate {
            version: Version::V3,
            serial_number: SerialNumber::new(&self.serial.to_be_bytes())?,
            signature: algorithm.clone(),
            issuer: self.issuer.clone(),
            validity: Validity::new(time(self.period.begins)?, time(self.period.ends)?),
            subject: self.subject.clone(),
            extensions: self.extensions(&key)?,
            subject_public_key_info: key,
        };
        let signature = self.issuer_key.sign(&signed.to_der()?)?;
        let certificate = Certificate {
            signed,
            signature_algorithm: algorithm,
            signature: BitString::from_bytes(&signature)?,
        };
        Ok(certificate.to_der()?)
    }

    fn extensions(&self, key: &SubjectPublicKeyInfoOwned) -> Result<Vec<Extension>, PkiError> {
        if let Purpose::Proxy { group, policy } = self.purpose {
            return proxy_extensions(group, policy);
        }
        let ca = matches!(self.purpose, Purpose::Authority);
        let usage: FlagSet<KeyUsages> = if ca {
            KeyUsages::KeyCertSign | KeyUsages::CRLSign
        } else {
            KeyUsages::DigitalSignature | KeyUsages::KeyEncipherment
        };
        let issuer_key = SubjectPublicKeyInfoOwned::from_der(&self.issuer_key.public)?;
        let authority = AuthorityKeyIdentifier {
            key_identifier: Some(identifier(&issuer_key)?),
            ..AuthorityKeyIdentifier::default()
        };
        let mut extensions = vec![
            extension(
                BASIC_CONSTRAINTS,
                true,
                &BasicConstraints { ca, path_len_constraint: None },
            )?,
            extension(KEY_USAGE, true, &KeyUsage(usage))?,
            extension(SUBJECT_KEY_IDENTIFIER, false, &SubjectKeyIdentifier(identifier(key)?))?,
            extension(AUTHORITY_KEY_IDENTIFIER, false, &authority)?,
        ];
        match self.purpose {
            Purpose::Person => {
                let purposes = ExtendedKeyUsage(vec![CLIENT_AUTH]);
                extensions.push(extension(EXTENDED_KEY_USAGE, false, &purposes)?);
            }
            Purpose::Host { name, address } => {
                let purposes = ExtendedKeyUsage(vec![CLIENT_AUTH, SERVER_AUTH]);
                extensions.push(extension(EXTENDED_KEY_USAGE, false, &purposes)?);
                let names = SubjectAltName(vec![
                    GeneralName::DnsName(Ia5String::new(name)?),
                    GeneralName::from(address),
                ]);
                extensions.push(extension(SUBJECT_ALT_NAME, false, &names)?);
            }
            Purpose::Authority | Purpose::Proxy { .. } => {}
        }
        Ok(extensions)
    }
}

/// The extensions, and their order, of a proxy that DIRAC 9.1.22 made.
fn proxy_extensions(group: Option<&str>, policy: Policy) -> Result<Vec<Extension>, PkiError> {
    let usage =
        KeyUsages::DigitalSignature | KeyUsages::KeyEncipherment | KeyUsages::DataEncipherment;
    let language = match policy {
        Policy::Full => INHERIT_ALL,
        Policy::Limited => LIMITED,
    };
    let info = ProxyCertInfo { policy: ProxyPolicy { language } };
    let mut extensions = vec![
        extension(KEY_USAGE, true, &KeyUsage(usage))?,
        extension(PROXY_CERT_INFO, true, &info)?,
    ];
    if let Some(group) = group {
        extensions.push(extension(DIRAC_GROUP, false, &Ia5StringRef::new(group)?)?);
    }
    Ok(extensions)
}

fn extension(
    oid: ObjectIdentifier,
    critical: bool,
    value: &impl Encode,
) -> Result<Extension, PkiError> {
    Ok(Extension { extn_id: oid, critical, extn_value: OctetString::new(value.to_der()?)? })
}

/// The SHA-1 of the public key's bits (RFC 5280 4.2.1.2, method 1).
fn identifier(key: &SubjectPublicKeyInfoOwned) -> Result<OctetString, PkiError> {
    let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, key.subject_public_key.raw_bytes());
    Ok(OctetString::new(digest.as_ref())?)
}

fn time(at: Timestamp) -> Result<Time, PkiError> {
    let utc = jiff::tz::Offset::UTC.to_datetime(at);
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    let year = u16::try_from(utc.year()).unwrap_or(0);
    let (month, day) = (part(utc.month()), part(utc.day()));
    let (hour, minute, second) = (part(utc.hour()), part(utc.minute()), part(utc.second()));
    Ok(Time::from(DateTime::new(year, month, day, hour, minute, second)?))
}
