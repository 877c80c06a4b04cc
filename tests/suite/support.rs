//! What several tests stand on.

pub mod certificates;
#[path = "../support/faults.rs"]
pub mod faults;
#[cfg(feature = "sandbox")]
#[path = "../support/guarded.rs"]
pub mod guarded;
pub mod recording;
pub mod server;
pub mod svg;
