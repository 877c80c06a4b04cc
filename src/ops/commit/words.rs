//! The sentences about a commit.

use std::path::Path;

use super::prepare::Ready;
use crate::domain::commit::{Outcome, Reply, Report, TAKES_EFFECT, VERIFY_DIRACX, Verdict};
use crate::domain::cs::{CsPath, Edit};
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::domain::whoami::WhoAmI;
use crate::wire::error::WireError;

/// Lines of changes that a journal keeps.
const MOST_LINES: usize = 400;

/// Our own name in the history: the user's, or what the server has instead.
pub fn person(who: &WhoAmI) -> String {
    who.username.clone().unwrap_or_else(|| who.dn.clone())
}

/// One line for each edit, without what looks like a secret.
pub(super) fn lines(edits: &[Edit]) -> Vec<String> {
    edits.iter().map(|edit| redact(&edit.to_string()).into_owned()).collect()
}

pub(super) fn for_journal(lines: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = lines.iter().take(MOST_LINES).cloned().collect();
    let more = lines.len().saturating_sub(kept.len());
    if more > 0 {
        kept.push(format!("and {more} more"));
    }
    kept
}

/// Why nothing is sent while commits are to be checked against `DiracX`.
pub(super) fn diracx() -> Problem {
    let message = format!(
        "{VERIFY_DIRACX} is on: DIRAC's own client converts the configuration for DiracX before each commit, and does not \
         commit what DiracX would refuse. That tool is not run here."
    );
    let remedy = "Commit with DIRAC's own client, or go without the check with --skip-diracx-check: a configuration that DiracX refuses \
        leaves it on its old one for up to an hour without a sign, and keeps it from starting.";
    Problem::new(Class::Refused, VERIFY_DIRACX, message, remedy)
}

/// What it means to go without the check against `DiracX`.
pub fn unchecked() -> String {
    format!(
        "{VERIFY_DIRACX} is on, and the check is left out: a configuration that DiracX refuses leaves it on its old one for up to \
         an hour without a sign, and keeps it from starting."
    )
}

/// Why a rollback is not sent: what would be replaced is not what was agreed on.
pub(super) fn moved_on(agreed: &str, now: &str, by: Option<&str>) -> Problem {
    let who = by.map(|by| format!(" by {by}")).unwrap_or_default();
    let message = format!(
        "The master has version {now}{who} by now, and it was version {agreed} that was looked at. Nothing was sent."
    );
    let remedy =
        "Look at what has come since with `cs history` and `cs show`, then roll back again.";
    Problem::new(Class::Conflict, "rollback", message, remedy)
}

/// A commit that changed nothing, as is known.
pub(super) fn refused(error: &WireError) -> Report {
    let problem = Problem::from(error);
    let mut report = empty(Outcome::Refused);
    report.summary = format!("Nothing was changed: {}", problem.message);
    report.refusal = Some(problem.class);
    if !problem.remedy.is_empty() {
        report.notes.push(problem.remedy);
    }
    report
}

fn empty(outcome: Outcome) -> Report {
    Report {
        outcome,
        version: None,
        summary: String::new(),
        overtaken_by: Vec::new(),
        missing: Vec::new(),
        vanished: Vec::new(),
        notes: Vec::new(),
        refusal: None,
    }
}

/// What was seen beside the verdict.
pub(super) struct Seen<'s> {
    pub(super) reply: &'s Reply,
    /// Why the configuration could not be read again.
    pub(super) unread: Option<&'s str>,
    /// Why the history could not be read.
    pub(super) no_history: Option<&'s str>,
    /// Ours was there at first, and not any more.
    pub(super) was_there: bool,
    /// The wait between the two looks was not cut short.
    pub(super) waited: bool,
    /// Why the first of the two looks saw nothing.
    pub(super) first_unread: Option<&'s str>,
}

