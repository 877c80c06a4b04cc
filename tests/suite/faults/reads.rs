//! Every read under every fault: the right error, said clearly, and no request but reads.

use std::collections::BTreeMap;

use dirac_tokens::domain::inventory::Inventory;
use dirac_tokens::ops::connection::Connection;
use dirac_tokens::ops::list_tokens::{End, Event, list_tokens};
use dirac_tokens::ops::{doctor, load, whoami};
use dirac_tokens::wire::error::WireError;
use dirac_tokens::wire::service::{ConfigurationService, Service, TokenManagerService};
use tokio_util::sync::CancellationToken;

use super::bed::{Bed, StoppedClock, word};
use crate::contract::backend::Backend as _;
use crate::support::faults::{Fault, Way};

/// A read of the wire.
#[derive(Clone, Copy, Debug)]
enum Read {
    Ping,
    WhoAmI,
    Version,
    Configuration,
    WriteEnabled,
    Rows,
    OwnRows,
}

const READS: [Read; 7] = [
    Read::Ping,
    Read::WhoAmI,
    Read::Version,
    Read::Configuration,
    Read::WriteEnabled,
    Read::Rows,
    Read::OwnRows,
];

impl Read {
    /// On connections of its own, at the master or the TokenManager.
    async fn ask(self, bed: &Bed) -> Result<(), WireError> {
        let cs = bed.configuration(&[bed.master_url()]);
        match self {
            Self::Ping => cs.ping().await.map(drop),
            Self::WhoAmI => cs.whoami().await.map(drop),
            Self::Version => cs.version().await.map(drop),
            Self::Configuration => cs.newer_than("0").await.map(drop),
            Self::WriteEnabled => cs.write_enabled().await.map(drop),
            Self::Rows => {
                // so many that the answer comes in several records
                let users: Vec<String> = (0..20).map(|n| format!("user{n:04}")).collect();
                bed.tokens().users_tokens_info(&users).await.map(drop)
            }
            Self::OwnRows => bed.tokens().user_tokens_info().await.map(drop),
        }
    }
}

/// Bytes up and down of a read without a fault.
async fn lengths(bed: &Bed, clock: &StoppedClock, read: Read) -> (u64, u64) {
    bed.set(&Fault::None);
    bed.all_closed().await;
    let before = (bed.master.seen(), bed.services.seen());
    assert_eq!(error_of(bed, clock, read).await, None, "{read:?} without a fault");
    bed.all_closed().await;
    let after = (bed.master.seen(), bed.services.seen());
    let up = after.0.up + after.1.up - before.0.up - before.1.up;
    (up, after.0.down + after.1.down - before.0.down - before.1.down)
}

/// What an error may be when connections are closed or reset at some byte.
fn is_broken_off(word: &str) -> bool {
    matches!(word, "unreachable" | "dropped before the answer" | "dropped in the answer")
}

/// The error of `read`, which has to say where, how and what to do.
async fn error_of(bed: &Bed, clock: &StoppedClock, read: Read) -> Option<String> {
    let error = clock.on_stalls(bed, read.ask(bed)).await.err()?;
    let (said, remedy) = (error.to_string(), error.remedy().into_owned());
    assert!(said.contains("https://localhost:"), "{read:?}: {said}");
    assert!(said.ends_with('.') && remedy.ends_with('.'), "{read:?}: {said} {remedy}");
    assert!(!error.ambiguous(), "{read:?} changes nothing: {error:?}");
    Some(word(&error))
}

#[test]
fn every_read_broken_off_at_any_byte_says_so() {
    StoppedClock::run(async |clock| {
        let bed = Bed::new();
        let (mut faults, mut seen) = (0, BTreeMap::<String, usize>::new());
        for read in READS {
            let (up, down) = lengths(&bed, &clock, read).await;
            for (way, whole) in [(Way::Up, up), (Way::Down, down)] {
                for n in 0..=12 {
                    // lengths differ by some bytes from one handshake to the next: the last ones may let all through
                    let at = (whole + 8) * n / 12;
                    let fault =
                        if n % 2 == 0 { Fault::Cut(way, at) } else { Fault::Reset(way, at) };
                    bed.set(&fault);
                    faults += 1;
                    let came = error_of(&bed, &clock, read).await;
                    if let Some(came) = &came {
                        assert!(is_broken_off(came), "{read:?} under {fault:?}: {came}");
                    } else {
                        assert!(at + 16 > whole, "{read:?} under {fault:?} of {whole} succeeds");
                    }
                    *seen.entry(came.unwrap_or_else(|| "whole".into())).or_default() += 1;
                }
            }
        }
        println!("faults: {} reads, {faults} breaks; outcomes {seen:?}", READS.len());
        for wanted in ["unreachable", "dropped before the answer", "dropped in the answer"] {
            assert!(seen.contains_key(wanted), "never {wanted}: {seen:?}");
        }
    });
}

