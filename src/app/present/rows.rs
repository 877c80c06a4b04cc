//! What every list of the console can do: show cells, be filtered and sorted, tell the detail of a row.

use jiff::Timestamp;

use crate::store::index::Source;

use super::{Detail, Rows};

/// Rows of a screen. Made anew when what they show has changed; shared with the worker.
pub(crate) trait PaneRows: Rows + Source {
    /// Everything known of a row.
    fn detail(&self, row: usize, now: Timestamp) -> Detail;

    /// The row with this key.
    fn find(&self, key: &str) -> Option<usize> {
        (0..self.len()).find(|row| self.key(*row) == key)
    }

    /// When a cell of this row will look different by the mere passing of time.
    fn next_change(&self, row: usize, now: Timestamp) -> Option<Timestamp> {
        let _ = (row, now);
        None
    }

    /// Text that narrows this list to the rows that belong with this one.
    fn follow(&self, row: usize) -> Option<String> {
        let _ = row;
        None
    }
}
