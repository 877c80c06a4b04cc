//! Plans: what they say, and what is refused before a plan is made.

use super::fake::{Bench, ID, Tells};
use crate::domain::problem::Class;
use crate::domain::stop::{Fate, How};
use crate::ops::stop::plan;

fn out_of_reach(fate: &Fate) -> &str {
    match fate {
        Fate::OutOfReach(why) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_plan_says_of_every_row_what_can_be_done_and_fetches_no_token() {
    let mut bench = Bench::with(&["iam", "egi", "gone"]);
    bench.credentials = vec!["iam", "gone"];
    bench.get().rows[2].4 = -1;
    let plan = bench.plan(How::Revoke).await.unwrap();
    assert_eq!(plan.user.as_deref(), Some("wlada"));
    assert_eq!(plan.rows[0].refresh, Fate::Revocable { client: "client-iam".into() });
    assert!(out_of_reach(&plan.rows[1].refresh).contains("no client_id and client_secret of egi"));
    assert_eq!(plan.rows[2].refresh, Fate::Over);
    assert!(plan.rows.iter().all(|row| row.access_until.is_some()) && !plan.can_revoke_all());
    assert_eq!(bench.get().log, ["rows", "discover https://iam.example"]);
}

#[tokio::test]
async fn what_is_out_of_reach_is_told_with_the_reason() {
    let why = async |change: &dyn Fn(&mut Bench)| {
        let mut bench = Bench::with(&["iam"]);
        change(&mut bench);
        let plan = bench.plan(How::Revoke).await.unwrap();
        out_of_reach(&plan.rows[0].refresh).to_owned()
    };
    let other = why(&|bench| bench.get().rows[0].5 = Some("somebody".into())).await;
    assert!(other.contains("issued to the client somebody") && other.contains("client-iam"));
    let down = why(&|bench| bench.get().issuer_down = true).await;
    assert!(down.contains("cannot be asked") && down.contains("connection refused"), "{down}");
    let unknown = why(&|bench| bench.get().rows[0].2 = "xyz".into()).await;
    assert!(unknown.contains("names no issuer for the IdProvider xyz"), "{unknown}");
    let bench = Bench::with(&["iam"]);
    let plan = bench.plan(How::Row).await.unwrap();
    assert!(out_of_reach(&plan.rows[0].refresh).contains("Only the row"));
    assert_eq!(bench.get().log, ["rows"], "no issuer is asked");
}

#[tokio::test]
async fn an_issuer_is_asked_once_for_many_ids_even_if_it_is_down() {
    for down in [false, true] {
        let bench = Bench::with(&["iam"]);
        bench.get().issuer_down = down;
        let desk = bench.desk().await;
        for _ in 0..3 {
            plan(&desk, ID, How::Revoke).await.unwrap();
        }
        let asked = bench.get().log.iter().filter(|line| line.starts_with("discover")).count();
        assert_eq!(asked, 1);
    }
}

#[tokio::test]
async fn what_may_not_be_read_is_refused_before_anything_is_sent() {
    let mut bench = Bench::with(&["iam"]);
    bench.properties = &[];
    let problem = bench.plan(How::Revoke).await.unwrap_err();
    assert_eq!(problem.class, Class::Refused);
    assert!(problem.message.contains("ProxyManagement"), "{problem}");
    assert!(bench.get().log.is_empty(), "{:?}", bench.get().log);
    for id in ["", "/O=DIRAC/CN=uid-1", "uid-1 "] {
        let bench = Bench::with(&["iam"]);
        let problem = plan(&bench.desk().await, id, How::Row).await.unwrap_err();
        assert_eq!(problem.class, Class::Usage, "{problem}");
        assert!(bench.get().log.is_empty());
    }
}

#[tokio::test]
async fn rows_of_another_id_that_would_go_too_forbid_it() {
    let bench = Bench::with(&["iam", "egi"]);
    bench.get().rows[1].1 = "UID-1".into();
    let problem = bench.plan(How::Row).await.unwrap_err();
    assert_eq!(problem.class, Class::Conflict);
    assert!(problem.message.contains("UID-1") && problem.message.contains("1 row"), "{problem}");
}

#[tokio::test]
async fn a_database_that_is_down_is_told_and_is_no_empty_plan() {
    let bench = Bench::with(&["iam"]);
    bench.get().database = [false].into();
    let problem = bench.plan(How::Revoke).await.unwrap_err();
    assert!(problem.message.contains("Lost connection"), "{problem}");
    bench.get().rows.clear();
    assert!(bench.plan(How::Revoke).await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn an_issuer_without_introspection_can_still_revoke() {
    let bench = Bench::with(&["iam"]);
    bench.get().tells = Tells::NoEndpoint;
    let plan = bench.plan(How::Revoke).await.unwrap();
    assert!(plan.can_revoke_all());
}
