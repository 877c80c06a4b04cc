//! A query as it was understood: words, columns, negation, or; and how it is written down again.

use std::fmt;
use std::ops::Range;

/// How a column is compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// `column:value`: the text occurs in it; the number is that; the time lies within that date.
    Has,
    /// `column:=value`: it is exactly that text.
    Is,
    /// `column:<value`.
    Less,
    /// `column:<=value`.
    AtMost,
    /// `column:>value`.
    More,
    /// `column:>=value`.
    AtLeast,
}

impl Op {
    /// The sign that stands after the colon.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Has => "",
            Self::Is => "=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// A name of a column, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Bytes of the query that it stands in.
    pub at: Range<usize>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The column, `None` for a bare word.
    pub column: Option<Name>,
    /// How they are compared; [`Op::Has`] for a bare word.
    pub op: Op,
    /// The text, number or time, without quotes.
    pub value: String,
    /// Bytes of the query that the value stands in, quotes included.
    pub at: Range<usize>,
}

/// A query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// The empty query: every row.
    All,
    /// All of these hold.
    Every(Vec<Expr>),
    /// One of these holds.
    Any(Vec<Expr>),
    /// This does not hold.
    Not(Box<Expr>),
    /// This condition holds.
    Term(Term),
}

/// `text` as a word of a query: as it is where nothing in it means something, else in quotes.
pub fn quoted(text: &str) -> String {
    let first = text.chars().next();
    let plain = |c: char| c.is_alphanumeric() || "_-./@+*,;#~%&?[]{}'!$^".contains(c);
    if first.is_some_and(|c| c != '-') && text.chars().all(plain) {
        return text.to_owned();
    }
    in_quotes(text)
}

fn in_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// A value after a colon: more can stand there without quotes than in a word of its own.
fn value(text: &str) -> String {
    let first = text.chars().next();
    let special = |c: char| c.is_whitespace() || c.is_control() || "|()\"".contains(c);
    if first.is_none_or(|c| "=<>/".contains(c)) || text.chars().any(special) {
        return in_quotes(text);
    }
    text.to_owned()
}

fn name(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let begins = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    if begins && text.chars().all(plain) { text.to_owned() } else { in_quotes(text) }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => {
                let column = name(&column.text);
                write!(f, "{column}:{}{}", self.op.sign(), value(&self.value))
            }
            None => f.write_str(&quoted(&self.value)),
        }
    }
}

/// Reading it again gives the same query.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::Term(term) => term.fmt(f),
            Self::Not(inner) => {
                f.write_str("-")?;
                inner.within(f, |inner| matches!(inner, Self::Every(_) | Self::Any(_)))
            }
            Self::Every(parts) => {
                list(f, parts, " ", |part| matches!(part, Self::Every(_) | Self::Any(_)))
            }
            Self::Any(parts) => list(f, parts, " | ", |part| matches!(part, Self::Any(_))),
        }
    }
}

impl Expr {
    fn within(&self, f: &mut fmt::Formatter<'_>, loose: fn(&Self) -> bool) -> fmt::Result {
        if loose(self) { write!(f, "({self})") } else { write!(f, "{self}") }
    }
}

fn list(
    f: &mut fmt::Formatter<'_>,
    parts: &[Expr],
    between: &str,
    loose: fn(&Expr) -> bool,
) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        part.within(f, loose)?;
    }
    Ok(())
}
