//! Edits that this host would not notice: a local file says something else, and local always wins (facts/dirac.md 3.2, 9.33).

use std::fmt;

use super::edit::Edit;
use super::path::CsPath;
use super::tree::{Origin, Tree};
use super::view::{Entry, Opt, Section};
use crate::domain::redact::redact;

/// An edit of what a local file hides. It is done all the same, for everybody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shadowed {
    /// Which edit, by its position from 0.
    pub at: usize,
    /// The option that the local file has.
    pub option: CsPath,
    /// The local file.
    pub file: String,
}

impl fmt::Display for Shadowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is also set in {}: programs that read this file will not see the change.",
            redact(self.option.as_str()),
            self.file
        )
    }
}

/// Which of the edits concern options that a local file of `merged` has; one option for each edit.
pub fn shadowed<'e>(merged: &Tree, edits: impl IntoIterator<Item = &'e Edit>) -> Vec<Shadowed> {
    let mut found = Vec::new();
    for (at, edit) in edits.into_iter().enumerate() {
        let also = match edit {
            Edit::Comment { .. } => continue,
            Edit::Move { path, into } => Some(into.join(path.name())),
            Edit::Rename { path, name } => Some(path.parent().unwrap_or_default().join(name)),
            Edit::Copy { to, .. } => Some(to.clone()),
            _ => None,
        };
        let hit = local_at(merged, edit.path()).or_else(|| local_at(merged, also.as_ref()?));
        if let Some(option) = hit {
            let file = merged.source_label(option.origin()).to_owned();
            found.push(Shadowed { at, option: option.path(), file });
        }
    }
    found
}

/// The option at `path`, or the first one below it, that a local file has.
fn local_at<'t>(merged: &'t Tree, path: &CsPath) -> Option<Opt<'t>> {
    let local = |option: &Opt<'_>| option.origin() != Origin::Remote;
    if let Some(option) = merged.option(path.as_str()) {
        return Some(option).filter(local);
    }
    let mut open: Vec<Section<'t>> = merged.section(path.as_str()).into_iter().collect();
    while let Some(section) = open.pop() {
        for entry in section.entries() {
            match entry {
                Entry::Option(option) if local(&option) => return Some(option),
                Entry::Option(_) => {}
                Entry::Section(section) => open.push(section),
            }
        }
    }
    None
}
