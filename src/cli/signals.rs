//! Interrupts: ctrl-c ends a command at once with 130, TERM with 143, whatever it is waiting for.

use std::thread;

use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use super::{Status, passphrase};

/// Runs `work` on a thread of its own and waits for it or for a signal, whichever comes first.
///
/// The work may block in a write to a full pipe; a signal ends the process all the same. Nothing is lost: commands that
/// change something write their intent down first and look for the truth when they are run again.
pub(super) fn with_signals(work: impl FnOnce() -> Status + Send + 'static) -> Status {
    let Ok(runtime) = Builder::new_current_thread().enable_all().build() else {
        return work();
    };
    runtime.block_on(async {
        let (done, finished) = oneshot::channel();
        let mut interrupt = signal(SignalKind::interrupt()).ok();
        let mut terminate = signal(SignalKind::terminate()).ok();
        let mut hangup = signal(SignalKind::hangup()).ok();
        thread::spawn(move || done.send(work()));
        let status = tokio::select! {
            status = finished => status.unwrap_or(Status::CRASHED),
            () = next(&mut interrupt) => Status(130),
            () = next(&mut terminate) => Status(143),
            () = next(&mut hangup) => Status(129),
        };
        // a signal may come while a passphrase is typed
        passphrase::restore();
        status
    })
}

/// The next signal of this kind; never, if it cannot be listened for.
async fn next(signal: &mut Option<tokio::signal::unix::Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}
