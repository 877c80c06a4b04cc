//! What no change set may do, whoever made it: judged by what it would result in, not by how it was put together.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use super::compare::{Change, What, compare};
use super::edit::Edit;
use super::path::CsPath;
use super::tree::Tree;
use super::view::Opt;
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::{redact, redact_certain, redact_value};
use crate::domain::secret::is_secret_option;

/// Options that the servers set themselves.
const READ_ONLY: [&str; 4] = [
    "/DIRAC/Configuration/Version",
    "/DIRAC/Configuration/Name",
    "/DIRAC/Configuration/MasterServer",
    "/DIRAC/Configuration/Servers",
];

/// Name of the sections that say who may do what.
const AUTHORIZATION: &str = "Authorization";

/// Shorter values are not taken for that of a secret elsewhere: `yes` may be both.
const SHORTEST_SECRET: usize = 8;

/// Something that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The option.
    pub path: CsPath,
    /// Why.
    pub because: Because,
}

/// Why something is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Because {
    /// An option named like a secret would be set, changed, moved or copied.
    Secret,
    /// The value of an option named like a secret would stand in another one.
    SecretElsewhere,
    /// The value looks like a credential.
    LooksSecret,
    /// The servers keep it themselves.
    KeptByServers,
}

impl Refusal {
    /// What to do instead.
    pub fn remedy(&self) -> &'static str {
        match self.because {
            Because::Secret | Because::SecretElsewhere | Because::LooksSecret => {
                "Every authenticated user can read the CS, and old versions keep the value: put it into dirac.cfg of the host that needs it."
            }
            Because::KeptByServers => {
                "Change it in the configuration of the server itself, if at all."
            }
        }
    }

    /// The same for a person.
    pub fn problem(&self) -> Problem {
        let subject = redact(self.path.as_str());
        Problem::new(Class::Refused, subject, self.to_string(), self.remedy())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = redact(self.path.as_str());
        match self.because {
            Because::Secret => write!(
                f,
                "{path} is named like a secret: it may be removed from the CS, never set, changed, moved or copied."
            ),
            Because::SecretElsewhere => {
                write!(f, "{path} would hold the value of an option named like a secret.")
            }
            Because::LooksSecret => {
                write!(f, "What is to be written to {path} looks like a credential.")
            }
            Because::KeptByServers => write!(f, "{path} is kept by the servers themselves."),
        }
    }
}

/// How much a change set asks of whoever agrees to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Danger {
    /// Nothing beyond the ordinary.
    #[default]
    Ordinary,
    /// It changes who may do what.
    High,
}

/// What is to be said about a change set before anything is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// What is not done. Where there is any, nothing is.
    pub refused: Vec<Refusal>,
    /// Entries of `Authorization` sections that would change.
    pub authorization: Vec<CsPath>,
}

impl Judgement {
    /// How much is asked of whoever agrees.
    pub fn danger(&self) -> Danger {
        if self.authorization.is_empty() { Danger::Ordinary } else { Danger::High }
    }
}

/// Whether the servers themselves keep this option: what differs there is no change of anybody's.
pub fn kept_by_servers(path: &CsPath) -> bool {
    READ_ONLY.contains(&path.as_str())
}

/// Judges what leads from one configuration to another, by whatever edits.
///
/// Options named like secrets may go, never come, change, or turn up under another name; what the servers keep themselves
/// stays as it is; what changes in an `Authorization` section is named. Comments and places are free.
pub fn judge(before: &Tree, after: &Tree) -> Judgement {
    judge_changes(before, after, &compare(before, after))
}

