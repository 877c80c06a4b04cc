//! Stopping a stored token: what would happen, what did, and words for it that are true.
//!
//! Deleting a row of TokenDB revokes nothing and destroys the handle to the real thing; sites that verify offline accept an
//! access token until it ends; an issuer that says `active: false` without ever having said `true` proves nothing
//! (design.md 6.6). Owns the plan, the outcome words and the rule that leads from what was seen to the word. How things
//! are asked and in which order is `ops::stop`'s.

mod judge;
mod outcome;
mod plan;
mod tell;

pub use judge::{Death, Rows, outcome};
pub use outcome::{Done, Lasting, Outcome, Report, Step, StepKind};
pub use plan::{Fate, How, Plan, RowPlan};
pub use tell::{Told, tell};
