//! Who we are to the servers: a proxy, a person's or a host's certificate, found where DIRAC finds it.
//!
//! Everything that can be judged without a connection is judged here, in words ([`Judgement`]). The private key lives in
//! the TLS library's memory only; an [`Identity`] printed for debugging shows none of it. The environment is handed in.

mod file;
mod judge;
mod locked;
mod places;
mod signatures;
#[cfg(test)]
pub(super) mod test_files;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use rustls::pki_types::CertificateDer;
use rustls::sign::{CertifiedKey, SigningKey};

pub use locked::{Keyring, LockedKey, Refusal};
pub use places::{
    Candidate, Given, PUBLIC_BUNDLES, Places, Role, Security, Source, VARIABLES, ca_location,
    candidates, public_authorities,
};
pub use signatures::AwsSignatures;

use crate::domain::lint::Severity;
use crate::domain::x509::certificate::Certificate;
use crate::domain::x509::chain::{Kind, Walk, walk};
use file::{Contents, Key};

/// Something to know about an identity before it is used. Texts may hold foreign text: clean them before showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// `Error`: a connection cannot succeed. `Warning`: it may fail, or something is unsafe. `Info`: worth knowing.
    pub severity: Severity,
    /// What was found, with the file's name.
    pub text: String,
    /// What to do.
    pub remedy: String,
}

impl Judgement {
    fn error(text: String, remedy: &str) -> Self {
        Self { severity: Severity::Error, text, remedy: remedy.to_owned() }
    }

    fn info(text: String, remedy: &str) -> Self {
        Self { severity: Severity::Info, text, remedy: remedy.to_owned() }
    }
}

/// A loaded identity: certificates, a key that fits, and what was found out about them.
#[derive(Clone)]
pub struct Identity {
    candidate: Candidate,
    chain: Vec<Certificate>,
    walk: Walk,
    key: Option<Arc<dyn SigningKey>>,
    judgements: Vec<Judgement>,
    locked: Option<Arc<LockedKey>>,
}

/// Nothing that could be an identity: none found, or the one found cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoIdentity {
    /// The file at fault, if there was one.
    pub file: Option<PathBuf>,
    /// Why; never empty, and at least one is an error.
    pub judgements: Vec<Judgement>,
}

impl fmt::Display for NoIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let worst = self.judgements.iter().find(|j| j.severity == Severity::Error);
        match worst {
            Some(judgement) => write!(f, "{} {}", judgement.text, judgement.remedy),
            None => f.write_str("There is no certificate and no proxy."),
        }
    }
}

impl std::error::Error for NoIdentity {}

impl Identity {
    /// Finds and loads the identity that DIRAC's own client would use (facts/dirac.md 7).
    ///
    /// The first place whose files exist is taken, whatever is wrong with them: acting as somebody else because a proxy
    /// expired would surprise. What was given by hand is never fallen back from.
    pub fn discover(places: &Places, now: Timestamp) -> Result<Self, NoIdentity> {
        let candidates = candidates(places);
        let mut notes = Vec::new();
        for candidate in &candidates {
            if candidate.source == Source::Given || candidate.exists() {
                let mut loaded = Self::load(candidate, places.uid, &places.keys, now);
                match &mut loaded {
                    Ok(identity) => {
                        identity.judgements.append(&mut notes);
                        worst_first(&mut identity.judgements);
                    }
                    Err(none) => none.judgements.append(&mut notes),
                }
                return loaded;
            }
            if candidate.role == Role::Proxy
                && let Source::Variable(name) = candidate.source
            {
                notes.push(Judgement {
                    severity: Severity::Warning,
                    text: format!(
                        "{name} names {}, which does not exist.",
                        candidate.certificate.display()
                    ),
                    remedy: format!(
                        "Unset {name}, or make the proxy there with `dirac-proxy-init`."
                    ),
                });
            }
        }
        let looked: Vec<_> =
            candidates.iter().map(|c| c.certificate.display().to_string()).collect();
        notes.insert(
            0,
            Judgement::error(
                format!("There is no proxy and no certificate. Looked for {}.", looked.join(", ")),
                "Make a proxy with `dirac-proxy-init`, or name files with `--proxy` or `--cert` and `--key`.",
            ),
        );
        Err(NoIdentity { file: None, judgements: notes })
    }

