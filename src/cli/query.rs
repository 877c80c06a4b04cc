//! Queries on the command line: the arguments behind `list` are one query; what is wrong with it is shown under it.

use std::io::{self, Write as _};

use super::output::width_of;
use crate::domain::foreign::Clean;
use crate::domain::problem::{Class, Problem};
use crate::domain::query::{Query, QueryError, Schema, parse};
use crate::domain::redact::redact;

/// Arguments that are no query.
pub(super) struct Wrong {
    /// What is wrong, and what would be right.
    pub(super) problem: Problem,
    /// The query, and carets under what is wrong.
    under: Vec<String>,
}

impl Wrong {
    fn new(text: &str, error: &QueryError) -> Self {
        let (message, remedy) = (error.message.as_str(), error.remedy.as_str());
        let problem = Problem::new(Class::Usage, "query", message, remedy);
        Self { problem, under: under(text, error) }
    }

    /// Shows on standard error where it is wrong.
    pub(super) fn show(&self) {
        let mut errors = io::stderr().lock();
        for line in &self.under {
            // a closed standard error leaves nobody to tell
            let _ = writeln!(errors, "  {line}");
        }
    }
}

/// The query that the arguments are.
pub(super) fn read(arguments: &[String], schema: &Schema) -> Result<Query, Wrong> {
    let text = arguments.join(" ");
    Query::read(&text, schema).map_err(|error| Wrong::new(&text, &error))
}

/// Whether the arguments can be a query at all, before it is known which columns there are.
pub(super) fn is_one(arguments: &[String]) -> Result<(), Wrong> {
    let text = arguments.join(" ");
    parse(&text, |_| true).map(drop).map_err(|error| Wrong::new(&text, &error))
}

/// The query, and carets under what is wrong with it; nothing if there may be a secret in it.
fn under(text: &str, error: &QueryError) -> Vec<String> {
    if redact(text) != text {
        return Vec::new();
    }
    let (before, at) = error.split(text);
    let width = |text: &str| width_of(Clean::new(text).as_str());
    let carets = "^".repeat(width(at).max(1));
    vec![Clean::new(text).to_string(), format!("{}{carets}", " ".repeat(width(before)))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::Grid;

    fn under_of(text: &str) -> Vec<String> {
        let error = Query::read(text, &Schema::twin(Grid::Tokens, [])).expect_err(text);
        under(text, &error)
    }

    #[test]
    fn carets_stand_under_what_is_wrong() {
        assert_eq!(under_of("ada usr:x"), ["ada usr:x", "    ^^^"]);
        assert_eq!(under_of("日本 exp:<2"), ["日本 exp:<2", "          ^"]);
        assert_eq!(under_of("\u{202e} (a"), ["\\u{202e} (a", "         ^"], "as it is shown");
    }

    #[test]
    fn a_query_with_a_secret_in_it_is_not_shown() {
        let jwt =
            "eyJhbGciOiJSUzI1NiIsImtpZCI6ImNhbmFyeSJ9.eyJzdWIiOiJjYW5hcnktYWNjZXNzIn0.Y2FuYXJ5";
        assert!(under_of(&format!("usr:{jwt}")).is_empty());
    }
}
