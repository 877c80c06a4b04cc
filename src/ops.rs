//! The use cases: everything that takes more than one request, one file each.
//!
//! A use case takes wire traits, a clock, a cancel token and a sink for progress, and returns domain values or a
//! [`Problem`](crate::domain::problem::Problem). It knows neither screens nor arguments.

pub mod bulk;
pub mod commit;
pub mod connection;
pub mod credentials;
pub mod discover;
pub mod doctor;
pub mod editing;
pub mod fetch_token;
pub mod history;
pub mod inspect;
pub mod issuer_keys;
pub mod list_tokens;
pub mod load;
pub mod master;
pub mod preflight;
pub mod problem;
pub mod revert;
pub mod rollback;
pub mod runs;
pub mod staging;
pub mod stop;
pub mod sync;
pub mod token_file;
pub mod unlock;
pub mod user_why;
pub mod verify;
pub mod whoami;

use std::pin::Pin;
use std::time::Duration;

use jiff::Timestamp;

/// The time, handed in so that tests have their own.
pub type Clock = fn() -> Timestamp;

/// A wait, handed in so that tests have none.
pub type Pause = fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
