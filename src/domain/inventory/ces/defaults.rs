//! Defaults of CE types: `/Resources/Computing` and `/LocalSite` (`ComputingElement.initializeParameters`).
//!
//! Their tags are joined, and count only for PilotManager at queues where neither CE nor queue has an option `Tag`: the
//! Site Director always hands a list of its own over, which takes their place (facts/dirac.md 5.1).

use std::collections::HashMap;

use crate::domain::cs::{Opt, Section, Tree};

/// The defaults that reach CEs, looked up by type and name.
pub(in crate::domain) struct Defaults<'t> {
    computing: Option<Section<'t>>,
    local: Option<Section<'t>>,
    /// Joined tags, by CE type.
    by_type: HashMap<String, Vec<&'t str>>,
    /// Joined tags of the CE asked for last.
    last: Vec<&'t str>,
}

impl<'t> Defaults<'t> {
    /// Of this tree.
    pub(in crate::domain) fn new(tree: &'t Tree) -> Self {
        let computing = tree.section("/Resources/Computing");
        let local = tree.section("/LocalSite");
        Self { computing, local, by_type: HashMap::new(), last: Vec::new() }
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

    /// Whether no default can apply to anything.
    fn absent(&self) -> bool {
        self.computing.is_none() && self.local.is_none()
    }

    /// The joined tags, each once.
    pub(in crate::domain) fn tags(&mut self, ce_type: Option<&str>, ce: &str) -> &[&'t str] {
        if self.absent() {
            return &[];
        }
        // what /LocalSite says may differ by CE
        if self.local.is_some() {
            self.last = self.read(ce_type, ce);
            return &self.last;
        }
        let key = ce_type.unwrap_or_default();
        if !self.by_type.contains_key(key) {
            let tags = self.read(ce_type, ce);
            self.by_type.insert(key.to_owned(), tags);
        }
        self.by_type.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    fn read(&self, ce_type: Option<&str>, ce: &str) -> Vec<&'t str> {
        let mut tags = Vec::new();
        for section in self.sections(ce_type, ce).into_iter().flatten() {
            for tag in section.option("Tag").into_iter().flat_map(Opt::list) {
                if !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
        }
        tags
    }

    /// An option that a CE inherits where it has none of its own.
    pub(super) fn option(&self, name: &str, ce_type: Option<&str>, ce: &str) -> Option<Opt<'t>> {
        if self.absent() {
            return None;
        }
        let sections = self.sections(ce_type, ce);
        sections.into_iter().rev().flatten().find_map(|section| section.option(name))
    }
}
