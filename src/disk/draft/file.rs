//! A draft's file as the system has it: ours alone, replaced as a whole, put aside when it is damaged.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read as _};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, OFlags, flock};

/// Bytes of a file that are read at most: the largest configuration that is written, as much again for its edits.
const LIMIT: u64 = 1 << 30;
/// Bytes of a file's first line that are looked at.
const HEAD: u64 = 64 << 10;
/// How often a lock is tried for, and how long is waited in between: another command may just be writing.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(10);
/// Most drafts that are put aside for one installation.
const MOST_ASIDE: u32 = 1_000;

/// Makes the directory if it is not there, closed to others. One that belongs to somebody else is refused.
pub(super) fn make(directory: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    let metadata = std::fs::metadata(directory)?;
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(io::Error::other("it belongs to another user"));
    }
    if metadata.permissions().mode() & 0o777 != 0o700 {
        std::fs::set_permissions(directory, Permissions::from_mode(0o700))?;
    }
    directory.parent().map_or(Ok(()), sync)
}

/// Puts the names in a directory on the disk.
fn sync(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// Opens a regular file of ours: not somebody else's, not a link to it, not a pipe that holds us up.
fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let file =
        options.mode(0o600).custom_flags(i32::try_from(flags).unwrap_or_default()).open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(io::Error::other("it belongs to another user"));
    }
    Ok(file)
}

/// Locks a file beside a draft, which is made if it is not there; `WouldBlock` if another process keeps it.
pub(super) fn lock(path: &Path) -> io::Result<File> {
    let file = open(OpenOptions::new().write(true).create(true).truncate(false), path)?;
    let mut last = Ok(());
    for _ in 0..TRIES {
        last = flock(&file, FlockOperation::NonBlockingLockExclusive);
        if last != Err(rustix::io::Errno::WOULDBLOCK) {
            break;
        }
        std::thread::sleep(PAUSE);
    }
    last.map(|()| file).map_err(io::Error::from)
}

/// The whole file; `None` if there is none.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    read_up_to(path, LIMIT)
}

/// The beginning of a file, where its first line is.
pub(super) fn read_head(path: &Path) -> io::Result<Vec<u8>> {
    let file = open(OpenOptions::new().read(true), path)?;
    let mut bytes = Vec::new();
    file.take(HEAD).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_up_to(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let file = match open(OpenOptions::new().read(true), path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other("it is larger than 1 GiB"));
    }
    Ok(Some(bytes))
}

/// Files in a directory whose names begin and end so, in order. A directory that is not there holds none.
pub(super) fn names(directory: &Path, begin: &str, end: &str) -> io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(begin) && name.ends_with(end)) {
            found.push(directory.join(name));
        }
    }
    found.sort();
    Ok(found)
}

/// Puts a file in the place of another: written beside it, on the disk before it gets the name. Needs the lock.
pub(super) fn replace(path: &Path, bytes: &[u8], write: super::Write) -> io::Result<()> {
    let new = path.with_extension("new");
    let written = (|| {
        // what a killed process left there is nobody's
        remove(&new)?;
        let mut file = open(OpenOptions::new().write(true).create_new(true), &new)?;
        write(&mut file, bytes)?;
        file.sync_all()?;
        std::fs::rename(&new, path)
    })();
    if written.is_err() {
        drop(std::fs::remove_file(&new));
    }
    written?;
    path.parent().map_or(Ok(()), sync)
}

/// Removes a file, which need not be there.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(()) => path.parent().map_or(Ok(()), sync),
    }
}

/// Gives a file another name, under which nobody takes it for a draft; says which.
pub(super) fn put_aside(path: &Path) -> io::Result<PathBuf> {
    for number in 1..=MOST_ASIDE {
        let aside = path.with_extension(format!("damaged-{number}"));
        if std::fs::symlink_metadata(&aside).is_ok() {
            continue;
        }
        std::fs::rename(path, &aside)?;
        path.parent().map_or(Ok(()), sync)?;
        return Ok(aside);
    }
    Err(io::Error::other("there are too many damaged drafts"))
}
