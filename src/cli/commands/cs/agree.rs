//! What has to be agreed to before the configuration is changed: `--write`, a number, a word typed on the terminal.

use std::io::{self, BufRead as _, Read as _, Write as _};

use super::{Context, say};
use crate::cli::args::Agreed;
use crate::domain::cs::{Danger, Judgement};
use crate::domain::foreign::Clean;
use crate::domain::problem::{Class, Problem};
use crate::ops::commit::unchecked;

/// Longest answer that is read.
const LONGEST: u64 = 4_096;
/// What is typed where it changes who may do what.
const AUTHORIZATION: &str = "authorization";
/// What is typed where DIRAC's own check against DiracX is left out.
const UNCHECKED: &str = "unchecked";

/// What can be said without a request: whether changes are allowed, and whether there is anybody to ask.
pub(super) fn before_anything(
    verb: &str,
    agreed: &Agreed,
    context: &Context,
) -> Result<(), Problem> {
    if agreed.dry_run {
        return Ok(());
    }
    if !context.write {
        let message =
            format!("`{verb}` changes what everybody relies on, and this run may only read.");
        let remedy = "Add --write; --dry-run shows what would be done.";
        return Err(Problem::new(Class::Refused, "--write", message, remedy));
    }
    if agreed.yes || (context.terminal.input && context.terminal.errors) {
        return Ok(());
    }
    let message =
        format!("`{verb}` asks before it does anything, and there is no terminal to ask on.");
    Err(Problem::new(Class::Usage, "--yes", message, "Add --yes."))
}

/// Whether it changes as many entries as was said.
pub(super) fn on_the_count(agreed: &Agreed, count: usize) -> Result<(), Problem> {
    match agreed.expect {
        Some(expected) if expected != count => {
            let message = format!(
                "It would change {count} options and sections and not {expected} as expected. Nothing was sent."
            );
            let remedy = "Look at them with --dry-run, then say how many they are.";
            Err(Problem::new(Class::Refused, "--expect", message, remedy))
        }
        _ => Ok(()),
    }
}

/// Says what is dangerous about it.
pub(super) fn say_of_the_danger(agreed: &Agreed, judgement: &Judgement, verifies_diracx: bool) {
    for path in &judgement.authorization {
        say(&format!("{path} says who may do what."));
    }
    if verifies_diracx && agreed.skip_diracx_check {
        say(&unchecked());
    }
}

/// The words that are typed for what is dangerous about it; none for what is ordinary. `--yes` alone does not agree to them.
pub(super) fn on_the_danger(
    agreed: &Agreed,
    judgement: &Judgement,
    verifies_diracx: bool,
) -> Result<Vec<&'static str>, Problem> {
    let high = judgement.danger() == Danger::High;
    let skipped = verifies_diracx && agreed.skip_diracx_check;
    if agreed.yes && agreed.expect.is_none() && (high || skipped) {
        let what = if high {
            "It changes who may do what"
        } else {
            "It goes without the check against DiracX"
        };
        let what = format!("{what}; --yes alone does not agree to that. Nothing was sent.");
        let remedy = "Add --expect N; --dry-run shows how many options and sections change.";
        return Err(Problem::new(Class::Usage, "--expect", what, remedy));
    }
    let words = [(high, AUTHORIZATION), (skipped, UNCHECKED)];
    Ok(words.into_iter().filter_map(|(asked, word)| asked.then_some(word)).collect())
}

/// Asks on the terminal for `word`, unless `--yes` was said.
pub(super) fn ask(agreed: &Agreed, word: &str) -> Result<(), Problem> {
    if agreed.yes {
        return Ok(());
    }
    let mut errors = io::stderr().lock();
    // whoever cannot be asked does not answer either
    let _ = write!(errors, "Type {} to go on: ", Clean::new(word)).and_then(|()| errors.flush());
    let mut answer = String::new();
    let read = io::stdin().lock().take(LONGEST).read_line(&mut answer);
    if read.is_ok() && answer.trim() == word {
        return Ok(());
    }
    let message = "This was not the word that was asked for. Nothing was sent.";
    Err(Problem::new(Class::Refused, "confirmation", message, ""))
}
