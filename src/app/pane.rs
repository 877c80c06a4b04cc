//! A list as it stands on a screen: its rows, which of them are shown in which order, the cursor, the marks.
//!
//! The cursor belongs to a row, not to a position: it stays on its row when rows are sorted, filtered or fetched anew.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::{SignedDuration, Timestamp};

use crate::domain::query::{Query, Schema};
use crate::store::index::{self, Arranged, INLINE_ROWS, Wish};
use crate::store::selection::{Marks, Selection};
use crate::store::stamp::Generation;

use super::present::rows::PaneRows;

/// A query about times is asked again this often while it is looked at.
const AGAIN: SignedDuration = SignedDuration::from_secs(60);
/// Of a big list not more often than this, whatever else happens.
const BIG_AGAIN: SignedDuration = SignedDuration::from_secs(5);

/// An arrangement that the worker is busy with.
struct Pending {
    generation: Generation,
    rows: Arc<dyn PaneRows>,
    /// Rows that came while it was busy.
    newer: Option<Arc<dyn PaneRows>>,
}

/// A list and where we are in it.
pub(crate) struct Pane {
    rows: Arc<dyn PaneRows>,
    order: Vec<u32>,
    wish: Wish,
    pending: Option<Pending>,
    cursor: usize,
    top: usize,
    selection: Selection,
    /// The rows for which the selection's query holds.
    matching: Vec<u32>,
    marks: Marks,
    /// The time for which the rows were last chosen.
    asked: Option<Timestamp>,
    /// Whether keys go to the detail.
    pub(crate) in_detail: bool,
    /// First line of the detail shown.
    pub(crate) detail_scroll: usize,
    /// New rows come in above: a cursor on the first row stays on the first row.
    follows: bool,
}

impl Pane {
    pub(crate) fn new(rows: Arc<dyn PaneRows>, follows: bool) -> Self {
        let mut pane = Self {
            rows,
            order: Vec::new(),
            wish: Wish::default(),
            pending: None,
            cursor: 0,
            top: 0,
            selection: Selection::default(),
            matching: Vec::new(),
            marks: Marks::default(),
            asked: None,
            in_detail: false,
            detail_scroll: 0,
            follows,
        };
        pane.arrange_now(Timestamp::UNIX_EPOCH);
        pane
    }

    pub(crate) fn rows(&self) -> &Arc<dyn PaneRows> {
        &self.rows
    }

    pub(crate) fn order(&self) -> &[u32] {
        &self.order
    }

    pub(crate) fn wish(&self) -> &Wish {
        &self.wish
    }

    pub(crate) fn cursor(&self) -> usize {
        self.cursor
    }

    pub(crate) fn top(&self) -> usize {
        self.top
    }

    pub(crate) fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Which rows are marked, and how many of them are hidden or gone.
    pub(crate) fn marks(&self) -> &Marks {
        &self.marks
    }

    /// The columns that can be asked for.
    pub(crate) fn schema(&self) -> &Schema {
        self.rows.schema()
    }

    /// Whether the worker is still busy with a filter or sort.
    pub(crate) fn busy(&self) -> bool {
        self.pending.is_some()
    }

    /// Row under the cursor.
    pub(crate) fn row(&self) -> Option<usize> {
        self.order.get(self.cursor).map(|row| *row as usize)
    }

    /// Rows on screen.
    pub(crate) fn visible(&self, height: usize) -> impl Iterator<Item = usize> {
        self.order.iter().skip(self.top).take(height).map(|row| *row as usize)
    }

    /// Shows other rows. `Some` if the worker has to arrange them first: the old ones stay until it is done.
    pub(crate) fn replace(
        &mut self,
        rows: Arc<dyn PaneRows>,
        generation: Generation,
        now: Timestamp,
    ) -> Option<Arc<dyn PaneRows>> {
        if let Some(pending) = &mut self.pending {
            pending.newer = Some(rows);
            return None;
        }
        self.arrange(rows, generation, now)
    }

    /// Filters and sorts otherwise. `Some` if the worker has to do it.
    pub(crate) fn set_wish(
        &mut self,
        wish: Wish,
        generation: Generation,
        now: Timestamp,
    ) -> Option<Arc<dyn PaneRows>> {
        if wish == self.wish {
            return None;
        }
        self.wish = wish;
        let rows = match self.pending.take() {
            Some(pending) => pending.newer.unwrap_or(pending.rows),
            None => Arc::clone(&self.rows),
        };
        self.arrange(rows, generation, now)
    }

    /// Asks again, if the answer can be another one by now. `Some` if the worker has to do it; and whether other rows are
    /// shown already.
    pub(crate) fn again(
        &mut self,
        generation: Generation,
        now: Timestamp,
    ) -> (Option<Arc<dyn PaneRows>>, bool) {
        let big = self.rows.rows() >= INLINE_ROWS;
        let pause = if big { BIG_AGAIN } else { SignedDuration::ZERO };
        let early =
            self.asked.is_some_and(|asked| asked == now || now.duration_since(asked) < pause);
        if !self.wish.changes() || self.pending.is_some() || early {
            return (None, false);
        }
        let before = if big { Vec::new() } else { self.order.clone() };
        let marked = self.marks.count;
        let source = self.arrange(Arc::clone(&self.rows), generation, now);
        let changed = source.is_none() && (self.order != before || self.marks.count != marked);
        (source, changed)
    }

    /// When a query about times is to be asked again, whatever else happens.
    pub(crate) fn again_due(&self) -> Option<Timestamp> {
        let asked = self.asked.filter(|_| self.wish.changes() && self.pending.is_none())?;
        asked.checked_add(AGAIN).ok()
    }

