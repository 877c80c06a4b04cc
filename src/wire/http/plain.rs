//! Requests to servers that do not speak DIRAC's RPC: every status is an answer, and it is opened by who asked.

use std::fmt;

use zeroize::Zeroizing;

use super::{Asked, Duration, Heard, Http, KEEP_IDLE, client};
use crate::wire::error::WireError;
use crate::wire::url::Endpoint;

/// What is asked.
pub(in crate::wire) struct Query {
    /// Name of the request, for onlookers.
    pub(in crate::wire) method: &'static str,
    /// The form, encoded; without one it is a GET.
    pub(in crate::wire) form: Option<Zeroizing<String>>,
    /// What the header Authorization says, if there is one.
    pub(in crate::wire) authorization: Option<Zeroizing<String>>,
    /// Bytes that the answer may have.
    pub(in crate::wire) limit: u64,
}

impl fmt::Debug for Query {
    /// Without form and header: tokens and client secrets are in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query").field("method", &self.method).finish_non_exhaustive()
    }
}

impl Query {
    fn asked(&self) -> Asked<'_> {
        Asked {
            method: self.method,
            form: self.form.as_ref().map(|form| form.as_str()),
            authorization: self.authorization.as_ref().map(|text| text.as_str()),
            // answers may hold secrets: their compressed length would tell of them
            gzip: false,
            limit: self.limit,
        }
    }
}

impl Http {
    /// Asks a question that changes nothing, over a kept connection if there is one.
    pub(in crate::wire) async fn ask<T>(
        &self,
        url: &Endpoint,
        query: &Query,
        open: impl Fn(Heard) -> Result<T, WireError> + Send + Sync,
    ) -> Result<T, WireError> {
        let client = client(&self.reads, &self.tls, self.timeouts, KEEP_IDLE, usize::MAX)?;
        let _slot = self.slots.acquire().await.map_err(|_| WireError::cancelled(""))?;
        self.read_one(client, url, &query.asked(), &open).await
    }

    /// Asks for a change: one connection, one request, never again. Errors are marked as those of a change.
    pub(in crate::wire) async fn ask_once<T>(
        &self,
        url: &Endpoint,
        query: &Query,
        open: impl Fn(Heard) -> Result<T, WireError> + Send + Sync,
    ) -> Result<T, WireError> {
        let client = client(&self.changes, &self.tls, self.timeouts, Duration::ZERO, 0)?;
        self.attempt(client, url, &query.asked(), &open).await.map_err(WireError::of_change)
    }
}
