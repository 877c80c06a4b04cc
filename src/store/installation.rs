//! An installation as it was last read: its configuration in one piece, and who we are there.
//!
//! `ops` builds these values, the screens show them; neither knows of the other.

use jiff::Timestamp;

use crate::domain::inventory::Inventory;
use crate::domain::lint::Finding;
use crate::domain::permission::Caller;

/// The configuration of an installation at one version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Version of the remote CS as its servers write it (`2026-11-21 03:12:04.123456`); empty if there is no remote CS.
    pub version: String,
    /// URL of the server that answered; empty if none was asked.
    pub server: String,
    /// Local cfg files in the order of reading: [`crate::domain::cs::Origin::Local`] counts in this list.
    pub local_files: Vec<String>,
    /// Layout of the configuration in words: `DIRAC 9`, `DIRAC 8, setup Production`; empty if not known.
    pub layout: String,
    /// What it says about tokens.
    pub inventory: Inventory,
}

/// What we show to servers when we connect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CredentialKind {
    /// A proxy.
    #[default]
    Proxy,
    /// A certificate of a user or a host.
    Certificate,
}

impl CredentialKind {
    /// The word for the header.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proxy => "proxy",
            Self::Certificate => "certificate",
        }
    }
}

/// Who we are at the installation: what the credential says, and what the server made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// User name that the server knows us by; `None` if it was not asked or does not know us.
    pub user: Option<String>,
    /// DN without proxy parts.
    pub dn: String,
    /// Group that the server granted; `None` if it was not asked.
    pub group: Option<String>,
    /// Group that we asked for, by proxy or option; `None` if we left it to the server.
    pub asked_group: Option<String>,
    /// Properties that the server grants in this group.
    pub properties: Vec<String>,
    /// What we show.
    pub credential: CredentialKind,
    /// When it ends: the first end in its chain.
    pub expires: Option<Timestamp>,
    /// What is wrong with it: permissions of the file, key size, groups that differ.
    pub findings: Vec<Finding>,
}

impl<'a> From<&'a Identity> for Caller<'a> {
    fn from(identity: &'a Identity) -> Self {
        Self {
            user: identity.user.as_deref(),
            group: identity.group.as_deref(),
            properties: &identity.properties,
            by_proxy: identity.credential == CredentialKind::Proxy,
        }
    }
}
