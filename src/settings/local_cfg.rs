//! Finding and reading DIRAC's local configuration files.
//!
//! The order is DIRAC's own (facts/dirac.md 3.2; `LocalConfiguration.py`): the installation's `etc/dirac.cfg`, the files of
//! `DIRACSYSCONFIG` from last to first, `~/.dirac.cfg`, then what was given by hand. A later file wins over an earlier one,
//! and all of them win over the remote configuration.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Options, Surroundings};
use crate::domain::cs::{self, LocalFile};
use crate::domain::problem::{Class, Problem};

/// The local configuration of this host.
#[derive(Debug, Default)]
pub struct LocalCfg {
    /// Files that were read, in the order of loading: the last wins.
    pub files: Vec<LocalFile>,
    /// Root of the DIRAC installation: the directory above the `etc` whose `dirac.cfg` was read first.
    pub root: Option<PathBuf>,
    /// Every place that was looked at, in the order of loading.
    pub looked_at: Vec<PathBuf>,
    /// Files that exist, or were named by hand, and could not be used.
    pub problems: Vec<Problem>,
}

/// Looks for the local configuration in all of DIRAC's places and reads what is there.
pub fn read(surroundings: &Surroundings, options: &Options) -> LocalCfg {
    let mut found = LocalCfg::default();
    for root in roots(surroundings) {
        let file = root.join("etc/dirac.cfg");
        if found.take(&file, false) {
            found.root = Some(root);
            break;
        }
    }
    if let Some(list) = surroundings.variable("DIRACSYSCONFIG") {
        let list = list.to_string_lossy();
        let names: Vec<&str> = list.split(',').map(str::trim).filter(|n| !n.is_empty()).collect();
        for name in names.into_iter().rev() {
            found.take(&surroundings.directory.join(name), false);
        }
    }
    if let Some(file) = surroundings.below_home(".dirac.cfg") {
        found.take(&file, false);
    }
    for file in &options.cfg {
        found.take(&surroundings.directory.join(file), true);
    }
    found
}

/// Possible roots of a DIRAC installation, most likely first.
fn roots(surroundings: &Surroundings) -> Vec<PathBuf> {
    let mut roots = Vec::new();
    for name in ["DIRAC_ROOT_PATH", "DIRAC", "DIRACOS"] {
        if let Some(path) = surroundings.path(name) {
            if let Some(server) = above_versions(&path) {
                roots.push(server);
            }
            roots.push(path);
        }
    }
    roots.push(PathBuf::from("/opt/dirac"));
    roots
}

/// `/opt/dirac/versions/v9.1.22-1795/Linux-x86_64` is a version of the server installation in `/opt/dirac`.
fn above_versions(path: &Path) -> Option<PathBuf> {
    path.ancestors()
        .find(|a| a.file_name().is_some_and(|n| n == "versions"))?
        .parent()
        .map(Path::to_path_buf)
}

impl LocalCfg {
    /// Reads one file; says whether it was there and usable. A file that is merely absent is no problem unless it was
    /// asked for by name.
    fn take(&mut self, path: &Path, by_hand: bool) -> bool {
        self.looked_at.push(path.to_path_buf());
        let name = path.display().to_string();
        let text = match fs::read(path) {
            // DIRAC opens its files so that a lone carriage return ends a line too
            Ok(bytes) => String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\r', "\n"),
            Err(e) if e.kind() == ErrorKind::NotFound && !by_hand => return false,
            Err(e) => {
                let what = if e.kind() == ErrorKind::NotFound {
                    "does not exist".into()
                } else {
                    e.to_string()
                };
                self.problem(
                    &name,
                    &format!("cannot be read: {what}."),
                    "Give the right path, or make it readable.",
                );
                return false;
            }
        };
        match cs::parse(text) {
            Ok(tree) => {
                self.files.push(LocalFile { label: name, tree });
                true
            }
            Err(e) => {
                self.problem(
                    &name,
                    &format!("is not a DIRAC configuration: {e}"),
                    "Mend the line, or move the file away.",
                );
                false
            }
        }
    }

