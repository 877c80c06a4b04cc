//! A run of rows as columns. Full chunks never change and are shared.

use jiff::Timestamp;

use crate::domain::secret::Fingerprint;

/// Rows in a full chunk.
pub(super) const ROWS: usize = 65_536;

/// Row id of a row without one.
pub(super) const NO_ID: u64 = u64::MAX;
/// Time that is not known.
pub(super) const NO_TIME: i64 = i64::MIN;
/// Fingerprint of a token that is not there. A real one has a chance of 2^-64 to be taken for it.
const NO_PRINT: [u8; 8] = [0; 8];
/// User name that is not known.
pub(super) const NO_USER: u32 = u32::MAX;

/// One row; 60 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) id: Option<u64>,
    pub(super) user: u32,
    pub(super) user_id: u32,
    pub(super) kind: u32,
    pub(super) access_expires: Option<Timestamp>,
    pub(super) refresh_expires: Option<Timestamp>,
    pub(super) issued: Option<Timestamp>,
    pub(super) access: Option<Fingerprint>,
    pub(super) refresh: Option<Fingerprint>,
}

/// One of the times of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Access,
    Refresh,
    Issued,
}

/// What a state depends on, of one of the two tokens of a row.
#[derive(Clone, Copy)]
pub(super) struct Life {
    /// Whether the row has it.
    pub(super) there: bool,
    /// When it ends, in seconds; [`NO_TIME`] if that is not known.
    pub(super) end: i64,
}

/// Up to [`ROWS`] rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    id: Vec<u64>,
    user: Vec<u32>,
    user_id: Vec<u32>,
    kind: Vec<u32>,
    access_expires: Vec<i64>,
    refresh_expires: Vec<i64>,
    issued: Vec<i64>,
    access: Vec<[u8; 8]>,
    refresh: Vec<[u8; 8]>,
}

/// Bytes of a row, dictionaries apart.
#[cfg(test)]
pub(super) const ROW_BYTES: usize = 8 + 3 * 4 + 3 * 8 + 2 * 8;

impl Chunk {
    pub(super) fn len(&self) -> usize {
        self.id.len()
    }

    pub(super) fn push(&mut self, row: &Row) {
        let seconds = |time: Option<Timestamp>| time.map_or(NO_TIME, Timestamp::as_second);
        let print = |print: Option<Fingerprint>| print.map_or(NO_PRINT, Fingerprint::bytes);
        self.id.push(row.id.unwrap_or(NO_ID));
        self.user.push(row.user);
        self.user_id.push(row.user_id);
        self.kind.push(row.kind);
        self.access_expires.push(seconds(row.access_expires));
        self.refresh_expires.push(seconds(row.refresh_expires));
        self.issued.push(seconds(row.issued));
        self.access.push(print(row.access));
        self.refresh.push(print(row.refresh));
    }

    pub(super) fn get(&self, at: usize) -> Option<Row> {
        let time = |seconds: i64| Timestamp::from_second(seconds).ok();
        let print = |bytes: [u8; 8]| (bytes != NO_PRINT).then(|| Fingerprint::from_bytes(bytes));
        Some(Row {
            id: self.id.get(at).copied().filter(|id| *id != NO_ID),
            user: *self.user.get(at)?,
            user_id: *self.user_id.get(at)?,
            kind: *self.kind.get(at)?,
            access_expires: time(*self.access_expires.get(at)?),
            refresh_expires: time(*self.refresh_expires.get(at)?),
            issued: time(*self.issued.get(at)?),
            access: print(*self.access.get(at)?),
            refresh: print(*self.refresh.get(at)?),
        })
    }

    /// Row ids; [`NO_ID`] where there is none.
    pub(super) fn ids(&self) -> &[u64] {
        &self.id
    }

    /// Numbers of users; [`NO_USER`] where the name is not known.
    pub(super) fn users(&self) -> &[u32] {
        &self.user
    }

    /// Numbers of user ids.
    pub(super) fn user_ids(&self) -> &[u32] {
        &self.user_id
    }

    /// Numbers of kinds.
    pub(super) fn kinds(&self) -> &[u32] {
        &self.kind
    }

    /// Seconds of one of the times; [`NO_TIME`] where it is not known.
    pub(super) fn times(&self, which: When) -> &[i64] {
        match which {
            When::Access => &self.access_expires,
            When::Refresh => &self.refresh_expires,
            When::Issued => &self.issued,
        }
    }

    /// Whether the rows have an access and a refresh token, and when those end.
    pub(super) fn lives(&self) -> impl Iterator<Item = (Life, Life)> {
        let life = |(print, end): (&[u8; 8], &i64)| Life { there: *print != NO_PRINT, end: *end };
        let access = self.access.iter().zip(&self.access_expires).map(life);
        access.zip(self.refresh.iter().zip(&self.refresh_expires).map(life))
    }

    /// Position of the row with this id.
    pub(super) fn find(&self, id: u64) -> Option<usize> {
        if id == NO_ID {
            return None;
        }
        self.id.iter().position(|other| *other == id)
    }
}
