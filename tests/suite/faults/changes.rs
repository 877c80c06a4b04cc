//! It counts: a change arrives at most once under every fault, and where its outcome is unknown the error says so.

use std::collections::BTreeMap;

use dirac_tokens::wire::error::{ErrorKind, WireError};
use dirac_tokens::wire::rpc::{CredentialCall, MutatingCall, RpcChanges as _, WriteUnlocked};

use super::bed::{Bed, StoppedClock, word};
use crate::support::certificates;
use crate::support::faults::{Fault, Way};
use crate::support::server::{Do, Server};

/// What must not happen twice.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// `deleteToken`.
    Delete,
    /// `getToken` for a client.
    Issue,
}

impl Change {
    fn method(self) -> &'static str {
        match self {
            Self::Delete => "deleteToken",
            Self::Issue => "getToken",
        }
    }

    /// Once, on a session of its own.
    async fn once(self, bed: &Bed) -> Result<(), WireError> {
        let session = bed.unlocked();
        match self {
            Self::Delete => {
                session.change(MutatingCall::delete_token("no-such-id")).await.map(drop)
            }
            Self::Issue => {
                let call = CredentialCall::client_token("alpha_pilot", &[], None, None);
                session.issue(call).await.map(drop)
            }
        }
    }
}

/// What came of one attempt: the outcome, and how often the change arrived.
struct Attempt {
    outcome: Result<(), WireError>,
    arrived: usize,
    connections: u64,
}

async fn attempt(bed: &Bed, clock: &StoppedClock, change: Change, fault: &Fault) -> Attempt {
    bed.settle();
    bed.set(fault);
    let records = bed.embedded.sandbox.records();
    let (calls, seen) = (records.calls(change.method()), bed.services.seen().connections);
    let outcome = clock.on_stalls(bed, change.once(bed)).await;
    // what a stall held back arrives now or never
    bed.set(&Fault::None);
    bed.all_closed().await;
    bed.settle();
    let arrived = records.calls(change.method()) - calls;
    Attempt { outcome, arrived, connections: bed.services.seen().connections - seen }
}

/// Fails unless the change arrived at most once and the outcome tells the truth about it.
fn check(change: Change, fault: &Fault, attempt: &Attempt) {
    let Attempt { outcome, arrived, connections } = attempt;
    let told = format!("{change:?} under {fault:?}: {outcome:?}, arrived {arrived} times");
    assert!(*arrived <= 1 && *connections <= 1, "{told}, {connections} connections");
    match outcome {
        Ok(()) => assert_eq!(*arrived, 1, "{told}"),
        Err(error) if error.ambiguous() => {
            assert!(error.remedy().contains("may have taken effect"), "{told}");
        }
        Err(_) => assert_eq!(*arrived, 0, "{told}: not told that it may have"),
    }
}

