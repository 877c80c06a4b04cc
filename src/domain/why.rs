//! Why the tokens of a user work or not: the chain from the Registry to the stored row, link by link (facts/dirac.md 1.5, 4).
//!
//! Each link says whether it holds, what that is told from and where it stands, what follows if it does not hold, and what to
//! do. A link that cannot be looked at, because one before it does not hold or because nobody told, is unknown and says so.

mod chain;
mod group;
mod report;
mod rows;

pub use chain::{Chain, Link, State};
pub use report::{About, report};
pub use rows::Rows;

use jiff::Timestamp;

use super::idp::Provider;
use super::inventory::Inventory;
use super::permission::{Caller, What, judge};
use super::registry::{Group, ID_DN_PREFIX, User};
use super::vo::Vo;
use chain::Links;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Whose tokens: a name of the Registry, or what was typed for one.
    pub user: &'a str,
    /// In which group; `None`: the one that DIRAC takes where none is asked for.
    pub group: Option<&'a str>,
    /// The stored rows of this user, as far as they were told.
    pub rows: &'a Rows,
    /// Who asks, if a server said so.
    pub caller: Option<Caller<'a>>,
    /// The time.
    pub now: Timestamp,
}

/// Goes along the whole chain. Never fails; what was typed for a name is quoted only where the Registry has it.
pub fn explain(question: &Question<'_>, inventory: &Inventory) -> Chain {
    let mut links = Links::default();
    let user = inventory.users.iter().find(|user| user.name == question.user);
    exists(&mut links, user);
    let group = group::choose(question.group, user, inventory);
    suspended(&mut links, user, group.found);
    dns(&mut links, user);
    token_ids(&mut links, user, inventory);
    group::link(&mut links, &group, user);
    let vo = vo(&mut links, group.found, inventory);
    let provider = provider(&mut links, vo, inventory);
    scopes(&mut links, group.found, vo, provider);
    rows::links(&mut links, question, user, vo);
    callers(&mut links, question, inventory);
    Chain {
        user: user.map(|user| user.name.clone()),
        group: group.found.map(|group| group.name.clone()),
        links: links.done(),
    }
}

fn exists(links: &mut Links, user: Option<&User>) {
    let path = "/Registry/Users";
    match user {
        Some(user) => links.holds(
            "user",
            format!("{} is in the Registry.", user.name),
            format!("{path}/{}", user.name),
        ),
        None => links.fails(
            "user",
            "The Registry has no user of this name.",
            path,
            "No server accepts this person, and nothing is stored.",
            "Look for the name with `dirac-tokens user list WORD`; else register the user.",
        ),
    }
}

/// Suspension counts for the VO of the group alone.
fn suspended(links: &mut Links, user: Option<&User>, group: Option<&Group>) {
    let Some(user) = user else { return links.after("suspended", "user") };
    let path = format!("/Registry/Users/{}/Suspended", user.name);
    if user.suspended.is_empty() {
        return links.holds("suspended", "Suspended in no VO.", path);
    }
    let value = format!("Suspended = {}", user.suspended.join(", "));
    match group.and_then(|group| group.vo.as_ref()) {
        Some(vo) if user.suspended.contains(vo) => links.fails(
            "suspended",
            value,
            path,
            format!("Servers refuse this user in every group of {vo} (401)."),
            format!("Ask why; then take {vo} out of the option."),
        ),
        Some(vo) => links.holds("suspended", format!("{value}, but not in {vo}."), path),
        None => links.unknown(
            "suspended",
            format!("{value}; whether that matters depends on the VO of the group."),
            path,
            "Name a group with --group.",
        ),
    }
}

fn dns(links: &mut Links, user: Option<&User>) {
    let Some(user) = user else { return links.after("dns", "user") };
    let path = format!("/Registry/Users/{}/DN", user.name);
    if user.dns.is_empty() {
        return links.fails(
            "dns",
            "There is no DN.",
            path,
            "Servers know this user by nothing: every call is refused, and asking for the tokens fails.",
            "Register the DN of the certificate, and the token id as another one.",
        );
    }
    links.holds("dns", format!("DN = {}", user.dns.join(", ")), path);
}

fn token_ids(links: &mut Links, user: Option<&User>, inventory: &Inventory) {
    let Some(user) = user else { return links.after("token_ids", "user") };
    let path = format!("/Registry/Users/{}/DN", user.name);
    let Some(first) = user.token_ids.first() else {
        return links.fails(
            "token_ids",
            format!("No DN begins with {ID_DN_PREFIX}."),
            path,
            "DIRAC stores and finds no token of this user.",
            format!(
                "Add {ID_DN_PREFIX}<subject> to the DNs: the subject that the issuer gives this person."
            ),
        );
    };
    let shared = inventory.users.iter().find_map(|other| {
        let id = other.token_ids.iter().find(|id| user.token_ids.contains(id))?;
        (other.name != user.name).then_some((other, id))
    });
    if let Some((other, id)) = shared {
        let position = |name: &str| inventory.users.iter().position(|known| known.name == name);
        let owner = if position(&other.name) < position(&user.name) { other } else { user };
        return links.fails(
            "token_ids",
            format!("The token id {id} is also that of user {}.", other.name),
            path,
            format!("DIRAC takes it for that of {}, who stands first in the Registry.", owner.name),
            "Find out whose subject it is, and take it from the other user.",
        );
    }
    let text = match user.token_ids.len() {
        1 => format!("The token id is {first}."),
        several => {
            format!(
                "There are {several} token ids, each with rows of its own: {}.",
                user.token_ids.join(", ")
            )
        }
    };
    links.holds("token_ids", text, path);
}

