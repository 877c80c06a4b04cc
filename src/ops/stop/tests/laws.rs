//! Laws that hold in any world: nothing twice, nothing unwritten, and no word that the world belies.

use futures_util::FutureExt as _;
use proptest::prelude::*;

use super::fake::{Bench, Deletes, ID, Revokes, Tells};
use crate::domain::secret::Fingerprint;
use crate::domain::stop::{Fate, How, Outcome, Plan, Report};
use crate::ops::stop::Past;
use crate::store::journal::Record;

/// What somebody else does between plan and run.
#[derive(Clone, Copy, Debug)]
enum Meanwhile {
    Nothing,
    DeletesFirst,
    DeletesAll,
    Adds,
    Revokes,
}

#[derive(Clone, Debug)]
struct Odds {
    /// Provider (iam or egi), grant, whether its end has passed, whether its client is recorded, what its issuer does.
    rows: Vec<(bool, u32, bool, bool, Revokes)>,
    credentials: (bool, bool),
    tells: Tells,
    deletes: Deletes,
    database: Vec<bool>,
    room: Option<usize>,
    meanwhile: Meanwhile,
    how: How,
    cut: Option<(usize, bool)>,
}

fn revokes() -> impl Strategy<Value = Revokes> {
    prop_oneof![
        4 => Just(Revokes::Kills),
        1 => Just(Revokes::Says200),
        1 => Just(Revokes::Is503),
        1 => any::<bool>().prop_map(Revokes::LosesReply),
    ]
}

fn odds() -> impl Strategy<Value = Odds> {
    let row =
        (any::<bool>(), 0..3_u32, prop::bool::weighted(0.2), prop::bool::weighted(0.8), revokes());
    let tells = prop_oneof![
        5 => Just(Tells::Truth),
        1 => Just(Tells::Nothing),
        1 => Just(Tells::Is503),
        1 => Just(Tells::NoEndpoint),
    ];
    let deletes = prop_oneof![
        4 => Just(Deletes::Rows),
        1 => Just(Deletes::SaysSo),
        1 => Just(Deletes::NotAllowed),
        1 => any::<bool>().prop_map(Deletes::LosesReply),
        1 => any::<bool>().prop_map(Deletes::DatabaseFails),
    ];
    let meanwhile = prop_oneof![
        6 => Just(Meanwhile::Nothing),
        1 => Just(Meanwhile::DeletesFirst),
        1 => Just(Meanwhile::DeletesAll),
        1 => Just(Meanwhile::Adds),
        1 => Just(Meanwhile::Revokes),
    ];
    let how = prop_oneof![Just(How::Revoke), Just(How::RevokeOrRow), Just(How::Row)];
    let database = prop::collection::vec(prop::bool::weighted(0.9), 0..4);
    let own = (prop::bool::weighted(0.8), prop::bool::weighted(0.8));
    let room = prop::option::weighted(0.2, 0..12_usize);
    let cut = prop::option::weighted(0.5, (0..12_usize, any::<bool>()));
    (prop::collection::vec(row, 0..4), (own, tells, deletes, database), (room, meanwhile, how, cut))
        .prop_map(|(rows, (credentials, tells, deletes, database), (room, meanwhile, how, cut))| {
            Odds { rows, credentials, tells, deletes, database, room, meanwhile, how, cut }
        })
}

fn bench(odds: &Odds) -> Bench {
    let mut bench = Bench::with(&[]);
    let own = [("iam", odds.credentials.0), ("egi", odds.credentials.1)];
    bench.credentials = own.iter().filter(|(_, has)| *has).map(|(name, _)| *name).collect();
    {
        let mut world = bench.get();
        (world.tells, world.deletes) = (odds.tells, odds.deletes);
        for (number, (iam, grant, over, known, revokes)) in (1..).zip(&odds.rows) {
            let provider = if *iam { "iam" } else { "egi" };
            let token = format!("{provider}-{number}");
            let client = known.then(|| format!("client-{provider}"));
            let ends = if *over { -10 } else { 900 };
            world.rows.push((number, ID.into(), provider.into(), token.clone(), ends, client));
            // a grant is of one issuer
            world.active.insert(token.clone(), grant * 2 + u32::from(*iam));
            world.revokes.insert(token, *revokes);
        }
    }
    bench
}

