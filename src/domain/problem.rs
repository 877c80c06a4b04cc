//! What went wrong, in the form that people and scripts get it.
//!
//! Errors of lower layers are typed; at the border to a person they become a [`Problem`]: what, about what, and what to do.

use std::fmt;

/// How a problem ends a command (exit status of design.md 3). Ordered: a later one is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A finding: something looked at is not as it should be (1).
    Finding,
    /// The command or the configuration it was given cannot be used (2).
    Usage,
    /// Could not reach, could not tell (3).
    Unreachable,
    /// Refused by the server or by ourselves (4).
    Refused,
    /// Somebody else changed the same thing (5).
    Conflict,
    /// Done in part (6).
    Partial,
}

impl Class {
    /// Exit status of the process.
    pub fn status(self) -> u8 {
        match self {
            Self::Finding => 1,
            Self::Usage => 2,
            Self::Unreachable => 3,
            Self::Refused => 4,
            Self::Conflict => 5,
            Self::Partial => 6,
        }
    }
}

/// Something that went wrong. All texts are foreign: clean them before showing. None of them holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How it ends a command.
    pub class: Class,
    /// What it is about: a user name, a file, a URL, a CS path.
    pub subject: String,
    /// What happened and why, one or two sentences.
    pub message: String,
    /// What to do next; may be empty.
    pub remedy: String,
}

impl Problem {
    /// A problem with everything that a person needs.
    pub fn new(
        class: Class,
        subject: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { class, subject: subject.into(), message: message.into(), remedy: remedy.into() }
    }
}

impl Problem {
    /// Takes it down in the log, where one is written.
    pub fn log(&self) {
        tracing::warn!(
            target: "dirac_tokens::problem",
            class = ?self.class, subject = self.subject, remedy = self.remedy,
            "{}", self.message
        );
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if !self.remedy.is_empty() {
            write!(f, " {}", self.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
