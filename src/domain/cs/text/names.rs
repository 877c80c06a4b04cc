//! Which names a section holds already, asked once per entry while parsing.
//!
//! Small sections are walked; a bit set of name shapes answers most questions without that. The names of large sections go
//! into a table (seeded, so that no text can make it slow), which keeps 38,000 users in one section linear.

use std::borrow::Cow;
use std::collections::HashMap;

/// Entries from which on a section's names are put into a table.
pub(super) const LARGE: u32 = 24;

/// The table of a section that is not large.
pub(super) const NO_TABLE: u32 = u32::MAX;

/// The tables of the large sections.
#[derive(Default)]
pub(super) struct Names<'a> {
    tables: Vec<HashMap<Cow<'a, str>, u32>>,
    /// Which table belongs to which section's node.
    of: HashMap<u32, u32>,
}

impl<'a> Names<'a> {
    /// The number of a section's table, or `NO_TABLE`.
    pub(super) fn table(&self, section: u32) -> u32 {
        if self.of.is_empty() {
            return NO_TABLE;
        }
        self.of.get(&section).copied().unwrap_or(NO_TABLE)
    }

    /// The names in a table, if there is such a table.
    pub(super) fn get(&self, table: u32) -> Option<&HashMap<Cow<'a, str>, u32>> {
        self.tables.get(table as usize)
    }

    /// Adds an entry to a table.
    pub(super) fn add(&mut self, table: u32, name: Cow<'a, str>, node: u32) {
        if let Some(names) = self.tables.get_mut(table as usize) {
            names.insert(name, node);
        }
    }

    /// Makes a section large; says the number of its table.
    pub(super) fn start(&mut self, section: u32, names: HashMap<Cow<'a, str>, u32>) -> u32 {
        let table = self.tables.len() as u32;
        self.tables.push(names);
        self.of.insert(section, table);
        table
    }
}

/// A set of name shapes: says `false` only for names that were never added.
#[derive(Clone, Copy, Default)]
pub(super) struct Shapes([u64; 4]);

impl Shapes {
    /// Adds a name; says whether one of its shape was there.
    #[inline]
    pub(super) fn add(&mut self, name: &[u8]) -> bool {
        let byte = |at: usize| name.get(at).copied().map_or(0, usize::from);
        let mix = name.len().wrapping_mul(37)
            ^ byte(0).wrapping_mul(3)
            ^ byte(name.len() / 2).wrapping_mul(11)
            ^ byte(name.len().wrapping_sub(1)).wrapping_mul(7);
        let bit = 1u64 << (mix & 63);
        let Some(word) = self.0.get_mut((mix >> 6) & 3) else { return true };
        let known = *word & bit != 0;
        *word |= bit;
        known
    }
}
