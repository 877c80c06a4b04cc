//! From [`Expr`] to what is tested: names become columns, values become numbers, times and words.

use std::sync::Arc;

use super::ast::{Expr, Name, Op, Term, quoted};
use super::column::{Column, Kind, Schema};
use super::error::{QueryError, said};
use super::test::{Edge, Needle, Span, Test};
use super::times;

/// Numbers beyond this are none that anything here has.
const LARGEST: u64 = 1_000_000_000_000_000_000;

/// A query, ready to be tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Every row.
    All,
    /// All of these hold.
    Every(Vec<Node>),
    /// One of these holds.
    Any(Vec<Node>),
    /// This does not hold.
    Not(Box<Node>),
    /// The text occurs in one of these columns, or beside them.
    Word(Needle, Arc<[Column]>),
    /// The test holds for this column.
    Column(Column, Test),
}

/// Gives names and values their meaning.
pub(super) fn resolve(expr: &Expr, schema: &Schema) -> Result<Node, QueryError> {
    let all = |parts: &[Expr]| -> Result<Vec<Node>, QueryError> {
        parts.iter().map(|part| resolve(part, schema)).collect()
    };
    Ok(match expr {
        Expr::All => Node::All,
        Expr::Every(parts) => Node::Every(all(parts)?),
        Expr::Any(parts) => Node::Any(all(parts)?),
        Expr::Not(inner) => Node::Not(Box::new(resolve(inner, schema)?)),
        Expr::Term(Term { column: None, value, .. }) => {
            let bare = schema.columns().iter().filter(|column| column.spec().bare);
            Node::Word(Needle::new(value, false), bare.cloned().collect())
        }
        Expr::Term(term @ Term { column: Some(name), .. }) => {
            let Some(column) = schema.find(&name.text) else {
                return Err(unknown(name, term, schema));
            };
            Node::Column(column.clone(), test(column, name, term)?)
        }
    })
}

fn unknown(name: &Name, term: &Term, schema: &Schema) -> QueryError {
    let near = schema.near(&name.text);
    let columns: Vec<&str> = schema.columns().iter().map(Column::name).collect();
    let near = match near.as_slice() {
        [] => String::new(),
        near => format!("Near: {}. ", near.join(", ")),
    };
    let whole = format!("{}:{}{}", name.text, term.op.sign(), term.value);
    let whole = said(&quoted(&whole));
    let columns = columns.join(" ");
    let remedy = format!("{near}Columns: {columns}. A text with a colon: {whole}.");
    let message = format!("{} have no column {}.", schema.grid().title(), said(&name.text));
    QueryError::new(name.at.clone(), message, remedy)
}

fn test(column: &Column, name: &Name, term: &Term) -> Result<Test, QueryError> {
    let wrong = |message: String, remedy: String| QueryError::new(term.at.clone(), message, remedy);
    let (value, shown) = (term.value.as_str(), said(&term.value));
    let label = said(&name.text);
    if term.op == Op::Is && value.is_empty() {
        return Ok(Test::Absent);
    }
    match (column.spec().kind, term.op) {
        (Kind::Text | Kind::List, Op::Has) => Ok(Test::Text(Needle::new(value, false))),
        (Kind::Text | Kind::List | Kind::Words(_), Op::Is) => {
            Ok(Test::Text(Needle::new(value, true)))
        }
        (Kind::Words(words), Op::Has) => {
            let needle = Needle::new(value, false);
            if words.iter().any(|word| needle.finds(word)) {
                return Ok(Test::Text(needle));
            }
            let message = format!("{label} is never {shown}.");
            Err(wrong(message, format!("It is one of {}.", words.join(", "))))
        }
        (kind @ (Kind::Text | Kind::Words(_)), op) => {
            let noun = kind.noun();
            let message = format!("{label} is a {noun}: {} compares numbers and times.", op.sign());
            let remedy = format!("{label}:{shown} finds it anywhere, {label}:={shown} exactly.");
            Err(QueryError::new(name.at.start..term.at.end, message, remedy))
        }
        (Kind::Number | Kind::List, op) => {
            let number = value.parse::<i64>().ok().filter(|n| n.unsigned_abs() <= LARGEST);
            number.map(|number| Test::Number(range(op, number))).ok_or_else(|| {
                let what = if column.spec().kind == Kind::List { "how many" } else { "a number" };
                let message = format!("{label} says {what}: {shown} is no whole number.");
                wrong(message, format!("As {label}:>3."))
            })
        }
        (kind @ (Kind::Left | Kind::Age), op) => match time(kind, op, value) {
            Some(test) => Ok(test),
            None => Err(no_time(kind, term, &label)),
        },
    }
}

