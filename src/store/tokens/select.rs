//! Queries over the token columns: each distinct text is looked at once, each row costs a look-up or a comparison a
//! condition, 64 rows a word of bits. No text is made for any row.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;

use super::TokenTable;
use super::chunk::{Chunk, Life, NO_ID, NO_TIME, When};
use crate::domain::query::{Column, Needle, Node, Query, Test};
use crate::domain::token::StoredState;

/// What is looked at in a chunk.
enum Leaf {
    /// No row.
    Never,
    /// Rows whose user's number is set here.
    User(Vec<bool>),
    /// Rows whose user is not known, or set here.
    NoUser(Vec<bool>),
    /// The same of user ids.
    UserId(Vec<bool>),
    /// The same of kinds.
    Kind(Vec<bool>),
    /// Rows with an id in this range.
    Id(RangeInclusive<i64>),
    /// Rows in whose id these digits occur.
    Digits(Digits),
    /// Rows without an id.
    NoId,
    /// Rows with a time in this range.
    Time(When, RangeInclusive<i64>),
    /// Rows with a time that is not known.
    NoTime(When),
    /// Rows in one of these states at this second.
    State(Vec<StoredState>, i64),
}

/// A query bound to a table.
enum Plan {
    All,
    Every(Vec<Plan>),
    Any(Vec<Plan>),
    Not(Box<Plan>),
    Leaf(Leaf),
}

const STATES: [StoredState; 5] = [
    StoredState::Usable,
    StoredState::Refreshable,
    StoredState::AccessOnly,
    StoredState::Dead,
    StoredState::Unknown,
];

impl TokenTable {
    /// The rows for which `query` holds at `now`, in their order; `None` if `stop` was set meanwhile.
    pub fn select(&self, query: &Query, now: Timestamp, stop: &AtomicBool) -> Option<Vec<u32>> {
        let plan = self.plan(query.root(), now);
        let mut rows = Vec::new();
        let mut before: u32 = 0;
        for chunk in &self.chunks {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            for (word, first) in plan.bits(chunk).into_iter().zip((before..).step_by(64)) {
                let mut rest = word;
                while rest != 0 {
                    rows.push(first.saturating_add(rest.trailing_zeros()));
                    rest &= rest - 1;
                }
            }
            before = before.saturating_add(u32::try_from(chunk.len()).unwrap_or(u32::MAX));
        }
        Some(rows)
    }

    fn plan(&self, node: &Node, now: Timestamp) -> Plan {
        let all = |parts: &[Node]| parts.iter().map(|part| self.plan(part, now)).collect();
        match node {
            Node::All => Plan::All,
            Node::Every(parts) => Plan::Every(all(parts)),
            Node::Any(parts) => Plan::Any(all(parts)),
            Node::Not(inner) => Plan::Not(Box::new(self.plan(inner, now))),
            Node::Word(needle, _) => self.word(needle, now),
            Node::Column(column, test) => Plan::Leaf(self.leaf(column, test, now)),
        }
    }

    /// Rows in which the text occurs anywhere.
    fn word(&self, needle: &Needle, now: Timestamp) -> Plan {
        let texts = &self.texts;
        let mut parts = vec![
            Leaf::User(texts.users.map(|text| needle.finds(text))),
            Leaf::UserId(texts.user_ids.map(|text| needle.finds(text))),
            self.kinds(needle_in(needle), |_, found| found.into_iter().any(|f| f)),
        ];
        let states = of_state(needle);
        if !states.is_empty() {
            parts.push(Leaf::State(states, now.as_second()));
        }
        parts.extend(Digits::new(needle.text()).map(Leaf::Digits));
        Plan::Any(parts.into_iter().map(Plan::Leaf).collect())
    }

