//! Tells the HTTP library's errors apart.

use std::error::Error;
use std::time::Duration;

use crate::wire::error::{ErrorKind, Phase};
use crate::wire::tls::{Trouble, explain_tls_error};

/// An error before the answer began.
pub(super) fn of_sending(error: &reqwest::Error, connect: Duration) -> ErrorKind {
    if let Some(tls) = explain_tls_error(error) {
        return ErrorKind::Tls(Box::new(tls));
    }
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => ErrorKind::Timeout { phase: Phase::Connect, after: connect },
        // a server that closes during the TLS handshake has received nothing
        (true, false) => ErrorKind::Unreachable { why: words(error) },
        (false, _) => ErrorKind::Dropped { phase: Phase::Answer },
    }
}

/// An error while the answer was read.
pub(super) fn of_reading(error: &reqwest::Error) -> ErrorKind {
    match explain_tls_error(error) {
        Some(tls) if tls.trouble != Trouble::Other => ErrorKind::Tls(Box::new(tls)),
        _ => ErrorKind::Dropped { phase: Phase::Body },
    }
}

/// The innermost reason, in the words of the system or the library: the outer ones only repeat the URL.
pub(super) fn words(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    // no library's chain is longer; a circular one would otherwise never end
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error: &'a (dyn Error + 'static) = *error;
        error.source()
    })
    .take(20)
}
