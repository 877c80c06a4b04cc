//! Stopping stored tokens from the console: what is being looked at, what is under way, and what came of it.
//!
//! A plan is made first and shown; what is agreed to is that plan and nothing else. One run at a time.

pub(crate) mod told;

use std::sync::Arc;

use crate::domain::problem::Problem;
use crate::domain::stop::{How, Plan, Report};
use crate::store::stamp::Stamp;

/// Plans that are being made.
#[derive(Debug)]
pub(crate) struct Planning {
    pub(crate) stamp: Stamp,
    pub(crate) how: How,
    /// The run that this goes on with, if it was cut off.
    pub(crate) resumes: Option<String>,
    /// The query that they were marked by, if they were.
    pub(crate) marked: Option<String>,
    /// How many of the marked rows the filter hides.
    pub(crate) hidden: usize,
    /// What was said of single token ids.
    pub(crate) problems: Vec<Problem>,
}

/// A run under way.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stamp: Stamp,
    pub(crate) how: How,
    pub(crate) plans: Arc<[Plan]>,
    /// What is settled, in order.
    pub(crate) reports: Vec<Arc<Report>>,
    /// What ended it, if it did not come to its end: the last thing that was said.
    pub(crate) problem: Option<Problem>,
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Stopping {
    pub(crate) planning: Option<Planning>,
    pub(crate) run: Option<Run>,
    /// Whether the user wanted to leave while it is under way.
    pub(crate) leaving: bool,
}

impl Stopping {
    /// The plans that are being made, if `stamp` is theirs.
    pub(crate) fn plans_of(&mut self, stamp: Stamp) -> Option<&mut Planning> {
        self.planning.as_mut().filter(|planning| planning.stamp == stamp)
    }

    /// The run under way, if `stamp` is its.
    pub(crate) fn run_of(&mut self, stamp: Stamp) -> Option<&mut Run> {
        self.run.as_mut().filter(|run| run.stamp == stamp)
    }
}
