//! What lets an issuer know its own tokens again without keeping them: a MAC, and text that only it can open.
//!
//! Both are deterministic: the same content gives the same text, as stored tokens need.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::keys::SigningError;

/// The secret of one issuer, made at its start.
pub struct Seal {
    mac: hmac::Key,
    aead: LessSafeKey,
}

impl Seal {
    /// A new secret.
    pub fn new() -> Result<Self, SigningError> {
        let mut bytes = [0; 32];
        aws_lc_rs::rand::fill(&mut bytes)?;
        let mac = hmac::Key::new(hmac::HMAC_SHA256, &bytes);
        aws_lc_rs::rand::fill(&mut bytes)?;
        let aead = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &bytes)?);
        Ok(Self { mac, aead })
    }

    /// HMAC-SHA256 over `parts`, told apart by their lengths.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.mac);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut out = [0; 32];
        for (to, from) in out.iter_mut().zip(context.sign().as_ref()) {
            *to = *from;
        }
        out
    }

    /// `content` as text that says nothing to others. The nonce is a MAC of the content, so equal contents give equal
    /// texts and different ones different nonces (as in RFC 5297).
    pub fn close(&self, content: &[u8]) -> Result<String, SigningError> {
        let nonce: Vec<u8> =
            self.mac(&[b"nonce", content]).iter().copied().take(NONCE_LEN).collect();
        let mut body = content.to_vec();
        self.aead.seal_in_place_append_tag(
            Nonce::try_assume_unique_for_key(&nonce)?,
            Aad::empty(),
            &mut body,
        )?;
        let mut whole = nonce;
        whole.append(&mut body);
        Ok(URL_SAFE_NO_PAD.encode(whole))
    }

    /// The content of a text that [`Seal::close`] made; `None` for any other text.
    pub fn open(&self, text: &str) -> Option<Vec<u8>> {
        let whole = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, body) = whole.split_at_checked(NONCE_LEN)?;
        let mut body = body.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        Some(self.aead.open_in_place(nonce, Aad::empty(), &mut body).ok()?.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_seal_that_closed_opens() {
        let seal = Seal::new().expect("a seal");
        let text = seal.close(b"content").expect("text");
        assert_eq!(seal.open(&text).as_deref(), Some(b"content".as_slice()));
        assert_eq!(seal.close(b"content").expect("text"), text);
        assert_eq!(Seal::new().expect("another").open(&text), None);
        for other in ["", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(seal.open(other), None, "{other}");
        }
        let mut cut = text.clone();
        cut.pop();
        assert_eq!(seal.open(&cut), None);
    }

    #[test]
    fn the_mac_tells_parts_apart() {
        let seal = Seal::new().expect("a seal");
        assert_eq!(seal.mac(&[b"ab", b"c"]), seal.mac(&[b"ab", b"c"]));
        assert_ne!(seal.mac(&[b"ab", b"c"]), seal.mac(&[b"a", b"bc"]));
    }
}
