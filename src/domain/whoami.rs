//! What a server says about itself (`ping`) and about the caller (`whoami`).

use jiff::Timestamp;

/// The caller as a service sees it (method `whoami`, facts/dirac.md 1.3 and 1.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhoAmI {
    /// DN of the end entity: the name that the Registry knows. For a bearer token `/O=DIRAC/CN=<sub>`.
    pub dn: String,
    /// Subject of the certificate that was presented, which for a proxy is longer than [`WhoAmI::dn`].
    pub subject: Option<String>,
    /// Issuer of the certificate that was presented.
    pub issuer: Option<String>,
    /// Name in the Registry; `None` (DIRAC says `anonymous` or nothing) if it is not known there.
    pub username: Option<String>,
    /// Group the server settled on, which may differ from the one that was asked for.
    pub group: Option<String>,
    /// VO of the group; `None` if the group has none.
    pub vo: Option<String>,
    /// Properties of the group, or of the host.
    pub properties: Vec<String>,
    /// Whether a proxy was presented.
    pub is_proxy: bool,
    /// Whether that proxy is a limited one. DIRAC flags it and refuses nothing for it.
    pub is_limited: bool,
    /// Seconds that the presented certificate has left; `None` for a bearer token.
    pub seconds_left: Option<i64>,
}

impl WhoAmI {
    /// Whether the caller's group has `property` (exact, as DIRAC's own words: `ProxyManagement`).
    pub fn has(&self, property: &str) -> bool {
        self.properties.iter().any(|p| p == property)
    }
}

/// A service as it describes itself (method `ping`, open to every certificate of a known CA; facts/dirac.md 1.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ping {
    /// DIRAC version: `9.1.22`.
    pub version: Option<String>,
    /// Name of the service: `Configuration/Server`.
    pub name: Option<String>,
    /// URL that the server believes to be its own (v9). Compared, never used.
    pub url: Option<String>,
    /// The server's clock when it answered, to the second.
    pub time: Option<Timestamp>,
    /// When the service was started.
    pub started: Option<Timestamp>,
    /// Seconds since the service was started.
    pub uptime: Option<i64>,
    /// Load averages of the host, as the server writes them.
    pub load: Option<String>,
}