    fn problem(&mut self, name: &str, what: &str, remedy: &str) {
        self.problems.push(Problem::new(
            Class::Usage,
            name,
            format!("Local configuration {name} {what}"),
            remedy,
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::surroundings::Terminal;
    use std::collections::BTreeMap;
    use std::ffi::OsString;

    fn surroundings(home: &Path, variables: &[(&str, &str)]) -> Surroundings {
        Surroundings {
            variables: variables
                .iter()
                .map(|(k, v)| (OsString::from(k), OsString::from(v)))
                .collect::<BTreeMap<_, _>>(),
            home: Some(home.to_path_buf()),
            uid: 1000,
            directory: home.to_path_buf(),
            terminal: Terminal {
                input: false,
                output: false,
                errors: false,
                utf8: true,
                columns: None,
            },
            clock: || jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn put(dir: &Path, name: &str, who: &str) {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("DIRAC\n{{\n  Who = {who}\n}}\n")).unwrap();
    }

    fn who(cfg: &LocalCfg) -> Vec<String> {
        cfg.files.iter().map(|f| f.tree.value("/DIRAC/Who").unwrap().into_owned()).collect()
    }

    #[test]
    fn files_are_loaded_in_diracs_order_so_that_the_last_wins() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path();
        for name in ["root/etc/dirac.cfg", "one.cfg", "two.cfg", ".dirac.cfg", "hand.cfg"] {
            put(home, name, name);
        }
        let root = home.join("root").display().to_string();
        let s = surroundings(
            home,
            &[("DIRAC_ROOT_PATH", &root), ("DIRACSYSCONFIG", "one.cfg, two.cfg,")],
        );
        let options = Options { cfg: vec!["hand.cfg".into()], ..Options::default() };
        let cfg = read(&s, &options);
        assert_eq!(
            who(&cfg),
            ["root/etc/dirac.cfg", "two.cfg", "one.cfg", ".dirac.cfg", "hand.cfg"]
        );
        assert_eq!(cfg.root, Some(home.join("root")));
        assert!(cfg.problems.is_empty());
    }

    #[test]
    fn a_version_of_a_server_installation_leads_to_the_installation() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), "opt/etc/dirac.cfg", "server");
        let version = dir.path().join("opt/versions/v9.1.22-1795/Linux-x86_64");
        fs::create_dir_all(&version).unwrap();
        let cfg = read(
            &surroundings(dir.path(), &[("DIRAC", version.to_str().unwrap())]),
            &Options::default(),
        );
        assert_eq!(who(&cfg), ["server"]);
    }

    #[test]
    fn lines_may_end_as_they_did_on_any_system() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(".dirac.cfg"), "DIRAC\r\n{\r  Who = me\r\n}\n").unwrap();
        let cfg = read(&surroundings(dir.path(), &[]), &Options::default());
        assert_eq!(who(&cfg), ["me"]);
    }

    #[test]
    fn a_missing_file_is_a_problem_only_if_named_by_hand() {
        let dir = tempfile::tempdir().unwrap();
        let s = surroundings(dir.path(), &[("DIRACSYSCONFIG", "absent.cfg")]);
        assert!(read(&s, &Options::default()).problems.is_empty());
        let options = Options { cfg: vec!["absent.cfg".into()], ..Options::default() };
        let problems = read(&s, &options).problems;
        assert!(
            problems[0].message.contains("absent.cfg cannot be read: does not exist"),
            "{problems:?}"
        );
    }

    #[test]
    fn a_file_that_does_not_parse_is_named_with_its_line() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(".dirac.cfg"), "DIRAC\n{\n  A = 1\n").unwrap();
        let problems = read(&surroundings(dir.path(), &[]), &Options::default()).problems;
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0].message.contains(".dirac.cfg is not a DIRAC configuration"),
            "{problems:?}"
        );
    }
}
