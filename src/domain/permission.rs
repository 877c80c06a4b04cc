//! Who may do what at the servers: one table of what is done there, what each thing needs, and which group has it.
//!
//! A call passes three things: the rule at the service's door (the configuration's own, else the one written in the
//! handler), what the handler asks for behind it, and what this program asks for besides. Owns the table and the verdict;
//! where a configuration keeps its rules is read in `domain::inventory`. A verdict predicts: the server has the last word.

mod guard;
mod verdict;

pub use guard::{Guard, Guards};
pub use verdict::Verdict;

use super::inventory::Inventory;
use super::registry::{Group, User};
use super::whoami::WhoAmI;

/// Something that is done at a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// List the stored tokens of users, without their secrets.
    ListTokens,
    /// Read the whole tokens of one of one's own token ids.
    ReadOwnTokens,
    /// Read the whole tokens of somebody else's token id.
    ReadForeignTokens,
    /// Delete the rows of a token id. Of one's own too: DIRAC compares the DN of the certificate with that of the token.
    DeleteTokens,
    /// Have a token issued: a client token, or one of a user from the stored refresh token.
    GetToken,
    /// Change the configuration.
    Commit,
    /// Take the configuration back to an older version.
    RollBack,
    /// Read older versions of the configuration.
    ReadVersions,
    /// Look at the components of a host, restart them, read their logs.
    ManageHosts,
}

/// The services of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// `Framework/TokenManager`.
    TokenManager,
    /// `Configuration/Server`.
    Configuration,
    /// `Framework/SystemAdministrator`.
    SystemAdministrator,
}

impl Service {
    /// The name in a sentence: `TokenManager`.
    pub fn name(self) -> &'static str {
        match self {
            Self::TokenManager => "TokenManager",
            Self::Configuration => "Configuration Server",
            Self::SystemAdministrator => "SystemAdministrator",
        }
    }

    /// Whether this is the service that is called `Framework/TokenManager`, `Configuration/Server`.
    pub fn is_called(self, name: &str) -> bool {
        match self {
            Self::TokenManager => name == "Framework/TokenManager",
            Self::Configuration => name == "Configuration/Server",
            Self::SystemAdministrator => name == "Framework/SystemAdministrator",
        }
    }
}

/// A row of the table.
#[derive(Debug)]
pub struct Need {
    /// What is done.
    pub what: What,
    /// The same in words that follow "to": `list the stored tokens of users`.
    pub title: &'static str,
    /// At which service.
    pub service: Service,
    /// By which method; `Default` stands for all methods of a service.
    pub method: &'static str,
    /// The rule written in the handler, which comes before the configuration's `Default`; `None` if there is none.
    pub(crate) built_in: Option<&'static [&'static str]>,
    /// The rule of DIRAC's template, taken where the configuration does not show the service.
    pub(crate) template: &'static [&'static str],
    /// Properties of which the handler itself asks for one, behind the door.
    pub(crate) inside: &'static [&'static str],
    /// Properties of which this program asks for one, whatever the server allows.
    pub(crate) ours: &'static [&'static str],
    /// Where this comes from.
    pub basis: &'static str,
}

const AUTHENTICATED: &[&str] = &["authenticated"];
const PROXY_MANAGEMENT: &[&str] = &["ProxyManagement"];

const fn tokens(what: What, title: &'static str, method: &'static str) -> Need {
    Need {
        what,
        title,
        service: Service::TokenManager,
        method,
        built_in: Some(AUTHENTICATED),
        template: AUTHENTICATED,
        inside: &[],
        ours: &[],
        basis: "facts/dirac.md 4.6, 4.8",
    }
}

const fn configuration(
    what: What,
    title: &'static str,
    method: &'static str,
    template: &'static [&'static str],
) -> Need {
    Need {
        what,
        title,
        service: Service::Configuration,
        method,
        built_in: None,
        template,
        inside: &[],
        ours: &[],
        basis: "facts/dirac.md 3.3, 4.8",
    }
}

/// The table: every [`What`] once, in its order.
pub const NEEDS: &[Need] = &[
    Need {
        built_in: Some(PROXY_MANAGEMENT),
        template: PROXY_MANAGEMENT,
        ..tokens(What::ListTokens, "list the stored tokens of users", "getUsersTokensInfo")
    },
    tokens(What::ReadOwnTokens, "read your own stored tokens", "getTokensByUserID"),
    Need {
        ours: PROXY_MANAGEMENT,
        ..tokens(What::ReadForeignTokens, "read the tokens of another user", "getTokensByUserID")
    },
    Need {
        inside: PROXY_MANAGEMENT,
        ..tokens(What::DeleteTokens, "delete stored tokens", "deleteToken")
    },
    Need {
        inside: &["FullDelegation", "LimitedDelegation"],
        ..tokens(What::GetToken, "have a token issued", "getToken")
    },
    configuration(What::Commit, "change the configuration", "commitNewData", &["CSAdministrator"]),
    configuration(
        What::RollBack,
        "take the configuration back to an older version",
        "rollbackToVersion",
        &["CSAdministrator"],
    ),
    configuration(
        What::ReadVersions,
        "read older versions of the configuration",
        "getVersionContents",
        &["ServiceAdministrator", "CSAdministrator"],
    ),
    Need {
        what: What::ManageHosts,
        title: "manage the services of hosts",
        service: Service::SystemAdministrator,
        method: "Default",
        built_in: None,
        template: &["ServiceAdministrator"],
        inside: &[],
        ours: &[],
        basis: "facts/dirac.md 4.8, 6",
    },
];

