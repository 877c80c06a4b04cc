//! Screen 2: VOs, and the chain group → VO → IdProvider.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::query::{Grid, Query, Schema};
use crate::domain::vo::Vo;
use crate::store::index::{SortKey, Source};
use crate::store::installation::Snapshot;

use super::rows::PaneRows;
use super::text::{
    Sheet, column, count, mark, mark_column, mark_rank, none, number_column, plain, toned,
};
use super::{Cell, Column, Detail, Tone};

/// The rows.
pub(crate) struct Rows {
    snapshot: Arc<Snapshot>,
    columns: Vec<Column>,
    schema: Schema,
}

impl Rows {
    pub(crate) fn new(snapshot: &Arc<Snapshot>) -> Self {
        let columns = vec![
            mark_column(),
            column("name", "VO", 0, (6, 32, 2)),
            column("id_provider", "IDPROVIDER", 1, (8, 32, 2)),
            number_column("groups", "GROUPS", 4, (6, 8)),
            number_column("users_with_token_id", "USERS", 3, (5, 8)),
            column("ces_token", "CEs BY TOKEN", 2, (12, 14, 0)),
        ];
        let schema = Schema::console(Grid::Vos, []);
        Self { snapshot: Arc::clone(snapshot), columns, schema }
    }

    fn vo(&self, row: usize) -> Option<&Vo> {
        self.snapshot.inventory.vos.get(row)
    }

    /// Whether the provider that a VO names is there.
    fn provider_exists(&self, name: &str) -> bool {
        self.snapshot.inventory.providers.iter().any(|provider| provider.name == name)
    }
}

impl super::Rows for Rows {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        self.snapshot.inventory.vos.len()
    }

    fn cell(&self, row: usize, column: usize, _: Timestamp) -> Cell<'_> {
        let Some(vo) = self.vo(row) else { return Cell::default() };
        match column {
            0 => mark(&vo.findings),
            1 => plain(vo.name.as_str()),
            2 => match vo.id_provider.as_deref() {
                Some(name) if self.provider_exists(name) => plain(name),
                Some(name) => toned(format!("✗ {name}"), Tone::Bad),
                None => none(),
            },
            3 => plain(count(vo.groups.len())),
            4 => plain(count(vo.users_with_token_id)),
            5 => ready(vo),
            _ => Cell::default(),
        }
    }

    fn key(&self, row: usize) -> Cow<'_, str> {
        self.vo(row).map_or(Cow::Borrowed(""), |vo| vo.name.as_str().into())
    }
}

fn ready(vo: &Vo) -> Cell<'static> {
    if vo.ces_total == 0 {
        return none();
    }
    let (glyph, tone) = match vo.ces_token {
        0 => ("○", Tone::Plain),
        all if all == vo.ces_total => ("●", Tone::Good),
        _ => ("◐", Tone::Plain),
    };
    toned(format!("{glyph} {} of {}", count(vo.ces_token), count(vo.ces_total)), tone)
}

impl Source for Rows {
    fn rows(&self) -> usize {
        super::Rows::len(self)
    }

    fn holds(&self, row: usize, query: &Query, now: Timestamp) -> bool {
        self.vo(row).is_some_and(|vo| query.holds(vo, now))
    }

    fn sort_key(&self, row: usize, column: usize) -> SortKey<'_> {
        let Some(vo) = self.vo(row) else { return SortKey::Absent };
        let number = |n: usize| SortKey::Number(i64::try_from(n).unwrap_or(i64::MAX));
        match column {
            0 => SortKey::Number(mark_rank(&vo.findings)),
            1 => SortKey::Text(vo.name.as_str().into()),
            2 => match vo.id_provider.as_deref() {
                Some(name) => SortKey::Text(name.into()),
                None => SortKey::Absent,
            },
            3 => number(vo.groups.len()),
            4 => number(vo.users_with_token_id),
            5 => number(vo.ces_token),
            _ => SortKey::Absent,
        }
    }
}

impl PaneRows for Rows {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn detail(&self, row: usize, _: Timestamp) -> Detail {
        let Some(vo) = self.vo(row) else { return Detail::default() };
        let mut sheet = Sheet::new(vo.name.as_str(), "VO");
        match vo.id_provider.as_deref() {
            Some(name) if self.provider_exists(name) => {
                let provider = self.snapshot.inventory.providers.iter().find(|p| p.name == name);
                let issuer = provider.and_then(|p| p.issuer.as_deref()).unwrap_or("no issuer");
                sheet.field("IdProvider", format!("{name} · {issuer}"));
            }
            Some(name) => sheet.toned(
                "IdProvider",
                format!("✗ {name} does not exist in /Resources/IdProviders"),
                Tone::Bad,
            ),
            None => {
                sheet.toned("IdProvider", "none: its pilots and users have no tokens", Tone::Dim);
            }
        }
        let users = count(vo.users_with_token_id);
        sheet.field("users", format!("{users} with a token id"));
        let (ready, all) = (count(vo.ces_token), count(vo.ces_total));
        sheet.field("CEs", format!("{ready} of {all} that admit it are used with a token"));
        sheet.field("path", vo.path.as_str());
        sheet.findings(&vo.findings);
        sheet.heading("Groups and the scopes their members ask for");
        for group in &vo.groups {
            sheet.text(group.name.as_str(), Tone::Accent);
            let (words, tone) = match (group.scopes.is_empty(), group.explicit) {
                (true, _) => ("  no scopes of its own".into(), Tone::Dim),
                (false, true) => (format!("  {}  ← IdPRole", group.scopes.join(" ")), Tone::Plain),
                (false, false) => {
                    (format!("  {}  ← from its name", group.scopes.join(" ")), Tone::Plain)
                }
            };
            sheet.text(words, tone);
        }
        if vo.groups.is_empty() {
            sheet.text("No group belongs to this VO.", Tone::Warn);
        }
        sheet.done()
    }
}
