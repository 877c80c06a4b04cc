//! Which URLs failed lately, so that they are tried last.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::wire::url::Endpoint;

/// Failures by URL, each forgotten after a while.
#[derive(Debug)]
pub(super) struct Health {
    penalty: Duration,
    failed: Mutex<HashMap<Arc<str>, Instant>>,
}

impl Health {
    pub(super) fn new(penalty: Duration) -> Self {
        Self { penalty, failed: Mutex::default() }
    }

    /// The URLs in their own order, those that failed lately behind the others.
    pub(super) fn in_order<'a>(&self, urls: &'a [Endpoint]) -> Vec<&'a Endpoint> {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.retain(|_, since| since.elapsed() < self.penalty);
        let (last, first): (Vec<_>, Vec<_>) =
            urls.iter().partition(|url| failed.contains_key(url.full()));
        first.into_iter().chain(last).collect()
    }

    pub(super) fn failed(&self, url: &Endpoint) {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.insert(url.full().clone(), Instant::now());
    }

    pub(super) fn worked(&self, url: &Endpoint) {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.remove(url.full());
    }
}
