//! Where a user's own token lies, by the WLCG Bearer Token Discovery 1.0: a variable, a file that a variable names, the file of
//! the session, the file in `/tmp`. The first one that holds anything counts; nothing is chosen by what is in it.
//!
//! A file of somebody else is refused: anybody can put one into `/tmp`, and whoever uses it works with a token that others
//! chose. What is found is told with its place, and with the later places that it hides.

use std::ffi::OsString;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::token_file::{bounded, unreadable};
use crate::domain::jwt::LARGEST;
use crate::domain::problem::{Class, Problem};
use crate::domain::secret::Secret;

/// Permission bits of group and others.
const OTHERS: u32 = 0o077;

/// What the search knows of its host. An empty variable is none.
pub struct Places {
    /// `BEARER_TOKEN`: the token itself.
    pub token: Option<OsString>,
    /// `BEARER_TOKEN_FILE`.
    pub file: Option<PathBuf>,
    /// `XDG_RUNTIME_DIR`.
    pub runtime: Option<PathBuf>,
    /// Directory for temporary files: `/tmp`.
    pub tmp: PathBuf,
    /// Effective user id.
    pub uid: u32,
}

/// A token that was found.
#[derive(Debug)]
pub struct Found {
    /// Its text, or the JSON of a token response: some programs write that.
    pub text: Secret<Vec<u8>>,
    /// Where, as `BEARER_TOKEN` or the path with the variable that named it. Foreign text.
    pub place: String,
    /// What else is to be known, a sentence each: places that it hides, rights that are too wide. Foreign text.
    pub remarks: Vec<String>,
}

/// Looks through the places in their order. Blocks.
pub fn discover(places: &Places) -> Result<Found, Problem> {
    let mut looked_at = vec!["BEARER_TOKEN".to_owned()];
    let mut found: Option<Found> = None;
    if let Some(text) = places.token.as_ref().map(|text| trimmed(text.as_encoded_bytes())) {
        found = text.map(|text| Found {
            text: Secret::new(text.to_vec()),
            place: "BEARER_TOKEN".into(),
            remarks: Vec::new(),
        });
    }
    for (path, named) in files(places) {
        looked_at.push(named.clone());
        let Some(first) = &mut found else {
            found = in_file(&path, &named, places.uid)?;
            continue;
        };
        // looked at from outside alone: what is in it does not matter
        if std::fs::metadata(&path).is_ok_and(|meta| meta.is_file() && meta.len() > 0) {
            first.remarks.push(format!("It hides the one in {named}, which is not used."));
        }
    }
    found.ok_or_else(|| {
        Problem::new(
            Class::Finding,
            "token",
            format!("No token was found. Looked at: {}.", looked_at.join(", ")),
            "Get one, as with `oidc-token` or `htgettoken`, or name its file.",
        )
    })
}

/// The files, each with how it is told.
fn files(places: &Places) -> Vec<(PathBuf, String)> {
    let own = format!("bt_u{}", places.uid);
    let named = |path: PathBuf, variable: &str| {
        let text = format!("{} ({variable})", path.display());
        (path, text)
    };
    let by_name = places.file.clone().map(|path| named(path, "BEARER_TOKEN_FILE"));
    let of_session = places.runtime.as_ref().map(|dir| named(dir.join(&own), "XDG_RUNTIME_DIR"));
    let last = places.tmp.join(&own);
    let told = last.display().to_string();
    by_name.into_iter().chain(of_session).chain([(last, told)]).collect()
}

/// The token in a file; `None` if there is no file, or nothing in it.
fn in_file(path: &Path, named: &str, uid: u32) -> Result<Option<Found>, Problem> {
    let meta = match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        meta => meta.map_err(|error| unreadable(named, &error))?,
    };
    let (file, inside) = open(path).map_err(|error| unreadable(named, &error))?;
    // the file that was opened, and what led to it
    if let Some(other) = [meta.uid(), inside.uid()].into_iter().find(|owner| *owner != uid) {
        return Err(Problem::new(
            Class::Refused,
            named,
            format!("The file {named} belongs to user {other}, and not to you. It was not read."),
            "Somebody else may have put it there. Remove it, or name the file that you mean with BEARER_TOKEN_FILE.",
        ));
    }
    let text = bounded(file, LARGEST).map_err(|error| unreadable(named, &error))?;
    let Some(token) = trimmed(text.expose()) else { return Ok(None) };
    let mut remarks = Vec::new();
    if inside.mode() & OTHERS != 0 {
        remarks.push(format!(
            "Others of this host may read it: its rights are {:04o}. `chmod 600` keeps it yours.",
            inside.mode() & 0o7777
        ));
    }
    let text = Secret::new(token.to_vec());
    Ok(Some(Found { text, place: named.to_owned(), remarks }))
}

/// An ordinary file, opened without waiting for a writer, and what it is.
fn open(path: &Path) -> io::Result<(std::fs::File, std::fs::Metadata)> {
    // opening a pipe without a writer would wait for one
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no ordinary file"));
    }
    let file = std::fs::File::open(path)?;
    let meta = file.metadata()?;
    Ok((file, meta))
}

