//! The query language: what is typed behind `/` in the console, and behind `list` in the twin.
//!
//! Owns its grammar ([`parse()`]), its columns ([`mod@column`]) and what a query means for a row ([`Query::holds`]). It must not know
//! where rows come from; the time is handed in.
//!
//! Decided, because a site admin would expect it: words stand for themselves and all must occur; `|` binds weaker than the
//! blank; `:=` and not quotes mean "exactly"; a comparison of a time with a duration speaks of what is left, or of the age, as
//! the column shows it, so that `exp:<2h` has what has ended already in it; `exp` is the end of the access token, as in a JWT.

pub mod ast;
pub mod column;
mod error;
pub mod help;
mod parse;
mod resolve;
pub mod rows;
mod test;
pub mod times;
mod value;

use std::sync::Arc;

use jiff::Timestamp;

pub use ast::{Expr, quoted};
pub use column::{Column, Grid, Kind, Schema, Spec};
pub use error::QueryError;
pub use parse::{DEEPEST, LONGEST, MOST_TERMS, parse};
pub use resolve::Node;
pub use test::{Edge, Needle, Span, Test};
pub use value::{Row, Value};

/// A text to be marked where it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The text, in lower case.
    pub text: String,
    /// Name of the only column in which it is marked; `None`: in all.
    pub column: Option<String>,
}

/// A query that was understood, for the columns it was read with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Query {
    text: Arc<str>,
    root: Arc<Node>,
}

/// Two queries are the same if they are written the same and mean the same.
impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.root == other.root
    }
}

impl Eq for Query {}

impl Default for Query {
    /// Every row.
    fn default() -> Self {
        Self { text: "".into(), root: Arc::new(Node::All) }
    }
}

impl Query {
    /// Reads `text` as a query of rows with the columns of `schema`. The empty query is every row.
    pub fn read(text: &str, schema: &Schema) -> Result<Self, QueryError> {
        let expr = parse(text, |name| schema.find(name).is_some())?;
        let root = resolve::resolve(&expr, schema)?;
        Ok(Self { text: text.into(), root: Arc::new(root) })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is every row.
    pub fn is_all(&self) -> bool {
        *self.root == Node::All
    }

    /// What it tests.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// Whether it holds for `row` at `now`.
    pub fn holds(&self, row: &dyn Row, now: Timestamp) -> bool {
        self.root.holds(row, now)
    }

    /// Whether its answer can change by the mere passing of time.
    pub fn changes(&self) -> bool {
        self.root.changes()
    }

    /// What to mark in the rows: the texts that are looked for, not those that are not to be there.
    pub fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        self.root.marks(&mut marks);
        marks
    }
}

impl Node {
    fn holds(&self, row: &dyn Row, now: Timestamp) -> bool {
        match self {
            Self::All => true,
            Self::Every(parts) => parts.iter().all(|part| part.holds(row, now)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(row, now)),
            Self::Not(inner) => !inner.holds(row, now),
            Self::Word(needle, columns) => {
                let found = |column: &Column| match row.value(column, now) {
                    Value::Number(number) => needle.finds(&number.to_string()),
                    Value::Text(text) => needle.finds(&text),
                    Value::List(texts, _) => texts.iter().any(|text| needle.finds(text)),
                    Value::Absent | Value::Time(_) => false,
                };
                columns.iter().any(found) || row.aside().is_some_and(|text| needle.finds(&text))
            }
            Self::Column(column, test) => test.holds(&row.value(column, now), now),
        }
    }

    fn changes(&self) -> bool {
        match self {
            Self::All => false,
            Self::Every(parts) | Self::Any(parts) => parts.iter().any(Self::changes),
            Self::Not(inner) => inner.changes(),
            Self::Word(needle, columns) => columns.iter().any(|column| match column.spec() {
                Spec { changes: true, kind: Kind::Words(words), .. } => {
                    words.iter().any(|word| needle.finds(word))
                }
                spec => spec.changes,
            }),
            Self::Column(_, Test::Time(span)) => span.moves(),
            Self::Column(column, _) => column.spec().changes,
        }
    }

    fn marks(&self, into: &mut Vec<Mark>) {
        match self {
            Self::Every(parts) | Self::Any(parts) => {
                for part in parts {
                    part.marks(into);
                }
            }
            Self::Word(needle, _) => {
                into.push(Mark { text: needle.text().to_owned(), column: None });
            }
            Self::Column(column, Test::Text(needle)) => into.push(Mark {
                text: needle.text().to_owned(),
                column: Some(column.name().to_owned()),
            }),
            Self::All | Self::Not(_) | Self::Column(..) => {}
        }
    }
}

#[cfg(test)]
mod tests;