pub(super) fn report(verdict: Verdict, seen: &Seen<'_>, ready: &Ready) -> Report {
    let mut report = empty(verdict.outcome);
    report.missing = verdict.missing.iter().map(|path| gone(path, ready)).collect();
    report.summary = summary(&verdict, seen);
    report.version = verdict.version;
    report.overtaken_by = verdict.overtaken_by;
    report.vanished = verdict.vanished;
    if let (Reply::Lost(why), true) = (seen.reply, report.outcome != Outcome::Unknown) {
        report.notes.push(format!("The answer was lost: {}", stopped(why)));
    }
    if !verdict.merged_with.is_empty() {
        let names = verdict.merged_with.join(", ");
        report
            .notes
            .push(format!("{names} committed in the same moment; all of that is there, too."));
    }
    match report.outcome {
        Outcome::Proven | Outcome::Overtook => report.notes.push(TAKES_EFFECT.to_owned()),
        Outcome::Overtaken => report.notes.push(
            "What is staged is kept: commit again, and it is merged with what is there now."
                .to_owned(),
        ),
        Outcome::Unknown => report.notes.push(
            "Nothing is sent again by itself. Look at the history; what is staged is kept."
                .to_owned(),
        ),
        Outcome::Refused => {}
    }
    report
}

/// The line about what is not there.
fn gone(path: &CsPath, ready: &Ready) -> String {
    let path = redact(path.as_str()).into_owned();
    ready.lines.iter().find(|line| names(line, &path)).cloned().unwrap_or(path)
}

/// Whether a line of an edit is about this path.
fn names(line: &str, path: &str) -> bool {
    line.split(' ').any(|word| word == path)
}

fn summary(verdict: &Verdict, seen: &Seen<'_>) -> String {
    let version = verdict.version.as_ref().map(|v| format!(" as version {v}")).unwrap_or_default();
    let who = |names: &[String]| match names {
        [] => "somebody whom the history does not name".to_owned(),
        names => names.join(", "),
    };
    match verdict.outcome {
        Outcome::Proven => {
            format!("Committed{version}: everything is there, {}", looks(seen))
        }
        Outcome::Overtook => {
            let names: Vec<String> = verdict.vanished.iter().map(|one| one.by.clone()).collect();
            format!(
                "Committed{version}: everything is there, but a commit of {} in the same moment is not any more.",
                who(&names)
            )
        }
        Outcome::Overtaken if seen.was_there => format!(
            "Committed{version} and seen, but {} of the changes are gone again: {} committed over it.",
            verdict.missing.len(),
            who(&verdict.overtaken_by)
        ),
        Outcome::Overtaken => format!(
            "The master said that it is done, but {} of the changes are not in what it serves: {} committed over it.",
            verdict.missing.len(),
            who(&verdict.overtaken_by)
        ),
        Outcome::Unknown => unknown(verdict, seen),
        Outcome::Refused => String::new(),
    }
}

/// What the two looks bear out of others: a version that left no backup is not seen at all.
fn looks(seen: &Seen<'_>) -> String {
    let later = "a commit that was under way may still take it away, or have vanished";
    match seen.first_unread {
        Some(why) => format!(
            "read back once, as the first look saw nothing; {later} unseen. {}",
            stopped(why)
        ),
        None if !seen.waited => {
            format!(
                "read back twice without the wait in between, which was cut short; {later} unseen."
            )
        }
        None => "read back twice, and nothing of others that left a backup went.".to_owned(),
    }
}

fn unknown(verdict: &Verdict, seen: &Seen<'_>) -> String {
    let lost = match seen.reply {
        Reply::Lost(why) => format!("It was sent once, and the answer was lost: {} ", stopped(why)),
        Reply::Done => "The master said that it is done. ".to_owned(),
    };
    if let Some(why) = seen.unread {
        return format!("{lost}The configuration could not be read again: {}", stopped(why));
    }
    if !verdict.missing.is_empty() {
        return format!(
            "{lost}{} of the changes are not in what the master serves now; it may still be at work on it.",
            verdict.missing.len()
        );
    }
    if let Some(why) = seen.no_history {
        return format!(
            "{lost}Everything is there, but the history cannot be read, so whether a commit of somebody else in the same moment \
             vanished cannot be told: {}",
            stopped(why)
        );
    }
    let unseen: Vec<String> =
        verdict.vanished.iter().map(|one| format!("{} ({})", one.by, one.version)).collect();
    if unseen.is_empty() {
        return format!(
            "{lost}Everything is there, but no commit of ours is in the history: it may be somebody else's doing."
        );
    }
    format!(
        "{lost}Everything is there. In the same moment there were commits of {}, whose texts cannot be read: whether something of \
         them is gone cannot be told.",
        unseen.join(", ")
    )
}

/// Where the replaced text is.
pub(super) fn kept(path: &Path) -> String {
    format!("What was replaced is kept for 30 days in {}.", path.display())
}

fn stopped(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}
