//! Users and groups of the Registry, and the token ids of users.
//!
//! Owns the rows and what a DN tells of a token id. It must not know how a configuration is walked.

use super::lint::Finding;

/// What stands before the token id in a DN (`Registry.getIDFromDN`).
pub const ID_DN_PREFIX: &str = "/O=DIRAC/CN=";

/// The token id that a DN stands for, `None` for a certificate's DN. An empty id is none: DIRAC skips it.
pub fn token_id(dn: &str) -> Option<&str> {
    dn.strip_prefix(ID_DN_PREFIX).filter(|id| !id.is_empty())
}

/// A user: a section of `/Registry/Users`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// User name.
    pub name: String,
    /// DNs, from the comma list `DN`.
    pub dns: Vec<String>,
    /// Token ids: the part after `/O=DIRAC/CN=` of each such DN (facts/dirac.md 4.5). A user without one has no stored
    /// tokens.
    pub token_ids: Vec<String>,
    /// Groups whose `Users` list names the user, in order of the CS.
    pub groups: Vec<String>,
    /// Groups to take where none is asked for, from the list `DefaultGroup`; the first that the user is in counts.
    pub default_groups: Vec<String>,
    /// VOs in which the user is suspended.
    pub suspended: Vec<String>,
    /// What is wrong with the user.
    pub findings: Vec<Finding>,
}

/// A group: a section of `/Registry/Groups`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Group name.
    pub name: String,
    /// VO of the group by the rule of the server's version (facts/dirac.md 4.3); `None` if there is none.
    pub vo: Option<String>,
    /// Members.
    pub users: Vec<String>,
    /// Properties.
    pub properties: Vec<String>,
    /// `IdPRole` split on white space, `None` if the option is absent or empty.
    pub idp_role: Option<Vec<String>>,
}

#[cfg(test)]
mod tests {
    use super::token_id;

    #[test]
    fn a_token_id_is_what_follows_the_prefix() {
        assert_eq!(token_id("/O=DIRAC/CN=abc@egi.eu"), Some("abc@egi.eu"));
        assert_eq!(token_id("/O=DIRAC/CN="), None);
        assert_eq!(token_id("/O=dirac/CN=abc"), None);
        assert_eq!(token_id("/DC=org/O=DIRAC/CN=abc"), None);
    }
}
