//! The names of tokens: a token's `jti` tells which grant it belongs to, so that an issuer that has revoked a grant knows
//! the grant's access tokens without having kept one.

use std::fmt;

use super::keys::SigningError;
use super::seal::Seal;

/// What a refresh token and all access tokens made with it have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GrantId([u8; 6]);

impl GrantId {
    /// A grant that has not been before.
    pub fn new() -> Result<Self, SigningError> {
        let mut bytes = [0; 6];
        aws_lc_rs::rand::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The grant that a MAC stands for: that of a stored row.
    pub fn of_mac(mac: [u8; 32]) -> Self {
        let mut bytes = [0; 6];
        for (to, from) in bytes.iter_mut().zip(mac) {
            *to = from;
        }
        Self(bytes)
    }

    /// Its bytes, for a sealed token.
    pub fn bytes(self) -> [u8; 6] {
        self.0
    }

    /// The grant whose bytes were sealed.
    pub fn from_bytes(bytes: [u8; 6]) -> Self {
        Self(bytes)
    }
}

/// `jti` of a token: 16 bytes written as a UUID of version 4 (RFC 9562 5.4), the first six being the grant's.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenId([u8; 16]);

impl TokenId {
    /// A new token of `grant`.
    pub fn new(grant: GrantId) -> Result<Self, SigningError> {
        let mut own = [0; 10];
        aws_lc_rs::rand::fill(&mut own)?;
        Ok(Self::of(grant, own))
    }

    /// The token of `grant` that `words` name, always the same.
    pub fn named(seal: &Seal, grant: GrantId, words: &[&[u8]]) -> Self {
        let mut parts: Vec<&[u8]> = vec![&grant.0];
        parts.extend(words);
        Self::of(grant, seal.mac(&parts))
    }

    fn of(grant: GrantId, own: impl IntoIterator<Item = u8>) -> Self {
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(grant.0.into_iter().chain(own)) {
            *to = from;
        }
        if let Some(version) = bytes.get_mut(6) {
            *version = *version & 0x0f | 0x40;
        }
        if let Some(variant) = bytes.get_mut(8) {
            *variant = *variant & 0x3f | 0x80;
        }
        Self(bytes)
    }

    /// The grant it belongs to.
    pub fn grant(self) -> GrantId {
        let mut grant = [0; 6];
        for (to, from) in grant.iter_mut().zip(self.0) {
            *to = from;
        }
        GrantId(grant)
    }

    /// Reads a `jti`; `None` if it is none of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        let number = u128::from_str_radix(&digits, 16).ok()?;
        let id = Self(number.to_be_bytes());
        (id.to_string() == text).then_some(id)
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_its_grant() {
        let grant = GrantId::new().expect("random");
        let one = TokenId::new(grant).expect("random");
        let two = TokenId::new(grant).expect("random");
        assert_ne!(one, two);
        assert_eq!(one.grant(), two.grant());
        assert_eq!(one.grant(), grant);
        let text = one.to_string();
        assert_eq!(text.len(), 36);
        assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert_eq!(text.chars().nth(14), Some('4'));
        assert_eq!(TokenId::parse(&text), Some(one));
    }

    #[test]
    fn foreign_names_are_none_of_ours() {
        for text in ["", "x", "47BBE10C-F2F1-476B-BA6A-3C13067187C0", "+1", "wJ-N0g0Jy9tgz52c"] {
            assert_eq!(TokenId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_same_words_name_the_same_token() {
        let seal = Seal::new().expect("a seal");
        let grant = GrantId::of_mac(seal.mac(&[b"row"]));
        let named = |word: &[u8]| TokenId::named(&seal, grant, &[word]);
        assert_eq!(named(b"access"), named(b"access"));
        assert_ne!(named(b"access"), named(b"refresh"));
    }
}
