//! The log and the crash report of a whole process: this test binary, run again as a child.

use std::path::Path;
use std::process::{Command, Output};

use dirac_tokens::runtime::log;
use dirac_tokens::settings::{Options, Surroundings};
use dirac_tokens::telemetry::crash;

/// Set in the child only: what it does.
const CHILD: &str = "DIRAC_TOKENS_TEST_TELEMETRY";
/// In no report, log or message.
const SECRET: &str = "client_secret=correct-horse-battery";

fn child_doing(what: &str, home: &Path) -> Output {
    Command::new(std::env::current_exe().expect("this test has a path"))
        .args(["--exact", "telemetry::child", "--nocapture", "--test-threads=1"])
        .env_clear()
        .env(CHILD, what)
        .env("HOME", home)
        .env("DIRAC_TOKENS_LOG", home.join("log"))
        .output()
        .expect("the child runs")
}

/// Not a test by itself: the child process of the others ends up here. In the parent it only checks that it is the parent.
#[test]
fn child() {
    let Some(what) = std::env::var_os(CHILD) else { return };
    let surroundings = Surroundings::of_this_process();
    log::begin(&Options::default(), &surroundings).expect("the log can be written");
    tracing::info!(target: "dirac_tokens::task", "began, {SECRET}");
    match what.to_str() {
        Some("panics") => panic!("on purpose, {SECRET}"),
        Some("a thread panics") => {
            let thread = std::thread::Builder::new().name("helper".into());
            let joined = thread.spawn(|| panic!("beside, {SECRET}")).expect("a thread").join();
            assert!(joined.is_err());
            println!("went on; the report is {}", crash::latest().expect("one").display());
        }
        _ => unreachable!("the parent says what to do"),
    }
    log::end(0);
}

fn reports(home: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(home.join(".local/state/dirac-tokens")) else {
        return Vec::new();
    };
    entries.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
}

#[test]
fn a_panic_leaves_a_report_and_a_sentence_that_names_it() {
    let home = tempfile::tempdir().unwrap();
    let output = child_doing("panics", home.path());
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    let sentence = said.lines().find(|line| line.starts_with("dirac-tokens: ")).expect(&said);
    assert!(sentence.contains("An internal error: on purpose, client_secret=[redacted]"), "{said}");
    let path = sentence.split("The report is at ").nth(1).expect("a path").trim_end_matches('.');
    let report = std::fs::read_to_string(path).expect("the report it names");
    assert!(report.contains("tests/suite/telemetry.rs:"), "{report}");
    assert!(report.contains("INFO  task began, client_secret=[redacted]"), "{report}");
    assert!(!said.contains("correct-horse") && !report.contains("correct-horse"));
    assert!(!report.contains("stack\n") && !report.contains(CHILD), "{report}");
}

#[test]
fn a_thread_that_panics_is_reported_and_the_program_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let output = child_doing("a thread panics", home.path());
    assert!(output.status.success(), "{output:?}");
    let [report] = &reports(home.path())[..] else { panic!("one report") };
    assert!(report.contains("thread   helper"), "{report}");
    let log = std::fs::read_to_string(home.path().join("log")).unwrap();
    assert!(log.lines().last().unwrap().ends_with("end ended status=0"), "{log}");
    assert!(!log.contains("correct-horse"), "{log}");
}

#[test]
fn a_log_that_cannot_be_written_is_said_before_anything_is_done() {
    let output = child_doing("panics", Path::new("/dev/null"));
    let said = String::from_utf8_lossy(&output.stderr);
    // a log that was asked for and cannot be written is said before anything is done
    assert!(said.contains("The log /dev/null/log cannot be written"), "{said}");
}
