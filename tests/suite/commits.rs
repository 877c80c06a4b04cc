//! Commits against the embedded installation: alone, raced at every moment, with lost answers, and large ones; what is said
//! of each, and what was sent for it.

pub mod bed;
mod large;
mod raced;
mod twin;
