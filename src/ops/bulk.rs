//! Stopping many token ids, one after the other, so that it can be cut off at any moment and gone on with.
//!
//! Every id is settled in the journal with its word before the next one begins. A run that was cut off is resumed by handing in
//! what was written: ids that are settled stay as they are, an id that was begun is judged by what the servers hold now
//! (`ops::stop`), and the others are done as if for the first time. Owns the order and the counts; how one id is stopped
//! is `ops::stop`'s.

mod desk;

use std::collections::HashMap;
use std::future::Future;

use tokio_util::sync::CancellationToken;

use super::Clock;
use crate::domain::stop::{Done, How, Outcome, Plan, Report, StepKind};
use crate::store::journal::{Journal, Record};

/// So many ids in a row for which the TokenManager does not even tell its rows: then it is at fault and not the id, and the
/// others are left for later.
const UNREADABLE: usize = 3;

/// Stops one id. Implemented by the desk of `ops::stop`; tests have their own.
pub trait Stops: Sync {
    /// Carries out `plan`; `past` is what an earlier run of this id wrote, in order.
    fn stop(
        &self,
        plan: &Plan,
        how: How,
        past: &[&Record],
        journal: &mut dyn Journal,
    ) -> impl Future<Output = Report> + Send;
}

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Job<'j> {
    /// What was agreed to, one plan an id, in order.
    pub plans: &'j [Plan],
    /// How far it goes.
    pub how: How,
    /// What an earlier, interrupted run wrote; empty for a new one.
    pub past: &'j [Record],
    /// Ids of that run that are not settled and have no plan: they could not be looked at, and are left.
    pub apart: usize,
}

/// What a run tells while it goes on.
#[derive(Debug)]
pub enum Event<'e> {
    /// An id is begun.
    Begins {
        /// Its number, from 1.
        number: usize,
        /// How many there are.
        of: usize,
        /// The id. Foreign text.
        token_id: &'e str,
    },
    /// An id has its word.
    Settled(&'e Report),
}

/// Why a run ended before its last id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halt {
    /// It was cancelled, between two ids.
    Cancelled,
    /// The journal cannot be written; the sentence says why. Nothing is sent after that.
    Journal(String),
    /// The TokenManager does not tell what it holds; its last words.
    Unreachable(String),
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// Ids by their word.
    pub revoked: usize,
    /// Likewise.
    pub row_deleted: usize,
    /// Likewise.
    pub unproven: usize,
    /// Likewise.
    pub failed: usize,
    /// Ids that were not come to, that had no plan, or whose word could not be written down.
    pub left: usize,
    /// Why, if there are any.
    pub halted: Option<Halt>,
}

impl End {
    fn count(&mut self, outcome: Outcome) {
        let counter = match outcome {
            Outcome::Revoked => &mut self.revoked,
            Outcome::RowDeleted => &mut self.row_deleted,
            Outcome::Unproven => &mut self.unproven,
            Outcome::Failed => &mut self.failed,
        };
        *counter = counter.saturating_add(1);
    }
}

/// Does `job`, telling `sink` as it goes on. `cancel` ends it between two ids, never within one.
pub async fn run<S: Stops>(
    stops: &S,
    job: Job<'_>,
    journal: &mut dyn Journal,
    clock: Clock,
    cancel: &CancellationToken,
    mut sink: impl FnMut(Event<'_>),
) -> End {
    let mut end = End::default();
    let (mut unreadable, of) = (0, job.plans.len());
    end.left = job.apart;
    let mut past: HashMap<&str, Vec<&Record>> = HashMap::new();
    for record in job.past {
        if let Some(token_id) = record.token_id() {
            past.entry(token_id).or_default().push(record);
        }
    }
    for (number, plan) in (1..).zip(job.plans) {
        end.left = of.saturating_sub(number).saturating_add(1).saturating_add(job.apart);
        if cancel.is_cancelled() {
            end.halted = Some(Halt::Cancelled);
            break;
        }
        let token_id = plan.token_id.as_str();
        sink(Event::Begins { number, of, token_id });
        let past = past.get(token_id).map(Vec::as_slice).unwrap_or_default();
        let report = stops.stop(plan, job.how, past, journal).await;
        let settled = journal.write(&Record::Settled {
            at: clock(),
            token_id: token_id.to_owned(),
            outcome: report.outcome,
            summary: report.summary.clone(),
        });
        sink(Event::Settled(&report));
        end.count(report.outcome);
        if let Err(why) = settled {
            end.halted = Some(Halt::Journal(why));
            break;
        }
        end.left = end.left.saturating_sub(1);
        unreadable = if could_not_read(&report) { unreadable + 1 } else { 0 };
        if unreadable == UNREADABLE && end.left > job.apart {
            end.halted = Some(Halt::Unreachable(report.summary));
            break;
        }
    }
    if !matches!(end.halted, Some(Halt::Journal(_))) {
        let over = Record::Over { at: clock(), complete: end.left == 0 };
        if let Err(why) = journal.write(&over) {
            // every id has its word on the disk: only the last line is missing
            tracing::warn!(target: "dirac_tokens::journal", "{why}");
        }
    }
    end
}

/// Whether nothing was sent because the rows could not be read.
fn could_not_read(report: &Report) -> bool {
    report.outcome == Outcome::Failed
        && !report.steps.is_empty()
        && report.steps.iter().all(|step| {
            step.kind == StepKind::Read && matches!(step.done, Done::No | Done::Unknown)
        })
}

#[cfg(test)]
mod tests;