#[test]
fn a_change_arrives_at_most_once_and_an_unknown_outcome_is_called_unknown() {
    StoppedClock::run(async |clock| {
        let bed = Bed::new();
        let (mut faults, mut seen) = (0, BTreeMap::<String, usize>::new());
        let (mut lost, mut unknown_but_done) = (0, 0);
        for change in [Change::Delete, Change::Issue] {
            let before = bed.services.seen();
            let whole = attempt(&bed, &clock, change, &Fault::None).await;
            check(change, &Fault::None, &whole);
            assert!(whole.outcome.is_ok(), "{:?}", whole.outcome);
            let after = bed.services.seen();
            let (up, down) = (after.up - before.up, after.down - before.down);

            let mut all = vec![
                Fault::DropAtConnect,
                Fault::alert(40),
                Fault::alert(48),
                Fault::Says(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
                Fault::Garbage(Way::Up, up / 2),
                Fault::Garbage(Way::Down, down / 2),
                Fault::Garbage(Way::Down, down.saturating_sub(20)),
            ];
            for (way, whole) in [(Way::Up, up), (Way::Down, down)] {
                for n in 0..=16 {
                    // near the end lies the request, and the answer
                    let at = whole.saturating_sub(whole * (16 - n) * (16 - n) / 256);
                    all.extend([Fault::Cut(way, at), Fault::Reset(way, at)]);
                    if n % 4 == 0 {
                        all.push(Fault::Stall(way, at.saturating_sub(20)));
                    }
                }
            }
            for fault in all {
                let attempt = attempt(&bed, &clock, change, &fault).await;
                check(change, &fault, &attempt);
                faults += 1;
                match &attempt.outcome {
                    Ok(()) => *seen.entry("done".into()).or_default() += 1,
                    Err(error) => {
                        *seen.entry(word(error)).or_default() += 1;
                        lost += usize::from(!error.ambiguous());
                        unknown_but_done += usize::from(error.ambiguous() && attempt.arrived == 1);
                    }
                }
            }
        }
        println!(
            "faults: 2 changes, {faults} faults, none arrived twice; {lost} not sent, {unknown_but_done} of unknown outcome had \
         arrived; {seen:?}"
        );
        // the sweep meets every stage: before the request, and after it
        assert!(lost > 0 && unknown_but_done > 0, "{seen:?}");
    });
}

/// A session with a scripted server.
fn scripted(server: &Server) -> dirac_tokens::wire::rpc::HttpsRpc {
    use dirac_tokens::wire::http::{Http, Timeouts};
    use dirac_tokens::wire::rpc::{Caller, HttpsRpc};
    use dirac_tokens::wire::url::ServiceUrl;
    let url = server.url("/Framework/TornadoTokenManager");
    let url = ServiceUrl::parse(&url, "Framework", "TokenManager").expect("a URL");
    let http = Http::new(certificates::client(), Timeouts::default());
    HttpsRpc::of_service(http.into(), &[url], Caller::AsPresented).expect("https")
}

#[tokio::test]
async fn a_change_with_an_answer_that_is_none_is_of_unknown_outcome_and_sent_once() {
    for (what, wanted) in [
        (Do::Endless(200 << 20, true), "too large"),
        (Do::Endless(200 << 20, false), "too large"),
        (Do::CutHead, "dropped before the answer"),
        (Do::CutInHead, "dropped before the answer"),
        (Do::CutBody, "dropped in the answer"),
        (Do::Html(500), "ServerException"),
        (Do::Html(502), "Status(502)"),
        (Do::Html(200), "protocol"),
        (Do::Json("{\"OK\": tru".into()), "protocol"),
        (Do::Redirect("https://localhost:1/Framework/TornadoTokenManager".into()), "protocol"),
    ] {
        let server = Server::always(what).await;
        let session = scripted(&server).unlock(&WriteUnlocked::asked_for());
        let call = MutatingCall::delete_token("no-such-id");
        let error = session.change(call).await.expect_err(wanted);
        assert_eq!(word(&error), wanted, "{error:?}");
        assert!(error.ambiguous(), "{error:?}");
        assert_eq!((server.count(), server.connections()), (1, 1), "{wanted}");
        // what the sockets hold comes on top of what was read
        assert!(server.sent() < (4 << 20) + (16 << 20), "{} bytes were taken", server.sent());
    }
}

#[tokio::test]
async fn a_refused_change_is_of_known_outcome() {
    let server = Server::always(Do::error("You aren't allowed!")).await;
    let session = scripted(&server).unlock(&WriteUnlocked::asked_for());
    let error = session.change(MutatingCall::delete_token("uid")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Refused { .. }) && !error.ambiguous(), "{error:?}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn nothing_is_sent_to_who_shows_a_wrong_certificate() {
    // of a CA that the sandbox's clients do not know, and one that has ended
    let bed = Bed::new();
    let strange = Server::always(Do::ok("null")).await;
    let url = strange.url("/Framework/TornadoTokenManager");
    let session = bed.rpc(&url).unlock(&WriteUnlocked::asked_for());
    let error = session.change(MutatingCall::delete_token("uid")).await.unwrap_err();
    assert_eq!(word(&error), "TLS UnknownAuthority", "{error:?}");
    assert!(!error.ambiguous() && strange.count() == 0, "{error:?}");

    let ended = certificates::server("expired", false);
    let ended = Server::with_tls(ended, |_| Do::ok("null")).await;
    let session = scripted(&ended).unlock(&WriteUnlocked::asked_for());
    let error = session.change(MutatingCall::delete_token("uid")).await.unwrap_err();
    assert!(word(&error).starts_with("TLS "), "{error:?}");
    assert!(!error.ambiguous() && ended.count() == 0, "{error:?}");
}
