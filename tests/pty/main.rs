//! The program in a terminal of its own: what it shows there, and that it leaves the terminal as it was, whatever ends it.
//!
//! Nothing here sleeps: each step waits for what has to appear, and fails when its time is over.

mod modes;
mod rounds;
mod session;

mod console;
mod demo;
mod guard;
mod jobs;
mod lost;
mod stand_in;
