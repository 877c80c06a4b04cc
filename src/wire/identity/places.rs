//! Where an identity and a CA directory may lie, in DIRAC's order (facts/dirac.md 7).
//!
//! The environment is handed in as [`Places`]; nothing here reads it. Looking whether a file exists is all the I/O.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::Keyring;

/// All that discovery depends on. Settings fill it once; tests make their own.
#[derive(Clone, Debug)]
pub struct Places {
    /// The environment variables of [`VARIABLES`] that are set.
    pub env: BTreeMap<String, OsString>,
    /// User id of the process: part of the default proxy's name.
    pub uid: u32,
    /// Home directory, for `~/.globus`.
    pub home: Option<PathBuf>,
    /// Where default proxies lie: `/tmp`.
    pub tmp: PathBuf,
    /// What was given by option or profile; it precedes everything else and is never fallen back from.
    pub given: Given,
    /// `/DIRAC/Security` of the local configuration.
    pub security: Security,
    /// DIRAC's installation directory, whose `etc/grid-security` is looked into.
    pub dirac_root: Option<PathBuf>,
    /// The system's grid directory: `/etc/grid-security`.
    pub system_grid_security: PathBuf,
    /// Bundles of public CAs, of which the first that exists counts: [`PUBLIC_BUNDLES`].
    pub public_bundles: Vec<PathBuf>,
    /// Keys behind passphrases that were opened already.
    pub keys: Keyring,
}

/// What the user named on the command line or in a profile.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `--proxy FILE`.
    pub proxy: Option<PathBuf>,
    /// `--cert FILE`.
    pub certificate: Option<PathBuf>,
    /// `--key FILE`; without it the key is looked for in the certificate's file.
    pub key: Option<PathBuf>,
    /// `--ca-dir DIR`; a bundle file will do.
    pub ca_dir: Option<PathBuf>,
}

/// Options of `/DIRAC/Security` in the local configuration.
#[derive(Clone, Debug, Default)]
pub struct Security {
    /// `UseServerCertificate`: act as this host.
    pub use_server_certificate: bool,
    /// `CertFile`.
    pub cert_file: Option<PathBuf>,
    /// `KeyFile`.
    pub key_file: Option<PathBuf>,
    /// `Grid-Security`.
    pub grid_security: Option<PathBuf>,
    /// `CALocation`.
    pub ca_location: Option<PathBuf>,
}

/// Every environment variable that discovery asks for.
pub const VARIABLES: &[&str] = &[
    "GRID_PROXY_FILE",
    "X509_USER_PROXY",
    "X509_USER_CERT",
    "X509_USER_KEY",
    "DIRAC_X509_HOST_CERT",
    "DIRAC_X509_HOST_KEY",
    "X509_CERT_DIR",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
];

/// Where systems keep their bundle of public CAs: Debian, Red Hat, SUSE, Alpine.
pub const PUBLIC_BUNDLES: &[&str] = &[
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// How an identity was found: the words for messages and `whoami`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// `--proxy` or `--cert`/`--key`.
    Given,
    /// An environment variable, by name.
    Variable(&'static str),
    /// The default proxy file of this user.
    DefaultProxy,
    /// `~/.globus`.
    Globus,
    /// `/DIRAC/Security` of the local configuration.
    LocalConfiguration,
    /// A host certificate in a grid-security directory.
    GridSecurity,
}

impl Source {
    /// In words, to follow a file name: `named by X509_USER_PROXY`.
    pub fn words(&self) -> String {
        match self {
            Self::Given => "given by hand".to_owned(),
            Self::Variable(name) => format!("named by {name}"),
            Self::DefaultProxy => "the default proxy".to_owned(),
            Self::Globus => "in ~/.globus".to_owned(),
            Self::LocalConfiguration => {
                "named by /DIRAC/Security of the local configuration".to_owned()
            }
            Self::GridSecurity => "a host certificate".to_owned(),
        }
    }
}

/// What the files are looked at as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A proxy file: certificates and key in one.
    Proxy,
    /// A person's certificate and key.
    User,
    /// A host's certificate and key.
    Host,
}

/// A place where an identity may lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// As what.
    pub role: Role,
    /// Who says so.
    pub source: Source,
    /// File of the certificates.
    pub certificate: PathBuf,
    /// File of the key: the same for a proxy.
    pub key: PathBuf,
}

impl Candidate {
    /// A proxy file.
    pub fn proxy(file: PathBuf, source: Source) -> Self {
        Self { role: Role::Proxy, source, key: file.clone(), certificate: file }
    }

    /// Whether both files are there (links are followed; what they hold is another question).
    pub fn exists(&self) -> bool {
        self.certificate.exists() && self.key.exists()
    }
}

