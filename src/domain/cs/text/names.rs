//! Which names a section holds already, asked once per entry while parsing.
//!
//! Small sections are walked; a bit set of name shapes answers most questions without that. The names of large sections go
//! into a table (seeded, so that no text can make it slow), which keeps 38,000 users in one section linear.

use std::borrow::Cow;
use std::collections::HashMap;

/// Entries from which on a section's names are put into a table.
pub(super) const LARGE: u32 = 24;

/// The names of the large sections, by the section's node.
#[derive(Default)]
pub(super) struct Names<'a>(HashMap<u32, HashMap<Cow<'a, str>, u32>>);

impl<'a> Names<'a> {
    /// The table of a section, if it is large.
    pub(super) fn of(&self, section: u32) -> Option<&HashMap<Cow<'a, str>, u32>> {
        self.0.get(&section)
    }

    /// Adds an entry to the table of a large section.
    pub(super) fn add(&mut self, section: u32, name: Cow<'a, str>, node: u32) {
        if let Some(names) = self.0.get_mut(&section) {
            names.insert(name, node);
        }
    }

    /// Makes a section large.
    pub(super) fn start(&mut self, section: u32, names: impl Iterator<Item = (Cow<'a, str>, u32)>) {
        self.0.insert(section, names.collect());
    }
}

/// A set of name shapes: says `false` only for names that were never added.
#[derive(Clone, Copy, Default)]
pub(super) struct Shapes(u64);

impl Shapes {
    /// Adds a name; says whether one of its shape was there.
    pub(super) fn add(&mut self, name: &[u8]) -> bool {
        let byte = |at: usize| name.get(at).copied().map_or(0, usize::from);
        let mix = name.len().wrapping_mul(5)
            ^ byte(0).wrapping_mul(3)
            ^ byte(name.len() / 2).wrapping_mul(11)
            ^ byte(name.len().wrapping_sub(1)).wrapping_mul(7);
        let bit = 1u64 << (mix & 63);
        let known = self.0 & bit != 0;
        self.0 |= bit;
        known
    }
}
