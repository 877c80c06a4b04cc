//! What the console can ask of an installation. The real one calls `ops`; tests hand in a fake.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio_util::sync::CancellationToken;

use crate::app::effect::Request;
use crate::app::msg::{Answer, Msg};
use crate::domain::problem::{Class, Problem};
use crate::store::requests::RequestRecord;
use crate::store::resource::Progress;
use crate::store::stamp::Stamp;
use crate::wire::rpc::WriteUnlocked;

/// An installation that can be asked.
pub trait Backend: Send + Sync + 'static {
    /// Carries `request` out and tells `sink` what comes back, in the order that [`Request`] says. Returning without an
    /// answer counts as a failure.
    ///
    /// Reading requests are dropped where they stand when they are given up; `sink.cancelled()` tells it to those that
    /// have something to put in order first.
    fn run(&self, request: Request, sink: Sink) -> impl Future<Output = ()> + Send;

    /// The same for a request that changes something, which is what leave was given for. It is never dropped: when it is given
    /// up, `sink.cancelled()` says so, and it ends before its next step. One that knows no such requests refuses them.
    fn change(
        &self,
        request: Request,
        _leave: WriteUnlocked,
        sink: Sink,
    ) -> impl Future<Output = ()> + Send {
        async move {
            let what = request.label();
            let message = format!("This installation cannot do this from here: {what}.");
            let problem = Problem::new(Class::Refused, what, message, "");
            // nobody listens: nothing to be told
            let _ = sink.answer(Answer::Failed(problem)).await;
        }
    }
}

/// The request was given up, or the console has ended: nobody listens any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody waits for this answer any more")]
pub struct Stopped;

/// Takes the answers to one request. Each bears the stamp of the request.
#[derive(Clone, Debug)]
pub struct Sink {
    pub(super) stamp: Stamp,
    pub(super) sender: mpsc::Sender<Msg>,
    pub(super) cancel: CancellationToken,
    /// Records for which there was no room.
    pub(super) lost: Arc<AtomicU64>,
}

impl Sink {
    /// Tells an answer, or a part of one. Waits while the console is behind.
    pub async fn answer(&self, answer: Answer) -> Result<(), Stopped> {
        if self.cancel.is_cancelled() {
            return Err(Stopped);
        }
        if let Answer::Failed(problem) | Answer::Problem(problem) = &answer {
            problem.log();
        }
        let msg = Msg::Answer { stamp: self.stamp, answer };
        self.sender.send(msg).await.map_err(|_| Stopped)
    }

    /// Tells an answer although the request was given up: what a change has done has to be known.
    pub async fn last(&self, answer: Answer) -> Result<(), Stopped> {
        if let Answer::Failed(problem) | Answer::Problem(problem) = &answer {
            problem.log();
        }
        self.sender.send(Msg::Answer { stamp: self.stamp, answer }).await.map_err(|_| Stopped)
    }

    /// Tells how far the request is.
    pub async fn progress(
        &self,
        done: usize,
        total: Option<usize>,
        unit: &'static str,
    ) -> Result<(), Stopped> {
        self.answer(Answer::Progress(Progress { done, total, unit })).await
    }

    /// Puts a request that was sent into the log. Never waits; when the console is far behind the record is lost, which is
    /// better than holding up a request, and the console is told how many were.
    pub fn record(&self, record: RequestRecord) {
        let msg = Msg::Record(self.stamp.installation, Box::new(record));
        if matches!(self.sender.try_send(msg), Err(TrySendError::Full(_))) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Set when the request is given up.
    pub fn cancelled(&self) -> &CancellationToken {
        &self.cancel
    }
}