/// The candidates in the order in which they are tried, existing or not.
pub fn candidates(places: &Places) -> Vec<Candidate> {
    if let Some(file) = &places.given.proxy {
        return vec![Candidate::proxy(file.clone(), Source::Given)];
    }
    if let Some(certificate) = &places.given.certificate {
        let key = places.given.key.as_ref().unwrap_or(certificate).clone();
        let certificate = certificate.clone();
        return vec![Candidate { role: Role::User, source: Source::Given, certificate, key }];
    }
    let mut all = Vec::new();
    if !places.security.use_server_certificate {
        proxies(places, &mut all);
        users(places, &mut all);
    }
    hosts(places, &mut all);
    all
}

fn proxies(places: &Places, all: &mut Vec<Candidate>) {
    for name in ["GRID_PROXY_FILE", "X509_USER_PROXY"] {
        if let Some(file) = variable(places, name) {
            all.push(Candidate::proxy(file, Source::Variable(name)));
        }
    }
    let file = places.tmp.join(format!("x509up_u{}", places.uid));
    all.push(Candidate::proxy(file, Source::DefaultProxy));
}

/// The two variables count one by one, and only if their file is there.
fn users(places: &Places, all: &mut Vec<Candidate>) {
    let set = |name| variable(places, name).filter(|file| file.exists());
    let globus = places.home.as_ref().map(|home| home.join(".globus"));
    let usual = |file: &str| globus.as_ref().map(|dir| dir.join(file));
    let from_variable = set("X509_USER_CERT");
    let source =
        if from_variable.is_some() { Source::Variable("X509_USER_CERT") } else { Source::Globus };
    let certificate = from_variable.or_else(|| usual("usercert.pem"));
    let key = set("X509_USER_KEY").or_else(|| usual("userkey.pem"));
    if let (Some(certificate), Some(key)) = (certificate, key) {
        all.push(Candidate { role: Role::User, source, certificate, key });
    }
}

fn hosts(places: &Places, all: &mut Vec<Candidate>) {
    let mut push = |source, certificate: Option<PathBuf>, key: Option<PathBuf>| {
        if let (Some(certificate), Some(key)) = (certificate, key) {
            all.push(Candidate { role: Role::Host, source, certificate, key });
        }
    };
    push(
        Source::Variable("DIRAC_X509_HOST_CERT"),
        variable(places, "DIRAC_X509_HOST_CERT"),
        variable(places, "DIRAC_X509_HOST_KEY"),
    );
    let security = &places.security;
    push(Source::LocalConfiguration, security.cert_file.clone(), security.key_file.clone());
    for directory in grid_directories(places) {
        for prefix in ["server", "host", "dirac", "service"] {
            let file = |end: &str| Some(directory.join(format!("{prefix}{end}.pem")));
            push(Source::GridSecurity, file("cert"), file("key"));
        }
    }
}

/// `Grid-Security` of the configuration and that of DIRAC's own directory.
fn grid_directories(places: &Places) -> Vec<PathBuf> {
    let own = places.dirac_root.as_ref().map(|root| root.join("etc/grid-security"));
    places.security.grid_security.iter().cloned().chain(own).collect()
}

/// The CA directory: the first that exists, in DIRAC's order; `X509_CERT_DIR` counts without looking.
pub fn ca_location(places: &Places) -> Result<PathBuf, Vec<PathBuf>> {
    if let Some(given) = &places.given.ca_dir {
        return Ok(given.clone());
    }
    let mut missing = Vec::new();
    let mut exists = |dir: PathBuf| {
        let there = dir.is_dir();
        if !there {
            missing.push(dir.clone());
        }
        there.then_some(dir)
    };
    let certificates = |dir: &Path| dir.join("certificates");
    let security = &places.security;
    let configured = security
        .grid_security
        .iter()
        .map(|dir| certificates(dir))
        .chain(security.ca_location.clone())
        .find_map(&mut exists);
    if let Some(dir) = configured.or_else(|| variable(places, "X509_CERT_DIR")) {
        return Ok(dir);
    }
    let own = places.dirac_root.as_ref().map(|root| root.join("etc/grid-security/certificates"));
    own.into_iter()
        .chain([certificates(&places.system_grid_security)])
        .find_map(&mut exists)
        .ok_or(missing)
}

/// Files and directories with public CAs, in the order in which they are read: what `SSL_CERT_FILE` and `SSL_CERT_DIR` name
/// (as for OpenSSL), else the system's bundle; and what `REQUESTS_CA_BUNDLE` names, which is DIRAC's own way.
pub fn public_authorities(places: &Places) -> Vec<PathBuf> {
    let directories = variable(places, "SSL_CERT_DIR");
    let directories = directories.iter().flat_map(std::env::split_paths);
    let mut named: Vec<PathBuf> =
        variable(places, "SSL_CERT_FILE").into_iter().chain(directories).collect();
    if named.is_empty() {
        named.extend(places.public_bundles.iter().find(|bundle| bundle.exists()).cloned());
    }
    named.extend(variable(places, "REQUESTS_CA_BUNDLE"));
    named
}

/// The path in an environment variable; an empty one counts as not set.
fn variable(places: &Places, name: &str) -> Option<PathBuf> {
    places.env.get(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
