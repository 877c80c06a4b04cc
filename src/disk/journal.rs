//! The journal: a directory with one file for each run that changes something.
//!
//! A file is made by the run that it is about and by nobody else, and is locked while that run lives. Its first line says
//! what the run is about, each further line is a record; a line is written whole, with one write, and is on the disk before
//! anything that it announces is sent. So only the last line can be cut off by a crash, and what a line that was cut off
//! announced has not happened. Finished runs are kept. No secret can get in: records hold fingerprints, and free text is
//! redacted on its way.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::domain::problem::{Class, Problem};
use crate::store::journal::{Kept, Purpose, Run};

pub(super) mod folder;
mod line;
mod read;
mod writer;

pub use writer::Writer;

/// How the name of a run's file ends.
const ENDING: &str = ".jsonl";
/// Most runs that may begin in one second.
const MOST_IN_A_SECOND: u32 = 1_000;

/// What a new run is about; its name is found when it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// When it begins.
    pub started: Timestamp,
    /// Installation, as its servers are spelled.
    pub installation: String,
    /// User name and group that it begins as.
    pub who: String,
    /// What for.
    pub purpose: Purpose,
}

/// The runs that are kept on this host.
#[derive(Clone, Debug)]
pub struct Runs {
    directory: PathBuf,
}

impl Runs {
    /// Those in `directory`, which need not exist. Nothing is touched yet.
    pub fn open(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }

    /// Where they are.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Begins a run: makes its file, locks it, writes its first line. When this returns all of that is on the disk.
    pub fn begin(&self, beginning: Beginning) -> Result<(Run, Writer), Problem> {
        let Beginning { started, installation, who, purpose } = beginning;
        folder::make(&self.directory)?;
        let second = started.strftime("%Y%m%dT%H%M%SZ").to_string();
        for number in 1..=MOST_IN_A_SECOND {
            let name = format!("{second}-{number}");
            let path = self.path(&name);
            let file = match folder::create(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                file => file.map_err(|error| writer::refused(&path, &error))?,
            };
            let run = Run { name, started, installation, who, purpose };
            let first = line::first(&run).map_err(|error| writer::refused(&path, &error.into()))?;
            let mut writer = Writer::new(file, path.clone());
            writer.append(&first).map_err(|error| {
                // nothing of it has happened: an empty file would only puzzle
                drop(std::fs::remove_file(&path));
                writer::refused(&path, &error)
            })?;
            folder::sync(&self.directory).map_err(|error| writer::refused(&path, &error))?;
            return Ok((run, writer));
        }
        let error = io::Error::other(format!("{MOST_IN_A_SECOND} runs have begun in this second"));
        Err(writer::refused(&self.directory, &error))
    }

    /// Names of the runs, the latest first. A directory that is not there holds none.
    pub fn names(&self) -> Result<Vec<String>, Problem> {
        let entries = match std::fs::read_dir(&self.directory) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|error| unreadable(&self.directory, &error))?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&self.directory, &error))?;
            let file = entry.file_name();
            if let Some(name) = file.to_str().and_then(|file| file.strip_suffix(ENDING)) {
                names.push(name.to_owned());
            }
        }
        names.sort_by(|a, b| order(b).cmp(&order(a)));
        Ok(names)
    }

    /// All runs, the latest first; in the place of one that cannot be read, why. A run that was cut off before its first
    /// line was written has done nothing and is left out.
    pub fn all(&self) -> Result<Vec<Result<Kept, Problem>>, Problem> {
        let runs = self.names()?.into_iter();
        Ok(runs.filter_map(|name| self.kept(&name).transpose()).collect())
    }

    /// The run that is called `name`.
    pub fn read(&self, name: &str) -> Result<Kept, Problem> {
        self.kept(name)?.ok_or_else(|| never_began(&self.path(name)))
    }

    /// Takes up a run that was cut off: what it holds, and a writer that goes on behind it. A last line that was cut off is
    /// taken away. Refused while another process is at it.
    pub fn resume(&self, name: &str) -> Result<(Kept, Writer), Problem> {
        let path = self.named(name)?;
        let mut file = folder::reopen(&path).map_err(|error| unreadable(&path, &error))?;
        folder::lock(&file).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => busy(&path),
            _ => unreadable(&path, &error),
        })?;
        let (parsed, length) = read::file(&mut file, &path)?;
        let parsed = parsed.ok_or_else(|| never_began(&path))?;
        if parsed.whole < length {
            let cut = file.set_len(parsed.whole).and_then(|()| file.sync_all());
            cut.map_err(|error| writer::refused(&path, &error))?;
        }
        let kept = Kept {
            run: parsed.run,
            records: parsed.records,
            torn: parsed.whole < length,
            live: false,
        };
        Ok((kept, Writer::new(file, path)))
    }

    fn kept(&self, name: &str) -> Result<Option<Kept>, Problem> {
        let path = self.named(name)?;
        let mut file = folder::look_at(&path).map_err(|error| unreadable(&path, &error))?;
        // asked for before reading: whoever ends meanwhile has written its last line
        let live = folder::is_locked(&file);
        let (parsed, length) = read::file(&mut file, &path)?;
        Ok(parsed.map(|parsed| Kept {
            torn: parsed.whole < length && !live,
            live,
            run: parsed.run,
            records: parsed.records,
        }))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(format!("{name}{ENDING}"))
    }

    /// The path of a run that somebody names; a name leads nowhere else.
    fn named(&self, name: &str) -> Result<PathBuf, Problem> {
        if name.is_empty() || name.starts_with('.') || name.contains(['/', '\0']) {
            let what = "This is not the name of a run.";
            return Err(Problem::new(Class::Usage, "run", what, LOOK));
        }
        Ok(self.path(name))
    }
}

/// What to do where a run cannot be found.
const LOOK: &str =
    "Names of runs are those of the files in the journal's directory, without .jsonl.";

/// The order of names: by time, then by number.
fn order(name: &str) -> (&str, u32, &str) {
    let (second, number) = name.rsplit_once('-').unwrap_or((name, ""));
    (second, number.parse().unwrap_or_default(), name)
}

fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let subject = path.display().to_string();
    let what = match error.kind() {
        io::ErrorKind::NotFound => format!("There is no run {subject}."),
        _ => format!("The journal {subject} cannot be read: {error}."),
    };
    let class = match error.kind() {
        io::ErrorKind::NotFound => Class::Usage,
        _ => Class::Unreachable,
    };
    Problem::new(class, subject, what, LOOK)
}

fn busy(path: &Path) -> Problem {
    let subject = path.display().to_string();
    let what = format!("Another process is at the run {subject}.");
    Problem::new(Class::Conflict, subject, what, "Let it come to its end, or stop it.")
}

fn never_began(path: &Path) -> Problem {
    let subject = path.display().to_string();
    let what = format!("The run {subject} was cut off before it began. Nothing was sent for it.");
    Problem::new(Class::Usage, subject, what, "Give the command anew; the file may be removed.")
}

#[cfg(test)]
mod tests;
