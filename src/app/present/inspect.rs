//! Screen 5: a token, read. Never its text: what stands here was taken out of it, and secrets within were wiped.
//!
//! Everything is a row: verdicts, what it lets its bearer do, claims, findings. So one cursor goes through all of it, a filter
//! narrows it, and each has a detail with the whole value. How rows lie on the sheet is the view's business.

mod claims;
mod empty;
mod findings;
mod timeline;
mod verdicts;

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;

use super::rows::PaneRows;
use super::text::{Sheet, column, toned};
use super::{
    Body, Cell, Column, Detail, Entry, SheetBox, SheetPart, SheetView, Timeline, Tone, time,
};
use crate::app::inspect::Opened;
use crate::app::model::Model;
use crate::domain::jwt::Parse;
use crate::domain::query::{self, Grid, Query, Schema};
use crate::store::index::{SortKey, Source};
use crate::store::installation::Snapshot;

/// Characters of a text on the sheet; the detail has the whole.
const SHOWN: usize = 600;

/// Which part of the sheet a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Verdict,
    Right,
    Header,
    Claim,
    Finding,
}

/// A row. All texts are foreign.
struct Row {
    part: Part,
    key: String,
    label: String,
    value: String,
    /// What it means, or what to do about it.
    note: String,
    tone: Tone,
    /// What the detail says beyond label, value and note.
    more: Vec<(&'static str, String)>,
}

impl Row {
    fn new(part: Part, key: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            part,
            key: key.into(),
            label: label.into(),
            value: String::new(),
            note: String::new(),
            tone: Tone::Plain,
            more: Vec::new(),
        }
    }

    fn value(self, value: impl Into<String>, tone: Tone) -> Self {
        Self { value: value.into(), tone, ..self }
    }

    fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }
}

/// Collects the moments at which a text will read differently.
struct Clock {
    now: Timestamp,
    changes: Option<Timestamp>,
}

impl Clock {
    fn at(&mut self, moment: Option<Timestamp>) {
        let coming = moment.filter(|moment| *moment > self.now);
        self.changes = [self.changes, coming].into_iter().flatten().min();
    }

    fn say(&mut self, span: time::Span) -> String {
        self.at(span.changes);
        span.text
    }
}

/// A token's rows as they read at one time.
pub(crate) struct Rows {
    columns: Vec<Column>,
    schema: Schema,
    list: Vec<Row>,
    title: String,
    aside: String,
    timeline: Option<Timeline>,
    changes: Option<Timestamp>,
}

impl Default for Rows {
    /// No token.
    fn default() -> Self {
        let columns = vec![
            column("claim", "CLAIM", 0, (8, 24, 1)),
            column("value", "VALUE", 0, (16, 80, 3)),
            column("meaning", "MEANING", 1, (16, 80, 2)),
        ];
        Self {
            columns,
            schema: Schema::console(Grid::Claims, []),
            list: Vec::new(),
            title: String::new(),
            aside: String::new(),
            timeline: None,
            changes: None,
        }
    }
}

impl query::Row for Row {
    fn value(&self, column: &query::Column, _: Timestamp) -> query::Value<'_> {
        let text = match column.name() {
            "claim" => &self.label,
            "value" => &self.value,
            "meaning" => &self.note,
            _ => return query::Value::Absent,
        };
        query::Value::text(Some(text))
    }
}

impl Rows {
    /// The token on the desk as it reads now.
    pub(crate) fn new(model: &Model) -> Self {
        let Some(opened) = &model.desk.opened else { return Self::default() };
        let snapshot = model.configuration.value().map(Arc::as_ref);
        let mut clock = Clock { now: model.now, changes: None };
        let mut list = verdicts::rows(model, opened, &mut clock);
        list.extend(verdicts::rights(opened));
        list.extend(claims::rows(opened, snapshot, &mut clock));
        list.extend(findings::rows(opened));
        Self {
            list,
            title: title(opened),
            aside: aside(opened),
            timeline: timeline::of(opened, &mut clock),
            changes: clock.changes,
            ..Self::default()
        }
    }

    /// When something here will read differently.
    pub(crate) fn changes(&self) -> Option<Timestamp> {
        self.changes
    }

    /// The parts of the sheet, of the rows in `order`.
    fn parts(&self, order: &[u32], filtered: bool) -> Vec<SheetPart> {
        let of = |wanted: &[Part]| -> Vec<Entry> {
            let rows = order.iter().enumerate();
            let rows = rows.filter_map(|(at, row)| Some((at, self.list.get(*row as usize)?)));
            rows.filter(|(_, row)| wanted.contains(&row.part))
                .map(|(at, row)| entry(at, row))
                .collect()
        };
        let boxes = [("verdicts", Part::Verdict), ("what it lets its bearer do", Part::Right)];
        let boxes = boxes.map(|(title, part)| SheetBox { title, entries: of(&[part]) });
        let mut parts =
            vec![SheetPart::Boxes(boxes.into_iter().filter(|b| !b.entries.is_empty()).collect())];
        parts.extend(self.timeline.clone().filter(|_| !filtered).map(SheetPart::Timeline));
        parts.push(SheetPart::Table {
            heads: ["CLAIM", "VALUE", "MEANING"],
            entries: of(&[Part::Claim, Part::Header]),
        });
        parts.push(SheetPart::Notes { title: "findings", entries: of(&[Part::Finding]) });
        parts.retain(|part| !part.is_empty());
        parts
    }
}

