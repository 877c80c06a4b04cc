//! The CA directory as it is found on grid hosts: PEM and DER files, hashed links, bundles, revocation lists, leftovers.
//!
//! What can be trusted is loaded, whatever the signature on a root; what cannot is named with file, subject and reason.
//! Each file is read once however many links lead to it, each certificate parsed once: this is on the start-up path.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use thiserror::Error;

use super::identity::{Identity, Judgement, Places, ca_location, public_authorities};
use crate::domain::lint::Severity;
use crate::domain::x509::certificate::{Authority, Certificate, Curve, KeyKind};
use crate::domain::x509::pem::sections;

/// Larger files are no CA certificates; a bundle of all IGTF CAs has some 500 kB.
const LARGEST: u64 = 16 << 20;

/// The CAs that servers are checked against.
#[derive(Clone)]
pub struct Roots {
    store: Arc<RootCertStore>,
    location: PathBuf,
    notes: Vec<CaNote>,
}

/// A file of the CA directory that gave no CA, or one with a flaw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaNote {
    /// `Warning`: servers of this CA will be refused. `Info`: a leftover.
    pub severity: Severity,
    /// The file.
    pub file: PathBuf,
    /// Subject of the certificate, where one could be read. Foreign text.
    pub subject: Option<String>,
    /// What is the matter: a clause to follow the names.
    pub reason: String,
}

/// Why there are no CAs.
#[derive(Debug, Error)]
pub enum CaError {
    /// No place has a CA directory.
    #[error("There is no CA directory. Looked for {}.", list(.0))]
    None(Vec<PathBuf>),
    /// The directory cannot be read.
    #[error("The CA directory {} cannot be read: {error}.", path.display())]
    Unreadable {
        /// The directory or bundle.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It holds not one CA that can be used.
    #[error("The CA directory {} holds no CA certificate that can be used{}.", path.display(), but(*flawed))]
    Empty {
        /// The directory or bundle.
        path: PathBuf,
        /// How many files or certificates had a flaw.
        flawed: usize,
    },
}

impl CaError {
    /// What to do.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "Make it readable, or name another one with `--ca-dir`.",
            Self::None(_) | Self::Empty { .. } => {
                "Install the CA certificates of your grid, or name their directory with `--ca-dir`."
            }
        }
    }
}

