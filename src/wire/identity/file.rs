//! What is in a certificate, key or proxy file: certificates in their order, keys that sign, and what was met besides.
//!
//! Everything read here is wiped: the file's bytes, decoded keys, and the `DIRACX` block, which is never decoded at all.

use std::fs::{self, File, Metadata};
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer};
use rustls::sign::SigningKey;
use zeroize::Zeroizing;

use super::Judgement;
use super::locked::{LockedKey, Refusal};
use crate::domain::lint::Severity;
use crate::domain::x509::pem::{Section, sections};
use crate::domain::x509::{Certificate, CertificateError};

/// Larger files are no certificate files.
const LARGEST: u64 = 1 << 20;

/// The content of one file.
#[derive(Default)]
pub(super) struct Contents {
    /// Certificates, in the order of the file.
    pub(super) certificates: Vec<Certificate>,
    /// Private keys, in the order of the file.
    pub(super) keys: Vec<Key>,
    /// What is worth telling, without any of the file's content.
    pub(super) notes: Vec<Judgement>,
}

/// A private key section.
pub(super) enum Key {
    /// One that can sign.
    Signs(Arc<dyn SigningKey>),
    /// One behind a passphrase.
    Locked(LockedKey),
    /// One that no passphrase opens, and why.
    Unopenable(Refusal),
    /// One that the TLS library refuses: too short, an unknown curve, or no key at all.
    Refused,
}

/// Reads `path`. An error says what is wrong with the file as a whole.
pub(super) fn read(path: &Path) -> Result<(Contents, Metadata), Judgement> {
    let shown = path.display();
    let failed = |error: &std::io::Error| unreadable(path, error);
    let metadata = fs::metadata(path).map_err(|e| failed(&e))?;
    if !metadata.is_file() {
        return Err(Judgement::error(
            format!("{shown} is not a regular file."),
            "Name the file that holds the certificate.",
        ));
    }
    if metadata.len() > LARGEST {
        return Err(Judgement::error(
            format!("{shown} has {} bytes: too large for a certificate file.", metadata.len()),
            "Name the file that holds the certificate.",
        ));
    }
    let file = File::open(path).map_err(|e| failed(&e))?;
    // room for all of it, so that growing leaves no copy of a key behind
    let room = usize::try_from(metadata.len()).unwrap_or(0).saturating_add(4096);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    file.take(LARGEST).read_to_end(&mut bytes).map_err(|e| failed(&e))?;
    Ok((parse(&bytes, path)?, metadata))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Judgement {
    let shown = path.display();
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            Judgement::error(format!("{shown} does not exist."), "Check the name of the file.")
        }
        std::io::ErrorKind::PermissionDenied => Judgement::error(
            format!("{shown} may not be read by this user."),
            "Run as the user whom the file belongs to, or name a file of your own.",
        ),
        _ => Judgement::error(
            format!("{shown} cannot be read: {error}."),
            "Check the file and the disk that it lies on.",
        ),
    }
}

/// Parses the bytes of a file; `path` is for messages only.
pub(super) fn parse(bytes: &[u8], path: &Path) -> Result<Contents, Judgement> {
    let shown = path.display();
    let found = sections(bytes);
    if found.is_empty() {
        let (text, remedy) = if bytes.trim_ascii().is_empty() {
            (format!("{shown} is empty."), "Make the certificate or proxy anew.")
        } else if bytes.first() == Some(&0x30) {
            (
                format!("{shown} is not PEM text; it looks like PKCS #12 or DER."),
                "Convert it with `openssl pkcs12 -in FILE -out FILE.pem -nodes`.",
            )
        } else {
            (
                format!("{shown} holds no certificate and no key."),
                "Name a PEM file, which has lines such as `-----BEGIN CERTIFICATE-----`.",
            )
        };
        return Err(Judgement::error(text, remedy));
    }
    let mut contents = Contents::default();
    let mut diracx = 0_usize;
    for section in &found {
        if !section.closed {
            contents.notes.push(Judgement::error(
                format!(
                    "{shown} is damaged: the {} section that begins in line {} has no end.",
                    known(section.label),
                    section.line
                ),
                "Make the certificate or proxy anew, or copy the whole file again.",
            ));
        } else if section.label == "DIRACX" {
            diracx = diracx.saturating_add(1);
        } else if matches!(section.label, "CERTIFICATE" | "X509 CERTIFICATE") {
            certificate(section, path, &mut contents);
        } else if section.label.ends_with("PRIVATE KEY") {
            contents.keys.push(key(section, path));
        }
    }
    if diracx > 1 {
        contents.notes.push(Judgement {
            severity: Severity::Warning,
            text: format!("{shown} has {diracx} DIRACX blocks. They are not used here, but DIRAC's own client fails on them."),
            remedy: "Make the proxy anew with `dirac-proxy-init`.".to_owned(),
        });
    }
    Ok(contents)
}

/// A section's label, if it is one that may be repeated in a message.
fn known(label: &str) -> &str {
    let plain = label.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b' ');
    if plain && label.len() <= 32 { label } else { "unnamed" }
}

fn certificate(section: &Section<'_>, path: &Path, contents: &mut Contents) {
    let read = section
        .decode()
        .ok_or(CertificateError::Encoding)
        .and_then(|der| Certificate::from_der(&der));
    match read {
        Ok(certificate) => contents.certificates.push(certificate),
        Err(error) => contents.notes.push(Judgement::error(
            format!(
                "The certificate in line {} of {} cannot be read: {error}.",
                section.line,
                path.display()
            ),
            "Make the certificate or proxy anew, or copy the whole file again.",
        )),
    }
}

fn key(section: &Section<'_>, path: &Path) -> Key {
    if section.label == "ENCRYPTED PRIVATE KEY" || section.has_encryption_header() {
        return LockedKey::read(section, path).map_or_else(Key::Unopenable, Key::Locked);
    }
    let Some(der) = section.decode() else { return Key::Refused };
    signs(section.label, &der).map_or(Key::Refused, Key::Signs)
}

/// The key of a section of this label, if it is one that the TLS library signs with.
pub(super) fn signs(label: &str, der: &[u8]) -> Option<Arc<dyn SigningKey>> {
    // the borrowed forms: the library copies into its own memory, which it wipes itself
    let der = match label {
        "PRIVATE KEY" => PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der)),
        "RSA PRIVATE KEY" => PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(der)),
        "EC PRIVATE KEY" => PrivateKeyDer::Sec1(PrivateSec1KeyDer::from(der)),
        _ => return None,
    };
    any_supported_type(&der).ok()
}
