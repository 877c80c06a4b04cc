//! The history of the configuration: who committed when, and what a commit changed, read when it is asked for.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::commit::person;
use super::load::newest;
use crate::domain::commit::{NAME, VERSION};
use crate::domain::cs::{Change, Committed, Tree, compare, parse};
use crate::domain::problem::{Class, Problem};
use crate::wire::service::ConfigurationService;

/// A version of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The version.
    pub version: String,
    /// Who made it; `None` for one that no commit made: the registration of a worker, or the first start. Foreign text.
    pub by: Option<String>,
    /// When, by the master's clock; `None` if the version is no time.
    pub at: Option<Timestamp>,
    /// Whether it is what is served now.
    pub current: bool,
}

impl Entry {
    /// Whether its text can be asked for: only commits leave a backup.
    pub fn has_backup(&self) -> bool {
        self.by.is_some()
    }
}

/// All versions that are known, the latest first, with the configuration that is served now.
#[derive(Clone, Debug)]
pub struct History {
    /// The versions.
    pub entries: Vec<Entry>,
    /// What the master serves.
    pub current: Tree,
}

/// Reads the history, and what is served now.
pub async fn history<S: ConfigurationService>(master: &S) -> Result<History, Problem> {
    let current = newest(master).await?;
    let name = current.value(NAME).unwrap_or_default().into_owned();
    let commits = master.history(&name).await.map_err(|error| Problem::from(&error))?;
    let version = current.value(VERSION).unwrap_or_default().into_owned();
    Ok(History { entries: entries(commits, &version), current })
}

fn entries(commits: Vec<Committed>, current: &str) -> Vec<Entry> {
    let entry = |version: String, by: Option<String>| Entry {
        at: time(&version),
        current: version == current,
        version,
        by,
    };
    let mut entries: Vec<Entry> =
        commits.into_iter().map(|one| entry(one.version, Some(one.by))).collect();
    if !current.is_empty() && !entries.iter().any(|one| one.current) {
        entries.push(entry(current.to_owned(), None));
    }
    entries.sort_by(|a, b| b.version.cmp(&a.version));
    entries
}

/// The moment that a version is: a naive time, which is UTC.
pub fn time(version: &str) -> Option<Timestamp> {
    let time: DateTime = version.parse().ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

impl History {
    /// The version, of which a part may be given if that is the part of one alone.
    pub fn find(&self, given: &str) -> Result<&Entry, Problem> {
        let exact = self.entries.iter().find(|one| one.version == given);
        let mut part = self.entries.iter().filter(|one| one.version.starts_with(given));
        let found = exact.or_else(|| match (part.next(), part.next()) {
            (Some(only), None) if !given.is_empty() => Some(only),
            _ => None,
        });
        found.ok_or_else(|| {
            let given = crate::domain::redact::redact(given);
            let many = self.entries.iter().filter(|one| one.version.starts_with(&*given)).count();
            let message = match many {
                0 => format!("There is no version {given} in the history."),
                many => format!("{many} versions begin with {given}."),
            };
            Problem::new(Class::Usage, given, message, "`dirac-tokens cs history` lists them.")
        })
    }

    /// The version that was there before this one, as far as is known: the latest that left a backup.
    pub fn before(&self, entry: &Entry) -> Option<&Entry> {
        self.entries.iter().find(|one| one.version < entry.version && one.has_backup())
    }

    /// The commits since, the latest first.
    pub fn since<'h>(&'h self, entry: &'h Entry) -> impl Iterator<Item = &'h Entry> {
        self.entries.iter().filter(|one| one.version > entry.version)
    }
}

/// What one version changed.
#[derive(Debug)]
pub struct Shown {
    /// The text that was there before it.
    pub before: Tree,
    /// Its own text.
    pub after: Tree,
    /// The version before it.
    pub base: String,
    /// What differs, the version apart.
    pub changes: Vec<Change>,
}

/// Reads what a version changed: its text, and that of the one before.
pub async fn show<S: ConfigurationService>(
    master: &S,
    history: &History,
    entry: &Entry,
) -> Result<Shown, Problem> {
    let base = history.before(entry).ok_or_else(|| {
        let what = format!(
            "Nothing before version {} left a backup, so what it changed cannot be told.",
            entry.version
        );
        Problem::new(Class::Unreachable, &entry.version, what, "")
    })?;
    let after = contents(master, history, entry).await?;
    let before = contents(master, history, base).await?;
    let changes = compare(&before, &after).into_iter();
    let changes = changes.filter(|change| change.path.as_str() != VERSION).collect();
    Ok(Shown { before, after, base: base.version.clone(), changes })
}

/// The text of a version. That of the current one is at hand.
pub async fn contents<S: ConfigurationService>(
    master: &S,
    history: &History,
    entry: &Entry,
) -> Result<Tree, Problem> {
    if entry.current {
        return Ok(history.current.clone());
    }
    if !entry.has_backup() {
        let what = format!("Version {} left no backup: no commit made it.", entry.version);
        return Err(Problem::new(Class::Unreachable, &entry.version, what, ""));
    }
    let text = master.version_contents(&entry.version).await;
    let text: Arc<str> = text.map_err(|error| Problem::from(&error))?;
    parse(text).map_err(|error| {
        let what = format!("The backup of version {} does not parse: {error}", entry.version);
        Problem::new(Class::Unreachable, &entry.version, what, "")
    })
}

/// Who is in the history under which name: see [`person`].
pub async fn us<S: ConfigurationService>(master: &S) -> Result<String, Problem> {
    let who = master.whoami().await.map_err(|error| Problem::from(&error))?;
    Ok(person(&who))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(by: &str, version: &str) -> Committed {
        Committed { by: by.into(), version: version.into() }
    }

    #[test]
    fn the_served_version_is_told_even_if_no_commit_made_it() {
        let commits =
            vec![commit("ada", "2026-11-21 03:00:00.5"), commit("zoe", "2026-10-01 00:00:00")];
        let all = entries(commits.clone(), "2026-11-21 04:00:00.000001");
        let told: Vec<_> = all.iter().map(|one| (one.by.as_deref(), one.current)).collect();
        assert_eq!(told, [(None, true), (Some("ada"), false), (Some("zoe"), false)]);
        assert!(!all[0].has_backup());
        let all = entries(commits, "2026-11-21 03:00:00.5");
        assert_eq!(all.len(), 2);
        assert!(all[0].current);
        assert_eq!(all[0].at.unwrap().to_string(), "2026-11-21T03:00:00.5Z");
        assert_eq!(time("rubbish"), None);
    }

    #[test]
    fn a_part_names_a_version_only_if_it_names_one() {
        let commits =
            vec![commit("ada", "2026-11-21 03:00:00.5"), commit("zoe", "2026-11-20 00:00:00")];
        let history = History {
            entries: entries(commits, "2026-11-21 03:00:00.5"),
            current: parse("A = 1\n").unwrap(),
        };
        assert_eq!(history.find("2026-11-20").unwrap().by.as_deref(), Some("zoe"));
        for bad in ["", "2026", "2025", "\u{1b}"] {
            assert_eq!(history.find(bad).unwrap_err().class, Class::Usage, "{bad}");
        }
        let zoe = history.find("2026-11-20 00:00:00").unwrap();
        assert_eq!(history.before(zoe), None);
        assert_eq!(history.since(zoe).count(), 1);
    }
}
