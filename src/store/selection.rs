//! Marked rows: a query, single rows by their stable keys, or both. Marks survive sorting, filtering and refreshing.
//!
//! "All that match" is kept as what was said and not as a list of rows: whatever matches when it is looked at is marked.

use std::collections::BTreeSet;

use crate::domain::query::Query;

/// What is marked. A row is marked if the query holds for it or its key is here, but not both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    query: Option<Query>,
    keys: BTreeSet<Box<str>>,
}

impl Selection {
    /// All rows for which `query` holds.
    pub fn all(query: Query) -> Self {
        Self { query: Some(query), keys: BTreeSet::new() }
    }

    /// The query, if rows are marked by one.
    pub fn query(&self) -> Option<&Query> {
        self.query.as_ref()
    }

    /// The query was read anew, for other columns.
    pub fn reread(&mut self, query: Query) {
        if self.query.is_some() {
            self.query = Some(query);
        }
    }

    /// Keys of the rows marked by hand, or taken out of the query by hand.
    pub fn keys(&self) -> &BTreeSet<Box<str>> {
        &self.keys
    }

    /// Marks the row, or takes the mark away.
    pub fn toggle(&mut self, key: &str) {
        if !self.keys.remove(key) {
            self.keys.insert(key.into());
        }
    }

    /// Whether the row is marked; `matches` says whether the query holds for it.
    pub fn contains(&self, key: &str, matches: bool) -> bool {
        matches != self.keys.contains(key)
    }

    /// Whether nothing was marked.
    pub fn is_empty(&self) -> bool {
        self.query.is_none() && self.keys.is_empty()
    }
}

/// The marks of a table as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    rows: Vec<bool>,
    /// How many rows are marked, those that are gone included.
    pub count: usize,
    /// How many of them are not shown, or gone.
    pub hidden: usize,
    /// How many rows of the query were taken out by hand.
    pub left_out: usize,
    /// How many rows were marked by hand beside the query.
    pub added: usize,
}

impl Marks {
    /// The marks of a table of `len` rows: `matching` are the rows for which the query holds, `by_hand` those whose keys are
    /// in the selection, `gone` is how many of its keys no row has, `shown` the rows on screen.
    pub fn new(len: usize, matching: &[u32], by_hand: &[u32], gone: usize, shown: &[u32]) -> Self {
        let mut rows = vec![false; len];
        let (mut count, mut left_out) = (0_usize, 0_usize);
        for row in matching {
            if let Some(mark) = rows.get_mut(*row as usize) {
                *mark = true;
                count += 1;
            }
        }
        for row in by_hand {
            if let Some(mark) = rows.get_mut(*row as usize) {
                *mark = !*mark;
                if *mark {
                    count += 1;
                } else {
                    count -= 1;
                    left_out += 1;
                }
            }
        }
        let seen = shown.iter().filter(|row| rows.get(**row as usize).copied() == Some(true));
        let seen = seen.count();
        let added = by_hand.len().saturating_sub(left_out).saturating_add(gone);
        let count = count.saturating_add(gone);
        Self { rows, count, hidden: count.saturating_sub(seen), left_out, added }
    }

    /// Whether the row is marked.
    pub fn contains(&self, row: usize) -> bool {
        self.rows.get(row).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::{Grid, Schema};
    use proptest::prelude::*;

    #[test]
    fn a_mark_is_set_and_taken_away_by_the_same_key() {
        let mut selection = Selection::default();
        selection.toggle("ce01");
        assert!(selection.contains("ce01", false) && !selection.contains("ce02", false));
        selection.toggle("ce01");
        assert!(selection.is_empty());
    }

    #[test]
    fn a_row_is_taken_out_of_a_query_and_put_back() {
        let query = Query::read("iam", &Schema::console(Grid::Providers, [])).unwrap();
        let mut selection = Selection::all(query);
        assert!(selection.contains("a", true) && !selection.contains("b", false));
        selection.toggle("a");
        assert!(!selection.contains("a", true));
        selection.toggle("b");
        assert!(selection.contains("b", false), "and one beside it put in");
        selection.toggle("a");
        assert!(selection.contains("a", true) && !selection.is_empty());
    }

    proptest! {
        #[test]
        fn counts_are_those_of_the_rows(
            matching in proptest::collection::btree_set(0u32..12, 0..12),
            by_hand in proptest::collection::btree_set(0u32..12, 0..12),
            shown in proptest::collection::btree_set(0u32..12, 0..12),
            gone in 0usize..3,
        ) {
            let list = |set: &BTreeSet<u32>| set.iter().copied().collect::<Vec<_>>();
            let marks = Marks::new(12, &list(&matching), &list(&by_hand), gone, &list(&shown));
            let marked: Vec<u32> =
                (0..12).filter(|row| matching.contains(row) != by_hand.contains(row)).collect();
            for row in 0..12 {
                prop_assert_eq!(marks.contains(row as usize), marked.contains(&row));
            }
            prop_assert_eq!(marks.count, marked.len() + gone);
            let unseen = marked.iter().filter(|row| !shown.contains(row)).count();
            prop_assert_eq!(marks.hidden, unseen + gone);
            prop_assert_eq!(marks.count, matching.len() - marks.left_out + marks.added);
        }
    }
}
