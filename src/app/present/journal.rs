//! The other face of screen 7: the journal, a row for each token id of each run, the latest run first.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::commit;
use crate::domain::query::{self, Grid, Query, Schema, Value};
use crate::domain::stop::{Done, How, Outcome};
use crate::store::index::{SortKey, Source};
use crate::store::journal::{Journaled, Kept, Purpose, Record};

use super::rows::PaneRows;
use super::text::{Sheet, column, or_none, plain, toned};
use super::{Cell, Column, Detail, Tone, time};

/// What became of a token id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It has its word.
    Settled(Outcome),
    /// A process is at its run.
    Live,
    /// It was begun, and then the run was cut off.
    CutOff,
    /// Its run ended before it.
    NotBegun,
    /// It is no token id: a credential was asked for.
    Asked(Option<Done>),
    /// It is no token id: the configuration was changed.
    Commit(Option<commit::Outcome>),
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Settled(outcome) => outcome.word(),
            Self::Live => "under way",
            Self::CutOff => "cut off",
            Self::NotBegun => "not begun",
            Self::Asked(Some(Done::Yes | Done::Earlier)) => "issued",
            Self::Asked(Some(Done::No)) => "refused",
            Self::Asked(Some(Done::Unknown) | None) => "unproven",
            Self::Commit(Some(outcome)) => outcome.word(),
            Self::Commit(None) => "unknown",
        }
    }

    fn cell(self) -> Cell<'static> {
        let (glyph, tone) = match self {
            Self::Settled(Outcome::Revoked)
            | Self::Asked(Some(Done::Yes))
            | Self::Commit(Some(commit::Outcome::Proven)) => ("✓", Tone::Good),
            Self::Settled(Outcome::RowDeleted) => ("●", Tone::Plain),
            Self::Settled(Outcome::Failed)
            | Self::Commit(Some(commit::Outcome::Refused | commit::Outcome::Overtaken)) => {
                ("✗", Tone::Bad)
            }
            Self::Live => ("◐", Tone::Plain),
            Self::NotBegun => ("○", Tone::Dim),
            Self::Settled(Outcome::Unproven) | Self::CutOff | Self::Asked(_) | Self::Commit(_) => {
                ("!", Tone::Warn)
            }
        };
        toned(format!("{glyph} {}", self.word()), tone)
    }
}

/// A row.
struct Row {
    run: usize,
    token_id: String,
    /// Position of its records among those of the run.
    records: Vec<usize>,
    at: Timestamp,
    state: State,
    summary: String,
}

/// The rows.
pub(crate) struct Rows {
    journaled: Arc<Journaled>,
    lines: Vec<Row>,
    columns: Vec<Column>,
    schema: Schema,
}

impl Rows {
    pub(crate) fn new(journaled: &Arc<Journaled>) -> Self {
        let columns = vec![
            column("at", "TIME", 1, (11, 11, 0)),
            column("what", "WHAT", 2, (6, 16, 1)),
            column("token_id", "TOKEN ID", 0, (14, 48, 2)),
            column("who", "BY", 3, (8, 32, 1)),
            column("outcome", "OUTCOME", 0, (13, 13, 0)),
        ];
        let runs = journaled.runs.iter().enumerate();
        let lines = runs.flat_map(|(number, kept)| rows_of(number, kept)).collect();
        let schema = Schema::console(Grid::Journal, []);
        Self { journaled: Arc::clone(journaled), lines, columns, schema }
    }

    fn get(&self, row: usize) -> Option<(&Row, &Kept)> {
        let row = self.lines.get(row)?;
        Some((row, self.journaled.runs.get(row.run)?))
    }
}

