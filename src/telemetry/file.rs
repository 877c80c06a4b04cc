//! The log's file: readable by its owner alone, of bounded size, with one older generation beside it.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

/// Bytes of a log before it becomes the older one.
pub(super) const LIMIT: u64 = 4 << 20;

/// An open log.
pub(super) struct LogFile {
    file: File,
    path: PathBuf,
    size: u64,
    limit: u64,
    /// A pipe or a terminal has no size and no generations.
    regular: bool,
    lost: u64,
}

impl LogFile {
    /// Opens or makes the log at `path`; what is in it stays. One that others can read is closed to them.
    pub(super) fn open(path: &Path, limit: u64) -> io::Result<Self> {
        let file = options().open(path)?;
        let metadata = file.metadata()?;
        let regular = metadata.is_file();
        if regular && metadata.permissions().mode() & 0o777 != 0o600 {
            file.set_permissions(Permissions::from_mode(0o600))?;
        }
        Ok(Self { file, path: path.to_owned(), size: metadata.len(), limit, regular, lost: 0 })
    }

    /// Adds a line. One that cannot be written (a full disk) is counted; the count is told with the next that can.
    pub(super) fn write(&mut self, line: &str) {
        let mut bytes = Vec::with_capacity(line.len().saturating_add(1));
        if self.lost > 0 {
            bytes.extend_from_slice(
                format!("{} lines could not be written\n", self.lost).as_bytes(),
            );
        }
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
        let length = bytes.len() as u64;
        if self.regular && self.size > 0 && self.size.saturating_add(length) > self.limit {
            self.turn();
        }
        // one write, so that two programs with one log do not mix their lines
        match self.file.write_all(&bytes) {
            Ok(()) => {
                self.size = self.size.saturating_add(length);
                self.lost = 0;
            }
            Err(_) => self.lost = self.lost.saturating_add(1),
        }
    }

    /// The log becomes the older generation, a new one begins. Where that cannot be, this one begins anew.
    fn turn(&mut self) {
        let turned = std::fs::rename(&self.path, older(&self.path))
            .and_then(|()| options().open(&self.path));
        match turned {
            Ok(file) => self.file = file,
            // it must not grow for ever; a file that cannot even be emptied fails with its next line
            Err(_) => drop(self.file.set_len(0)),
        }
        self.size = 0;
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    // a pipe that nobody reads refuses the line, or to be opened at all; it must not hold up the screen
    let at_once = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    options.append(true).create(true).mode(0o600).custom_flags(at_once);
    options
}

/// Path of the older generation: the name with `.old` behind it.
fn older(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".old");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &Path) -> String {
        std::fs::read_to_string(path).unwrap()
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_log_goes_on_where_it_ended_and_is_closed_to_others() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("log");
        std::fs::write(&path, "before\n").unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        LogFile::open(&path, LIMIT).unwrap().write("now");
        assert_eq!(read(&path), "before\nnow\n");
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn a_pipe_that_nobody_reads_is_refused_at_once_and_a_full_one_loses_lines_not_time() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        assert!(LogFile::open(&path, LIMIT).is_err());
        let reader = OpenOptions::new().read(true).custom_flags(0o4000).open(&path).unwrap();
        let mut log = LogFile::open(&path, LIMIT).unwrap();
        for _ in 0..100 {
            log.write(&"x".repeat(4_000));
        }
        assert!(log.lost > 0, "a pipe holds 64 KiB");
        drop(reader);
    }

    #[test]
    fn two_generations_of_bounded_size_are_kept_and_no_line_is_cut() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("log");
        let mut log = LogFile::open(&path, 40).unwrap();
        for number in 0..20 {
            log.write(&format!("line {number:04}"));
        }
        let (now, before) = (read(&path), read(&older(&path)));
        assert!(now.len() <= 40 && before.len() <= 40, "{now}{before}");
        let all: Vec<_> = before.lines().chain(now.lines()).map(str::to_owned).collect();
        assert_eq!(all, (12..20).map(|n| format!("line {n:04}")).collect::<Vec<_>>());
        assert_eq!((mode(&path), mode(&older(&path))), (0o600, 0o600));
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_log_that_cannot_be_turned_begins_anew() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("log");
        // a directory stands where the older generation would go
        std::fs::create_dir(older(&path)).unwrap();
        let mut log = LogFile::open(&path, 20).unwrap();
        for number in 0..5 {
            log.write(&format!("line {number:04}"));
        }
        assert_eq!(read(&path), "line 0004\n");
    }

    #[test]
    fn a_log_that_takes_nothing_counts_what_is_lost() {
        let mut log = LogFile::open(Path::new("/dev/full"), LIMIT).unwrap();
        log.write("one");
        log.write("two");
        assert_eq!(log.lost, 2);
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("log");
        log.file = options().open(&path).unwrap();
        log.write("three");
        assert_eq!(read(&path), "2 lines could not be written\nthree\n");
    }
}
