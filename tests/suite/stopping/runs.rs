//! Runs that end early: by a signal, a full disk, a server that is gone; told by whoever comes next, and gone on with.

use std::fs;
use std::process::{Command, Output};
use std::time::Duration;

use dirac_tokens::domain::stop::How;
use dirac_tokens::sandbox::installation::SERVICES;
use dirac_tokens::sandbox::world::Size;
use dirac_tokens::store::journal::{Kept, Purpose, Record};
use rustix::process::{Pid, Signal, kill_process};

use super::bed::{Bed, Said, many};

/// Token ids of these runs.
const IDS: usize = 12;
const BEGIN: [&str; 8] =
    ["token", "revoke", "--query", "openid", "--expect", "12", "--write", "--yes"];
const RESUME: [&str; 5] = ["token", "revoke", "--resume", "--write", "--yes"];
/// Longer than anything here takes: it only ends a test that hangs.
const PATIENCE: Duration = Duration::from_secs(60);

fn bed() -> Bed {
    Bed::with(&Size::default(), &|content, now| many(content, now, IDS))
}

fn latest(bed: &Bed) -> Kept {
    let mut all = bed.journal().all().expect("a journal").into_iter();
    all.next().expect("a run").expect("whole")
}

/// Begins the run, does `what` when `deletions` have been asked for, and waits for the end.
fn interrupted(bed: &Bed, deletions: usize, what: impl FnOnce(Pid)) -> Said {
    let child = bed.command(&BEGIN).spawn().expect("it starts");
    let pid = Pid::from_raw(i32::try_from(child.id()).expect("a pid")).expect("a pid");
    let records = bed.sandbox.records();
    while records.calls("deleteToken") < deletions {
        assert!(records.wait_for(records.count() + 1, PATIENCE), "nothing is asked any more");
    }
    what(pid);
    Said::from(child.wait_with_output().expect("it ends"))
}

/// Whatever was begun is gone on with, and everything is dead then; no step was repeated.
#[track_caller]
fn goes_on_to_the_end(bed: &Bed) {
    let name = latest(bed).run.name;
    // whoever comes next is told, and so is whoever asks what is wrong
    let next = bed.run(&["token", "delete", "9999999", "--write", "--yes"]);
    next.ends(1, &["A run of `token revoke` by ada @ dirac_admin was cut off", &name, "--resume"]);
    let doctor = bed.run(&["doctor"]);
    assert!(doctor.out.contains("was cut off") && doctor.out.contains(&name), "{doctor:#?}");
    let mut words = RESUME.to_vec();
    words.extend(["-o", "json"]);
    let said = bed.run(&words);
    said.ends(0, &["Going on with the run", &name]);
    assert_eq!(said.outcomes(), ["revoked"; IDS], "{said:#?}");
    assert!(bed.content.stored.iter().all(|row| !bed.is_alive(row)));
    assert_eq!((bed.revocations().1, bed.deletions()), (0, (IDS, 0)));
    let kept = latest(bed);
    assert!(matches!(kept.records.last(), Some(Record::Over { complete: true, .. })));
    // and nobody is told any more
    bed.run(&RESUME).ends(1, &["No run of `token revoke` was cut off"]);
    let next = bed.run(&["token", "delete", "9999999", "--write", "--yes"]);
    assert!(!next.err.contains("cut off"), "{next:#?}");
    let doctor = bed.run(&["doctor"]);
    assert!(doctor.out.contains("1 run that changed something"), "{doctor:#?}");
}

#[test]
fn an_interrupt_lets_the_id_come_to_its_end_and_says_how_to_go_on() {
    for (signal, status) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let bed = bed();
        let said = interrupted(&bed, 3, |pid| kill_process(pid, signal).expect("it lives"));
        said.ends(
            status,
            &["Stopping when this token id is done", "Stopped on request", "--resume"],
        );
        let kept = latest(&bed);
        assert!(!kept.torn && kept.is_unfinished(), "{kept:#?}");
        assert!(matches!(kept.records.last(), Some(Record::Over { complete: false, .. })));
        // no step is without its end
        let intents = kept.records.iter().filter(|r| matches!(r, Record::Intent { .. })).count();
        let ends = kept
            .records
            .iter()
            .filter(|record| matches!(record, Record::Ended { step, .. } if step.is_mutating()));
        assert_eq!(intents, ends.count());
        goes_on_to_the_end(&bed);
    }
}

#[test]
fn a_token_manager_that_is_gone_ends_the_run_and_not_each_id_of_it() {
    let bed = bed();
    let said = interrupted(&bed, 2, |_| bed.sandbox.take_down(SERVICES).expect("down"));
    said.ends(6, &["The TokenManager does not tell what it holds", "--resume"]);
    let kept = latest(&bed);
    let settled = kept.settled().len();
    assert!((4..IDS).contains(&settled), "{kept:#?}");
    bed.sandbox.bring_up(SERVICES).expect("up");
    let said = bed.run(&RESUME);
    assert!(said.err.contains(&format!("{settled} of {IDS} token ids are settled")), "{said:#?}");
    assert_eq!(latest(&bed).left(), Vec::<&str>::new());
    assert_eq!((bed.revocations().1, bed.deletions().1), (0, 0));
}

