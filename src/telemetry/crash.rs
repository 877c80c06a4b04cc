//! After a panic: a report in a file, and one sentence on standard error that names it.
//!
//! The report has the version, the place, the message, the last lines of the log and, where `RUST_BACKTRACE` asks for it, the
//! stack; no environment, no arguments. It is made on a thread of its own: a panic within a panic hook would end the process at
//! once, one on that thread only means that there is no report.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::Cell;
use std::fmt::Write as _;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use super::{Clock, Recorder};
use crate::domain::foreign::Clean;
use crate::domain::redact::redact;

/// Reports that are kept; older ones go when a new one is written.
const KEPT: usize = 10;
/// Characters of a panic's message that are kept.
const MESSAGE: usize = 2_000;

thread_local! {
    /// Set on the thread that writes a report.
    static REPORTING: Cell<bool> = const { Cell::new(false) };
}

static REPORTER: OnceLock<Arc<Reporter>> = OnceLock::new();
static LATEST: Mutex<Option<PathBuf>> = Mutex::new(None);

/// What is known of a panic.
struct Panic {
    message: String,
    place: String,
    thread: String,
    stack: Backtrace,
}

impl Panic {
    fn of(info: &PanicHookInfo<'_>) -> Self {
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let payload = text.unwrap_or("a panic without a message");
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        Self {
            message: payload.chars().take(MESSAGE).collect(),
            place,
            thread: thread::current().name().unwrap_or("without a name").to_owned(),
            stack: Backtrace::capture(),
        }
    }
}

/// Writes reports.
struct Reporter {
    recorder: Arc<Recorder>,
    directory: Option<PathBuf>,
    clock: Clock,
}

/// Sees to it that panics are reported from now on.
pub(super) fn begin(recorder: Arc<Recorder>, directory: Option<PathBuf>, clock: Clock) {
    // whoever began first stays; it is one process
    let _ = REPORTER.set(Arc::new(Reporter { recorder, directory, clock }));
    std::panic::set_hook(Box::new(|info| {
        let sentence = report(info);
        // a closed standard error leaves nobody to tell
        let _ = writeln!(io::stderr(), "dirac-tokens: {sentence}");
    }));
}

/// Reports a panic in a file and says nothing: for a hook that has found that the screen is in use. [`latest`] names the file.
pub fn quietly(info: &PanicHookInfo<'_>) {
    drop(report(info));
}

/// The last report that this process has written.
pub fn latest() -> Option<PathBuf> {
    LATEST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Reports a panic; returns the sentence to say.
fn report(info: &PanicHookInfo<'_>) -> String {
    if REPORTING.get() {
        // the report itself has failed: whoever waits for it says so
        return String::from("An internal error.");
    }
    let panic = Panic::of(info);
    let place = panic.place.clone();
    let reporter = REPORTER.get().cloned();
    on_its_own_thread(move || said(&panic, reporter.as_deref())).unwrap_or_else(|| {
        format!("An internal error at {place}; its report could not be written.")
    })
}

/// Runs `work` where a panic does no harm. `None` if it panicked, or if there is no thread to be had.
fn on_its_own_thread(work: impl FnOnce() -> String + Send + 'static) -> Option<String> {
    let report = thread::Builder::new().name("crash report".into()).spawn(move || {
        REPORTING.set(true);
        work()
    });
    report.ok()?.join().ok()
}

fn said(panic: &Panic, reporter: Option<&Reporter>) -> String {
    let written = reporter.map(|reporter| reporter.write(panic));
    let message = shown(&panic.message);
    let what = format!("An internal error: {message} ({}).", panic.place);
    match written {
        Some(Ok(path)) => {
            let sentence =
                format!("{what} The report is at {}.", Clean::new(&path.to_string_lossy()));
            *LATEST.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
            sentence
        }
        Some(Err(error)) => format!("{what} Its report could not be written: {error}."),
        None => what,
    }
}

/// A message as it may be told.
fn shown(message: &str) -> String {
    let message = redact(message);
    Clean::new(&message).to_string()
}

impl Reporter {
    fn write(&self, panic: &Panic) -> io::Result<PathBuf> {
        let Some(directory) = &self.directory else {
            return Err(io::Error::new(io::ErrorKind::NotFound, "there is no home directory"));
        };
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        let at = (self.clock)();
        let text = self.text(panic, &format!("{at:.3}"));
        let stem = format!("crash-{}-{}", at.strftime("%Y%m%dT%H%M%S%3fZ"), std::process::id());
        let path = create(directory, &stem, &text)?;
        forget_old(directory, &path);
        Ok(path)
    }

    fn text(&self, panic: &Panic, at: &str) -> String {
        let mut text = format!(
            "dirac-tokens {} has met an internal error.\n\ntime     {at}\nplace    {}\nthread   {}\nmessage  {}\n",
            env!("CARGO_PKG_VERSION"),
            Clean::new(&panic.place),
            Clean::new(&panic.thread),
            shown(&panic.message),
        );
        if panic.stack.status() == BacktraceStatus::Captured {
            text.push_str("\nstack\n");
            for line in panic.stack.to_string().lines() {
                // writing to a String cannot fail
                let _ = writeln!(text, "{}", Clean::new(line));
            }
        }
        text.push_str("\nlast lines of the log\n");
        for line in self.recorder.recent() {
            text.push_str(&line);
            text.push('\n');
        }
        text
    }
}

/// Makes a file that was not there, readable by its owner alone.
fn create(directory: &Path, stem: &str, text: &str) -> io::Result<PathBuf> {
    for number in 0..1_000 {
        let path = directory.join(format!("{stem}-{number:03}.txt"));
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes())?;
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "there are a thousand of this moment"))
}

