//! Screen 3: CEs, one column per VO.
//!
//! `●` token, `○` proxy, `◐` differs by queue, `✗` tagged but cannot work, `–` VO not admitted; the word after it is the
//! level that the deciding tag comes from.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::ce::{Access, Ce, CeAccess, Level, RollUp, TokenState, Verdict};
use crate::domain::lint::CE_TYPE_UNKNOWN;
use crate::domain::query::rows::CeRow;
use crate::domain::query::{Grid, Query, Schema};
use crate::domain::vo::Vo;
use crate::store::index::{SortKey, Source};
use crate::store::installation::Snapshot;

use super::rows::PaneRows;
use super::text::{Sheet, column, mark, mark_column, mark_rank, or_none, plain, toned};
use super::{Cell, Column, Detail, Tone};

/// Columns before those of the VOs.
const FIRST_VO: usize = 5;

/// The rows.
pub(crate) struct Rows {
    snapshot: Arc<Snapshot>,
    columns: Vec<Column>,
    schema: Schema,
}

/// Stable name of a CE: the same host may stand under several sites.
pub(crate) fn key(ce: &Ce) -> String {
    format!("{}/{}", ce.site, ce.name)
}

/// Column of a VO, by its number in the inventory.
pub(crate) fn column_of_vo(vo: usize) -> usize {
    FIRST_VO.saturating_add(vo)
}

impl Rows {
    pub(crate) fn new(snapshot: &Arc<Snapshot>) -> Self {
        let mut columns = vec![
            mark_column(),
            column("site", "SITE", 5, (12, 24, 1)),
            column("name", "CE", 0, (16, 48, 2)),
            column("type", "TYPE", 3, (10, 14, 0)),
            column("audience", "AUDIENCE", 200, (20, 48, 1)),
        ];
        for (number, vo) in snapshot.inventory.vos.iter().enumerate() {
            let name = vo.name.clone();
            columns.push(column(name.clone(), name, vo_priority(number), (8, 14, 0)));
        }
        let vos = snapshot.inventory.vos.iter().map(|vo| Arc::from(vo.name.as_str()));
        let schema = Schema::console(Grid::Ces, vos);
        Self { snapshot: Arc::clone(snapshot), columns, schema }
    }

    fn ce(&self, row: usize) -> Option<&Ce> {
        self.snapshot.inventory.ces.get(row)
    }
}

/// The first VOs outlast type and site on a narrow screen.
fn vo_priority(number: usize) -> u8 {
    match number {
        0 => 1,
        1 => 2,
        2 => 4,
        _ => u8::try_from(number.saturating_add(3)).unwrap_or(199).min(199),
    }
}

impl super::Rows for Rows {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        self.snapshot.inventory.ces.len()
    }

    fn cell(&self, row: usize, column: usize, _: Timestamp) -> Cell<'_> {
        let Some(ce) = self.ce(row) else { return Cell::default() };
        match column {
            0 => mark(&ce.findings),
            1 => plain(ce.site.as_str()),
            2 => plain(ce.name.as_str()),
            3 => or_none(ce.ce_type.as_deref()),
            4 => or_none(ce.audience.as_deref()),
            _ => {
                let access = column.checked_sub(FIRST_VO).and_then(|vo| ce.access.get(vo));
                access.map_or_else(Cell::default, |access| submit_cell(*access))
            }
        }
    }

    fn key(&self, row: usize) -> Cow<'_, str> {
        self.ce(row).map_or(Cow::Borrowed(""), |ce| key(ce).into())
    }
}

/// Glyph and word of what happens at submission.
pub(crate) fn submit_words(access: CeAccess) -> String {
    submit_cell(access).text.into_owned()
}

fn submit_cell(access: CeAccess) -> Cell<'static> {
    match access.submit {
        RollUp::Mixed => toned("◐ mixed", Tone::Plain),
        RollUp::All(state) => {
            let (glyph, word, tone) = state_words(state, access.level);
            toned(format!("{glyph} {word}"), tone)
        }
    }
}

/// Glyph, word and tone of a state; a token's word is the level of its tag.
fn state_words(state: TokenState, level: Option<Level>) -> (&'static str, &'static str, Tone) {
    match state {
        TokenState::Token => ("●", level.map_or("token", Level::word), Tone::Good),
        TokenState::Proxy => ("○", "proxy", Tone::Plain),
        TokenState::Error => ("✗", "error", Tone::Bad),
        TokenState::NotAdmitted => ("–", "not in", Tone::Dim),
        TokenState::Unknown => ("?", "unknown", Tone::Dim),
    }
}

impl Source for Rows {
    fn rows(&self) -> usize {
        super::Rows::len(self)
    }

    fn holds(&self, row: usize, query: &Query, now: Timestamp) -> bool {
        let vos = &self.snapshot.inventory.vos;
        self.ce(row).is_some_and(|ce| query.holds(&CeRow { ce, vos }, now))
    }

    fn sort_key(&self, row: usize, column: usize) -> SortKey<'_> {
        let Some(ce) = self.ce(row) else { return SortKey::Absent };
        let text = |text: Option<&'_ str>| match text {
            Some(text) => SortKey::Text(text.to_owned().into()),
            None => SortKey::Absent,
        };
        match column {
            0 => SortKey::Number(mark_rank(&ce.findings)),
            1 => SortKey::Text(ce.site.as_str().into()),
            2 => SortKey::Text(ce.name.as_str().into()),
            3 => text(ce.ce_type.as_deref()),
            4 => text(ce.audience.as_deref()),
            _ => {
                let access = column.checked_sub(FIRST_VO).and_then(|vo| ce.access.get(vo));
                access.map_or(SortKey::Absent, |access| SortKey::Number(rank(*access)))
            }
        }
    }
}