    fn arrange(
        &mut self,
        rows: Arc<dyn PaneRows>,
        generation: Generation,
        now: Timestamp,
    ) -> Option<Arc<dyn PaneRows>> {
        self.reread(rows.schema());
        if rows.rows() < INLINE_ROWS {
            let key = self.key();
            self.rows = rows;
            self.arrange_now(now);
            self.return_to(key.as_deref());
            return None;
        }
        self.asked = Some(now);
        self.pending = Some(Pending { generation, rows: Arc::clone(&rows), newer: None });
        Some(rows)
    }

    /// The columns may be others than before: each VO has its own. A query that is wrong now stays as it is and finds
    /// nothing in a column that is gone.
    fn reread(&mut self, schema: &Schema) {
        if schema == self.rows.schema() {
            return;
        }
        if let Ok(query) = Query::read(self.wish.query.text(), schema) {
            self.wish.query = query;
        }
        let marked = self.wish.marked.as_ref().map(|query| Query::read(query.text(), schema));
        if let Some(Ok(marked)) = marked {
            self.selection.reread(marked.clone());
            self.wish.marked = Some(marked);
        }
    }

    fn arrange_now(&mut self, now: Timestamp) {
        let never = AtomicBool::new(false);
        let arranged = index::arrange(&*self.rows, &self.wish, now, &never).unwrap_or_default();
        self.asked = Some(now);
        self.take(arranged);
    }

    fn take(&mut self, arranged: Arranged) {
        self.order = arranged.order;
        // marks that were taken away meanwhile stay away
        let still = self.selection.query().is_some();
        self.matching = if still { arranged.marked } else { Vec::new() };
    }

    /// The worker is done. `Some` if it has to go on with newer rows.
    pub(crate) fn arranged(
        &mut self,
        arranged: Arranged,
        generation: Generation,
        next: Generation,
        now: Timestamp,
    ) -> Option<Arc<dyn PaneRows>> {
        let pending = self.pending.take_if(|pending| pending.generation == generation)?;
        let key = self.key();
        self.rows = pending.rows;
        self.take(arranged);
        self.return_to(key.as_deref());
        pending.newer.and_then(|rows| self.arrange(rows, next, now))
    }

    fn key(&self) -> Option<String> {
        self.row().map(|row| self.rows.key(row).into_owned())
    }

    /// Puts the cursor back on the row it was on; if that is not shown any more, near where it was.
    fn return_to(&mut self, key: Option<&str>) {
        if !(self.follows && self.cursor == 0) {
            let row =
                key.and_then(|key| self.rows.find(key)).and_then(|row| u32::try_from(row).ok());
            let position =
                row.and_then(|row| self.order.iter().position(|candidate| *candidate == row));
            if let Some(position) = position {
                let above = self.cursor.saturating_sub(self.top);
                self.cursor = position;
                self.top = position.saturating_sub(above);
            }
        }
        self.cursor = self.cursor.min(self.order.len().saturating_sub(1));
        self.top = self.top.min(self.cursor);
        self.count_marks();
    }

    fn count_marks(&mut self) {
        if self.selection.is_empty() {
            self.marks = Marks::default();
            return;
        }
        let keys = self.selection.keys();
        let by_hand = if keys.is_empty() { Vec::new() } else { self.rows.find_all(keys) };
        let gone = keys.len().saturating_sub(by_hand.len());
        self.marks = Marks::new(self.rows.rows(), &self.matching, &by_hand, gone, &self.order);
    }

    /// Goes to a position in the order shown, as far as there are rows.
    pub(crate) fn go(&mut self, position: usize, height: usize) {
        let position = position.min(self.order.len().saturating_sub(1));
        if position != self.cursor {
            self.cursor = position;
            self.detail_scroll = 0;
        }
        self.scroll_to_cursor(height);
    }

    /// Goes to the row with this key. `false` if it is not shown.
    pub(crate) fn go_to_key(&mut self, key: &str, height: usize) -> bool {
        let row = self.rows.find(key).and_then(|row| u32::try_from(row).ok());
        let position = row.and_then(|row| self.order.iter().position(|other| *other == row));
        if let Some(position) = position {
            self.go(position, height);
        }
        position.is_some()
    }

    /// Scrolls just so far that the cursor can be seen.
    pub(crate) fn scroll_to_cursor(&mut self, height: usize) {
        let height = height.max(1);
        let last_top = self.order.len().saturating_sub(height);
        self.top = self
            .top
            .min(self.cursor)
            .max(self.cursor.saturating_sub(height.saturating_sub(1)))
            .min(last_top);
    }

    /// Marks the row under the cursor or takes its mark away.
    pub(crate) fn toggle(&mut self) {
        if let Some(key) = self.key() {
            self.selection.toggle(&key);
            self.count_marks();
        }
    }

    /// Marks all rows for which the query holds: now, and whenever that is looked at again. What was marked before goes.
    /// `Some` if the worker has to find them.
    pub(crate) fn mark_all(
        &mut self,
        generation: Generation,
        now: Timestamp,
    ) -> Option<Arc<dyn PaneRows>> {
        let query = self.wish.query.clone();
        self.selection = Selection::all(query.clone());
        let wish = Wish { marked: Some(query), ..self.wish.clone() };
        if wish == self.wish {
            self.count_marks();
            return None;
        }
        self.set_wish(wish, generation, now)
    }

    /// Takes all marks away.
    pub(crate) fn unmark(&mut self) {
        self.selection = Selection::default();
        self.wish.marked = None;
        self.matching.clear();
        self.marks = Marks::default();
    }
}

#[cfg(test)]
mod tests;