fn happens(bench: &Bench, meanwhile: Meanwhile) {
    let mut world = bench.get();
    match meanwhile {
        Meanwhile::Nothing => {}
        Meanwhile::DeletesFirst => world.rows.retain(|row| row.0 != 1),
        Meanwhile::DeletesAll => world.rows.clear(),
        Meanwhile::Adds => world.rows.push((99, ID.into(), "iam".into(), "new".into(), 900, None)),
        Meanwhile::Revokes => world.active.clear(),
    }
}

/// Whether the world bears out what a report says.
fn check(bench: &Bench, plan: &Plan, how: How, report: &Report) -> Result<(), TestCaseError> {
    let world = bench.get();
    let told = format!("{report:?}\n{world:?}");
    let ours = |id: u64| plan.rows.iter().any(|row| row.row.id == Some(id));
    let gone = !world.rows.iter().any(|row| ours(row.0));
    match report.outcome {
        Outcome::Revoked => {
            prop_assert!(gone && how != How::Row, "{}", told);
            // every token of the plan that was in time is dead; those that had ended are nobody's concern
            let living: Vec<Fingerprint> =
                world.active.keys().map(|token| Fingerprint::of(token.as_bytes())).collect();
            for row in plan.rows.iter().filter(|row| row.refresh != Fate::Over) {
                let dead = row.row.refresh.is_none_or(|refresh| !living.contains(&refresh));
                prop_assert!(dead, "{}", told);
            }
        }
        Outcome::RowDeleted => prop_assert!(gone, "{}", told),
        Outcome::Failed => {
            prop_assert!(!world.effects.iter().any(|effect| effect == "delete"), "{}", told);
        }
        Outcome::Unproven => {}
    }
    Ok(())
}

/// What was sent: nothing twice, everything written down directly before.
fn check_sent(bench: &Bench, how: How) -> Result<(), TestCaseError> {
    let world = bench.get();
    let told = format!("{:?}", world.log);
    let mut sent: Vec<&String> = Vec::new();
    for (before, line) in world.log.iter().zip(world.log.iter().skip(1)) {
        let mutating = line.starts_with("revoke") || line == "delete";
        if mutating {
            let intent = if line == "delete" { "intent delete" } else { "intent revoke" };
            prop_assert_eq!(before, intent, "{}", told);
            prop_assert!(!sent.contains(&line), "{} twice: {}", line, told);
            sent.push(line);
        }
        if how == How::Row {
            let of_an_issuer = ["revoke", "introspect", "discover"];
            prop_assert!(!of_an_issuer.iter().any(|head| line.starts_with(head)), "{}", told);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_words_are_true_and_nothing_is_sent_twice_or_unwritten(odds in odds()) {
        let bench = bench(&odds);
        let how = odds.how;
        let plan = bench.plan(how).now_or_never().expect("nothing hangs").expect("a plan");
        happens(&bench, odds.meanwhile);
        {
            let mut world = bench.get();
            world.log.clear();
            world.database = odds.database.clone().into();
            (world.room, world.cut) = (odds.room, odds.cut);
        }
        let first = bench.run(&plan, how, &Past::none()).now_or_never();
        check_sent(&bench, how)?;
        if matches!(odds.meanwhile, Meanwhile::Adds) {
            prop_assert!(bench.sent().is_empty(), "what appeared was not agreed to");
        }
        if let Some(report) = first {
            check(&bench, &plan, how, &report)?;
            return Ok(());
        }
        // cut off: resumed, with a disk that has room and a database that is there
        let records: Vec<Record> = {
            let mut world = bench.get();
            (world.room, world.cut) = (None, None);
            world.database.clear();
            world.log.clear();
            std::mem::take(&mut world.journal)
        };
        let plan = bench.plan(how).now_or_never().expect("nothing hangs").expect("a plan");
        let past = Past::of(ID, &records);
        let report = bench.run(&plan, how, &past).now_or_never().expect("nothing hangs");
        check_sent(&bench, how)?;
        check(&bench, &plan, how, &report)?;
    }
}
