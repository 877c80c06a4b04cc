//! Changes as lines: what a screen and a table show under the path of each section.

use std::fmt;

use super::compare::{Change, What};
use super::path::CsPath;
use crate::domain::redact::{redact, redact_value};

/// A line of a diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffLine {
    /// The section that the lines below are about.
    Section(CsPath),
    /// What was there: `Tag = Token`, or `Tag -= Token` for one element of a list.
    Old(String),
    /// What is there: `Tag = Token`, or `Tag += Token` for one element of a list.
    New(String),
    /// A change that means nothing to DIRAC, in words.
    Note(String),
}

impl fmt::Display for DiffLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Section(path) => f.pad(&redact(path.as_str())),
            Self::Old(line) => write!(f, "- {line}"),
            Self::New(line) => write!(f, "+ {line}"),
            Self::Note(line) => write!(f, "  {line}"),
        }
    }
}

/// The lines of `changes`, which are in the order of [`compare`](super::compare()). Without what looks like
/// a credential. Foreign text: clean each before showing.
pub fn diff_lines(changes: &[Change]) -> Vec<DiffLine> {
    let mut lines = Vec::new();
    let mut section: Option<CsPath> = None;
    for change in changes {
        let heading = match change.what {
            What::Order => change.path.clone(),
            _ => change.path.parent().unwrap_or_default(),
        };
        if section.as_ref() != Some(&heading) {
            lines.push(DiffLine::Section(heading.clone()));
            section = Some(heading);
        }
        push(change, &mut lines);
    }
    lines
}

fn push(change: &Change, lines: &mut Vec<DiffLine>) {
    let option = change.path.name();
    let name = redact(option);
    let element = |element: &String| redact_value(option, element).into_owned();
    match &change.what {
        What::Added(value) => lines.push(DiffLine::New(format!("{name} = {value}"))),
        What::Removed(value) => lines.push(DiffLine::Old(format!("{name} = {value}"))),
        What::Changed(difference) => {
            let list = |shown: &super::Shown| shown.value().is_some_and(|v| v.contains(','));
            let by_element = !difference.is_reordered()
                && difference.old.value().is_some()
                && (list(&difference.old) || list(&difference.new));
            if by_element {
                let old = difference.removed.iter().map(|e| format!("{name} -= {}", element(e)));
                lines.extend(old.map(DiffLine::Old));
                let new = difference.added.iter().map(|e| format!("{name} += {}", element(e)));
                lines.extend(new.map(DiffLine::New));
            } else {
                lines.push(DiffLine::Old(format!("{name} = {}", difference.old)));
                lines.push(DiffLine::New(format!("{name} = {}", difference.new)));
            }
        }
        What::SectionAdded => lines.push(DiffLine::New(format!("{name} {{ }}"))),
        What::SectionRemoved => lines.push(DiffLine::Old(format!("{name} {{ }}"))),
        What::Comment { new, .. } if new.is_empty() => {
            lines.push(DiffLine::Note(format!("{name}: comment removed")));
        }
        What::Comment { new, .. } => {
            let new = new.replace('\n', " · ");
            lines.push(DiffLine::Note(format!("{name}: comment {new}")));
        }
        What::Order => lines.push(DiffLine::Note("other order".to_owned())),
    }
}
