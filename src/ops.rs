//! The use cases: everything that takes more than one request, one file each.
//!
//! A use case takes wire traits, a clock, a cancel token and a sink for progress, and returns domain values or a
//! [`Problem`](crate::domain::problem::Problem). It knows neither screens nor arguments.

pub mod bulk;
pub mod connection;
pub mod credentials;
pub mod discover;
pub mod doctor;
pub mod editing;
pub mod fetch_token;
pub mod inspect;
pub mod issuer_keys;
pub mod list_tokens;
pub mod load;
pub mod problem;
pub mod runs;
pub mod staging;
pub mod stop;
pub mod token_file;
pub mod unlock;
pub mod user_why;
pub mod verify;
pub mod whoami;

use jiff::Timestamp;

/// The time, handed in so that tests have their own.
pub type Clock = fn() -> Timestamp;
