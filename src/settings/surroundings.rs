//! Environment, home, user, directory and terminal of this process, read once.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// What surrounds the process. Tests build one by hand; the program takes [`Surroundings::of_this_process`].
#[derive(Clone)]
pub struct Surroundings {
    /// Environment variables. Never printed: some hold tokens.
    pub variables: BTreeMap<OsString, OsString>,
    /// Home directory, if there is one.
    pub home: Option<PathBuf>,
    /// Effective user id.
    pub uid: u32,
    /// Working directory.
    pub directory: PathBuf,
    /// Which of the standard streams are terminals.
    pub terminal: Terminal,
    /// The clock. Everything below gets the time handed in.
    pub clock: fn() -> Timestamp,
}

/// Which of the standard streams are terminals, and what they can show.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts, not a state machine")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Standard input is a terminal: a person can answer.
    pub input: bool,
    /// Standard output is a terminal: a person reads it.
    pub output: bool,
    /// Standard error is a terminal.
    pub errors: bool,
    /// The locale says UTF-8.
    pub utf8: bool,
    /// Columns of the terminal on standard output, if known.
    pub columns: Option<u16>,
}

impl Surroundings {
    /// Reads everything from the process.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the clock is found; everybody else is handed it"
    )]
    pub fn of_this_process() -> Self {
        use std::io::IsTerminal as _;
        let variables: BTreeMap<OsString, OsString> = std::env::vars_os().collect();
        let output = std::io::stdout().is_terminal();
        let columns = output
            .then(|| rustix::termios::tcgetwinsize(std::io::stdout()).ok().map(|size| size.ws_col))
            .flatten()
            .filter(|columns| *columns > 0);
        let terminal = Terminal {
            input: std::io::stdin().is_terminal(),
            output,
            errors: std::io::stderr().is_terminal(),
            utf8: says_utf8(&variables),
            columns,
        };
        Self {
            home: etcetera::home_dir().ok(),
            uid: rustix::process::geteuid().as_raw(),
            directory: std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/")),
            terminal,
            clock: Timestamp::now,
            variables,
        }
    }

    /// A variable's value, if it is set and not empty.
    pub fn variable(&self, name: &str) -> Option<&OsStr> {
        self.variables.get(OsStr::new(name)).map(OsString::as_os_str).filter(|v| !v.is_empty())
    }

    /// A variable that names a path.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.variable(name).map(PathBuf::from)
    }

    /// Directory for what is to outlive the program but belongs to this host (XDG Base Directory Specification 0.8): the journal, reports of
    /// internal errors. It need not exist.
    pub fn state(&self) -> Option<PathBuf> {
        let given = self.path("XDG_STATE_HOME").filter(|path| path.is_absolute());
        Some(given.or_else(|| self.below_home(".local/state"))?.join("dirac-tokens"))
    }

    /// Directory of the journal, below [`Surroundings::state`]. It need not exist.
    pub fn journal(&self) -> Option<PathBuf> {
        Some(self.state()?.join("journal"))
    }

    /// Directory of the drafts, below [`Surroundings::state`]. It need not exist.
    pub fn drafts(&self) -> Option<PathBuf> {
        Some(self.state()?.join("drafts"))
    }

    /// A path below the home directory.
    pub fn below_home(&self, rest: impl AsRef<Path>) -> Option<PathBuf> {
        self.home.as_ref().map(|home| home.join(rest))
    }
}

/// The rule of POSIX: the first of `LC_ALL`, `LC_CTYPE`, `LANG` that is set decides.
fn says_utf8(variables: &BTreeMap<OsString, OsString>) -> bool {
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| variables.get(OsStr::new(name)))
        .find(|value| !value.is_empty())
        .is_some_and(|value| {
            let value = value.to_string_lossy().to_ascii_lowercase();
            value.contains("utf-8") || value.contains("utf8")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn state_is_kept_where_the_desktop_says_or_below_home() {
        let mut surroundings = Surroundings::of_this_process();
        surroundings.variables.clear();
        surroundings.home = Some("/home/ada".into());
        let of = |value: Option<&str>| {
            let mut surroundings = surroundings.clone();
            let variables = value.map(|value| ("XDG_STATE_HOME".into(), value.into()));
            surroundings.variables.extend(variables);
            surroundings.state().unwrap().display().to_string()
        };
        assert_eq!(of(None), "/home/ada/.local/state/dirac-tokens");
        assert_eq!(of(Some("/var/state")), "/var/state/dirac-tokens");
        assert_eq!(of(Some("relative")), "/home/ada/.local/state/dirac-tokens");
        surroundings.home = None;
        assert_eq!(surroundings.state(), None);
    }

    #[test]
    fn the_first_locale_variable_that_is_set_decides() {
        let of = |pairs: &[(&str, &str)]| {
            says_utf8(&pairs.iter().map(|(k, v)| (OsString::from(k), OsString::from(v))).collect())
        };
        assert!(of(&[("LANG", "C.UTF-8")]));
        assert!(of(&[("LC_ALL", ""), ("LANG", "de_DE.utf8")]));
        assert!(!of(&[("LC_ALL", "C"), ("LANG", "C.UTF-8")]));
        assert!(!of(&[]));
    }
}
