//! Screen 4: stored tokens. Metadata only: nothing here ever held a token.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;

use crate::domain::query::{Grid, Query, Schema, quoted};
use crate::domain::token::StoredState;
use crate::store::index::{SortKey, Source};
use crate::store::tokens::{TokenRef, TokenTable};

use super::rows::PaneRows;
use super::text::{Sheet, column, moment, none, or_none, plain, toned};
use super::{Cell, Column, Detail, Tone, time};

/// The rows.
pub(crate) struct Rows {
    table: TokenTable,
    columns: Vec<Column>,
    schema: Schema,
}

impl Rows {
    pub(crate) fn new(table: TokenTable) -> Self {
        let columns = vec![
            column("user", "USER", 0, (9, 24, 2)),
            column("user_id", "TOKEN ID", 4, (14, 40, 1)),
            column("provider", "PROVIDER", 2, (11, 24, 1)),
            column("scopes", "SCOPES", 5, (8, 40, 2)),
            column("access_expires", "ACCESS", 3, (10, 14, 0)),
            column("refresh_expires", "REFRESH", 1, (10, 14, 0)),
            column("state", "STATE", 0, (9, 9, 0)),
        ];
        Self { table, columns, schema: Schema::console(Grid::Tokens, []) }
    }
}

impl super::Rows for Rows {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        self.table.len()
    }

    fn cell(&self, row: usize, column: usize, now: Timestamp) -> Cell<'_> {
        let Some(token) = self.table.get(row) else { return Cell::default() };
        match column {
            0 => or_none(token.user),
            1 => or_none(Some(token.user_id).filter(|id| !id.is_empty())),
            2 => or_none(Some(token.provider).filter(|name| !name.is_empty())),
            3 => scopes(token.scopes),
            4 => expiry(token.access_expires, now),
            5 => expiry(token.refresh_expires, now),
            6 => state(token.state(now)),
            _ => Cell::default(),
        }
    }

    fn key(&self, row: usize) -> Cow<'_, str> {
        self.table.get(row).map_or(Cow::Borrowed(""), |token| key(&token).into())
    }
}

/// Stable name of a row: its id in TokenDB, or what identifies it where the method does not tell one.
pub(crate) fn key(token: &TokenRef<'_>) -> String {
    match (token.id, token.refresh) {
        (Some(id), _) => id.to_string(),
        (None, Some(print)) => format!("{}/{}/{print}", token.user_id, token.provider),
        (None, None) => format!("{}/{}", token.user_id, token.provider),
    }
}

/// The rows with these keys, in the order of the table.
pub(crate) fn find_all(table: &TokenTable, keys: &BTreeSet<Box<str>>) -> Vec<u32> {
    if keys.is_empty() {
        return Vec::new();
    }
    let ids: Option<HashSet<u64>> = keys.iter().map(|key| key.parse().ok()).collect();
    if let Some(ids) = ids {
        return table.find_all(&ids);
    }
    let known = |row: &u32| {
        let token = table.get(*row as usize);
        token.is_some_and(|token| keys.contains(key(&token).as_str()))
    };
    (0..u32::try_from(table.len()).unwrap_or(u32::MAX)).filter(known).collect()
}

/// The first scope and how many more.
fn scopes(all: &str) -> Cell<'_> {
    let mut scopes = all.split(' ').filter(|scope| !scope.is_empty());
    let Some(first) = scopes.next() else { return none() };
    match scopes.count() {
        0 => plain(first),
        more => plain(format!("{first} +{more}")),
    }
}

fn expiry(when: Option<Timestamp>, now: Timestamp) -> Cell<'static> {
    let Some(when) = when else { return toned("unknown", Tone::Dim) };
    let over = when <= now;
    toned(time::end(when, now).text, if over { Tone::Dim } else { Tone::Plain })
}

fn state(state: StoredState) -> Cell<'static> {
    match state {
        StoredState::Usable => toned("● usable", Tone::Good),
        StoredState::Refreshable => toned("◐ refresh", Tone::Plain),
        StoredState::AccessOnly => toned("◐ access", Tone::Warn),
        StoredState::Dead => toned("✗ dead", Tone::Dim),
        StoredState::Unknown => toned("? unknown", Tone::Dim),
    }
}

fn good_for_words(state: StoredState) -> &'static str {
    match state {
        StoredState::Usable => "● usable: access and refresh token are in time",
        StoredState::Refreshable => "◐ refreshable: only the refresh token is in time",
        StoredState::AccessOnly => "◐ access only: the refresh token is not in time",
        StoredState::Dead => "✗ dead: neither token is in time",
        StoredState::Unknown => "? unknown: an expiry is not known that could change the answer",
    }
}

impl Source for Rows {
    fn rows(&self) -> usize {
        self.table.len()
    }

