//! Conditions as they are tested: texts folded, numbers and times as ranges.

use std::ops::RangeInclusive;
use std::sync::Arc;

use jiff::Timestamp;
use memchr::memmem::Finder;

use super::value::Value;

/// A text to look for, without regard to ASCII case.
#[derive(Clone, Debug)]
pub struct Needle {
    folded: Arc<str>,
    exact: bool,
    finder: Arc<Finder<'static>>,
}

/// Two needles are the same if they find the same.
impl PartialEq for Needle {
    fn eq(&self, other: &Self) -> bool {
        (&self.folded, self.exact) == (&other.folded, other.exact)
    }
}

impl Eq for Needle {}

impl Needle {
    /// A text that occurs; if `exact`, one that is all there is.
    pub fn new(text: &str, exact: bool) -> Self {
        let folded: Arc<str> = text.to_ascii_lowercase().into();
        let finder = Arc::new(Finder::new(folded.as_bytes()).into_owned());
        Self { folded, exact, finder }
    }

    /// The text, in lower case.
    pub fn text(&self) -> &str {
        &self.folded
    }

    /// Whether it has to be all of a text.
    pub fn exact(&self) -> bool {
        self.exact
    }

    /// Whether it is found in `text`.
    pub fn finds(&self, text: &str) -> bool {
        if self.exact {
            return text.eq_ignore_ascii_case(&self.folded);
        }
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            self.finder.find(text.to_ascii_lowercase().as_bytes()).is_some()
        } else {
            self.finder.find(text.as_bytes()).is_some()
        }
    }
}

/// A moment, in seconds since 1970 or counted from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Whether it is counted from now.
    pub from_now: bool,
    /// Seconds.
    pub seconds: i64,
}

impl Edge {
    /// The moment, if now is `now`.
    pub fn at(self, now: Timestamp) -> i64 {
        let start = if self.from_now { now.as_second() } else { 0 };
        start.saturating_add(self.seconds)
    }
}

/// A span of time; a side without an edge is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first second in it.
    pub from: Option<Edge>,
    /// The first second after it.
    pub to: Option<Edge>,
}

impl Span {
    /// Its seconds, if now is `now`: the first one in it, and the last.
    pub fn at(self, now: Timestamp) -> RangeInclusive<i64> {
        let from = self.from.map_or(i64::MIN, |edge| edge.at(now));
        let to = self.to.map_or(i64::MAX, |edge| edge.at(now).saturating_sub(1));
        from..=to
    }

    /// Whether it moves with the time.
    pub fn moves(self) -> bool {
        [self.from, self.to].into_iter().flatten().any(|edge| edge.from_now)
    }
}

/// What is tested of a column's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The text, or one of the texts.
    Text(Needle),
    /// The number; of a list, how many there are.
    Number(RangeInclusive<i64>),
    /// The time.
    Time(Span),
    /// Nothing is known, or the text is empty.
    Absent,
}

impl Test {
    /// Whether it holds for `value` at `now`.
    pub fn holds(&self, value: &Value<'_>, now: Timestamp) -> bool {
        match (self, value) {
            (Self::Text(needle), Value::Text(text)) => needle.finds(text),
            (Self::Text(needle), Value::List(texts, _)) => texts.iter().any(|t| needle.finds(t)),
            (Self::Number(range), Value::Number(number)) => range.contains(number),
            (Self::Number(range), Value::List(_, count)) => {
                range.contains(&i64::try_from(*count).unwrap_or(i64::MAX))
            }
            (Self::Time(span), Value::Time(time)) => span.at(now).contains(&time.as_second()),
            (Self::Absent, Value::Absent) => true,
            (Self::Absent, Value::Text(text)) => text.is_empty(),
            (Self::Absent, Value::List(texts, _)) => texts.iter().all(|text| text.is_empty()),
            _ => false,
        }
    }
}
