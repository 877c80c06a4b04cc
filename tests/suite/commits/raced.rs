//! What is said of a commit while somebody else commits at the same moment, or answers are lost: no change of either side
//! vanishes without a word.

use dirac_tokens::domain::commit::{Outcome, Report, VERIFY_DIRACX};
use dirac_tokens::domain::cs::Choices;
use dirac_tokens::domain::problem::Class;
use dirac_tokens::ops::commit::{Agreed, Upload};
use dirac_tokens::ops::{history, revert, rollback};

use super::bed::{Bed, Moment, path, set};
use crate::contract::configuration::text::Text;

fn run(test: impl AsyncFnOnce()) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(test());
}

const OURS: &str = "/Race/Ours/A";
const THEIRS: &str = "/Race/Theirs/B";

/// Somebody else's text, made on what there is.
async fn theirs(bed: &Bed) -> Text {
    bed.text().await.with_line(THEIRS, "    B = theirs").expect("a line")
}

async fn values(bed: &Bed) -> (String, String) {
    let text = bed.text().await;
    (text.value(OURS).expect("A"), text.value(THEIRS).expect("B"))
}

fn pair(a: &str, b: &str) -> (String, String) {
    (a.to_owned(), b.to_owned())
}

fn notes(report: &Report) -> String {
    report.notes.join(" ")
}

#[test]
fn nobody_about_a_commit_is_proven_with_so_many_calls() {
    run(async || {
        let bed = Bed::new().await;
        let base = bed.tree().await;
        let client = bed.master().await;
        let count = || {
            ["getCompressedDataIfNewer", "commitNewData", "getCommitHistory", "getVersionContents"]
                .map(|method| bed.calls(method))
        };
        let before = count();
        let prepared = bed.prepared(&client, &base, &[set(OURS, "2")]).await;
        let ready = prepared.ready(Agreed::default()).expect("ready");
        let (report, _) = bed.send(&client, &ready, Upload::Commit).await;
        let report = report.expect("sent");
        assert_eq!(report.outcome, Outcome::Proven, "{report:#?}");
        assert_eq!(report.class(), None);
        let after = count();
        let sent: Vec<usize> = std::iter::zip(after, before).map(|(a, b)| a - b).collect();
        assert_eq!(sent, [3, 1, 1, 0], "one fetch and two looks, one upload, one history");
        let text = bed.text().await;
        assert_eq!(report.version, text.version().ok());
        assert_eq!(values(&bed).await, pair("2", "1"));
        let kept = std::fs::read_dir(bed.home.path().join("replaced")).expect("kept");
        let kept: Vec<_> = kept.map(|entry| entry.expect("an entry").path()).collect();
        assert_eq!(kept.len(), 1);
        assert_eq!(std::fs::read_to_string(&kept[0]).expect("a text"), base.text());
        assert!(notes(&report).contains(&kept[0].display().to_string()), "{report:#?}");
        assert!(notes(&report).contains("No restart is needed"), "{report:#?}");
    });
}

#[test]
fn a_commit_before_ours_is_a_conflict_and_then_merged_with() {
    run(async || {
        let bed = Bed::new().await;
        let base = bed.tree().await;
        let edits = [set(OURS, "2")];
        let report = bed.commit(&edits, Moment::Before(theirs(&bed).await)).await;
        assert_eq!(report.outcome, Outcome::Refused, "{report:#?}");
        assert_eq!(report.class(), Some(Class::Conflict));
        assert!(report.summary.contains("somebody has committed since"), "{report:#?}");
        assert_eq!(values(&bed).await, pair("1", "theirs"));
        let report = bed.commit_on(&base, &edits, Moment::Never).await;
        assert_eq!(report.outcome, Outcome::Proven, "{report:#?}");
        assert_eq!(values(&bed).await, pair("2", "theirs"));
    });
}