    fn leaf(&self, column: &Column, test: &Test, now: Timestamp) -> Leaf {
        let texts = &self.texts;
        match (column.name(), test) {
            ("user", Test::Text(needle)) => Leaf::User(texts.users.map(|text| needle.finds(text))),
            ("user", Test::Absent) => Leaf::NoUser(texts.users.map(str::is_empty)),
            ("user_id", Test::Text(needle)) => {
                Leaf::UserId(texts.user_ids.map(|text| needle.finds(text)))
            }
            ("user_id", Test::Absent) => Leaf::UserId(texts.user_ids.map(str::is_empty)),
            ("provider", Test::Text(needle)) => {
                self.kinds(needle_in(needle), |_, [provider, _, _]| provider)
            }
            ("provider", Test::Absent) => self.kinds(nothing(), |_, [provider, _, _]| provider),
            ("scopes", Test::Text(needle)) => {
                self.kinds(needle_in(needle), |_, [_, scopes, _]| scopes)
            }
            ("scopes", Test::Absent) => self.kinds(nothing(), |_, [_, scopes, _]| scopes),
            ("scopes", Test::Number(range)) => {
                let within = |scopes: &mut dyn Iterator<Item = &str>| {
                    i64::try_from(scopes.count()).is_ok_and(|count| range.contains(&count))
                };
                self.kinds(within, |_, [_, scopes, _]| scopes)
            }
            ("client_id", Test::Text(needle)) => {
                self.kinds(needle_in(needle), |_, [_, _, client]| client)
            }
            ("client_id", Test::Absent) => {
                self.kinds(nothing(), |known, [_, _, client]| client || !known)
            }
            ("id", Test::Number(range)) => Leaf::Id(range.clone()),
            ("id", Test::Absent) => Leaf::NoId,
            ("state", Test::Text(needle)) => Leaf::State(of_state(needle), now.as_second()),
            (name, test) => match (when(name), test) {
                (Some(when), Test::Time(span)) => Leaf::Time(when, span.at(now)),
                (Some(when), Test::Absent) => Leaf::NoTime(when),
                _ => Leaf::Never,
            },
        }
    }

    /// Kinds by their texts: `test` says which provider, which scopes (one by one) and which client pass, `wanted` which of
    /// the three have to; it also hears whether the client is known.
    fn kinds(
        &self,
        test: impl Fn(&mut dyn Iterator<Item = &str>) -> bool,
        wanted: fn(bool, [bool; 3]) -> bool,
    ) -> Leaf {
        let texts = &self.texts;
        let whole = |text: &str| test(&mut std::iter::once(text));
        let providers = texts.providers.map(whole);
        let clients = texts.clients.map(whole);
        let scopes =
            texts.scopes.map(|text| test(&mut text.split(' ').filter(|scope| !scope.is_empty())));
        let kinds = texts.kinds.iter().map(|kind| {
            let client = kind.client.is_some_and(|client| is_set(&clients, client));
            let found = [is_set(&providers, kind.provider), is_set(&scopes, kind.scopes), client];
            wanted(kind.client.is_some(), found)
        });
        Leaf::Kind(kinds.collect())
    }
}

/// Whether the text is found in one of several.
fn needle_in(needle: &Needle) -> impl Fn(&mut dyn Iterator<Item = &str>) -> bool {
    |mut texts| (&mut texts).any(|text| needle.finds(text))
}

/// Whether there are none, or only empty ones.
fn nothing() -> impl Fn(&mut dyn Iterator<Item = &str>) -> bool {
    |mut texts| (&mut texts).all(str::is_empty)
}

fn is_set(table: &[bool], number: u32) -> bool {
    table.get(number as usize).copied().unwrap_or(false)
}

fn when(column: &str) -> Option<When> {
    match column {
        "access_expires" => Some(When::Access),
        "refresh_expires" => Some(When::Refresh),
        "issued" => Some(When::Issued),
        _ => None,
    }
}

/// States whose word has the text in it.
fn of_state(needle: &Needle) -> Vec<StoredState> {
    STATES.into_iter().filter(|state| needle.finds(state.word())).collect()
}

impl Plan {
    /// The rows of the chunk that pass, a bit each.
    fn bits(&self, chunk: &Chunk) -> Vec<u64> {
        match self {
            Self::All => bits(chunk.ids(), |_| true),
            Self::Every(parts) => joined(parts, chunk, |a, b| a & b),
            Self::Any(parts) => joined(parts, chunk, |a, b| a | b),
            Self::Not(inner) => {
                let mut words = inner.bits(chunk);
                for word in &mut words {
                    *word = !*word;
                }
                // beyond the last row there is none
                let used = chunk.len() % 64;
                if let Some(last) = words.last_mut()
                    && used > 0
                {
                    *last &= (1 << used) - 1;
                }
                words
            }
            Self::Leaf(leaf) => leaf.bits(chunk),
        }
    }
}

fn joined(parts: &[Plan], chunk: &Chunk, join: fn(u64, u64) -> u64) -> Vec<u64> {
    let mut parts = parts.iter();
    let Some(first) = parts.next() else { return Vec::new() };
    let mut words = first.bits(chunk);
    for part in parts {
        for (word, other) in words.iter_mut().zip(part.bits(chunk)) {
            *word = join(*word, other);
        }
    }
    words
}

/// A bit for each value.
fn bits<T: Copy>(values: &[T], test: impl Fn(T) -> bool) -> Vec<u64> {
    let word = |values: &[T]| {
        let bits = values.iter().enumerate();
        bits.fold(0, |word, (at, value)| word | (u64::from(test(*value)) << at))
    };
    values.chunks(64).map(word).collect()
}

