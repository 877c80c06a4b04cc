//! Staged changes of the configuration: operations by path, in steps that are taken back and put back whole.
//!
//! Plain values: what an edit does to a tree, and whether it may, is decided elsewhere in [`super`]. An edit names what it is
//! for, never how the text looks afterwards, so that it can be put onto a newer configuration than the one it was made for.

use std::fmt;

use super::path::CsPath;

/// One operation on the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Gives an option this value, whether it exists or not. Sections above it that are missing are made.
    Set {
        /// The option.
        path: CsPath,
        /// Its value, as it would stand behind the `=`.
        value: String,
    },
    /// Removes an option.
    Unset {
        /// The option.
        path: CsPath,
    },
    /// Puts an element at the end of an option's list, unless it is in it. The option is made if it is missing.
    AddElement {
        /// The option.
        path: CsPath,
        /// The element, without comma.
        element: String,
    },
    /// Takes an element out of an option's list, as often as it is in it. An option whose last element goes stays, empty.
    RemoveElement {
        /// The option.
        path: CsPath,
        /// The element.
        element: String,
    },
    /// Makes an empty section, and those above it that are missing.
    CreateSection {
        /// The section.
        path: CsPath,
    },
    /// Removes a section and all that is in it.
    RemoveSection {
        /// The section.
        path: CsPath,
    },
    /// Gives an option or a section another name, in the same place.
    Rename {
        /// What is renamed.
        path: CsPath,
        /// The new name, without slash.
        name: String,
    },
    /// Puts an option or a section with all that is in it into another section, at its end.
    Move {
        /// What is moved.
        path: CsPath,
        /// The section that it goes into.
        into: CsPath,
    },
    /// Puts a copy of an option or a section with all that is in it elsewhere.
    Copy {
        /// What is copied.
        path: CsPath,
        /// What the copy is called, with its path.
        to: CsPath,
    },
    /// Gives an option or a section another comment.
    Comment {
        /// What the comment stands before.
        path: CsPath,
        /// The comment's lines, without `#`; empty removes it.
        text: String,
    },
}

impl Edit {
    /// What the edit is about: the option or section that it changes, removes, or takes from.
    pub fn path(&self) -> &CsPath {
        match self {
            Self::Set { path, .. }
            | Self::Unset { path }
            | Self::AddElement { path, .. }
            | Self::RemoveElement { path, .. }
            | Self::CreateSection { path }
            | Self::RemoveSection { path }
            | Self::Rename { path, .. }
            | Self::Move { path, .. }
            | Self::Copy { path, .. }
            | Self::Comment { path, .. } => path,
        }
    }
}

/// One line that says what the edit does. It holds the value, which may be a secret where the edit is refused for being one:
/// judge before showing.
impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set { path, value } => write!(f, "set {path} = {value}"),
            Self::Unset { path } => write!(f, "unset {path}"),
            Self::AddElement { path, element } => write!(f, "add {element} to {path}"),
            Self::RemoveElement { path, element } => write!(f, "take {element} out of {path}"),
            Self::CreateSection { path } => write!(f, "make section {path}"),
            Self::RemoveSection { path } => write!(f, "remove section {path}"),
            Self::Rename { path, name } => write!(f, "rename {path} to {name}"),
            Self::Move { path, into } => write!(f, "move {path} into {into}"),
            Self::Copy { path, to } => write!(f, "copy {path} to {to}"),
            Self::Comment { path, text } if text.is_empty() => {
                write!(f, "remove the comment of {path}")
            }
            Self::Comment { path, text } => write!(f, "comment {path}: {text}"),
        }
    }
}

/// What was staged with one key or one command, and is undone with one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is for: `tag 300 CEs for wlcgvo`.
    pub title: String,
    /// Its operations, in order.
    pub edits: Vec<Edit>,
}

/// Everything that is staged, in the order of staging.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    staged: Vec<Step>,
    undone: Vec<Step>,
}

impl ChangeSet {
    /// A change set as it was kept: what is staged, and what was taken back.
    pub fn new(staged: Vec<Step>, undone: Vec<Step>) -> Self {
        Self { staged, undone }
    }

    /// Stages a step. What was taken back before cannot be put back any more. A step without operations is none.
    pub fn stage(&mut self, step: Step) {
        if !step.edits.is_empty() {
            self.staged.push(step);
            self.undone.clear();
        }
    }

    /// Takes the last step back, and says which.
    pub fn undo(&mut self) -> Option<&Step> {
        let step = self.staged.pop()?;
        self.undone.push(step);
        self.undone.last()
    }

    /// Puts back the step that was taken back last, and says which.
    pub fn redo(&mut self) -> Option<&Step> {
        let step = self.undone.pop()?;
        self.staged.push(step);
        self.staged.last()
    }

    /// Drops one staged step for good, by its position.
    pub fn drop_step(&mut self, at: usize) -> Option<Step> {
        (at < self.staged.len()).then(|| self.staged.remove(at))
    }

    /// The staged steps, in order.
    pub fn steps(&self) -> &[Step] {
        &self.staged
    }

    /// The steps that were taken back, the last one last.
    pub fn undone(&self) -> &[Step] {
        &self.undone
    }

    /// All staged operations, in order.
    pub fn edits(&self) -> impl Iterator<Item = &Edit> {
        self.staged.iter().flat_map(|step| &step.edits)
    }

    /// Whether nothing is staged.
    pub fn is_empty(&self) -> bool {
        self.staged.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(title: &str) -> Step {
        let edits = vec![Edit::Unset { path: CsPath::new(title) }];
        Step { title: title.to_owned(), edits }
    }

    #[test]
    fn steps_are_taken_back_and_put_back_in_order() {
        let mut set = ChangeSet::default();
        set.stage(step("a"));
        set.stage(step("b"));
        assert_eq!(set.undo().map(|step| step.title.as_str()), Some("b"));
        assert_eq!(set.undo().map(|step| step.title.as_str()), Some("a"));
        assert_eq!(set.undo(), None);
        assert!(set.is_empty());
        assert_eq!(set.redo().map(|step| step.title.as_str()), Some("a"));
        set.stage(step("c"));
        assert_eq!(set.redo(), None);
        let paths: Vec<&str> = set.edits().map(|edit| edit.path().as_str()).collect();
        assert_eq!(paths, ["/a", "/c"]);
    }

    #[test]
    fn a_step_without_operations_is_none() {
        let mut set = ChangeSet::default();
        set.stage(step("a"));
        set.undo();
        set.stage(Step { title: "nothing".to_owned(), edits: Vec::new() });
        assert!(set.is_empty());
        assert!(set.redo().is_some());
    }

    #[test]
    fn a_step_in_the_middle_can_be_dropped() {
        let mut set = ChangeSet::new(vec![step("a"), step("b"), step("c")], Vec::new());
        assert_eq!(set.drop_step(1), Some(step("b")));
        assert_eq!(set.drop_step(2), None);
        assert_eq!(set.steps(), [step("a"), step("c")]);
    }
}
