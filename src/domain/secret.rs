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
/// `Debug` prints `[secret]`; there is no `Display`, no `Serialize`, no `Clone`, no comparison (one that takes as long as the
/// common beginning would tell it; who has to compare does it in constant time on what is exposed). The one way to the
/// value is [`Secret::expose`], which reviewers can search for. None of these compiles:
///
/// ```compile_fail,E0277
/// println!("{}", dirac_tokens::domain::secret::Secret::new(String::new()));
/// ```
/// ```compile_fail,E0277
/// serde_json::to_string(&dirac_tokens::domain::secret::Secret::new(String::new()));
/// ```
/// ```compile_fail,E0599
/// let copy = dirac_tokens::domain::secret::Secret::new(String::new()).clone();
/// ```
/// ```compile_fail,E0369
/// use dirac_tokens::domain::secret::Secret;
/// let same = Secret::new(String::new()) == Secret::new(String::new());
/// ```
/// ```compile_fail,E0614
/// let text: String = *dirac_tokens::domain::secret::Secret::new(String::new());
/// ```
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

/// Endings of the names of options whose value is a secret, in lower case.
const SECRET_ENDINGS: [&str; 7] =
    ["secret", "password", "passwd", "apikey", "api_key", "secretkey", "secret_key"];

/// Names of options whose value is a token.
const TOKEN_NAMES: [&str; 4] = ["access_token", "refresh_token", "id_token", "bearer_token"];

/// Whether the value of a CS option of this name is a secret: never shown, never kept, and a leak in the remote CS.
///
/// `client_secret` and its prefixed forms, `LegacyExchangeApiKey`, passwords of databases and message queues, tokens
/// (facts/dirac.md 4.1, 9.34). `client_id` is no secret.
pub fn is_secret_option(name: &str) -> bool {
    // most options of a configuration are told apart by their last letter
    let last = name.bytes().next_back().map(|byte| byte.to_ascii_lowercase());
    if !matches!(last, Some(b'd' | b'n' | b't' | b'y')) {
        return false;
    }
    let ends_with = |ending: &str| {
        name.len()
            .checked_sub(ending.len())
            .and_then(|at| name.split_at_checked(at))
            .is_some_and(|(_, tail)| tail.eq_ignore_ascii_case(ending))
    };
    SECRET_ENDINGS.iter().any(|ending| ends_with(ending))
        || TOKEN_NAMES.iter().any(|token| name.eq_ignore_ascii_case(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_options_are_known_by_name() {
        for name in [
            "client_secret",
            "fts_client_secret",
            "Client_Secret",
            "LegacyExchangeApiKey",
            "Password",
            "DBPassword",
            "MQPasswd",
            "refresh_token",
        ] {
            assert!(is_secret_option(name), "{name}");
        }
        for name in [
            "client_id",
            "issuer",
            "scope",
            "PasswordFile",
            "jwks",
            "token_endpoint",
            "UseTokens",
            "",
            "é",
        ] {
            assert!(!is_secret_option(name), "{name}");
        }
    }

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