#[test]
fn a_server_that_merges_is_told_to_have_merged() {
    run(async || {
        let bed = Bed::new().await;
        let merging = bed.text().await.merging().expect("a line");
        bed.theirs(&merging).now().expect("a commit");
        let report = bed.commit(&[set(OURS, "2")], Moment::Before(theirs(&bed).await)).await;
        assert_eq!(report.outcome, Outcome::Proven, "{report:#?}");
        assert!(notes(&report).contains("localhost committed in the same moment"), "{report:#?}");
        assert_eq!(values(&bed).await, pair("2", "theirs"));
        // the same section does not merge
        let same = bed.text().await.with_line("/Race/Ours/List", "    List = c").expect("a line");
        let report = bed.commit(&[set(OURS, "3")], Moment::Before(same)).await;
        assert_eq!((report.outcome, report.class()), (Outcome::Refused, Some(Class::Conflict)));
        assert!(report.summary.contains("could not merge"), "{report:#?}");
    });
}

#[test]
fn whom_we_overtake_is_named_with_what_vanished_and_it_can_be_brought_back() {
    run(async || {
        let bed = Bed::new().await;
        let report = bed.commit(&[set(OURS, "2")], Moment::Inside(theirs(&bed).await)).await;
        assert_eq!(report.outcome, Outcome::Overtook, "{report:#?}");
        assert_eq!(report.class(), Some(Class::Conflict));
        assert!(report.summary.contains("localhost"), "{report:#?}");
        assert_eq!(values(&bed).await, pair("2", "1"), "theirs is gone");
        let [gone] = report.vanished.as_slice() else { panic!("{report:#?}") };
        assert_eq!((gone.by.as_str(), &gone.edits), ("localhost", &vec![set(THEIRS, "theirs")]));
        let report = bed.commit(&gone.edits, Moment::Never).await;
        assert_eq!(report.outcome, Outcome::Proven, "{report:#?}");
        assert_eq!(values(&bed).await, pair("2", "theirs"));
    });
}

#[test]
fn the_same_option_in_the_same_moment_is_named_too() {
    run(async || {
        let bed = Bed::new().await;
        let same = bed.text().await.with_line(OURS, "    A = theirs").expect("a line");
        let report = bed.commit(&[set(OURS, "2")], Moment::Inside(same.clone())).await;
        assert_eq!(report.outcome, Outcome::Overtook, "{report:#?}");
        assert_eq!(report.vanished[0].edits, [set(OURS, "theirs")]);
        let same = bed.text().await.with_line(OURS, "    A = theirs").expect("a line");
        let report = bed.commit(&[set(OURS, "3")], Moment::Over(same)).await;
        assert_eq!(report.outcome, Outcome::Overtaken, "{report:#?}");
        assert_eq!(report.missing, [format!("set {OURS} = 3")]);
        assert_eq!(report.overtaken_by, ["localhost"]);
    });
}

#[test]
fn whom_we_overtake_without_seeing_their_text_leaves_it_unknown() {
    run(async || {
        let bed = Bed::new().await;
        let moment = Moment::InsideUnread(theirs(&bed).await);
        let report = bed.commit(&[set(OURS, "2")], moment).await;
        assert_eq!(report.outcome, Outcome::Unknown, "{report:#?}");
        assert!(report.summary.contains("localhost"), "{report:#?}");
        assert!(report.summary.contains("Everything is there"), "{report:#?}");
    });
}

#[test]
fn who_overtakes_us_is_named_at_once_and_after_five_seconds() {
    run(async || {
        let bed = Bed::new().await;
        let base = bed.tree().await;
        for later in [false, true] {
            let text = theirs(&bed).await;
            let moment = if later { Moment::OverLater(text) } else { Moment::Over(text) };
            let report = bed.commit(&[set(OURS, "2")], moment).await;
            assert_eq!(report.outcome, Outcome::Overtaken, "{report:#?}");
            assert_eq!(report.overtaken_by, ["localhost"]);
            assert_eq!(report.missing, [format!("set {OURS} = 2")]);
            assert_eq!(report.summary.contains("and seen, but"), later, "{report:#?}");
            assert_eq!(values(&bed).await, pair("1", "theirs"));
        }
        let report = bed.commit_on(&base, &[set(OURS, "2")], Moment::Never).await;
        assert_eq!(report.outcome, Outcome::Proven, "{report:#?}");
        assert_eq!(values(&bed).await, pair("2", "theirs"));
    });
}

