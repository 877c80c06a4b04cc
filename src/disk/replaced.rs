//! Configurations that a commit of ours took the place of, kept for a while: the way back where the server has no backup.
//!
//! A text may hold secrets, as the configuration it is of may: its directory and file are closed to others, and nothing of it
//! is ever shown. What is older than thirty days goes when the next one is kept.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use super::journal::folder;
use crate::domain::problem::{Class, Problem};

/// How long a text is kept.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How the name of a file ends.
const ENDING: &str = ".cfg";
/// What a file is called while it is written; one that was cut off stays until it is too old.
const HALF: &str = ".half";

/// Where replaced configurations are kept.
#[derive(Clone, Debug)]
pub struct Replaced {
    directory: PathBuf,
}

impl Replaced {
    /// Those in `directory`, which need not exist. Nothing is touched yet.
    pub fn open(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }

    /// Keeps `text`, the version `version` of the configuration called `name`; says where. When this returns it is on the
    /// disk. Removes what is too old.
    pub fn keep(
        &self,
        name: &str,
        version: &str,
        text: &str,
        now: Timestamp,
    ) -> Result<PathBuf, Problem> {
        let path = self.directory.join(file_name(name, version, now));
        let directory = self.directory.display();
        let made = folder::make(&self.directory)
            .map_err(|_| format!("the directory {directory} cannot be made, or is not ours."));
        let kept = made.and_then(|()| {
            write(&path, text)
                .and_then(|()| folder::sync(&self.directory))
                .map_err(|error| format!("{} cannot be written: {error}.", path.display()))
        });
        kept.map_err(|why| {
            let message = format!(
                "The configuration that would be replaced cannot be kept: {why} Nothing is sent."
            );
            let remedy = "Look whether the disk is full or read-only and whose the directory is; XDG_STATE_HOME chooses another one.";
            Problem::new(Class::Refused, path.display().to_string(), message, remedy)
        })?;
        self.prune(now);
        Ok(path)
    }

    /// Removes what is too old. What cannot be removed stays: that hinders nobody.
    fn prune(&self, now: Timestamp) {
        let Ok(entries) = std::fs::read_dir(&self.directory) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(at) = name.to_str().and_then(kept_at) else { continue };
            if now.duration_since(at) > KEPT_FOR {
                drop(std::fs::remove_file(entry.path()));
            }
        }
    }
}

/// `20261121T033120Z-Lab-2026-11-21_03-31-20.078065.cfg`; both texts are foreign.
fn file_name(name: &str, version: &str, now: Timestamp) -> String {
    let plain = |text: &str| -> String {
        let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
        text.replace(' ', "_")
            .chars()
            .map(|c| if c == '_' { c } else { allowed(c) })
            .take(64)
            .collect()
    };
    let at = now.strftime("%Y%m%dT%H%M%SZ");
    format!("{at}-{}-{}{ENDING}", plain(name), plain(version))
}

/// When a file of this name was kept, or half of one; `None` for a file of somebody else.
fn kept_at(name: &str) -> Option<Timestamp> {
    let name = name.strip_suffix(ENDING).or_else(|| name.strip_suffix(HALF))?;
    let (at, _) = name.split_once('-')?;
    let time = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", at).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

/// Writes a new file, for us alone; one that is there already holds the same version, and is put in its place whole.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let half = path.with_extension(HALF.trim_start_matches('.'));
    drop(std::fs::remove_file(&half));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    let moved = written.and_then(|()| std::fs::rename(&half, path));
    if moved.is_err() {
        drop(std::fs::remove_file(&half));
    }
    moved
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + day * 86_400).unwrap()
    }

    #[test]
    fn a_text_is_kept_for_us_alone_and_goes_after_thirty_days() {
        let home = tempfile::tempdir().unwrap();
        let replaced = Replaced::open(home.path().join("replaced"));
        let keep = |day| replaced.keep("My/VO", "2026-11-21 03:31:20.078065", "A = 1\n", at(day));
        let path = keep(0).unwrap();
        assert!(
            path.ends_with("20261118T103320Z-My-VO-2026-11-21_03-31-20.078065.cfg") || {
                let name = path.file_name().unwrap().to_str().unwrap();
                name.ends_with("Z-My-VO-2026-11-21_03-31-20.078065.cfg")
            }
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "A = 1\n");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        let stranger = path.with_file_name("notes.cfg");
        fs::write(&stranger, "").unwrap();
        let half = path.with_extension("half");
        fs::write(&half, "A").unwrap();
        let second = keep(30).unwrap();
        assert!(path.exists(), "thirty days are not over");
        let third = keep(31).unwrap();
        assert!(!half.exists(), "what a kill left behind goes, too");
        assert!(!path.exists() && second.exists() && third.exists() && stranger.exists());
        // the same again is no error, and leaves no half
        assert_eq!(keep(31).unwrap(), third);
        assert_eq!(fs::read_dir(third.parent().unwrap()).unwrap().count(), 3);
    }

    #[test]
    fn where_nothing_can_be_kept_that_is_said() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("file"), "").unwrap();
        let replaced = Replaced::open(home.path().join("file/replaced"));
        let problem = replaced.keep("Lab", "1", "A = 1\n", at(0)).unwrap_err();
        assert_eq!(problem.class, Class::Refused);
        assert!(problem.message.ends_with("Nothing is sent."), "{problem}");
    }
}
