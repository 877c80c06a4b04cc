//! The two tables of [`crate::ops::stop`], a line each.

use super::fake::{Bench, ID, Tells, now};
use crate::domain::secret::Fingerprint;
use crate::domain::stop::{Done, How, Outcome, StepKind};
use crate::ops::stop::Past;
use crate::store::journal::Record;

fn intent(step: StepKind) -> Record {
    let of_token = step == StepKind::Revoke;
    Record::Intent {
        at: now(),
        token_id: ID.into(),
        step,
        provider: of_token.then(|| "iam".into()),
        refresh: of_token.then(|| Fingerprint::of(b"iam-token")),
        rows: Vec::new(),
    }
}

fn ended(step: StepKind, done: Done, active: Option<bool>) -> Record {
    let of_token = step != StepKind::Delete;
    Record::Ended {
        at: now(),
        token_id: ID.into(),
        step,
        provider: of_token.then(|| "iam".into()),
        refresh: of_token.then(|| Fingerprint::of(b"iam-token")),
        done,
        active,
        evidence: "seen".into(),
    }
}

/// What is recorded of the revocation.
fn recorded(words: &str) -> Vec<Record> {
    use StepKind::{After, Before, Revoke};
    words
        .split_whitespace()
        .map(|word| match word {
            "was_active" => ended(Before, Done::Yes, Some(true)),
            "was_not" => ended(Before, Done::Yes, Some(false)),
            "begun" => intent(Revoke),
            "200" => ended(Revoke, Done::Yes, None),
            "refused" => ended(Revoke, Done::No, None),
            "lost" => ended(Revoke, Done::Unknown, None),
            "died" => ended(After, Done::Yes, Some(false)),
            "delete" => intent(StepKind::Delete),
            "deleted" => ended(StepKind::Delete, Done::Yes, None),
            "not_deleted" => ended(StepKind::Delete, Done::No, None),
            other => panic!("{other}"),
        })
        .collect()
}

/// The state in which the second run finds the world.
#[derive(Clone, Copy, Debug)]
enum Now {
    Active,
    Dead,
    Mute,
}

async fn resumed(past: &str, state: Now, row: bool, how: How) -> (Outcome, String, Vec<Done>) {
    let bench = Bench::with(&["iam"]);
    match state {
        Now::Active => {}
        Now::Dead => bench.get().active.clear(),
        Now::Mute => bench.get().tells = Tells::Is503,
    }
    if !row {
        bench.get().rows.clear();
    }
    let past = Past::of(ID, &recorded(past));
    let plan = bench.plan(how).await.unwrap();
    let report = bench.run(&plan, how, &past).await;
    let revoked = |step: &&crate::domain::stop::Step| step.kind == StepKind::Revoke;
    let done = report.steps.iter().filter(revoked).map(|step| step.done).collect();
    (report.outcome, bench.sent().join(", "), done)
}

