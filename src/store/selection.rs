//! Rows marked by hand, by their stable keys: a mark survives sorting, filtering and refreshing.

use std::collections::BTreeSet;

/// The keys of the rows that are marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    keys: BTreeSet<Box<str>>,
}

impl Selection {
    /// Marks the row, or takes the mark away. Says whether it is marked now.
    pub fn toggle(&mut self, key: &str) -> bool {
        !self.keys.remove(key) && self.keys.insert(key.into())
    }

    /// Whether the row is marked.
    pub fn contains(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// How many rows are marked, seen or not.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether no row is marked.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Takes all marks away.
    pub fn clear(&mut self) {
        self.keys.clear();
    }

    /// The keys in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_set_and_taken_away_by_the_same_key() {
        let mut selection = Selection::default();
        assert!(selection.toggle("ce01"));
        assert!(selection.contains("ce01"));
        assert!(!selection.toggle("ce01"));
        assert!(selection.is_empty());
    }
}
