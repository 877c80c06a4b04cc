//! The program in a terminal of its own: what it shows there, and that it leaves the terminal as it was, whatever ends it.
//!
//! Nothing here sleeps: each step waits for what has to appear, and fails when its time is over.

#[path = "../support/faults.rs"]
#[expect(dead_code, reason = "the other test binary uses the rest")]
mod faults;
#[path = "../support/guarded.rs"]
mod guarded;
#[path = "../support/living.rs"]
mod living;
mod modes;
mod passphrase;
mod rounds;
mod session;

mod console;
mod demo;
mod ends;
mod guard;
mod inspecting;
mod jobs;
mod lost;
mod stand_in;
mod stopping;
