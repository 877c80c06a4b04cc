//! Distinguished names: from the text that DIRAC writes to their DER, and the hash that OpenSSL finds a CA's file by.
//!
//! Reading a DN back from text is ambiguous in general; here it is for names of our own making only.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use der::asn1::{Any, Ia5StringRef, ObjectIdentifier, PrintableStringRef, SetOfVec};
use der::{Encode as _, Tag, Tagged as _};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::{RdnSequence, RelativeDistinguishedName};

use super::PkiError;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// Attribute types that occur in the names of people, hosts and CAs (RFC 4519, PKCS #9), with the string type that
/// RFC 5280 and the CAs of the grid give their values.
const ATTRIBUTES: &[(&str, ObjectIdentifier, Tag)] = &[
    ("CN", COMMON_NAME, Tag::Utf8String),
    ("C", ObjectIdentifier::new_unwrap("2.5.4.6"), Tag::PrintableString),
    ("L", ObjectIdentifier::new_unwrap("2.5.4.7"), Tag::Utf8String),
    ("ST", ObjectIdentifier::new_unwrap("2.5.4.8"), Tag::Utf8String),
    ("O", ObjectIdentifier::new_unwrap("2.5.4.10"), Tag::Utf8String),
    ("OU", ObjectIdentifier::new_unwrap("2.5.4.11"), Tag::Utf8String),
    ("DC", ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.25"), Tag::Ia5String),
    ("UID", ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1"), Tag::Utf8String),
    ("emailAddress", ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1"), Tag::Ia5String),
];

/// The name that DIRAC writes as `text`: `/DC=org/DC=sandbox/O=Users/CN=Ada Admin`. A part without a known attribute
/// belongs to the value before it: `/CN=host/ce.example`.
pub(super) fn parse(text: &str) -> Result<RdnSequence, PkiError> {
    let refused = || PkiError::Name(text.to_owned());
    let mut parts: Vec<(ObjectIdentifier, Tag, String)> = Vec::new();
    for part in text.strip_prefix('/').ok_or_else(refused)?.split('/') {
        let known = part.split_once('=').and_then(|(kind, value)| {
            let (_, oid, tag) = ATTRIBUTES.iter().find(|(known, _, _)| *known == kind)?;
            Some((*oid, *tag, value.to_owned()))
        });
        match (known, parts.last_mut()) {
            (Some(known), _) => parts.push(known),
            (None, Some((_, _, value))) => {
                // OpenSSL 3 writes a slash inside a value as `\/`
                if value.ends_with('\\') {
                    value.pop();
                }
                value.push('/');
                value.push_str(part);
            }
            (None, None) => return Err(refused()),
        }
    }
    let mut name = RdnSequence::default();
    for (oid, tag, value) in parts {
        let value = unescape(&value).filter(|value| !value.is_empty()).ok_or_else(refused)?;
        name.push(rdn(oid, tag, &value)?);
    }
    Ok(name)
}

/// `base` with one CN added: the name of a proxy (RFC 3820 3.4).
pub(super) fn with_common_name(base: &RdnSequence, value: &str) -> Result<RdnSequence, PkiError> {
    let mut name = base.clone();
    name.push(rdn(COMMON_NAME, Tag::PrintableString, value)?);
    Ok(name)
}

fn rdn(
    oid: ObjectIdentifier,
    tag: Tag,
    value: &str,
) -> Result<RelativeDistinguishedName, PkiError> {
    let value = match tag {
        Tag::Ia5String => Any::from(Ia5StringRef::new(value)?),
        Tag::PrintableString => Any::from(PrintableStringRef::new(value)?),
        tag => Any::new(tag, value.as_bytes())?,
    };
    Ok(vec![AttributeTypeAndValue { oid, value }].try_into()?)
}

/// Octets beyond ASCII are written as `\xC3\xA9` in DNs, a plus as `\+`.
fn unescape(text: &str) -> Option<String> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(octet) = rest.next() {
        let mut ahead = rest.clone();
        if octet == b'\\' && ahead.next() == Some(b'x') {
            let mut digit = || char::from(ahead.next()?).to_digit(16);
            let value = digit()? * 16 + digit()?;
            octets.push(u8::try_from(value).ok()?);
            rest = ahead;
        } else if octet == b'\\' && rest.clone().next() == Some(b'+') {
            // OpenSSL 3 writes a plus inside a value as `\+`; what follows is taken as it is
        } else {
            octets.push(octet);
        }
    }
    String::from_utf8(octets).ok()
}

/// What `openssl x509 -subject_hash` prints: the first four octets, in reverse, of the SHA-1 of the name in OpenSSL's
/// canonical form: each value a UTF8String in lower case with single spaces, the SEQUENCE around it all left out.
pub fn subject_hash(name: &RdnSequence) -> Result<String, PkiError> {
    let mut canonical = Vec::new();
    for rdn in name.iter() {
        let mut members = SetOfVec::new();
        for member in rdn.iter() {
            members.insert(AttributeTypeAndValue {
                oid: member.oid,
                value: canonical_value(&member.value)?,
            })?;
        }
        canonical.extend(members.to_der()?);
    }
    let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, &canonical);
    let head: Vec<String> =
        digest.as_ref().iter().take(4).rev().map(|octet| format!("{octet:02x}")).collect();
    Ok(head.concat())
}

fn canonical_value(value: &Any) -> Result<Any, PkiError> {
    if !matches!(value.tag(), Tag::Utf8String | Tag::PrintableString | Tag::Ia5String) {
        return Ok(value.clone());
    }
    let text = String::from_utf8_lossy(value.value()).to_ascii_lowercase();
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    Ok(Any::new(Tag::Utf8String, words.join(" ").as_bytes())?)
}
