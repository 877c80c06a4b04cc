//! What several tests stand on.

pub mod certificates;
pub mod recording;
pub mod server;