    /// Loads the files of `candidate`. `uid` is our own user's, to judge whose files they are.
    /// Keys that are behind a passphrase are taken from `keyring`, if they were opened.
    pub fn load(
        candidate: &Candidate,
        uid: u32,
        keyring: &Keyring,
        now: Timestamp,
    ) -> Result<Self, NoIdentity> {
        let mut judgements = Vec::new();
        let refused = |judgements: Vec<Judgement>| NoIdentity {
            file: Some(candidate.certificate.clone()),
            judgements,
        };
        let read = |path| file::read(path).map_err(|judgement| refused(vec![judgement]));
        let (mut contents, metadata) = read(&candidate.certificate)?;
        judgements.append(&mut contents.notes);
        let mut keys = std::mem::take(&mut contents.keys);
        let mut key_metadata = metadata;
        if candidate.key != candidate.certificate {
            let (mut other, metadata) = read(&candidate.key)?;
            judgements.append(&mut other.notes);
            keys = other.keys;
            key_metadata = metadata;
        }
        judgements.extend(judge::permissions(&candidate.key, &key_metadata, uid));
        let Contents { certificates: chain, .. } = contents;
        if chain.is_empty() {
            judgements.push(Judgement::error(
                format!("{} holds no certificate.", candidate.certificate.display()),
                judge::renewal(candidate.role),
            ));
            return Err(refused(judgements));
        }
        let walk = match walk(&chain, &AwsSignatures) {
            Ok(walk) => walk,
            Err(fault) => {
                judgements.push(judge::fault(&fault, &candidate.certificate, candidate.role));
                return Err(refused(judgements));
            }
        };
        judgements.extend(judge::chain(&chain, &walk, candidate.role, now));
        let leaf = chain.first();
        let (key, locked) = match pick_key(keys, leaf, candidate, keyring) {
            Picked::Signs(key) => (Some(key), None),
            Picked::Locked(locked) => {
                judgements.push(judge::locked(&candidate.key));
                (None, Some(Arc::new(locked)))
            }
            Picked::None(reason) => {
                // a weak key was named as such already
                let named = judgements.iter().any(|j| j.text.starts_with("The key is too weak"));
                judgements.extend((!named).then_some(reason));
                (None, None)
            }
        };
        worst_first(&mut judgements);
        Ok(Self { candidate: candidate.clone(), chain, walk, key, judgements, locked })
    }

    /// The DN that DIRAC looks up in its registry.
    pub fn dn(&self) -> &str {
        &self.walk.dn
    }

    /// The CA that issued the certificate behind it all, as DN.
    pub fn issuer(&self) -> &str {
        &self.walk.issuer
    }

    /// Proxy or certificate, full or limited.
    pub fn kind(&self) -> Kind {
        self.walk.kind
    }

    /// The DIRAC group that the proxy carries. Foreign text.
    pub fn group(&self) -> Option<&str> {
        self.walk.group.as_deref()
    }

    /// When the first certificate of the chain ends.
    pub fn not_after(&self) -> Timestamp {
        self.walk.not_after
    }

    /// When the last certificate of the chain begins.
    pub fn not_before(&self) -> Timestamp {
        self.walk.not_before
    }

    /// The key in words: `RSA 2048 bit`.
    pub fn key_description(&self) -> String {
        self.chain.first().map_or_else(String::new, |leaf| leaf.key.kind.words())
    }

    /// Where it was found, and as what.
    pub fn candidate(&self) -> &Candidate {
        &self.candidate
    }

    /// All that the walk along the chain told.
    pub fn walk(&self) -> &Walk {
        &self.walk
    }

    /// The certificates, leaf first, as they are sent.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// Whether this is a host's certificate: it then says `"hosts"` in `extraCredentials` (facts/dirac.md 1.5).
    pub fn is_host(&self) -> bool {
        // what is given by hand may be either; nobody's own certificate names a host
        let given = self.candidate.source == Source::Given;
        let named = given && self.chain.first().is_some_and(|leaf| leaf.names_host);
        !self.walk.is_proxy() && (self.candidate.role == Role::Host || named)
    }

