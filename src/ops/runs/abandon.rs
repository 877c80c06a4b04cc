//! Giving up a run that was cut off: what is left of it stays as it is, and nobody is told of it any more.

use crate::disk::journal::Runs;
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::domain::stop::Outcome;
use crate::ops::Clock;
use crate::store::journal::{Journal as _, Record};

/// What became of what was left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abandoned {
    /// Token ids that had not been begun: nothing was sent for them.
    pub not_begun: usize,
    /// Token ids for which something that changes something may have been sent, and of which it is not known what it did.
    pub in_doubt: Vec<String>,
}

impl Abandoned {
    /// The sentence for a person.
    pub fn sentence(&self, name: &str) -> String {
        let of = |count: usize| match count {
            1 => "1 token id".to_owned(),
            many => format!("{many} token ids"),
        };
        let mut text =
            format!("The run {name} is given up. Of it {} had not been begun.", of(self.not_begun));
        if !self.in_doubt.is_empty() {
            text = format!(
                "{text} Of {} it is not known what was done: {}.",
                of(self.in_doubt.len()),
                self.in_doubt.join(", ")
            );
        }
        text
    }
}

/// Gives up the run called `name`: each id that is not settled is, as `failed` where nothing was sent for it and as `unproven`
/// where something may have been. Nobody is asked and nothing is sent. Refused while a process is at it, and where nothing
/// is left.
pub fn abandon(runs: &Runs, name: &str, clock: Clock) -> Result<Abandoned, Problem> {
    let (kept, mut writer) = runs.resume(name)?;
    let left: Vec<String> = kept.left().into_iter().map(str::to_owned).collect();
    if left.is_empty() {
        let what = format!("Nothing is left to be done of the run {}.", redact(name));
        return Err(Problem::new(Class::Usage, redact(name), what, "There is nothing to give up."));
    }
    let mut abandoned = Abandoned::default();
    let mut write = |record: &Record| {
        writer.write(record).map_err(|why| {
            let what = format!("The journal cannot be written: {why}");
            Problem::new(Class::Unreachable, redact(name), what, "Look whether the disk is full.")
        })
    };
    for token_id in left {
        let begun = kept.past(&token_id).into_iter().any(|record| {
            matches!(record, Record::Intent { .. } | Record::Ended { .. })
                && step_changes_something(record)
        });
        let (outcome, summary) = if begun {
            let summary = "The run was cut off while it was at this id, and was given up: what it did is not known.";
            (Outcome::Unproven, summary)
        } else {
            (Outcome::Failed, "The run was given up before this id was begun. Nothing was sent.")
        };
        write(&Record::Settled {
            at: clock(),
            token_id: token_id.clone(),
            outcome,
            summary: summary.to_owned(),
        })?;
        if begun {
            abandoned.in_doubt.push(token_id);
        } else {
            abandoned.not_begun += 1;
        }
    }
    write(&Record::Over { at: clock(), complete: true })?;
    Ok(abandoned)
}

fn step_changes_something(record: &Record) -> bool {
    match record {
        Record::Intent { step, .. } | Record::Ended { step, .. } => step.is_mutating(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::disk::journal::Beginning;
    use crate::domain::stop::{How, StepKind};
    use crate::store::journal::Purpose;

    fn clock() -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    #[test]
    fn what_is_left_is_settled_by_what_is_known_of_it_and_only_once() {
        let folder = tempfile::tempdir().unwrap();
        let runs = Runs::open(folder.path().join("journal"));
        let ids = ["done", "begun", "waiting"].map(str::to_owned).to_vec();
        let beginning = Beginning {
            started: clock(),
            installation: "here".into(),
            who: "ada".into(),
            purpose: Purpose::Stop { how: How::Row, token_ids: ids },
        };
        let (run, mut writer) = runs.begin(beginning).unwrap();
        assert!(abandon(&runs, &run.name, clock).is_err(), "somebody is at it");
        for record in [
            Record::Settled {
                at: clock(),
                token_id: "done".into(),
                outcome: Outcome::RowDeleted,
                summary: "Gone.".into(),
            },
            Record::Intent {
                at: clock(),
                token_id: "begun".into(),
                step: StepKind::Delete,
                provider: None,
                refresh: None,
                rows: Vec::new(),
            },
        ] {
            writer.write(&record).unwrap();
        }
        drop(writer);
        assert!(runs.read(&run.name).unwrap().is_unfinished());
        let abandoned = abandon(&runs, &run.name, clock).unwrap();
        assert_eq!(
            (abandoned.not_begun, abandoned.in_doubt.clone()),
            (1, vec!["begun".to_owned()])
        );
        let said = abandoned.sentence(&run.name);
        assert!(said.ends_with("Of 1 token id it is not known what was done: begun."), "{said}");
        let kept = runs.read(&run.name).unwrap();
        assert!(!kept.is_unfinished());
        let words: Vec<Outcome> =
            ["done", "begun", "waiting"].iter().map(|id| kept.settled()[id].0).collect();
        assert_eq!(words, [Outcome::RowDeleted, Outcome::Unproven, Outcome::Failed]);
        let again = abandon(&runs, &run.name, clock).unwrap_err();
        assert!(again.message.starts_with("Nothing is left"), "{again:?}");
    }
}
