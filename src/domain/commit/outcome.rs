//! The five words that are true of a commit, and what is told with them.

use crate::domain::cs::Edit;
use crate::domain::problem::Class;
use crate::domain::redact::redact;

/// How a commit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Everything that was to be changed is there, and nothing of others went.
    Proven,
    /// Everything that was to be changed is there, and somebody else's commit of the same moment is not.
    Overtook,
    /// Something that was to be changed is not there: somebody else's commit of the same moment, or a later one, took its place.
    Overtaken,
    /// Nobody can tell: the answer was lost and what was sent is not seen, or nothing could be read back.
    Unknown,
    /// The server refused, and nothing was changed.
    Refused,
}

impl Outcome {
    /// The word in journal and JSON: `proven`, `overtook`, `overtaken`, `unknown`, `refused`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Overtook => "overtook",
            Self::Overtaken => "overtaken",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
        }
    }

    /// The outcome that is called `word`.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Proven, Self::Overtook, Self::Overtaken, Self::Unknown, Self::Refused]
            .into_iter()
            .find(|outcome| outcome.word() == word)
    }

    /// How it ends a command; `None` if all is well.
    pub fn class(self) -> Option<Class> {
        match self {
            Self::Proven => None,
            Self::Overtook | Self::Overtaken => Some(Class::Conflict),
            Self::Unknown => Some(Class::Unreachable),
            Self::Refused => Some(Class::Refused),
        }
    }
}

/// A commit of somebody else that ours took the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vanished {
    /// Who committed. Foreign text.
    pub by: String,
    /// The version that it made.
    pub version: String,
    /// What of it is gone, as edits that would bring it back. What was a secret is not among them.
    pub edits: Vec<Edit>,
    /// Why nothing can be told of what is gone; `None` where it can.
    pub unseen: Option<String>,
}

impl Vanished {
    /// One line each: what is gone.
    pub fn lines(&self) -> Vec<String> {
        self.edits.iter().map(|edit| redact(&edit.to_string()).into_owned()).collect()
    }
}

/// What became of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The word.
    pub outcome: Outcome,
    /// The version that it made, where that is known.
    pub version: Option<String>,
    /// Why this word: one or two sentences. Foreign text, no secret.
    pub summary: String,
    /// Users whose commits took ours away, or may have.
    pub overtaken_by: Vec<String>,
    /// What was to be changed and is not there, one line each.
    pub missing: Vec<String>,
    /// What of others ours took away.
    pub vanished: Vec<Vanished>,
    /// What else is to be said, a sentence each.
    pub notes: Vec<String>,
    /// How the server's refusal is classed: [`Class::Conflict`] where somebody had committed; `None` but for refusals.
    pub refusal: Option<Class>,
}

impl Report {
    /// How it ends a command; `None` if all is well.
    pub fn class(&self) -> Option<Class> {
        match self.outcome {
            Outcome::Refused => self.refusal.or(Some(Class::Refused)),
            outcome => outcome.class(),
        }
    }
}