    /// What was found out, worst first.
    pub fn judgements(&self) -> &[Judgement] {
        &self.judgements
    }

    /// Whether a connection with this identity can succeed: no judgement is an error.
    pub fn is_usable(&self) -> bool {
        self.key.is_some() && self.judgements.iter().all(|j| j.severity != Severity::Error)
    }

    /// The key that needs a passphrase, if that is all that is missing: no other judgement is an error.
    pub fn locked(&self) -> Option<&Arc<LockedKey>> {
        let errors = self.judgements.iter().filter(|j| j.severity == Severity::Error).count();
        self.locked.as_ref().filter(|_| errors == 1)
    }

    /// The judgement on a group asked for by `--group`, if the server would not heed it.
    pub fn judge_group(&self, wanted: &str) -> Option<Judgement> {
        judge::group(&self.walk, wanted)
    }

    /// Certificates and key as rustls wants them; `None` if the key cannot sign.
    ///
    /// Not `CertifiedKey::from_der`: that parses the leaf and refuses proxies, whose proxyCertInfo is critical.
    pub(super) fn certified_key(&self) -> Option<CertifiedKey> {
        let certificates = self.chain.iter().map(|c| CertificateDer::from(c.der.clone())).collect();
        Some(CertifiedKey::new(certificates, self.key.clone()?))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("dn", &self.walk.dn)
            .field("kind", &self.walk.kind)
            .field("group", &self.walk.group)
            .field("not_after", &self.walk.not_after)
            .field("key", &"[secret]")
            .finish_non_exhaustive()
    }
}

fn worst_first(judgements: &mut [Judgement]) {
    judgements.sort_by_key(|j| std::cmp::Reverse(j.severity));
}

/// What became of the keys of a file.
enum Picked {
    /// This one belongs to the certificate.
    Signs(Arc<dyn SigningKey>),
    /// There is one behind a passphrase, which was not opened yet.
    Locked(LockedKey),
    /// None is any use; the first reason.
    None(Judgement),
}

/// The key that belongs to `leaf`.
fn pick_key(
    keys: Vec<Key>,
    leaf: Option<&Certificate>,
    candidate: &Candidate,
    keyring: &Keyring,
) -> Picked {
    let shown = candidate.key.display();
    let mut reason = None;
    let mut waiting = None;
    for key in keys {
        let opened = match key {
            Key::Locked(locked) => match keyring.get(&locked) {
                Some(key) => Key::Signs(key),
                None => Key::Locked(locked),
            },
            other => other,
        };
        let wrong = match opened {
            Key::Signs(key) if leaf.is_some_and(|leaf| fits(key.as_ref(), leaf)) => {
                return Picked::Signs(key);
            }
            Key::Locked(locked) => {
                waiting.get_or_insert(locked);
                continue;
            }
            Key::Signs(_) => Judgement::error(
                format!("The private key in {shown} does not belong to the certificate."),
                "Name the two files that belong together, with `--cert` and `--key`.",
            ),
            Key::Unopenable(refusal) => {
                Judgement::error(refusal.text(&candidate.key), refusal.remedy())
            }
            Key::Refused => Judgement::error(
                format!(
                    "The private key in {shown} cannot be used: it is damaged, too short or of an unknown kind."
                ),
                "Use an RSA key of 2048 bits or more, or an EC key on P-256, P-384 or P-521.",
            ),
        };
        reason.get_or_insert(wrong);
    }
    match (waiting, reason) {
        (Some(locked), _) => Picked::Locked(locked),
        (None, Some(reason)) => Picked::None(reason),
        (None, None) => Picked::None(Judgement::error(
            format!("There is no private key in {shown}."),
            "Name the file of the key with `--key`.",
        )),
    }
}

/// Whether the public half of `key` is the certificate's. The library compares whole SPKIs; an algorithm may be spelled
/// with or without parameters, so only the key bits are compared here.
fn fits(key: &dyn SigningKey, leaf: &Certificate) -> bool {
    key.public_key().is_some_and(|public| public.ends_with(&leaf.key.bits))
}