/// The text without white space at its ends, as the specification strips it; `None` if nothing is left.
fn trimmed(text: &[u8]) -> Option<&[u8]> {
    let text = text.trim_ascii();
    let text = text.strip_prefix(b"\x0b").unwrap_or(text).trim_ascii();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    struct Host {
        root: tempfile::TempDir,
        uid: u32,
    }

    impl Host {
        fn new() -> Self {
            let root = tempfile::tempdir().unwrap();
            for name in ["run", "tmp"] {
                fs::create_dir(root.path().join(name)).unwrap();
            }
            let uid = fs::metadata(root.path()).unwrap().uid();
            Self { root, uid }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.root.path().join(name)
        }

        fn write(&self, name: &str, text: &str) -> PathBuf {
            let path = self.path(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            path
        }

        fn own(&self, folder: &str) -> String {
            format!("{folder}/bt_u{}", self.uid)
        }

        fn places(&self) -> Places {
            Places {
                token: None,
                file: None,
                runtime: Some(self.path("run")),
                tmp: self.path("tmp"),
                uid: self.uid,
            }
        }
    }

    #[test]
    fn the_first_place_that_holds_anything_counts_and_what_it_hides_is_told() {
        let host = Host::new();
        let none = discover(&host.places()).unwrap_err();
        assert!(none.message.starts_with("No token was found. Looked at: BEARER_TOKEN, "));
        assert!(none.message.contains("XDG_RUNTIME_DIR"), "{}", none.message);

        host.write(&host.own("tmp"), "from-tmp\n");
        let found = discover(&host.places()).unwrap();
        assert_eq!(found.text.expose(), b"from-tmp");
        assert!(found.place.ends_with(&host.own("tmp")) && found.remarks.is_empty(), "{found:?}");

        // an empty file is none
        host.write(&host.own("run"), " \n");
        assert_eq!(discover(&host.places()).unwrap().text.expose(), b"from-tmp");
        host.write(&host.own("run"), "from-run");
        let found = discover(&host.places()).unwrap();
        assert_eq!(found.text.expose(), b"from-run");
        assert!(found.place.ends_with("(XDG_RUNTIME_DIR)"), "{}", found.place);
        assert_eq!(found.remarks.len(), 1, "{:?}", found.remarks);

        let file = Some(host.write("named", "\u{b}from-file\r\n"));
        let found = discover(&Places { file, ..host.places() }).unwrap();
        assert_eq!(found.text.expose(), b"from-file");
        assert!(found.place.ends_with("named (BEARER_TOKEN_FILE)"), "{}", found.place);

        // a file that is not there is no end
        let file = Some(host.path("nothing"));
        assert_eq!(discover(&Places { file, ..host.places() }).unwrap().text.expose(), b"from-run");

        let token = Some(OsString::from(" from-variable\t"));
        let found = discover(&Places { token, ..host.places() }).unwrap();
        assert_eq!(
            (found.text.expose().as_slice(), found.place.as_str()),
            (&b"from-variable"[..], "BEARER_TOKEN")
        );
        assert_eq!(found.remarks.len(), 2, "{:?}", found.remarks);
        let token = Some(OsString::from("  "));
        assert_eq!(
            discover(&Places { token, ..host.places() }).unwrap().text.expose(),
            b"from-run"
        );
    }

    #[test]
    fn a_file_of_somebody_else_is_refused_and_never_passed_over() {
        let host = Host::new();
        let name = format!("tmp/bt_u{}", host.uid + 1);
        host.write(&name, "planted");
        let refused = discover(&Places { uid: host.uid + 1, ..host.places() }).unwrap_err();
        assert_eq!(refused.class, Class::Refused);
        assert!(refused.message.contains(&format!("belongs to user {}", host.uid)), "{refused:?}");
        assert!(!refused.message.contains("planted"));
    }

    #[test]
    fn what_is_no_file_is_said_and_wide_rights_are_told() {
        let host = Host::new();
        fs::create_dir(host.path(&host.own("run"))).unwrap();
        let told = discover(&host.places()).unwrap_err();
        assert!(told.message.contains("no ordinary file"), "{told:?}");
        fs::remove_dir(host.path(&host.own("run"))).unwrap();
        let path = host.write(&host.own("tmp"), "open to all");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let found = discover(&host.places()).unwrap();
        assert!(found.remarks[0].contains("0644"), "{:?}", found.remarks);
        // one's own link to one's own file is fine
        let target = host.write("elsewhere", "by a link");
        fs::remove_file(&path).unwrap();
        symlink(&target, &path).unwrap();
        assert_eq!(discover(&host.places()).unwrap().text.expose(), b"by a link");
    }

    #[test]
    fn too_much_is_cut_so_that_it_is_known_to_be_too_much() {
        let host = Host::new();
        host.write(&host.own("tmp"), &"x".repeat(LARGEST + 100));
        assert_eq!(discover(&host.places()).unwrap().text.expose().len(), LARGEST + 1);
    }
}
