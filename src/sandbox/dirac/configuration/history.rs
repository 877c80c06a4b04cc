//! The backups that commits leave: one file name per version, and all that DIRAC finds out by looking at file names
//! (`ServiceInterfaceBase.getCommitHistory`, `getVersionContents`; facts/dirac.md 3.3 "History traps").

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use regex_lite::Regex;

use crate::sandbox::dirac::python::Raised;

/// A version made by a commit.
#[derive(Clone, Debug)]
pub(super) struct Backup {
    /// Its file below the folder of backups: `/2026/11/Name.committer@version.zip`.
    path: String,
    /// The configuration.
    text: Arc<str>,
}

/// The backups, in the order in which DIRAC lists a folder: years and months descending, and inside a month file names
/// descending, that is: by committer, then by version.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    backups: Vec<Backup>,
}

impl History {
    /// Adds the version that `committer` made at `now`. The same name again takes the place of the first.
    pub(super) fn add(
        &mut self,
        name: &str,
        committer: &str,
        version: &str,
        now: Timestamp,
        text: Arc<str>,
    ) {
        let folder = TimeZone::UTC.to_datetime(now).strftime("%Y/%m").to_string();
        let path = format!("/{folder}/{name}.{committer}@{version}.zip");
        match self.backups.binary_search_by(|backup| path.cmp(&backup.path)) {
            Ok(at) => {
                if let Some(backup) = self.backups.get_mut(at) {
                    backup.text = text;
                }
            }
            Err(at) => self.backups.insert(at, Backup { path, text }),
        }
    }

    /// `[committer, version]` of every version, cut out of the file names: a dot in the configuration's name or an `@` in
    /// the committer's shifts the parts.
    pub(super) fn entries(&self) -> Vec<Vec<String>> {
        let entry = |backup: &Backup| {
            let pieces: Vec<&str> = backup.path.split('.').collect();
            let inner = pieces.get(1..pieces.len().saturating_sub(1)).unwrap_or_default().join(".");
            inner.split('@').map(str::to_owned).collect()
        };
        self.backups.iter().map(entry).collect()
    }

    /// The text of the first version in whose file name `version` is found: as a regular expression, so that a part of a
    /// version finds something, and nothing finds everything.
    pub(super) fn find(&self, name: &str, version: &str) -> Result<Option<Arc<str>>, Raised> {
        if version.starts_with('*') {
            // a repetition of a repetition, which Python refuses
            return Err(Raised);
        }
        let pattern = format!(r"^{name}\..*{version}.*\.zip$");
        let regex = Regex::new(&pattern).map_err(|_| Raised)?;
        let file =
            |backup: &&Backup| regex.is_match(backup.path.rsplit('/').next().unwrap_or_default());
        Ok(self.backups.iter().find(file).map(|backup| Arc::clone(&backup.text)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::{History, Raised};

    fn history() -> History {
        let mut history = History::default();
        for (committer, version) in [
            ("ada", "2026-10-30 10:00:00.5"),
            ("zoe", "2026-11-01 10:00:00.1"),
            ("ada", "2026-11-02 10:00:00.2"),
            ("ada", "2026-11-03 10:00:00"),
        ] {
            let now: Timestamp = format!("{}T00:00:00Z", &version[..10]).parse().unwrap();
            history.add("Lab", committer, version, now, Arc::from(version));
        }
        history
    }

    #[test]
    fn a_month_is_sorted_by_committer_and_the_newest_month_comes_first() {
        let entries = history().entries();
        let versions: Vec<&str> = entries.iter().map(|entry| entry[1].as_str()).collect();
        assert_eq!(
            versions,
            [
                "2026-11-01 10:00:00.1",
                "2026-11-03 10:00:00",
                "2026-11-02 10:00:00.2",
                "2026-10-30 10:00:00.5"
            ]
        );
        assert_eq!(entries[0][0], "zoe");
    }

    #[test]
    fn a_part_of_a_version_finds_the_first_name_it_is_in() {
        let history = history();
        let find = |version| history.find("Lab", version).unwrap().map(|text| text.to_string());
        assert_eq!(find("2026-11-02 10:00:00.2").as_deref(), Some("2026-11-02 10:00:00.2"));
        assert_eq!(find("11-0[23]").as_deref(), Some("2026-11-03 10:00:00"));
        assert_eq!(find("").as_deref(), Some("2026-11-01 10:00:00.1"));
        assert_eq!(
            find("ada").as_deref(),
            Some("2026-11-03 10:00:00"),
            "the committer is in the name too"
        );
        assert_eq!(find("2001"), None);
        assert_eq!(history.find("Lab", "(").err(), Some(Raised));
        assert_eq!(history.find("Lab", "*").err(), Some(Raised));
        assert_eq!(history.find("Other", "").unwrap(), None);
    }

    #[test]
    fn dots_and_ats_shift_the_parts_of_an_entry() {
        let mut history = History::default();
        history.add("My.VO", "a@b", "1", Timestamp::UNIX_EPOCH, Arc::from(""));
        assert_eq!(history.entries(), [["VO.a", "b", "1"]]);
    }
}
