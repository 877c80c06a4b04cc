//! Screen 5: a token, read. Never its text: what stands here was taken out of it, and secrets within were wiped.

use std::borrow::Cow;

use jiff::Timestamp;

use super::rows::PaneRows;
use super::text::{Sheet, column, plain};
use super::{Cell, Column, Detail, Tone};
use crate::app::model::Model;
use crate::domain::query::{Grid, Query, Schema};
use crate::input::action::Action;
use crate::store::index::{SortKey, Source};

/// The rows.
pub(crate) struct Rows {
    columns: Vec<Column>,
    schema: Schema,
}

impl Rows {
    /// No token.
    pub(crate) fn new() -> Self {
        let columns = vec![
            column("claim", "CLAIM", 0, (8, 24, 1)),
            column("value", "VALUE", 0, (16, 80, 3)),
            column("meaning", "MEANING", 1, (16, 80, 2)),
        ];
        Self { columns, schema: Schema::console(Grid::Claims, []) }
    }
}

impl super::Rows for Rows {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        0
    }

    fn cell(&self, _: usize, _: usize, _: Timestamp) -> Cell<'_> {
        plain("")
    }

    fn key(&self, _: usize) -> Cow<'_, str> {
        Cow::Borrowed("")
    }
}

impl Source for Rows {
    fn rows(&self) -> usize {
        super::Rows::len(self)
    }

    fn holds(&self, _: usize, _: &Query, _: Timestamp) -> bool {
        false
    }

    fn sort_key(&self, _: usize, _: usize) -> SortKey<'_> {
        SortKey::Absent
    }
}

impl PaneRows for Rows {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn detail(&self, _: usize, _: Timestamp) -> Detail {
        Detail::default()
    }
}

/// The page where no token was read yet: what to do.
pub(super) fn nothing_read(model: &Model) -> Detail {
    let mut sheet = Sheet::new("Inspect", "");
    sheet.text("No token was read yet.", Tone::Plain);
    sheet.blank();
    let key = |action| model.key_of(action).map(|key| key.to_string()).unwrap_or_default();
    let tokens = key(Action::GoTokens);
    sheet.text(format!("{tokens} shows the stored tokens."), Tone::Plain);
    sheet.done()
}
