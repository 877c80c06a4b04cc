//! Records of the journal: what was about to be done, and what came of it. Never a secret.
//!
//! Written by `disk::journal`, one file a run, before and after every mutating step; read back to resume a run that was cut
//! off, and shown on the Log screen.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::domain::commit;
use crate::domain::problem::Problem;
use crate::domain::secret::Fingerprint;
use crate::domain::stop::{Done, How, Outcome, StepKind};

/// Number of the format that is written now. A file of a later one is not touched.
pub const FORMAT: u32 = 1;

/// What a run is about: the first record of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Name of the run, unique on this host: time of its start and a number.
    pub name: String,
    /// When it began.
    pub started: Timestamp,
    /// Installation, as its servers are spelled: a run is resumed nowhere else.
    pub installation: String,
    /// User name and group that it began as, as the TokenManager said.
    pub who: String,
    /// What for.
    pub purpose: Purpose,
}

/// What a run was begun for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Stored tokens are stopped.
    Stop {
        /// What is done to each id.
        how: How,
        /// The token ids, in order, each once.
        token_ids: Vec<String>,
    },
    /// A credential is asked for: never asked for twice by itself (design.md 6.3).
    Credential {
        /// Which: one sentence without a secret.
        of: String,
    },
    /// The configuration is changed: one upload, never repeated by itself.
    Commit(Commit),
}

/// What a commit is about to send, as far as it may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The version that the changes were made on.
    pub base: String,
    /// The version that is sent with them: the one that the master has.
    pub on: String,
    /// Of the text that is sent, its version apart: what the CS holds afterwards is recognised by it.
    pub digest: Fingerprint,
    /// What is changed, one sentence each; values that are secrets are not in them.
    pub changes: Vec<String>,
}

/// One record after the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// A step that changes something is about to be sent. On disk before its first byte leaves.
    Intent {
        /// When.
        at: Timestamp,
        /// Token id.
        token_id: String,
        /// Which step.
        step: StepKind,
        /// IdProvider, for a revocation.
        provider: Option<String>,
        /// The refresh token, for a revocation.
        refresh: Option<Fingerprint>,
        /// The rows, for a deletion ([`ListedToken::print`](crate::domain::token::ListedToken::print)); none where an
        /// earlier program wrote it.
        rows: Vec<Fingerprint>,
    },
    /// How a step ended, mutating or not (`Before` and `After` are kept for what they prove later).
    Ended {
        /// When.
        at: Timestamp,
        /// Token id.
        token_id: String,
        /// Which step.
        step: StepKind,
        /// IdProvider, where an issuer was asked.
        provider: Option<String>,
        /// The refresh token, where the step is about one.
        refresh: Option<Fingerprint>,
        /// How it ended.
        done: Done,
        /// What the issuer said of the token.
        active: Option<bool>,
        /// What was seen. Foreign text, no secret.
        evidence: String,
    },
    /// A token id is settled.
    Settled {
        /// When.
        at: Timestamp,
        /// Token id.
        token_id: String,
        /// The word.
        outcome: Outcome,
        /// Why this word.
        summary: String,
    },
    /// A credential is about to be asked for. On disk before the first byte of the request leaves.
    Asked {
        /// When.
        at: Timestamp,
        /// Whose method is called: `getToken`, `token endpoint of IAM-WLCG`.
        of: String,
    },
    /// What came of asking for a credential.
    Answered {
        /// When.
        at: Timestamp,
        /// How it ended.
        done: Done,
        /// The token that came, by its fingerprint.
        got: Option<Fingerprint>,
        /// What was seen. Foreign text, no secret.
        evidence: String,
    },
    /// A configuration is about to be sent. On disk before its first byte leaves.
    Sending {
        /// When.
        at: Timestamp,
        /// To which master.
        to: String,
    },
    /// What became of the configuration that was sent.
    Committed {
        /// When.
        at: Timestamp,
        /// The word.
        outcome: commit::Outcome,
        /// The version that it made, where that is known.
        version: Option<String>,
        /// Why this word. Foreign text, no secret.
        summary: String,
    },
    /// The run has come to its end: every id is settled, or it was stopped on request.
    Over {
        /// When.
        at: Timestamp,
        /// Whether every id is settled.
        complete: bool,
    },
}