fn range(op: Op, number: i64) -> std::ops::RangeInclusive<i64> {
    match op {
        Op::Has | Op::Is => number..=number,
        Op::Less => i64::MIN..=number.saturating_sub(1),
        Op::AtMost => i64::MIN..=number,
        Op::More => number.saturating_add(1)..=i64::MAX,
        Op::AtLeast => number..=i64::MAX,
    }
}

/// The span of time that a comparison stands for; `None` if the value is no time, or only says how long.
fn time(kind: Kind, op: Op, value: &str) -> Option<Test> {
    let absolute = |seconds| Some(Edge { from_now: false, seconds });
    let from_now = |seconds| Some(Edge { from_now: true, seconds });
    if matches!(op, Op::Has | Op::Is) {
        let word = value.to_ascii_lowercase();
        match (word.as_str(), kind) {
            ("unknown", _) => return Some(Test::Absent),
            // a token ends at the very second it expires
            ("expired" | "over", Kind::Left) => {
                return Some(Test::Time(Span { from: None, to: from_now(1) }));
            }
            ("valid" | "left", Kind::Left) => {
                return Some(Test::Time(Span { from: from_now(1), to: None }));
            }
            _ => {}
        }
    }
    let span = if let Some(date) = times::date(value) {
        let (start, end) = (absolute(date.start), absolute(date.end));
        match op {
            Op::Has | Op::Is => Span { from: start, to: end },
            Op::Less => Span { from: None, to: start },
            Op::AtMost => Span { from: None, to: end },
            Op::More => Span { from: end, to: None },
            Op::AtLeast => Span { from: start, to: None },
        }
    } else {
        let seconds = times::duration(value)?;
        match (kind, op) {
            (_, Op::Has | Op::Is) => return None,
            // how long it has left: the later the more
            (Kind::Left, Op::Less) => Span { from: None, to: from_now(seconds) },
            (Kind::Left, Op::AtMost) => Span { from: None, to: from_now(seconds + 1) },
            (Kind::Left, Op::More) => Span { from: from_now(seconds + 1), to: None },
            (Kind::Left, Op::AtLeast) => Span { from: from_now(seconds), to: None },
            // how long ago: the earlier the more
            (_, Op::Less) => Span { from: from_now(1 - seconds), to: None },
            (_, Op::AtMost) => Span { from: from_now(-seconds), to: None },
            (_, Op::More) => Span { from: None, to: from_now(-seconds) },
            (_, Op::AtLeast) => Span { from: None, to: from_now(1 - seconds) },
        }
    };
    Some(Test::Time(span))
}

fn no_time(kind: Kind, term: &Term, label: &str) -> QueryError {
    let shown = said(&term.value);
    let words = if kind == Kind::Left { "expired, valid or unknown" } else { "unknown" };
    let compared = !matches!(term.op, Op::Has | Op::Is);
    let (message, remedy) = if !compared && times::duration(&term.value).is_some() {
        let remedy = if kind == Kind::Left {
            format!("{label}:<{shown} has less than that left, {label}:>{shown} more.")
        } else {
            format!("{label}:<{shown} is younger than that, {label}:>{shown} older.")
        };
        (format!("{label} is a time: {shown} needs < or > before it."), remedy)
    } else if term.value.bytes().all(|b| b.is_ascii_digit()) {
        let remedy = "Seconds, minutes, hours, days, weeks: s m h d w.".to_owned();
        (format!("{label} is a time: {shown} has no unit, as {label}:<2h."), remedy)
    } else {
        let remedy =
            format!("As {label}:<2h, {label}:>3d, {label}:<2026-12-01, or {label}: and {words}.");
        (format!("{label} is a time: {shown} is none."), remedy)
    };
    QueryError::new(term.at.clone(), message, remedy)
}
