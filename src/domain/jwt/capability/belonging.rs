//! Groups and entitlements in words, and whether they count.

use super::super::json::{Object, Value};
use super::super::profile::Profile;
use super::{Area, Capability, Weight};

/// Groups that are told at most; the others are counted.
const TOLD: usize = 20;

/// What the bearer belongs to. `decisive` is whether services go by groups at all.
pub(super) fn of(claims: &Object, profile: Profile, decisive: bool) -> Vec<Capability> {
    let mut told = Vec::new();
    if let Some(groups) = texts(claims, "wlcg.groups") {
        let list = listed(&groups);
        told.push(match (decisive, groups.is_empty()) {
            (_, true) => remark("none", "wlcg.groups"),
            (true, false) => {
                grants(format!("what services give to members of {list}"), "wlcg.groups")
            }
            (false, false) => {
                remark(format!("not decisive: capabilities win over {list}"), "wlcg.groups")
            }
        });
    }
    for name in ["eduperson_entitlement", "entitlements"] {
        for entry in texts(claims, name).unwrap_or_default().iter().take(TOLD) {
            told.push(match membership(entry) {
                Some(words) => grants(words, *entry),
                None => remark("an entitlement that is not a group", *entry),
            });
        }
    }
    if profile == Profile::DiracX || claims.has("dirac_group") {
        let group = claims.text("dirac_group").unwrap_or("unknown");
        let vo = claims.text("vo").map(|vo| format!(" of {vo}")).unwrap_or_default();
        told.push(grants(format!("act in the DIRAC group {group}{vo}"), "dirac_group"));
        if let Some(properties) = texts(claims, "dirac_properties").filter(|list| !list.is_empty())
        {
            let text = format!("properties of that group: {}", listed(&properties));
            told.push(remark(text, "dirac_properties"));
        }
    }
    told
}

fn grants(text: impl Into<String>, source: impl Into<String>) -> Capability {
    Capability::new(Area::Groups, Weight::Grants, text, source)
}

fn remark(text: impl Into<String>, source: impl Into<String>) -> Capability {
    Capability::new(Area::Groups, Weight::Remark, text, source)
}

/// The strings of a claim that is an array of them, or one of them; `None` if it is not there.
fn texts<'c>(claims: &'c Object, name: &str) -> Option<Vec<&'c str>> {
    Some(match claims.get(name)? {
        Value::String(text) => vec![text.as_str()],
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    })
}

fn listed(names: &[&str]) -> String {
    let shown: Vec<&str> = names.iter().copied().take(TOLD).collect();
    match names.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// `<namespace>:group:<group>[:<subgroup>...][:role=<role>][#<authority>]` (AARC-G069) as words.
fn membership(entitlement: &str) -> Option<String> {
    let (_, rest) = entitlement.split_once(":group:")?;
    let path = rest.split('#').next().unwrap_or(rest);
    let (groups, role) = match path.split_once(":role=") {
        Some((groups, role)) => (groups, Some(role)),
        None => (path, None),
    };
    let group = groups.replace(':', " › ");
    Some(match role {
        Some(role) => format!("{role} in {group}"),
        None => format!("member of {group}"),
    })
}