#[test]
fn a_lost_answer_is_read_back_and_never_sent_again() {
    run(async || {
        let bed = Bed::new().await;
        let uploads = bed.calls("commitNewData");
        let report = bed.commit(&[set(OURS, "2")], Moment::AnswerLost).await;
        assert_eq!(report.outcome, Outcome::Proven, "{report:#?}");
        assert!(notes(&report).contains("The answer was lost"), "{report:#?}");
        assert_eq!(bed.calls("commitNewData"), uploads + 1);
        let report = bed.commit(&[set(OURS, "3")], Moment::RequestLost).await;
        assert_eq!(report.outcome, Outcome::Unknown, "{report:#?}");
        assert!(report.summary.contains("may still be at work"), "{report:#?}");
        assert_eq!(bed.calls("commitNewData"), uploads + 1);
        let report = bed.commit(&[set(OURS, "4")], Moment::Gone).await;
        assert_eq!((report.outcome, report.class()), (Outcome::Unknown, Some(Class::Unreachable)));
        assert!(report.summary.contains("could not be read again"), "{report:#?}");
        assert_eq!(values(&bed).await.0, "4", "it was done all the same");
    });
}

#[test]
fn a_look_that_saw_nothing_is_not_counted() {
    run(async || {
        let bed = Bed::new().await;
        let report = bed.commit(&[set(OURS, "2")], Moment::FirstLookLost).await;
        assert_eq!(report.outcome, Outcome::Proven, "{report:#?}");
        assert!(report.summary.contains("read back once"), "{report:#?}");
        assert!(!report.summary.contains("nothing of others"), "{report:#?}");
        let report = bed.commit(&[set(OURS, "3")], Moment::Never).await;
        let words = "read back twice, and nothing of others that left a backup went.";
        assert!(report.summary.contains(words), "{report:#?}");
    });
}

#[test]
fn an_error_after_the_swap_is_not_taken_for_a_refusal() {
    run(async || {
        let bed = Bed::new().await;
        let report = bed.commit(&[set(OURS, "2")], Moment::Grumbles).await;
        assert_eq!(report.outcome, Outcome::Proven, "{report:#?}");
        assert!(notes(&report).contains("Can't write backup"), "{report:#?}");
    });
}

#[test]
fn a_commit_is_undone_alone_and_what_came_after_it_stays() {
    run(async || {
        let bed = Bed::new().await;
        let report = bed.commit(&[set(OURS, "2")], Moment::Never).await;
        let version = report.version.expect("a version");
        bed.theirs(&theirs(&bed).await).now().expect("a commit");
        let client = bed.master().await;
        let all = history::history(&client).await.expect("a history");
        let entry = all.find(&version).expect("ours");
        assert_eq!(entry.by.as_deref(), Some("ada"));
        let shown = history::show(&client, &all, entry).await.expect("its texts");
        assert_eq!(shown.changes.len(), 1, "{:?}", shown.changes);
        let choices = Choices::new();
        let undo = revert::revert(&client, &all, entry, &choices).await.expect("it can be undone");
        assert_eq!(undo.step.edits, [set(OURS, "1")]);
        assert_eq!(undo.conflicts, []);
        assert_eq!(undo.notes, ["One version has come since."]);
        let report = bed.commit(&undo.step.edits, Moment::Never).await;
        assert_eq!(report.outcome, Outcome::Proven);
        assert_eq!(values(&bed).await, pair("1", "theirs"));
        // what was changed since at the same place is left alone, and said
        let report = bed.commit(&[set(OURS, "5")], Moment::Never).await;
        bed.commit(&[set(OURS, "6")], Moment::Never).await;
        let all = history::history(&client).await.expect("a history");
        let entry = all.find(report.version.as_deref().expect("a version")).expect("ours");
        let undo = revert::revert(&client, &all, entry, &choices).await.expect("read");
        assert_eq!((undo.step.edits.len(), undo.conflicts.len()), (0, 1));
        assert_eq!(undo.conflicts[0].path, path(OURS));
    });
}

