//! What is typed into a dialog: a secret that is never seen, or a word that proves that one has read.
//!
//! Neither keeps a history: what was taken back is gone.

mod masked;
mod word;

pub use masked::{Masked, ROOM};
pub use word::Word;
