//! Stopping a token while the network fails at the very moment of a change: what was sent is sent once, and the word is what
//! issuer and database bear out.

use std::collections::BTreeMap;
use std::sync::Mutex;

use dirac_tokens::domain::stop::{How, Outcome, Report, StepKind};
use dirac_tokens::ops::stop::{Past, plan, stop};
use dirac_tokens::sandbox::issuer::log::Deed;
use dirac_tokens::store::journal::Record;
use dirac_tokens::wire::rpc::WriteUnlocked;
use serde_json::json;

use crate::contract::backend::Backend as _;
use crate::contract::backend::Persona::Admin;
use crate::contract::bench::{At, Bench};
use crate::contract::embedded::{Embedded, FAULT_ROWS};
use crate::contract::stopping::{IAM, Memory, Setup};
use crate::support::faults::{Fault, FaultProxy, Seen, Way};

/// An installation with a proxy before one issuer and one before the TokenManager.
struct Bed {
    embedded: Embedded,
    issuer: FaultProxy,
    services: FaultProxy,
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

impl Bed {
    fn new() -> Self {
        let own = free_port();
        let issuer = FaultProxy::before(own);
        let embedded = Embedded::start_with(|settings| {
            settings.ports.issuers[0] = own;
            settings.advertised.issuers[0] = issuer.port();
        });
        let url = reqwest::Url::parse(&embedded.token_manager()).expect("a URL");
        let services = FaultProxy::before(url.port().expect("a port"));
        Self { embedded, issuer, services }
    }

    fn proxy(&self, step: StepKind) -> &FaultProxy {
        if step == StepKind::Revoke { &self.issuer } else { &self.services }
    }

    /// How often a refresh token of IAM was revoked so far, and whether ever one that was dead.
    fn revoked(&self) -> (usize, bool) {
        let log = self.embedded.sandbox.issuers().named(IAM).expect("an issuer").log();
        let deeds = log.iter().filter_map(|entry| match &entry.deed {
            Deed::Revoked { again, .. } => Some(*again),
            _ => None,
        });
        let all: Vec<bool> = deeds.collect();
        (all.len(), all.contains(&true))
    }
}

/// What came of one run.
struct Came {
    report: Report,
    /// Revocations at IAM, and deletions, that arrived.
    arrived: (usize, usize),
    /// Rows that are left.
    left: usize,
    /// Bytes of the change's own connection, up and down.
    bytes: (u64, u64),
}

async fn run(bed: &Bed, id: &str, step: StepKind, fault: &Fault) -> Came {
    let bench = Bench { backend: &bed.embedded };
    let manager = Some(bed.services.in_place_of(&bed.embedded.token_manager()));
    let desk = Setup { manager, ..Setup::default() }.desk(&bench).await.expect("a desk");
    let plan = plan(&desk, id, How::Revoke).await.expect("a plan");
    assert_eq!(plan.rows.len(), 2, "{id}");
    let desk = desk.unlock(&WriteUnlocked::asked_for());
    let (proxy, records) = (bed.proxy(step), bed.embedded.sandbox.records());
    let before = (bed.revoked().0, records.calls("deleteToken"));
    let window: Mutex<Option<(Seen, Seen)>> = Mutex::new(None);
    let of_iam =
        |provider: &Option<String>| step == StepKind::Delete || provider.as_deref() == Some(IAM);
    let written = |record: &Record| {
        let mut window = window.lock().expect("not poisoned");
        match record {
            Record::Intent { step: now, provider, .. } if *now == step && of_iam(provider) => {
                *window = Some((proxy.seen(), Seen::default()));
                if *fault != Fault::None {
                    proxy.once(fault.clone());
                }
            }
            Record::Ended { step: now, provider, .. } if *now == step && of_iam(provider) => {
                if let Some((_, after)) = window.as_mut() {
                    *after = proxy.seen();
                }
            }
            _ => {}
        }
    };
    let report = stop(&desk, &plan, How::Revoke, &Past::none(), &mut Memory(&written)).await;
    let left = bench.call(Admin, At::Tokens, "getTokensByUserID", json!([id])).await;
    let left = left.expect("the database is there").as_array().map_or(0, Vec::len);
    let arrived = (bed.revoked().0 - before.0, records.calls("deleteToken") - before.1);
    let bytes = window.into_inner().expect("not poisoned");
    let bytes = bytes.map_or((0, 0), |(a, b)| (b.up - a.up, b.down - a.down));
    Came { report, arrived, left, bytes }
}

/// Fails unless the word is true and nothing arrived twice.
fn check(bed: &Bed, fault: &Fault, came: &Came) {
    let Came { report, arrived: (revoked, deleted), left, .. } = came;
    let told =
        format!("{fault:?}: {revoked} revocations, {deleted} deletions, {left} rows: {report:?}");
    assert!(*revoked <= 1 && *deleted <= 1, "{told}");
    assert!(!bed.revoked().1, "a dead token was revoked again: {told}");
    match report.outcome {
        Outcome::Revoked => assert_eq!((*revoked, *left), (1, 0), "{told}"),
        // known not to be done: either the token lives, or its row is there for all that was proven
        Outcome::Failed => {
            assert_eq!(*left, 2, "{told}");
            assert_eq!(
                report.summary.contains("Revoked, which is proven"),
                *revoked == 1,
                "{told}"
            );
        }
        Outcome::Unproven => assert_eq!(*left, 2, "what is gone was seen to be gone: {told}"),
        Outcome::RowDeleted => panic!("{told}"),
    }
}

#[tokio::test]
async fn a_change_that_the_network_swallows_is_read_back_and_the_word_is_true() {
    let bed = Bed::new();
    let mut ids = (0..FAULT_ROWS).map(|n| format!("contract-fault-{n}"));
    let mut words = BTreeMap::<(&str, &str), usize>::new();
    for step in [StepKind::Revoke, StepKind::Delete] {
        let (mut up, mut down) = (0, 0);
        // the proxy may count a piece only after the client has it: the most of several is the whole
        for id in ids.by_ref().take(4) {
            let whole = run(&bed, &id, step, &Fault::None).await;
            assert_eq!(whole.report.outcome, Outcome::Revoked, "{:?}", whole.report);
            (up, down) = (up.max(whole.bytes.0), down.max(whole.bytes.1));
        }
        assert!(up > 500 && down > 500, "{up} {down}");
        let mut faults = vec![Fault::DropAtConnect, Fault::alert(40)];
        for (way, whole) in [(Way::Up, up), (Way::Down, down)] {
            for n in 0..7 {
                // near the end lies the request, and the answer
                let at = whole.saturating_sub(whole * n * n / 49).saturating_sub(20);
                faults.extend([Fault::Cut(way, at), Fault::Reset(way, at)]);
            }
            faults.push(Fault::Garbage(way, whole.saturating_sub(20)));
        }
        for fault in faults {
            let id = ids.next().expect("an id");
            let came = run(&bed, &id, step, &fault).await;
            check(&bed, &fault, &came);
            *words.entry((step.word(), came.report.outcome.word())).or_default() += 1;
        }
    }
    println!("stopping under faults: {words:?}");
    // the sweep meets both sides of the change: nothing sent, and done with the reply lost
    for step in ["revoke", "delete"] {
        for word in ["failed", "revoked"] {
            assert!(words.contains_key(&(step, word)), "{step} {word}: {words:?}");
        }
    }
}
