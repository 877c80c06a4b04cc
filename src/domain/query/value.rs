//! What a row says in a column, and what a row is.

use std::borrow::Cow;

use jiff::Timestamp;

use super::column::Column;

/// What a row says in a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing, or it is not known: no comparison holds.
    #[default]
    Absent,
    /// A text, or a word.
    Text(Cow<'a, str>),
    /// Texts, and how many they count as: several may be names of one thing.
    List(Vec<Cow<'a, str>>, usize),
    /// A number.
    Number(i64),
    /// A time.
    Time(Timestamp),
}

impl<'a> Value<'a> {
    /// A text; none is absent.
    pub fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Absent, |text| Self::Text(text.into()))
    }

    /// A word of ours.
    pub fn word(word: &'static str) -> Self {
        Self::Text(word.into())
    }

    /// Texts that count one each.
    pub fn list(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let texts: Vec<Cow<'a, str>> = texts.into_iter().map(Into::into).collect();
        let count = texts.len();
        Self::List(texts, count)
    }

    /// A number of things.
    pub fn count(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// A time; none is absent.
    pub fn time(time: Option<Timestamp>) -> Self {
        time.map_or(Self::Absent, Self::Time)
    }
}

/// Something that queries can be asked of.
pub trait Row {
    /// What it says in `column` at `now`; [`Value::Absent`] for a column that it does not have.
    fn value(&self, column: &Column, now: Timestamp) -> Value<'_>;

    /// What bare words are looked for beside the columns.
    fn aside(&self) -> Option<Cow<'_, str>> {
        None
    }
}
