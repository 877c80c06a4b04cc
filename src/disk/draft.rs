//! Drafts: what is staged for an installation and not yet committed, one file each.
//!
//! A draft keeps the text that its edits were made on, so that they can be put onto whatever the configuration has become.
//! That text may hold secrets: the file is its owner's alone and no message quotes it. It is replaced as a whole, by writing
//! a new file beside it and renaming that; whoever is killed in between leaves the old draft. Who changes it holds a lock.

mod file;
mod form;

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::domain::cs::{ChangeSet, Choices, Edit, Tree};
use crate::domain::problem::{Class, Problem};
use form::Fault;

/// Number of the format that is written.
pub const FORMAT: u64 = 1;
/// How the name of a draft's file ends.
const ENDING: &str = ".draft";
/// Characters of an installation's name that a file is called by.
const MOST_NAME: usize = 40;

/// Which installation a draft is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installation {
    /// `/DIRAC/Configuration/Name` of its CS.
    pub name: String,
    /// Its configuration servers, as the local configuration spells them.
    pub servers: Vec<String>,
}

impl Installation {
    /// Whether the two are the same: of one name, with a server in common.
    pub fn is(&self, other: &Self) -> bool {
        self.name == other.name && self.servers.iter().any(|url| other.servers.contains(url))
    }

    /// What its draft's file is called, without the ending.
    fn key(&self) -> String {
        let mut servers = self.servers.clone();
        servers.sort_unstable();
        let mut digest = Sha256::new();
        for part in std::iter::once(&self.name).chain(&servers) {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        let digest = form::hex(&digest.finalize());
        format!("{}-{}", self.stem(), digest.get(..12).unwrap_or(&digest))
    }

    fn stem(&self) -> String {
        let safe = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' };
        self.name.chars().take(MOST_NAME).map(safe).collect()
    }
}

/// What is staged for one installation.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which.
    pub installation: Installation,
    /// Version of the configuration that the edits were made on.
    pub version: String,
    /// That configuration: the servers' own, without local files.
    pub base: Arc<Tree>,
    /// When it was begun.
    pub began: Timestamp,
    /// The edits, and those that were taken back.
    pub changes: ChangeSet,
    /// What was decided about conflicts.
    pub choices: Choices,
}

impl Draft {
    /// A draft without edits.
    pub fn begin(
        installation: Installation,
        version: String,
        base: Arc<Tree>,
        began: Timestamp,
    ) -> Self {
        let (changes, choices) = (ChangeSet::default(), Choices::new());
        Self { installation, version, base, began, changes, choices }
    }

    /// Its staged edits, in order.
    pub fn edits(&self) -> Vec<Edit> {
        self.changes.edits().cloned().collect()
    }

    /// Whether there is nothing in it, not even something to put back.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.changes.undone().is_empty()
    }
}

/// Says how much is staged, and nothing of the configuration.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("installation", &self.installation)
            .field("version", &self.version)
            .field("steps", &self.changes.steps().len())
            .finish_non_exhaustive()
    }
}

/// How bytes get into a file; tests have disks that are full.
type Write = fn(&mut File, &[u8]) -> io::Result<()>;

/// The drafts that are kept on this host.
#[derive(Clone, Debug)]
pub struct Drafts {
    directory: PathBuf,
    write: Write,
}

impl Drafts {
    /// Those in `directory`, which need not exist. Nothing is touched yet.
    pub fn open(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into(), write: |file, bytes| io::Write::write_all(file, bytes) }
    }

    /// Where they are.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The draft of an installation, to be looked at. Nothing is changed, whatever is found.
    ///
    /// # Errors
    /// There is one, and it cannot be read: damaged, of another format, of another installation.
    pub fn look(&self, installation: &Installation) -> Result<Option<Draft>, Problem> {
        let path = self.path(installation)?;
        let Some(bytes) = file::read(&path).map_err(|error| unreadable(&path, &error))? else {
            return Ok(None);
        };
        let draft = form::read(&bytes).map_err(|fault| fault_of(&path, &fault, None))?;
        if draft.installation.is(installation) {
            Ok(Some(draft))
        } else {
            Err(foreign(&path, &draft.installation))
        }
    }

    /// The draft of an installation, to be changed: nobody else gets it until what is returned is dropped.
    ///
    /// # Errors
    /// Another process is at it, or it cannot be read. One that is damaged is put aside, and the message says where: the next
    /// attempt begins anew.
    pub fn take(&self, installation: &Installation) -> Result<Desk, Problem> {
        file::make(&self.directory).map_err(|error| unwritable(&self.directory, &error))?;
        let path = self.path(installation)?;
        let lock =
            file::lock(&path.with_extension("lock")).map_err(|error| match error.kind() {
                io::ErrorKind::WouldBlock => busy(&path),
                _ => unwritable(&path, &error),
            })?;
        let bytes = file::read(&path).map_err(|error| unreadable(&path, &error))?;
        let draft = match bytes.as_deref().map(form::read) {
            None => None,
            Some(Ok(draft)) if draft.installation.is(installation) => Some(draft),
            Some(Ok(draft)) => return Err(foreign(&path, &draft.installation)),
            Some(Err(fault)) => {
                let aside = matches!(fault, Fault::Damaged(_)).then(|| file::put_aside(&path));
                return Err(fault_of(&path, &fault, aside.and_then(Result::ok).as_deref()));
            }
        };
        Ok(Desk { draft, path, write: self.write, _lock: lock })
    }

    /// The file of an installation's draft: that of its very servers, or one of the same name with a server in common.
    fn path(&self, installation: &Installation) -> Result<PathBuf, Problem> {
        let own = self.directory.join(format!("{}{ENDING}", installation.key()));
        if own.exists() {
            return Ok(own);
        }
        let stem = format!("{}-", installation.stem());
        let names = file::names(&self.directory, &stem, ENDING);
        for path in names.map_err(|error| unreadable(&self.directory, &error))? {
            let head = file::read_head(&path).ok().and_then(|head| form::head(&head).ok());
            if head.is_some_and(|head| head.installation.is(installation)) {
                return Ok(path);
            }
        }
        Ok(own)
    }
}

