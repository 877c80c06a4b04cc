//! The older form: `Proc-Type: 4,ENCRYPTED` and `DEK-Info` inside an `RSA PRIVATE KEY` or `EC PRIVATE KEY` (RFC 1421), the
//! key made of the passphrase by MD5, once (OpenSSL's `EVP_BytesToKey`).

use aes::{Aes128, Aes192, Aes256};
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt as _, KeyInit, KeyIvInit as _};
use des::TdesEde3;
use md5::{Digest as _, Md5};
use zeroize::Zeroizing;

use super::{Refusal, plain};

/// The ciphers that OpenSSL writes with its usual options.
#[derive(Clone, Copy)]
enum Cipher {
    DesEde3,
    Aes128,
    Aes192,
    Aes256,
}

impl Cipher {
    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "DES-EDE3-CBC" => Self::DesEde3,
            "AES-128-CBC" => Self::Aes128,
            "AES-192-CBC" => Self::Aes192,
            "AES-256-CBC" => Self::Aes256,
            _ => return None,
        })
    }

    /// Bytes of the key.
    fn key(self) -> usize {
        match self {
            Self::DesEde3 | Self::Aes192 => 24,
            Self::Aes128 => 16,
            Self::Aes256 => 32,
        }
    }

    /// Bytes of a block, and of the IV.
    fn block(self) -> usize {
        match self {
            Self::DesEde3 => 8,
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
        }
    }
}

/// An encrypted key whose headers were found good.
pub(super) struct Encrypted {
    label: &'static str,
    cipher: Cipher,
    iv: Vec<u8>,
    data: Zeroizing<Vec<u8>>,
}

impl Encrypted {
    /// Reads the headers: `info` is the value of `DEK-Info`.
    pub(super) fn read(
        label: &str,
        info: Option<&str>,
        data: Zeroizing<Vec<u8>>,
    ) -> Result<Self, Refusal> {
        let label = ["RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY"]
            .into_iter()
            .find(|known| *known == label)
            .ok_or_else(|| Refusal::Unsupported("TLS does not use this kind of key".into()))?;
        let (name, iv) = info
            .and_then(|info| info.split_once(','))
            .ok_or_else(|| Refusal::damaged("it has no DEK-Info that names a cipher and an IV"))?;
        let cipher = Cipher::of_name(name.trim()).ok_or_else(|| {
            Refusal::Unsupported("its cipher is not one of DES-EDE3-CBC and AES-CBC".into())
        })?;
        let iv = hexadecimal(iv.trim())
            .filter(|iv| iv.len() == cipher.block())
            .ok_or_else(|| Refusal::damaged("the IV in its DEK-Info is not one of its cipher"))?;
        if data.is_empty() || !data.len().is_multiple_of(cipher.block()) {
            return Err(Refusal::damaged("it is not a whole number of blocks long"));
        }
        Ok(Self { label, cipher, iv, data })
    }

    /// What is in it, and the label that it would have without a passphrase.
    pub(super) fn open(
        &self,
        passphrase: &[u8],
    ) -> Result<(&'static str, Zeroizing<Vec<u8>>), Refusal> {
        let key = self.key(passphrase);
        let mut room = Zeroizing::new(self.data.to_vec());
        let length = match self.cipher {
            Cipher::DesEde3 => decrypt::<TdesEde3>(&key, &self.iv, &mut room),
            Cipher::Aes128 => decrypt::<Aes128>(&key, &self.iv, &mut room),
            Cipher::Aes192 => decrypt::<Aes192>(&key, &self.iv, &mut room),
            Cipher::Aes256 => decrypt::<Aes256>(&key, &self.iv, &mut room),
        }
        .ok_or(Refusal::Wrong)?;
        room.truncate(length);
        Ok((self.label, plain(room)?))
    }

    /// MD5 over what came before, the passphrase and the salt, which is the head of the IV, until there is enough.
    fn key(&self, passphrase: &[u8]) -> Zeroizing<Vec<u8>> {
        let salt = self.iv.get(..8).unwrap_or(&self.iv);
        let mut key = Zeroizing::new(Vec::with_capacity(48));
        let mut last = Zeroizing::new([0_u8; 16]);
        while key.len() < self.cipher.key() {
            let mut hash = Md5::new();
            if !key.is_empty() {
                hash.update(last.as_slice());
            }
            hash.update(passphrase);
            hash.update(salt);
            last.copy_from_slice(&hash.finalize());
            key.extend_from_slice(last.as_slice());
        }
        key.truncate(self.cipher.key());
        key
    }
}

/// Decrypts in place; how many bytes are left without the padding. `None` if the padding is none.
fn decrypt<C: BlockCipherDecrypt + KeyInit>(
    key: &[u8],
    iv: &[u8],
    room: &mut [u8],
) -> Option<usize> {
    let cipher = Decryptor::<C>::new_from_slices(key, iv).ok()?;
    cipher.decrypt_padded::<Pkcs7>(room).ok().map(<[u8]>::len)
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    let byte = |pair: &[u32]| {
        let value = pair.iter().fold(0, |sum, digit| sum * 16 + digit);
        u8::try_from(value).ok()
    };
    pairs.map(byte).collect()
}