#[test]
fn every_read_held_up_ends_in_time_and_says_where() {
    StoppedClock::run(async |clock| {
        let bed = Bed::new();
        let (mut faults, mut seen) = (0, BTreeMap::<String, usize>::new());
        for read in READS {
            let (up, down) = lengths(&bed, &clock, read).await;
            for (way, whole) in [(Way::Up, up), (Way::Down, down)] {
                for at in [0, 100, whole / 2, whole.saturating_sub(40)] {
                    bed.set(&Fault::Stall(way, at));
                    faults += 1;
                    let came = error_of(&bed, &clock, read).await.unwrap_or_else(|| "whole".into());
                    assert!(
                        came.starts_with("timeout "),
                        "{read:?} stalled {way:?} at {at}: {came}"
                    );
                    *seen.entry(came).or_default() += 1;
                }
            }
        }
        println!("faults: {} reads, {faults} stalls; outcomes {seen:?}", READS.len());
        for wanted in ["timeout connecting", "timeout before the answer", "timeout in the answer"] {
            assert!(seen.contains_key(wanted), "never {wanted}: {seen:?}");
        }
    });
}

#[test]
fn what_is_damaged_or_no_server_of_dirac_is_told_as_that() {
    StoppedClock::run(async |clock| {
        let bed = Bed::new();
        let http = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
        let faults = [
            (Fault::alert(40), "TLS "),
            (Fault::alert(45), "TLS Refused(\"certificate_expired\")"),
            (Fault::alert(48), "TLS Refused(\"unknown_ca\")"),
            (Fault::alert(70), "TLS "),
            (Fault::alert(80), "TLS "),
            (Fault::Says(http.to_vec()), "TLS NotTls"),
            (Fault::Says(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()), "TLS NotTls"),
            (Fault::Says(Vec::new()), "unreachable"),
            (Fault::DropAtConnect, "unreachable"),
            (Fault::Garbage(Way::Down, 0), "TLS "),
            (Fault::Garbage(Way::Down, 200), "TLS "),
        ];
        for read in READS {
            for (fault, wanted) in &faults {
                bed.set(fault);
                let came = error_of(&bed, &clock, read).await.unwrap_or_default();
                assert!(came.starts_with(wanted), "{read:?} under {fault:?}: {came}");
            }
            // what the server makes of damage, it says with an alert or by closing
            for at in [0, 300] {
                bed.set(&Fault::Garbage(Way::Up, at));
                let came = error_of(&bed, &clock, read).await.unwrap_or_default();
                assert!(
                    came.starts_with("TLS ") || is_broken_off(&came),
                    "{read:?} at {at}: {came}"
                );
            }
        }
        println!("faults: {} reads, {} kinds of damage", READS.len(), faults.len() + 2);
    });
}

#[test]
fn drops_are_waited_for_and_not_for_ever() {
    StoppedClock::run(async |_clock| {
        let bed = Bed::new();
        // as many as it takes, one by one
        bed.master.set(Fault::Drip(Way::Down));
        bed.master.beat(u64::MAX);
        assert!(Read::Ping.ask(&bed).await.is_ok(), "an answer in drops is an answer");
        // one a second is too slow
        let bed = Bed::new();
        bed.master.set(Fault::Drip(Way::Down));
        let mut call = std::pin::pin!(Read::Ping.ask(&bed));
        let mut given = 0;
        let error = loop {
            tokio::select! {
                done = &mut call => break done.expect_err("too slow"),
                _ = bed.master.until(|seen| seen.drips > given) => {
                    tokio::time::advance(std::time::Duration::from_secs(1)).await;
                    bed.master.beat(1);
                    given += 1;
                }
            }
        };
        assert!(word(&error).starts_with("timeout "), "{error:?}");
        assert!(bed.master.seen().down < 200, "{:?}", bed.master.seen());
    });
}

