//! What the screens look like: snapshots of hand-built screenfuls in four sizes without colour, every size without a panic, and
//! nothing hostile on any of them.

mod fixtures;
mod render;

pub(crate) mod anysize;
mod hostile;
mod snapshots;
