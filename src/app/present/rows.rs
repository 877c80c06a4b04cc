//! What every list of the console can do: show cells, be filtered and sorted, tell the detail of a row.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::domain::query::Schema;
use crate::store::index::Source;
use crate::store::tokens::TokenRef;

use super::{Detail, Rows};

/// Rows of a screen. Made anew when what they show has changed; shared with the worker.
pub(crate) trait PaneRows: Rows + Source {
    /// Everything known of a row.
    fn detail(&self, row: usize, now: Timestamp) -> Detail;

    /// The columns that can be asked for.
    fn schema(&self) -> &Schema;

    /// The rows with these keys, in the order of the table.
    fn find_all(&self, keys: &BTreeSet<Box<str>>) -> Vec<u32> {
        let numbers = 0..u32::try_from(self.len()).unwrap_or(u32::MAX);
        numbers.filter(|row| keys.contains(&*self.key(*row as usize))).collect()
    }

    /// The row with this key.
    fn find(&self, key: &str) -> Option<usize> {
        (0..self.len()).find(|row| self.key(*row) == key)
    }

    /// The token id that a row is about, where rows are stored tokens.
    fn token_id(&self, row: usize) -> Option<String> {
        let _ = row;
        None
    }

    /// When a cell of this row will look different by the mere passing of time.
    fn next_change(&self, row: usize, now: Timestamp) -> Option<Timestamp> {
        let _ = (row, now);
        None
    }

    /// The stored token that this row is, where rows are stored tokens.
    fn stored(&self, row: usize) -> Option<TokenRef<'_>> {
        let _ = row;
        None
    }

    /// The user of the Registry whom the row belongs to.
    fn user(&self, row: usize) -> Option<String> {
        let _ = row;
        None
    }

    /// Query that narrows this list to the rows that belong with this one.
    fn follow(&self, row: usize) -> Option<String> {
        let _ = row;
        None
    }
}
