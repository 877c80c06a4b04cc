//! Reads `/Registry/VO` and ties VOs to their groups, users, providers and CEs (facts/dirac.md 4.2 to 4.5).

use std::collections::{HashMap, HashSet};

use crate::domain::ce::{Ce, TokenState};
use crate::domain::cs::{CsPath, Section, Tree};
use crate::domain::idp::{Provider, ProviderType};
use crate::domain::lint::{self, Finding};
use crate::domain::registry::{Group, User};
use crate::domain::vo::{Vo, VoGroup};

use super::providers;

const SECTION: &str = "/Registry/VO";

/// All VOs in order of the CS, then those that only groups belong to; CEs are counted later.
pub(super) fn read(
    tree: &Tree,
    groups: &[Group],
    users: &[User],
    providers: &[Provider],
    findings: &mut Vec<Finding>,
) -> Vec<Vo> {
    let types: HashMap<&str, &ProviderType> =
        providers.iter().map(|row| (row.name.as_str(), &row.provider_type)).collect();
    let mut vos: Vec<Vo> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for section in tree.section(SECTION).into_iter().flat_map(Section::sections) {
        index.insert(section.name().to_owned(), vos.len());
        vos.push(defined(section, &types));
    }
    for group in groups {
        let role = idp_role_finding(group);
        let Some(name) = &group.vo else {
            findings.extend(role);
            continue;
        };
        let at = *index.entry(name.clone()).or_insert(vos.len());
        if at == vos.len() {
            vos.push(mentioned(name, group));
        }
        let Some(vo) = vos.get_mut(at) else { continue };
        let provider = vo.id_provider.as_deref().and_then(|name| types.get(name)).copied();
        vo.groups.push(of_group(group, provider));
        vo.findings.extend(role);
    }
    count_users(&mut vos, groups, users, &index);
    vos
}

fn defined(section: Section<'_>, types: &HashMap<&str, &ProviderType>) -> Vo {
    let name = section.name();
    let option = section.option("IdProvider");
    let id_provider = option.map(|option| option.value().into_owned()).filter(|v| !v.is_empty());
    let mut findings = Vec::new();
    if let Some(option) = option {
        findings.extend(providers::shadowed(option, &format!("VO {name}")));
    }
    let source = format!("{SECTION}/{name}/IdProvider");
    match id_provider.as_deref() {
        None => findings.push(Finding::new(
            &lint::VO_WITHOUT_PROVIDER,
            format!("VO {name} is not tied to any IdProvider."),
            source,
        )),
        Some(provider) if !types.contains_key(provider) => findings.push(Finding::new(
            &lint::VO_PROVIDER_MISSING,
            format!(
                "VO {name} names the IdProvider {provider}, but {}/{provider} does not exist.",
                providers::SECTION
            ),
            source,
        )),
        Some(_) => {}
    }
    Vo { id_provider, findings, ..empty(name, section.path()) }
}

/// A VO without a section, first met in `group`.
fn mentioned(name: &str, group: &Group) -> Vo {
    let finding = Finding::new(
        &lint::GROUP_VO_MISSING,
        format!("Group {} belongs to VO {name}, but {SECTION}/{name} does not exist.", group.name),
        format!("/Registry/Groups/{}/VO", group.name),
    );
    let path = CsPath::new(SECTION).join(name);
    Vo { findings: vec![finding], ..empty(name, path) }
}

fn empty(name: &str, path: CsPath) -> Vo {
    Vo {
        name: name.to_owned(),
        id_provider: None,
        groups: Vec::new(),
        users_with_token_id: 0,
        ces_token: 0,
        ces_total: 0,
        path,
        findings: Vec::new(),
    }
}

fn of_group(group: &Group, provider: Option<&ProviderType>) -> VoGroup {
    let derived = || {
        provider
            .map(|kind| kind.derived_scopes(&group.name, group.vo.as_deref()))
            .unwrap_or_default()
    };
    VoGroup {
        name: group.name.clone(),
        explicit: group.idp_role.is_some(),
        scopes: group.idp_role.clone().unwrap_or_else(derived),
    }
}

/// Commas in `IdPRole`: it is split at blanks, so they stay glued to the scopes.
fn idp_role_finding(group: &Group) -> Option<Finding> {
    let scopes = group.idp_role.as_ref()?;
    scopes.iter().any(|scope| scope.contains(',')).then(|| {
        Finding::new(
            &lint::IDP_ROLE_COMMA,
            format!("IdPRole of group {} contains commas: {}", group.name, scopes.join(" ")),
            format!("/Registry/Groups/{}/IdPRole", group.name),
        )
    })
}

fn count_users(vos: &mut [Vo], groups: &[Group], users: &[User], index: &HashMap<String, usize>) {
    let with_id: HashSet<&str> = users
        .iter()
        .filter(|user| !user.token_ids.is_empty())
        .map(|user| user.name.as_str())
        .collect();
    let mut members: Vec<HashSet<&str>> = vec![HashSet::new(); vos.len()];
    for group in groups {
        let at = group.vo.as_ref().and_then(|vo| index.get(vo));
        if let Some(set) = at.and_then(|at| members.get_mut(*at)) {
            set.extend(
                group.users.iter().map(String::as_str).filter(|user| with_id.contains(user)),
            );
        }
    }
    for (vo, set) in vos.iter_mut().zip(members) {
        vo.users_with_token_id = set.len();
    }
}

/// VOs that use tokens and have users who cannot have any stored: one finding for each VO, however many users there are.
pub(super) fn without_ids(
    vos: &[Vo],
    groups: &[Group],
    users: &[User],
    findings: &mut Vec<Finding>,
) {
    let has_id: HashMap<&str, bool> =
        users.iter().map(|user| (user.name.as_str(), !user.token_ids.is_empty())).collect();
    for vo in vos.iter().filter(|vo| vo.id_provider.is_some()) {
        let of_vo = groups.iter().filter(|group| group.vo.as_deref() == Some(vo.name.as_str()));
        let members: HashSet<&str> =
            of_vo.flat_map(|group| group.users.iter().map(String::as_str)).collect();
        let known = || members.iter().copied().filter_map(|user| Some((user, has_id.get(user)?)));
        let mut without: Vec<&str> =
            known().filter(|(_, has_id)| !**has_id).map(|(user, _)| user).collect();
        if without.is_empty() {
            continue;
        }
        without.sort_unstable();
        let some = without.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let more = if without.len() > 3 { ", …" } else { "" };
        findings.push(Finding::new(
            &lint::USERS_WITHOUT_TOKEN_ID,
            format!(
                "{} of {} users of VO {} have no token id: {some}{more}",
                without.len(),
                known().count(),
                vo.name
            ),
            "/Registry/Users",
        ));
    }
}

/// Fills in at how many CEs each VO is admitted, and at how many it submits with a token.
pub(super) fn count_ces(vos: &mut [Vo], ces: &[Ce]) {
    for ce in ces {
        for (at, vo) in vos.iter_mut().enumerate() {
            let states =
                ce.queues.iter().filter_map(|queue| Some(queue.access.get(at)?.submit.state));
            let (mut admitted, mut token) = (false, false);
            for state in states {
                admitted |= state != TokenState::NotAdmitted;
                token |= state == TokenState::Token;
            }
            vo.ces_total += usize::from(admitted);
            vo.ces_token += usize::from(token);
        }
    }
}
