//! The message loop without a terminal: model, queue, tasks, worker, and the notion of being idle.
//!
//! One owner of all state, nothing awaited while a message is handled. Keys come in through [`Core::handle`], frames go out
//! through [`Core::frame`]; [`Core::wait`] sleeps until something has come back or the model asked to be woken. Whoever
//! tests the console waits for [`Core::settle`] and never sleeps.

pub mod backend;
mod effects;
mod worker;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::app::model::Model;
use crate::app::msg::Msg;
use crate::app::present::Screenful;
use crate::app::update::update;
use crate::app::write::{Leave, Write};
use crate::store::stamp::Stamp;

pub use backend::{Backend, Sink, Stopped};
pub(super) use effects::broken;

/// Messages that wait at most; whoever has more to tell waits until some were taken.
const QUEUE: usize = 256;
/// Messages handled between two frames at most.
const DRAIN: usize = 256;

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A request under way.
#[derive(Clone, Debug)]
pub struct Task {
    /// What it does: `listing tokens`.
    pub label: &'static str,
    /// When it began.
    pub since: Timestamp,
    cancel: CancellationToken,
}

/// The console without a terminal. Has to live within a tokio runtime.
pub struct Core<B> {
    /// Boxed, since it is large and a console is moved before it runs.
    model: Box<Model>,
    backend: Arc<B>,
    clock: Clock,
    sender: mpsc::Sender<Msg>,
    queue: mpsc::Receiver<Msg>,
    tasks: HashMap<Stamp, Task>,
    worker: worker::Worker,
    /// Records of requests for which the queue had no room, until the model is told.
    lost: Arc<AtomicU64>,
    /// Until when requests that change something are sent; what the model thinks is not asked.
    write: Write,
    dirty: bool,
    quitting: bool,
    /// The request that is waited for before the program ends.
    leaving: Option<Stamp>,
}

impl<B: Backend> Core<B> {
    /// The console at its start; nothing is asked before [`Core::start`].
    pub fn new(model: Model, backend: B, clock: Clock) -> Self {
        let (sender, queue) = mpsc::channel(QUEUE);
        Self {
            model: Box::new(model),
            backend: Arc::new(backend),
            clock,
            sender,
            queue,
            tasks: HashMap::new(),
            worker: worker::Worker::default(),
            lost: Arc::default(),
            write: Write::default(),
            dirty: true,
            quitting: false,
            leaving: None,
        }
    }

    /// The same with leave to change something from the start.
    #[must_use]
    pub fn unlocked(mut self, leave: &Leave) -> Self {
        self.write = leave.write();
        self.model.allow(leave);
        self
    }

    /// Sends the first requests. Call it after the first frame was drawn: nothing is asked before something is seen.
    pub fn start(&mut self) {
        self.handle(Msg::Start);
    }

    /// The state, for reading.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Takes a message in and sets off what follows from it. Returns at once.
    pub fn handle(&mut self, msg: Msg) {
        let over = match &msg {
            Msg::Ended(stamp) => Some(*stamp),
            Msg::Arranged { stamp, .. } => {
                self.worker.done(*stamp);
                None
            }
            _ => None,
        };
        let effects = update(&mut self.model, msg, (self.clock)());
        self.dirty |= effects.redraw;
        for effect in effects.list {
            self.run(effect);
        }
        if let Some(stamp) = over {
            self.tasks.remove(&stamp);
            self.quitting |= self.leaving == Some(stamp);
        }
    }

    /// Waits until something has happened outside, and takes it in, up to 256 messages of it. May be dropped and called
    /// again at any time: nothing is lost.
    pub async fn wait(&mut self) {
        let woken = self.model.next_wake((self.clock)());
        let nap = woken.map(|wake| until((self.clock)(), wake));
        let first = tokio::select! {
            biased;
            msg = self.queue.recv() => msg,
            () = sleep(nap) => Some(Msg::Tick),
        };
        if let Some(msg) = first {
            self.handle(msg);
        }
        self.drain();
    }

    /// Takes in what has come back so far, without waiting. Says whether there was something.
    pub fn drain(&mut self) -> bool {
        let mut any = false;
        for _ in 0..DRAIN {
            let Ok(msg) = self.queue.try_recv() else { break };
            self.handle(msg);
            any = true;
        }
        let lost = self.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            self.handle(Msg::RecordsLost(self.model.installation(), lost));
        }
        any
    }

    /// Whether nothing is under way: no message waits, no request runs, the worker rests. Timers do not count.
    pub fn idle(&self) -> bool {
        self.queue.is_empty() && self.tasks.is_empty() && self.worker.resting()
    }

    /// Takes messages in until nothing is under way any more.
    pub async fn settle(&mut self) {
        while !self.idle() {
            if let Some(msg) = self.queue.recv().await {
                self.handle(msg);
                self.drain();
            }
        }
    }

    /// What to draw, if something has changed since the last frame.
    pub fn frame(&mut self) -> Option<Screenful<'_>> {
        std::mem::take(&mut self.dirty).then(|| self.repaint())
    }

    /// What to draw, changed or not: after the terminal was resized or came back.
    pub fn repaint(&mut self) -> Screenful<'_> {
        self.dirty = false;
        self.model.present()
    }

    /// What lies over the screen can be seen now, down to its last line or not.
    pub fn overlay_seen(&mut self, to_its_end: bool) {
        self.dirty |= self.model.shown(to_its_end, (self.clock)());
    }

    /// Whether the user wants to leave.
    pub fn quitting(&self) -> bool {
        self.quitting
    }

    /// Requests under way.
    pub fn tasks(&self) -> impl Iterator<Item = (&Stamp, &Task)> {
        self.tasks.iter()
    }

    /// Gives up everything that is under way.
    pub fn stop(&mut self) {
        for task in self.tasks.values() {
            task.cancel.cancel();
        }
        self.worker.stop();
    }
}

impl<B> Drop for Core<B> {
    fn drop(&mut self) {
        for task in self.tasks.values() {
            task.cancel.cancel();
        }
        self.worker.stop();
    }
}

fn until(now: Timestamp, wake: Timestamp) -> Duration {
    Duration::try_from(wake.duration_since(now)).unwrap_or(Duration::ZERO)
}

async fn sleep(nap: Option<Duration>) {
    match nap {
        Some(nap) => tokio::time::sleep(nap).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod broken_tests;
#[cfg(test)]
mod tests;
