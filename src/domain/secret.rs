//! Values that must never be shown, and the fingerprints that stand for them.
//!
//! A [`Secret`] can be neither formatted nor serialised (design.md 6.1): a log line, an error or a snapshot that would
//! contain one does not compile or prints `[secret]`. What the program needs to tell two secrets apart is a
//! [`Fingerprint`].

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

/// A value that is wiped from memory when dropped and never printed.
///
/// `Debug` prints `[secret]`; there is no `Display`, no `Serialize`, no `Clone`, no comparison. The one way to the value
/// is [`Secret::expose`], which reviewers can search for.
pub struct Secret<T: Zeroize>(Zeroizing<T>);

impl<T: Zeroize> Secret<T> {
    /// Takes ownership of `value`; from here on it is wiped when dropped.
    pub fn new(value: T) -> Self {
        Self(Zeroizing::new(value))
    }

    /// The value itself, for the one call that needs it (sending it, decoding it). Never for a message.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// The first 8 bytes of the SHA-256 of a secret: enough to tell tokens apart, useless to rebuild one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 8]);

impl Fingerprint {
    /// Fingerprint of `bytes`. The caller still owns the bytes and has to wipe them.
    pub fn of(bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let mut head = [0; 8];
        for (to, from) in head.iter_mut().zip(digest.iter()) {
            *to = *from;
        }
        Self(head)
    }

    /// The 8 bytes, for a column store.
    pub fn bytes(self) -> [u8; 8] {
        self.0
    }

    /// The fingerprint whose bytes were stored earlier.
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_prints_its_value() {
        let secret = Secret::new(String::from("hunter2"));
        assert_eq!(format!("{secret:?}"), "[secret]");
        assert_eq!(format!("{:?}", Some(&secret)), "Some([secret])");
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn a_fingerprint_is_the_head_of_sha256() {
        assert_eq!(Fingerprint::of(b"abc").to_string(), "sha256:ba7816bf8f01cfea");
        assert_ne!(Fingerprint::of(b"abc"), Fingerprint::of(b"abd"));
        let again = Fingerprint::from_bytes(Fingerprint::of(b"abc").bytes());
        assert_eq!(again, Fingerprint::of(b"abc"));
    }
}
