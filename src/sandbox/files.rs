//! What an installation leaves in its directory for whoever wants to speak to it: CA, certificates, proxies, `dirac.cfg`.
//!
//! Keys are readable by their owner only, and so is the directory if it is made here. What was written is known, so that
//! it can be taken away again.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, symlink};
use std::path::{Path, PathBuf};

use super::content::{CA_DN, Places};
use super::credentials::Credentials;
use super::description::{Description, Pair, Urls};

/// For everybody, as CA certificates are.
const PUBLIC: u32 = 0o644;
/// For the owner.
const PRIVATE: u32 = 0o600;
const OWN_DIRECTORY: u32 = 0o700;

/// What has been written so far.
#[derive(Debug, Default)]
pub struct Written {
    files: Vec<PathBuf>,
    directories: Vec<PathBuf>,
}

impl Written {
    /// Makes `path` and what is missing above it, for its owner only; one that is there stays as it is.
    fn directory(&mut self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        if let Some(above) = path.parent()
            && !above.as_os_str().is_empty()
        {
            self.directory(above)?;
        }
        DirBuilder::new().mode(OWN_DIRECTORY).create(path)?;
        self.directories.push(path.to_owned());
        Ok(())
    }

    /// Makes `path`, which must not be there: of two that begin at the same time only one goes on.
    fn own_directory(&mut self, path: &Path) -> io::Result<()> {
        DirBuilder::new().mode(OWN_DIRECTORY).create(path)?;
        self.directories.push(path.to_owned());
        Ok(())
    }

    /// Writes a file of which nothing was there before: an older one is replaced, whatever its rights and wherever it
    /// leads.
    fn file(&mut self, path: &Path, mode: u32, text: &str) -> io::Result<()> {
        remove(path)?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
        self.files.push(path.to_owned());
        file.write_all(text.as_bytes())
    }

    fn link(&mut self, path: &Path, target: &str) -> io::Result<()> {
        remove(path)?;
        symlink(target, path)?;
        self.files.push(path.to_owned());
        Ok(())
    }

    /// Removes every file written, and the directories made that are empty then. Goes on where something cannot be
    /// removed and gives the first such error.
    pub fn erase(&mut self) -> io::Result<()> {
        let mut first = Ok(());
        for path in self.files.drain(..).rev() {
            first = first.and(remove(&path));
        }
        for path in self.directories.drain(..).rev() {
            let harmless =
                |kind| matches!(kind, io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotFound);
            match fs::remove_dir(&path) {
                Err(error) if !harmless(error.kind()) => first = first.and(Err(error)),
                _ => {}
            }
        }
        first
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes everything below `directory`; `written` knows of it even if that fails half-way.
pub fn write(
    written: &mut Written,
    directory: &Path,
    credentials: &Credentials,
    places: &Places,
    issuers: BTreeMap<String, String>,
) -> io::Result<Description> {
    written.directory(directory)?;
    // clients may have another working directory
    let directory = fs::canonicalize(directory)?;
    let certificates = directory.join("certificates");
    written.own_directory(&certificates)?;
    // before the CA: where that is, whoever comes next finds out from this file whether somebody is serving
    let cfg = directory.join("dirac.cfg");
    written.file(&cfg, PUBLIC, &client_cfg(&places.master, &certificates))?;
    let ca_file = authority(written, &certificates, credentials)?;

    let mut pair = |place: PathBuf, of: &super::pki::Credential| {
        written.directory(&place)?;
        let (cert, key) = (place.join("cert.pem"), place.join("key.pem"));
        written.file(&cert, PUBLIC, &of.certificate_pem())?;
        written.file(&key, PRIVATE, of.key_pem().expose())?;
        io::Result::Ok(Pair { cert, key })
    };
    let host = pair(directory.join("host"), &credentials.host)?;
    let mut users = BTreeMap::new();
    for (name, credential) in &credentials.people {
        users.insert(name.clone(), pair(directory.join("users").join(name), credential)?);
    }
    let mut proxies = BTreeMap::new();
    written.directory(&directory.join("proxies"))?;
    for (name, credential) in &credentials.proxies {
        let path = directory.join("proxies").join(name);
        written.file(&path, PRIVATE, credential.proxy_pem().expose())?;
        proxies.insert(name.clone(), path);
    }
    Ok(Description {
        schema: Description::SCHEMA,
        dirac: Description::DIRAC,
        urls: Urls {
            master: places.master.clone(),
            worker: places.worker.clone(),
            token_manager: places.token_manager.clone(),
            issuers,
        },
        cfg,
        ca_dir: certificates,
        ca_file,
        proxies,
        users,
        host_cert: host.cert,
        host_key: host.key,
        directory,
        pid: std::process::id(),
    })
}

/// A CA directory as under `/etc/grid-security`: the certificate, the name that OpenSSL looks for, what it may sign.
fn authority(
    written: &mut Written,
    directory: &Path,
    credentials: &Credentials,
) -> io::Result<PathBuf> {
    let file = directory.join("Sandbox-CA.pem");
    written.file(&file, PUBLIC, &credentials.authority.certificate_pem())?;
    let policy = format!(
        "access_id_CA   X509   '{CA_DN}'\npos_rights     globus CA:sign\ncond_subjects  globus '\"/DC=org/DC=sandbox/*\"'\n"
    );
    written.file(&directory.join("Sandbox-CA.signing_policy"), PUBLIC, &policy)?;
    let hash = credentials.authority.subject_hash().map_err(io::Error::other)?;
    written.link(&directory.join(format!("{hash}.0")), "Sandbox-CA.pem")?;
    let policy = directory.join(format!("{hash}.signing_policy"));
    written.link(&policy, "Sandbox-CA.signing_policy")?;
    Ok(file)
}

/// The `dirac.cfg` of a client: where the configuration is, and which CAs to trust.
fn client_cfg(master: &str, certificates: &Path) -> String {
    let certificates = certificates.display();
    format!(
        "DIRAC\n{{\n  Configuration\n  {{\n    Servers = {master}\n  }}\n  Security\n  {{\n    CALocation = {certificates}\n    UseServerCertificate = no\n  }}\n}}\n"
    )
}
