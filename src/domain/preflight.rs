//! What would stop the pilots of a VO at a CE, if they were submitted with a token: ordered checks, each with the place it
//! is told from, what follows where it fails, and what to do (facts/dirac.md 5.4).
//!
//! Most of it is decided by a configuration alone, so that it can be asked of one that is only staged. What only a server can
//! tell is handed in as [`Live`]; without it these checks are unknown and say so. The table of checks is [`CHECKS`].

mod arex;
mod checks;
mod directors;
mod explain;
mod ground;
mod guard;
mod live;
mod provider;
mod queues;
mod row;
mod summary;
mod target;
mod told;

pub use arex::{Heard, Local, Release, control, judge};
pub use checks::{CHECKS, Check, Decides, Failing};
pub use explain::{Preflight, Question, explain};
pub use ground::{Ground, OfVo};
pub use guard::{Guarded, Stopped, guard};
pub use live::{Answered, Ask, Fetch, FetchRefused, IssuerSeen, Live, Probe, Probed, TokenSeen};
pub use row::{Purpose, Row};
pub use summary::{Outcome, OutcomeOf, Summary};
pub use target::{Target, targets};

/// What DIRAC asks for in the name of a pilot, in its order (`PilotScopes.py`; facts/dirac.md 5.2).
pub const PILOT_SCOPES: [&str; 4] =
    ["compute.cancel", "compute.create", "compute.modify", "compute.read"];

#[cfg(test)]
mod tests;
