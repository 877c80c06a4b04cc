//! From text to [`Expr`]. Knows how a query is written, not what its columns mean.
//!
//! ```text
//! query  = [ any ]
//! any    = every { "|" every }
//! every  = term { term }
//! term   = { "-" } ( "(" any ")" | column ":" [ "=" | "<" | "<=" | ">" | ">=" ] text | text )
//! text   = word | '"' { character | '\"' | '\\' } '"'
//! column = word | quoted text
//! word   = characters other than blanks | ( ) "
//! ```
//!
//! A word with a colon names a column, unless it is a URL (`https://...`), a host and port (`ce07.example.org:9619`), a scope
//! (`storage.read:/`) or begins with what is no letter: those are text as they stand.

use std::ops::Range;

use super::ast::{Expr, Name, Op, Term};
use super::error::{QueryError, said};

/// Longest query, in bytes.
pub const LONGEST: usize = 4_096;
/// Most parentheses and minus signs within each other.
pub const DEEPEST: usize = 32;
/// Most conditions in a query.
pub const MOST_TERMS: usize = 256;

/// Reads a query. `known` says whether a name is that of a column.
pub fn parse(text: &str, known: impl Fn(&str) -> bool) -> Result<Expr, QueryError> {
    if text.len() > LONGEST {
        let message = format!("The query has {} characters and more.", text.chars().count());
        return Err(QueryError::new(0..1, message, format!("At most {LONGEST} are read.")));
    }
    let mut parser = Parser { text, at: 0, known: &known, depth: 0, terms: 0 };
    parser.blanks();
    if parser.at == text.len() {
        return Ok(Expr::All);
    }
    let expr = parser.any(None)?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(QueryError::new(
            parser.here(),
            "This ) closes nothing.",
            "In quotes it is a text: \")\".",
        )),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    known: &'t dyn Fn(&str) -> bool,
    depth: usize,
    terms: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn here(&self) -> Range<usize> {
        self.at..self.at + self.peek().map_or(1, char::len_utf8)
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Characters up to what ends a word.
    fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest.find(ends_word).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    /// `open`: the sign that made something necessary here.
    fn any(&mut self, open: Option<&Range<usize>>) -> Result<Expr, QueryError> {
        let first = self.every(open)?;
        let mut parts = vec![first];
        loop {
            let sign = self.here();
            if !self.eat("|") {
                break;
            }
            parts.push(self.every(Some(&sign))?);
        }
        Ok(one_or(parts, Expr::Any))
    }

    fn every(&mut self, open: Option<&Range<usize>>) -> Result<Expr, QueryError> {
        let mut parts = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                None | Some('|' | ')') => break,
                Some(_) => parts.push(self.term()?),
            }
        }
        if parts.is_empty() {
            let sign = open.cloned().unwrap_or_else(|| self.here());
            let (message, remedy) = match (self.text.get(sign.clone()), self.peek()) {
                (Some("("), Some(')')) => {
                    ("Nothing stands between ( and ).", "In quotes they are a text: \"()\".")
                }
                (Some("("), _) => ("Nothing stands after (.", "In quotes it is a text: \"(\"."),
                (Some(")"), _) => ("This ) closes nothing.", "In quotes it is a text: \")\"."),
                (_, _) if open.is_some() => (
                    "Nothing stands after |.",
                    "ada | ben finds both; in quotes it is a text: \"|\".",
                ),
                (_, _) => (
                    "Nothing stands before |.",
                    "ada | ben finds both; in quotes it is a text: \"|\".",
                ),
            };
            return Err(QueryError::new(sign, message, remedy));
        }
        Ok(one_or(parts, Expr::Every))
    }

    fn term(&mut self) -> Result<Expr, QueryError> {
        let sign = self.here();
        if self.eat("-") {
            if self.peek().is_none_or(|c| c.is_whitespace() || matches!(c, '|' | ')')) {
                let remedy = "-ada leaves out the rows with ada; in quotes it is a text: \"-\".";
                return Err(QueryError::new(sign, "Nothing stands after -.", remedy));
            }
            let inner = self.deeper(&sign, Self::term)?;
            return Ok(Expr::Not(Box::new(inner)));
        }
        if self.eat("(") {
            let inner = self.deeper(&sign, |parser| parser.any(Some(&sign)))?;
            if !self.eat(")") {
                let remedy = "Put a ) at its end; in quotes it is a text: \"(\".";
                return Err(QueryError::new(sign, "This ( is not closed.", remedy));
            }
            return Ok(inner);
        }
        self.terms += 1;
        if self.terms > MOST_TERMS {
            let message = format!("There are more than {MOST_TERMS} conditions.");
            return Err(QueryError::new(sign, message, "Look for what they have in common."));
        }
        self.condition().map(Expr::Term)
    }

    fn deeper<T>(
        &mut self,
        sign: &Range<usize>,
        inner: impl FnOnce(&mut Self) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        if self.depth >= DEEPEST {
            let message = format!("More than {DEEPEST} parentheses and minus signs are nested.");
            return Err(QueryError::new(sign.clone(), message, "Write it with fewer."));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn condition(&mut self) -> Result<Term, QueryError> {
        let start = self.at;
        if self.peek() == Some('"') {
            let text = self.quoted()?;
            let at = start..self.at;
            if self.eat(":") {
                return self.comparison(Name { text, at });
            }
            return self.bare(text, at);
        }
        let word = self.word();
        // a word that a quote follows at once: `user:"a b"`, and nothing else
        if let Some((name, rest)) = word.split_once(':')
            && ((self.known)(name) || names_column(name, rest))
        {
            self.at = start + name.len();
            let name = Name { text: name.to_owned(), at: start..self.at };
            self.at += 1;
            return self.comparison(name);
        }
        self.bare(word.to_owned(), start..self.at)
    }

    fn bare(&self, value: String, at: Range<usize>) -> Result<Term, QueryError> {
        self.boundary(&at)?;
        if value.is_empty() {
            let remedy = "Put the text between the quotes, or leave them out.";
            return Err(QueryError::new(at, "Nothing stands between the quotes.", remedy));
        }
        Ok(Term { column: None, op: Op::Has, value, at })
    }

    fn comparison(&mut self, column: Name) -> Result<Term, QueryError> {
        let signs = [
            ("<=", Op::AtMost),
            (">=", Op::AtLeast),
            ("<", Op::Less),
            (">", Op::More),
            ("=", Op::Is),
        ];
        let op = signs.into_iter().find(|(sign, _)| self.eat(sign)).map_or(Op::Has, |(_, op)| op);
        let start = self.at;
        let in_quotes = self.peek() == Some('"');
        let value = if in_quotes { self.quoted()? } else { self.word().to_owned() };
        let at = start..self.at;
        if value.is_empty() && !(in_quotes && op == Op::Is) {
            let name = said(&column.text);
            let message = format!("Nothing stands after {name}:{}.", op.sign());
            let remedy = "Put there what to look for, without a blank before it.";
            return Err(QueryError::new(column.at.start..self.at, message, remedy));
        }
        self.boundary(&at)?;
        Ok(Term { column: Some(column), op, value, at })
    }

    /// The text between quotes.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.at = start + at + 1;
                    return Ok(text);
                }
                '\\' => match chars.next_if(|(_, next)| matches!(next, '"' | '\\')) {
                    Some((_, escaped)) => text.push(escaped),
                    None => text.push(c),
                },
                _ => text.push(c),
            }
        }
        let remedy = "Put a \" at its end; within quotes \\\" is a quote.";
        Err(QueryError::new(start..start + 1, "This quote is not closed.", remedy))
    }

    /// After a word or a quoted text something has to end it.
    fn boundary(&self, at: &Range<usize>) -> Result<(), QueryError> {
        match self.peek() {
            Some('"') => Err(QueryError::new(
                self.here(),
                "A quote stands within a word.",
                "Put all of it in quotes; within them \\\" is a quote.",
            )),
            Some(c) if !ends_word(c) => Err(QueryError::new(
                at.clone(),
                "Something follows the quotes at once.",
                "Put a blank between, or all of it in quotes.",
            )),
            _ => Ok(()),
        }
    }
}

fn one_or(mut parts: Vec<Expr>, many: fn(Vec<Expr>) -> Expr) -> Expr {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            many(parts)
        }
        (_, None) => Expr::All,
    }
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | '(' | ')' | '"')
}

/// Whether what stands before a colon is meant as a column, although there is none of that name.
fn names_column(name: &str, rest: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let port = name.contains('.') && !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    begins && name.chars().all(letter) && !rest.starts_with('/') && !port
}
