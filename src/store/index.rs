//! Which rows are shown, and in which order: filter and sort over anything that has rows.
//!
//! One computation for small tables (done at once) and big ones (done by the worker): [`arrange`]. It looks at a flag every
//! few thousand rows, so that a newer wish stops an older one.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::atomic::{AtomicBool, Ordering as Memory};

use super::natural;

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

/// Rows that can be filtered and sorted.
pub trait Source: Send + Sync {
    /// How many rows there are.
    fn rows(&self) -> usize;
    /// Appends the texts of all columns of `row`, one per line: what a filter looks through.
    fn text(&self, row: usize, into: &mut String);
    /// What `row` is sorted by in `column`.
    fn sort_key(&self, row: usize, column: usize) -> SortKey<'_>;
    /// A test for rows that contain `needle` (lower case, not empty) in some column, without regard to ASCII case.
    /// Tables with dictionaries have a faster one than this, which builds the text of each row.
    fn matcher<'s>(&'s self, needle: &'s str) -> Box<dyn FnMut(usize) -> bool + 's> {
        let mut text = String::new();
        let finder = memchr::memmem::Finder::new(needle.as_bytes()).into_owned();
        Box::new(move |row| {
            text.clear();
            self.text(row, &mut text);
            text.make_ascii_lowercase();
            finder.find(text.as_bytes()).is_some()
        })
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
    /// Only rows that contain this text in some column; all if it is empty.
    pub filter: String,
    /// The order; rows as they come if `None`.
    pub order: Option<Order>,
}

/// The rows that pass the filter, in the wished order. Rows that compare equal stay in the order they came in.
///
/// `None` if `stop` was set meanwhile: a newer wish is waiting.
pub fn arrange(source: &dyn Source, wish: &Wish, stop: &AtomicBool) -> Option<Vec<u32>> {
    let count = u32::try_from(source.rows()).unwrap_or(u32::MAX);
    let rows: Vec<u32> = if wish.filter.is_empty() {
        (0..count).collect()
    } else {
        let needle = wish.filter.to_ascii_lowercase();
        let mut matches = source.matcher(&needle);
        let mut rows = Vec::new();
        for row in 0..count {
            if (row as usize).is_multiple_of(STRIDE) && stop.load(Memory::Relaxed) {
                return None;
            }
            if matches(row as usize) {
                rows.push(row);
            }
        }
        rows
    };
    match wish.order {
        Some(order) => sort(source, rows, order, stop),
        None => Some(rows),
    }
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
