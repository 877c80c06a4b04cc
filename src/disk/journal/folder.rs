//! The journal's directory and files as the system has them: whose they are, who may read them, who holds them.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::Path;

use rustix::fs::{FlockOperation, OFlags, flock};

use super::writer;
use crate::domain::problem::Problem;

/// How often a lock is tried for: somebody who looks whether a run lives holds it for an instant.
const TRIES: u32 = 200;

/// Makes the directory if it is not there, closed to others. One that belongs to somebody else is refused: whoever owns it can
/// change what is in it.
pub(in crate::disk) fn make(directory: &Path) -> Result<(), Problem> {
    let made = || {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        let metadata = std::fs::metadata(directory)?;
        if metadata.uid() != rustix::process::geteuid().as_raw() {
            return Err(io::Error::other("it belongs to another user"));
        }
        if metadata.permissions().mode() & 0o777 != 0o700 {
            std::fs::set_permissions(directory, Permissions::from_mode(0o700))?;
        }
        // the name of the directory itself has to outlive a crash as well
        directory.parent().map_or(Ok(()), sync)
    };
    made().map_err(|error| writer::refused(directory, &error))
}

/// Puts the names in a directory on the disk.
pub(in crate::disk) fn sync(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// Makes a file that was not there, for us alone, and locks it.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().append(true).create_new(true).mode(0o600).open(path)?;
    lock(&file)?;
    Ok(file)
}

/// Opens a file that is there, to read it and to write behind its end.
pub(super) fn reopen(path: &Path) -> io::Result<File> {
    ours(OpenOptions::new().read(true).append(true), path)
}

/// Opens a file that is there, to read it.
pub(super) fn look_at(path: &Path) -> io::Result<File> {
    ours(OpenOptions::new().read(true), path)
}

/// A regular file of ours, not somebody else's and not a link to it; a pipe does not hold us up.
fn ours(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let file = options.custom_flags(i32::try_from(flags).unwrap_or_default()).open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(io::Error::other("it belongs to another user"));
    }
    Ok(file)
}

/// Locks a file for writing until it is closed; `WouldBlock` if another process has it.
pub(super) fn lock(file: &File) -> io::Result<()> {
    let mut last = Ok(());
    for _ in 0..TRIES {
        last = flock(file, FlockOperation::NonBlockingLockExclusive);
        if last != Err(rustix::io::Errno::WOULDBLOCK) {
            break;
        }
        if is_locked(file) {
            break;
        }
        std::thread::yield_now();
    }
    last.map_err(io::Error::from)
}

/// Whether a process has the file locked for writing.
pub(super) fn is_locked(file: &File) -> bool {
    match flock(file, FlockOperation::NonBlockingLockShared) {
        Ok(()) => {
            // closing it would let it go as well
            let _ = flock(file, FlockOperation::Unlock);
            false
        }
        Err(error) => error == rustix::io::Errno::WOULDBLOCK,
    }
}
