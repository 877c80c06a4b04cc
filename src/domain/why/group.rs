//! The group: the one asked for, or the one that DIRAC takes where none is asked for (facts/dirac.md 1.5).

use super::chain::Links;
use crate::domain::inventory::Inventory;
use crate::domain::registry::{Group, User};

/// The default of `/Registry/DefaultGroup`.
const DEFAULT: &str = "user";

/// A group, and how it was come by.
pub(super) struct Choice<'i> {
    /// The group, if the configuration has it.
    pub(super) found: Option<&'i Group>,
    /// Whether it was asked for by name.
    asked: bool,
    /// Words that follow its name: where it comes from.
    how: String,
}

/// `asked`, or the default of `user`: the first group of their `DefaultGroup`, else the one of the Registry, that they are in,
/// else their first group by name.
pub(super) fn choose<'i>(
    asked: Option<&str>,
    user: Option<&User>,
    inventory: &'i Inventory,
) -> Choice<'i> {
    let group = |name: &str| inventory.groups.iter().find(|group| group.name == name);
    if let Some(name) = asked {
        return Choice { found: group(name), asked: true, how: "asked for".into() };
    }
    let none = Choice { found: None, asked: false, how: String::new() };
    let Some(user) = user else { return none };
    let is_in = |name: &&String| user.groups.contains(name);
    if let Some(name) = user.default_groups.iter().find(is_in) {
        let how = format!("/Registry/Users/{}/DefaultGroup", user.name);
        return Choice { found: group(name), asked: false, how };
    }
    let fallback = vec![DEFAULT.to_owned()];
    let registry =
        if inventory.default_groups.is_empty() { &fallback } else { &inventory.default_groups };
    if let Some(name) = registry.iter().find(is_in) {
        let how = "/Registry/DefaultGroup".to_owned();
        return Choice { found: group(name), asked: false, how };
    }
    match user.groups.iter().min() {
        Some(name) => Choice {
            found: group(name),
            asked: false,
            how: "the first by name: no default group is set that the user is in".into(),
        },
        None => none,
    }
}

/// Whether the user is in it.
pub(super) fn link(links: &mut Links, choice: &Choice<'_>, user: Option<&User>) {
    let Some(user) = user else { return links.after("group", "user") };
    let Some(group) = choice.found else {
        if choice.asked {
            return links.fails(
                "group",
                "The Registry has no group of this name.",
                "/Registry/Groups",
                "No server accepts a call in this group.",
                "See the groups of the user with `dirac-tokens user show NAME`.",
            );
        }
        return links.fails(
            "group",
            format!("{} is in no group.", user.name),
            "/Registry/Groups",
            "No server accepts this user (401).",
            "Add the user to the option Users of a group.",
        );
    };
    let path = format!("/Registry/Groups/{}/Users", group.name);
    if user.groups.contains(&group.name) {
        let how = &choice.how;
        return links.holds("group", format!("{} is in {} ({how}).", user.name, group.name), path);
    }
    let others = match user.groups.as_slice() {
        [] => "Add the user to the group.".to_owned(),
        groups => {
            format!(
                "Add the user to the group, or use one that they are in: {}.",
                groups.join(", ")
            )
        }
    };
    links.fails(
        "group",
        format!("{} is not among the users of {}.", user.name, group.name),
        path,
        "Servers refuse this user in this group (401).",
        others,
    );
}
