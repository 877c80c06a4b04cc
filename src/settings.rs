//! What this process was started with: the surroundings (environment, home, user, terminal), the options given by hand, and
//! the local DIRAC configuration they lead to.
//!
//! Everything is read once and passed down, so that a test can make its own. Nothing here speaks to a server.

pub mod local_cfg;
pub mod options;
pub mod surroundings;

pub use options::{ColorChoice, Options};
pub use surroundings::{Surroundings, Terminal};
