//! A draft as bytes: a line that says what follows, a line with the edits, and the text they were made on.
//!
//! The first line holds the lengths and the digest of the rest, so that a file that was cut off or changed is known for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Draft, FORMAT, Installation};
use crate::domain::cs::{ChangeSet, Choice, CsPath, Edit, Step, parse};

/// Why bytes are no draft.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is of this later format.
    Later(u64),
    /// It is of this earlier format.
    Earlier(u64),
    /// It is something else; what is wrong, without quoting it.
    Damaged(&'static str),
}

/// What of a first line is looked at before anything else.
#[derive(Deserialize)]
struct Format {
    format: u64,
}

#[derive(Serialize, Deserialize)]
struct FirstLine {
    format: u64,
    name: String,
    servers: Vec<String>,
    version: String,
    began: String,
    /// Bytes of the line with the edits, and of the text.
    edits: usize,
    text: usize,
    /// Of this line with nothing here, and of the rest.
    sha256: String,
}

/// What a first line says.
pub(super) struct Head {
    pub(super) installation: Installation,
    version: String,
    began: Timestamp,
    edits: usize,
    text: usize,
    /// Bytes of the line itself.
    length: usize,
    line: FirstLine,
}

#[derive(Serialize, Deserialize)]
struct Content {
    staged: Vec<Steps>,
    undone: Vec<Steps>,
    choices: BTreeMap<String, Chosen>,
}

