//! The stored tokens as they were listed: columns, dictionaries, chunks.
//!
//! Made for a million rows: 60 bytes a row beside the dictionaries, appended batch by batch, cheap to share with the
//! worker (full chunks are immutable). Knows neither how a listing is fetched nor what its columns are called on screen.

mod chunk;
mod dictionary;
mod replace;
mod select;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::secret::Fingerprint;
use crate::domain::token::{ListedToken, StoredState};

use chunk::{Chunk, NO_USER, ROWS, Row};
use dictionary::Dictionary;

/// What many rows have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Kind {
    provider: u32,
    scopes: u32,
    client: Option<u32>,
}

/// The texts that rows point to.
#[derive(Clone, Debug, Default)]
struct Texts {
    users: Dictionary,
    user_ids: Dictionary,
    providers: Dictionary,
    scopes: Dictionary,
    clients: Dictionary,
    kinds: Vec<Kind>,
    kind_numbers: HashMap<Kind, u32>,
    /// Rows of each kind.
    kind_rows: Vec<usize>,
}

/// Rows of TokenDB. Cloning shares what is full.
#[derive(Clone, Debug, Default)]
pub struct TokenTable {
    chunks: Vec<Arc<Chunk>>,
    texts: Arc<Texts>,
    len: usize,
}

/// A row of a [`TokenTable`]: what [`ListedToken`] tells, borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenRef<'t> {
    /// Row id in TokenDB.
    pub id: Option<u64>,
    /// User name, `None` where the listing does not tell.
    pub user: Option<&'t str>,
    /// Token id: `sub` of the user at the provider.
    pub user_id: &'t str,
    /// IdProvider name.
    pub provider: &'t str,
    /// Scopes with one space between; empty if unknown.
    pub scopes: &'t str,
    /// When the access token ends.
    pub access_expires: Option<Timestamp>,
    /// When the refresh token ends.
    pub refresh_expires: Option<Timestamp>,
    /// When the row was issued.
    pub issued: Option<Timestamp>,
    /// OAuth2 client, if stored.
    pub client_id: Option<&'t str>,
    /// Fingerprint of the access token.
    pub access: Option<Fingerprint>,
    /// Fingerprint of the refresh token.
    pub refresh: Option<Fingerprint>,
}

impl TokenRef<'_> {
    /// What the row is still good for.
    pub fn state(&self, now: Timestamp) -> StoredState {
        self.bare().state(now)
    }

    /// The row as it was listed.
    pub fn to_listed(&self) -> ListedToken {
        ListedToken {
            user: self.user.map(Into::into),
            user_id: self.user_id.into(),
            provider: self.provider.into(),
            scopes: self.scopes.split(' ').filter(|s| !s.is_empty()).map(Into::into).collect(),
            client_id: self.client_id.map(Into::into),
            ..self.bare()
        }
    }

    /// The row without its texts.
    fn bare(&self) -> ListedToken {
        ListedToken {
            id: self.id,
            user: None,
            user_id: String::new(),
            provider: String::new(),
            scopes: Vec::new(),
            access_expires: self.access_expires,
            refresh_expires: self.refresh_expires,
            issued: self.issued,
            client_id: None,
            access: self.access,
            refresh: self.refresh,
        }
    }
}

impl TokenTable {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds the rows of a batch. Says how many could not be taken in: none below four billion.
    pub fn append(&mut self, batch: &[ListedToken]) -> usize {
        let texts = Arc::make_mut(&mut self.texts);
        let mut lost = 0;
        for token in batch {
            let Some(row) = texts.row(token).filter(|_| self.len < u32::MAX as usize) else {
                lost += 1;
                continue;
            };
            if self.chunks.last().is_none_or(|chunk| chunk.len() >= ROWS) {
                self.chunks.push(Arc::default());
            }
            if let Some(last) = self.chunks.last_mut() {
                Arc::make_mut(last).push(&row);
                self.len += 1;
                if let Some(rows) = texts.kind_rows.get_mut(row.kind as usize) {
                    *rows += 1;
                }
            }
        }
        lost
    }

    /// The row at `position`.
    pub fn get(&self, position: usize) -> Option<TokenRef<'_>> {
        let row = self.chunks.get(position / ROWS)?.get(position % ROWS)?;
        let kind = self.texts.kinds.get(row.kind as usize)?;
        Some(TokenRef {
            id: row.id,
            user: self.texts.users.text(row.user),
            user_id: self.texts.user_ids.text(row.user_id)?,
            provider: self.texts.providers.text(kind.provider)?,
            scopes: self.texts.scopes.text(kind.scopes)?,
            access_expires: row.access_expires,
            refresh_expires: row.refresh_expires,
            issued: row.issued,
            client_id: kind.client.and_then(|client| self.texts.clients.text(client)),
            access: row.access,
            refresh: row.refresh,
        })
    }

    /// Position of the row with this id in TokenDB.
    pub fn find(&self, id: u64) -> Option<usize> {
        let mut before = 0;
        for chunk in &self.chunks {
            if let Some(position) = chunk.find(id) {
                return Some(before + position);
            }
            before += chunk.len();
        }
        None
    }

    /// Positions of the rows with these ids, in their order.
    pub fn find_all(&self, ids: &HashSet<u64>) -> Vec<u32> {
        let all = self.chunks.iter().flat_map(|chunk| chunk.ids());
        let numbered = all.zip(0_u32..).filter(|(id, _)| ids.contains(id));
        numbered.map(|(_, row)| row).collect()
    }

    /// How many rows each provider has.
    pub fn rows_by_provider(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for (kind, rows) in self.texts.kinds.iter().zip(&self.texts.kind_rows) {
            if let Some(provider) = self.texts.providers.text(kind.provider) {
                *counts.entry(provider.to_owned()).or_insert(0) += *rows;
            }
        }
        counts
    }
}

impl Texts {
    fn row(&mut self, token: &ListedToken) -> Option<Row> {
        let kind = Kind {
            provider: self.providers.number(&token.provider)?,
            scopes: self.scopes.number(&token.scopes.join(" "))?,
            client: match &token.client_id {
                Some(client) => Some(self.clients.number(client)?),
                None => None,
            },
        };
        let next = u32::try_from(self.kinds.len()).ok()?;
        let (kinds, rows) = (&mut self.kinds, &mut self.kind_rows);
        let kind = *self.kind_numbers.entry(kind).or_insert_with(|| {
            kinds.push(kind);
            rows.push(0);
            next
        });
        Some(Row {
            id: token.id,
            user: match &token.user {
                Some(user) => self.users.number(user)?,
                None => NO_USER,
            },
            user_id: self.user_ids.number(&token.user_id)?,
            kind,
            access_expires: token.access_expires,
            refresh_expires: token.refresh_expires,
            issued: token.issued,
            access: token.access,
            refresh: token.refresh,
        })
    }
}

#[cfg(test)]
mod tests;