impl What {
    /// Everything in the table.
    pub fn all() -> impl Iterator<Item = Self> {
        NEEDS.iter().map(|need| need.what)
    }

    /// The word in JSON: `list_tokens`.
    pub fn word(self) -> &'static str {
        match self {
            Self::ListTokens => "list_tokens",
            Self::ReadOwnTokens => "read_own_tokens",
            Self::ReadForeignTokens => "read_foreign_tokens",
            Self::DeleteTokens => "delete_tokens",
            Self::GetToken => "get_token",
            Self::Commit => "commit",
            Self::RollBack => "roll_back",
            Self::ReadVersions => "read_versions",
            Self::ManageHosts => "manage_hosts",
        }
    }

    /// Its row of the table.
    pub fn need(self) -> &'static Need {
        // the table has every one of them: a test goes through all
        NEEDS.iter().find(|need| need.what == self).unwrap_or(&NOTHING)
    }

    /// What a call of `method` at the TokenManager or the Configuration Server does. `getTokensByUserID` counts as a
    /// foreign one.
    pub fn of_method(method: &str) -> Option<Self> {
        let mut of_method = NEEDS.iter().filter(|need| need.method == method);
        of_method.next_back().map(|need| need.what)
    }
}

/// Stands where the table would have a gap.
const NOTHING: Need = tokens(What::ManageHosts, "do this", "");

/// Who calls, as far as rights go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller<'a> {
    /// Name in the Registry, if the server knows one.
    pub user: Option<&'a str>,
    /// Group that the server granted.
    pub group: Option<&'a str>,
    /// Properties of that group (or host), as the server told them.
    pub properties: &'a [String],
    /// Whether it calls with a proxy, whose group cannot be chosen when it is used.
    pub by_proxy: bool,
}

impl<'a> From<&'a WhoAmI> for Caller<'a> {
    fn from(who: &'a WhoAmI) -> Self {
        Self {
            user: who.username.as_deref(),
            group: who.group.as_deref(),
            properties: &who.properties,
            by_proxy: who.is_proxy,
        }
    }
}

/// Whether `caller` may do `what`; if not, what is missing and which of the caller's groups would do.
///
/// Properties count as the server told them; `inventory` tells the rules, the members of groups and who is suspended.
pub fn judge<'a>(what: What, caller: impl Into<Caller<'a>>, inventory: &Inventory) -> Verdict {
    let caller = caller.into();
    let need = what.need();
    let guard = inventory.guards.of(what);
    let own = inventory.groups.iter().find(|group| Some(group.name.as_str()) == caller.group);
    let vo = own.and_then(|group| group.vo.as_deref());
    let found = match caller.group {
        Some(group) => guard.pass(need, group, vo, caller.properties),
        None => Err(guard.door()),
    };
    let user = inventory.users.iter().find(|user| Some(user.name.as_str()) == caller.user);
    let would = |group: &&Group| {
        Some(group.name.as_str()) != caller.group
            && group.users.iter().any(|member| Some(member.as_str()) == caller.user)
            && !user.is_some_and(|user| suspended_in(user, group))
            && guard.pass(need, &group.name, group.vo.as_deref(), &group.properties).is_ok()
    };
    let others =
        if found.is_ok() { Vec::new() } else { inventory.groups.iter().filter(would).collect() };
    Verdict {
        what,
        allowed: found.is_ok(),
        needs: found.unwrap_or_else(|missing| missing),
        source: guard.source(need),
        group: caller.group.map(str::to_owned),
        others: others.iter().map(|group: &&Group| group.name.clone()).collect(),
        by_proxy: caller.by_proxy,
    }
}

/// Whether the whole tokens of this token id may be read: one's own, or anybody's with ProxyManagement, whatever the server
/// would give (design.md 6.12). An id that two users have is nobody's own.
pub fn may_read_id<'a>(id: &str, caller: impl Into<Caller<'a>>, inventory: &Inventory) -> Verdict {
    let caller = caller.into();
    let mut owners = inventory.users.iter().filter(|user| user.token_ids.iter().any(|i| i == id));
    let own = match (owners.next(), owners.next()) {
        (Some(owner), None) => caller.user == Some(owner.name.as_str()),
        _ => false,
    };
    judge(if own { What::ReadOwnTokens } else { What::ReadForeignTokens }, caller, inventory)
}

/// Whether DIRAC refuses `user` in `group`, for the user is suspended in its VO (facts/dirac.md 1.5).
fn suspended_in(user: &User, group: &Group) -> bool {
    group.vo.as_ref().is_some_and(|vo| user.suspended.contains(vo))
}

#[cfg(test)]
mod tests;
