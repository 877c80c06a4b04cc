//! Screen 1: IdProviders.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::cs::Origin;
use crate::domain::idp::{Credentials, Provider};
use crate::domain::query::rows::ProviderRow;
use crate::domain::query::{Grid, Query, Schema};
use crate::store::index::{SortKey, Source};
use crate::store::installation::Snapshot;

use super::rows::PaneRows;
use super::text::{
    Sheet, column, count, mark, mark_column, mark_rank, none, number_column, or_none, plain, toned,
};
use super::{Cell, Column, Detail, Tone};

/// Stored tokens per provider, as far as they are listed.
pub(crate) type Stored = BTreeMap<String, usize>;

/// The rows.
pub(crate) struct Rows {
    snapshot: Arc<Snapshot>,
    stored: Option<Stored>,
    columns: Vec<Column>,
    schema: Schema,
}

impl Rows {
    pub(crate) fn new(snapshot: &Arc<Snapshot>, stored: Option<Stored>) -> Self {
        let columns = vec![
            mark_column(),
            column("name", "NAME", 0, (8, 32, 2)),
            column("type", "TYPE", 2, (5, 14, 0)),
            column("issuer", "ISSUER", 1, (20, 64, 4)),
            number_column("vos", "VOs", 3, (3, 6)),
            column("credentials", "CREDENTIALS", 5, (7, 12, 0)),
            number_column("tokens", "TOKENS", 4, (6, 10)),
        ];
        let schema = Schema::console(Grid::Providers, []);
        Self { snapshot: Arc::clone(snapshot), stored, columns, schema }
    }

    fn provider(&self, row: usize) -> Option<&Provider> {
        self.snapshot.inventory.providers.get(row)
    }

    fn stored(&self, provider: &Provider) -> Option<usize> {
        let stored = self.stored.as_ref()?;
        Some(stored.get(&provider.name).copied().unwrap_or(0))
    }
}

impl super::Rows for Rows {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        self.snapshot.inventory.providers.len()
    }

    fn cell(&self, row: usize, column: usize, _: Timestamp) -> Cell<'_> {
        let Some(provider) = self.provider(row) else { return Cell::default() };
        match column {
            0 => mark(&provider.findings),
            1 => plain(provider.name.as_str()),
            2 => plain(provider.provider_type.name()),
            3 => or_none(provider.issuer.as_deref()),
            4 => plain(count(provider.vos.len())),
            5 => credentials(provider.credentials),
            6 => self.stored(provider).map_or_else(none, |stored| plain(count(stored))),
            _ => Cell::default(),
        }
    }

    fn key(&self, row: usize) -> Cow<'_, str> {
        self.provider(row).map_or(Cow::Borrowed(""), |provider| provider.name.as_str().into())
    }
}

fn credentials(credentials: Credentials) -> Cell<'static> {
    match credentials {
        Credentials::Local => plain("local"),
        Credentials::Remote => toned("✗ exposed", Tone::Bad),
        Credentials::NotVisible => toned("not visible", Tone::Dim),
    }
}

impl Source for Rows {
    fn rows(&self) -> usize {
        super::Rows::len(self)
    }

    fn holds(&self, row: usize, query: &Query, now: Timestamp) -> bool {
        self.provider(row).is_some_and(|provider| {
            query.holds(&ProviderRow { provider, stored: self.stored(provider) }, now)
        })
    }

    fn sort_key(&self, row: usize, column: usize) -> SortKey<'_> {
        let Some(provider) = self.provider(row) else { return SortKey::Absent };
        let number = |n: usize| SortKey::Number(i64::try_from(n).unwrap_or(i64::MAX));
        match column {
            0 => SortKey::Number(mark_rank(&provider.findings)),
            1 => SortKey::Text(provider.name.as_str().into()),
            2 => SortKey::Text(provider.provider_type.name().into()),
            3 => provider.issuer.as_deref().map_or(SortKey::Absent, |i| SortKey::Text(i.into())),
            4 => number(provider.vos.len()),
            5 => SortKey::Text(provider.credentials.word().into()),
            6 => self.stored(provider).map_or(SortKey::Absent, number),
            _ => SortKey::Absent,
        }
    }
}

impl PaneRows for Rows {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn detail(&self, row: usize, _: Timestamp) -> Detail {
        let Some(provider) = self.provider(row) else { return Detail::default() };
        let mut sheet = Sheet::new(provider.name.as_str(), "IdProvider");
        sheet.field("type", provider.provider_type.name());
        match provider.issuer.as_deref() {
            Some(issuer) => sheet.field("issuer", issuer),
            None => sheet.toned("issuer", "none: it cannot be asked for anything", Tone::Bad),
        }
        sheet.maybe("scopes", Some(provider.scope.join(" ").as_str()));
        match provider.credentials {
            Credentials::Local => {
                sheet.field(
                    "credentials",
                    "in the local configuration: this is a TokenManager host",
                );
            }
            Credentials::Remote => sheet.toned(
                "credentials",
                "in the remote CS, where every authenticated user can read them",
                Tone::Bad,
            ),
            Credentials::NotVisible => sheet.toned(
                "credentials",
                "not visible from here (normal: they live on the TokenManager host)",
                Tone::Dim,
            ),
        }
        if provider.vos.is_empty() {
            sheet.toned("used by", "no VO", Tone::Warn);
        } else {
            sheet.field("used by", provider.vos.join(", "));
        }
        match self.stored(provider) {
            Some(stored) => sheet.field("tokens", format!("{} stored", count(stored))),
            None => sheet.toned("tokens", "not listed yet: 4 lists them", Tone::Dim),
        }
        sheet.field("path", provider.path.as_str());
        sheet.findings(&provider.findings);
        sheet.heading("Options");
        for option in &provider.options {
            let (value, tone) = match &option.value {
                Some(value) => (value.clone(), Tone::Plain),
                None => ("a secret, not shown".into(), Tone::Dim),
            };
            let origin = self.origin(option.origin);
            sheet.text(format!("{} = {value}{origin}", option.name), tone);
        }
        if provider.options.is_empty() {
            sheet.text("none", Tone::Dim);
        }
        sheet.done()
    }
}

impl Rows {
    fn origin(&self, origin: Origin) -> String {
        match origin {
            Origin::Remote => String::new(),
            Origin::Local(number) => {
                let file = self.snapshot.local_files.get(usize::from(number));
                format!("  ← {}", file.map_or("local cfg", String::as_str))
            }
        }
    }
}