/// The VO of the group, if it is tied to a provider.
fn vo<'i>(links: &mut Links, group: Option<&Group>, inventory: &'i Inventory) -> Option<&'i Vo> {
    let Some(group) = group else {
        links.after("vo", "group");
        links.after("id_provider", "group");
        return None;
    };
    let path = format!("/Registry/Groups/{}/VO", group.name);
    let Some(name) = &group.vo else {
        links.fails(
            "vo",
            format!("Group {} belongs to no VO.", group.name),
            path,
            "DIRAC finds no IdProvider for the group, so it gets no token.",
            "Choose a group of a VO, or set the option VO of this one.",
        );
        links.after("id_provider", "vo");
        return None;
    };
    links.holds("vo", format!("VO = {name}"), path);
    let vo = inventory.vos.iter().find(|vo| vo.name == *name)?;
    let path = format!("{}/IdProvider", vo.path.as_str());
    match &vo.id_provider {
        Some(provider) => links.holds("id_provider", format!("IdProvider = {provider}"), path),
        None => links.fails(
            "id_provider",
            format!("VO {name} is not tied to any IdProvider."),
            path,
            "getToken is refused for every group of this VO.",
            "Set the option to the name of a section of /Resources/IdProviders.",
        ),
    }
    Some(vo)
}

fn provider<'i>(
    links: &mut Links,
    vo: Option<&Vo>,
    inventory: &'i Inventory,
) -> Option<&'i Provider> {
    let Some(name) = vo.and_then(|vo| vo.id_provider.as_deref()) else {
        links.after("provider", "id_provider");
        return None;
    };
    let path = format!("/Resources/IdProviders/{name}");
    let found = inventory.providers.iter().find(|provider| provider.name == name);
    let Some(provider) = found else {
        let known: Vec<&str> = inventory.providers.iter().map(|p| p.name.as_str()).collect();
        links.fails(
            "provider",
            format!("IdProvider {name} is not defined."),
            path,
            "No token of this VO can be got or renewed.",
            format!("Define it, or name another one: there is {}.", known.join(", ")),
        );
        return None;
    };
    match &provider.issuer {
        Some(issuer) => links.holds(
            "provider",
            format!("{name} is defined: {} at {issuer}.", provider.provider_type.name()),
            path,
        ),
        None => links.fails(
            "provider",
            format!("{name} has no issuer."),
            format!("{path}/issuer"),
            "DIRAC does not know whom to ask for tokens.",
            "Set the option to the issuer's URL.",
        ),
    }
    found
}

fn scopes(links: &mut Links, group: Option<&Group>, vo: Option<&Vo>, provider: Option<&Provider>) {
    let (Some(group), Some(vo)) = (group, vo) else { return links.after("scopes", "vo") };
    let path = format!("/Registry/Groups/{}/IdPRole", group.name);
    let found = vo.groups.iter().find(|of_vo| of_vo.name == group.name);
    let Some(found) = found.filter(|found| found.explicit || provider.is_some()) else {
        return links.after("scopes", "provider");
    };
    if found.scopes.is_empty() {
        return links.fails(
            "scopes",
            format!("No scope is set for group {}, and none follows from its name.", group.name),
            path,
            "getToken is refused: there is nothing to ask the issuer for.",
            "Set the option to the scopes of this group, with blanks between.",
        );
    }
    let scopes = found.scopes.join(" ");
    if scopes.contains(',') {
        return links.fails(
            "scopes",
            format!("IdPRole = {scopes}"),
            path,
            "Scopes are split at blanks, so the commas are sent to the issuer, which knows no such scopes.",
            "Write blanks instead of commas.",
        );
    }
    let how = if found.explicit { "set" } else { "derived from the name of the group" };
    links.holds("scopes", format!("{scopes} ({how})"), path);
}

/// Who may have a token of this user made; and whether the one who asks is among them.
fn callers(links: &mut Links, question: &Question<'_>, inventory: &Inventory) {
    let may = |group: &&Group| {
        let member = group.users.first().map(String::as_str);
        let caller = Caller {
            user: member,
            group: Some(&group.name),
            properties: &group.properties,
            by_proxy: false,
        };
        member.is_some() && judge(What::GetToken, caller, inventory).allowed
    };
    let groups: Vec<&str> =
        inventory.groups.iter().filter(may).map(|group| group.name.as_str()).collect();
    let yours = question.caller.map(|caller| judge(What::GetToken, caller, inventory));
    let rule = yours.as_ref().map_or("/Registry/Groups", |verdict| verdict.source.as_str());
    let path = if rule.starts_with('/') { rule } else { "/Registry/Groups" };
    if groups.is_empty() {
        return links.fails(
            "get_token",
            "No group has FullDelegation or LimitedDelegation and a member.",
            path,
            "No service gets a token in the name of anybody.",
            "Give the property to the group of the services that need tokens.",
        );
    }
    let you = match &yours {
        Some(verdict) if verdict.allowed => " You may.".to_owned(),
        Some(verdict) => verdict.reason().map(|why| format!(" {why}")).unwrap_or_default(),
        None => String::new(),
    };
    let text = format!("getToken may be called by members of {}.{you}", groups.join(", "));
    links.holds("get_token", text, path);
}

#[cfg(test)]
mod tests;
