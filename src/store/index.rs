//! Which rows are shown, and in which order: query and sort over anything that has rows.
//!
//! One computation for small tables (done at once) and big ones (done by the worker): [`arrange`]. It looks at a flag every
//! few thousand rows, so that a newer wish stops an older one.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::atomic::{AtomicBool, Ordering as Memory};

use jiff::Timestamp;

use super::natural;
use crate::domain::query::Query;

/// Tables of fewer rows are arranged at once, larger ones by the worker.
pub const INLINE_ROWS: usize = 5_000;

/// How many rows are looked at between two looks at the flag.
const STRIDE: usize = 16_384;

/// What a row is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortKey<'a> {
    /// A number, a time in seconds, a rank.
    Number(i64),
    /// A text, in natural order.
    Text(Cow<'a, str>),
    /// Unknown: after all others in either direction.
    Absent,
}

/// Rows that can be asked and sorted.
pub trait Source: Send + Sync {
    /// How many rows there are.
    fn rows(&self) -> usize;
    /// What `row` is sorted by in `column`.
    fn sort_key(&self, row: usize, column: usize) -> SortKey<'_>;
    /// Whether `query` holds for `row` at `now`; `false` for a row that is not there.
    fn holds(&self, row: usize, query: &Query, now: Timestamp) -> bool;
    /// The rows for which `query` holds at `now`, in their order; `None` if `stop` was set meanwhile. Tables with
    /// dictionaries have a faster way than this, which looks at each row.
    fn select(&self, query: &Query, now: Timestamp, stop: &AtomicBool) -> Option<Vec<u32>> {
        let mut rows = Vec::new();
        for row in 0..u32::try_from(self.rows()).unwrap_or(u32::MAX) {
            if (row as usize).is_multiple_of(STRIDE) && stop.load(Memory::Relaxed) {
                return None;
            }
            if self.holds(row as usize, query, now) {
                rows.push(row);
            }
        }
        Some(rows)
    }
}

/// By which column, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Column number.
    pub column: usize,
    /// Largest first.
    pub descending: bool,
}

/// What is wished for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Only rows for which this holds.
    pub query: Query,
    /// The order; rows as they come if `None`.
    pub order: Option<Order>,
    /// Marked are all rows for which this holds, whether or not they are shown.
    pub marked: Option<Query>,
}

impl Wish {
    /// Whether the answer can change by the mere passing of time.
    pub fn changes(&self) -> bool {
        self.query.changes() || self.marked.as_ref().is_some_and(Query::changes)
    }
}

/// What a wish comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arranged {
    /// The rows to be shown, in order. Rows that compare equal stay in the order they came in.
    pub order: Vec<u32>,
    /// The rows that are marked by query, in the order of the table.
    pub marked: Vec<u32>,
}

/// The rows for which the query holds at `now`, in the wished order, and those that are marked.
///
/// `None` if `stop` was set meanwhile: a newer wish is waiting.
pub fn arrange(
    source: &dyn Source,
    wish: &Wish,
    now: Timestamp,
    stop: &AtomicBool,
) -> Option<Arranged> {
    let select = |query: &Query| {
        if query.is_all() {
            return Some((0..u32::try_from(source.rows()).unwrap_or(u32::MAX)).collect());
        }
        source.select(query, now, stop)
    };
    let rows: Vec<u32> = select(&wish.query)?;
    let marked = match &wish.marked {
        Some(marked) if *marked == wish.query => rows.clone(),
        Some(marked) => select(marked)?,
        None => Vec::new(),
    };
    let order = match wish.order {
        Some(order) => sort(source, rows, order, stop)?,
        None => rows,
    };
    Some(Arranged { order, marked })
}

fn sort(source: &dyn Source, rows: Vec<u32>, order: Order, stop: &AtomicBool) -> Option<Vec<u32>> {
    let mut keyed = Vec::with_capacity(rows.len());
    for (position, row) in rows.into_iter().enumerate() {
        if position.is_multiple_of(STRIDE) && stop.load(Memory::Relaxed) {
            return None;
        }
        keyed.push((source.sort_key(row as usize, order.column), row));
    }
    keyed.sort_by(|(a, _), (b, _)| compare(a, b, order.descending));
    Some(keyed.into_iter().map(|(_, row)| row).collect())
}

fn compare(a: &SortKey<'_>, b: &SortKey<'_>, descending: bool) -> Ordering {
    let order = match (a, b) {
        (SortKey::Absent, SortKey::Absent) => return Ordering::Equal,
        (SortKey::Absent, _) => return Ordering::Greater,
        (_, SortKey::Absent) => return Ordering::Less,
        (SortKey::Number(a), SortKey::Number(b)) => a.cmp(b),
        (SortKey::Text(a), SortKey::Text(b)) => natural::compare(a, b),
        (SortKey::Number(_), SortKey::Text(_)) => Ordering::Less,
        (SortKey::Text(_), SortKey::Number(_)) => Ordering::Greater,
    };
    if descending { order.reverse() } else { order }
}

#[cfg(test)]
mod tests;
