//! Records of the journal: what was about to be done, and what came of it. Never a secret.
//!
//! Written by `disk::journal`, one file a run, before and after every mutating step; read back to resume a run that was cut
//! off, and shown on the Log screen.

use jiff::Timestamp;

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
    /// What is done to each id.
    pub how: How,
    /// The token ids, in order.
    pub token_ids: Vec<String>,
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
    /// The run has come to its end: every id is settled, or it was stopped on request.
    Over {
        /// When.
        at: Timestamp,
        /// Whether every id is settled.
        complete: bool,
    },
}

/// Takes records. `Ok` means that the record is on the disk, not that it will be.
pub trait Journal: Send {
    /// Writes `record` down durably. After an error nothing may be sent any more: the sentence says what failed.
    fn write(&mut self, record: &Record) -> Result<(), String>;
}
