//! Signals: what ends the console, what stops it, and what wakes it up again.

use std::io;
use std::sync::Arc;

use rustix::process::{self, Signal as Posix};
use tokio::signal::unix::{self, SignalKind};
use tokio::sync::Notify;

/// A signal that concerns the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT, as from `kill -INT`: ctrl-c itself is a key here.
    Interrupt,
    /// SIGTERM.
    Terminate,
    /// SIGQUIT, as from `kill -QUIT`. Ends the program like the others, without a core dump: it would hold secrets.
    Quit,
    /// The terminal is gone: SIGHUP, or noticed by [`super::hangup`].
    HangUp,
    /// SIGTSTP: stop, as ctrl-z asks for.
    Stop,
    /// SIGCONT: go on.
    Continue,
}

/// Where signals come from.
pub trait Source {
    /// The next one. May be dropped and called again: none is lost.
    fn next(&mut self) -> impl Future<Output = Signal>;
}

/// The signals of this process.
#[derive(Debug)]
pub struct Signals {
    interrupt: unix::Signal,
    terminate: unix::Signal,
    quit: unix::Signal,
    hang_up: unix::Signal,
    stop: unix::Signal,
    go_on: unix::Signal,
    lost: Arc<Notify>,
}

impl Signals {
    /// Begins to listen; from now on none of them ends or stops the process by itself. `lost` is told when the terminal is
    /// gone without a signal.
    pub fn listen(lost: Arc<Notify>) -> io::Result<Self> {
        let listen = |signal: Posix| unix::signal(SignalKind::from_raw(signal.as_raw()));
        Ok(Self {
            interrupt: listen(Posix::INT)?,
            terminate: listen(Posix::TERM)?,
            quit: listen(Posix::QUIT)?,
            hang_up: listen(Posix::HUP)?,
            stop: listen(Posix::TSTP)?,
            go_on: listen(Posix::CONT)?,
            lost,
        })
    }
}

impl Source for Signals {
    async fn next(&mut self) -> Signal {
        tokio::select! {
            biased;
            _ = self.hang_up.recv() => Signal::HangUp,
            () = self.lost.notified() => Signal::HangUp,
            _ = self.quit.recv() => Signal::Quit,
            _ = self.terminate.recv() => Signal::Terminate,
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.go_on.recv() => Signal::Continue,
            _ = self.stop.recv() => Signal::Stop,
        }
    }
}

/// Whether anybody would continue this process if it stopped: not the leader of a session, which has no shell above it.
pub fn can_be_continued() -> bool {
    process::getsid(None).is_ok_and(|session| session != process::getpid())
}

/// Stops this job, as ctrl-z does: all of its processes, so that a script around it stops too. Returns when continued.
pub fn stop() -> io::Result<()> {
    process::kill_current_process_group(Posix::STOP)?;
    Ok(())
}