#[tokio::test]
async fn what_an_interrupted_run_did_is_judged_by_the_state() {
    use Now::{Active, Dead, Mute};
    use Outcome::{Revoked, RowDeleted, Unproven};
    let both = "revoke iam-token, delete";
    for (past, state, row, how, word, sent) in [
        // the issuer says active: whatever was recorded had no effect
        ("was_active", Active, true, How::Revoke, Revoked, both),
        ("was_active begun", Active, true, How::Revoke, Revoked, both),
        ("was_active begun 200", Active, true, How::Revoke, Revoked, both),
        // it had effect
        ("was_active begun", Dead, true, How::Revoke, Revoked, "delete"),
        ("was_active begun 200", Dead, true, How::Revoke, Revoked, "delete"),
        ("was_active begun 200 died", Dead, true, How::Revoke, Revoked, "delete"),
        ("was_active begun lost", Dead, true, How::Revoke, Revoked, "delete"),
        // never active: nothing is proven, nothing is repeated
        ("was_not begun 200", Dead, true, How::Revoke, Unproven, "delete"),
        ("was_not begun", Dead, true, How::Revoke, Unproven, ""),
        ("was_not begun", Dead, true, How::RevokeOrRow, Unproven, "delete"),
        // the issuer cannot be asked
        ("was_active begun 200", Mute, true, How::Revoke, Unproven, "delete"),
        ("was_active begun", Mute, true, How::Revoke, Unproven, ""),
        ("was_active begun", Mute, true, How::RevokeOrRow, Unproven, "delete"),
        // nothing was sent
        ("", Mute, true, How::Revoke, Unproven, both),
        ("was_active begun refused", Mute, true, How::Revoke, Unproven, both),
        ("was_active begun refused", Active, true, How::Revoke, Revoked, both),
        ("", Dead, true, How::Revoke, Unproven, both),
        // somebody else revoked it meanwhile
        ("was_active", Dead, true, How::Revoke, Revoked, "delete"),
        // its row is gone: the record is all there is
        ("was_active begun 200 died delete", Dead, false, How::Revoke, Revoked, ""),
        ("was_active begun 200 died delete deleted", Dead, false, How::Revoke, Revoked, ""),
        ("was_active begun 200 delete", Dead, false, How::Revoke, Unproven, ""),
        ("was_active begun", Dead, false, How::Revoke, Unproven, ""),
        ("was_active begun refused", Active, false, How::Revoke, Unproven, ""),
        ("was_active begun refused delete", Active, false, How::RevokeOrRow, RowDeleted, ""),
        ("was_active", Active, false, How::Revoke, Unproven, ""),
        ("was_active begun refused delete", Active, false, How::Revoke, Unproven, ""),
        ("delete", Active, false, How::Row, RowDeleted, ""),
        // the rows are there: the deletion had no effect
        ("was_active begun 200 died delete", Dead, true, How::Revoke, Revoked, "delete"),
        ("was_active begun 200 died delete deleted", Dead, true, How::Revoke, Revoked, "delete"),
        (
            "was_active begun 200 died delete not_deleted",
            Dead,
            true,
            How::Revoke,
            Revoked,
            "delete",
        ),
        ("delete", Active, true, How::Row, RowDeleted, "delete"),
    ] {
        let (came, did, _) = resumed(past, state, row, how).await;
        assert_eq!((came, did.as_str()), (word, sent), "{past:?} {state:?} row {row} {how:?}");
    }
}

#[tokio::test]
async fn what_took_effect_earlier_is_told_as_that() {
    let (_, _, done) = resumed("was_active begun", Now::Dead, true, How::Revoke).await;
    assert_eq!(done, [Done::Earlier]);
    let (_, _, done) =
        resumed("was_active begun 200 died delete", Now::Dead, false, How::Revoke).await;
    assert_eq!(done, [Done::Earlier]);
}

#[tokio::test]
async fn rows_that_cannot_be_read_leave_an_interrupted_run_unproven() {
    for (past, word) in [
        ("was_active begun 200 died delete", Outcome::Unproven),
        ("was_active begun", Outcome::Unproven),
        ("was_active", Outcome::Failed),
    ] {
        let bench = Bench::with(&["iam"]);
        let plan = bench.plan(How::Revoke).await.unwrap();
        bench.get().database = [false].into();
        let report = bench.run(&plan, How::Revoke, &Past::of(ID, &recorded(past))).await;
        assert_eq!(report.outcome, word, "{past}: {report:?}");
        assert!(bench.sent().is_empty());
    }
}

#[tokio::test]
async fn another_client_than_before_proves_nothing() {
    let bench = Bench::with(&["iam"]);
    bench.get().rows[0].5 = None;
    bench.get().active.clear();
    let past = Past::of(ID, &recorded("was_active begun 200"));
    let plan = bench.plan(How::Revoke).await.unwrap();
    let report = bench.run(&plan, How::Revoke, &past).await;
    assert_eq!(report.outcome, Outcome::Unproven, "{report:?}");
    // nor does it later on, by way of the journal
    let all: Vec<Record> = recorded("was_active begun 200")
        .into_iter()
        .chain(bench.get().journal.iter().cloned())
        .collect();
    let plan = bench.plan(How::Revoke).await.unwrap();
    let report = bench.run(&plan, How::Revoke, &Past::of(ID, &all)).await;
    assert_eq!(report.outcome, Outcome::Unproven, "{report:?}");
}