#[test]
fn a_rollback_brings_the_whole_text_back_and_names_whose_changes_go() {
    run(async || {
        let bed = Bed::new().await;
        let first = bed.text().await;
        bed.commit(&[set(OURS, "2")], Moment::Never).await;
        bed.theirs(&theirs(&bed).await).now().expect("a commit");
        let client = bed.master().await;
        let all = history::history(&client).await.expect("a history");
        let entry = all.find(&first.version().expect("a version")).expect("the first");
        let plan = rollback::plan(&client, &all, entry).await.expect("a plan");
        let said = plan.consequences().join(" ");
        assert!(said.contains("2 later versions") && said.contains("ada, localhost"), "{said}");
        let ready = plan.ready(Agreed::default()).expect("ready");
        let (report, _) = bed.send(&client, &ready, Upload::RollBack(&plan.version)).await;
        let report = report.expect("sent");
        assert_eq!(report.outcome, Outcome::Proven, "{report:#?}");
        let back = bed.text().await;
        assert_eq!(back.but_for_version(), first.but_for_version());
        // the version that is served is no way back
        let all = history::history(&client).await.expect("a history");
        let current = all.entries.iter().find(|one| one.current).expect("one is served");
        rollback::plan(&client, &all, current).await.expect_err("it is there");
    });
}

#[test]
fn a_rollback_is_not_sent_once_somebody_has_committed_since_it_was_looked_at() {
    run(async || {
        let bed = Bed::new().await;
        let first = bed.text().await.version().expect("a version");
        bed.commit(&[set(OURS, "2")], Moment::Never).await;
        let client = bed.master().await;
        let all = history::history(&client).await.expect("a history");
        let plan = rollback::plan(&client, &all, all.find(&first).expect("the first")).await;
        let plan = plan.expect("a plan");
        bed.theirs(&theirs(&bed).await).now().expect("a commit");
        let ready = plan.ready(Agreed::default()).expect("ready");
        let (sent, records) = bed.send(&client, &ready, Upload::RollBack(&plan.version)).await;
        let problem = sent.expect_err("it is not what was agreed on");
        assert_eq!(problem.class, Class::Conflict);
        let known = bed.text().await.version().expect("a version");
        for word in [format!("version {known} by localhost"), "Nothing was sent".to_owned()] {
            assert!(problem.message.contains(&word), "{word}: {problem}");
        }
        assert!(records.is_empty(), "{records:?}");
        assert_eq!(bed.calls("rollbackToVersion"), 0);
        assert_eq!(values(&bed).await, pair("2", "theirs"));
    });
}

#[test]
fn a_rollback_to_what_is_checked_against_diracx_is_agreed_to_first() {
    run(async || {
        let bed = Bed::new().await;
        let client = bed.master().await;
        let without = Agreed { without_diracx: true };
        for value in ["yes", "no"] {
            let base = bed.tree().await;
            let prepared = bed.prepared(&client, &base, &[set(VERIFY_DIRACX, value)]).await;
            let ready = prepared.ready(without).expect("ready");
            bed.send(&client, &ready, Upload::Commit).await.0.expect("sent");
        }
        let all = history::history(&client).await.expect("a history");
        let checked = all.entries.get(1).expect("the one before");
        let plan = rollback::plan(&client, &all, checked).await.expect("a plan");
        let problem = plan.ready(Agreed::default()).expect_err("nobody has checked it");
        assert_eq!(problem.subject, VERIFY_DIRACX);
        plan.ready(without).expect("agreed to");
    });
}
