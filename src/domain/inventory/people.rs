//! Reads `/Registry/Groups` and `/Registry/Users` (facts/dirac.md 4.3 to 4.5).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::cs::{Section, Tree};
use crate::domain::idp::split_scopes;
use crate::domain::layout::Rules;
use crate::domain::lint::{self, Finding};
use crate::domain::registry::{Group, ID_DN_PREFIX, User, token_id};

/// All groups in order of the CS.
pub(super) fn groups(tree: &Tree, rules: Rules) -> Vec<Group> {
    let Some(section) = tree.section("/Registry/Groups") else { return Vec::new() };
    let single = tree.value("/DIRAC/VirtualOrganization").filter(|vo| !vo.is_empty());
    section.sections().map(|at| group(at, single.as_deref(), rules)).collect()
}

fn group(section: Section<'_>, single: Option<&str>, rules: Rules) -> Group {
    let own = section.value("VO").filter(|vo| !vo.is_empty());
    let vo = match rules {
        Rules::V8 => single.or(own.as_deref()),
        Rules::V9 => own.as_deref().or(single),
    };
    let role = section.value("IdPRole").filter(|role| !role.is_empty());
    Group {
        name: section.name().to_owned(),
        vo: vo.map(str::to_owned),
        users: owned(section, "Users"),
        properties: owned(section, "Properties"),
        idp_role: role.map(|role| split_scopes(&role)),
    }
}

/// Groups with members that belong to no VO.
pub(super) fn without_vo(groups: &[Group], findings: &mut Vec<Finding>) {
    for group in groups.iter().filter(|group| group.vo.is_none() && !group.users.is_empty()) {
        findings.push(Finding::new(
            &lint::GROUP_WITHOUT_VO,
            format!("Group {} belongs to no VO.", group.name),
            format!("/Registry/Groups/{}/VO", group.name),
        ));
    }
}

/// `/Registry/DefaultGroup`.
pub(super) fn default_groups(tree: &Tree) -> Vec<String> {
    let option = tree.option("/Registry/DefaultGroup");
    option.map(|option| option.list().map(str::to_owned).collect()).unwrap_or_default()
}

/// All users in order of the CS, with the groups they are in and with what their token ids tell.
pub(super) fn users(tree: &Tree, groups: &[Group]) -> Vec<User> {
    let Some(section) = tree.section("/Registry/Users") else { return Vec::new() };
    let mut users: Vec<User> = section.sections().map(user).collect();
    join_groups(&mut users, groups);
    check_token_ids(&mut users);
    users
}

fn user(section: Section<'_>) -> User {
    let dns = owned(section, "DN");
    let mut token_ids: Vec<String> = Vec::new();
    for id in dns.iter().filter_map(|dn| token_id(dn)) {
        if !token_ids.iter().any(|known| known == id) {
            token_ids.push(id.to_owned());
        }
    }
    User {
        name: section.name().to_owned(),
        dns,
        token_ids,
        groups: Vec::new(),
        default_groups: owned(section, "DefaultGroup"),
        suspended: owned(section, "Suspended"),
        findings: Vec::new(),
    }
}

fn join_groups(users: &mut [User], groups: &[Group]) {
    let by_name: HashMap<String, usize> =
        users.iter().enumerate().map(|(at, user)| (user.name.clone(), at)).collect();
    for group in groups {
        for member in &group.users {
            let Some(user) = by_name.get(member).and_then(|at| users.get_mut(*at)) else {
                continue;
            };
            // a list may name a user twice
            if user.groups.last() != Some(&group.name) {
                user.groups.push(group.name.clone());
            }
        }
    }
}

fn check_token_ids(users: &mut [User]) {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut shared: Vec<(usize, usize, String)> = Vec::new();
    for (at, user) in users.iter().enumerate() {
        for id in &user.token_ids {
            match first.entry(id.clone()) {
                Entry::Vacant(entry) => {
                    entry.insert(at);
                }
                Entry::Occupied(entry) => shared.push((*entry.get(), at, id.clone())),
            }
        }
    }
    for (a, b, id) in shared {
        let names = (users.get(a).map(|u| u.name.clone()), users.get(b).map(|u| u.name.clone()));
        let (Some(one), Some(other)) = names else { continue };
        if let Some(user) = users.get_mut(b) {
            user.findings.push(Finding::new(
                &lint::TOKEN_ID_SHARED,
                format!(
                    "Users {one} and {other} both have the token id {id}; DIRAC takes it for {one}'s."
                ),
                format!("/Registry/Users/{other}/DN"),
            ));
        }
    }
    for user in users {
        if let several @ 2.. = user.token_ids.len() {
            user.findings.push(Finding::new(
                &lint::USER_TOKEN_IDS,
                format!(
                    "User {} has {several} token ids (DNs that begin with {ID_DN_PREFIX}).",
                    user.name
                ),
                format!("/Registry/Users/{}/DN", user.name),
            ));
        }
    }
}

fn owned(section: Section<'_>, option: &str) -> Vec<String> {
    section.option(option).map(|o| o.list().map(str::to_owned).collect()).unwrap_or_default()
}
