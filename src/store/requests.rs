//! The record of every request of this session: what, where, how long, how it ended. Never a secret, never a body.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

/// How many requests are remembered.
pub const CAPACITY: usize = 10_000;

/// One request that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRecord {
    /// When it was sent.
    pub at: Timestamp,
    /// What was asked: the RPC's name, or method and path. Arguments only where they are no secret.
    pub what: String,
    /// Where: the server's URL.
    pub target: String,
    /// From the first byte sent to the last one read.
    pub took: Duration,
    /// Bytes of the answer's body.
    pub bytes: u64,
    /// What came back: `ok`, `401`, `timeout`.
    pub outcome: String,
    /// Whether the outcome is what was hoped for.
    pub good: bool,
    /// By how many seconds the server's clock was ahead of ours, or behind it below 0; `None` if it did not tell the time.
    pub ahead: Option<i64>,
}

/// The last [`CAPACITY`] requests, oldest first.
#[derive(Clone, Debug, Default)]
pub struct RequestLog {
    records: VecDeque<Arc<RequestRecord>>,
    dropped: u64,
    lost: u64,
}

impl RequestLog {
    /// Adds a record; the oldest one makes room.
    pub fn push(&mut self, record: RequestRecord) {
        if self.records.len() >= CAPACITY {
            self.records.pop_front();
            self.dropped = self.dropped.saturating_add(1);
        }
        self.records.push_back(Arc::new(record));
    }

    /// Notes that so many requests could not be recorded.
    pub fn lose(&mut self, number: u64) {
        self.lost = self.lost.saturating_add(number);
    }

    /// Requests of this session that are not here because they could not be recorded.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// The record at `position`, counted from the oldest one kept.
    pub fn get(&self, position: usize) -> Option<&RequestRecord> {
        self.records.get(position).map(AsRef::as_ref)
    }

    /// How many are kept.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether nothing was asked yet.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// How many had to make room: position 0 is request number `dropped` of the session, which names it for good.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// All that are kept, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<RequestRecord>> {
        self.records.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_makes_room_and_numbers_stay() {
        let mut log = RequestLog::default();
        for number in 0..CAPACITY + 3 {
            log.push(RequestRecord {
                at: Timestamp::UNIX_EPOCH,
                what: number.to_string(),
                target: String::new(),
                took: Duration::ZERO,
                bytes: 0,
                outcome: "ok".into(),
                good: true,
                ahead: None,
            });
        }
        assert_eq!((log.len(), log.dropped()), (CAPACITY, 3));
        assert_eq!(log.get(0).map(|r| r.what.as_str()), Some("3"));
    }
}
