//! Why an edit cannot be applied: which one, where, why, and what to do.

use std::fmt;

use super::path::CsPath;
use super::spelling::Misspelling;
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;

/// An edit that cannot be applied to a configuration. Nothing of its change set was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditFault {
    /// Which edit, by its position from 0.
    pub at: usize,
    /// What it is about.
    pub path: CsPath,
    /// Why.
    pub why: Why,
}

/// Why an edit cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is about the root, which has no name, no value and no comment.
    Root,
    /// A name, value or comment that cfg text cannot hold.
    Misspelt(Misspelling),
    /// There is nothing at the path.
    Missing,
    /// The section that something is to go into is not there.
    NoSection(CsPath),
    /// The path is that of a section, and the edit is one of options.
    IsSection,
    /// The path is that of an option, and the edit is one of sections.
    IsOption,
    /// An option stands where the path needs a section.
    Through(CsPath),
    /// Something of that name is there already.
    There(CsPath),
    /// A section would go into itself.
    IntoItself,
    /// The configuration holds a name that its own text cannot; whatever is written, it would change.
    Unwritable(CsPath),
    /// The configuration would nest deeper than any DIRAC reads.
    TooDeep,
    /// The configuration would become larger than is written.
    TooLarge,
}

impl EditFault {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match &self.why {
            Why::Root => "Name an option or a section below the root.",
            Why::Misspelt(why) => why.remedy(),
            Why::Missing | Why::NoSection(_) => {
                "Look at the section above it; names are case-sensitive."
            }
            Why::IsSection => "Name an option in it, or remove the section first.",
            Why::IsOption | Why::Through(_) => "Name a section, or remove the option first.",
            Why::There(_) => "Choose another name, or remove what is there first.",
            Why::IntoItself => "Choose a place outside of it.",
            Why::Unwritable(_) => "Have that name corrected at the server, in its file, first.",
            Why::TooDeep => "Look at how the sections nest.",
            Why::TooLarge => "Stage fewer or smaller copies.",
        }
    }

    /// The same for a person.
    pub fn problem(&self) -> Problem {
        let class = match self.why {
            Why::Unwritable(_) => Class::Refused,
            _ => Class::Usage,
        };
        Problem::new(class, redact(self.path.as_str()), self.to_string(), self.remedy())
    }
}

impl fmt::Display for EditFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |path: &CsPath| redact(path.as_str()).into_owned();
        let path = shown(&self.path);
        match &self.why {
            Why::Root => f.write_str("The root of the configuration cannot be changed as such."),
            Why::Misspelt(why) => write!(f, "{path} cannot be written like that: {why}."),
            Why::Missing => write!(f, "There is no {path}."),
            Why::NoSection(at) => {
                write!(f, "{path} cannot go into {}: there is no such section.", shown(at))
            }
            Why::IsSection => write!(f, "{path} is a section, not an option."),
            Why::IsOption => write!(f, "{path} is an option, not a section."),
            Why::Through(at) => {
                write!(f, "{path} cannot be: {} is an option, not a section.", shown(at))
            }
            Why::There(at) => write!(f, "{} is there already.", shown(at)),
            Why::IntoItself => write!(f, "{path} cannot go into itself."),
            Why::Unwritable(at) => write!(
                f,
                "The configuration holds {}, a name that cfg text cannot keep: nothing can be written without changing it.",
                shown(at)
            ),
            Why::TooDeep => {
                write!(
                    f,
                    "With {path} sections would nest more than 400 deep: DIRAC cannot read that."
                )
            }
            Why::TooLarge => write!(
                f,
                "With this edit of {path} the configuration would be larger than 256 MiB."
            ),
        }
    }
}

impl std::error::Error for EditFault {}
