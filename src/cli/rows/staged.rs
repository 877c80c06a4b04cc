//! `changes`, `steps` and `entries` of `cs`: what would differ, what is staged, what the configuration holds. No secrets.

use std::borrow::Cow;

use serde::Serialize;

use super::or_dash;
use crate::cli::output::{Cell, Column, Row};
use crate::domain::cs::{Change, Entry, Opt, Origin, Section, Shown, Step, Tree, What};
use crate::domain::redact::{redact, redact_value};

/// An option or section that differs.
#[derive(Serialize)]
pub struct ChangeRow<'a> {
    path: Cow<'a, str>,
    /// [`What::word`].
    change: &'static str,
    /// `null` if it was or is not there, and for secrets.
    old: Option<&'a str>,
    new: Option<&'a str>,
    /// Elements of a list.
    added: Vec<Cow<'a, str>>,
    removed: Vec<Cow<'a, str>>,
    secret: bool,
    /// Whether DIRAC makes anything of the difference: not of comments and of order.
    means_something: bool,
}

impl<'a> From<&'a Change> for ChangeRow<'a> {
    fn from(change: &'a Change) -> Self {
        let (mut old, mut new) = (None, None);
        let elements = |all: &'a [String]| -> Vec<Cow<'a, str>> {
            all.iter().map(|element| redact_value(change.path.name(), element)).collect()
        };
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        let mut secret = false;
        match &change.what {
            What::Added(value) => (new, secret) = (value.value(), *value == Shown::Masked),
            What::Removed(value) => (old, secret) = (value.value(), *value == Shown::Masked),
            What::Changed(difference) => {
                (old, new) = (difference.old.value(), difference.new.value());
                (added, removed) = (elements(&difference.added), elements(&difference.removed));
                secret = difference.new == Shown::Masked;
            }
            What::Comment { old: was, new: is } => {
                (old, new) = (Some(was.as_str()), Some(is.as_str()));
            }
            What::SectionAdded | What::SectionRemoved | What::Order => {}
        }
        let (path, word) = (redact(change.path.as_str()), change.what.word());
        let means_something = change.means_something();
        Self { path, change: word, old, new, added, removed, secret, means_something }
    }
}

impl Row for ChangeRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["change", "path", "old", "new"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        let shown = |value: Option<&str>| match value {
            None if self.secret => Cell::new("[secret]"),
            value => or_dash(value),
        };
        vec![
            Cell::new(self.change),
            Cell::new(self.path.as_ref()),
            shown(self.old),
            shown(self.new),
        ]
    }
}

/// A step that is staged or was taken back.
#[derive(Serialize)]
pub struct StepRow<'a> {
    /// From 1; what was taken back is counted on.
    step: usize,
    state: &'static str,
    title: &'a str,
    edits: Vec<String>,
}

impl<'a> StepRow<'a> {
    /// A row for a step at a position from 0.
    pub fn new(at: usize, step: &'a Step, staged: bool) -> Self {
        Self {
            step: at.saturating_add(1),
            state: if staged { "staged" } else { "undone" },
            title: &step.title,
            edits: step.edits.iter().map(|edit| redact(&edit.to_string()).into_owned()).collect(),
        }
    }
}

impl Row for StepRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["step", "state", "edits", "title"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::new(self.step.to_string()),
            Cell::new(self.state),
            Cell::new(self.edits.len().to_string()),
            Cell::new(self.title),
        ]
    }
}

/// An option or a section as it is.
#[derive(Serialize)]
pub struct EntryRow<'a> {
    path: String,
    kind: &'static str,
    /// `null` for sections and secrets.
    value: Option<String>,
    secret: bool,
    comment: String,
    /// The local file that it comes from; `null` for the servers' own.
    file: Option<&'a str>,
}

impl<'a> EntryRow<'a> {
    /// A row for an option.
    pub fn option(tree: &'a Tree, option: Opt<'_>) -> Self {
        let shown = Shown::of(option);
        Self {
            path: redact(option.path().as_str()).into_owned(),
            kind: "option",
            value: shown.value().map(str::to_owned),
            secret: shown == Shown::Masked,
            comment: redact(&option.comment()).into_owned(),
            file: file(tree, option.origin()),
        }
    }

    /// A row for a section.
    fn section(tree: &'a Tree, section: Section<'_>) -> Self {
        Self {
            path: redact(section.path().as_str()).into_owned(),
            kind: "section",
            value: None,
            secret: false,
            comment: redact(&section.comment()).into_owned(),
            file: file(tree, section.origin()),
        }
    }

    /// Rows for what stands directly in a section.
    pub fn all(tree: &'a Tree, section: Section<'_>) -> Vec<Self> {
        let row = |entry| match entry {
            Entry::Option(option) => Self::option(tree, option),
            Entry::Section(section) => Self::section(tree, section),
        };
        section.entries().map(row).collect()
    }
}

fn file(tree: &Tree, origin: Origin) -> Option<&str> {
    (origin != Origin::Remote).then(|| tree.source_label(origin))
}

impl Row for EntryRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["path", "kind", "value", "file", "comment"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        let value = if self.secret { Some("[secret]") } else { self.value.as_deref() };
        let comment = self.comment.replace('\n', " · ");
        vec![
            Cell::new(&self.path),
            Cell::new(self.kind),
            or_dash(value),
            or_dash(self.file),
            or_dash(Some(comment.as_str()).filter(|comment| !comment.is_empty())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cs::{compare, parse};

    #[test]
    fn rows_hold_no_credential_under_an_ordinary_name() {
        let jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln";
        let old = parse("plain = x\nlist = a, b\nc = 1\n").unwrap();
        let new = "plain = JWT\nlist = a, JWT\n#note JWT\nc = 1\nJWT\n{\n}\n";
        let new = parse(new.replace("JWT", jwt)).unwrap();
        for changes in [compare(&old, &new), compare(&new, &old)] {
            let rows: Vec<ChangeRow<'_>> = changes.iter().map(ChangeRow::from).collect();
            let said = serde_json::to_string(&rows).unwrap();
            assert_eq!(rows.len(), 4);
            assert!(said.contains("[redacted]") && !said.contains("eyJ"), "{said}");
        }
        let rows = serde_json::to_string(&EntryRow::all(&new, new.root())).unwrap();
        assert!(rows.contains("[redacted]") && !rows.contains("eyJ"), "{rows}");
    }
}
