//! The impure shell: it owns the model, runs effects, and brings their results back as messages.
//!
//! [`core`] needs no terminal, so that tests drive the whole console in process.

pub mod console;
pub mod core;
pub mod installation;
pub mod log;
pub mod terminal;
