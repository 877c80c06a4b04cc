//! Conflicts, what they say, and what can be decided about them.

use std::fmt;

use crate::domain::cs::compare::Shown;
use crate::domain::cs::path::CsPath;
use crate::domain::redact::redact;

/// What somebody decided about a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What is there stays; nothing of ours is done at this path and below it.
    Theirs,
    /// Ours is done, and what they did there goes.
    Mine,
    /// The option gets this value. Only for options.
    Value(String),
}

impl Choice {
    /// What comes of it, without a full stop.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Theirs => "What is there stays",
            Self::Mine => "Ours is done, and what is there goes",
            Self::Value(_) => "It gets the value that was given",
        }
    }
}

/// An entry as one side has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is not there.
    Absent,
    /// An option.
    Option(Shown),
    /// A section.
    Section,
    /// Its comment, where the conflict is about that.
    Comment(String),
}

/// Why two sides contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// Both changed the option, differently.
    BothChanged,
    /// Both made it, differently.
    BothMade,
    /// They removed the option that we change.
    GoneThere,
    /// They changed the option that we remove.
    ChangedThere,
    /// The section that we work in is gone; it may have been renamed.
    SectionGone,
    /// They changed something in the section that we remove or rename.
    ChangedInside,
    /// A section came there of the name of one that we make, with something in it.
    MadeThere,
    /// It is an option on one side and a section on the other.
    OtherKind,
    /// Both changed the comment, differently. Means nothing to DIRAC.
    Comments,
}

/// A contradiction between them and us at one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The option or section.
    pub path: CsPath,
    /// Why.
    pub why: Why,
    /// As it was when our edits were made.
    pub base: State,
    /// As they have it now.
    pub theirs: State,
    /// As we would have it.
    pub mine: State,
}

impl Conflict {
    /// Whether a value can be given to settle it.
    pub fn takes_value(&self) -> bool {
        !matches!(self.why, Why::Comments | Why::MadeThere | Why::ChangedInside)
            && self.mine != State::Section
            && self.theirs != State::Section
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        if self.takes_value() {
            "Take theirs, keep ours, or give another value."
        } else {
            "Take theirs or keep ours."
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = redact(self.path.as_str());
        match self.why {
            Why::BothChanged | Why::OtherKind => write!(
                f,
                "{path} was {}, is {} there by now, and would become {}.",
                self.base, self.theirs, self.mine
            ),
            Why::BothMade => write!(
                f,
                "{path} was made there meanwhile as {}; it would become {}.",
                self.theirs, self.mine
            ),
            Why::GoneThere => write!(
                f,
                "{path} was {} and was removed there; it would become {}.",
                self.base, self.mine
            ),
            Why::ChangedThere => write!(
                f,
                "{path} was {} and is {} there by now; it would be removed.",
                self.base, self.theirs
            ),
            Why::SectionGone => write!(
                f,
                "The section of {path} was removed or renamed there; {path} would become {}.",
                self.mine
            ),
            Why::ChangedInside => {
                write!(
                    f,
                    "{path} would be removed or renamed, and something in it was changed there."
                )
            }
            Why::MadeThere => write!(
                f,
                "The section {path} was made there meanwhile, with something else in it than ours."
            ),
            Why::Comments => write!(f, "The comment of {path} was changed there, too."),
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("not there"),
            Self::Option(value) if value.value() == Some("") => f.write_str("empty"),
            Self::Option(value) => write!(f, "`{value}`"),
            Self::Section => f.write_str("a section"),
            Self::Comment(text) => write!(f, "`{}`", text.replace('\n', " · ")),
        }
    }
}
