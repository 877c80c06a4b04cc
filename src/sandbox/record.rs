//! Every request that the installation has seen: what was asked, by whom, and what came of it. No secret is ever in it.

use std::sync::{Arc, Mutex, PoisonError};

/// What only the handler knows of a request it has answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The RPC's method or the endpoint: `getUsersTokensInfo`, `token client_credentials`.
    pub call: Option<String>,
    /// DIRAC user or client that the request was counted as, once that was known.
    pub user: Option<String>,
    /// The group it acted in.
    pub group: Option<String>,
    /// Whether anything of the installation was changed: a version made, a row deleted, a token issued or revoked.
    pub changed: bool,
}

/// A request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The port it came to: `master`, `services`, or the provider's name.
    pub service: String,
    /// The HTTP method.
    pub method: String,
    /// The path, without query.
    pub path: String,
    /// The end entity's DN; `None` without a client certificate.
    pub dn: Option<String>,
    /// The status of the answer.
    pub status: u16,
    /// What the handler says of it.
    pub note: Note,
}

/// The requests so far, in the order in which they were answered. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Records(Arc<Mutex<Vec<Record>>>);

impl Records {
    /// Adds a request that has been answered.
    pub fn add(&self, record: Record) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(record);
    }

    /// All of them.
    pub fn all(&self) -> Vec<Record> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many have changed something.
    pub fn changes(&self) -> usize {
        let records = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        records.iter().filter(|record| record.note.changed).count()
    }

    /// How many calls of `method` have arrived.
    pub fn calls(&self, method: &str) -> usize {
        let records = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        records.iter().filter(|record| record.note.call.as_deref() == Some(method)).count()
    }
}
