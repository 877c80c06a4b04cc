//! What stopping sends, and what it says, against servers that do what a test wants.

mod cut;
mod fake;
mod interrupted;
mod laws;
mod plans;
mod runs;
mod wording;
