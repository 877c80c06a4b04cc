//! The Configuration Service's data: cfg text, the tree over it, paths, merging.
//!
//! [`parse`] keeps a text and lays a [`Tree`] of spans over it; [`serialize`] writes a tree as DIRAC's servers do;
//! [`Tree::merged`] puts local files over the remote text. All three behave as `diraccfg` 1.0.1 does, the library that
//! DIRAC 8 and 9 read and write their configuration with (facts/dirac.md 3.1). What an option *means* is not known here.
//!
//! Changes are staged as [`Edit`]s, operations by path. [`Tree::edited`] applies them, [`compare()`] says what differs,
//! [`three_way()`] puts them onto a configuration that has changed meanwhile, [`judge`] says what may not be done at all.

mod apply;
mod blank;
mod compare;
mod diff;
mod edit;
mod elements;
mod fault;
mod lookup;
mod merge;
mod path;
mod print;
mod protect;
mod shadow;
mod sheet;
mod sign;
mod source;
mod spelling;
mod text;
mod three_way;
mod tree;
mod value;
mod version;
mod view;

pub use compare::{Change, Difference, Shown, What, compare};
pub use diff::{DiffLine, diff_lines};
pub use edit::{ChangeSet, Edit, Step};
pub use fault::{EditFault, Why};
pub use path::CsPath;
pub use print::{serialize, write_to};
pub use protect::{
    Because, Danger, Judgement, Refusal, judge, judge_changes, judge_edits, kept_by_servers,
};
pub use shadow::{Shadowed, shadowed};
pub use sign::Signed;
pub use spelling::Misspelling;
pub use text::{ParseError, parse};
pub use three_way::{Choice, Choices, Conflict, Merged, State, WhyConflict, three_way};
pub use tree::{LocalFile, Origin, Tree};
pub use value::List;
pub use version::{Committed, is_version};
pub use view::{Entry, Opt, Section};

#[cfg(test)]
mod tests;