/// Sorted largest first, what works with a token comes first.
fn rank(access: CeAccess) -> i64 {
    match access.submit {
        RollUp::All(TokenState::Token) => 5,
        RollUp::Mixed => 4,
        RollUp::All(TokenState::Error) => 3,
        RollUp::All(TokenState::Proxy) => 2,
        RollUp::All(TokenState::Unknown) => 1,
        RollUp::All(TokenState::NotAdmitted) => 0,
    }
}

impl PaneRows for Rows {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn detail(&self, row: usize, _: Timestamp) -> Detail {
        let Some(ce) = self.ce(row) else { return Detail::default() };
        let kind = [ce.ce_type.as_deref().unwrap_or("no CEType"), ce.site.as_str()].join(" · ");
        let mut sheet = Sheet::new(ce.name.as_str(), kind);
        sheet.field("grid", ce.grid.as_str());
        match ce.audience.as_deref() {
            Some(audience) => sheet.field("audience", audience),
            None if ce.findings.iter().any(|finding| finding.id == CE_TYPE_UNKNOWN.id) => {
                sheet.toned("audience", "unknown: not a type of DIRAC itself", Tone::Warn);
            }
            None => sheet.toned("audience", "none: this type takes no tokens", Tone::Warn),
        }
        let at = |level: Level| {
            let here = ce.tags.iter().filter(move |tag| tag.level == level);
            here.map(|tag| tag.value.as_str()).collect::<Vec<_>>().join(", ")
        };
        let mut tags = Vec::new();
        for level in [Level::Default, Level::Site, Level::Ce] {
            let values = at(level);
            if !values.is_empty() {
                tags.push(format!("{:<7} {values}", level.word()));
            }
        }
        for queue in &ce.queues {
            let own = queue.tags.iter().filter(|tag| tag.level == Level::Queue);
            let values: Vec<&str> = own.map(|tag| tag.value.as_str()).collect();
            if !values.is_empty() {
                tags.push(format!("queue {}: {}", queue.name, values.join(", ")));
            }
        }
        if !ce.hidden_site_tags.is_empty() {
            let hidden = ce.hidden_site_tags.join(", ");
            tags.push(format!("site    {hidden}  ← hidden by the ce's own Tag"));
        }
        sheet.list("tags", tags);
        sheet.field("path", ce.path.as_str());
        sheet.findings(&ce.findings);
        access_by_vo(&mut sheet, ce, &self.snapshot.inventory.vos);
        if ce.queues.is_empty() {
            sheet.blank();
            sheet.text("It has no queues: no pilot can be submitted.", Tone::Warn);
        }
        sheet.done()
    }
}

/// What happens to each VO: those with a word to say one by one, the others in a line.
fn access_by_vo(sheet: &mut Sheet, ce: &Ce, vos: &[Vo]) {
    let (mut by_proxy, mut out) = (Vec::new(), Vec::new());
    for (number, (vo, access)) in vos.iter().zip(&ce.access).enumerate() {
        let both =
            |state| (access.submit, access.manage) == (RollUp::All(state), RollUp::All(state));
        if access.submit == RollUp::All(TokenState::NotAdmitted) {
            out.push(vo.name.as_str());
        } else if both(TokenState::Proxy) {
            by_proxy.push(vo.name.as_str());
        } else {
            sheet.heading(vo.name.as_str());
            let submit = by_verdict(ce, number, |access| access.submit);
            let manage = by_verdict(ce, number, |access| access.manage);
            verdicts(sheet, "submit", &submit);
            if manage == submit {
                sheet.toned("manage", "the same", Tone::Dim);
            } else {
                verdicts(sheet, "manage", &manage);
            }
        }
    }
    for (heading, names) in [("By proxy at every queue", by_proxy), ("Not admitted", out)] {
        if !names.is_empty() {
            sheet.heading(heading);
            sheet.text(names.join(", "), Tone::Dim);
        }
    }
}

/// The queues of a CE by what happens there, in the order of the queues.
fn by_verdict(ce: &Ce, vo: usize, reader: fn(&Access) -> Verdict) -> Vec<(Verdict, Vec<&str>)> {
    let mut groups: Vec<(Verdict, Vec<&str>)> = Vec::new();
    for queue in &ce.queues {
        let Some(verdict) = queue.access.get(vo).map(reader) else { continue };
        match groups.iter_mut().find(|(other, _)| *other == verdict) {
            Some((_, names)) => names.push(&queue.name),
            None => groups.push((verdict, vec![&queue.name])),
        }
    }
    groups
}

fn verdicts(sheet: &mut Sheet, label: &'static str, groups: &[(Verdict, Vec<&str>)]) {
    let mut label = label;
    for (verdict, queues) in groups {
        let (glyph, word, tone) = state_words(verdict.state, None);
        let level = verdict.level.map_or("", Level::word);
        let queues = if groups.len() == 1 { "every queue".into() } else { queues.join(", ") };
        let what = format!("{glyph} {word:<7} {level:<5}  {queues}");
        sheet.toned(std::mem::take(&mut label), what, tone);
    }
}
