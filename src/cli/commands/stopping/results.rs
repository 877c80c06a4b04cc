//! What became of each token id, printed as it is settled; and the status of it all.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use super::{KIND, Task, say, verb};
use crate::cli::output::{Format, Listing};
use crate::cli::rows::StoppedRow;
use crate::cli::{Status, complain, write_failed};
use crate::domain::problem::{Class, Problem};
use crate::domain::stop::{Done, How, Outcome, Plan, Report, Step};
use crate::ops::bulk::{End, Halt};
use crate::store::journal::{Kept, Record};

/// Prints reports. A reader who is gone does not stop what was agreed to.
pub(super) struct Results {
    listing: Listing<io::StdoutLock<'static>>,
    failed: Option<io::Error>,
    /// One id for people: a card instead of a line.
    card: bool,
    columns: Option<u16>,
    how: How,
    /// Ids of which nothing was stored when they were planned.
    nothing: HashSet<String>,
    seen: Seen,
}

/// What the status is made of.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    good: bool,
    nothing: bool,
    worst: Option<Class>,
}

impl Seen {
    fn take(&mut self, report: &Report, nothing_stored: bool) {
        let class = match report.outcome {
            Outcome::Revoked | Outcome::RowDeleted => {
                self.good = true;
                return;
            }
            Outcome::Failed if nothing_stored => {
                self.nothing = true;
                return;
            }
            Outcome::Unproven => Class::Unreachable,
            Outcome::Failed if report.steps.iter().any(|step| step.done == Done::Unknown) => {
                Class::Unreachable
            }
            Outcome::Failed => Class::Refused,
        };
        self.worst = self.worst.max(Some(class));
    }

    /// The status of everything: something done and something not is done in part.
    fn status(self, end: &End) -> Status {
        let halted = end.halted.as_ref().map(|halt| match halt {
            Halt::Cancelled | Halt::Unreachable(_) => Class::Unreachable,
            Halt::Journal(_) => Class::Refused,
        });
        match (self.worst.max(halted), self.good) {
            (Some(_), true) => Class::Partial.into(),
            (Some(worst), false) => worst.into(),
            (None, _) if self.nothing => Class::Finding.into(),
            (None, _) => Status::DONE,
        }
    }
}

impl Results {
    /// Begins with what an earlier run has settled.
    pub(super) fn begin(task: &Task<'_>, settled: &[Report]) -> Result<Self, Problem> {
        let all = settled.len().saturating_add(task.plans.len());
        let empty = task.plans.iter().filter(|plan| plan.rows.is_empty());
        let mut results = Self {
            listing: super::listing(KIND, task.configuration, task.context)
                .map_err(|error| nowhere(&error))?,
            failed: None,
            card: all == 1 && task.context.format == Format::Table,
            columns: task.context.columns,
            how: task.how,
            nothing: empty.map(|plan| plan.token_id.clone()).collect(),
            seen: Seen::default(),
        };
        let longest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
        results.listing.at_least(&[
            ("outcome", "row_deleted".len()),
            (
                "user",
                longest(&mut task.plans.iter().filter_map(|p| p.user.as_ref()).map(String::len)),
            ),
            ("token_id", longest(&mut task.plans.iter().map(|p| p.token_id.len()))),
        ]);
        for report in settled {
            results.print(report);
            results.seen.take(report, false);
        }
        Ok(results)
    }

    /// Prints a report.
    pub(super) fn take(&mut self, report: &Report) {
        let nothing_stored = self.nothing.contains(&report.token_id)
            && report.steps.iter().all(|step| step.done != Done::Earlier);
        self.seen.take(report, nothing_stored);
        self.print(report);
    }

    fn print(&mut self, report: &Report) {
        if self.failed.is_some() {
            return;
        }
        let row = [StoppedRow::from(report)];
        let printed = if self.card {
            self.listing.cards(&row, self.columns)
        } else {
            self.listing.rows(&row)
        };
        self.failed = printed.err();
    }

    /// Ends where there was nothing to do.
    pub(super) fn without_a_run(mut self, plans: &[Plan]) -> Status {
        for plan in plans {
            let nothing = Report {
                token_id: plan.token_id.clone(),
                user: plan.user.clone(),
                outcome: Outcome::Failed,
                summary: "Nothing is stored under this id. Nothing was sent.".to_owned(),
                steps: Vec::new(),
                lasting: Vec::new(),
            };
            self.take(&nothing);
        }
        let status = self.seen.status(&End::default());
        self.close(true, status)
    }

    /// Ends after a run.
    pub(super) fn finish(mut self, end: &End, name: &str, journal: &Path) -> Status {
        say(&format!("{} Journal: {}", counts(end), journal.display()));
        if let Some(problem) = halted(end, self.how, name) {
            complain(&problem);
            self.listing.problem(problem);
        }
        let status = self.seen.status(end);
        self.close(end.left == 0, status)
    }

