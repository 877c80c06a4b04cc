//! `ENCRYPTED PRIVATE KEY`: PKCS #8 under PBES2, that is PBKDF2 or scrypt, then AES or triple DES (RFC 8018, RFC 7914).

use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::ObjectIdentifier;
use pkcs8::der::asn1::AnyRef;
use pkcs8::der::{Decode as _, ErrorKind, SliceReader};
use pkcs8::pkcs5::pbes2::{Kdf, PBES2_OID, Parameters};
use pkcs8::pkcs5::{AlgorithmIdentifierRef, EncryptionScheme, Error};
use zeroize::Zeroizing;

use super::{Refusal, plain};

/// Most rounds of PBKDF2: some seconds. OpenSSL makes 2,048; 600,000 are recommended today.
const MOST_ROUNDS: u32 = 10_000_000;
/// Most memory that scrypt may ask for (bytes). OpenSSL takes 16 MiB.
const MOST_MEMORY: u64 = 256 << 20;
/// Most work of scrypt in bytes that it goes over: parallel runs count.
const MOST_WORK: u64 = 2 << 30;

/// An encrypted key whose parameters were found good.
pub(super) struct Encrypted {
    scheme: Parameters,
    data: Vec<u8>,
}

impl Encrypted {
    pub(super) fn read(der: &[u8]) -> Result<Self, Refusal> {
        let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|error| {
            let kind = match &error {
                pkcs8::Error::Asn1(error) => Some(error.kind()),
                _ => None,
            };
            match (kind, scheme_of(der)) {
                (Some(ErrorKind::OidUnknown { oid }), _) => unsupported(&oid.to_string()),
                (_, Some(oid)) if oid != PBES2_OID => unsupported(&oid.to_string()),
                _ => Refusal::damaged("it does not say how it is encrypted"),
            }
        })?;
        let scheme = match info.encryption_algorithm {
            EncryptionScheme::Pbes2(scheme) => scheme,
            EncryptionScheme::Pbes1(old) => return Err(unsupported(&old.oid().to_string())),
            other => return Err(unsupported(&other.oid().to_string())),
        };
        affordable(&scheme.kdf)?;
        Ok(Self { scheme, data: info.encrypted_data.as_bytes().to_vec() })
    }

    pub(super) fn open(&self, passphrase: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refusal> {
        let mut room = Zeroizing::new(self.data.clone());
        let length = match self.scheme.decrypt_in_place(passphrase, &mut room) {
            Ok(text) => text.len(),
            Err(Error::DecryptFailed) => return Err(Refusal::Wrong),
            Err(Error::UnsupportedAlgorithm { oid }) => return Err(unsupported(&oid.to_string())),
            Err(_) => return Err(Refusal::damaged("the parameters of its encryption contradict")),
        };
        room.truncate(length);
        plain(room)
    }
}

/// The scheme that is named, even if nothing else is understood: those of PKCS #12 have parameters of their own.
fn scheme_of(der: &[u8]) -> Option<ObjectIdentifier> {
    let all = AnyRef::from_der(der).ok()?;
    let mut inside = SliceReader::new(all.value()).ok()?;
    AlgorithmIdentifierRef::decode(&mut inside).ok().map(|named| named.oid)
}

fn unsupported(oid: &str) -> Refusal {
    Refusal::Unsupported(format!("its encryption ({oid}) is none of those in use today"))
}

/// Whether the passphrase can be tried in some seconds and with the memory that everybody has.
fn affordable(kdf: &Kdf) -> Result<(), Refusal> {
    let refuse = |what: String| Err(Refusal::Unsupported(what));
    match kdf {
        Kdf::Pbkdf2(params) => match params.iteration_count {
            0 => Err(Refusal::damaged("it asks for no round of PBKDF2")),
            1..=MOST_ROUNDS => Ok(()),
            rounds => refuse(format!(
                "it asks for {rounds} rounds of PBKDF2, which takes minutes; {MOST_ROUNDS} are the most done here"
            )),
        },
        Kdf::Scrypt(params) => {
            let (r, p) = (u64::from(params.block_size), u64::from(params.parallelization));
            if params.cost_parameter < 2 || !params.cost_parameter.is_power_of_two() || r * p == 0 {
                return Err(Refusal::damaged("its parameters of scrypt are none"));
            }
            let memory = params.cost_parameter.saturating_mul(r).saturating_mul(128);
            if memory > MOST_MEMORY {
                return refuse(format!(
                    "its scrypt asks for {} MiB of memory; {} are the most given here",
                    memory >> 20,
                    MOST_MEMORY >> 20
                ));
            }
            if memory.saturating_mul(p) > MOST_WORK {
                return refuse(format!("its scrypt asks for {p} runs, which takes minutes"));
            }
            Ok(())
        }
        _ => refuse("it makes a key of the passphrase in a way that is not known here".into()),
    }
}
