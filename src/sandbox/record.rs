//! Every request that the installation has seen: what was asked, by whom, and what came of it. No secret is ever in it.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::arrivals::Arrivals;

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
    /// The port it came to: `master`, `services`, or the IdProvider's name.
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

/// Requests that are kept; an installation that runs for days forgets the oldest.
const KEPT: usize = 100_000;

/// The requests so far, in the order in which they were answered. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Records(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// What came in, counted before anything was made of it.
    arrivals: Arrivals,
    kept: Mutex<VecDeque<Record>>,
    /// Told of every request.
    added: Condvar,
}

impl Records {
    /// Adds a request that has been answered.
    pub fn add(&self, record: Record) {
        let mut records = self.kept();
        if records.len() == KEPT {
            records.pop_front();
        }
        records.push_back(record);
        drop(records);
        self.0.added.notify_all();
    }

    /// Waits until at least `count` requests are kept, not longer than `patience`; whether they are.
    pub fn wait_for(&self, count: usize, patience: Duration) -> bool {
        let fewer = |records: &mut VecDeque<Record>| records.len() < count;
        let waited = self.0.added.wait_timeout_while(self.kept(), patience, fewer);
        waited.unwrap_or_else(PoisonError::into_inner).0.len() >= count
    }

    /// The same requests as they came in at the sockets.
    pub fn arrivals(&self) -> &Arrivals {
        &self.0.arrivals
    }

    /// How many are kept.
    pub fn count(&self) -> usize {
        self.kept().len()
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> Vec<Record> {
        self.kept().iter().cloned().collect()
    }

    /// How many have changed something.
    pub fn changes(&self) -> usize {
        self.kept().iter().filter(|record| record.note.changed).count()
    }

    /// How many calls of `method` have arrived.
    pub fn calls(&self, method: &str) -> usize {
        self.kept().iter().filter(|record| record.note.call.as_deref() == Some(method)).count()
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Record>> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(call: &str, changed: bool) -> Record {
        Record {
            service: "master".to_owned(),
            method: "POST".to_owned(),
            path: "/".to_owned(),
            dn: None,
            status: 200,
            note: Note { call: Some(call.to_owned()), changed, ..Note::default() },
        }
    }

    #[test]
    fn the_oldest_are_forgotten_when_there_are_too_many() {
        let records = Records::default();
        records.add(record("first", true));
        for _ in 1..KEPT {
            records.add(record("ping", false));
        }
        assert_eq!((records.calls("first"), records.changes()), (1, 1));
        records.clone().add(record("last", true));
        assert_eq!((records.calls("first"), records.calls("last"), records.changes()), (0, 1, 1));
        assert_eq!(records.all().len(), KEPT);
    }
}