    fn close(mut self, complete: bool, status: Status) -> Status {
        let ended = match self.failed.take() {
            Some(error) => Err(error),
            None if self.card => Ok(()),
            None => self.listing.end(complete),
        };
        ended.map_or_else(|error| status.and(write_failed(&error)), |()| status)
    }
}

/// Nobody would hear what became of it, so it is not begun.
fn nowhere(error: &io::Error) -> Problem {
    let message = format!("The results cannot be written: {error}. Nothing was sent.");
    Problem::new(Class::Refused, "standard output", message, "Give them a place to go to.")
}

/// `198 revoked, 2 unproven.`
fn counts(end: &End) -> String {
    let counts = [
        (end.revoked, Outcome::Revoked),
        (end.row_deleted, Outcome::RowDeleted),
        (end.unproven, Outcome::Unproven),
        (end.failed, Outcome::Failed),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, outcome)| format!("{count} {}", outcome.word()))
        .collect();
    if told.is_empty() { "Nothing was done.".to_owned() } else { told.join(", ") + "." }
}

/// Why token ids are left, and how to go on.
fn halted(end: &End, how: How, name: &str) -> Option<Problem> {
    let left = match end.left {
        1 => "1 token id is left".to_owned(),
        many => format!("{many} token ids are left"),
    };
    let (class, message) = match end.halted.as_ref()? {
        Halt::Cancelled => (Class::Unreachable, format!("Stopped on request: {left}.")),
        Halt::Journal(why) => (Class::Refused, format!("{left}. {why}")),
        Halt::Unreachable(why) => (
            Class::Unreachable,
            format!("The TokenManager does not tell what it holds: {left}. {why}"),
        ),
    };
    let remedy = format!("`dirac-tokens {} --write --resume {name}` goes on.", verb(how));
    Some(Problem::new(class, name, message, remedy))
}

/// Reports of what an earlier run has settled, from its records.
pub(super) fn settled(kept: &Kept, task: &Task<'_>) -> Vec<Report> {
    let words = kept.settled();
    let users = &task.configuration.snapshot.inventory.users;
    let report = |token_id: &String| {
        let (outcome, summary) = words.get(token_id.as_str())?;
        let user = users.iter().find(|user| user.token_ids.contains(token_id));
        Some(Report {
            token_id: token_id.clone(),
            user: user.map(|user| user.name.clone()),
            outcome: *outcome,
            summary: (*summary).to_owned(),
            steps: kept.past(token_id).into_iter().filter_map(step).collect(),
            lasting: Vec::new(),
        })
    };
    kept.token_ids().iter().filter_map(report).collect()
}

fn step(record: &Record) -> Option<Step> {
    let Record::Ended { step, provider, refresh, done, active, evidence, .. } = record else {
        return None;
    };
    Some(Step {
        kind: *step,
        provider: provider.clone(),
        row: None,
        refresh: *refresh,
        done: *done,
        active: *active,
        evidence: evidence.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(outcome: Outcome, done: Done) -> Report {
        let step = Step {
            kind: crate::domain::stop::StepKind::Read,
            provider: None,
            row: None,
            refresh: None,
            done,
            active: None,
            evidence: String::new(),
        };
        let summary = String::new();
        let (user, lasting) = (None, Vec::new());
        Report { token_id: "id".into(), user, outcome, summary, steps: vec![step], lasting }
    }

    #[test]
    fn the_status_says_whether_all_was_done_as_wanted() {
        use Outcome::{Failed, Revoked, RowDeleted, Unproven};
        let status = |all: &[(Outcome, Done, bool)], halted: Option<Halt>| {
            let mut seen = Seen::default();
            for (outcome, done, nothing) in all {
                seen.take(&report(*outcome, *done), *nothing);
            }
            seen.status(&End { halted, ..End::default() }).0
        };
        let (good, rows) = ((Revoked, Done::Yes, false), (RowDeleted, Done::Yes, false));
        let (unproven, refused) = ((Unproven, Done::Unknown, false), (Failed, Done::No, false));
        let (unreachable, nothing) = ((Failed, Done::Unknown, false), (Failed, Done::Yes, true));
        for (all, halted, expected) in [
            (&[good, rows][..], None, 0),
            (&[nothing], None, 1),
            (&[good, nothing], None, 1),
            (&[unproven], None, 3),
            (&[unreachable, nothing], None, 3),
            (&[refused], None, 4),
            (&[refused, unproven], None, 4),
            (&[good, unproven], None, 6),
            (&[good, refused, nothing], None, 6),
            (&[], Some(Halt::Journal(String::new())), 4),
            (&[good], Some(Halt::Journal(String::new())), 6),
            (&[refused], Some(Halt::Unreachable(String::new())), 4),
        ] {
            assert_eq!(status(all, halted.clone()), expected, "{all:?} {halted:?}");
        }
    }
}
