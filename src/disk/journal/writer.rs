//! Writing a run down: line by line, each on the disk before the call returns.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::line;
use crate::domain::problem::{Class, Problem};
use crate::store::journal::{Journal, Record};

/// Writes one run down. Its lock ends with it.
#[derive(Debug)]
pub struct Writer {
    pub(super) file: File,
    path: PathBuf,
    /// Why nothing more can be written.
    broken: Option<String>,
}

impl Writer {
    pub(super) fn new(file: File, path: PathBuf) -> Self {
        Self { file, path, broken: None }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a line, which ends with its newline, and waits until it is on the disk.
    pub(super) fn append(&mut self, line: &[u8]) -> io::Result<()> {
        let before = self.file.metadata()?.len();
        let written = loop {
            match self.file.write(line) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let done = match written {
            Ok(length) if length == line.len() => self.file.sync_data(),
            Ok(_) => Err(io::Error::new(
                io::ErrorKind::StorageFull,
                "only a part of it could be written",
            )),
            Err(error) => Err(error),
        };
        if done.is_err() {
            // a part of a line would be told as torn; where it cannot be taken away that is what happens
            drop(self.file.set_len(before));
        }
        done
    }
}

impl Journal for Writer {
    fn write(&mut self, record: &Record) -> Result<(), String> {
        // a line behind one that may be half there would be lost with it
        if let Some(why) = &self.broken {
            return Err(why.clone());
        }
        let line = line::record(record).map_err(io::Error::from);
        line.and_then(|line| self.append(&line)).map_err(|error| {
            let problem = refused(&self.path, &error);
            self.broken = Some(problem.message.clone());
            problem.message
        })
    }
}

/// The journal cannot be written, so nothing is sent.
pub(super) fn refused(path: &Path, error: &io::Error) -> Problem {
    let subject = path.display().to_string();
    let message = format!(
        "The journal {subject} cannot be written: {error}. Nothing is sent that is not in it."
    );
    let remedy = "Look whether the disk is full or read-only and whose the directory is; XDG_STATE_HOME chooses another one.";
    Problem::new(Class::Refused, subject, message, remedy)
}
