//! Errors of the wire as problems of a person.

use crate::domain::problem::{Class, Problem};
use crate::wire::error::{ErrorKind, WireError};

impl From<&WireError> for Problem {
    fn from(error: &WireError) -> Self {
        let class = match error.kind() {
            ErrorKind::Unauthenticated
            | ErrorKind::Unauthorized { .. }
            | ErrorKind::Refused { .. }
            | ErrorKind::NoSuchMethod => Class::Refused,
            ErrorKind::ForbiddenUrl { .. } | ErrorKind::NoUrl { .. } => Class::Usage,
            ErrorKind::UnknownUser(_) => Class::Partial,
            _ => Class::Unreachable,
        };
        Self::new(class, error.url(), error.to_string(), error.remedy())
    }
}
