//! Whether somebody may call a method: DIRAC's `AuthManager`, with the two caches that make it odd (facts/dirac.md 1.5,
//! facts/dirac-live.md 4).
//!
//! For 60 s a service remembers for a DN what it found when it looked for it among the members of *some* group. So a call
//! with a group that the person is not in locks the person out of all groups, and after a good call the same person may
//! name any group that has members.

use jiff::{SignedDuration, Timestamp};

use super::cache::Cache;
use super::credentials::Credentials;
use super::python::Raised;
use super::registry::{self, Registry};
use crate::domain::cs::Tree;
use crate::wire::jencode::Value;

/// The group of hosts.
const HOSTS: &str = "hosts";

/// The judge at the door of one service.
#[derive(Debug)]
pub(super) struct Authorizer {
    /// `/Systems/<System>/Services/<Name>/Authorization`.
    section: String,
    members: Cache<String, Vec<String>>,
    /// User of a DN among the members of the group that was asked for first.
    users: Cache<String, Option<String>>,
}

/// What the service `name` answers to a call.
pub(super) struct Query<'a> {
    /// The method called.
    pub(super) method: &'a str,
    /// The rule that is written in the handler, if there is one.
    pub(super) rule: Option<&'a [&'a str]>,
    /// The configuration of the server.
    pub(super) tree: &'a Tree,
    /// What the server's process remembers of the Registry.
    pub(super) registry: &'a Registry,
    /// The time.
    pub(super) now: Timestamp,
}

impl Authorizer {
    /// The judge of the service `system/name`, who remembers for `lifetime`.
    pub(super) fn new(component: &str, lifetime: SignedDuration) -> Self {
        let (system, name) = component.split_once('/').unwrap_or((component, ""));
        let section = format!("/Systems/{system}/Services/{name}/Authorization");
        Self { section, members: Cache::new(lifetime), users: Cache::new(lifetime) }
    }

    /// Whether `caller` may do what `query` says. Completes `caller`: group, user name, and the properties that count.
    pub(super) fn allows(
        &self,
        query: &Query<'_>,
        caller: &mut Credentials,
    ) -> Result<bool, Raised> {
        let (rules, groups) = self.rules(query);
        let has = |words: &[&str]| {
            rules.iter().any(|rule| words.iter().any(|w| rule.eq_ignore_ascii_case(w)))
        };
        let everybody = rules.is_empty() || has(&["any", "all"]);
        caller.properties.clear();
        if let Some(Value::List(forwarded)) = &caller.extra {
            let host = registry::host_of(query.tree, &caller.dn);
            let trusted = host.is_some_and(|host| {
                registry::host_properties(query.tree, &host).iter().any(|p| p == "TrustedHost")
            });
            if !trusted {
                return Ok(false);
            }
            let [dn, group, ..] = forwarded.as_slice() else { return Err(Raised) };
            let (Some(dn), Some(group)) = (dn.as_str(), group.as_str()) else { return Ok(false) };
            let (dn, group) = (dn.to_owned(), group.to_owned());
            (caller.dn, caller.group, caller.extra) = (dn, Some(group), None);
            return self.allows(query, caller);
        }
        match &caller.extra {
            Some(Value::Text(group)) if group == HOSTS || caller.group.is_none() => {
                caller.group = Some(group.clone());
            }
            None | Some(Value::Text(_)) => {}
            Some(_) => return Ok(false),
        }
        if caller.group.is_none() {
            caller.group = query.registry.default_group(query.tree, &caller.dn, query.now);
        }
        let known = match caller.group.clone() {
            Some(group) if group == HOSTS => is_host(query, caller),
            Some(group) => {
                self.is_member(query, caller, &group) && !is_suspended(query, caller, &group)
            }
            None => false,
        };
        if !known {
            if !everybody {
                return Ok(false);
            }
            caller.username = Some("anonymous".into());
            caller.group = Some("visitor".into());
        }
        let in_group =
            groups.is_empty() || caller.group.as_ref().is_some_and(|g| groups.contains(g));
        if (everybody || has(&["authenticated"])) && in_group {
            return Ok(true);
        }
        caller.properties = matched(&caller.properties, &rules);
        Ok(!caller.properties.is_empty() && in_group)
    }

    /// The words that rule a method, and the groups that it is open to; no groups: no limit.
    fn rules(&self, query: &Query<'_>) -> (Vec<String>, Vec<String>) {
        let option = |name: &str| registry::list(query.tree, &[&self.section, name]);
        let mut words = option(query.method);
        if words.is_empty() {
            words = match query.rule {
                Some(rule) => rule.iter().map(|word| (*word).to_owned()).collect(),
                None => option("Default"),
            };
        }
        let mut groups = Vec::new();
        words.retain(|word| {
            if let Some(group) = word.strip_prefix("group:") {
                groups.push(group.to_owned());
            } else if let Some(vo) = word.strip_prefix("vo:") {
                groups.extend(registry::groups_of_vo(query.tree, vo));
            } else {
                return true;
            }
            false
        });
        (words, groups)
    }

    /// Whether the caller is a user of `group`, as far as the service remembers.
    fn is_member(&self, query: &Query<'_>, caller: &mut Credentials, group: &str) -> bool {
        let (tree, now) = (query.tree, query.now);
        caller.properties = registry::properties(tree, group);
        let members = self.members.get(&group.to_owned(), now, || registry::members(tree, group));
        if members.is_empty() {
            return false;
        }
        let user = self
            .users
            .get(&caller.dn, now, || query.registry.user_of(tree, &caller.dn, &members, now));
        caller.username = user;
        caller.username.is_some()
    }
}

fn is_host(query: &Query<'_>, caller: &mut Credentials) -> bool {
    let Some(host) = registry::host_of(query.tree, &caller.dn) else { return false };
    caller.properties = registry::host_properties(query.tree, &host);
    caller.username = Some(host);
    true
}

fn is_suspended(query: &Query<'_>, caller: &Credentials, group: &str) -> bool {
    let user = caller.username.as_deref().unwrap_or_default();
    registry::suspended(query.tree, user).contains(&registry::vo_of(query.tree, group))
}

/// The rules that the caller has the property of, in the spelling of the rules.
fn matched(properties: &[String], rules: &[String]) -> Vec<String> {
    let rule = |own: &String| rules.iter().rfind(|rule| rule.eq_ignore_ascii_case(own)).cloned();
    properties.iter().filter_map(rule).collect()
}
