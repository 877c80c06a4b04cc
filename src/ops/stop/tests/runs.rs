//! Runs: what is sent in which order, and the word at the end.

use super::fake::{Bench, Deletes, ID, Revokes, Tells, World};
use crate::domain::secret::Fingerprint;
use crate::domain::stop::{Done, How, Outcome, Report, StepKind};
use crate::ops::stop::Past;

const ALL: [How; 3] = [How::Revoke, How::RevokeOrRow, How::Row];

fn kinds(report: &Report) -> Vec<(StepKind, Done)> {
    report.steps.iter().map(|step| (step.kind, step.done)).collect()
}

/// What lives on, in one text.
fn lasting(report: &Report) -> String {
    let all = report.lasting.iter().map(|one| format!("{}: {}", one.what, one.why));
    all.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_token_is_revoked_and_its_row_deleted_each_proven() {
    use StepKind::{After, Before, Delete, Prove, Read, Revoke};
    let bench = Bench::with(&["iam"]);
    let report = bench.stopped(How::Revoke).await;
    assert_eq!(report.outcome, Outcome::Revoked, "{report:?}");
    assert_eq!(
        bench.get().log,
        [
            "tokens",
            "discover https://iam.example",
            "introspect iam-token",
            "intent revoke",
            "revoke iam-token",
            "introspect iam-token",
            "rows",
            "intent delete",
            "delete",
            "rows",
        ]
    );
    let kinds = kinds(&report);
    assert_eq!(kinds, [Read, Before, Revoke, After, Delete, Prove].map(|kind| (kind, Done::Yes)));
    assert_eq!(lasting(&report).lines().count(), 1);
    assert!(lasting(&report).contains("access token of iam"), "{report:?}");
    assert_eq!(report.user.as_deref(), Some("wlada"));
}

#[tokio::test]
async fn without_credentials_nothing_is_deleted_unless_that_was_agreed_to() {
    for (how, word, sent) in [
        (How::Revoke, Outcome::Failed, vec![]),
        (How::RevokeOrRow, Outcome::RowDeleted, vec!["delete"]),
        (How::Row, Outcome::RowDeleted, vec!["delete"]),
    ] {
        let mut bench = Bench::with(&["iam"]);
        bench.credentials.clear();
        let report = bench.stopped(how).await;
        assert_eq!(
            (report.outcome, bench.sent()),
            (word, sent.into_iter().map(Into::into).collect())
        );
        let lasting = lasting(&report);
        assert!(lasting.contains("refresh token at iam"), "{lasting}");
        assert_eq!(lasting.contains("nobody can revoke it"), how != How::Revoke, "{lasting}");
        if how == How::Revoke {
            assert!(
                report.summary.contains("no client_id and client_secret"),
                "{}",
                report.summary
            );
        }
    }
}

#[tokio::test]
async fn an_issuer_that_is_down_or_refuses_keeps_the_row() {
    for (how, word) in [(How::Revoke, Outcome::Failed), (How::RevokeOrRow, Outcome::RowDeleted)] {
        let bench = Bench::with(&["iam"]);
        bench.get().issuer_down = true;
        assert_eq!(bench.stopped(how).await.outcome, word);
        let bench = Bench::with(&["iam"]);
        bench.get().revokes.insert("iam-token".into(), Revokes::Is503);
        let report = bench.stopped(how).await;
        assert_eq!(report.outcome, word, "{report:?}");
        assert!(report.summary.contains("503"), "{}", report.summary);
        assert_eq!(bench.get().rows.is_empty(), how == How::RevokeOrRow);
    }
}

#[tokio::test]
async fn one_of_two_providers_out_of_reach_sends_nothing_or_leaves_that_token() {
    let mut bench = Bench::with(&["iam", "egi"]);
    bench.credentials = vec!["iam"];
    let report = bench.stopped(How::Revoke).await;
    assert_eq!((report.outcome, bench.sent().len()), (Outcome::Failed, 0), "{report:?}");
    let report = bench.stopped(How::RevokeOrRow).await;
    assert_eq!(report.outcome, Outcome::RowDeleted, "{report:?}");
    assert_eq!(bench.sent(), ["revoke iam-token", "delete"]);
    let lasting = lasting(&report);
    assert!(lasting.contains("refresh token at egi") && !lasting.contains("refresh token at iam"));
    assert!(
        report.summary.contains("Not revoked: the refresh token at egi."),
        "{}",
        report.summary
    );
    // the token left alive is in the journal: a later run must not take it for revoked
    let past = Past::of(ID, &bench.get().journal);
    bench.get().rows.clear();
    let plan = bench.plan(How::RevokeOrRow).await.unwrap();
    let again = bench.run(&plan, How::RevokeOrRow, &past).await;
    assert_eq!(again.outcome, Outcome::RowDeleted, "{again:?}");
}

#[tokio::test]
async fn a_token_that_has_ended_is_not_asked_about() {
    for how in ALL {
        let bench = Bench::with(&["iam"]);
        bench.get().rows[0].4 = -5;
        let report = bench.stopped(how).await;
        assert_eq!(report.outcome, Outcome::RowDeleted, "{report:?}");
        assert_eq!(bench.get().log, ["tokens", "intent delete", "delete", "rows"]);
    }
}

#[tokio::test]
async fn nothing_stored_is_told_as_that_and_nothing_is_sent() {
    for how in ALL {
        let bench = Bench::with(&[]);
        let report = bench.stopped(how).await;
        assert_eq!(report.outcome, Outcome::Failed);
        assert_eq!(report.summary, "Nothing is stored under this id.");
        assert!(bench.sent().is_empty() && report.lasting.is_empty(), "{report:?}");
    }
}

#[tokio::test]
async fn rows_that_somebody_else_deleted_are_not_called_ours() {
    for (how, word) in [
        (How::Revoke, Outcome::Unproven),
        (How::RevokeOrRow, Outcome::RowDeleted),
        (How::Row, Outcome::RowDeleted),
    ] {
        let bench = Bench::with(&["iam"]);
        let plan = bench.plan(how).await.unwrap();
        bench.get().rows.clear();
        let report = bench.run(&plan, how, &Past::none()).await;
        assert_eq!(report.outcome, word, "{report:?}");
        assert!(bench.sent().is_empty());
        assert!(report.steps[0].evidence.contains("Row 1 of iam is gone: somebody else"));
    }
    // one of two: the other is stopped, and the word does not hide the first
    let bench = Bench::with(&["iam", "egi"]);
    let plan = bench.plan(How::Revoke).await.unwrap();
    bench.get().rows.remove(0);
    let report = bench.run(&plan, How::Revoke, &Past::none()).await;
    assert_eq!(report.outcome, Outcome::Unproven, "{report:?}");
    assert_eq!(bench.sent(), ["revoke egi-token", "delete"]);
}

#[tokio::test]
async fn a_row_that_appeared_or_changed_since_was_not_agreed_to() {
    let appeared = |bench: &Bench| {
        let row = (9, ID.into(), "egi".into(), "new".into(), 900, None);
        bench.get().rows.push(row);
    };
    let changed = |bench: &Bench| bench.get().rows[0].3 = "another".into();
    let foreign = |bench: &Bench| bench.get().rows[0].1 = "UID-1".into();
    for change in [&appeared as &dyn Fn(&Bench), &changed, &foreign] {
        for how in ALL {
            let bench = Bench::with(&["iam"]);
            let plan = bench.plan(how).await.unwrap();
            change(&bench);
            let report = bench.run(&plan, how, &Past::none()).await;
            assert_eq!(report.outcome, Outcome::Failed, "{report:?}");
            assert!(bench.sent().is_empty());
            assert!(report.summary.contains("Nothing was sent"), "{}", report.summary);
        }
    }
}

#[tokio::test]
async fn a_database_that_is_down_before_stops_it_and_after_leaves_it_unproven() {
    let bench = Bench::with(&["iam"]);
    let plan = bench.plan(How::Revoke).await.unwrap();
    bench.get().database = [false].into();
    let report = bench.run(&plan, How::Revoke, &Past::none()).await;
    assert_eq!((report.outcome, bench.sent().len()), (Outcome::Failed, 0));
    for deletes in [Deletes::DatabaseFails(false), Deletes::DatabaseFails(true), Deletes::Rows] {
        let bench = Bench::with(&["iam"]);
        bench.get().deletes = deletes;
        let plan = bench.plan(How::Revoke).await.unwrap();
        bench.get().database = [true, true, false].into();
        let report = bench.run(&plan, How::Revoke, &Past::none()).await;
        assert_eq!(report.outcome, Outcome::Unproven, "{deletes:?}: {report:?}");
        assert_eq!(bench.sent(), ["revoke iam-token", "delete"]);
    }
    // it is back at once: the rows say what happened
    for (done, word) in [(true, Outcome::Revoked), (false, Outcome::Failed)] {
        let bench = Bench::with(&["iam"]);
        bench.get().deletes = Deletes::DatabaseFails(done);
        let report = bench.stopped(How::Revoke).await;
        assert_eq!(report.outcome, word, "{report:?}");
        assert_eq!(report.summary.contains("No row was deleted"), !done);
        assert_eq!(
            report.summary.contains("Revoked, which is proven: the refresh token at iam."),
            !done
        );
    }
}

#[tokio::test]
async fn what_happens_to_the_rows_while_issuers_are_asked_is_seen_before_anything_is_deleted() {
    let during = async |happens: fn(&mut World)| {
        let bench = Bench::with(&["iam"]);
        bench.get().meanwhile = Some(happens);
        let report = bench.stopped(How::Revoke).await;
        assert_eq!(bench.sent(), ["revoke iam-token"]);
        report
    };
    let appears = |world: &mut World| {
        world.rows.push((9, ID.into(), "egi".into(), "new".into(), 900, None));
    };
    let report = during(appears).await;
    assert_eq!(report.outcome, Outcome::Failed, "{report:?}");
    assert!(report.summary.contains("Row 9 of egi is not what was planned"), "{}", report.summary);
    assert!(report.summary.contains("Revoked, which is proven"), "{}", report.summary);
    let report = during(|world| world.rows.clear()).await;
    assert_eq!(report.outcome, Outcome::Revoked, "it is dead, and no row is left: {report:?}");
    let report = during(|world| world.database = [false].into()).await;
    assert_eq!(report.outcome, Outcome::Failed, "{report:?}");
}

#[tokio::test]
async fn what_happens_while_an_issuer_that_is_down_is_waited_for_is_seen_too() {
    let bench = Bench::with(&["iam"]);
    let plan = bench.plan(How::RevokeOrRow).await.unwrap();
    bench.get().issuer_down = true;
    bench.get().meanwhile = Some(|world| {
        world.rows.push((9, ID.into(), "egi".into(), "new".into(), 900, None));
    });
    let report = bench.run(&plan, How::RevokeOrRow, &Past::none()).await;
    assert_eq!(report.outcome, Outcome::Failed, "{report:?}");
    assert!(report.summary.contains("Row 9 of egi is not what was planned"), "{}", report.summary);
    assert!(bench.sent().is_empty(), "{:?}", bench.sent());
}

#[tokio::test]
async fn a_row_that_was_renewed_is_no_proof_that_it_was_deleted() {
    let renewed: [fn(&mut World); 2] = [
        |world| world.rows[0].3 = "new".into(),
        |world| (world.rows[0].0, world.rows[0].3) = (9, "new".into()),
    ];
    for (how, after) in ALL.into_iter().flat_map(|how| renewed.map(|after| (how, after))) {
        for (deletes, word) in [
            (Deletes::NotAllowed, Outcome::Failed),
            (Deletes::LosesReply(false), Outcome::Unproven),
        ] {
            let bench = Bench::with(&["iam"]);
            (bench.get().deletes, bench.get().after_deleting) = (deletes, Some(after));
            let report = bench.stopped(how).await;
            assert_eq!(report.outcome, word, "{how:?} {report:?}");
        }
    }
    // deleted, and somebody has logged in again since
    for (how, word) in [(How::Revoke, Outcome::Revoked), (How::Row, Outcome::RowDeleted)] {
        let bench = Bench::with(&["iam"]);
        bench.get().after_deleting = Some(|world| {
            world.rows.push((9, ID.into(), "iam".into(), "new".into(), 900, None));
        });
        let report = bench.stopped(how).await;
        assert_eq!(report.outcome, word, "{report:?}");
        let told = report.steps.last().map(|step| step.evidence.as_str());
        assert_eq!(told, Some("The rows are gone. Others are there since: 1."));
    }
}

#[tokio::test]
async fn a_lost_reply_is_read_back_and_never_repeated() {
    for (done, word) in [(true, Outcome::Revoked), (false, Outcome::Unproven)] {
        let bench = Bench::with(&["iam"]);
        bench.get().deletes = Deletes::LosesReply(done);
        let report = bench.stopped(How::Revoke).await;
        assert_eq!(report.outcome, word, "{report:?}");
        assert_eq!(bench.sent(), ["revoke iam-token", "delete"]);
        let bench = Bench::with(&["iam"]);
        bench.get().revokes.insert("iam-token".into(), Revokes::LosesReply(done));
        let report = bench.stopped(How::Revoke).await;
        assert_eq!(report.outcome, word, "{report:?}");
        let sent: &[&str] =
            if done { &["revoke iam-token", "delete"] } else { &["revoke iam-token"] };
        assert_eq!(bench.sent(), sent, "the row stays while the token may live");
    }
    let bench = Bench::with(&["iam"]);
    bench.get().revokes.insert("iam-token".into(), Revokes::LosesReply(false));
    let report = bench.stopped(How::RevokeOrRow).await;
    assert_eq!(report.outcome, Outcome::Unproven, "{report:?}");
    assert!(bench.get().rows.is_empty() && lasting(&report).contains("It may live on"));
}

#[tokio::test]
async fn without_active_before_a_dead_token_proves_nothing() {
    for tells in [Tells::Nothing, Tells::NoEndpoint, Tells::Is503] {
        let bench = Bench::with(&["iam"]);
        bench.get().tells = tells;
        let report = bench.stopped(How::Revoke).await;
        assert_eq!(report.outcome, Outcome::Unproven, "{tells:?}: {report:?}");
        assert_eq!(bench.sent(), ["revoke iam-token", "delete"]);
        assert!(report.summary.contains("Not proven to be dead"), "{}", report.summary);
        assert!(lasting(&report).contains("It may live on"), "{report:?}");
    }
}

#[tokio::test]
async fn an_issuer_that_answers_200_and_goes_on_saying_active_has_not_revoked() {
    let bench = Bench::with(&["iam"]);
    bench.get().revokes.insert("iam-token".into(), Revokes::Says200);
    let report = bench.stopped(How::Revoke).await;
    assert_eq!(report.outcome, Outcome::Failed, "{report:?}");
    assert_eq!(bench.sent(), ["revoke iam-token"]);
    assert!(report.summary.contains("still says that the token is active"), "{}", report.summary);
}

#[tokio::test]
async fn a_deletion_that_was_told_as_done_and_is_not_is_seen() {
    let bench = Bench::with(&["iam"]);
    bench.get().deletes = Deletes::SaysSo;
    let report = bench.stopped(How::Revoke).await;
    assert_eq!(report.outcome, Outcome::Failed, "{report:?}");
    assert!(report.summary.contains("1 of the rows are still there"), "{}", report.summary);
    let bench = Bench::with(&["iam"]);
    bench.get().deletes = Deletes::NotAllowed;
    let report = bench.stopped(How::Row).await;
    assert_eq!(report.outcome, Outcome::Failed, "{report:?}");
    assert!(report.summary.contains("You aren't allowed"), "{}", report.summary);
}

#[tokio::test]
async fn a_token_is_revoked_once_however_many_rows_hold_it_or_share_its_grant() {
    let bench = Bench::with(&["iam", "iam"]);
    assert_eq!(bench.stopped(How::Revoke).await.outcome, Outcome::Revoked);
    assert_eq!(bench.sent(), ["revoke iam-token", "delete"]);
    let bench = Bench::with(&["iam", "iam"]);
    {
        let mut world = bench.get();
        world.rows[1].3 = "sibling".into();
        world.active = [("iam-token".to_owned(), 7), ("sibling".to_owned(), 7)].into();
    }
    let report = bench.stopped(How::Revoke).await;
    assert_eq!(report.outcome, Outcome::Revoked, "{report:?}");
    assert_eq!(bench.sent(), ["revoke iam-token", "delete"], "its sibling died with it");
}

#[tokio::test]
async fn where_nothing_can_be_written_down_nothing_is_sent() {
    let whole = {
        let bench = Bench::with(&["iam", "egi"]);
        bench.stopped(How::Revoke).await;
        bench.get().journal.len()
    };
    for room in 0..whole {
        let bench = Bench::with(&["iam", "egi"]);
        bench.get().room = Some(room);
        let report = bench.stopped(How::Revoke).await;
        let world = bench.get();
        let full = world.log.iter().position(|line| line == "disk full").expect("it is full");
        let after = world.log[full..].iter();
        let sent = after.filter(|line| line.starts_with("revoke") || *line == "delete").count();
        assert_eq!(sent, 0, "{room}: {:?}", world.log);
        assert!(report.summary.contains("journal cannot be written"), "{room}: {}", report.summary);
        // the word is still that of what was seen
        let gone = world.rows.is_empty() && world.active.is_empty();
        assert_eq!(report.outcome == Outcome::Revoked, gone, "{room}: {report:?}");
    }
}

#[tokio::test]
async fn no_secret_is_in_report_or_journal() {
    let bench = Bench::with(&["iam", "egi"]);
    let report = bench.stopped(How::RevokeOrRow).await;
    let text = format!("{report:?} {:?}", bench.get().journal);
    for secret in ["iam-token", "egi-token", "worth-nothing"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(text.contains(&Fingerprint::of(b"iam-token").to_string()), "it is named all the same");
}
