//! A list as it stands on a screen: its rows, which of them are shown in which order, the cursor, the marks.
//!
//! The cursor belongs to a row, not to a position: it stays on its row when rows are sorted, filtered or fetched anew.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::store::index::{self, INLINE_ROWS, Wish};
use crate::store::selection::Selection;
use crate::store::stamp::Generation;

use super::present::rows::PaneRows;

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
    hidden: usize,
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
            hidden: 0,
            in_detail: false,
            detail_scroll: 0,
            follows,
        };
        pane.arrange_now();
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

    /// How many marked rows the filter hides, or are gone.
    pub(crate) fn hidden(&self) -> usize {
        self.hidden
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
    ) -> Option<Arc<dyn PaneRows>> {
        if let Some(pending) = &mut self.pending {
            pending.newer = Some(rows);
            return None;
        }
        self.arrange(rows, generation)
    }

    /// Filters and sorts otherwise. `Some` if the worker has to do it.
    pub(crate) fn set_wish(
        &mut self,
        wish: Wish,
        generation: Generation,
    ) -> Option<Arc<dyn PaneRows>> {
        if wish == self.wish {
            return None;
        }
        self.wish = wish;
        let rows = match self.pending.take() {
            Some(pending) => pending.newer.unwrap_or(pending.rows),
            None => Arc::clone(&self.rows),
        };
        self.arrange(rows, generation)
    }

    fn arrange(
        &mut self,
        rows: Arc<dyn PaneRows>,
        generation: Generation,
    ) -> Option<Arc<dyn PaneRows>> {
        if rows.rows() < INLINE_ROWS {
            let key = self.key();
            self.rows = rows;
            self.arrange_now();
            self.return_to(key.as_deref());
            return None;
        }
        self.pending = Some(Pending { generation, rows: Arc::clone(&rows), newer: None });
        Some(rows)
    }

    fn arrange_now(&mut self) {
        let never = AtomicBool::new(false);
        self.order = index::arrange(&*self.rows, &self.wish, &never).unwrap_or_default();
    }

    /// The worker is done. `Some` if it has to go on with newer rows.
    pub(crate) fn arranged(
        &mut self,
        order: Vec<u32>,
        generation: Generation,
        next: Generation,
    ) -> Option<Arc<dyn PaneRows>> {
        let pending = self.pending.take_if(|pending| pending.generation == generation)?;
        let key = self.key();
        self.rows = pending.rows;
        self.order = order;
        self.return_to(key.as_deref());
        pending.newer.and_then(|rows| self.arrange(rows, next))
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
        self.count_hidden();
    }

    fn count_hidden(&mut self) {
        self.hidden = if self.selection.is_empty() {
            0
        } else {
            let marked = |row: &&u32| self.selection.contains(&self.rows.key(**row as usize));
            self.selection.len().saturating_sub(self.order.iter().filter(marked).count())
        };
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
        }
    }

    /// Takes all marks away.
    pub(crate) fn unmark(&mut self) {
        self.selection.clear();
        self.hidden = 0;
    }
}
