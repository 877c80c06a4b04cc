//! From the VO to the issuer: the pilots' identity (check 6), the VO of their group, its provider (11 to 13).

use super::PILOT_SCOPES;
use super::checks::{GROUP_VO, IDENTITY, PROVIDER, VO_PROVIDER};
use super::directors::Director;
use super::ground::Ground;
use super::live::Ask;
use super::row::Row;
use crate::domain::cs::{CsPath, Origin, Tree};
use crate::domain::idp::{Credentials, Provider, ProviderType};
use crate::domain::layout::{Layout, Rules};

/// What is to be asked of whom, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    /// The pilot group.
    pub(super) group: Option<String>,
    /// Its VO.
    pub(super) group_vo: Option<String>,
    /// The IdProvider of that VO, defined.
    pub(super) provider: Option<String>,
    /// Its issuer.
    pub(super) issuer: Option<String>,
    /// Where credentials of its client are seen.
    pub(super) credentials: Option<Credentials>,
    /// Path of a secret of the client that stands in the remote configuration.
    pub(super) leak: Option<String>,
    /// Path of the provider's section.
    pub(super) path: String,
    /// Scopes that the group adds.
    pub(super) group_scopes: Vec<String>,
}

impl Chosen {
    /// What a Site Director asks for a CE of this audience; `None` where there is no pilot group.
    pub(super) fn ask(&self, audience: Option<&str>) -> Option<Ask> {
        Some(Ask {
            group: self.group.clone()?,
            provider: self.provider.clone(),
            scopes: PILOT_SCOPES.map(str::to_owned).into(),
            group_scopes: self.group_scopes.clone(),
            audience: audience.map(str::to_owned),
        })
    }
}

/// Sections of `/Operations` that apply to a VO, the strongest first (facts/dirac.md 4.3).
fn operations(layout: &Layout, rules: Rules, vo: &str) -> Vec<String> {
    let at = |below: &str| format!("/Operations/{below}");
    match (rules, layout.setup()) {
        (Rules::V9, _) => vec![at(vo), at("Defaults")],
        (Rules::V8, None) => vec![at(&format!("{vo}/Defaults")), at("Defaults")],
        (Rules::V8, Some(setup)) => vec![
            at(&format!("{vo}/{setup}")),
            at(&format!("{vo}/Defaults")),
            at(setup),
            at("Defaults"),
        ],
    }
}

/// Check 6, and the pilot group.
pub(super) fn identity(ground: &Ground<'_>, vo: &str, serving: &[Director]) -> (Row, Chosen) {
    let places = operations(&ground.layout, ground.rules, vo);
    let pilot = |option: &str| {
        places.iter().find_map(|place| {
            let path = format!("{place}/Pilot/{option}");
            let value = ground.tree.value(&path).filter(|value| !value.is_empty())?;
            Some((value.into_owned(), path))
        })
    };
    let wanted = |option: &str| {
        let place = places.first().map(String::as_str).unwrap_or_default();
        format!("{place}/Pilot/{option}")
    };
    let own = serving.iter().find_map(|director| {
        let group = director.pilot_group.clone()?;
        Some((group, format!("{}/PilotGroup", director.path)))
    });
    let Some((group, path)) = own.or_else(|| pilot("GenericPilotGroup")) else {
        let path = wanted("GenericPilotGroup");
        let row = Row::fails(
            &IDENTITY,
            ground.rules,
            format!("No pilot group is set for {vo}."),
            path,
            "Set the option to the group that pilots run in.",
        );
        return (row, Chosen::default());
    };
    let chosen = choose(ground, &group);
    let known = ground.inventory.groups.iter().any(|known| known.name == group);
    if !known {
        let row = Row::fails(
            &IDENTITY,
            ground.rules,
            format!("The pilot group {group} is not in the Registry."),
            path,
            format!("Define /Registry/Groups/{group}, or name another group."),
        );
        return (row, chosen);
    }
    let has_dn = |name: &str| {
        let mut users = ground.inventory.users.iter();
        users.any(|user| user.name == name && !user.dns.is_empty())
    };
    let by_user = pilot("GenericPilotUser");
    let row = if serving.iter().any(|director| director.pilot_dn) {
        Row::holds(&IDENTITY, format!("The Site Director's own PilotDN, in group {group}."), path)
    } else if let Some((_, dn)) = pilot("GenericPilotDN") {
        Row::holds(&IDENTITY, format!("GenericPilotDN, in group {group}."), dn)
    } else if let Some((user, at)) = by_user {
        if has_dn(&user) {
            Row::holds(&IDENTITY, format!("User {user}, in group {group}."), at)
        } else {
            Row::fails(
                &IDENTITY,
                ground.rules,
                format!("The pilot user {user} has no DN in the Registry."),
                at,
                "Register the user with a DN, or name another one.",
            )
        }
    } else {
        Row::fails(
            &IDENTITY,
            ground.rules,
            format!("No pilot user is set for {vo}."),
            wanted("GenericPilotUser"),
            "Set GenericPilotUser or GenericPilotDN.",
        )
    };
    (row, chosen)
}

