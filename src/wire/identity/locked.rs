//! A private key behind a passphrase: in the form of PKCS #8 (PBES2) or in the older one of OpenSSL.
//!
//! What the file says of the encryption is judged before a passphrase is asked for: what cannot be opened, or would take
//! minutes or gigabytes, is refused with a sentence. What was decrypted is wiped; the key lives on in the TLS library alone.

mod legacy;
mod pkcs8;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustls::sign::SigningKey;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::file::signs;
use crate::domain::secret::Secret;
use crate::domain::x509::pem::Section;

/// Keys that were opened in this session, each under what its file said, so that a file that was not changed is not asked
/// about again. The passphrases themselves are not kept.
#[derive(Clone, Default)]
pub struct Keyring(Arc<Mutex<Opened>>);

/// Keys by the SHA-256 of the section that they came from.
type Opened = BTreeMap<[u8; 32], Arc<dyn SigningKey>>;

impl Keyring {
    pub(super) fn get(&self, locked: &LockedKey) -> Option<Arc<dyn SigningKey>> {
        // held for a look-up or an insertion only, so a poisoned map is a whole one
        let keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keys.get(&locked.print).cloned()
    }

    fn put(&self, locked: &LockedKey, key: Arc<dyn SigningKey>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(locked.print, key);
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring([secret])")
    }
}

/// Why a key did not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The passphrase is not the key's. Also what a file says whose encrypted part was damaged: nobody can tell the two
    /// apart.
    Wrong,
    /// No passphrase was given, and the key has one.
    Empty,
    /// The file is damaged, whatever the passphrase.
    Damaged(String),
    /// Encrypted in a way that is not opened here: too costly, or too old.
    Unsupported(String),
}

impl Refusal {
    fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }

    /// Whether another passphrase may do.
    pub fn ask_again(&self) -> bool {
        matches!(self, Self::Wrong | Self::Empty)
    }

    /// What happened, with the file's name.
    pub fn text(&self, file: &Path) -> String {
        let file = file.display();
        match self {
            Self::Wrong => format!("The passphrase does not open the private key in {file}."),
            Self::Empty => {
                format!("The passphrase was empty, and the private key in {file} has one.")
            }
            Self::Damaged(what) => format!("The private key in {file} is damaged: {what}."),
            Self::Unsupported(what) => {
                format!("The private key in {file} cannot be opened: {what}.")
            }
        }
    }

    /// What to do.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Wrong => {
                "Check the keyboard layout and caps lock. If it is lost, ask for a new certificate."
            }
            Self::Empty => "Type the passphrase of the key.",
            Self::Damaged(_) => "Copy the file again from where the key was made.",
            Self::Unsupported(_) => {
                "Write the key anew with `openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW`."
            }
        }
    }
}

/// A key that needs a passphrase.
pub struct LockedKey {
    /// The file it is in.
    file: PathBuf,
    /// SHA-256 of the section: label, headers and content.
    print: [u8; 32],
    form: Form,
}

/// How it is encrypted.
enum Form {
    Pkcs8(pkcs8::Encrypted),
    Legacy(legacy::Encrypted),
}

impl LockedKey {
    /// Reads a section that is encrypted, as its label or its headers say.
    pub(super) fn read(section: &Section<'_>, file: &Path) -> Result<Self, Refusal> {
        let content = section.decode().ok_or_else(|| Refusal::damaged("its text is not base64"))?;
        let mut print = Sha256::new();
        print.update(section.label);
        print.update([0]);
        let info = section.header("DEK-Info");
        print.update(info.unwrap_or_default());
        print.update([0]);
        print.update(content.as_slice());
        let form = if section.has_encryption_header() {
            Form::Legacy(legacy::Encrypted::read(section.label, info, content)?)
        } else {
            Form::Pkcs8(pkcs8::Encrypted::read(&content)?)
        };
        Ok(Self { file: file.to_owned(), print: print.finalize().into(), form })
    }

    /// The file that it is in.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Opens the key and puts it into `keyring`, where the next look at the file finds it. Takes up to some seconds of
    /// computing.
    pub fn unlock(&self, passphrase: &Secret<String>, keyring: &Keyring) -> Result<(), Refusal> {
        let passphrase = passphrase.expose().as_bytes();
        let opened = match &self.form {
            Form::Pkcs8(encrypted) => encrypted.open(passphrase).map(|der| ("PRIVATE KEY", der)),
            Form::Legacy(encrypted) => encrypted.open(passphrase),
        };
        let (label, der) = match opened {
            Err(Refusal::Wrong) if passphrase.is_empty() => return Err(Refusal::Empty),
            opened => opened?,
        };
        let key = signs(label, &der).ok_or_else(|| {
            Refusal::Unsupported("it is too short, or of a kind that TLS does not use".into())
        })?;
        keyring.put(self, key);
        Ok(())
    }
}

impl fmt::Debug for LockedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockedKey").field("file", &self.file).finish_non_exhaustive()
    }
}

/// What was decrypted, if it is one DER sequence from end to end; by chance a wrong passphrase gives no such thing.
fn plain(der: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    if is_one_sequence(&der) { Ok(der) } else { Err(Refusal::Wrong) }
}

fn is_one_sequence(der: &[u8]) -> bool {
    let (Some(0x30), Some(&first)) = (der.first(), der.get(1)) else { return false };
    let octets = match first {
        0..=0x7f => return der.len() == usize::from(first) + 2,
        0x81..=0x84 => usize::from(first & 0x7f),
        _ => return false,
    };
    let Some(length) = der.get(2..2 + octets) else { return false };
    let length = length.iter().fold(0_usize, |sum, octet| (sum << 8) | usize::from(*octet));
    der.len() == length.saturating_add(2 + octets)
}

#[cfg(test)]
mod tests;
