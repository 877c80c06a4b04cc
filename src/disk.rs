//! What outlives the program on this host: the journal of what it changes elsewhere, drafts of what is to be changed, and what
//! was replaced.
//!
//! Every file has a format number, is readable by its owner alone, is locked while somebody writes it, and is on the disk when
//! a write returns. Owns files and their formats; what a record means is `store`'s. Where the directories are is handed in.

pub mod draft;
pub mod journal;
pub mod replaced;
