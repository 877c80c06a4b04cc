//! The proxies: one for each way in which DIRAC lets somebody in or does not.

use crate::sandbox::content::{ProxyKind, ProxySpec};

/// Names of groups that proxies are made for.
pub mod groups {
    /// The administrators': CSAdministrator, ProxyManagement, FullDelegation.
    pub const ADMIN: &str = "dirac_admin";
    /// The operators': ServiceAdministrator without those.
    pub const OPERATOR: &str = "dirac_operator";
    /// That of a VO's managers: ProxyManagement.
    pub const MANAGER: &str = "wlcg_admin";
    /// That of ordinary users, and everybody's default.
    pub const USER: &str = "wlcg_user";
    /// That of a VO's pilots.
    pub const PILOT: &str = "wlcg_pilot";
    /// A group that only ada and invented people are in.
    pub const OTHER: &str = "bio_pilot";
}

/// All of them. wade and erin ask for groups that they are not in; nobody is not in the Registry; rogue has ada's DN.
pub(super) fn specs() -> Vec<ProxySpec> {
    use ProxyKind::{DepthTwo, Expired, Full, Limited, Rogue};
    let spec = |(name, user, group, kind): (&str, &str, Option<&str>, ProxyKind)| ProxySpec {
        name: name.to_owned(),
        user: user.to_owned(),
        group: group.map(str::to_owned),
        kind,
    };
    [
        ("admin", "ada", Some(groups::ADMIN), Full),
        ("admin_as_user", "ada", Some(groups::USER), Full),
        ("no_group", "ada", None, Full),
        ("bad_group", "wade", Some(groups::OTHER), Full),
        ("limited", "ada", Some(groups::ADMIN), Limited),
        ("depth2", "ada", Some(groups::ADMIN), DepthTwo),
        ("operator", "olga", Some(groups::OPERATOR), Full),
        ("manager", "vic", Some(groups::MANAGER), Full),
        ("user", "uma", Some(groups::USER), Full),
        ("pilot", "uma", Some(groups::PILOT), Full),
        ("user_as_admin", "erin", Some(groups::ADMIN), Full),
        ("suspended", "susa", Some(groups::USER), Full),
        ("unregistered", "nobody", Some(groups::USER), Full),
        ("expired", "ada", Some(groups::ADMIN), Expired),
        ("rogue", "ada", Some(groups::ADMIN), Rogue),
    ]
    .map(spec)
    .into()
}
