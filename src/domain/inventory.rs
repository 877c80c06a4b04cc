//! Everything the console knows of an installation from its configuration, in one pass.

use super::ce::Ce;
use super::idp::Provider;
use super::lint::Finding;
use super::registry::{Group, User};
use super::vo::Vo;

/// What a configuration says about tokens. Built once per CS version, then shared read-only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// IdProviders in order of the CS.
    pub providers: Vec<Provider>,
    /// VOs in order of the CS, then names that only groups mention.
    pub vos: Vec<Vo>,
    /// Groups in order of the CS.
    pub groups: Vec<Group>,
    /// Users in order of the CS.
    pub users: Vec<User>,
    /// CEs in order of the CS.
    pub ces: Vec<Ce>,
    /// Findings that belong to no row: missing sections, authorization rules, the master's URL.
    pub findings: Vec<Finding>,
}
