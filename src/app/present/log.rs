//! Screen 7: every request of this session, newest first.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::query::{Column as QueryColumn, Grid, Query, Row, Schema, Value};
use crate::store::index::{SortKey, Source};
use crate::store::requests::{RequestLog, RequestRecord};

use super::rows::PaneRows;
use super::text::{Sheet, column, count, number_column, plain, toned};
use super::{Cell, Column, Detail, Tone, time};

/// The rows.
pub(crate) struct Rows {
    records: Vec<Arc<RequestRecord>>,
    dropped: u64,
    columns: Vec<Column>,
    schema: Schema,
}

impl Rows {
    pub(crate) fn new(log: &RequestLog) -> Self {
        let columns = vec![
            column("at", "TIME", 0, (8, 8, 0)),
            column("what", "WHAT", 0, (16, 48, 2)),
            column("target", "WHERE", 2, (20, 64, 3)),
            number_column("took", "TOOK", 1, (8, 9)),
            number_column("bytes", "BYTES", 3, (7, 12)),
            column("outcome", "OUTCOME", 0, (13, 40, 2)),
        ];
        let records = log.iter().rev().cloned().collect();
        let schema = Schema::console(Grid::Requests, []);
        Self { records, dropped: log.dropped(), columns, schema }
    }

    fn record(&self, row: usize) -> Option<&RequestRecord> {
        self.records.get(row).map(AsRef::as_ref)
    }
}

impl super::Rows for Rows {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        self.records.len()
    }

    fn cell(&self, row: usize, column: usize, _: Timestamp) -> Cell<'_> {
        let Some(record) = self.record(row) else { return Cell::default() };
        match column {
            0 => toned(time::clock(record.at), Tone::Dim),
            1 => plain(record.what.as_str()),
            2 => plain(record.target.as_str()),
            3 => plain(format!("{} ms", count(millis(record)))),
            4 => plain(count(usize::try_from(record.bytes).unwrap_or(usize::MAX))),
            5 if record.good => toned(record.outcome.as_str(), Tone::Good),
            5 => toned(format!("✗ {}", record.outcome), Tone::Bad),
            _ => Cell::default(),
        }
    }

    fn key(&self, row: usize) -> Cow<'_, str> {
        let position = self.records.len().saturating_sub(row.saturating_add(1));
        let number = self.dropped.saturating_add(position as u64);
        number.to_string().into()
    }
}

fn millis(record: &RequestRecord) -> usize {
    usize::try_from(record.took.as_millis()).unwrap_or(usize::MAX)
}

impl Source for Rows {
    fn rows(&self) -> usize {
        self.records.len()
    }

    fn holds(&self, row: usize, query: &Query, now: Timestamp) -> bool {
        self.record(row).is_some_and(|record| query.holds(&Asked(record), now))
    }

    fn sort_key(&self, row: usize, column: usize) -> SortKey<'_> {
        let Some(record) = self.record(row) else { return SortKey::Absent };
        match column {
            0 => SortKey::Number(record.at.as_millisecond()),
            1 => SortKey::Text(record.what.as_str().into()),
            2 => SortKey::Text(record.target.as_str().into()),
            3 => SortKey::Number(i64::try_from(record.took.as_micros()).unwrap_or(i64::MAX)),
            4 => SortKey::Number(i64::try_from(record.bytes).unwrap_or(i64::MAX)),
            5 => SortKey::Text(record.outcome.as_str().into()),
            _ => SortKey::Absent,
        }
    }
}

/// A request as queries see it.
struct Asked<'a>(&'a RequestRecord);

impl Row for Asked<'_> {
    fn value(&self, column: &QueryColumn, _: Timestamp) -> Value<'_> {
        let record = self.0;
        match column.name() {
            "at" => Value::Time(record.at),
            "what" => Value::text(Some(&record.what)),
            "target" => Value::text(Some(&record.target)),
            "took" => Value::count(millis(record)),
            "bytes" => Value::Number(i64::try_from(record.bytes).unwrap_or(i64::MAX)),
            "outcome" => Value::text(Some(&record.outcome)),
            _ => Value::Absent,
        }
    }

    /// The time as the screen shows it.
    fn aside(&self) -> Option<Cow<'_, str>> {
        Some(time::clock(self.0.at).into())
    }
}

impl PaneRows for Rows {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn detail(&self, row: usize, _: Timestamp) -> Detail {
        let Some(record) = self.record(row) else { return Detail::default() };
        let mut sheet = Sheet::new(record.what.as_str(), "request");
        sheet.field("sent", time::exact(record.at));
        sheet.field("to", record.target.as_str());
        sheet.field("took", format!("{} ms", count(millis(record))));
        let bytes = usize::try_from(record.bytes).unwrap_or(usize::MAX);
        sheet.field("answer", format!("{} bytes", count(bytes)));
        let tone = if record.good { Tone::Good } else { Tone::Bad };
        sheet.toned("outcome", record.outcome.as_str(), tone);
        sheet.blank();
        sheet.text("Secrets and bodies are never kept.", Tone::Dim);
        sheet.done()
    }

    fn find(&self, key: &str) -> Option<usize> {
        let number: u64 = key.parse().ok()?;
        let position = usize::try_from(number.checked_sub(self.dropped)?).ok()?;
        self.records.len().checked_sub(position.checked_add(1)?)
    }
}
