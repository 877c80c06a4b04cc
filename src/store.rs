//! What we know of remote truth: values with their age, token rows as columns, the order in which rows are shown.
//!
//! Plain data and pure computations. Nothing here knows how a value was fetched, how it is drawn, or what time it is;
//! times are handed in. Shared read-only parts are `Arc`s, so that a worker can sort while the screen goes on.

pub mod index;
pub mod installation;
pub mod journal;
pub mod natural;
pub mod requests;
pub mod resource;
pub mod selection;
pub mod stamp;
pub mod tokens;
