//! What the program leaves in writing about itself: a log on request, and a report after an internal error.
//!
//! A log is written only where one was asked for (`--log FILE` or `DIRAC_TOKENS_LOG`); a report only after a panic. Both are
//! readable by their owner alone. Every text passes through [`redact`](crate::domain::redact::redact) and
//! [`Clean`](crate::domain::foreign::Clean) on its way (`line`): what looks like a secret does not get in, and no control
//! character either. Arguments of the program, its environment, bodies and arguments of requests are never given to it.
//!
//! The rest of the program says what happens through `tracing`'s macros with a target of ours, `dirac_tokens::request` for
//! example. What other crates say is not taken: they know nothing of our secrets, but would print them.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

use jiff::Timestamp;
use tracing::level_filters::LevelFilter;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

pub mod crash;
mod file;
mod line;

use file::LogFile;

/// Lines that are remembered for a report.
const RECENT: usize = 50;

/// Where the time comes from.
pub type Clock = fn() -> Timestamp;

/// Where a log and reports go.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The log; `None` writes none.
    pub log: Option<PathBuf>,
    /// Directory of reports, made when one has to be written; `None` if there is no home to have it in.
    pub reports: Option<PathBuf>,
    /// The time.
    pub clock: Clock,
}

/// The log that was asked for cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("The log {path} cannot be written: {why}.", path = .path.display())]
pub struct LogError {
    /// The file.
    pub path: PathBuf,
    /// What the system said.
    #[source]
    pub why: io::Error,
}

/// Begins to take down what happens, for the whole process; call it once, before any thread is started.
pub fn begin(settings: Settings) -> Result<(), LogError> {
    let recorder = Arc::new(Recorder::open(settings.log, settings.clock)?);
    crash::begin(Arc::clone(&recorder), settings.reports, settings.clock);
    let subscriber = tracing_subscriber::registry().with(Recording(recorder));
    // somebody else listens already only in a test that began twice: the first one stays
    let _ = tracing::subscriber::set_global_default(subscriber);
    Ok(())
}

/// Takes lines: the last ones are remembered, all go to the log if there is one.
struct Recorder {
    recent: Mutex<VecDeque<String>>,
    file: Option<Mutex<LogFile>>,
    clock: Clock,
}

impl Recorder {
    fn open(log: Option<PathBuf>, clock: Clock) -> Result<Self, LogError> {
        let file = match log {
            Some(path) => match LogFile::open(&path, file::LIMIT) {
                Ok(file) => Some(Mutex::new(file)),
                Err(why) => return Err(LogError { path, why }),
            },
            None => None,
        };
        Ok(Self { recent: Mutex::default(), file, clock })
    }

    fn take(&self, line: String) {
        if let Some(file) = &self.file {
            file.lock().unwrap_or_else(PoisonError::into_inner).write(&line);
        }
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() >= RECENT {
            recent.pop_front();
        }
        recent.push_back(line);
    }

    /// The last lines; none if a thread that panicked is just adding one.
    fn recent(&self) -> Vec<String> {
        match self.recent.try_lock() {
            Ok(recent) => recent.iter().cloned().collect(),
            Err(TryLockError::Poisoned(recent)) => recent.into_inner().iter().cloned().collect(),
            Err(TryLockError::WouldBlock) => Vec::new(),
        }
    }
}

/// Brings what is said through `tracing` to a recorder.
struct Recording(Arc<Recorder>);

impl<S: Subscriber> Layer<S> for Recording {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.is_event() && line::subject(metadata.target()).is_some()
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::INFO)
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        // formatted before anything is locked: a value that logs while it is formatted must not wait for itself
        let line = line::of(event, (self.0.clock)());
        self.0.take(line);
    }
}

#[cfg(test)]
mod tests;
