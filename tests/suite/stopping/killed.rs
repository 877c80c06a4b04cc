//! Two hundred token ids revoked, the process killed at ten random moments, gone on with each time.

use std::io;
use std::process::Child;
use std::thread;
use std::time::Duration;

use dirac_tokens::disk::journal::Runs;
use dirac_tokens::sandbox::world::Size;
use dirac_tokens::store::journal::{Kept, Record};
use fastrand::Rng;

use super::bed::{Bed, Said, many};

/// Token ids.
const IDS: usize = 200;
/// Rows of the world that has so many.
const ROWS: usize = 9_000;
/// Kills.
const KILLS: usize = 10;
/// Requests for one id, at most: the plan is one more.
const REQUESTS: usize = 8;
/// How often it is looked whether the process still lives (milliseconds): only after it has ended by itself does that matter.
const LOOK: Duration = Duration::from_millis(50);

/// The one run of this host, as it stands.
fn kept(runs: &Runs) -> Option<Kept> {
    let mut all = runs.all().expect("a journal").into_iter();
    let run = all.next().map(|run| run.expect("the journal is whole"));
    assert!(all.next().is_none(), "one run, gone on with, and no second one");
    run
}

/// Kills `child` when the installation has had `after` more requests and a moment that `lots` decide on; whether it still lived.
fn kill(bed: &Bed, mut child: Child, after: usize, lots: &mut Rng) -> (bool, Said) {
    // read as it comes: a full pipe would hold the process up
    let mut streams = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
    let out = thread::spawn(move || io::read_to_string(&mut streams.0).expect("UTF-8"));
    let err = thread::spawn(move || io::read_to_string(&mut streams.1).expect("UTF-8"));
    let records = bed.sandbox.records();
    let target = records.count() + after;
    while !records.wait_for(target, LOOK) {
        if child.try_wait().expect("a status").is_some() {
            break;
        }
    }
    for _ in 0..lots.u32(0..200_000) {
        std::hint::spin_loop();
    }
    let lived = child.try_wait().expect("a status").is_none();
    child.kill().expect("it was ours");
    let status = child.wait().expect("it ends").code();
    let (out, err) = (out.join().expect("read"), err.join().expect("read"));
    (lived, Said { status, out, err })
}

#[test]
fn two_hundred_ids_are_revoked_though_the_process_is_killed_ten_times() {
    let seed = std::env::var("DIRAC_TOKENS_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or(4);
    println!("seed {seed} (DIRAC_TOKENS_SEED chooses another)");
    let mut lots = Rng::with_seed(seed);
    let size = Size { tokens: Some(ROWS), ..Size::default() };
    let bed = Bed::with(&size, &|content, now| many(content, now, IDS));
    let runs = bed.journal();
    let begin = [
        "token", "revoke", "--query", "openid", "--expect", "200", "--write", "--yes", "-o",
        "jsonl",
    ];
    let resume = ["token", "revoke", "--resume", "--write", "--yes", "-o", "jsonl"];
    let (mut kills, mut in_doubt) = (0, 0);
    while kills < KILLS {
        let run = kept(&runs);
        let left = run.as_ref().map_or(IDS, |kept| kept.left().len());
        let words = if run.is_some() { &resume[..] } else { &begin[..] };
        // so many more kills have to find something left
        let quota = (left / (KILLS - kills + 1)).max(1);
        let after = lots.usize(1..left + quota * REQUESTS);
        let child = bed.command(words).spawn().expect("it starts");
        let (lived, said) = kill(&bed, child, after, &mut lots);
        bed.holds_no_secret(&said.out);
        bed.holds_no_secret(&said.err);
        assert!(lived, "kill {kills}, after {after} of {left} ids: {said:#?}");
        kills += 1;
        let last = kept(&runs).and_then(|run| run.records.last().cloned());
        in_doubt += usize::from(matches!(last, Some(Record::Intent { .. })));
    }
    println!("{in_doubt} of {KILLS} kills between the intent of a step and its end");
    let before = kept(&runs).expect("ten kills got somewhere");
    println!(
        "{} of {IDS} ids settled, {} records, when last killed",
        IDS - before.left().len(),
        before.records.len()
    );
    let last = bed.run(&["token", "revoke", "--resume", "--write", "--yes", "-o", "json"]);

    // every id has its word, in the journal and in what is printed
    let run = kept(&runs).expect("a run");
    assert!(!run.torn && !run.live && run.left().is_empty(), "{last:#?}");
    let words = last.outcomes();
    assert_eq!(words.len(), IDS);
    let unproven = words.iter().filter(|word| *word == "unproven").count();
    let revoked = words.iter().filter(|word| *word == "revoked").count();
    println!("{revoked} revoked, {unproven} unproven");
    assert_eq!(revoked + unproven, IDS, "{words:?}");
    assert_eq!(last.status, Some(if unproven > 0 { 6 } else { 0 }), "{last:#?}");

    // what is called dead is dead, and what is not is named
    let rows = last.rows("stopped");
    for row in &rows {
        let id = row["token_id"].as_str().expect("an id");
        let alive = bed.stored(id).iter().any(|stored| bed.is_alive(stored));
        assert!(!alive || row["outcome"] == "unproven", "{row:#}");
    }
    let listed = bed.run(&["token", "list", "-o", "json"]);
    let gone = listed.rows("tokens").is_empty();
    assert!(gone || unproven > 0, "{listed:#?}");

    // no step that took effect was sent again
    assert_eq!(bed.revocations().1, 0, "a revocation was repeated");
    assert_eq!(bed.deletions().1, 0, "a deletion was repeated");
    assert!(bed.deletions().0 <= IDS);
    let file = runs.directory().join(format!("{}.jsonl", run.run.name));
    bed.holds_no_secret(&std::fs::read_to_string(file).expect("the journal"));
}
