//! Committing staged changes: fetched from the master, merged, judged, sent once, read back, and told as it is.
//!
//! The server has no lock between comparing versions and swapping texts, and does not say which version it made (facts/dirac.md
//! 3.3). So nothing is believed but what is read: the text is read again at once and after five seconds, then the history;
//! where that shows commits of the same moment their texts are read, too. At most one fetch, one upload, two re-reads and one
//! call of the history; the upload is never repeated. What is about to be sent is in the journal before its first byte
//! leaves, and the text that it takes the place of is kept on this host.
//!
//! [`prepare()`] sends nothing that changes anything; [`Prepared::ready`] says whether it may go on; [`send()`] sends.

mod earlier;
mod prepare;
mod send;
mod words;

pub use earlier::{Dark, Sight, dark, look, settle};
pub(crate) use prepare::checked;
pub use prepare::{Agreed, Prepared, Ready, Staged, merge, prepare};
pub use send::{Desk, Upload, send};
pub use words::{person, unchecked};
