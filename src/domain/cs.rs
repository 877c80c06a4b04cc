//! The Configuration Service's data: cfg text, the tree over it, paths, merging.
//!
//! [`parse`] keeps a text and lays a [`Tree`] of spans over it; [`serialize`] writes a tree as DIRAC's servers do;
//! [`Tree::merged`] puts local files over the remote text. All three behave as `diraccfg` 1.0.1 does, the library that
//! DIRAC 8 and 9 read and write their configuration with (facts/dirac.md 3.1). What an option *means* is not known here.

mod blank;
mod edit;
mod lookup;
mod merge;
mod path;
mod print;
mod source;
mod text;
mod tree;
mod value;
mod view;

pub use edit::{ChangeSet, Edit, Step};
pub use path::CsPath;
pub use print::{serialize, write_to};
pub use text::{ParseError, parse};
pub use tree::{LocalFile, Origin, Tree};
pub use value::List;
pub use view::{Entry, Opt, Section};

#[cfg(test)]
mod tests;