fn choose(ground: &Ground<'_>, group: &str) -> Chosen {
    let inventory = ground.inventory;
    let vo = inventory.groups.iter().find(|known| known.name == group).and_then(|g| g.vo.clone());
    let of_vo = vo.as_ref().and_then(|vo| inventory.vos.iter().find(|known| known.name == *vo));
    let name = of_vo.and_then(|vo| vo.id_provider.as_deref());
    let provider = name.and_then(|name| inventory.providers.iter().find(|p| p.name == name));
    let scopes = of_vo.and_then(|vo| vo.groups.iter().find(|of_vo| of_vo.name == group));
    Chosen {
        group: Some(group.to_owned()),
        group_vo: vo,
        provider: provider.map(|provider| provider.name.clone()),
        issuer: provider.and_then(|provider| provider.issuer.clone()),
        credentials: provider.map(|provider| provider.credentials),
        leak: provider.and_then(leak),
        path: provider.map(|provider| provider.path.as_str().to_owned()).unwrap_or_default(),
        group_scopes: scopes.map(|group| group.scopes.clone()).unwrap_or_default(),
    }
}

/// Checks 11 to 13.
pub(super) fn rows(ground: &Ground<'_>, vo: &str, chosen: &Chosen) -> Vec<Row> {
    let Some(group) = &chosen.group else {
        return [&GROUP_VO, &VO_PROVIDER, &PROVIDER]
            .map(|check| Row::after(check, &IDENTITY))
            .into();
    };
    let path = format!("/Registry/Groups/{group}/VO");
    let first = match &chosen.group_vo {
        None => Row::fails(
            &GROUP_VO,
            ground.rules,
            format!("The pilot group {group} belongs to no VO."),
            path,
            format!("Set the option to {vo}."),
        ),
        Some(other) if other != vo => Row::fails(
            &GROUP_VO,
            ground.rules,
            format!("The pilot group {group} belongs to {other}, not to {vo}."),
            path,
            format!("Name a group of {vo} as its pilot group."),
        ),
        Some(vo) => Row::holds(&GROUP_VO, format!("VO = {vo}"), path),
    };
    let Some(owner) = &chosen.group_vo else {
        return vec![first, Row::after(&VO_PROVIDER, &GROUP_VO), Row::after(&PROVIDER, &GROUP_VO)];
    };
    let found = ground.inventory.vos.iter().find(|known| known.name == *owner);
    let path = found.map_or_else(
        || format!("/Registry/VO/{owner}/IdProvider"),
        |vo| format!("{}/IdProvider", vo.path.as_str()),
    );
    let Some(name) = found.and_then(|vo| vo.id_provider.as_deref()) else {
        let second = Row::fails(
            &VO_PROVIDER,
            ground.rules,
            format!("VO {owner} is not tied to any IdProvider."),
            path,
            "Set the option to the name of a section of /Resources/IdProviders.",
        );
        return vec![first, second, Row::after(&PROVIDER, &VO_PROVIDER)];
    };
    let second = Row::holds(&VO_PROVIDER, format!("IdProvider = {name}"), path.clone());
    vec![first, second, defined(ground, name, &path)]
}

/// Check 13, of the provider that `named_at` names.
fn defined(ground: &Ground<'_>, name: &str, named_at: &str) -> Row {
    let inventory = ground.inventory;
    let Some(provider) = inventory.providers.iter().find(|provider| provider.name == name) else {
        let known: Vec<&str> = inventory.providers.iter().map(|p| p.name.as_str()).collect();
        let remedy = match known.as_slice() {
            [] => "Define it.".to_owned(),
            known => format!(
                "Define it, or let {named_at} name another one: there is {}.",
                known.join(", ")
            ),
        };
        let path = CsPath::new("/Resources/IdProviders").join(name);
        let evidence = format!("{path} does not exist.");
        return Row::fails(&PROVIDER, ground.rules, evidence, path.as_str(), remedy);
    };
    let path = provider.path.as_str();
    let Some(issuer) = &provider.issuer else {
        let evidence = format!("{name} has no issuer.");
        let remedy = "Set the option to the issuer's URL.";
        return Row::fails(&PROVIDER, ground.rules, evidence, format!("{path}/issuer"), remedy);
    };
    if let ProviderType::Other(word) = &provider.provider_type {
        return of_other_type(ground, provider, word);
    }
    if only_here(ground.tree, &provider.path) {
        return Row::unknown(
            &PROVIDER,
            format!("{name} has its issuer from a local configuration of this host alone."),
            path,
            "See that the hosts of the Site Director and the TokenManager have it too.",
        );
    }
    Row::holds(&PROVIDER, format!("{} at {issuer}", provider.provider_type.name()), path)
}

fn of_other_type(ground: &Ground<'_>, provider: &Provider, word: &str) -> Row {
    let path = format!("{}/ProviderType", provider.path);
    let known = ["OAuth2", "IAM", "CheckIn"].into_iter().find(|k| k.eq_ignore_ascii_case(word));
    match known {
        Some(known) => Row::fails(
            &PROVIDER,
            ground.rules,
            format!("{} is of the type {word}, which DIRAC does not have.", provider.name),
            path,
            format!("Case counts: write {known}."),
        ),
        None => Row::unknown(
            &PROVIDER,
            format!("{} is of the type {word}, which an extension has to bring.", provider.name),
            path,
            "See that the extension is installed on the hosts of the Site Director and the TokenManager.",
        ),
    }
}

/// Whether the issuer stands in a local file and nowhere on the servers.
fn only_here(tree: &Tree, path: &CsPath) -> bool {
    let issuer = tree.option(path.join("issuer").as_str());
    issuer.is_some_and(|issuer| {
        matches!(issuer.origin(), Origin::Local(_)) && issuer.shadowed().is_none()
    })
}

/// The first secret of its client that every user can read.
fn leak(provider: &Provider) -> Option<String> {
    let secret = provider
        .options
        .iter()
        .find(|option| option.value.is_none() && option.origin == Origin::Remote);
    let option = secret.filter(|_| provider.credentials == Credentials::Remote)?;
    Some(format!("{}/{}", provider.path, option.name))
}