fn entry(at: usize, row: &Row) -> Entry {
    let clip = |text: &str| match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    };
    Entry {
        at,
        label: clip(&row.label),
        value: clip(&row.value),
        note: clip(&row.note),
        tone: row.tone,
    }
}

/// `access token · WLCG 1.0 · from stored row 17 (wlada, IAM-WLCG)`.
fn title(opened: &Opened) -> String {
    let token = &opened.inspection.token;
    let what = match token.parse {
        Parse::Jwe => "encrypted token".to_owned(),
        Parse::Empty => "nothing".to_owned(),
        _ => opened.kind.word().to_owned(),
    };
    let mut parts = vec![what];
    parts.extend(opened.inspection.profile.and_then(|profile| verdicts::profile(profile, token)));
    parts.push(opened.origin.words());
    parts.join(" · ")
}

fn aside(opened: &Opened) -> String {
    let read = format!("read {}", time::clock(opened.since));
    match opened.fingerprint {
        Some(print) => format!("{print} · {read}"),
        None => read,
    }
}

/// The middle of the screen: the token, or what to do where there is none.
pub(super) fn body(model: &Model) -> Body<'_> {
    if model.desk.opened.is_none() {
        return Body::Page(empty::page(model));
    }
    let pane = model.pane();
    let rows = &model.desk.rows;
    let filter = pane.wish().query.text().to_owned();
    let mut title = rows.title.clone();
    if let Some((_, origin)) = &model.desk.coming {
        title = format!("reading what comes {} · esc stops · {title}", origin.words());
    }
    let empty = format!("Nothing here contains \u{201c}{filter}\u{201d}. esc clears the filter.");
    let detail = pane.row().map(|row| rows.detail(row, model.now)).unwrap_or_default();
    Body::Sheet {
        sheet: SheetView {
            title,
            aside: rows.aside.clone(),
            parts: rows.parts(pane.order(), !filter.is_empty()),
            cursor: pane.cursor(),
            empty: if pane.order().is_empty() { vec![empty] } else { Vec::new() },
        },
        detail: Detail { scroll: pane.detail_scroll, ..detail },
        detail_in_front: pane.in_detail,
    }
}

impl super::Rows for Rows {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        self.list.len()
    }

    fn cell(&self, row: usize, column: usize, _: Timestamp) -> Cell<'_> {
        let Some(row) = self.list.get(row) else { return Cell::default() };
        match column {
            0 => toned(row.label.as_str(), Tone::Plain),
            1 => toned(row.value.as_str(), row.tone),
            2 => toned(row.note.as_str(), Tone::Dim),
            _ => Cell::default(),
        }
    }

    fn key(&self, row: usize) -> Cow<'_, str> {
        self.list.get(row).map_or(Cow::Borrowed(""), |row| row.key.as_str().into())
    }
}

impl Source for Rows {
    fn rows(&self) -> usize {
        self.list.len()
    }

    fn holds(&self, row: usize, query: &Query, now: Timestamp) -> bool {
        self.list.get(row).is_some_and(|row| query.holds(row, now))
    }

    fn sort_key(&self, row: usize, column: usize) -> SortKey<'_> {
        let text = self.list.get(row).and_then(|row| match column {
            0 => Some(&row.label),
            1 => Some(&row.value),
            2 => Some(&row.note),
            _ => None,
        });
        text.map_or(SortKey::Absent, |text| SortKey::Text(text.as_str().into()))
    }
}

impl PaneRows for Rows {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn detail(&self, row: usize, _: Timestamp) -> Detail {
        let Some(row) = self.list.get(row) else { return Detail::default() };
        let kind = match row.part {
            Part::Verdict => "verdict",
            Part::Right => "what it allows",
            Part::Header => "header",
            Part::Claim => "claim",
            Part::Finding => "finding",
        };
        let mut sheet = Sheet::new(row.label.as_str(), kind);
        sheet.text(row.value.as_str(), row.tone);
        if !row.note.is_empty() {
            sheet.blank();
            sheet.text(row.note.as_str(), Tone::Plain);
        }
        if !row.more.is_empty() {
            sheet.blank();
        }
        for (label, text) in &row.more {
            sheet.field(label, text.as_str());
        }
        sheet.done()
    }
}

/// The configuration's word on an issuer: `IdProvider IAM-WLCG · VOs wlcgvo, testvo`.
fn known_issuer(issuer: &str, snapshot: Option<&Snapshot>) -> Option<String> {
    let inventory = &snapshot?.inventory;
    let provider = inventory.providers.iter().find(|p| p.issuer.as_deref() == Some(issuer))?;
    let vos = match provider.vos.as_slice() {
        [] => "no VO uses it".to_owned(),
        [vo] => format!("VO {vo}"),
        vos => format!("VOs {}", vos.join(", ")),
    };
    Some(format!("IdProvider {} · {vos}", provider.name))
}
