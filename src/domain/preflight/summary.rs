//! What it all comes to.

use super::checks::Failing;
use super::row::{Purpose, Row};
use crate::domain::why::State;

/// What would happen to the pilots of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// They go on, with a token, as far as was looked at.
    GoOn,
    /// A token is asked for or used in vain: they stop.
    Stop,
    /// They go by proxy: nothing changes.
    ByProxy,
    /// There are none, with a token or without.
    NoPilots,
    /// Cannot be told.
    Unknown,
}

impl Outcome {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::GoOn => "would_go_on",
            Self::Stop => "would_stop",
            Self::ByProxy => "by_proxy",
            Self::NoPilots => "no_pilots",
            Self::Unknown => "unknown",
        }
    }

    /// In a sentence of which the pilots are the subject.
    pub fn words(self) -> &'static str {
        match self {
            Self::GoOn => "would go on",
            Self::Stop => "would stop",
            Self::ByProxy => "stay by proxy",
            Self::NoPilots => "are not submitted, with a token or without",
            Self::Unknown => "cannot be told of",
        }
    }
}

/// The outcome of one queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeOf {
    /// The queue.
    pub queue: String,
    /// When pilots are submitted.
    pub submit: Outcome,
    /// When they are killed or their output is fetched.
    pub manage: Outcome,
}

/// Counts, and the outcome of each queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Checks that hold.
    pub holds: usize,
    /// Checks that fail.
    pub fails: usize,
    /// Checks that are not known.
    pub unknown: usize,
    /// Per queue.
    pub queues: Vec<OutcomeOf>,
}

impl Summary {
    pub(super) fn of<'a>(rows: &[Row], queues: impl Iterator<Item = &'a str>) -> Self {
        let count = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
        Self {
            holds: count(State::Holds),
            fails: count(State::Fails),
            unknown: count(State::Unknown),
            queues: queues
                .map(|queue| OutcomeOf {
                    queue: queue.to_owned(),
                    submit: outcome(rows, queue, Purpose::Submit),
                    manage: outcome(rows, queue, Purpose::Manage),
                })
                .collect(),
        }
    }

    /// `12 hold, 1 fails, 4 unknown`.
    pub fn count(&self) -> String {
        let s = |n: usize| if n == 1 { "s" } else { "" };
        let Self { holds, fails, unknown, .. } = self;
        format!("{holds} hold{}, {fails} fail{}, {unknown} unknown", s(*holds), s(*fails))
    }

    /// One sentence per outcome of submission, and one where managing has another.
    pub fn words(&self) -> Vec<String> {
        let mut said: Vec<String> = Vec::new();
        for outcome in
            [Outcome::Stop, Outcome::NoPilots, Outcome::Unknown, Outcome::ByProxy, Outcome::GoOn]
        {
            let queues = self.named(|of| of.submit == outcome);
            if let Some(queues) = queues {
                said.push(match outcome {
                    Outcome::GoOn => format!(
                        "{queues}: pilots would go on, as far as was looked at ({} unknown).",
                        self.unknown
                    ),
                    other => format!("{queues}: pilots {}.", other.words()),
                });
            }
        }
        for outcome in [Outcome::Stop, Outcome::ByProxy, Outcome::GoOn] {
            let differs = |of: &OutcomeOf| {
                of.manage == outcome && of.manage != of.submit && of.submit != Outcome::NoPilots
            };
            if let Some(queues) = self.named(differs) {
                said.push(match outcome {
                    Outcome::Stop => {
                        format!("{queues}: killing pilots and fetching their output would stop.")
                    }
                    Outcome::ByProxy => {
                        format!("{queues}: pilots are killed and their output is fetched by proxy.")
                    }
                    _ => format!("{queues}: killing pilots and fetching their output would go on."),
                });
            }
        }
        said
    }

    fn named(&self, fits: impl Fn(&OutcomeOf) -> bool) -> Option<String> {
        let names: Vec<&str> =
            self.queues.iter().filter(|of| fits(of)).map(|of| of.queue.as_str()).collect();
        match names.as_slice() {
            [] => None,
            [one] => Some(format!("Queue {one}")),
            all if all.len() == self.queues.len() => Some("All queues".to_owned()),
            some => Some(format!("Queues {}", some.join(", "))),
        }
    }
}

fn outcome(rows: &[Row], queue: &str, purpose: Purpose) -> Outcome {
    let mut rows = rows.iter().filter(|row| {
        row.purpose.concerns(purpose) && row.queue.as_deref().is_none_or(|of| of == queue)
    });
    let (mut none, mut proxy, mut stops, mut untold) = (false, false, false, false);
    for row in rows.by_ref() {
        match (row.verdict, row.check.failing) {
            (State::Fails, Failing::NoPilots) => none = true,
            (State::Fails, Failing::ByProxy) => proxy = true,
            (State::Fails, Failing::Stops) => stops = true,
            // who makes the CE cannot be told, so neither can what becomes of its pilots
            (State::Unknown, Failing::NoPilots) if row.check == &super::checks::SHAPE => {
                untold = true;
            }
            _ => {}
        }
    }
    match (none, proxy, stops, untold) {
        (true, ..) => Outcome::NoPilots,
        (_, true, ..) => Outcome::ByProxy,
        (_, _, true, _) => Outcome::Stop,
        (_, _, _, true) => Outcome::Unknown,
        _ => Outcome::GoOn,
    }
}
