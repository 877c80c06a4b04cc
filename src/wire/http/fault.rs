//! Tells the HTTP library's errors apart.

use std::error::Error;
use std::io;
use std::time::Duration;

use crate::wire::error::{ErrorKind, Phase, TlsTrouble};

/// An error before the answer began.
pub(super) fn of_sending(error: &reqwest::Error, connect: Duration) -> ErrorKind {
    if let Some(trouble) = tls(error) {
        return ErrorKind::Tls(trouble);
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
    match tls(error) {
        // the body's end is known by its length, so an end without a TLS farewell is just an early end
        Some(TlsTrouble::Other(_)) | None => ErrorKind::Dropped { phase: Phase::Body },
        Some(trouble) => ErrorKind::Tls(trouble),
    }
}

/// The innermost reason, in the words of the system or the library: the outer ones only repeat the URL.
pub(super) fn words(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

fn tls(error: &(dyn Error + 'static)) -> Option<TlsTrouble> {
    causes(error).find_map(|cause| {
        let inner = cause.downcast_ref::<rustls::Error>().or_else(|| {
            cause.downcast_ref::<io::Error>()?.get_ref()?.downcast_ref::<rustls::Error>()
        })?;
        Some(TlsTrouble::of(inner))
    })
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    // no library's chain is longer; a circular one would otherwise never end
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error: &'a (dyn Error + 'static) = *error;
        error.source()
    })
    .take(20)
}
