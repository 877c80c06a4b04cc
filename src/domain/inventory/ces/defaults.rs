//! Defaults of CE types: `/Resources/Computing` and `/LocalSite` (`ComputingElement.initializeParameters`).
//!
//! Their tags are joined, and count only for PilotManager at queues where neither CE nor queue has an option `Tag`: the
//! Site Director always hands a list of its own over, which takes their place (facts/dirac.md 5.1).

use std::collections::HashMap;

use crate::domain::ce::Level;
use crate::domain::ce::tags::Grants;
use crate::domain::cs::{Opt, Section, Tree};
use crate::domain::vo::VoNames;

pub(super) struct Defaults<'t, 'v> {
    vos: &'v VoNames<'v>,
    computing: Option<Section<'t>>,
    local: Option<Section<'t>>,
    /// Grants of the type alone, by type.
    by_type: HashMap<String, Grants>,
}

impl<'t, 'v> Defaults<'t, 'v> {
    pub(super) fn new(tree: &'t Tree, vos: &'v VoNames<'v>) -> Self {
        let computing = tree.section("/Resources/Computing");
        let local = tree.section("/LocalSite");
        Self { vos, computing, local, by_type: HashMap::new() }
    }

    /// Sections that apply to the CE called `ce`, the weakest first.
    fn sections(&self, ce_type: Option<&str>, ce: &str) -> [Option<Section<'t>>; 4] {
        let computing = |name: &str| self.computing.and_then(|section| section.section(name));
        [
            computing("CEDefaults"),
            ce_type.and_then(computing),
            self.local.and_then(|section| section.section(ce)),
            self.local,
        ]
    }

    /// For which VOs the defaults ask for a token.
    pub(super) fn grants(&mut self, ce_type: Option<&str>, ce: &str) -> Grants {
        if self.computing.is_none() && self.local.is_none() {
            return Grants::none(self.vos.len());
        }
        let per_ce = self.local.is_some();
        let key = ce_type.unwrap_or_default();
        if !per_ce && let Some(known) = self.by_type.get(key) {
            return known.clone();
        }
        let mut grants = Grants::none(self.vos.len());
        for section in self.sections(ce_type, ce).into_iter().flatten() {
            if let Some(option) = section.option("Tag") {
                grants.add(option.list(), Level::Default, self.vos);
            }
        }
        if !per_ce {
            self.by_type.insert(key.to_owned(), grants.clone());
        }
        grants
    }

    /// The `Port` that applies to a CE without one of its own.
    pub(super) fn port(&self, ce_type: Option<&str>, ce: &str) -> Option<Opt<'t>> {
        if self.computing.is_none() && self.local.is_none() {
            return None;
        }
        let sections = self.sections(ce_type, ce);
        sections.into_iter().rev().flatten().find_map(|section| section.option("Port"))
    }
}