#[test]
fn a_read_goes_to_the_next_server_whatever_happens_to_the_first() {
    StoppedClock::run(async |clock| {
        let bed = Bed::new();
        let servers = [bed.master_url(), bed.embedded.worker()];
        for fault in [
            Fault::DropAtConnect,
            Fault::Cut(Way::Up, 400),
            Fault::Cut(Way::Down, 1500),
            Fault::Reset(Way::Down, 3000),
            Fault::Stall(Way::Up, 0),
            Fault::Stall(Way::Down, 2000),
            Fault::Garbage(Way::Down, 0),
            Fault::Says(b"220 mail.example.org ESMTP\r\n".to_vec()),
            Fault::alert(40),
        ] {
            bed.master.set(fault.clone());
            let cs = bed.configuration(&servers);
            let update = clock.on_stalls(&bed, cs.newer_than("0")).await;
            assert!(update.is_ok_and(|update| update.text.is_some()), "{fault:?}");
        }
        // an expired identity is expired everywhere
        bed.master.set(Fault::alert(45));
        let error = bed.configuration(&servers).version().await.unwrap_err();
        assert!(word(&error).contains("certificate_expired"), "{error:?}");
    });
}

#[test]
fn the_use_cases_end_with_a_problem_and_never_with_a_panic() {
    StoppedClock::run(async |clock| {
        let bed = Bed::new();
        let connection = || Connection::open(&bed.plan()).expect("nothing is wrong on this side");
        let good = load::load(&connection()).await.expect("no fault yet");
        let mut faults = 0;
        for fault in [
            Fault::DropAtConnect,
            Fault::Cut(Way::Down, 0),
            Fault::Cut(Way::Down, 1700),
            Fault::Reset(Way::Up, 900),
            Fault::Stall(Way::Down, 0),
            Fault::Stall(Way::Down, 1700),
            Fault::Garbage(Way::Down, 1000),
            Fault::alert(48),
            Fault::Says(b"garbage".to_vec()),
        ] {
            faults += 1;
            bed.set(&fault);
            let problem = clock.on_stalls(&bed, load::load(&connection())).await.unwrap_err();
            assert!(problem.message.contains("https://localhost:"), "{fault:?}: {problem}");
            assert!(!problem.remedy.is_empty(), "{fault:?}: {problem}");

            let connected = connection();
            let tokens = connected.token_manager(&good.tree).expect("a URL");
            let users: Vec<String> = ["ada", "uma", "axel"].map(String::from).into();
            let (cancel, mut problems) = (CancellationToken::new(), 0);
            let inventory = Inventory::default();
            let take = |event| problems += usize::from(matches!(event, Event::Problem(_)));
            let now = connected.clock();
            let listing = list_tokens(&tokens, &users, &inventory, now, &cancel, take);
            let end = clock.on_stalls(&bed, listing).await;
            assert_eq!((end, problems > 0), (End::Incomplete, true), "{fault:?}");

            let said = clock.on_stalls(&bed, whoami::ask_configuration(&connected)).await;
            assert!(said.who.is_err(), "{fault:?}");
            let said = whoami::ask_token_manager(&connected, &good.tree);
            assert!(clock.on_stalls(&bed, said).await.who.is_err(), "{fault:?}");

            let mut checks = Vec::new();
            let plan = bed.plan();
            clock.on_stalls(&bed, doctor::examine(&plan, |check| checks.push(check))).await;
            let bad = checks.iter().any(|check| check.outcome > doctor::Outcome::Warning);
            assert!(bad, "{fault:?}: {checks:?}");
        }
        println!("faults: 5 use cases under {faults} faults");
    });
}

#[test]
fn nothing_but_reads_leaves_a_session_that_reads() {
    StoppedClock::run(async |clock| {
        let bed = Bed::new();
        let records = bed.embedded.sandbox.records().clone();
        for fault in [Fault::None, Fault::Cut(Way::Down, 3000), Fault::Stall(Way::Down, 3000)] {
            bed.set(&fault);
            for read in READS {
                clock.on_stalls(&bed, read.ask(&bed)).await.ok();
            }
        }
        bed.settle();
        let known = [
            "ping",
            "whoami",
            "getVersion",
            "getCompressedDataIfNewer",
            "writeEnabled",
            "getUsersTokensInfo",
            "getUserTokensInfo",
        ];
        let all = records.all();
        assert!(all.len() >= READS.len(), "{} requests", all.len());
        for record in all {
            let call = record.note.call.as_deref().unwrap_or_default();
            assert!(known.contains(&call) && !record.note.changed, "{record:?}");
        }
    });
}

#[tokio::test]
async fn what_is_held_up_and_let_go_is_answered_by_the_same_request() {
    let bed = Bed::new();
    bed.master.set(Fault::Stall(Way::Down, 0));
    let let_go = async {
        bed.master.until(|seen| seen.stalls == 1).await;
        bed.master.set(Fault::None);
        bed.master.release();
    };
    let (answer, ()) = tokio::join!(Read::Version.ask(&bed), let_go);
    answer.expect("it was only late");
    bed.settle();
    assert_eq!(bed.embedded.sandbox.records().calls("getVersion"), 1);
    assert_eq!(bed.master.seen().connections, 1);
}
