//! Errors of the wire as problems of a person.

use crate::domain::inventory::Inventory;
use crate::domain::permission::{What, judge};
use crate::domain::problem::{Class, Problem};
use crate::wire::error::{ErrorKind, WireError};

impl From<&WireError> for Problem {
    fn from(error: &WireError) -> Self {
        let class = match error.kind() {
            ErrorKind::Commit(fault) if fault.is_conflict() => Class::Conflict,
            ErrorKind::Commit(fault) if fault.is_of_usage() => Class::Usage,
            ErrorKind::Commit(_)
            | ErrorKind::Unauthenticated
            | ErrorKind::Unauthorized { .. }
            | ErrorKind::Refused { .. }
            | ErrorKind::NoSuchMethod => Class::Refused,
            ErrorKind::ForbiddenUrl { .. } | ErrorKind::NoUrl { .. } | ErrorKind::NoTokenId(_) => {
                Class::Usage
            }
            ErrorKind::UnknownUser(_) => Class::Partial,
            ErrorKind::Issuer(fault) if fault.is_refusal() => Class::Refused,
            _ => Class::Unreachable,
        };
        Self::new(class, error.url(), error.to_string(), error.remedy())
    }
}

/// An error as a problem, in the light of what the configuration says: a 401 for a method is told with what the caller's
/// group lacks, and which of the caller's groups would do.
pub fn explained(error: &WireError, inventory: &Inventory) -> Problem {
    let what = error.method().and_then(What::of_method);
    match (error.kind(), what) {
        (ErrorKind::Unauthorized { who: Some(who), .. }, Some(what)) => {
            let problem = judge(what, &**who, inventory).refused();
            Problem { subject: error.url().to_owned(), ..problem }
        }
        _ => Problem::from(error),
    }
}