/// What there is instead of certificates that can be used.
fn but(flawed: usize) -> String {
    match flawed {
        0 => String::new(),
        1 => ", but 1 that cannot".to_owned(),
        n => format!(", but {n} that cannot"),
    }
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

impl Roots {
    /// The CAs at the place where DIRAC looks for them (facts/dirac.md 7).
    pub fn discover(places: &Places, now: Timestamp) -> Result<Self, CaError> {
        Self::load(&ca_location(places).map_err(CaError::None)?, now)
    }

    /// The CAs that issuers are checked against: the public ones of this host, and those at the place where DIRAC looks for
    /// the grid's. Issuers stand in the web and have certificates of either kind. DIRAC itself asks them with
    /// python-requests, which trusts `REQUESTS_CA_BUNDLE`, else the CAs that came with it (facts/dirac-live.md 6).
    pub fn for_issuers(places: &Places, now: Timestamp) -> Result<Self, CaError> {
        let mut loader = Loader::new(now);
        let public = public_authorities(places);
        let mut location = None;
        for place in &public {
            // one of several: what is missing here is missed when a certificate is checked
            if loader.place(place).is_ok() {
                location.get_or_insert_with(|| place.clone());
            }
        }
        match ca_location(places) {
            Ok(grid) => match loader.place(&grid) {
                Ok(()) => location = Some(grid),
                Err(error) if places.given.ca_dir.is_some() => {
                    return Err(CaError::Unreadable { path: grid, error });
                }
                Err(_) => {
                    location.get_or_insert(grid);
                }
            },
            Err(missing) if loader.store.is_empty() => {
                return Err(CaError::None(missing.into_iter().chain(public).collect()));
            }
            Err(_) => {}
        }
        loader.done(location.unwrap_or_default())
    }

    /// The CAs in a directory, or in one bundle file.
    pub fn load(path: &Path, now: Timestamp) -> Result<Self, CaError> {
        let mut loader = Loader::new(now);
        loader.place(path).map_err(|error| CaError::Unreadable { path: path.to_owned(), error })?;
        loader.done(path.to_owned())
    }

    /// Whether a server that trusts the same CAs would know the one behind `identity`; a warning if not.
    pub fn judge(&self, identity: &Identity) -> Option<Judgement> {
        let walk = identity.walk();
        let own = identity.chain().iter().take(walk.linked).skip(walk.end_entity);
        // an anchor's subject is kept without the header of its SEQUENCE
        let is =
            |name: &[u8], anchor: &[u8]| name.ends_with(anchor) && name.len() <= anchor.len() + 5;
        let known = own.clone().any(|certificate| {
            let issuer = certificate.issuer.raw();
            self.store.roots.iter().any(|anchor| is(issuer, &anchor.subject))
        });
        (!known).then(|| Judgement {
            severity: Severity::Warning,
            text: format!("The CA of this identity, {}, is not in {}.", walk.issuer, self.location.display()),
            remedy: "A server that has the same CAs will not know it. Check which CA your certificate is from."
                .to_owned(),
        })
    }

    /// The roots as rustls wants them.
    pub(super) fn store(&self) -> Arc<RootCertStore> {
        Arc::clone(&self.store)
    }

    /// Number of CAs.
    pub fn count(&self) -> usize {
        self.store.len()
    }

    /// The directory or bundle.
    pub fn location(&self) -> &Path {
        &self.location
    }

    /// What was left out or has a flaw, in the order of the file names.
    pub fn notes(&self) -> &[CaNote] {
        &self.notes
    }
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Roots")
            .field("location", &self.location)
            .field("count", &self.count())
            .field("notes", &self.notes.len())
            .finish_non_exhaustive()
    }
}

