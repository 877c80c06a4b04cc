//! A value that lives elsewhere: what we last heard, how old it is, whether we are asking again, and what went wrong.
//!
//! A resource never goes blank: an error stands *beside* the last good value, and a new request leaves it in place until
//! the answer is here.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::problem::Problem;

use super::stamp::Generation;

/// How far a request is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Units done.
    pub done: usize,
    /// Units in all, `None` if not known.
    pub total: Option<usize>,
    /// What is counted: `users`.
    pub unit: &'static str,
}

/// A request that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InFlight {
    /// When it was sent.
    pub since: Timestamp,
    /// How far it is, if it tells.
    pub progress: Option<Progress>,
}

/// A value fetched from elsewhere.
#[derive(Clone, Debug)]
pub struct Resource<T> {
    value: Option<Arc<T>>,
    as_of: Option<Timestamp>,
    in_flight: Option<InFlight>,
    problem: Option<(Problem, Timestamp)>,
    generation: Generation,
}

impl<T> Default for Resource<T> {
    fn default() -> Self {
        Self {
            value: None,
            as_of: None,
            in_flight: None,
            problem: None,
            generation: Generation::default(),
        }
    }
}

impl<T> Resource<T> {
    /// The last good value.
    pub fn value(&self) -> Option<&Arc<T>> {
        self.value.as_ref()
    }

    /// When the value was last known to be true.
    pub fn as_of(&self) -> Option<Timestamp> {
        self.as_of
    }

    /// The request under way.
    pub fn in_flight(&self) -> Option<&InFlight> {
        self.in_flight.as_ref()
    }

    /// What the last request met, and when; `None` after a success.
    pub fn problem(&self) -> Option<(&Problem, Timestamp)> {
        self.problem.as_ref().map(|(problem, at)| (problem, *at))
    }

    /// The request whose answers are believed.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// A request was sent: from now on only answers of `generation` are believed.
    pub fn begin(&mut self, generation: Generation, now: Timestamp) {
        self.generation = generation;
        self.in_flight = Some(InFlight { since: now, progress: None });
    }

    /// Whether an answer of `generation` is one to a request that is still under way.
    pub fn expects(&self, generation: Generation) -> bool {
        self.in_flight.is_some() && self.generation == generation
    }

    /// The request is this far.
    pub fn advance(&mut self, progress: Progress) {
        if let Some(flight) = &mut self.in_flight {
            flight.progress = Some(progress);
        }
    }

    /// The request was answered with a new value.
    pub fn fulfil(&mut self, value: Arc<T>, now: Timestamp) {
        self.value = Some(value);
        self.confirm(now);
    }

    /// A part of the answer is here, the rest is to come.
    pub fn show(&mut self, part: Arc<T>) {
        self.value = Some(part);
    }

    /// The request was answered: the value we have is still true.
    pub fn confirm(&mut self, now: Timestamp) {
        self.as_of = Some(now);
        self.in_flight = None;
        self.problem = None;
    }

    /// The request failed. The value stays.
    pub fn fail(&mut self, problem: Problem, now: Timestamp) {
        self.in_flight = None;
        self.problem = Some((problem, now));
    }

    /// The request was given up, or ended without a word. The value stays.
    pub fn stop(&mut self) {
        self.in_flight = None;
    }

    /// When somebody last tried: the last success or the last failure.
    pub fn last_tried(&self) -> Option<Timestamp> {
        self.as_of.max(self.problem.as_ref().map(|(_, at)| *at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::Class;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn an_error_stands_beside_the_last_good_value() {
        let mut resource = Resource::default();
        let first = Generation::default().next();
        resource.begin(first, at(1));
        resource.fulfil(Arc::new("good"), at(2));
        resource.begin(first.next(), at(60));
        resource.fail(Problem::new(Class::Unreachable, "cs", "No answer.", ""), at(70));
        assert_eq!(resource.value().map(|v| **v), Some("good"));
        assert_eq!(resource.as_of(), Some(at(2)));
        assert_eq!(
            resource.problem().map(|(t, when)| (t.message.as_str(), when)),
            Some(("No answer.", at(70)))
        );
        assert_eq!(resource.last_tried(), Some(at(70)));
    }

    #[test]
    fn only_the_request_under_way_is_believed() {
        let mut resource = Resource::<()>::default();
        let first = Generation::default().next();
        assert!(!resource.expects(Generation::default()), "nothing was asked");
        resource.begin(first, at(1));
        resource.begin(first.next(), at(2));
        assert!(!resource.expects(first), "overtaken");
        assert!(resource.expects(first.next()));
        resource.stop();
        assert!(!resource.expects(first.next()), "given up");
    }

    #[test]
    fn a_success_takes_the_problem_away() {
        let mut resource = Resource::<u8>::default();
        resource.fail(Problem::new(Class::Refused, "a", "b", "c"), at(1));
        resource.begin(Generation::default(), at(2));
        resource.advance(Progress { done: 1, total: Some(2), unit: "users" });
        resource.confirm(at(3));
        assert!(resource.problem().is_none() && resource.in_flight().is_none());
    }
}
