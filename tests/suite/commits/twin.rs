//! The twin's `cs commit` on the embedded installation: what it refuses to send, what it leaves to be decided, and what it
//! knows after it was killed.

use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use dirac_tokens::domain::commit::VERIFY_DIRACX;
use rustix::process::{Pid, Signal, kill_process};

use super::bed::{Bed, Moment, set};

const OURS: &str = "/Race/Ours/A";
/// Longest wait for a request that a living process is about to send.
const PATIENCE: Duration = Duration::from_secs(30);

fn run<T>(test: impl AsyncFnOnce() -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(test())
}

impl Bed {
    /// A commit with its upload done, that waits for its second look.
    fn waiting(&self) -> Child {
        let records = self.embedded.sandbox.records();
        let before = self.calls("commitNewData");
        let child = self.twin(&["cs", "commit", "--write", "--yes"]).spawn().expect("it starts");
        while self.calls("commitNewData") == before {
            assert!(records.wait_for(records.count() + 1, PATIENCE), "it sends nothing");
        }
        child
    }

    /// The binary as the administrator.
    fn twin(&self, arguments: &[&str]) -> Command {
        self.twin_of("admin", arguments)
    }

    fn twin_of(&self, persona: &str, arguments: &[&str]) -> Command {
        let told = self.embedded.sandbox.description();
        let mut command = Command::new(env!("CARGO_BIN_EXE_dirac-tokens"));
        command.args(arguments).arg("--cfg").arg(&told.cfg).arg("--ca-dir").arg(&told.ca_dir);
        command.arg("--proxy").arg(&told.proxies[persona]).env_clear();
        command.env("HOME", self.home.path()).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    #[track_caller]
    fn ends(&self, arguments: &[&str], status: i32, words: &[&str]) {
        let output = self.twin(arguments).output().expect("it runs");
        let told = told(&output);
        assert_eq!(output.status.code(), Some(status), "{told}");
        for word in words {
            assert!(told.contains(word), "{word}: {told}");
        }
    }

    fn changes(&self) -> usize {
        self.calls("commitNewData") + self.calls("rollbackToVersion")
    }
}

fn told(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let all = text(&output.stdout) + &text(&output.stderr);
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn in_read_only_no_commit_and_no_rollback_leaves_the_process() {
    let bed = run(Bed::new);
    let before = bed.changes();
    let version = run(async || bed.text().await).version().expect("a version");
    bed.ends(&["cs", "set", OURS, "2"], 0, &["Staged"]);
    bed.ends(&["cs", "commit", "--yes"], 4, &["may only read", "--write"]);
    bed.ends(&["cs", "rollback", &version, "--yes"], 4, &["may only read"]);
    bed.ends(&["cs", "commit", "--write"], 2, &["no terminal to ask on"]);
    bed.ends(&["cs", "commit", "--dry-run"], 0, &["set /Race/Ours/A = 2"]);
    bed.ends(&["cs", "commit", "--write", "--yes", "--expect", "7"], 4, &["change 1 options"]);
    assert_eq!(bed.changes(), before);
}

#[test]
fn what_others_changed_at_the_same_place_is_left_to_be_decided() {
    let bed = run(Bed::new);
    bed.ends(&["cs", "set", OURS, "2"], 0, &[]);
    let theirs = run(async || bed.text().await).with_line(OURS, "    A = theirs").expect("a line");
    bed.theirs(&theirs).now().expect("a commit");
    let before = bed.changes();
    bed.ends(&["cs", "commit", "--write", "--yes"], 5, &[OURS, "theirs", "Nothing was sent"]);
    bed.ends(&["cs", "commit", "--dry-run", "--keep", OURS], 0, &["set /Race/Ours/A = 2"]);
    assert_eq!(bed.changes(), before);
    // what was decided is about what was there then: it is not kept, least of all from a dry run
    bed.ends(&["cs", "commit", "--write", "--yes"], 5, &[OURS, "theirs", "Nothing was sent"]);
    let later = run(async || bed.text().await).with_line(OURS, "    A = later").expect("a line");
    bed.theirs(&later).now().expect("a commit");
    let before = bed.changes();
    bed.ends(&["cs", "commit", "--write", "--yes"], 5, &[OURS, "later", "Nothing was sent"]);
    let settled = ["later", "Ours is done, and what is there goes"];
    bed.ends(&["cs", "commit", "--dry-run", "--keep", OURS], 0, &settled);
    assert_eq!(bed.changes(), before);
    // no worker takes it
    let worker = bed.embedded.sandbox.description().urls.worker.clone();
    let pinned = ["cs", "commit", "--write", "--yes", "--master", &worker];
    bed.ends(&pinned, 4, &["it is a worker, not the master"]);
    let address = worker.replace("localhost", "127.0.0.1");
    bed.ends(&["cs", "commit", "--write", "--yes", "--master", &address], 2, &["IP address"]);
    assert_eq!(bed.changes(), before);
}

#[test]
fn who_is_killed_after_the_upload_is_told_at_the_next_start_what_the_cs_holds() {
    let bed = run(Bed::new);
    bed.ends(&["cs", "set", OURS, "2"], 0, &[]);
    let before = bed.calls("commitNewData");
    let mut child = bed.waiting();
    child.kill().expect("it was ours");
    child.wait().expect("it ends");
    bed.ends(
        &["cs", "status"],
        0,
        &["its outcome was not seen", "The CS now holds it", "set /Race/Ours/A = 2"],
    );
    // told once; the draft is still there, and there is nothing to do for it
    let again = bed.twin(&["cs", "status"]).output().expect("it runs");
    assert!(!told(&again).contains("its outcome was not seen"), "{}", told(&again));
    bed.ends(&["cs", "commit", "--write", "--yes"], 1, &["is in the configuration already"]);
    assert_eq!(bed.calls("commitNewData"), before + 1);
}

#[test]
fn who_may_not_read_the_versions_is_not_told_that_a_commit_had_no_effect() {
    let bed = run(Bed::new);
    bed.ends(&["cs", "set", OURS, "2"], 0, &[]);
    let mut child = bed.waiting();
    child.kill().expect("it was ours");
    child.wait().expect("it ends");
    let more = run(async || bed.text().await).with_line("/Race/Theirs/B", "    B = theirs");
    bed.theirs(&more.expect("a line")).now().expect("a commit");
    let user = bed.twin_of("user", &["cs", "status"]).output().expect("it runs");
    assert!(told(&user).contains("Whether it had effect cannot be told"), "{}", told(&user));
    // it is left open for who may
    bed.ends(&["cs", "status"], 0, &["its outcome was not seen", "It became version"]);
}

#[test]
fn an_interrupt_cuts_the_wait_short_and_the_status_and_the_words_are_those_of_what_was_seen() {
    let bed = run(Bed::new);
    bed.ends(&["cs", "set", OURS, "2"], 0, &[]);
    let child = bed.waiting();
    let pid = Pid::from_raw(i32::try_from(child.id()).expect("a number")).expect("not 0");
    kill_process(pid, Signal::INT).expect("it lives");
    let output = child.wait_with_output().expect("it ends");
    let told = told(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("Stopping once what became of the commit"), "{told}");
    assert!(told.contains("which was cut short"), "{told}");
    assert!(!told.contains("nothing of others"), "{told}");
}

#[test]
fn a_rollback_of_who_may_do_what_is_not_agreed_to_by_yes_alone() {
    let bed = run(Bed::new);
    let first = run(async || bed.text().await).version().expect("a version");
    let edits = [set("/Race/Authorization/Default", "authenticated")];
    run(async || bed.commit(&edits, Moment::Never).await);
    let words = ["/Race/Authorization", "says who may do what", "--expect"];
    bed.ends(&["cs", "rollback", &first, "--write", "--yes"], 2, &words);
    assert_eq!(bed.calls("rollbackToVersion"), 0);
}

#[test]
fn to_go_without_the_check_against_diracx_is_not_agreed_to_by_yes_alone() {
    let bed = run(Bed::new);
    bed.ends(&["cs", "set", VERIFY_DIRACX, "yes"], 0, &[]);
    bed.ends(&["cs", "commit", "--write", "--yes"], 4, &["--skip-diracx-check"]);
    let skipping = ["cs", "commit", "--write", "--yes", "--skip-diracx-check"];
    bed.ends(&skipping, 2, &["the check is left out", "--expect"]);
    assert_eq!(bed.calls("commitNewData"), 1, "that of the bed");
}
