//! Users and groups of the Registry, and the token ids of users.

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
    /// VOs in which the user is suspended.
    pub suspended: Vec<String>,
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