impl Record {
    /// The token id that the record is about, if it is about one.
    pub fn token_id(&self) -> Option<&str> {
        match self {
            Self::Intent { token_id, .. }
            | Self::Ended { token_id, .. }
            | Self::Settled { token_id, .. } => Some(token_id),
            Self::Asked { .. }
            | Self::Answered { .. }
            | Self::Sending { .. }
            | Self::Committed { .. }
            | Self::Over { .. } => None,
        }
    }

    /// When it was written.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Intent { at, .. }
            | Self::Ended { at, .. }
            | Self::Settled { at, .. }
            | Self::Asked { at, .. }
            | Self::Answered { at, .. }
            | Self::Sending { at, .. }
            | Self::Committed { at, .. }
            | Self::Over { at, .. } => *at,
        }
    }
}

/// A run as it stands on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is about.
    pub run: Run,
    /// What was written since, in order.
    pub records: Vec<Record>,
    /// The last line was cut off in the middle, by a crash, and is left out. What it announced was not sent.
    pub torn: bool,
    /// A process is at it now.
    pub live: bool,
}

impl Kept {
    /// Token ids of the run, in order; none for a run that stops nothing.
    pub fn token_ids(&self) -> &[String] {
        match &self.run.purpose {
            Purpose::Stop { token_ids, .. } => token_ids,
            Purpose::Credential { .. } | Purpose::Commit(_) => &[],
        }
    }

    /// The ids that are settled, each with its word and why.
    pub fn settled(&self) -> HashMap<&str, (Outcome, &str)> {
        let settled = self.records.iter().filter_map(|record| match record {
            Record::Settled { token_id, outcome, summary, .. } => {
                Some((token_id.as_str(), (*outcome, summary.as_str())))
            }
            _ => None,
        });
        settled.collect()
    }

    /// The ids that are not settled, in order.
    pub fn left(&self) -> Vec<&str> {
        let settled = self.settled();
        let ids = self.token_ids().iter().map(String::as_str);
        ids.filter(|id| !settled.contains_key(id)).collect()
    }

    /// When a configuration was sent of which nobody knows what became of it, and nobody is at it.
    pub fn sent_into_the_dark(&self) -> Option<Timestamp> {
        let told = |record: &Record| matches!(record, Record::Committed { .. });
        if self.live || self.records.iter().any(told) {
            return None;
        }
        self.records.iter().find_map(|record| match record {
            Record::Sending { at, .. } => Some(*at),
            _ => None,
        })
    }

    /// Whether something of it is left to be done, and nobody is at it.
    pub fn is_unfinished(&self) -> bool {
        !self.live && !self.left().is_empty()
    }

    /// What was written about a token id, in order.
    pub fn past(&self, token_id: &str) -> Vec<&Record> {
        self.records.iter().filter(|record| record.token_id() == Some(token_id)).collect()
    }
}

/// The runs of this host, as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journaled {
    /// The latest first.
    pub runs: Vec<Kept>,
    /// This installation, as runs of it call it.
    pub installation: String,
    /// Files that could not be read.
    pub problems: Vec<Problem>,
}

impl Journaled {
    /// Runs of this installation that were cut off and can be gone on with, the latest first.
    pub fn unfinished(&self) -> impl Iterator<Item = &Kept> {
        self.runs.iter().filter(|kept| self.can_go_on(kept))
    }

    /// Whether `kept` is one of those.
    pub fn can_go_on(&self, kept: &Kept) -> bool {
        kept.is_unfinished() && kept.run.installation == self.installation
    }
}

/// Takes records. `Ok` means that the record is on the disk, not that it will be.
pub trait Journal: Send + Sync {
    /// Writes `record` down durably. After an error nothing may be sent any more: the sentence says what failed.
    fn write(&mut self, record: &Record) -> Result<(), String>;
}