/// `*.pem`, `*.crt`, `*.cer`, `*.der` and hashed names such as `1a2b3c4d.0`; not `.r0`, `.signing_policy`, `.namespaces`,
/// `.info`, `.crl_url`, of which a CA directory has more than certificates.
fn may_hold_a_ca(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return false;
    };
    let hashed = stem.len() == 8
        && stem.bytes().all(|b| b.is_ascii_hexdigit())
        && !extension.is_empty()
        && extension.bytes().all(|b| b.is_ascii_digit());
    hashed || ["pem", "crt", "cer", "der"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

struct Loader {
    store: RootCertStore,
    notes: Vec<CaNote>,
    files: HashSet<(u64, u64)>,
    certificates: HashSet<Vec<u8>>,
    now: Timestamp,
}

impl Loader {
    fn new(now: Timestamp) -> Self {
        Self {
            store: RootCertStore::empty(),
            notes: Vec::new(),
            files: HashSet::new(),
            certificates: HashSet::new(),
            now,
        }
    }

    /// Reads a directory, or one bundle file.
    fn place(&mut self, path: &Path) -> io::Result<()> {
        if !fs::metadata(path)?.is_dir() {
            self.file(path);
            return Ok(());
        }
        let mut files = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let name = entry.file_name();
            if may_hold_a_ca(&name) {
                let plain = entry.file_type().is_ok_and(|kind| kind.is_file());
                files.push((!plain, name));
            }
        }
        // the same notes in the same order on every start; files before the links that lead to them
        files.sort_unstable();
        for (_, name) in &files {
            self.file(&path.join(name));
        }
        Ok(())
    }

    fn done(self, location: PathBuf) -> Result<Roots, CaError> {
        let Self { store, notes, .. } = self;
        if store.is_empty() {
            return Err(CaError::Empty { path: location, flawed: notes.len() });
        }
        Ok(Roots { store: Arc::new(store), location, notes })
    }

    fn note(&mut self, severity: Severity, file: &Path, subject: Option<String>, reason: String) {
        self.notes.push(CaNote { severity, file: file.to_owned(), subject, reason });
    }

    fn file(&mut self, file: &Path) {
        let metadata = match fs::metadata(file) {
            Ok(metadata) => metadata,
            Err(_) if file.is_symlink() => {
                return self.note(
                    Severity::Info,
                    file,
                    None,
                    "is a link that leads nowhere".to_owned(),
                );
            }
            Err(error) => {
                return self.note(
                    Severity::Warning,
                    file,
                    None,
                    format!("cannot be read: {error}"),
                );
            }
        };
        // a second link to a file is no news
        if !metadata.is_file() || !self.files.insert((metadata.dev(), metadata.ino())) {
            return;
        }
        if metadata.len() > LARGEST {
            let reason = format!("is too large for CA certificates ({} bytes)", metadata.len());
            return self.note(Severity::Info, file, None, reason);
        }
        match fs::read(file) {
            Ok(bytes) => self.content(file, &bytes),
            Err(error) => {
                self.note(Severity::Warning, file, None, format!("cannot be read: {error}"));
            }
        }
    }

    fn content(&mut self, file: &Path, bytes: &[u8]) {
        let found = sections(bytes);
        if found.is_empty() {
            let reason = match bytes.first() {
                None => "is empty",
                Some(0x30) => return self.certificate(file, bytes),
                Some(_) => "holds no certificate",
            };
            return self.note(Severity::Info, file, None, reason.to_owned());
        }
        let mut certificates = 0_usize;
        for section in &found {
            if matches!(section.label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE") {
                certificates = certificates.saturating_add(1);
                if let Some(der) = section.decode().filter(|_| section.closed) {
                    self.certificate(file, &der);
                } else {
                    let reason = format!("is damaged in the section of line {}", section.line);
                    self.note(Severity::Warning, file, None, reason);
                }
            }
        }
        if certificates == 0 {
            let crl = found.iter().any(|s| s.label == "X509 CRL");
            let reason = if crl { "holds only a revocation list" } else { "holds no certificate" };
            self.note(Severity::Info, file, None, reason.to_owned());
        }
    }

    fn certificate(&mut self, file: &Path, der: &[u8]) {
        if !self.certificates.insert(der.to_vec()) {
            return;
        }
        let certificate = match Certificate::from_der(der) {
            Ok(certificate) => certificate,
            Err(error) => {
                return self.note(
                    Severity::Warning,
                    file,
                    None,
                    format!("cannot be used: {error}"),
                );
            }
        };
        let subject = || Some(certificate.subject.text().to_owned());
        if let Some(reason) = self.unfit(&certificate) {
            return self.note(Severity::Info, file, subject(), reason);
        }
        match self.store.add(CertificateDer::from(der)) {
            Ok(()) => {
                if let Some(reason) = weak(&certificate.key.kind) {
                    self.note(Severity::Warning, file, subject(), reason);
                }
            }
            Err(error) => {
                let reason = format!("is refused by the TLS library: {error}");
                self.note(Severity::Warning, file, subject(), reason);
            }
        }
    }

    /// Why a certificate must not be trusted as a CA. A trust anchor's own extensions and dates are not looked at by
    /// rustls, so a host certificate that strays into the directory would otherwise be one.
    fn unfit(&self, certificate: &Certificate) -> Option<String> {
        if certificate.authority != Authority::Ca {
            Some("is not the certificate of a CA".to_owned())
        } else if certificate.not_after < self.now {
            Some(format!("expired on {}", certificate.not_after))
        } else if certificate.not_before > self.now {
            Some(format!("is not valid before {}", certificate.not_before))
        } else {
            None
        }
    }
}

/// Keys whose signatures rustls does not verify.
fn weak(key: &KeyKind) -> Option<String> {
    let known = match key {
        KeyKind::Rsa(bits) => (2048..=8192).contains(bits),
        KeyKind::Ec(curve) => !matches!(curve, Curve::Other(_)),
        KeyKind::Ed25519 => true,
        KeyKind::Other(_) => false,
    };
    (!known).then(|| {
        format!("has a key ({}) that is not accepted: its servers are refused", key.words())
    })
}

#[cfg(test)]
mod tests;
