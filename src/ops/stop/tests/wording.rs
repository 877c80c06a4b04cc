//! The sentences as a person reads them, of every end that there is.

use std::fmt::Write as _;

use super::fake::{Bench, Deletes, Revokes, Tells};
use crate::domain::stop::{How, Report};
use crate::ops::stop::Past;

/// A report as a person reads it.
fn read(name: &str, report: &Report) -> String {
    let mut text = format!("## {name}\n{}: {}\n", report.outcome.word(), report.summary);
    for step in &report.steps {
        let about = step.provider.as_deref().unwrap_or("TokenManager");
        writeln!(text, "  {} {about} {}: {}", step.kind.word(), step.done.word(), step.evidence)
            .expect("a text");
    }
    for one in &report.lasting {
        writeln!(text, "  lives on: {}. {}", one.what, one.why).expect("a text");
    }
    text
}

/// A scenario: what is different, how it is stopped, what happens meanwhile.
type Scene = (&'static str, How, fn(&mut Bench), fn(&Bench));

const SCENES: &[Scene] = &[
    ("revoked", How::Revoke, |_| (), |_| ()),
    ("no credentials", How::Revoke, |bench| bench.credentials.clear(), |_| ()),
    (
        "no credentials, rows anyway",
        How::RevokeOrRow,
        |bench| bench.credentials = vec!["iam"],
        |_| (),
    ),
    ("rows only", How::Row, |_| (), |_| ()),
    ("issuer out of service", How::Revoke, |b| revokes(b, Revokes::Is503), |_| ()),
    ("issuer down", How::Revoke, |b| b.get().issuer_down = true, |_| ()),
    ("reply of the issuer lost", How::Revoke, |b| revokes(b, Revokes::LosesReply(false)), |_| ()),
    ("issuer answers 200 and says active", How::Revoke, |b| revokes(b, Revokes::Says200), |_| ()),
    ("issuer says nothing", How::Revoke, |b| b.get().tells = Tells::Nothing, |_| ()),
    ("no introspection", How::Revoke, |b| b.get().tells = Tells::NoEndpoint, |_| ()),
    ("ended", How::Revoke, |b| b.get().rows.iter_mut().for_each(|row| row.4 = -1), |_| ()),
    ("gone meanwhile", How::Revoke, |_| (), |b| b.get().rows.clear()),
    ("one gone meanwhile", How::Revoke, |_| (), |b| drop(b.get().rows.remove(0))),
    ("changed meanwhile", How::Revoke, |_| (), |b| b.get().rows[0].3 = "other".into()),
    ("nothing there", How::Revoke, |b| b.get().rows.clear(), |_| ()),
    ("database down", How::Revoke, |_| (), |b| b.get().database = [false].into()),
    ("database down after", How::Revoke, |_| (), |b| b.get().database = [true, true, false].into()),
    ("not allowed", How::Revoke, |b| b.get().deletes = Deletes::NotAllowed, |_| ()),
    (
        "reply lost, rows there",
        How::Revoke,
        |b| b.get().deletes = Deletes::LosesReply(false),
        |_| (),
    ),
    ("reply lost, rows gone", How::Revoke, |b| b.get().deletes = Deletes::LosesReply(true), |_| ()),
    ("disk full", How::Revoke, |_| (), |b| b.get().room = Some(3)),
];

fn revokes(bench: &Bench, does: Revokes) {
    bench.get().revokes.insert("iam-token".into(), does);
}

#[tokio::test]
async fn every_end_is_told_in_sentences() {
    let mut text = String::new();
    for (name, how, before, meanwhile) in SCENES {
        let mut bench = Bench::with(&["iam", "egi"]);
        before(&mut bench);
        let plan = bench.plan(*how).await.expect("a plan");
        meanwhile(&bench);
        let report = bench.run(&plan, *how, &Past::none()).await;
        text.push_str(&read(name, &report));
        text.push('\n');
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("words_of_stopping", text));
}
