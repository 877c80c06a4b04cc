//! The comment by which DIRAC's own tools say who changed an entry last (facts/dirac.md 3.1).

use jiff::Timestamp;

use super::blank::strip;

/// How the line of who changed an entry last begins.
const MARK: &str = "@@-";

/// Who changes, and when: `@@-user@group - 2026-01-02 10:11:12`, as the command line of DIRAC writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// User name and group: `ada@dirac_admin`.
    pub who: String,
    /// When; written in UTC, in seconds.
    pub at: Timestamp,
}

impl Signed {
    /// The line without its `#`.
    pub fn line(&self) -> String {
        let who: String = self.who.chars().filter(|c| !c.is_control() && *c != '#').collect();
        let at = self.at.strftime("%Y-%m-%d %H:%M:%S");
        format!("{MARK}{} - {at}", strip(&who))
    }

    /// A comment with this as its last word, in place of those of earlier changes.
    pub(super) fn over(&self, comment: &str) -> String {
        let mut signed = unsigned(comment);
        if !signed.is_empty() {
            signed.push('\n');
        }
        signed.push_str(&self.line());
        signed
    }
}

/// A comment without the lines that say who changed the entry.
pub(super) fn unsigned(comment: &str) -> String {
    let lines: Vec<&str> = comment.split('\n').filter(|line| !line.starts_with(MARK)).collect();
    lines.join("\n")
}
