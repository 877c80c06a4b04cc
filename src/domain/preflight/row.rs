//! One line of a pre-flight.

use super::checks::Check;
use crate::domain::layout::Rules;
use crate::domain::why::State;

/// For what a pilot's credential is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// The Site Director submits.
    Submit,
    /// PilotManager kills pilots and fetches their output.
    Manage,
    /// It is the same for both.
    Both,
}

impl Purpose {
    /// The word in JSON: `submit`, `manage`, `both`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Manage => "manage",
            Self::Both => "both",
        }
    }

    /// Whether it concerns what `other` is about.
    pub fn concerns(self, other: Self) -> bool {
        self == other || self == Self::Both || other == Self::Both
    }
}

/// What was found about one check. All texts may hold foreign text: clean them before showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which check.
    pub check: &'static Check,
    /// The queue that it is about; `None` if it is the same whatever the queue.
    pub queue: Option<String>,
    /// For what.
    pub purpose: Purpose,
    /// Whether it holds.
    pub verdict: State,
    /// What that is told from: the value, or a server's words.
    pub evidence: String,
    /// The CS path of that; empty where it stands elsewhere.
    pub path: String,
    /// What follows; empty if it holds.
    pub consequence: String,
    /// What to do; empty if nothing needs doing.
    pub remedy: String,
    /// The check that has to hold first, if that is why it is unknown.
    pub after: Option<&'static Check>,
}

impl Row {
    fn new(
        check: &'static Check,
        verdict: State,
        evidence: impl Into<String>,
        path: impl Into<String>,
    ) -> Self {
        Self {
            check,
            queue: None,
            purpose: Purpose::Both,
            verdict,
            evidence: evidence.into(),
            path: path.into(),
            consequence: String::new(),
            remedy: String::new(),
            after: None,
        }
    }

    pub(super) fn holds(
        check: &'static Check,
        evidence: impl Into<String>,
        path: impl Into<String>,
    ) -> Self {
        Self::new(check, State::Holds, evidence, path)
    }

    pub(super) fn fails(
        check: &'static Check,
        rules: Rules,
        evidence: impl Into<String>,
        path: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            consequence: check.consequence(rules).to_owned(),
            remedy: remedy.into(),
            ..Self::new(check, State::Fails, evidence, path)
        }
    }

    pub(super) fn unknown(
        check: &'static Check,
        evidence: impl Into<String>,
        path: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { remedy: remedy.into(), ..Self::new(check, State::Unknown, evidence, path) }
    }

    /// Not looked at: `before` has to hold first.
    pub(super) fn after(check: &'static Check, before: &'static Check) -> Self {
        let evidence = format!("Not looked at: first {} has to hold ({}).", before.n, before.title);
        Self { after: Some(before), ..Self::new(check, State::Unknown, evidence, "") }
    }

    pub(super) fn of_queue(self, queue: &str) -> Self {
        Self { queue: Some(queue.to_owned()), ..self }
    }

    pub(super) fn to(self, purpose: Purpose) -> Self {
        Self { purpose, ..self }
    }

    /// Whether the two say the same, of different queues.
    pub(super) fn says_as(&self, other: &Self) -> bool {
        let at = other.queue.clone();
        Self { queue: at, ..self.clone() } == *other
    }
}
