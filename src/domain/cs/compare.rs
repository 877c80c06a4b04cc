//! What differs between two configurations, entry by entry.
//!
//! Lists that are spelled differently are equal, for DIRAC's servers keep elements and not spelling. Comments and places mean
//! nothing to DIRAC and are told as such. Values of options named like secrets are not in a change at all.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::path::CsPath;
use super::tree::Tree;
use super::view::{Entry, Opt, Section, same_comment};
use crate::domain::redact::{redact, redact_value};
use crate::domain::secret::is_secret_option;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The option or section that differs.
    pub path: CsPath,
    /// How.
    pub what: What,
}

/// How an entry differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An option came.
    Added(Shown),
    /// An option went.
    Removed(Shown),
    /// An option has another value.
    Changed(Difference),
    /// A section came; what is in it follows.
    SectionAdded,
    /// A section went; what was in it follows.
    SectionRemoved,
    /// Only the comment differs. Means nothing to DIRAC.
    Comment {
        /// What it was.
        old: String,
        /// What it is.
        new: String,
    },
    /// Only the order of a section's entries differs. Means nothing to DIRAC.
    Order,
}

/// A value as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The value, without what looks like a credential whatever its option is called.
    Value(String),
    /// The value of an option named like a secret: it is not here.
    Masked,
}

impl Shown {
    /// An option's value.
    pub fn of(option: Opt<'_>) -> Self {
        if is_secret_option(option.name()) {
            Self::Masked
        } else {
            Self::Value(redact_value(option.name(), &option.value()).into_owned())
        }
    }

    /// The value, if it may be shown.
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::Value(value) => Some(value),
            Self::Masked => None,
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.value().unwrap_or("[secret]"))
    }
}

/// How a value differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it was.
    pub old: Shown,
    /// What it is.
    pub new: Shown,
    /// List elements that it has and had not, as they are: not to be shown without [`redact_value`]. None for secrets.
    pub added: Vec<String>,
    /// List elements that it had and has not, likewise.
    pub removed: Vec<String>,
}

impl Difference {
    /// Whether the elements are the same, in another order or number.
    pub fn is_reordered(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.old != Shown::Masked
    }
}

impl What {
    /// The word for lists and scripts.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Added(_) => "added",
            Self::Removed(_) => "removed",
            Self::Changed(_) => "changed",
            Self::SectionAdded => "section_added",
            Self::SectionRemoved => "section_removed",
            Self::Comment { .. } => "comment",
            Self::Order => "order",
        }
    }
}

impl Change {
    /// Whether the difference means something to DIRAC: all do but comments and places.
    pub fn means_something(&self) -> bool {
        !matches!(self.what, What::Comment { .. } | What::Order)
    }
}

/// Sections within a section that came or went are told one by one down to this depth: no DIRAC reads a deeper text.
pub(super) const DEEPEST: usize = 400;

/// What leads from `old` to `new`, section by section: what stands directly in one, then its subsections.
///
/// Takes time in proportion to the two sizes. A name that is an option on one side and a section on the other went and came.
pub fn compare(old: &Tree, new: &Tree) -> Vec<Change> {
    compare_sections(old.root(), new.root())
}

/// The same for two sections, which may bear different names.
pub(super) fn compare_sections<'t>(old: Section<'t>, new: Section<'t>) -> Vec<Change> {
    let mut changes = Vec::new();
    // an explicit stack: nesting is as deep as the texts please
    let mut open = vec![Work::Both(old, new)];
    while let Some(work) = open.pop() {
        let begin = open.len();
        match work {
            Work::Both(old, new) => both(old, new, &mut changes, &mut open),
            Work::Added(section, depth) => one(section, depth, true, &mut changes, &mut open),
            Work::Removed(section, depth) => one(section, depth, false, &mut changes, &mut open),
        }
        // the first of what was just found is looked at first
        if let Some(found) = open.get_mut(begin..) {
            found.reverse();
        }
    }
    changes
}

/// Sections still to be looked at.
enum Work<'t> {
    Both(Section<'t>, Section<'t>),
    /// With how many others around it are on one side only.
    Added(Section<'t>, usize),
    Removed(Section<'t>, usize),
}

/// A section that is on one side only.
fn one<'t>(
    section: Section<'t>,
    depth: usize,
    added: bool,
    changes: &mut Vec<Change>,
    open: &mut Vec<Work<'t>>,
) {
    let what = if added { What::SectionAdded } else { What::SectionRemoved };
    changes.push(Change { path: section.path(), what });
    for entry in section.entries() {
        match entry {
            Entry::Option(option) => changes.push(alone(option, added)),
            Entry::Section(_) if depth >= DEEPEST => {}
            Entry::Section(section) if added => open.push(Work::Added(section, depth + 1)),
            Entry::Section(section) => open.push(Work::Removed(section, depth + 1)),
        }
    }
}

