//! IdProviders: the identity providers that issue tokens for the VOs of an installation.
//!
//! Owns the row, the provider types and the scopes that each type gives a group, and with [`options`] and [`edit`] what a
//! provider may be made of. It must not know how a configuration is walked, nor ask an issuer anything.

pub mod edit;
pub mod options;

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
    /// The type that `ProviderType` names; DIRAC loads the class `<name>IdProvider`, so case counts.
    pub fn of_name(name: &str) -> Self {
        match name {
            "OAuth2" => Self::OAuth2,
            "IAM" => Self::Iam,
            "CheckIn" => Self::CheckIn,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Scopes that members of a group without `IdPRole` ask for, derived from the group's name (facts/dirac.md 4.4;
    /// `IAMIdProvider.py`, `CheckInIdProvider.py`): IAM and CheckIn take the word between the first and second `_`. Split
    /// on white space as DIRAC does; empty if the type derives nothing or the group has no VO or no `_`.
    pub fn derived_scopes(&self, group: &str, vo: Option<&str>) -> Vec<String> {
        let (Some(vo), Some(role)) = (vo, group.split('_').nth(1)) else { return Vec::new() };
        let scope = match self {
            Self::Iam => format!("wlcg.groups:/{vo}/{role}"),
            Self::CheckIn => {
                format!(
                    "eduperson_entitlement?value=urn:mace:egi.eu:group:{vo}:role={role}#aai.egi.eu"
                )
            }
            Self::OAuth2 | Self::Other(_) => return Vec::new(),
        };
        split_scopes(&scope)
    }

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

/// Splits scopes on white space, as DIRAC does; commas stay where they are.
pub fn split_scopes(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// An issuer as DIRAC compares it: slashes at both ends do not count (`IdProvider/Utilities.py`).
pub fn issuer_key(issuer: &str) -> &str {
    issuer.trim_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iam_and_checkin_take_the_second_word_of_the_group() {
        let iam = |group, vo| ProviderType::Iam.derived_scopes(group, vo);
        assert_eq!(iam("myvo_pilot", Some("myvo")), ["wlcg.groups:/myvo/pilot"]);
        assert_eq!(iam("a_b_c", Some("myvo")), ["wlcg.groups:/myvo/b"]);
        assert_eq!(iam("a__c", Some("myvo")), ["wlcg.groups:/myvo/"]);
        assert!(iam("pilots", Some("myvo")).is_empty());
        assert!(iam("myvo_pilot", None).is_empty());
        assert_eq!(
            ProviderType::CheckIn.derived_scopes("myvo_user", Some("myvo")),
            ["eduperson_entitlement?value=urn:mace:egi.eu:group:myvo:role=user#aai.egi.eu"]
        );
    }

    #[test]
    fn plain_oauth2_derives_no_scopes() {
        assert!(ProviderType::OAuth2.derived_scopes("myvo_pilot", Some("myvo")).is_empty());
        assert!(ProviderType::of_name("Own").derived_scopes("myvo_pilot", Some("myvo")).is_empty());
    }

    #[test]
    fn provider_types_are_case_sensitive() {
        assert_eq!(ProviderType::of_name("IAM"), ProviderType::Iam);
        assert_eq!(ProviderType::of_name("iam"), ProviderType::Other(String::from("iam")));
        for name in ["OAuth2", "IAM", "CheckIn", "Own"] {
            assert_eq!(ProviderType::of_name(name).name(), name);
        }
    }
}