impl Leaf {
    fn bits(&self, chunk: &Chunk) -> Vec<u64> {
        match self {
            Self::Never => bits(chunk.ids(), |_| false),
            Self::User(table) => bits(chunk.users(), |number| is_set(table, number)),
            Self::NoUser(empty) => {
                bits(chunk.users(), |n| empty.get(n as usize).copied().unwrap_or(true))
            }
            Self::UserId(table) => bits(chunk.user_ids(), |number| is_set(table, number)),
            Self::Kind(table) => bits(chunk.kinds(), |number| is_set(table, number)),
            Self::Id(range) => bits(chunk.ids(), |id| {
                id != NO_ID && i64::try_from(id).is_ok_and(|id| range.contains(&id))
            }),
            Self::Digits(digits) => digits.bits(chunk.ids()),
            Self::NoId => bits(chunk.ids(), |id| id == NO_ID || i64::try_from(id).is_err()),
            Self::Time(when, range) => {
                bits(chunk.times(*when), |time| time != NO_TIME && range.contains(&time))
            }
            Self::NoTime(when) => bits(chunk.times(*when), |time| time == NO_TIME),
            Self::State(states, now) => {
                let mut wanted = [false; 5];
                for (flag, state) in wanted.iter_mut().zip(STATES) {
                    *flag = states.contains(&state);
                }
                let mut words = vec![0; chunk.len().div_ceil(64)];
                for (at, (access, refresh)) in chunk.lives().enumerate() {
                    let state = state(access, refresh, *now);
                    if let Some(word) = words.get_mut(at / 64)
                        && wanted.get(state).copied().unwrap_or(false)
                    {
                        *word |= 1 << (at % 64);
                    }
                }
                words
            }
        }
    }
}

/// Place in [`STATES`] of a row's state: [`crate::domain::token::ListedToken::state`] over columns. A test holds them
/// together.
fn state(access: Life, refresh: Life, now: i64) -> usize {
    let unknown = |life: Life| life.there && life.end == NO_TIME;
    let live = |life: Life| life.there && life.end > now;
    if unknown(access) || unknown(refresh) {
        return 4;
    }
    match (live(access), live(refresh)) {
        (true, true) => 0,
        (false, true) => 1,
        (true, false) => 2,
        (false, false) => 3,
    }
}

/// Digits that occur in a number as it is written: found by arithmetic, no digit is ever made.
#[derive(Clone, Copy)]
struct Digits {
    /// How many they are.
    count: u32,
    /// The number that they are.
    value: u64,
}

impl Digits {
    /// `None` for what is no digits, or more of them than a number has.
    fn new(text: &str) -> Option<Self> {
        let count = u32::try_from(text.len()).ok()?;
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        (digits && count < 20)
            .then(|| text.parse().ok())
            .flatten()
            .map(|value| Self { count, value })
    }

    fn bits(self, ids: &[u64]) -> Vec<u64> {
        // dividing by what is known when this is compiled is several times faster
        match self.count {
            1 => self.each(ids, within::<10>),
            2 => self.each(ids, within::<100>),
            3 => self.each(ids, within::<1_000>),
            4 => self.each(ids, within::<10_000>),
            5 => self.each(ids, within::<100_000>),
            6 => self.each(ids, within::<1_000_000>),
            count => {
                let modulus = 10_u64.pow(count.min(19));
                self.each(ids, |id, value| occurs(id, value, modulus))
            }
        }
    }

    fn each(self, ids: &[u64], test: impl Fn(u64, u64) -> bool) -> Vec<u64> {
        bits(ids, |id| id != NO_ID && i64::try_from(id).is_ok() && test(id, self.value))
    }
}

fn within<const MODULUS: u64>(number: u64, value: u64) -> bool {
    occurs(number, value, MODULUS)
}

/// Whether the digits `value`, as many as `modulus` has zeros, occur in `number`.
#[inline]
fn occurs(number: u64, value: u64, modulus: u64) -> bool {
    // the least number with as many digits
    let least = modulus / 10;
    if number == 0 {
        return value == 0 && least == 1;
    }
    let mut rest = number;
    while rest >= least {
        if rest % modulus == value {
            return true;
        }
        rest /= 10;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn digits_are_found_as_in_the_text(
            id in prop_oneof![0u64..2_000, 0u64..=i64::MAX as u64], needle in "[0-9]{1,3}|[0-9]{4,21}", from: prop::sample::Index,
        ) {
            let text = id.to_string();
            // one that occurs as often as one that need not
            let part = text.get(from.index(text.len())..).unwrap_or_default().to_owned();
            for needle in [needle, part] {
                let found = Digits::new(&needle).is_some_and(|digits| digits.bits(&[id]) == [1]);
                prop_assert_eq!(found, text.contains(&needle), "{} in {}", needle, text);
            }
        }
    }
}