#[tokio::test]
async fn not_active_said_to_another_client_is_no_proof_for_a_third_run() {
    let bench = Bench::with(&["iam"]);
    bench.get().rows[0].5 = None;
    bench.get().active.clear();
    let before = recorded("was_active");
    let plan = bench.plan(How::Revoke).await.unwrap();
    let report = bench.run(&plan, How::Revoke, &Past::of(ID, &before)).await;
    assert_eq!(report.outcome, Outcome::Unproven, "{report:?}");
    assert_eq!(bench.sent(), ["revoke iam-token", "delete"]);
    // cut off once more, before it was settled
    let all: Vec<Record> = before.into_iter().chain(bench.get().journal.clone()).collect();
    let plan = bench.plan(How::Revoke).await.unwrap();
    let report = bench.run(&plan, How::Revoke, &Past::of(ID, &all)).await;
    assert_eq!(report.outcome, Outcome::Unproven, "{report:?}");
}

#[tokio::test]
async fn a_row_that_came_after_the_deletion_is_not_deleted_in_its_place() {
    for (past, how) in [
        ("was_active begun 200 died delete", How::Revoke),
        ("was_active begun 200 died delete deleted", How::Revoke),
        ("was_active begun refused delete", How::RevokeOrRow),
    ] {
        let bench = Bench::with(&["iam"]);
        (bench.get().rows[0].0, bench.get().rows[0].3) = (9, "new".into());
        bench.get().active = [("new".to_owned(), 7)].into();
        let plan = bench.plan(how).await.unwrap();
        let report = bench.run(&plan, how, &Past::of(ID, &recorded(past))).await;
        assert_eq!(report.outcome, Outcome::Unproven, "{past}: {report:?}");
        assert!(report.summary.contains("Row 9 of iam was not there"), "{}", report.summary);
        assert!(bench.sent().is_empty(), "{past}: {:?}", bench.sent());
    }
}

#[test]
fn records_of_other_ids_are_passed_over() {
    let mut other = recorded("was_active begun 200 died delete");
    for record in &mut other {
        if let Record::Intent { token_id, .. } | Record::Ended { token_id, .. } = record {
            *token_id = "uid-2".into();
        }
    }
    assert_eq!(Past::of(ID, &other), Past::none());
}

#[tokio::test]
async fn a_deletion_is_gone_on_with_for_its_own_rows_and_for_no_others() {
    let sent_for = |rows: &[Fingerprint]| Record::Intent {
        at: now(),
        token_id: ID.into(),
        step: StepKind::Delete,
        provider: None,
        refresh: None,
        rows: rows.to_vec(),
    };
    for how in [How::Row, How::Revoke, How::RevokeOrRow] {
        // the rows that it was sent for are still there: it had no effect
        let bench = Bench::with(&["iam"]);
        let plan = bench.plan(how).await.unwrap();
        let own: Vec<Fingerprint> = plan.rows.iter().map(|one| one.row.print()).collect();
        let report = bench.run(&plan, how, &Past::of(ID, &[sent_for(&own)])).await;
        assert!(bench.sent().iter().any(|sent| sent.contains("delete")), "{how:?}: {report:?}");

        // somebody has logged in since: the row is left, and said
        let bench = Bench::with(&["iam"]);
        (bench.get().rows[0].0, bench.get().rows[0].3) = (9, "new".into());
        bench.get().active = [("new".to_owned(), 7)].into();
        let plan = bench.plan(how).await.unwrap();
        let report = bench.run(&plan, how, &Past::of(ID, &[sent_for(&own)])).await;
        assert_eq!(report.outcome, Outcome::Unproven, "{how:?}: {report:?}");
        assert!(report.summary.contains("Row 9 of iam was not there"), "{}", report.summary);
        assert!(bench.sent().is_empty(), "{how:?}: {:?}", bench.sent());

        // one of each: deleting the one would delete the other
        let bench = Bench::with(&["iam", "egi"]);
        let plan = bench.plan(how).await.unwrap();
        let first = [plan.rows[0].row.print()];
        let report = bench.run(&plan, how, &Past::of(ID, &[sent_for(&first)])).await;
        assert_eq!(report.outcome, Outcome::Unproven, "{how:?}: {report:?}");
        assert!(bench.sent().is_empty(), "{how:?}: {:?}", bench.sent());
    }
}
