//! What a caller adds to its certificate: the field `extraCredentials` (facts/dirac.md 1.5).

use crate::domain::x509::Kind;
use crate::wire::identity::Identity;
use crate::wire::jencode::Value;

/// What kind of identity the TLS connection presents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Caller {
    /// A proxy, a bearer token, or nothing. Whatever it would add is ignored, so it adds nothing.
    #[default]
    AsPresented,
    /// A user's own certificate, which carries no group; the group to act in, `None` for the user's default one.
    Certificate {
        /// The group asked for. `whoami` tells the one that was granted.
        group: Option<String>,
    },
    /// A host's certificate, which is nobody unless it says that it is a host.
    Host,
}

impl Caller {
    /// What `identity` (nobody, if there is none) has to add to act in `group`. A proxy's group cannot be changed; whether
    /// the wanted one is granted is judged elsewhere ([`Identity::judge_group`]).
    pub fn of(identity: Option<&Identity>, group: Option<&str>) -> Self {
        match identity {
            Some(identity) if identity.is_host() => Self::Host,
            Some(identity) if identity.kind() == Kind::Certificate => {
                Self::Certificate { group: group.map(str::to_owned) }
            }
            _ => Self::AsPresented,
        }
    }

    /// The value of `extraCredentials`, if there is one.
    pub(super) fn extra_credentials(&self) -> Option<Value> {
        match self {
            Self::AsPresented | Self::Certificate { group: None } => None,
            Self::Certificate { group: Some(group) } => Some(Value::from(group.as_str())),
            Self::Host => Some(Value::from("hosts")),
        }
    }
}
