//! The worker: a copy of the configuration that is as old as the last time it asked the master
//! (`RefresherBase._refreshAndPublish`, facts/dirac-live.md 5).

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::served::option;
use super::{Configuration, Served, held};

/// How often a worker asks where nothing is said.
const PROPAGATION: SignedDuration = SignedDuration::from_secs(300);

/// What the worker has.
#[derive(Debug)]
pub(super) struct Worker {
    served: Arc<Served>,
    /// The URL of its own first request; until then it does not register.
    url: Option<String>,
    every: Option<SignedDuration>,
    next: Timestamp,
}

impl Worker {
    /// A worker that has read the master at `now`.
    pub(super) fn new(served: Arc<Served>, every: Option<SignedDuration>, now: Timestamp) -> Self {
        let mut worker = Self { served, url: None, every, next: now };
        worker.next = now.checked_add(worker.every()).unwrap_or(Timestamp::MAX);
        worker
    }

    pub(super) fn served(&self) -> Arc<Served> {
        Arc::clone(&self.served)
    }

    fn every(&self) -> SignedDuration {
        let said = || {
            let seconds = option(self.served.tree(), "PropagationTime")?.trim().parse().ok()?;
            Some(SignedDuration::from_secs(seconds))
        };
        self.every.or_else(said).unwrap_or(PROPAGATION).max(SignedDuration::ZERO)
    }
}

impl Configuration {
    /// The worker's first request asked for `url`: from now on it asks the master regularly, and registers there.
    pub(super) fn opened_worker(&self, url: &str, now: Timestamp) {
        let mut worker = held(&self.worker);
        worker.url = Some(url.to_owned());
        worker.next = now.checked_add(worker.every()).unwrap_or(Timestamp::MAX);
    }

    /// Does what the worker would have done by `now`. To be called before each request to either server, so that each finds
    /// what it would have found.
    pub(in crate::sandbox::dirac) fn tick(&self, now: Timestamp) {
        let mut worker = held(&self.worker);
        // asking twice ends it: the first time may register, the second reads what that made
        for _ in 0..2 {
            if worker.next > now {
                return;
            }
            let at = worker.next;
            self.ask(&mut worker, at);
            worker.next = at.checked_add(worker.every()).unwrap_or(Timestamp::MAX);
        }
        if worker.next <= now {
            worker.next = now.checked_add(worker.every()).unwrap_or(Timestamp::MAX);
        }
    }

    /// The worker asks the server that its copy calls the master, if there is one, and registers there.
    fn ask(&self, worker: &mut Worker, now: Timestamp) {
        if option(worker.served.tree(), "MasterServer").as_deref() != Some(&*self.addresses.master)
        {
            return;
        }
        let current = self.at_master();
        if worker.served.version() < current.version() {
            worker.served = current;
        }
        if let Some(url) = &worker.url {
            self.publish(url, now);
        }
    }
}
