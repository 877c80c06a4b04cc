//! PEM text (RFC 7468): lines of 64 characters.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::domain::secret::Secret;

const COLUMNS: usize = 64;

/// A certificate.
pub(super) fn certificate(der: &[u8]) -> String {
    let mut text = String::with_capacity(room(der.len()));
    section(&mut text, "CERTIFICATE", der);
    text
}

/// A private key in PKCS #8.
pub(super) fn key(der: &Secret<Vec<u8>>) -> Secret<String> {
    let der = der.expose();
    // room for all of it, so that growing leaves no copy behind
    let mut text = String::with_capacity(room(der.len()));
    section(&mut text, "PRIVATE KEY", der);
    Secret::new(text)
}

fn room(octets: usize) -> usize {
    octets.saturating_mul(2).saturating_add(128)
}

fn section(text: &mut String, label: &str, der: &[u8]) {
    let mut encoded = Zeroizing::new(String::with_capacity(room(der.len())));
    STANDARD.encode_string(der, &mut encoded);
    text.extend(["-----BEGIN ", label, "-----\n"]);
    for (column, character) in encoded.chars().enumerate() {
        if column > 0 && column.is_multiple_of(COLUMNS) {
            text.push('\n');
        }
        text.push(character);
    }
    text.extend(["\n-----END ", label, "-----\n"]);
}
