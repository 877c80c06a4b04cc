//! What has to be agreed to before anything is changed: `--write`, a count, a word typed on the terminal.

use std::io::{self, BufRead as _, Read as _, Write as _};

use super::{Chosen, Context, How, Stopping, select, verb};
use crate::domain::foreign::Clean;
use crate::domain::problem::{Class, Problem};
use crate::domain::query::Query;
use crate::domain::stop::Plan;

/// Longest answer that is read.
const LONGEST: u64 = 4_096;

/// What can be said without a request: whether changes are allowed, whether there is anybody to ask, whether a number is needed.
pub(super) fn before_anything(
    how: How,
    args: &Stopping,
    query: Option<&Query>,
    context: &Context,
) -> Result<(), Problem> {
    if let Some(query) = query {
        select::chooses(query)?;
    }
    if args.dry_run {
        return Ok(());
    }
    let verb = verb(how);
    if !context.write {
        return Err(Problem::new(
            Class::Refused,
            "--write",
            format!("`{verb}` changes what others rely on, and this run may only read."),
            "Add --write; --dry-run shows what would be done.",
        ));
    }
    if args.yes {
        let one = args.query.is_none() && args.ids.len() <= 1;
        return if one || args.expect.is_some() { Ok(()) } else { Err(needs_a_number()) };
    }
    if context.terminal.input && context.terminal.errors {
        return Ok(());
    }
    Err(usage(
        "--yes",
        &format!("`{verb}` asks before it does anything, and there is no terminal to ask on."),
        "Add --yes, and --expect N for more than one token id.",
    ))
}

/// Whether these are as many token ids as was said.
pub(super) fn on_the_count(args: &Stopping, chosen: &Chosen) -> Result<(), Problem> {
    let count = chosen.token_ids.len();
    if count == 0 {
        return Err(Problem::new(
            Class::Refused,
            "--query",
            "The query matches no stored token. Nothing was sent.",
            "Look at what it matches with `dirac-tokens token list QUERY`.",
        ));
    }
    match args.expect {
        Some(expected) if expected != count => Err(Problem::new(
            Class::Refused,
            "--expect",
            format!("{} and not {expected} as expected. Nothing was sent.", these_are(count)),
            "Look at them with --dry-run, then say how many they are.",
        )),
        // a user can have several
        None if count > 1 && args.yes && !args.dry_run => Err(needs_a_number()),
        _ => Ok(()),
    }
}

fn these_are(count: usize) -> String {
    match count {
        1 => "This is 1 token id".to_owned(),
        many => format!("These are {many} token ids"),
    }
}

/// Asks on the terminal, unless `--yes` was said.
pub(super) fn ask(args: &Stopping, plans: &[Plan]) -> Result<(), Problem> {
    if args.yes {
        return Ok(());
    }
    let word = word(plans);
    let mut errors = io::stderr().lock();
    // whoever cannot be asked does not answer either
    let _ = write!(errors, "Type {} to go on: ", Clean::new(&word)).and_then(|()| errors.flush());
    let mut answer = String::new();
    let read = io::stdin().lock().take(LONGEST).read_line(&mut answer);
    if read.is_ok() && answer.trim() == word {
        return Ok(());
    }
    Err(Problem::new(
        Class::Refused,
        "confirmation",
        "This was not the word that was asked for. Nothing was sent.",
        "",
    ))
}

/// What is typed: the user of one token id, or the id itself where it has none; the number of several.
fn word(plans: &[Plan]) -> String {
    match plans {
        [one] => one.user.clone().unwrap_or_else(|| one.token_id.clone()),
        many => many.len().to_string(),
    }
}

fn needs_a_number() -> Problem {
    usage(
        "--expect",
        "--yes agrees to one token id; for a query, or for more than one, it has to be said how many.",
        "Add --expect N; --dry-run shows how many there are.",
    )
}

fn usage(subject: &str, message: &str, remedy: &str) -> Problem {
    Problem::new(Class::Usage, subject, message, remedy)
}