/// A section that went, with all that was in it.
fn whole(section: Section<'_>, changes: &mut Vec<Change>) {
    let mut open = vec![Work::Removed(section, 0)];
    while let Some(work) = open.pop() {
        let begin = open.len();
        if let Work::Removed(section, depth) = work {
            one(section, depth, false, changes, &mut open);
        }
        if let Some(found) = open.get_mut(begin..) {
            found.reverse();
        }
    }
}

/// An option that is on one side only.
fn alone(option: Opt<'_>, added: bool) -> Change {
    let shown = Shown::of(option);
    let what = if added { What::Added(shown) } else { What::Removed(shown) };
    Change { path: option.path(), what }
}

/// What stands directly in a section that both sides have; its subsections go to `open`.
fn both<'t>(
    old: Section<'t>,
    new: Section<'t>,
    changes: &mut Vec<Change>,
    open: &mut Vec<Work<'t>>,
) {
    let same = |(a, b): (Entry<'_>, Entry<'_>)| {
        a.name() == b.name() && a.as_section().is_some() == b.as_section().is_some()
    };
    let in_step = old.entries().zip(new.entries()).all(same)
        && old.entries().count() == new.entries().count();
    if in_step {
        for pair in old.entries().zip(new.entries()) {
            matched(pair.0, pair.1, changes, open);
        }
        return;
    }
    let mut places: HashMap<&str, (usize, Entry<'_>)> = HashMap::new();
    for (place, entry) in old.entries().enumerate() {
        places.insert(entry.name(), (place, entry));
    }
    let mut met = HashSet::new();
    let (mut last, mut in_order) = (None, true);
    for entry in new.entries() {
        let before = places.get(entry.name()).filter(|(_, old)| same((*old, entry)));
        match (before, entry) {
            (Some(&(place, old)), _) => {
                met.insert(place);
                in_order &= last.is_none_or(|last| last < place);
                last = Some(place);
                matched(old, entry, changes, open);
            }
            (None, Entry::Option(option)) => {
                // what had the name as a section goes first
                if let Some(&(place, Entry::Section(section))) = places.get(entry.name()) {
                    met.insert(place);
                    whole(section, changes);
                }
                changes.push(alone(option, true));
            }
            (None, Entry::Section(section)) => open.push(Work::Added(section, 0)),
        }
    }
    for (place, entry) in old.entries().enumerate() {
        match entry {
            _ if met.contains(&place) => {}
            Entry::Option(option) => changes.push(alone(option, false)),
            Entry::Section(section) => open.push(Work::Removed(section, 0)),
        }
    }
    if !in_order {
        changes.push(Change { path: new.path(), what: What::Order });
    }
}

/// Two entries of the same name and kind.
fn matched<'t>(
    old: Entry<'t>,
    new: Entry<'t>,
    changes: &mut Vec<Change>,
    open: &mut Vec<Work<'t>>,
) {
    match (old, new) {
        (Entry::Option(old), Entry::Option(new)) => {
            if !old.same_list(new) {
                let what = What::Changed(difference(old, new));
                changes.push(Change { path: new.path(), what });
            }
            if !same_comment((old.tree, old.id), (new.tree, new.id)) {
                let what = comments(&old.comment(), &new.comment());
                changes.push(Change { path: new.path(), what });
            }
        }
        (Entry::Section(old), Entry::Section(new)) => {
            if !same_comment((old.tree, old.id), (new.tree, new.id)) {
                let what = comments(&old.comment(), &new.comment());
                changes.push(Change { path: new.path(), what });
            }
            open.push(Work::Both(old, new));
        }
        _ => {}
    }
}

/// Comments are free text; what looks like a secret in one is not kept.
fn comments(old: &str, new: &str) -> What {
    What::Comment { old: redact(old).into_owned(), new: redact(new).into_owned() }
}

fn difference(old: Opt<'_>, new: Opt<'_>) -> Difference {
    let (mut added, mut removed) = (Vec::new(), Vec::new());
    let shown = (Shown::of(old), Shown::of(new));
    if shown.1 != Shown::Masked {
        added = missing(new, old);
        removed = missing(old, new);
    }
    Difference { old: shown.0, new: shown.1, added, removed }
}

/// Elements of `one` that the `other` list has not, each once, in order.
pub(super) fn missing(one: Opt<'_>, other: Opt<'_>) -> Vec<String> {
    let mut known: HashSet<&str> = other.list().collect();
    one.list().filter(|element| known.insert(element)).map(str::to_owned).collect()
}
