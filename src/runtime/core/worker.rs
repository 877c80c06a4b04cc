//! Filtering and sorting of big tables beside the message loop. For each screen the latest wish wins: an older one is told
//! to stop, and its result, should it still come, has a foreign stamp.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc;

use super::effects::broken;
use crate::app::effect::Arrangement;
use crate::app::msg::Msg;
use crate::app::route::Route;
use crate::store::index::{self, Arranged};
use crate::store::stamp::Stamp;

/// What is being worked on, one job a screen.
#[derive(Default)]
pub(super) struct Worker {
    jobs: HashMap<Route, (Stamp, Arc<AtomicBool>)>,
}

impl Worker {
    /// Begins a job; an older one for the same screen is stopped.
    pub(super) fn arrange(&mut self, stamp: Stamp, job: Arrangement, sender: mpsc::Sender<Msg>) {
        let stop = Arc::new(AtomicBool::new(false));
        if let Some((_, older)) = self.jobs.insert(job.route, (stamp, Arc::clone(&stop))) {
            older.store(true, Ordering::Relaxed);
        }
        let route = job.route;
        tokio::spawn(async move {
            let work = tokio::task::spawn_blocking(move || {
                index::arrange(&*job.source, &job.wish, job.now, &stop)
            });
            let arranged = match work.await {
                Ok(Some(arranged)) => arranged,
                // stopped: the newer job answers
                Ok(None) => return,
                // it panicked: no rows are better than wrong ones; the console says so and goes on
                Err(_) => {
                    let trouble = Box::new(broken("filtering and sorting"));
                    let _ = sender.send(Msg::Trouble(trouble)).await;
                    Arranged::default()
                }
            };
            // without a receiver there is no console that could show it
            let _ = sender.send(Msg::Arranged { stamp, route, arranged }).await;
        });
    }

    /// A result was taken in.
    pub(super) fn done(&mut self, stamp: Stamp) {
        self.jobs.retain(|_, (job, _)| *job != stamp);
    }

    /// Whether there is nothing to do.
    pub(super) fn resting(&self) -> bool {
        self.jobs.is_empty()
    }

    /// Stops all jobs.
    pub(super) fn stop(&mut self) {
        for (_, stop) in self.jobs.values() {
            stop.store(true, Ordering::Relaxed);
        }
        self.jobs.clear();
    }
}
