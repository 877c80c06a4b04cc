//! The Registry as DIRAC's helpers read it from a configuration (`ConfigurationSystem/Client/Helpers/Registry.py`), with the
//! 300 s for which a server process remembers what it found there.

use jiff::{SignedDuration, Timestamp};

use super::cache::Cache;
use crate::domain::cs::Tree;

/// What one server process remembers of the Registry.
#[derive(Debug)]
pub(super) struct Registry {
    /// User of a DN among some users; `None` if nobody has it.
    users: Cache<(String, Vec<String>), Option<String>>,
    /// DNs of a user; none if the user is not there.
    dns: Cache<String, Vec<String>>,
}

impl Registry {
    /// A process that has looked at nothing yet, and remembers for `lifetime`.
    pub(super) fn new(lifetime: SignedDuration) -> Self {
        Self { users: Cache::new(lifetime), dns: Cache::new(lifetime) }
    }

    /// The user whose DN this is: among `users`, or among all if there are none.
    pub(super) fn user_of(
        &self,
        tree: &Tree,
        dn: &str,
        users: &[String],
        now: Timestamp,
    ) -> Option<String> {
        let mut among = users.to_vec();
        among.sort();
        self.users.get(&(dn.to_owned(), among), now, || {
            let all =
                if users.is_empty() { sections(tree, "/Registry/Users") } else { users.to_vec() };
            let has = |user: &String| {
                list(tree, &["Registry", "Users", user, "DN"]).iter().any(|d| d == dn.trim())
            };
            all.into_iter().find(has)
        })
    }

    /// The DNs of a user; none if there is no such user.
    pub(super) fn dns_of(&self, tree: &Tree, user: &str, now: Timestamp) -> Vec<String> {
        self.dns.get(&user.to_owned(), now, || list(tree, &["Registry", "Users", user, "DN"]))
    }

    /// The group that somebody acts in who names none: the first default group of the user or of the Registry that the user
    /// is in, else the user's first group in alphabetical order.
    pub(super) fn default_group(&self, tree: &Tree, dn: &str, now: Timestamp) -> Option<String> {
        let user = self.user_of(tree, dn, &[], now)?;
        let mut wanted = list(tree, &["Registry", "Users", &user, "DefaultGroup"]);
        let general = list(tree, &["Registry", "DefaultGroup"]);
        wanted.extend(if general.is_empty() { vec!["user".to_owned()] } else { general });
        let mine = groups_with(tree, "Users", &user);
        wanted.into_iter().find(|group| mine.contains(group)).or_else(|| mine.first().cloned())
    }
}

/// The members of a group.
pub(super) fn members(tree: &Tree, group: &str) -> Vec<String> {
    list(tree, &["Registry", "Groups", group, "Users"])
}

/// The properties of a group.
pub(super) fn properties(tree: &Tree, group: &str) -> Vec<String> {
    list(tree, &["Registry", "Groups", group, "Properties"])
}

/// The VO of a group; empty if it has none.
pub(super) fn vo_of(tree: &Tree, group: &str) -> String {
    let own = value(tree, &["Registry", "Groups", group, "VO"]).unwrap_or_default();
    if own.is_empty() { general_vo(tree) } else { own }
}

/// The groups of a VO in alphabetical order; in an installation with one VO, all groups.
pub(super) fn groups_of_vo(tree: &Tree, vo: &str) -> Vec<String> {
    if !general_vo(tree).is_empty() {
        return sections(tree, "/Registry/Groups");
    }
    if vo.is_empty() { Vec::new() } else { groups_with(tree, "VO", vo) }
}

/// All groups in the order of the configuration.
pub(super) fn groups(tree: &Tree) -> Vec<String> {
    sections(tree, "/Registry/Groups")
}

/// The `IdPRole` of a group.
pub(super) fn idp_role(tree: &Tree, group: &str) -> String {
    value(tree, &["Registry", "Groups", group, "IdPRole"]).unwrap_or_default()
}

/// The IdProvider of a VO.
pub(super) fn provider_of_vo(tree: &Tree, vo: &str) -> String {
    value(tree, &["Registry", "VO", vo, "IdProvider"]).unwrap_or_default()
}

/// VOs in which a user is suspended.
pub(super) fn suspended(tree: &Tree, user: &str) -> Vec<String> {
    list(tree, &["Registry", "Users", user, "Suspended"])
}

/// The host whose DN this is.
pub(super) fn host_of(tree: &Tree, dn: &str) -> Option<String> {
    let has = |host: &String| {
        list(tree, &["Registry", "Hosts", host, "DN"]).iter().any(|d| d == dn.trim())
    };
    sections(tree, "/Registry/Hosts").into_iter().find(has)
}

