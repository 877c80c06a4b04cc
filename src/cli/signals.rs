//! Interrupts: ctrl-c ends a command at once with 130, TERM with 143, whatever it is waiting for; one that is changing something
//! comes to a place where it can be gone on with.

use std::io::{self, Write as _};
use std::sync::{Arc, OnceLock};
use std::thread;

use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::{Status, passphrase};

/// What a command is brought to an end at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// The token id that it is at; the rest is left, and the status is that of the signal.
    Id,
    /// A credential that is on its way: it is wiped, and the status is that of the signal.
    Credential,
    /// The look at what became of a commit: nothing is left, and the status is that of the outcome.
    Look,
}

impl Care {
    fn sentence(self) -> &'static str {
        match self {
            Self::Id => "Stopping when this token id is done; another signal stops at once.",
            Self::Credential => {
                "Stopping once the credential is wiped; another signal stops at once."
            }
            Self::Look => {
                "Stopping once what became of the commit was looked at; another signal stops at once."
            }
        }
    }
}

/// How a signal ends a command.
#[derive(Clone, Debug, Default)]
pub(super) struct Ending {
    care: Arc<OnceLock<Care>>,
    cancel: CancellationToken,
}

impl Ending {
    /// From now on a signal does not end the process: it cancels what comes back here, and whoever has that ends the
    /// command soon. Another signal ends the process at once.
    pub(super) fn carefully(&self, care: Care) -> CancellationToken {
        // a command is careful about one thing
        let _ = self.care.set(care);
        self.cancel.clone()
    }
}

/// Runs `work` on a thread of its own and waits for it or for a signal, whichever comes first.
///
/// The work may block in a write to a full pipe; a signal ends the process all the same. Nothing is lost: commands that
/// change something write their intent down first and look for the truth when they are run again. While they are at it the
/// first signal lets them end between two steps, the second one does not.
pub(super) fn with_signals(work: impl FnOnce(Ending) -> Status + Send + 'static) -> Status {
    let ending = Ending::default();
    let Ok(runtime) = Builder::new_current_thread().enable_all().build() else {
        return work(ending);
    };
    runtime.block_on(async {
        let (done, mut finished) = oneshot::channel();
        let mut interrupt = signal(SignalKind::interrupt()).ok();
        let mut terminate = signal(SignalKind::terminate()).ok();
        let mut hangup = signal(SignalKind::hangup()).ok();
        let its = ending.clone();
        thread::spawn(move || done.send(work(its)));
        let status = tokio::select! {
            status = &mut finished => return status.unwrap_or(Status::CRASHED),
            () = next(&mut interrupt) => Status(130),
            () = next(&mut terminate) => Status(143),
            () = next(&mut hangup) => Status(129),
        };
        // a signal may come while a passphrase is typed
        passphrase::restore();
        if let Some(care) = ending.care.get() {
            ending.cancel.cancel();
            // a closed standard error leaves nobody to tell
            let _ = writeln!(io::stderr().lock(), "{}", care.sentence());
            tokio::select! {
                end = &mut finished => if *care == Care::Look {
                    return end.unwrap_or(Status::CRASHED);
                },
                () = next(&mut interrupt) => {}
                () = next(&mut terminate) => {}
                () = next(&mut hangup) => {}
            }
        }
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