/// The same where what differs is known already.
pub fn judge_changes(before: &Tree, after: &Tree, changes: &[Change]) -> Judgement {
    let mut judgement = Judgement::default();
    let mut secrets = None;
    for change in changes.iter().filter(|change| change.means_something()) {
        let path = &change.path;
        if path.names().any(|name| name.eq_ignore_ascii_case(AUTHORIZATION)) {
            judgement.authorization.push(path.clone());
        }
        let mut refuse = |because| judgement.refused.push(Refusal { path: path.clone(), because });
        if READ_ONLY.contains(&path.as_str()) {
            refuse(Because::KeptByServers);
            continue;
        }
        let made = matches!(change.what, What::Added(_) | What::SectionAdded);
        if made && credential_in_names(path) {
            refuse(Because::LooksSecret);
            continue;
        }
        if !matches!(change.what, What::Added(_) | What::Changed(_)) {
            continue;
        }
        if is_secret_option(path.name()) {
            refuse(Because::Secret);
            continue;
        }
        let Some(option) = after.option(path.as_str()) else { continue };
        let (value, list) = (option.value(), as_list(option));
        let known = secrets.get_or_insert_with(|| secret_values(before));
        let holds = |secret: &String| value.contains(secret) || list.contains(secret);
        if known.iter().any(holds) {
            refuse(Because::SecretElsewhere);
        } else if looks_secret(path.name(), &value) {
            refuse(Because::LooksSecret);
        }
    }
    judgement
}

/// Judges edits by themselves: what they hold of their own is no secret. For what they do to a configuration see [`judge`].
pub fn judge_edits<'e>(edits: impl IntoIterator<Item = &'e Edit>) -> Vec<Refusal> {
    let mut refused = Vec::new();
    for edit in edits {
        let path = edit.path();
        let because = match edit {
            Edit::Set { value: text, .. } | Edit::AddElement { element: text, .. } => {
                if is_secret_option(path.name()) {
                    Some(Because::Secret)
                } else {
                    looks_secret(path.name(), text).then_some(Because::LooksSecret)
                }
            }
            Edit::Comment { text, .. } | Edit::RemoveElement { element: text, .. } => {
                looks_secret("", text).then_some(Because::LooksSecret)
            }
            Edit::Rename { name, .. } => looks_secret("", name).then_some(Because::LooksSecret),
            _ => None,
        };
        // the section that something goes into, too: edits make what is missing on the way
        let made = match edit {
            Edit::Set { path, .. }
            | Edit::AddElement { path, .. }
            | Edit::CreateSection { path }
            | Edit::Copy { to: path, .. }
            | Edit::Move { into: path, .. } => Some(path),
            _ => None,
        };
        let named = made.is_some_and(credential_in_names).then_some(Because::LooksSecret);
        if let Some(because) = because.or(named) {
            refused.push(Refusal { path: path.clone(), because });
        }
    }
    refused
}

/// Values of all options named like secrets, each in the parts that an edit of a list can take out of it.
fn secret_values(tree: &Tree) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut open = vec![tree.root()];
    while let Some(section) = open.pop() {
        for option in section.options().filter(|option| is_secret_option(option.name())) {
            // an edit may have taken it for a list and put something beside it, or left only a part of it
            let parts = option.list().filter(|part| part.len() >= SHORTEST_SECRET);
            found.extend(parts.map(str::to_owned));
            // of short parts the whole is one still
            found.extend(Some(as_list(option)).filter(|all| all.len() >= SHORTEST_SECRET));
        }
        open.extend(section.sections());
    }
    found
}

/// A value in the spelling of a list that the servers give it.
fn as_list(option: Opt<'_>) -> String {
    let mut all = String::new();
    for (at, part) in option.list().enumerate() {
        all.push_str(if at == 0 { "" } else { "," });
        all.push_str(part);
    }
    all
}

/// Whether a value is a credential by its looks.
fn looks_secret(name: &str, value: &str) -> bool {
    matches!(redact_value(name, value), Cow::Owned(_))
}

/// Whether a name of a path is a credential. Names of queues and hosts may well be long and mixed.
fn credential_in_names(path: &CsPath) -> bool {
    path.names().any(|name| matches!(redact_certain(name), Cow::Owned(_)))
}
