//! VOs, and the chain group → VO → IdProvider.

use super::cs::CsPath;
use super::lint::Finding;

/// A group of a VO and the scopes that its members ask for (facts/dirac.md 4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoGroup {
    /// Group name.
    pub name: String,
    /// Scopes of the group, from `IdPRole` or derived by the provider's type; empty if there are none.
    pub scopes: Vec<String>,
    /// Whether the scopes come from `IdPRole` (true) or are derived from the group's name (false).
    pub explicit: bool,
}

/// A VO: a section of `/Registry/VO`, or a name that groups mention without such a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vo {
    /// VO name.
    pub name: String,
    /// `/Registry/VO/<vo>/IdProvider` as written, whether or not that provider exists.
    pub id_provider: Option<String>,
    /// Groups whose VO this is, in order of the CS.
    pub groups: Vec<VoGroup>,
    /// How many distinct users of these groups have a token id.
    pub users_with_token_id: usize,
    /// CEs at which at least one admitted queue submits for this VO with a token.
    pub ces_token: usize,
    /// CEs that admit this VO at all.
    pub ces_total: usize,
    /// The section's path.
    pub path: CsPath,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}