fn rows_of(number: usize, kept: &Kept) -> Vec<Row> {
    let mut records: HashMap<&str, Vec<usize>> = HashMap::new();
    for (position, record) in kept.records.iter().enumerate() {
        records.entry(record.token_id().unwrap_or("")).or_default().push(position);
    }
    let row = |token_id: &str, state, summary: &str| {
        let records = records.get(token_id).cloned().unwrap_or_default();
        let last = records.last().and_then(|last| kept.records.get(*last));
        Row {
            run: number,
            token_id: token_id.to_owned(),
            at: last.map_or(kept.run.started, Record::at),
            records,
            state,
            summary: summary.to_owned(),
        }
    };
    if let Purpose::Credential { of } = &kept.run.purpose {
        let answered = kept.records.iter().find_map(|record| match record {
            Record::Answered { done, .. } => Some(*done),
            _ => None,
        });
        return vec![row("", State::Asked(answered), of)];
    }
    if let Purpose::Commit(sent) = &kept.run.purpose {
        let outcome = kept.records.iter().find_map(|record| match record {
            Record::Committed { outcome, .. } => Some(*outcome),
            _ => None,
        });
        let state = if kept.live { State::Live } else { State::Commit(outcome) };
        return vec![row("", state, &changes(&sent.changes))];
    }
    let settled = kept.settled();
    let rows = kept.token_ids().iter().map(|token_id| match settled.get(token_id.as_str()) {
        Some((outcome, summary)) => row(token_id, State::Settled(*outcome), summary),
        None if kept.live => row(token_id, State::Live, ""),
        None if records.contains_key(token_id.as_str()) => row(token_id, State::CutOff, ""),
        None => row(token_id, State::NotBegun, ""),
    });
    rows.collect()
}

/// What a commit changes, in a line: the first, and how many more.
fn changes(all: &[String]) -> String {
    match all {
        [] => String::new(),
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first}, and {} more", rest.len()),
    }
}

/// What the run does, in a word or two.
fn what(kept: &Kept) -> &'static str {
    match &kept.run.purpose {
        Purpose::Stop { how: How::Revoke, .. } => "revoke",
        Purpose::Stop { how: How::RevokeOrRow, .. } => "revoke or row",
        Purpose::Stop { how: How::Row, .. } => "delete row",
        Purpose::Credential { .. } => "credential",
        Purpose::Commit(_) => "commit",
    }
}

impl super::Rows for Rows {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        self.lines.len()
    }

    fn cell(&self, row: usize, column: usize, _: Timestamp) -> Cell<'_> {
        let Some((row, kept)) = self.get(row) else { return Cell::default() };
        match column {
            0 => toned(short(row.at), Tone::Dim),
            1 => plain(what(kept)),
            2 => or_none(Some(row.token_id.as_str())),
            3 => plain(kept.run.who.as_str()),
            4 => row.state.cell(),
            _ => Cell::default(),
        }
    }

    fn key(&self, row: usize) -> Cow<'_, str> {
        let Some((row, kept)) = self.get(row) else { return Cow::Borrowed("") };
        format!("{}/{}", kept.run.name, row.token_id).into()
    }
}

impl Source for Rows {
    fn rows(&self) -> usize {
        self.lines.len()
    }

    fn holds(&self, row: usize, query: &Query, now: Timestamp) -> bool {
        self.get(row).is_some_and(|(row, kept)| query.holds(&Told { row, kept }, now))
    }

    fn sort_key(&self, row: usize, column: usize) -> SortKey<'_> {
        let Some((row, kept)) = self.get(row) else { return SortKey::Absent };
        match column {
            0 => SortKey::Number(row.at.as_millisecond()),
            1 => SortKey::Text(what(kept).into()),
            2 => SortKey::Text(row.token_id.as_str().into()),
            3 => SortKey::Text(kept.run.who.as_str().into()),
            4 => SortKey::Text(row.state.word().into()),
            _ => SortKey::Absent,
        }
    }
}

/// A row as queries see it.
struct Told<'a> {
    row: &'a Row,
    kept: &'a Kept,
}