/// A draft that is being changed, and the lock on it.
#[derive(Debug)]
pub struct Desk {
    draft: Option<Draft>,
    path: PathBuf,
    write: Write,
    _lock: File,
}

impl Desk {
    /// The draft, if there is one.
    pub fn draft(&self) -> Option<&Draft> {
        self.draft.as_ref()
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps `draft` in place of what was there. When this returns it is on the disk.
    ///
    /// # Errors
    /// It cannot be written: then what was there is there still.
    pub fn save(&mut self, draft: Draft) -> Result<(), Problem> {
        let bytes = form::written(&draft).map_err(|error| unwritable(&self.path, &error))?;
        file::replace(&self.path, &bytes, self.write)
            .map_err(|error| unwritable(&self.path, &error))?;
        self.draft = Some(draft);
        Ok(())
    }

    /// Removes the draft.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn remove(&mut self) -> Result<(), Problem> {
        file::remove(&self.path).map_err(|error| unwritable(&self.path, &error))?;
        self.draft = None;
        Ok(())
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let subject = path.display().to_string();
    let what = format!("The draft {subject} cannot be read: {error}. It is not touched.");
    let remedy = "Look whose file it is and who may read it.";
    Problem::new(Class::Unreachable, subject, what, remedy)
}

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let subject = path.display().to_string();
    let what = format!(
        "The draft {subject} cannot be written: {error}. What was staged before is there still."
    );
    let remedy = "Look whether the disk is full or read-only and whose the directory is; XDG_STATE_HOME chooses another one.";
    Problem::new(Class::Refused, subject, what, remedy)
}

fn busy(path: &Path) -> Problem {
    let subject = path.display().to_string();
    let what = format!("Another process is at the draft {subject}.");
    Problem::new(Class::Conflict, subject, what, "Let it come to its end, then try again.")
}

fn foreign(path: &Path, found: &Installation) -> Problem {
    let subject = path.display().to_string();
    let what = format!(
        "The draft {subject} is of another installation: {} at {}. It is not touched.",
        found.name,
        found.servers.join(", ")
    );
    let remedy = "Work with the dirac.cfg of that installation, or move the file away.";
    Problem::new(Class::Refused, subject, what, remedy)
}

fn fault_of(path: &Path, fault: &Fault, aside: Option<&Path>) -> Problem {
    let subject = path.display().to_string();
    match fault {
        Fault::Later(format) => {
            let what = format!(
                "The draft {subject} has format {format}, and this program knows {FORMAT}. It is not touched."
            );
            let remedy = "Use the later version of this program for it.";
            Problem::new(Class::Unreachable, subject, what, remedy)
        }
        Fault::Earlier(format) => {
            let what = format!(
                "The draft {subject} has format {format}, which this program does not read any more. It is not touched."
            );
            let remedy =
                "Commit it with the version of this program that wrote it, or move it away.";
            Problem::new(Class::Unreachable, subject, what, remedy)
        }
        Fault::Damaged(why) => {
            let (what, remedy) = match aside {
                Some(aside) => (
                    format!(
                        "The draft {subject} is damaged: {why}. It was put aside as {}.",
                        aside.display()
                    ),
                    "Its second line holds the edits, one by one. Begin anew, or restore the file from a backup.",
                ),
                None => (
                    format!("The draft {subject} is damaged: {why}. It is not touched."),
                    "Its second line holds the edits, one by one. The next command that stages something puts it aside.",
                ),
            };
            Problem::new(Class::Unreachable, subject, what, remedy)
        }
    }
}

#[cfg(test)]
mod tests;
