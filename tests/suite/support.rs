//! What several tests stand on.

pub mod certificates;
#[path = "../support/faults.rs"]
pub mod faults;
pub mod recording;
pub mod server;
pub mod svg;
