//! VOs, and the chain group → VO → IdProvider.
//!
//! Owns the rows and the lookup of VOs by name. It must not know how a configuration is walked.

use std::collections::HashMap;

use super::cs::CsPath;
use super::lint::Finding;

/// A group of a VO and the scopes that its members ask for (facts/dirac.md 4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoGroup {
    /// Group name.
    pub name: String,
    /// Scopes of the group, from `IdPRole` or derived by the provider's type; empty if there are none.
    pub scopes: Vec<String>,
    /// Whether the scopes come from `IdPRole` (true) or are derived from the group's name (false).
    pub explicit: bool,
}

/// A VO: a section of `/Registry/VO`, or a name that groups mention without such a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vo {
    /// VO name.
    pub name: String,
    /// `/Registry/VO/<vo>/IdProvider` as written, whether or not that provider exists.
    pub id_provider: Option<String>,
    /// Groups whose VO this is, in order of the CS.
    pub groups: Vec<VoGroup>,
    /// How many distinct users of these groups have a token id.
    pub users_with_token_id: usize,
    /// CEs at which at least one admitted queue submits for this VO with a token.
    pub ces_token: usize,
    /// CEs that admit this VO at all.
    pub ces_total: usize,
    /// The section's path.
    pub path: CsPath,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// VO names by position, found exactly or whatever their case. Built once per inventory, so that no row searches a list.
#[derive(Debug)]
pub struct VoNames<'a> {
    exact: HashMap<&'a str, usize>,
    folded: HashMap<String, Vec<(usize, &'a str)>>,
}

impl<'a> VoNames<'a> {
    /// Indexes `names`; of equal names the first counts.
    pub fn new(names: &'a [String]) -> Self {
        let mut exact = HashMap::with_capacity(names.len());
        let mut folded: HashMap<String, Vec<(usize, &str)>> = HashMap::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            exact.entry(name.as_str()).or_insert(at);
            folded.entry(name.to_lowercase()).or_default().push((at, name));
        }
        Self { exact, folded }
    }

    /// How many different names there are.
    pub fn len(&self) -> usize {
        self.exact.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.exact.is_empty()
    }

    /// Position of the VO that is called exactly `name`.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.exact.get(name).copied()
    }

    /// Positions of all VOs that `name` means where case does not matter (admission of VOs).
    pub fn positions_alike(&self, name: &str) -> impl Iterator<Item = usize> + use<'_, 'a> {
        self.folded.get(&name.to_lowercase()).into_iter().flatten().map(|(at, _)| *at)
    }

    /// The first VO that `name` means where case does not matter.
    pub fn alike(&self, name: &str) -> Option<&'a str> {
        self.folded.get(&name.to_lowercase())?.first().map(|(_, name)| *name)
    }
}