/// Leaves the newest reports, `new` among them whatever the clock says; their names sort by time.
fn forget_old(directory: &Path, new: &Path) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    let mut reports: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.file_name()))
        .filter(|name| {
            let name = name.to_string_lossy();
            name.starts_with("crash-") && name.ends_with(".txt")
        })
        .filter(|name| Some(name.as_os_str()) != new.file_name())
        .collect();
    reports.sort();
    for name in reports.iter().rev().skip(KEPT - 1) {
        // one that cannot be removed now is tried again with the next report
        let _ = fs::remove_file(directory.join(name));
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use jiff::Timestamp;

    use super::*;

    fn reporter(directory: Option<PathBuf>) -> Reporter {
        let clock: Clock = || Timestamp::UNIX_EPOCH;
        Reporter { recorder: Arc::new(Recorder::open(None, clock).unwrap()), directory, clock }
    }

    fn panic(message: &str) -> Panic {
        Panic {
            message: message.to_owned(),
            place: "src/a.rs:1:2".to_owned(),
            thread: "main".to_owned(),
            stack: Backtrace::force_capture(),
        }
    }

    #[test]
    fn a_report_says_what_where_and_what_went_before_and_nothing_secret() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("state/dirac-tokens");
        let reporter = reporter(Some(directory.clone()));
        for number in 0..60 {
            reporter.recorder.take(format!("line {number:02}"));
        }
        let path = reporter.write(&panic("client_secret=hunter2hunter2 \u{1b}[2J")).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        for wanted in
            [env!("CARGO_PKG_VERSION"), "src/a.rs:1:2", "stack\n", "line 10\n", "line 59\n"]
        {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        for unwanted in ["hunter2", "\u{1b}", "line 09"] {
            assert!(!text.contains(unwanted), "{unwanted}: {text}");
        }
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&directory).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn reports_do_not_pile_up_and_never_replace_each_other() {
        let home = tempfile::tempdir().unwrap();
        let reporter = reporter(Some(home.path().to_owned()));
        fs::write(home.path().join("other.txt"), "").unwrap();
        // the clock stands still
        for number in 0..KEPT + 3 {
            let message = format!("number {number}");
            let path = reporter.write(&panic(&message)).unwrap();
            assert!(fs::read_to_string(path).unwrap().contains(&message), "it is still there");
        }
        assert!(home.path().join("other.txt").exists());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), KEPT + 1);
    }

    #[test]
    fn without_a_place_for_it_the_sentence_says_why() {
        let full = said(&panic("token=abcdefgh"), Some(&reporter(Some("/dev/null/x".into()))));
        assert!(full.starts_with("An internal error: token=[redacted] (src/a.rs:1:2)."), "{full}");
        assert!(full.contains("could not be written: Not a directory"), "{full}");
        let homeless = said(&panic("x"), Some(&reporter(None)));
        assert!(
            homeless.ends_with("could not be written: there is no home directory."),
            "{homeless}"
        );
        assert_eq!(said(&panic("x"), None), "An internal error: x (src/a.rs:1:2).");
    }

    #[test]
    fn a_panic_while_reporting_is_only_the_loss_of_the_report() {
        assert_eq!(on_its_own_thread(|| panic!("within the report")), None);
        assert_eq!(on_its_own_thread(|| "said".to_owned()).as_deref(), Some("said"));
    }
}