#[derive(Serialize, Deserialize)]
struct Steps {
    title: String,
    edits: Vec<Operation>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
enum Operation {
    Set { path: String, value: String },
    Unset { path: String },
    AddElement { path: String, element: String },
    RemoveElement { path: String, element: String },
    CreateSection { path: String },
    RemoveSection { path: String },
    Rename { path: String, name: String },
    Move { path: String, into: String },
    Copy { path: String, to: String },
    Comment { path: String, text: String },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Chosen {
    Theirs,
    Mine,
    Value(String),
}

/// A draft's file.
pub(super) fn written(draft: &Draft) -> std::io::Result<Vec<u8>> {
    let content = Content {
        staged: draft.changes.steps().iter().map(Steps::from).collect(),
        undone: draft.changes.undone().iter().map(Steps::from).collect(),
        choices: draft
            .choices
            .iter()
            .map(|(path, choice)| (path.to_string(), Chosen::from(choice)))
            .collect(),
    };
    let mut rest = serde_json::to_vec(&content)?;
    rest.push(b'\n');
    let edits = rest.len();
    let text = draft.base.text();
    rest.extend_from_slice(text.as_bytes());
    let mut first = FirstLine {
        format: FORMAT,
        name: draft.installation.name.clone(),
        servers: draft.installation.servers.clone(),
        version: draft.version.clone(),
        began: draft.began.to_string(),
        edits,
        text: text.len(),
        sha256: String::new(),
    };
    first.sha256 = digest(&first, &rest)?;
    let mut bytes = serde_json::to_vec(&first)?;
    bytes.push(b'\n');
    bytes.append(&mut rest);
    Ok(bytes)
}

/// What the first line of a file says, of which the rest may be missing.
pub(super) fn head(bytes: &[u8]) -> Result<Head, Fault> {
    let end = memchr::memchr(b'\n', bytes).ok_or(Fault::Damaged("its first line is cut off"))?;
    let line = bytes.get(..end).unwrap_or_default();
    let format: Format =
        serde_json::from_slice(line).map_err(|_| Fault::Damaged("it says no format"))?;
    match format.format {
        FORMAT => {}
        later if later > FORMAT => return Err(Fault::Later(later)),
        earlier => return Err(Fault::Earlier(earlier)),
    }
    let first: FirstLine = serde_json::from_slice(line)
        .map_err(|_| Fault::Damaged("its first line is none of this format"))?;
    let began = first.began.parse().map_err(|_| Fault::Damaged("a time in it is none"))?;
    Ok(Head {
        installation: Installation { name: first.name.clone(), servers: first.servers.clone() },
        version: first.version.clone(),
        began,
        edits: first.edits,
        text: first.text,
        length: end.saturating_add(1),
        line: first,
    })
}

/// The draft that a file holds.
pub(super) fn read(bytes: &[u8]) -> Result<Draft, Fault> {
    let mut head = head(bytes)?;
    let rest = bytes.get(head.length..).unwrap_or_default();
    if Some(rest.len()) != head.edits.checked_add(head.text) {
        return Err(Fault::Damaged("it is shorter or longer than it says"));
    }
    let said = std::mem::take(&mut head.line.sha256);
    if digest(&head.line, rest).ok() != Some(said) {
        return Err(Fault::Damaged("it was changed after it was written"));
    }
    let (edits, text) =
        rest.split_at_checked(head.edits).ok_or(Fault::Damaged("its parts overlap"))?;
    let content: Content = serde_json::from_slice(edits)
        .map_err(|_| Fault::Damaged("its edits are none of this format"))?;
    let text = std::str::from_utf8(text).map_err(|_| Fault::Damaged("its text is not UTF-8"))?;
    let base = parse(text).map_err(|_| Fault::Damaged("its configuration does not parse"))?;
    let steps = |steps: Vec<Steps>| steps.into_iter().map(Step::from).collect();
    let choices = content.choices.into_iter();
    Ok(Draft {
        installation: head.installation,
        version: head.version,
        base: Arc::new(base),
        began: head.began,
        changes: ChangeSet::new(steps(content.staged), steps(content.undone)),
        choices: choices.map(|(path, choice)| (CsPath::new(&path), choice.into())).collect(),
    })
}

fn digest(first: &FirstLine, rest: &[u8]) -> std::io::Result<String> {
    let mut digest = Sha256::new();
    digest.update(serde_json::to_vec(first)?);
    digest.update(rest);
    Ok(hex(&digest.finalize()))
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut text, byte| {
        let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or('0');
        text.extend([digit(byte >> 4), digit(byte & 15)]);
        text
    })
}

impl From<&Step> for Steps {
    fn from(step: &Step) -> Self {
        Self { title: step.title.clone(), edits: step.edits.iter().map(Operation::from).collect() }
    }
}

impl From<Steps> for Step {
    fn from(step: Steps) -> Self {
        Self { title: step.title, edits: step.edits.into_iter().map(Edit::from).collect() }
    }
}

impl From<&Edit> for Operation {
    fn from(edit: &Edit) -> Self {
        let path = edit.path().to_string();
        match edit.clone() {
            Edit::Set { value, .. } => Self::Set { path, value },
            Edit::Unset { .. } => Self::Unset { path },
            Edit::AddElement { element, .. } => Self::AddElement { path, element },
            Edit::RemoveElement { element, .. } => Self::RemoveElement { path, element },
            Edit::CreateSection { .. } => Self::CreateSection { path },
            Edit::RemoveSection { .. } => Self::RemoveSection { path },
            Edit::Rename { name, .. } => Self::Rename { path, name },
            Edit::Move { into, .. } => Self::Move { path, into: into.to_string() },
            Edit::Copy { to, .. } => Self::Copy { path, to: to.to_string() },
            Edit::Comment { text, .. } => Self::Comment { path, text },
        }
    }
}

impl From<Operation> for Edit {
    fn from(operation: Operation) -> Self {
        let at = |path: String| CsPath::new(&path);
        match operation {
            Operation::Set { path, value } => Self::Set { path: at(path), value },
            Operation::Unset { path } => Self::Unset { path: at(path) },
            Operation::AddElement { path, element } => Self::AddElement { path: at(path), element },
            Operation::RemoveElement { path, element } => {
                Self::RemoveElement { path: at(path), element }
            }
            Operation::CreateSection { path } => Self::CreateSection { path: at(path) },
            Operation::RemoveSection { path } => Self::RemoveSection { path: at(path) },
            Operation::Rename { path, name } => Self::Rename { path: at(path), name },
            Operation::Move { path, into } => Self::Move { path: at(path), into: at(into) },
            Operation::Copy { path, to } => Self::Copy { path: at(path), to: at(to) },
            Operation::Comment { path, text } => Self::Comment { path: at(path), text },
        }
    }
}

impl From<&Choice> for Chosen {
    fn from(choice: &Choice) -> Self {
        match choice {
            Choice::Theirs => Self::Theirs,
            Choice::Mine => Self::Mine,
            Choice::Value(value) => Self::Value(value.clone()),
        }
    }
}

impl From<Chosen> for Choice {
    fn from(choice: Chosen) -> Self {
        match choice {
            Chosen::Theirs => Self::Theirs,
            Chosen::Mine => Self::Mine,
            Chosen::Value(value) => Self::Value(value),
        }
    }
}
