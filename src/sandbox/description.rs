//! Where the parts of a running installation are: what whoever wants to speak to it has to know, as one line of JSON.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

/// The parts of a running installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Description {
    /// [`Description::SCHEMA`].
    pub schema: &'static str,
    /// The release of DIRAC that it behaves like.
    pub dirac: &'static str,
    /// Where everything is that is named below.
    pub directory: PathBuf,
    /// Where the servers are.
    pub urls: Urls,
    /// A client's `dirac.cfg`.
    pub cfg: PathBuf,
    /// The CA directory.
    pub ca_dir: PathBuf,
    /// The one CA in it, PEM.
    pub ca_file: PathBuf,
    /// Proxies by name.
    pub proxies: BTreeMap<String, PathBuf>,
    /// Certificates of people by name.
    pub users: BTreeMap<String, Pair>,
    /// The servers' certificate, which is a host's identity for clients, too.
    pub host_cert: PathBuf,
    /// Its key.
    pub host_key: PathBuf,
    /// The process to end when it is not needed any more.
    pub pid: u32,
}

/// Where the servers are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Urls {
    /// The CS's master.
    pub master: String,
    /// The CS's worker.
    pub worker: String,
    /// The TokenManager.
    pub token_manager: String,
    /// The issuers by the name of the IdProvider.
    pub issuers: BTreeMap<String, String>,
}

/// A certificate and its key, in two files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The certificate, PEM.
    pub cert: PathBuf,
    /// The key, PEM, PKCS #8, without a passphrase.
    pub key: PathBuf,
}

impl Description {
    /// Names this form of description. A change of meaning gets another number.
    pub const SCHEMA: &'static str = "dirac-tokens-sandbox/1";
    /// The release of DIRAC whose behaviour was recorded.
    pub const DIRAC: &'static str = "9.1.22";
}
