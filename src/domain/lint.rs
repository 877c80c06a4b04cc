//! Findings: what is wrong with an installation or a token, and where it says so.
//!
//! Every lint stands in the one table [`LINTS`]; help, documentation and the JSON of the twin are made from it. Owns ids,
//! severities and explanations; *when* a lint applies is decided beside the rule it watches, in `domain::inventory` and
//! `domain::jwt`.

mod table;

use super::jwt::Profile;

pub use table::*;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing fails because of it.
    Info,
    /// Will surprise somebody, or fails under conditions that are not met now.
    Warning,
    /// Something does not work, or a secret is exposed.
    Error,
}

impl Severity {
    /// The word used in JSON and tables: `info`, `warning`, `error`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One row of the lint table.
#[derive(Debug)]
pub struct Lint {
    /// Stable name, kebab-case: `provider-missing`.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it means and what to do about it, one or two plain sentences.
    pub explanation: &'static str,
    /// Where the rule comes from: a section of the facts, a profile, a DIRAC file.
    pub basis: &'static str,
    /// What a rule about tokens says beyond that; `None` for rules about an installation.
    pub token: Option<TokenRule>,
}

/// What a lint about tokens says beyond the others.
#[derive(Debug)]
pub struct TokenRule {
    /// Profiles whose tokens it is for; empty: every token.
    pub profiles: &'static [Profile],
    /// What services were seen to do (facts/tokens.md 3); empty if that was not looked at.
    pub seen: &'static str,
}

impl TokenRule {
    /// Whether the rule is for tokens of `profile`.
    pub fn is_for(&self, profile: Profile) -> bool {
        self.profiles.is_empty() || self.profiles.contains(&profile)
    }
}

/// A lint that applies here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The row of [`LINTS`] this is an instance of.
    pub id: &'static str,
    /// Severity of that row, or the one that fits here.
    pub severity: Severity,
    /// What is wrong, with the names involved. Foreign text: clean it before showing.
    pub text: String,
    /// Where: a CS path, a file, a claim.
    pub source: String,
}

impl Finding {
    /// An instance of `lint`: what is wrong here, with the names involved, and the CS path (file, claim) that says so.
    pub fn new(lint: &'static Lint, text: impl Into<String>, source: impl Into<String>) -> Self {
        Self { id: lint.id, severity: lint.severity, text: text.into(), source: source.into() }
    }

    /// The same with another severity: some rules matter more or less by how far they are broken.
    #[must_use]
    pub fn with(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// The lint this is an instance of.
    pub fn lint(&self) -> Option<&'static Lint> {
        LINTS.iter().copied().find(|lint| lint.id == self.id)
    }
}