/// The properties of a host.
pub(super) fn host_properties(tree: &Tree, host: &str) -> Vec<String> {
    list(tree, &["Registry", "Hosts", host, "Properties"])
}

/// The VO of an installation that has only one.
fn general_vo(tree: &Tree) -> String {
    value(tree, &["DIRAC", "VirtualOrganization"]).unwrap_or_default()
}

fn groups_with(tree: &Tree, option: &str, wanted: &str) -> Vec<String> {
    let Some(section) = tree.section("/Registry/Groups") else { return Vec::new() };
    let mut found: Vec<String> = section
        .sections()
        .filter(|group| group.list(option).contains(&wanted))
        .map(|group| group.name().to_owned())
        .collect();
    found.sort();
    found
}

/// The value of an option. Names are joined to a path first, as DIRAC does: one with a slash in it leads elsewhere.
fn value(tree: &Tree, names: &[&str]) -> Option<String> {
    tree.value(&names.join("/")).map(std::borrow::Cow::into_owned)
}

/// The elements of an option.
pub(super) fn list(tree: &Tree, names: &[&str]) -> Vec<String> {
    let option = tree.option(&names.join("/"));
    option.map(|option| option.list().map(str::to_owned).collect()).unwrap_or_default()
}

fn sections(tree: &Tree, path: &str) -> Vec<String> {
    let section = tree.section(path);
    section.map(|s| s.sections().map(|s| s.name().to_owned()).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{Registry, groups_of_vo, host_of, members, vo_of};
    use crate::domain::cs::{Tree, parse};

    fn tree() -> Tree {
        parse(
            "Registry\n{\nDefaultGroup = b_user, a_user\nUsers\n{\nann\n{\nDN = /CN=Ann, /O=DIRAC/CN=1\n}\nben\n{\nDN = /CN=Ben\n\
             DefaultGroup = b_pilot\n}\ncas\n{\nDN = /CN=Cas\n}\ndot\n{\nDN = /CN=Dot\n}\n}\nHosts\n{\nh\n{\nDN = /CN=h\n}\n}\nGroups\n{\n\
             z_x\n{\nUsers = cas\n}\nb_user\n{\nVO = b\nUsers = ann, ben\n}\nb_pilot\n{\nVO = b\nUsers = ben\n}\na_x\n{\nUsers = cas\n}\n}\n}\n",
        )
        .unwrap()
    }

    #[test]
    fn a_default_group_is_one_that_the_user_is_in() {
        let (tree, now) = (tree(), Timestamp::UNIX_EPOCH);
        let registry = Registry::new(SignedDuration::ZERO);
        let of = |dn| registry.default_group(&tree, dn, now);
        assert_eq!(of("/CN=Ann").as_deref(), Some("b_user"));
        assert_eq!(of("/O=DIRAC/CN=1").as_deref(), Some("b_user"));
        assert_eq!(of("/CN=Ben").as_deref(), Some("b_pilot"));
        assert_eq!(of("/CN=Cas").as_deref(), Some("a_x"), "the first one in alphabetical order");
        assert_eq!(of("/CN=Dot"), None);
        assert_eq!(of("/CN=Nobody"), None);
    }

    #[test]
    fn users_are_looked_for_where_one_says() {
        let (tree, now) = (tree(), Timestamp::UNIX_EPOCH);
        let registry = Registry::new(SignedDuration::ZERO);
        assert_eq!(registry.user_of(&tree, " /CN=Ben ", &[], now).as_deref(), Some("ben"));
        assert_eq!(registry.user_of(&tree, "/CN=Ben", &members(&tree, "z_x"), now), None);
        assert_eq!(host_of(&tree, "/CN=h").as_deref(), Some("h"));
        assert_eq!(vo_of(&tree, "b_user"), "b");
        assert_eq!(groups_of_vo(&tree, "b"), ["b_pilot", "b_user"]);
        assert!(groups_of_vo(&tree, "").is_empty());
    }

    #[test]
    fn what_was_found_is_remembered_for_a_while() {
        let (full, now) = (tree(), Timestamp::UNIX_EPOCH);
        let registry = Registry::new(SignedDuration::from_secs(300));
        assert!(registry.dns_of(&Tree::default(), "ann", now).is_empty());
        assert!(registry.dns_of(&full, "ann", now).is_empty(), "nothing was remembered too");
        let later = Timestamp::from_second(300).unwrap();
        assert_eq!(registry.dns_of(&full, "ann", later), ["/CN=Ann", "/O=DIRAC/CN=1"]);
    }
}