    fn holds(&self, row: usize, query: &Query, now: Timestamp) -> bool {
        self.table.get(row).is_some_and(|token| query.holds(&token.to_listed(), now))
    }

    fn select(&self, query: &Query, now: Timestamp, stop: &AtomicBool) -> Option<Vec<u32>> {
        self.table.select(query, now, stop)
    }

    fn sort_key(&self, row: usize, column: usize) -> SortKey<'_> {
        let Some(token) = self.table.get(row) else { return SortKey::Absent };
        let seconds = |time: Option<Timestamp>| {
            time.map_or(SortKey::Absent, |time| SortKey::Number(time.as_second()))
        };
        match column {
            0 => token.user.map_or(SortKey::Absent, |user| SortKey::Text(user.into())),
            1 => SortKey::Text(token.user_id.into()),
            2 => SortKey::Text(token.provider.into()),
            3 => SortKey::Text(token.scopes.into()),
            4 => seconds(token.access_expires),
            // what a row is good for depends on the time; that of its refresh token orders it nearly the same at any
            5 | 6 => seconds(token.refresh_expires),
            _ => SortKey::Absent,
        }
    }
}

impl PaneRows for Rows {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn find_all(&self, keys: &BTreeSet<Box<str>>) -> Vec<u32> {
        find_all(&self.table, keys)
    }

    fn detail(&self, row: usize, now: Timestamp) -> Detail {
        let Some(token) = self.table.get(row) else { return Detail::default() };
        let title = token.user.unwrap_or(token.user_id);
        let kind = token.id.map_or_else(|| "stored row".into(), |id| format!("row {id}"));
        let mut sheet = Sheet::new(title, kind);
        sheet.maybe("user", token.user);
        sheet.field("token id", token.user_id);
        sheet.maybe("provider", Some(token.provider).filter(|name| !name.is_empty()));
        let good_for = token.state(now);
        sheet.toned("state", good_for_words(good_for), state(good_for).tone);
        for (label, print, when) in [
            ("access", token.access, token.access_expires),
            ("refresh", token.refresh, token.refresh_expires),
        ] {
            let print = print.map_or_else(|| "none stored".into(), |print| print.to_string());
            sheet.field(label, print);
            match when {
                Some(when) => sheet.field("", moment(when, now)),
                None => sheet.toned("", "its end is unknown", Tone::Dim),
            }
        }
        match token.issued {
            Some(when) => {
                let ago = time::ago(when, now).text;
                sheet.field("issued", format!("{ago} · {}", time::exact(when)));
            }
            None => sheet.toned("issued", "unknown", Tone::Dim),
        }
        sheet.maybe("client", token.client_id);
        sheet.list("scopes", token.scopes.split(' ').filter(|scope| !scope.is_empty()));
        let same = self.same_user(row, &token);
        if same > 1 {
            sheet.blank();
            let user = token.user.unwrap_or(token.user_id);
            sheet.text(format!("{user} has {same} stored rows; enter shows them."), Tone::Dim);
        }
        sheet.done()
    }

    fn find(&self, key: &str) -> Option<usize> {
        match key.parse() {
            Ok(id) => self.table.find(id),
            Err(_) => (0..self.table.len()).find(|row| super::Rows::key(self, *row) == key),
        }
    }

    fn next_change(&self, row: usize, now: Timestamp) -> Option<Timestamp> {
        let token = self.table.get(row)?;
        let ends = [token.access_expires, token.refresh_expires, token.issued];
        ends.into_iter().flatten().filter_map(|end| time::end(end, now).changes).min()
    }

    fn stored(&self, row: usize) -> Option<TokenRef<'_>> {
        self.table.get(row)
    }

    fn token_id(&self, row: usize) -> Option<String> {
        let id = self.table.get(row)?.user_id;
        (!id.is_empty()).then(|| id.to_owned())
    }

    fn user(&self, row: usize) -> Option<String> {
        self.table.get(row)?.user.map(str::to_owned)
    }

    fn follow(&self, row: usize) -> Option<String> {
        let token = self.table.get(row)?;
        Some(match token.user {
            Some(user) => format!("user:={}", quoted(user)),
            None => format!("user_id:={}", quoted(token.user_id)),
        })
    }
}

impl Rows {
    /// How many rows near this one belong to the same user. Listings come user by user, so that is all of them.
    fn same_user(&self, row: usize, token: &TokenRef<'_>) -> usize {
        let same = |row: &usize| {
            self.table.get(*row).is_some_and(|t| (t.user, t.user_id) == (token.user, token.user_id))
        };
        let above = (0..row).rev().take_while(same).count();
        let below = (row..self.table.len()).take_while(same).count();
        above.saturating_add(below)
    }
}
