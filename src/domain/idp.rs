//! IdProviders: the identity providers that issue tokens for the VOs of an installation.

use super::cs::{CsPath, Origin};
use super::lint::Finding;

/// Class of an IdProvider (`ProviderType`; facts/dirac.md 4.1). Names are case-sensitive; DIRAC's default is `OAuth2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderType {
    /// Plain OAuth2: no scopes are derived from group names.
    OAuth2,
    /// INDIGO IAM.
    Iam,
    /// EGI Check-in.
    CheckIn,
    /// A class of an extension, by its name.
    Other(String),
}

/// Where the client credentials of a provider can be seen from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// In this host's local configuration: this is a TokenManager host.
    Local,
    /// In the remote CS, readable by every authenticated user: a leak.
    Remote,
    /// Nowhere visible: normal, they live on the TokenManager host.
    NotVisible,
}

impl Credentials {
    /// The word used in JSON and tables: `local`, `remote`, `not_visible`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Remote => "remote",
            Self::NotVisible => "not_visible",
        }
    }
}

/// One option of a provider's section. Values of secret options are never kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderOption {
    /// Option name as written.
    pub name: String,
    /// Its value; `None` if the option is a secret.
    pub value: Option<String>,
    /// Which configuration it comes from.
    pub origin: Origin,
}

/// An IdProvider: a section of `/Resources/IdProviders`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Section name.
    pub name: String,
    /// `ProviderType`, `OAuth2` if absent.
    pub provider_type: ProviderType,
    /// `issuer` as written, `None` if absent or empty.
    pub issuer: Option<String>,
    /// Default scopes of user flows (`scope`), split on white space as DIRAC does.
    pub scope: Vec<String>,
    /// Names of the VOs whose `IdProvider` is this one.
    pub vos: Vec<String>,
    /// Where client credentials are visible.
    pub credentials: Credentials,
    /// All options in order.
    pub options: Vec<ProviderOption>,
    /// The section's path.
    pub path: CsPath,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

impl ProviderType {
    /// The name as written in the CS.
    pub fn name(&self) -> &str {
        match self {
            Self::OAuth2 => "OAuth2",
            Self::Iam => "IAM",
            Self::CheckIn => "CheckIn",
            Self::Other(name) => name,
        }
    }
}