#[test]
fn a_run_that_nobody_wants_to_go_on_with_is_given_up_by_its_name() {
    let bed = bed();
    let said = interrupted(&bed, 2, |_| bed.sandbox.take_down(SERVICES).expect("down"));
    said.ends(6, &["--resume"]);
    let kept = latest(&bed);
    let (name, left) = (kept.run.name.clone(), kept.left().len());
    assert!(left > 0, "{kept:#?}");
    let before = bed.sandbox.records().count();
    bed.run(&["token", "revoke", "--abandon", "no-such-run"]).ends(2, &["There is no run"]);
    let said = bed.run(&["token", "revoke", "--abandon", &name, "-o", "json"]);
    said.ends(0, &[&format!("The run {name} is given up.")]);
    assert_eq!(said.rows("stopped"), Vec::<serde_json::Value>::new());
    assert_eq!(bed.sandbox.records().count(), before, "nobody was asked");
    let kept = latest(&bed);
    assert!(!kept.is_unfinished() && kept.settled().len() == IDS, "{kept:#?}");
    // nobody is told of it any more
    bed.sandbox.bring_up(SERVICES).expect("up");
    let next = bed.run(&["token", "delete", "9999999", "--write", "--yes"]);
    assert!(!next.err.contains("was cut off"), "{next:#?}");
    bed.run(&["token", "revoke", "--abandon", &name]).ends(2, &["Nothing is left to be done"]);
}

/// Runs with files of at most so many blocks of 512 bytes: what a full disk does.
fn with_little_room(bed: &Bed, blocks: usize) -> Output {
    let plain = bed.command(&BEGIN);
    let mut command = Command::new("/bin/sh");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    command.arg("-c").arg(script).arg(plain.get_program()).args(plain.get_args()).env_clear();
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.output().expect("it starts")
}

#[test]
fn where_the_disk_is_full_nothing_more_is_sent() {
    let bed = bed();
    // not even the first line
    let said = Said::from(with_little_room(&bed, 0));
    said.ends(4, &["cannot be written", "Nothing is sent that is not in it"]);
    bed.is_untouched();
    assert_eq!(bed.journal().names().expect("a journal"), Vec::<String>::new());
    // somewhere in the middle
    let said = Said::from(with_little_room(&bed, 8));
    said.ends(6, &["cannot be written", "left", "--resume"]);
    let (revoked, deleted) = (bed.revocations().0, bed.deletions().0);
    assert!(deleted > 0 && deleted < IDS, "{revoked} {deleted}");
    let kept = latest(&bed);
    let intents = kept.records.iter().filter(|r| matches!(r, Record::Intent { .. })).count();
    assert!(intents >= revoked + deleted, "{intents}: nothing was sent that is not in the journal");
    goes_on_to_the_end(&bed);
}

#[test]
fn where_no_journal_can_be_nothing_is_sent() {
    let bed = bed();
    let mut command = bed.command(&BEGIN);
    let said =
        Said::from(command.env("XDG_STATE_HOME", "/dev/null/x").output().expect("it starts"));
    said.ends(4, &["/dev/null/x/dirac-tokens/journal cannot be written", "XDG_STATE_HOME"]);
    bed.is_untouched();
}

#[test]
fn a_run_is_gone_on_with_as_it_was_begun_and_by_one_process() {
    let bed = bed();
    interrupted(&bed, 2, |pid| kill_process(pid, Signal::INT).expect("it lives"));
    let name = latest(&bed).run.name;
    let before = (bed.revocations(), bed.deletions());
    let resume = |verb: &str, more: &[&str]| {
        let mut words = vec!["token", verb, "--write", "--yes", "--resume", &name];
        words.extend(more);
        bed.run(&words)
    };
    resume("delete", &[]).ends(2, &["is one of `token revoke`"]);
    resume("revoke", &["--row-only"]).ends(2, &["was begun without --row-only"]);
    resume("revoke", &["--expect", "3"]).ends(2, &["has 12 token ids, and not 3"]);
    bed.run(&["token", "revoke", "--write", "--yes", "--resume", "../x"])
        .ends(2, &["not the name of a run"]);
    bed.run(&["token", "delete", "--write", "--yes", "--resume"])
        .ends(1, &["No run of `token delete`"]);
    // another process is at it
    let (kept, held) = bed.journal().resume(&name).expect("it is free");
    assert_eq!(
        kept.run.purpose,
        Purpose::Stop { how: How::Revoke, token_ids: kept.token_ids().to_vec() }
    );
    resume("revoke", &[]).ends(5, &["Another process is at the run"]);
    drop(held);
    // a file that this program did not write
    let file = bed.journal().directory().join(format!("{name}.jsonl"));
    let text = fs::read_to_string(&file).expect("the journal");
    let later = text.replacen("\"format\":1", "\"format\":7", 1);
    fs::write(&file, &later).expect("written");
    resume("revoke", &[]).ends(3, &["format 7", "It is not touched"]);
    bed.run(&RESUME).ends(1, &["format 7", "No run"]);
    assert_eq!(fs::read_to_string(&file).expect("the journal"), later);
    fs::write(&file, text).expect("written");
    assert_eq!((bed.revocations(), bed.deletions()), before, "nothing was sent for any of that");
    goes_on_to_the_end(&bed);
}
