//! Stopping a stored token: the plan that a person agrees to, and the run that keeps to it (design.md 6.3, 6.4, 6.6).
//!
//! A run reads the state first and compares it with the plan: what is not what was agreed to is not touched. Then, in this
//! order: every refresh token that can be revoked is looked at (RFC 7662); each is revoked once (RFC 7009) and looked at
//! again; the rows are read once more, for issuers may be slow; they are deleted once, if all that had to be revoked is or if it
//! was agreed that they go anyway; and they are looked for. What changes something is written down before it is sent and after it has ended; without that nothing is
//! sent. Whoever drives the run writes [`Record::Settled`](crate::store::journal::Record::Settled).
//!
//! Access tokens are left alone: sites verify them offline, so revoking one would stop nothing that the report could
//! name. It says until when they live.
//!
//! # After an interruption
//!
//! [`Past`] is what an earlier run of the same id wrote. The state decides, never the record alone:
//!
//! | revocation in the record | the issuer says now | what happens |
//! |---|---|---|
//! | whatever | active | revoked now: it had no effect |
//! | begun, and active before to the same client | not active | it had effect, and is not sent again |
//! | begun, never active before | not active | not sent again; nothing is proven |
//! | answered with 200 | cannot be asked | not sent again; accepted, nothing is proven |
//! | begun | cannot be asked | not sent again; in doubt, and the row stays unless it was to go anyway |
//! | none, or refused | not active or cannot be asked | revoked now |
//! | active before, not active after | its row is gone | proven |
//! | answered with 200 | its row is gone | accepted, nothing is proven |
//! | begun | its row is gone | in doubt |
//! | refused, or never begun | its row was deleted by us | alive |
//! | refused, or never begun | its row was deleted by somebody else | nobody can tell |
//!
//! | deletion in the record | the rows | what happens |
//! |---|---|---|
//! | begun | gone | it had effect, and is not sent again |
//! | begun | one among them that it was not sent for | left alone; what it did is not proven |
//! | whatever | there | deleted now: it had no effect |
//! | none, or refused | gone | somebody else deleted them |
//! | whatever | cannot be read | nothing is sent |
//!
//! The record names no client: that an issuer said "active" in an earlier run counts only if the row says which client its
//! tokens were issued to, and this host still has the credentials of that one.

mod desk;
mod past;
mod plan;
mod run;
mod words;

pub use desk::{Desk, ReadDesk, WriteDesk};
pub use past::Past;
pub use plan::plan;
pub use run::stop;

#[cfg(test)]
mod tests;
