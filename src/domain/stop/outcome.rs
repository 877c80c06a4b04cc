//! What happened: steps as they were seen, and the one word that is true of them.

use jiff::Timestamp;

use crate::domain::secret::Fingerprint;

/// How stopping a token id ended (design.md 6.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Every refresh token of the id that was in time is proven dead at its issuer, and the rows are proven gone.
    Revoked,
    /// The rows are proven gone. No refresh token was to be revoked, or one was left alive as was agreed to.
    RowDeleted,
    /// Something was sent or answered for, and what it did is not proven; or somebody else deleted the row of a token that was
    /// to be revoked.
    Unproven,
    /// What was wanted was not done, and that is known. Where a part of it was, the steps and the summary say so.
    Failed,
}

impl Outcome {
    /// The word: `revoked`, `row_deleted`, `unproven`, `failed`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::RowDeleted => "row_deleted",
            Self::Unproven => "unproven",
            Self::Failed => "failed",
        }
    }

    /// The outcome that is called `word`.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Revoked, Self::RowDeleted, Self::Unproven, Self::Failed]
            .into_iter()
            .find(|outcome| outcome.word() == word)
    }
}

/// What a step is. Those marked *mutating* are written down before they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// The rows of the id are read (`getTokensByUserID`).
    Read,
    /// The issuer is asked whether the refresh token is active, before (RFC 7662).
    Before,
    /// The refresh token is revoked (RFC 7009). *Mutating.*
    Revoke,
    /// The issuer is asked again, after.
    After,
    /// The rows are deleted (`deleteToken`). *Mutating.*
    Delete,
    /// The rows are read again, to see that they are gone.
    Prove,
}

impl StepKind {
    /// The word in journal and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Before => "introspect_before",
            Self::Revoke => "revoke",
            Self::After => "introspect_after",
            Self::Delete => "delete",
            Self::Prove => "prove",
        }
    }

    /// The kind that is called `word`.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Read, Self::Before, Self::Revoke, Self::After, Self::Delete, Self::Prove]
            .into_iter()
            .find(|kind| kind.word() == word)
    }

    /// Whether it changes something, so that it is sent once and its intent is written first.
    pub fn is_mutating(self) -> bool {
        matches!(self, Self::Revoke | Self::Delete)
    }
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Done {
    /// The server said that it is done, or answered what was asked.
    Yes,
    /// The server refused, or it provably was not sent: nothing has changed.
    No,
    /// It was sent and no usable answer came: it may have been done.
    Unknown,
    /// An earlier, interrupted run did it; seen by reading state, not sent again.
    Earlier,
}

impl Done {
    /// The word in journal and JSON: `yes`, `no`, `unknown`, `earlier`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Earlier => "earlier",
        }
    }

    /// The value that is called `word`.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Yes, Self::No, Self::Unknown, Self::Earlier]
            .into_iter()
            .find(|done| done.word() == word)
    }
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is.
    pub kind: StepKind,
    /// IdProvider whose issuer was asked; `None` for the TokenManager.
    pub provider: Option<String>,
    /// Row in TokenDB, where the step is about one.
    pub row: Option<u64>,
    /// Which refresh token, where the step is about one.
    pub refresh: Option<Fingerprint>,
    /// How it ended.
    pub done: Done,
    /// What the issuer said of the token, for `Before` and `After`.
    pub active: Option<bool>,
    /// What was seen, one sentence; the server's own words where it gave some. Foreign text, no secret.
    pub evidence: String,
}

/// Something that goes on living, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lasting {
    /// What: `access token`, `refresh token at IAM-WLCG`.
    pub what: String,
    /// Its end; `None` if unknown.
    pub until: Option<Timestamp>,
    /// Where, and why nobody can stop it: one sentence. Foreign text.
    pub why: String,
}

/// What became of one token id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Token id.
    pub token_id: String,
    /// User of the Registry, if there is one.
    pub user: Option<String>,
    /// The word.
    pub outcome: Outcome,
    /// Why this word, one or two sentences.
    pub summary: String,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What lives on.
    pub lasting: Vec<Lasting>,
}
