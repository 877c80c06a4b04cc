//! What a server remembers for a while, as DIRAC's `TTLCache`s do: an entry lives from the moment it was made, whether it
//! is asked for or not, and a failure is remembered like a success.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Entries that a cache holds at most.
const LARGEST: usize = 1000;

/// A cache whose entries live for a fixed time.
#[derive(Debug)]
pub(super) struct Cache<K, V> {
    lifetime: SignedDuration,
    entries: Mutex<HashMap<K, (Timestamp, V)>>,
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    /// An empty cache. A lifetime of zero remembers nothing.
    pub(super) fn new(lifetime: SignedDuration) -> Self {
        Self { lifetime, entries: Mutex::default() }
    }

    /// The value remembered for `key` at `now`, or what `make` says, which is remembered then.
    pub(super) fn get(&self, key: &K, now: Timestamp, make: impl FnOnce() -> V) -> V {
        let fresh = |made: Timestamp| now.duration_since(made) < self.lifetime;
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((made, value)) = entries.get(key)
            && fresh(*made)
        {
            return value.clone();
        }
        if entries.len() >= LARGEST {
            entries.retain(|_, (made, _)| fresh(*made));
            let oldest =
                entries.iter().min_by_key(|(_, (made, _))| *made).map(|(key, _)| key.clone());
            if let Some(oldest) = oldest.filter(|_| entries.len() >= LARGEST) {
                entries.remove(&oldest);
            }
        }
        let value = make();
        entries.insert(key.clone(), (now, value.clone()));
        value
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{Cache, LARGEST};

    #[test]
    fn an_entry_lives_from_its_making_and_no_longer() {
        let cache = Cache::new(SignedDuration::from_secs(60));
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(cache.get(&"a", at(0), || 1), 1);
        assert_eq!(cache.get(&"a", at(59), || 2), 1);
        assert_eq!(cache.get(&"a", at(60), || 3), 3);
        let nothing = Cache::new(SignedDuration::ZERO);
        assert_eq!(nothing.get(&"a", at(0), || 1), 1);
        assert_eq!(nothing.get(&"a", at(0), || 2), 2);
    }

    #[test]
    fn a_full_cache_forgets_its_oldest_entry() {
        let cache = Cache::new(SignedDuration::from_secs(3600));
        let at = |second: usize| Timestamp::from_second(i64::try_from(second).unwrap()).unwrap();
        for key in 0..=LARGEST {
            cache.get(&key, at(key), || key);
        }
        let now = at(LARGEST);
        assert_eq!(cache.get(&1, now, || usize::MAX), 1);
        assert_eq!(cache.get(&0, now, || usize::MAX), usize::MAX);
    }
}
