//! The files of tests/fixtures/x509/made-for-tests, unpacked as they would lie on a host.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::Value;

use super::{Candidate, Given, Identity, Keyring, NoIdentity, Places, Role, Security, Source};
use crate::domain::x509::pem::decode_for_tests;

const FILES: &str = include_str!("../../../tests/fixtures/x509/made-for-tests/files.jsonl");

/// Name and content of every file.
fn all() -> impl Iterator<Item = (String, Vec<u8>)> {
    FILES.lines().map(|line| {
        let row: Value = serde_json::from_str(line).unwrap();
        let content = match row["text"].as_str() {
            Some(text) => text.as_bytes().to_vec(),
            None => decode_for_tests(row["base64"].as_str().unwrap()),
        };
        (row["file"].as_str().unwrap().to_owned(), content)
    })
}

/// The content of one file.
pub(in crate::wire) fn content(name: &str) -> Vec<u8> {
    all().find(|(file, _)| file == name).unwrap().1
}

/// A directory with all files; removed when dropped.
pub(in crate::wire) struct TestFiles(tempfile::TempDir);

impl TestFiles {
    pub(in crate::wire) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        for (name, content) in all() {
            let path = directory.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, content).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        Self(directory)
    }

    pub(in crate::wire) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Our own user, told from the files that we wrote.
    pub(in crate::wire) fn uid(&self) -> u32 {
        fs::metadata(self.0.path()).unwrap().uid()
    }

    pub(in crate::wire) fn load_at(
        &self,
        name: &str,
        now: Timestamp,
    ) -> Result<Identity, NoIdentity> {
        let candidate = Candidate::proxy(self.path(name), Source::Given);
        Identity::load(&candidate, self.uid(), &Keyring::default(), now)
    }

    pub(in crate::wire) fn load(&self, name: &str) -> Result<Identity, NoIdentity> {
        self.load_at(name, now())
    }

    pub(in crate::wire) fn pair(
        &self,
        role: Role,
        cert: &str,
        key: &str,
    ) -> Result<Identity, NoIdentity> {
        let candidate = Candidate {
            role,
            source: Source::Given,
            certificate: self.path(cert),
            key: self.path(key),
        };
        Identity::load(&candidate, self.uid(), &Keyring::default(), now())
    }

    /// Places where nothing is, below this directory.
    pub(in crate::wire) fn nowhere(&self) -> Places {
        let root: &Path = self.0.path();
        Places {
            env: BTreeMap::new(),
            uid: self.uid(),
            home: Some(root.join("home")),
            tmp: root.join("tmp"),
            given: Given::default(),
            security: Security::default(),
            dirac_root: Some(root.join("dirac")),
            system_grid_security: root.join("system"),
            public_bundles: Vec::new(),
            keys: Keyring::default(),
        }
    }

    /// Copies a file to another place below this directory.
    pub(in crate::wire) fn put(&self, name: &str, to: &str) -> PathBuf {
        let to = self.path(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(self.path(name), &to).unwrap();
        to
    }
}

/// The time of all these tests.
pub(in crate::wire) fn now() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().unwrap()
}
