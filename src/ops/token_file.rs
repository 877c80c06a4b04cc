//! A token in a file or a stream: read whole, bounded, and wiped when it is dropped.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::jwt::{LARGEST, looks_like_a_token};
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::domain::secret::Secret;

/// Room that most tokens fit in, in bytes.
const ROOM: usize = 4096;

/// Reads the token in the file called `name`; `~/` stands for `home`. Blocks.
///
/// A file that is too long is read to one byte more than is taken, so that it is known to be. What has no end, as a device,
/// does no harm.
pub fn read_token_file(name: &str, home: Option<&Path>) -> Result<Secret<Vec<u8>>, Problem> {
    let path = path(name, home);
    if looks_like_a_token(name.as_bytes()) && !path.exists() {
        return Err(Problem::new(
            Class::Usage,
            "file",
            "That looks like a token, not like the name of a file. It was not read.",
            "Paste it where a token is asked for.",
        ));
    }
    content(&path, LARGEST).map_err(|error| unreadable(name, &error))
}

fn path(name: &str, home: Option<&Path>) -> PathBuf {
    match (name.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(name),
    }
}

fn content(path: &Path, most: usize) -> io::Result<Secret<Vec<u8>>> {
    // opening a pipe without a writer would wait for one
    let kind = std::fs::metadata(path)?.file_type();
    if kind.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    if !kind.is_file() {
        return Err(io::Error::other("it is no ordinary file"));
    }
    bounded(File::open(path)?, most)
}

/// What `from` holds, at most one byte more than `most`, so that too much is known to be too much. What is outgrown is wiped, so that no copy is
/// left behind; that costs time for every byte of room, so the room begins small.
pub fn bounded(mut from: impl io::Read, most: usize) -> io::Result<Secret<Vec<u8>>> {
    let mut buffer = zeroize::Zeroizing::new(vec![0; ROOM.min(most.saturating_add(1))]);
    let mut filled: usize = 0;
    loop {
        if filled == buffer.len() {
            if filled > most {
                break;
            }
            let mut larger =
                zeroize::Zeroizing::new(vec![
                    0;
                    filled.saturating_mul(4).min(most.saturating_add(1))
                ]);
            if let Some(front) = larger.get_mut(..filled) {
                front.copy_from_slice(&buffer);
            }
            buffer = larger;
        }
        match from.read(buffer.get_mut(filled..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(read) => filled = filled.saturating_add(read),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    buffer.truncate(filled);
    Ok(Secret::new(std::mem::take(&mut *buffer)))
}

/// The problem that the file called `name` cannot be read.
pub fn unreadable(name: &str, error: &io::Error) -> Problem {
    let name = redact(name);
    let class = match error.kind() {
        io::ErrorKind::NotFound
        | io::ErrorKind::PermissionDenied
        | io::ErrorKind::IsADirectory
        | io::ErrorKind::InvalidFilename => Class::Usage,
        _ => Class::Unreachable,
    };
    let what = format!("The file {name} cannot be read: {error}.");
    Problem::new(class, name, what, "Look at its name and at who may read it.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_much_is_read_as_one_byte_too_much() {
        let endless = io::repeat(b'x');
        assert_eq!(bounded(endless, 100).expect("read").expose().len(), 101);
        assert_eq!(bounded(&b"abc"[..], 100).expect("read").expose(), b"abc");
        for length in [ROOM - 1, ROOM, ROOM + 1, 5 * ROOM] {
            let text: Vec<u8> = (0..length).map(|at| at.to_le_bytes()[0]).collect();
            assert_eq!(
                bounded(&text[..], 4 * ROOM).expect("read").expose(),
                &text[..length.min(4 * ROOM + 1)]
            );
        }
    }

    #[test]
    fn a_file_is_read_to_its_end_or_to_one_byte_too_much() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bt_u1000");
        std::fs::write(&file, b"abc\n").unwrap();
        let home = Some(folder.path());
        assert_eq!(read_token_file("~/bt_u1000", home).unwrap().expose(), b"abc\n");
        std::fs::write(&file, vec![b'x'; 2 * LARGEST]).unwrap();
        assert_eq!(read_token_file("~/bt_u1000", home).unwrap().expose().len(), LARGEST + 1);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let home = Some(folder.path());
        let told = |name: &str| read_token_file(name, home).unwrap_err().message;
        assert!(told("~/nothing").starts_with("The file ~/nothing cannot be read: "));
        assert!(told("~/").contains("is a directory"), "{}", told("~/"));
        assert!(told("/dev/zero").contains("no ordinary file"));
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln";
        assert!(!told(token).contains("eyJ"), "a token in the wrong place is not quoted");
    }
}
