//! What update wants done outside: requests to the installation, work for the worker, the end.
//!
//! Plain values. The runtime carries them out and brings back messages that bear the same stamp.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::secret::Secret;
use crate::domain::stop::{How, Plan};
use crate::domain::token::Chosen;
use crate::store::index::{Source, Wish};
use crate::store::stamp::Stamp;

use super::inspect::Raw;
use super::route::Route;
use super::write::Leave;

/// A passphrase on its way to the key that it opens. Equal to nothing but itself; wiped when the last of it is gone.
#[derive(Clone, Debug)]
pub struct Passphrase(Arc<Secret<String>>);

impl Passphrase {
    /// The passphrase, for the one who opens the key.
    pub(crate) fn secret(&self) -> &Secret<String> {
        &self.0
    }
}

impl From<Secret<String>> for Passphrase {
    fn from(secret: Secret<String>) -> Self {
        Self(Arc::new(secret))
    }
}

impl PartialEq for Passphrase {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Passphrase {}

/// What is asked of an installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Read local cfg and remote CS from nothing. Answers: `Snapshot`, `Locked` or `Failed`.
    Load,
    /// Open the private key with this passphrase, then `Load`. Answers: as `Load`.
    OpenKey {
        /// What was typed.
        passphrase: Passphrase,
    },
    /// Ask whether the CS is newer than `version`, fetch it if so. Answers: `Unchanged`, `Snapshot` or `Failed`.
    Refresh {
        /// The version we have, as the servers write it.
        version: String,
    },
    /// Ask who we are there. Answers: `Identity` or `Failed`.
    Identify,
    /// Look at the chain behind the tokens of one user, in the group that DIRAC takes. Answers: `Why` or `Failed`.
    UserWhy {
        /// The user's name.
        user: String,
    },
    /// Go through the checks of the pre-flight for one CE and one VO, as far as the configuration tells. Answers: `CeWhy` or
    /// `Failed`.
    CeWhy {
        /// Path of the CE's section.
        path: String,
        /// Name of the VO.
        vo: String,
    },
    /// List the stored tokens of these users, in this order, in small batches. Answers: any number of `Progress`,
    /// `Tokens` and `Problem`, then `Listed` or `Failed`.
    ListTokens {
        /// User names, all of whom have a token id.
        users: Vec<String>,
    },
    /// Look at what stopping these token ids would do. Answers: any number of `Progress` and `Problem`, then `StopPlans` or
    /// `Failed`.
    PlanStop {
        /// Token ids, each once.
        token_ids: Vec<String>,
        /// How far stopping would go.
        how: How,
    },
    /// Stop the token ids of these plans, one after the other, as they were shown and agreed to. Answers: any number of
    /// `Progress` and `Stopped`, then `StopOver` or `Failed`. Giving it up stops between two token ids.
    Stop {
        /// What was agreed to.
        plans: Arc<[Plan]>,
        /// How far it goes.
        how: How,
        /// Name of the run in the journal that this goes on with, if it was cut off.
        resumes: Option<String>,
    },
    /// Read the journal of this host. Answers: `Journal` or `Failed`.
    ReadJournal,
    /// Fetch one token of one stored row, and nothing else. Answers: `Token` or `Failed`.
    FetchToken(Chosen),
    /// Read a token from the file of this name. Answers: `Token` or `Failed`.
    ReadToken {
        /// As it was typed; `~` stands for the home directory.
        name: String,
    },
    /// Check the signature with keys of the configured issuers. Answers: `Verified` or `Failed`.
    Verify(Raw),
}

/// The three kinds of requests of design.md 6.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestKind {
    /// Changes nothing anywhere.
    Read,
    /// An issuer makes a credential for us: on request, never repeated.
    IssuesCredential,
    /// Changes something at the installation or at an issuer.
    Mutating,
}

impl Request {
    /// Which kind it is: the runtime refuses what is not allowed, whatever update says.
    pub fn kind(&self) -> RequestKind {
        match self {
            Self::Load
            | Self::OpenKey { .. }
            | Self::Refresh { .. }
            | Self::Identify
            | Self::ListTokens { .. }
            | Self::UserWhy { .. }
            | Self::CeWhy { .. }
            | Self::PlanStop { .. }
            | Self::ReadJournal
            | Self::FetchToken(_)
            | Self::ReadToken { .. }
            | Self::Verify(_) => RequestKind::Read,
            Self::Stop { .. } => RequestKind::Mutating,
        }
    }

    /// What it does, for the list of tasks.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Load => "reading the configuration",
            Self::OpenKey { .. } => "opening the private key",
            Self::Refresh { .. } => "asking for a newer configuration",
            Self::Identify => "asking who we are",
            Self::ListTokens { .. } => "listing tokens",
            Self::UserWhy { .. } | Self::CeWhy { .. } => "looking at why",
            Self::PlanStop { .. } => "looking at what would be stopped",
            Self::ReadJournal => "reading the journal",
            Self::Stop { how: How::Row, .. } => "deleting rows",
            Self::Stop { .. } => "revoking tokens",
            Self::FetchToken(_) => "fetching a token",
            Self::ReadToken { .. } => "reading a file",
            Self::Verify(_) => "checking a signature",
        }
    }
}

/// A filter and sort too big to be done at once.
#[derive(Clone)]
pub struct Arrangement {
    /// For which screen. A newer one for the same screen overtakes it.
    pub route: Route,
    /// The rows.
    pub source: Arc<dyn Source>,
    /// What is wished for.
    pub wish: Wish,
    /// The time for which rows are chosen.
    pub now: Timestamp,
}

impl fmt::Debug for Arrangement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrangement")
            .field("route", &self.route)
            .field("rows", &self.source.rows())
            .field("wish", &self.wish)
            .field("now", &self.now)
            .finish()
    }
}

/// One thing to be done outside.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Send a request. Its answers come back as `Msg::Answer`, and when it is over, however it ended, `Msg::Ended`.
    Ask {
        /// What its answers have to bear.
        stamp: Stamp,
        /// The request.
        request: Request,
    },
    /// Give up the request of this stamp.
    Cancel(Stamp),
    /// Filter and sort in the background; comes back as `Msg::Arranged`.
    Arrange {
        /// What the result has to bear.
        stamp: Stamp,
        /// The work.
        arrangement: Arrangement,
    },
    /// Allow requests that change something: a person has given leave.
    Unlock(Leave),
    /// Allow none any more. Those under way go on.
    Lock,
    /// Give up the request of this stamp, and end the program when it is over.
    QuitAfter(Stamp),
    /// End the program.
    Quit,
}

/// All that one message led to.
#[derive(Debug, Default)]
pub struct Effects {
    /// To be done, in order.
    pub list: Vec<Effect>,
    /// Whether something on screen may look different now.
    pub redraw: bool,
}

impl Effects {
    /// Nothing to do, nothing to draw.
    pub fn none() -> Self {
        Self::default()
    }

    /// Nothing to do outside, but the screen has changed.
    pub fn redraw() -> Self {
        Self { list: Vec::new(), redraw: true }
    }

    /// One thing to do, and the screen has changed.
    pub fn one(effect: Effect) -> Self {
        Self { list: vec![effect], redraw: true }
    }

    /// Adds what else is to be done.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        self.redraw |= other.redraw;
        self
    }
}

impl From<Option<Effect>> for Effects {
    fn from(effect: Option<Effect>) -> Self {
        Self { list: effect.into_iter().collect(), redraw: true }
    }
}
