//! A commit while the network fails at the very moment of the upload: it arrives at most once, and the word is what the
//! configuration bears out.

use std::collections::BTreeMap;
use std::sync::Arc;

use dirac_tokens::disk::replaced::Replaced;
use dirac_tokens::domain::commit::{Outcome, Report};
use dirac_tokens::domain::cs::{self, Choices, Committed};
use dirac_tokens::domain::whoami::{Ping, WhoAmI};
use dirac_tokens::ops::commit::{Agreed, Desk, Staged, Upload, prepare, send};
use dirac_tokens::wire::configuration::ConfigurationClient;
use dirac_tokens::wire::error::WireError;
use dirac_tokens::wire::rpc::{HttpsRpc, Unlocked, WriteUnlocked};
use dirac_tokens::wire::service::{ConfigurationChanges, ConfigurationService, CsUpdate, Service};
use tokio_util::sync::CancellationToken;

use super::bed::{Bed, StoppedClock};
use crate::commits::bed::{Memory, no_time, now, set};
use crate::contract::bench::{At, Bench};
use crate::contract::configuration::text::Text;
use crate::support::faults::{Fault, Way};

const OPTION: &str = "/Faults/Value";

/// The master, with a fault at the upload and at nothing else.
struct AtUpload<'u> {
    inner: ConfigurationClient<HttpsRpc<Unlocked>>,
    bed: &'u Bed,
    fault: Fault,
}

impl Service for AtUpload<'_> {
    async fn ping(&self) -> Result<Ping, WireError> {
        self.inner.ping().await
    }

    async fn whoami(&self) -> Result<WhoAmI, WireError> {
        self.inner.whoami().await
    }

    fn urls(&self) -> Vec<Arc<str>> {
        self.inner.urls()
    }
}

impl ConfigurationService for AtUpload<'_> {
    async fn version(&self) -> Result<String, WireError> {
        self.inner.version().await
    }

    async fn newer_than(&self, version: &str) -> Result<CsUpdate, WireError> {
        self.inner.newer_than(version).await
    }

    async fn write_enabled(&self) -> Result<bool, WireError> {
        self.inner.write_enabled().await
    }

    async fn history(&self, name: &str) -> Result<Vec<Committed>, WireError> {
        self.inner.history(name).await
    }

    async fn version_contents(&self, version: &str) -> Result<Arc<str>, WireError> {
        self.inner.version_contents(version).await
    }
}

impl ConfigurationChanges for AtUpload<'_> {
    async fn commit(&self, text: &str) -> Result<(), WireError> {
        // what is kept open for reads is no part of it
        self.bed.all_closed().await;
        self.bed.master.set(self.fault.clone());
        let done = self.inner.commit(text).await;
        self.bed.master.set(Fault::None);
        self.bed.all_closed().await;
        // what was sent has arrived, or never will
        self.bed.settle();
        done
    }

    async fn roll_back(&self, version: &str) -> Result<(), WireError> {
        self.inner.roll_back(version).await
    }
}

/// What came of one commit.
struct Came {
    report: Report,
    arrived: usize,
    there: bool,
}

async fn attempt(bed: &Bed, clock: &StoppedClock, value: &str, fault: &Fault) -> Came {
    let bench = Bench { backend: &bed.embedded };
    let text = Text::fetch(&bench, At::Master).await.expect("a text");
    let base = cs::parse(text.0).expect("a configuration");
    let inner = bed.configuration(&[bed.master_url()]).unlock(&WriteUnlocked::asked_for());
    let choices = Choices::new();
    let edits = [set(OPTION, value)];
    let staged = Staged { base: &base, edits: &edits, choices: &choices, signed: None };
    let ready = prepare(&inner, staged).await.expect("prepared").ready(Agreed::default());
    let ready = ready.expect("ready");
    let home = tempfile::tempdir().expect("a directory");
    let replaced = Replaced::open(home.path().join("replaced"));
    let cancel = CancellationToken::new();
    // connections that reads keep would be in the way
    drop(inner);
    let inner = bed.configuration(&[bed.master_url()]).unlock(&WriteUnlocked::asked_for());
    let master = AtUpload { inner, bed, fault: fault.clone() };
    let desk = Desk {
        master: &master,
        us: "ada".into(),
        replaced: &replaced,
        clock: now,
        pause: no_time,
        cancel: &cancel,
    };
    let records = bed.embedded.sandbox.records();
    let before = records.calls("commitNewData");
    let mut journal = Memory::default();
    let sending = send(&desk, &ready, Upload::Commit, &mut journal);
    let report = clock.on_stalls(bed, sending).await.expect("it was sent");
    let arrived = records.calls("commitNewData") - before;
    let now = Text::fetch(&bench, At::Master).await.expect("a text");
    let there = now.value(OPTION).is_ok_and(|known| known == value);
    Came { report, arrived, there }
}

fn check(fault: &Fault, came: &Came) {
    let told = format!("{fault:?}: {:#?}, arrived {}", came.report, came.arrived);
    assert!(came.arrived <= 1, "{told}");
    match came.report.outcome {
        Outcome::Proven => assert!(came.there && came.arrived == 1, "{told}"),
        Outcome::Refused => assert!(!came.there && came.arrived == 0, "{told}"),
        Outcome::Unknown => assert!(!came.there, "it was looked for after it had arrived: {told}"),
        Outcome::Overtook | Outcome::Overtaken => panic!("there is nobody else: {told}"),
    }
}

#[test]
fn a_commit_arrives_at_most_once_and_is_called_what_the_configuration_bears_out() {
    StoppedClock::run(async |clock| {
        let bed = Bed::new();
        let before = bed.master.seen();
        let whole = attempt(&bed, &clock, "whole", &Fault::None).await;
        check(&Fault::None, &whole);
        assert_eq!(whole.report.outcome, Outcome::Proven, "{:#?}", whole.report);
        let after = bed.master.seen();
        // the reads are in it, too: the upload lies somewhere in between
        let (up, down) = (after.up - before.up, (after.down - before.down) / 2);
        let mut all = vec![
            Fault::DropAtConnect,
            Fault::alert(40),
            Fault::Says(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
        ];
        for (way, whole) in [(Way::Up, up), (Way::Down, down)] {
            for n in 1..=8 {
                let at = whole * n * n / 64;
                all.extend([Fault::Cut(way, at), Fault::Reset(way, at)]);
                if n % 3 == 0 {
                    all.extend([Fault::Stall(way, at), Fault::Garbage(way, at)]);
                }
            }
        }
        let mut words = BTreeMap::<&str, usize>::new();
        for (number, fault) in all.iter().enumerate() {
            let came = attempt(&bed, &clock, &format!("fault {number}"), fault).await;
            check(fault, &came);
            *words.entry(came.report.outcome.word()).or_default() += 1;
        }
        println!("faults: {} at a commit, none arrived twice: {words:?}", all.len());
        // the sweep meets every end: nothing sent, lost on the way, arrived
        assert!(
            ["refused", "unknown", "proven"].iter().all(|word| words.contains_key(word)),
            "{words:?}"
        );
    });
}