impl query::Row for Told<'_> {
    fn value(&self, column: &query::Column, _: Timestamp) -> Value<'_> {
        match column.name() {
            "at" => Value::Time(self.row.at),
            "what" => Value::text(Some(what(self.kept))),
            "token_id" => Value::text(Some(&self.row.token_id)),
            "who" => Value::text(Some(&self.kept.run.who)),
            "outcome" => Value::text(Some(self.row.state.word())),
            "run" => Value::text(Some(&self.kept.run.name)),
            _ => Value::Absent,
        }
    }

    /// The time as the screen shows it.
    fn aside(&self) -> Option<Cow<'_, str>> {
        Some(short(self.row.at).into())
    }
}

/// A time of any day: `11-21 03:12`.
fn short(at: Timestamp) -> String {
    at.strftime("%m-%d %H:%M").to_string()
}

impl PaneRows for Rows {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn detail(&self, row: usize, _: Timestamp) -> Detail {
        let Some((row, kept)) = self.get(row) else { return Detail::default() };
        let title = if row.token_id.is_empty() { what(kept) } else { &*row.token_id };
        let mut sheet = Sheet::new(title, "journal");
        sheet.toned("outcome", row.state.cell().text, row.state.cell().tone);
        if !row.summary.is_empty() {
            sheet.field("", row.summary.as_str());
        }
        sheet.field("run", kept.run.name.as_str());
        sheet.field("began", time::exact(kept.run.started));
        sheet.field("by", kept.run.who.as_str());
        sheet.field("at", kept.run.installation.as_str());
        sheet.field("does", what(kept));
        if let Purpose::Commit(sent) = &kept.run.purpose {
            sheet.field("on version", sent.on.as_str());
            for change in &sent.changes {
                sheet.field("change", change.as_str());
            }
        } else {
            let left = kept.left().len();
            sheet.field("left", format!("{left} of {} token ids", kept.token_ids().len()));
        }
        if kept.torn {
            sheet.toned(
                "",
                "Its last line was cut off; what that announced was not sent.",
                Tone::Dim,
            );
        }
        let records = row.records.iter().filter_map(|position| kept.records.get(*position));
        let steps: Vec<_> =
            records.filter_map(|record| Some((record.at(), told(record)?))).collect();
        if !steps.is_empty() {
            sheet.heading("Steps");
        }
        for (at, (text, tone)) in steps {
            sheet.step(time::clock(at), text, tone);
        }
        if self.journaled.can_go_on(kept) {
            sheet.blank();
            sheet.text("This run was cut off; u goes on with it.", Tone::Warn);
        }
        sheet.done()
    }
}

/// A record in a line; `None` for those that stand elsewhere on the sheet.
fn told(record: &Record) -> Option<(String, Tone)> {
    let at = |provider: &Option<String>| {
        provider.as_ref().map(|provider| format!(" at {provider}")).unwrap_or_default()
    };
    Some(match record {
        Record::Intent { step, provider, .. } => {
            (format!("› about to {}{}", step.word(), at(provider)), Tone::Dim)
        }
        Record::Ended { step, provider, done, evidence, .. } => {
            let (sign, tone) = match done {
                Done::Yes | Done::Earlier => ("✓", Tone::Plain),
                Done::No => ("✗", Tone::Bad),
                Done::Unknown => ("?", Tone::Warn),
            };
            let earlier = if *done == Done::Earlier { " (earlier run)" } else { "" };
            let step = step.word().replace('_', " ");
            (format!("{sign} {step}{}{earlier}: {evidence}", at(provider)), tone)
        }
        Record::Asked { of, .. } => (format!("› about to ask for {of}"), Tone::Dim),
        Record::Answered { done, got, evidence, .. } => {
            let got = got.map(|print| format!(" {print}")).unwrap_or_default();
            (format!("{}{got}: {evidence}", done.word()), Tone::Plain)
        }
        Record::Sending { to, .. } => {
            (format!("› about to send the configuration to {to}"), Tone::Dim)
        }
        Record::Committed { outcome, version, summary, .. } => {
            let version =
                version.as_ref().map(|version| format!(" as {version}")).unwrap_or_default();
            (format!("{}{version}: {summary}", outcome.word()), Tone::Plain)
        }
        Record::Settled { .. } | Record::Over { .. } => return None,
    })
}
