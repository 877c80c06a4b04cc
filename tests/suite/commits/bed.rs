//! An installation, the administrator's master client with somebody else beside it, and what a commit needs at hand.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use dirac_tokens::disk::replaced::Replaced;
use dirac_tokens::domain::commit::Report;
use dirac_tokens::domain::cs::{self, Choices, Committed, CsPath, Edit, Tree};
use dirac_tokens::domain::problem::Problem;
use dirac_tokens::domain::whoami::{Ping, WhoAmI};
use dirac_tokens::ops::commit::{Agreed, Desk, Prepared, Ready, Staged, Upload, prepare, send};
use dirac_tokens::ops::connection::Connection;
use dirac_tokens::ops::load::newest;
use dirac_tokens::ops::master;
use dirac_tokens::store::journal::{Journal, Record};
use dirac_tokens::wire::configuration::ConfigurationClient;
use dirac_tokens::wire::error::{ErrorKind, Phase, WireError};
use dirac_tokens::wire::rpc::{HttpsRpc, Unlocked, WriteUnlocked};
use dirac_tokens::wire::service::{ConfigurationChanges, ConfigurationService, CsUpdate, Service};
use jiff::Timestamp;
use rustls::version::{TLS12, TLS13};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::contract::backend::Backend as _;
use crate::contract::backend::Persona::{Admin, Host};
use crate::contract::bench::{At, Bench};
use crate::contract::configuration::text::Text;
use crate::contract::embedded::Embedded;
use crate::contract::raw::{Line, Sent, tls};

/// The installation.
pub struct Bed {
    pub embedded: Embedded,
    pub home: tempfile::TempDir,
}

/// Records of a run, kept in memory.
#[derive(Default)]
pub struct Memory(pub Vec<Record>);

impl Journal for Memory {
    fn write(&mut self, record: &Record) -> Result<(), String> {
        self.0.push(record.clone());
        Ok(())
    }
}

pub fn path(text: &str) -> CsPath {
    CsPath::new(text)
}

pub fn set(at: &str, value: &str) -> Edit {
    Edit::Set { path: path(at), value: value.into() }
}

/// A wait that is none.
pub fn no_time(_: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(std::future::ready(()))
}

#[expect(clippy::disallowed_methods, reason = "the servers live in real time")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

type Client = ConfigurationClient<HttpsRpc<Unlocked>>;

impl Bed {
    /// One with a section of its own that others and we change, made by a commit, so that it left a backup.
    pub async fn new() -> Self {
        let bed = Self { embedded: Embedded::start(), home: tempfile::tempdir().expect("a home") };
        let own = "Race\n{\n  Ours\n  {\n    A = 1\n    List = a, b\n  }\n  Theirs\n  {\n    B = 1\n  }\n}\n";
        let text = bed.text().await.and(own);
        bed.theirs(&text).now().expect("a commit");
        bed
    }

    pub fn bench(&self) -> Bench<'_> {
        Bench { backend: &self.embedded }
    }

    pub async fn text(&self) -> Text {
        Text::fetch(&self.bench(), At::Master).await.expect("a text")
    }

    pub async fn tree(&self) -> Tree {
        cs::parse(self.text().await.0).expect("a configuration")
    }

    pub fn calls(&self, method: &str) -> usize {
        self.embedded.sandbox.records().calls(method)
    }

    /// The master, allowed to change something.
    pub async fn master(&self) -> Client {
        let connection = Connection::open(&self.embedded.plan(Admin)).expect("nothing is wrong");
        let tree = newest(&connection.configuration().expect("a client")).await.expect("a text");
        let master = master::find(&connection, &tree).await.expect("a master");
        master.service.unlock(&WriteUnlocked::asked_for())
    }

    /// A commit of somebody else, ready to be sent from any thread.
    pub fn theirs(&self, text: &Text) -> Theirs {
        let bench = self.bench();
        let args = json!([text.pack()]).to_string();
        let fields = [
            ("method", "commitNewData"),
            ("args", args.as_str()),
            ("extraCredentials", "\"hosts\""),
        ];
        let sent = Sent::form(&bench.path(At::Master), &fields);
        let config = tls(&self.embedded, Some(Host), &[&TLS13, &TLS12]);
        Theirs { url: self.embedded.master(), config, sent }
    }

    /// What a commit of `edits`, made on `base`, would send.
    pub async fn prepared(&self, client: &Client, base: &Tree, edits: &[Edit]) -> Prepared {
        let choices = Choices::new();
        let staged = Staged { base, edits, choices: &choices, signed: None };
        prepare(client, staged).await.expect("it can be prepared")
    }

    /// Sends what is ready.
    pub async fn send<S: ConfigurationChanges>(
        &self,
        master: &S,
        ready: &Ready,
        upload: Upload<'_>,
    ) -> (Result<Report, Problem>, Vec<Record>) {
        let replaced = Replaced::open(self.home.path().join("replaced"));
        let cancel = CancellationToken::new();
        let us = "ada".to_owned();
        let desk =
            Desk { master, us, replaced: &replaced, clock: now, pause: no_time, cancel: &cancel };
        let mut journal = Memory::default();
        let report = send(&desk, ready, upload, &mut journal).await;
        (report, journal.0)
    }

    /// Commits `edits`, made on what there is, with something else happening at a moment.
    pub async fn commit(&self, edits: &[Edit], moment: Moment) -> Report {
        let base = self.tree().await;
        self.commit_on(&base, edits, moment).await
    }

    /// The same, made on `base`.
    pub async fn commit_on(&self, base: &Tree, edits: &[Edit], moment: Moment) -> Report {
        let client = self.master().await;
        let prepared = self.prepared(&client, base, edits).await;
        let ready = prepared.ready(Agreed::default()).expect("nothing is in the way");
        let raced = Raced::new(self, client, moment);
        let (report, records) = self.send(&raced, &ready, Upload::Commit).await;
        let report = report.expect("it was sent");
        assert!(matches!(records.first(), Some(Record::Sending { .. })), "{records:?}");
        let last = records.last();
        assert!(
            matches!(last, Some(Record::Committed { outcome, .. }) if *outcome == report.outcome),
            "{records:?}"
        );
        report
    }
}

/// A commit of somebody else.
#[derive(Clone)]
pub struct Theirs {
    url: String,
    config: rustls::ClientConfig,
    sent: Sent,
}

impl Theirs {
    /// Sends it on a thread of its own and waits for the end.
    pub fn now(self) -> Result<(), String> {
        self.begin().join().expect("it does not panic")
    }

    fn begin(self) -> JoinHandle<Result<(), String>> {
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let mut line = Line::open(&self.url, self.config).await?;
                line.send(self.sent).await?.returned().map(drop)
            })
        })
    }
}

/// When something else happens.
#[derive(Clone)]
pub enum Moment {
    /// Never.
    Never,
    /// Somebody commits between our fetch and our upload.
    Before(Text),
    /// Somebody commits after the server has compared our version and before it has swapped our text in.
    Inside(Text),
    /// The same, and texts of old versions cannot be read.
    InsideUnread(Text),
    /// Our commit goes wholly between the comparison and the swap of somebody else's.
    Over(Text),
    /// The same, but theirs is swapped in only after we have looked once.
    OverLater(Text),
    /// Our upload arrives, and the answer is lost.
    AnswerLost,
    /// Our upload is lost.
    RequestLost,
    /// The server is gone after the upload.
    Gone,
    /// The first look after the upload sees nothing.
    FirstLookLost,
    /// The server answers with an error that is not known here, after it has done it.
    Grumbles,
}

/// A commit that waits to be let go, and the thread that sends it.
type Held = (Sender<()>, JoinHandle<Result<(), String>>);

/// The master, with something happening.
struct Raced<'r> {
    bed: &'r Bed,
    inner: Client,
    moment: Moment,
    sent: AtomicBool,
    reads: AtomicUsize,
    later: Mutex<Option<Held>>,
}

impl<'r> Raced<'r> {
    fn new(bed: &'r Bed, inner: Client, moment: Moment) -> Self {
        Self {
            bed,
            inner,
            moment,
            sent: AtomicBool::new(false),
            reads: AtomicUsize::new(0),
            later: Mutex::new(None),
        }
    }

    fn hook(&self, hook: impl Fn() + Send + Sync + 'static) {
        // the first who comes by, and nobody else
        let first = AtomicBool::new(true);
        self.bed.embedded.sandbox.services().set_in_between(Some(Arc::new(move || {
            if first.swap(false, Ordering::SeqCst) {
                hook();
            }
        })));
    }

    /// Somebody's commit waits between comparison and swap until it is let go.
    fn held(&self, text: &Text) -> Held {
        let (checked, is_checked) = channel::<()>();
        let (go, gone): (Sender<()>, Receiver<()>) = channel();
        let gone = Mutex::new(gone);
        self.hook(move || {
            let _ = checked.send(());
            let _ = gone.lock().expect("not poisoned").recv();
        });
        let thread = self.bed.theirs(text).begin();
        is_checked.recv().expect("theirs arrives");
        (go, thread)
    }

    fn let_go((go, thread): Held) {
        go.send(()).expect("it waits");
        thread.join().expect("it does not panic").expect("the server says that all is well");
    }

    fn lost(&self) -> WireError {
        let kind = ErrorKind::Timeout { phase: Phase::Answer, after: Duration::from_secs(30) };
        WireError::new(kind, self.bed.embedded.master()).in_method("commitNewData").of_change()
    }

    fn gone(&self) -> WireError {
        let kind = ErrorKind::Unreachable { why: "connection refused".into() };
        WireError::new(kind, self.bed.embedded.master())
    }

    fn is_gone(&self) -> bool {
        matches!(self.moment, Moment::Gone) && self.sent.load(Ordering::SeqCst)
    }
}

impl Service for Raced<'_> {
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

impl ConfigurationService for Raced<'_> {
    async fn version(&self) -> Result<String, WireError> {
        self.inner.version().await
    }

    async fn newer_than(&self, version: &str) -> Result<CsUpdate, WireError> {
        if self.is_gone() {
            return Err(self.gone());
        }
        if self.sent.load(Ordering::SeqCst) {
            match (self.reads.fetch_add(1, Ordering::SeqCst), &self.moment) {
                (0, Moment::FirstLookLost) => return Err(self.gone()),
                (1, _) => {
                    let later = self.later.lock().expect("not poisoned").take();
                    later.into_iter().for_each(Self::let_go);
                }
                _ => {}
            }
        }
        self.inner.newer_than(version).await
    }

    async fn write_enabled(&self) -> Result<bool, WireError> {
        self.inner.write_enabled().await
    }

    async fn history(&self, name: &str) -> Result<Vec<Committed>, WireError> {
        if self.is_gone() {
            return Err(self.gone());
        }
        self.inner.history(name).await
    }

    async fn version_contents(&self, version: &str) -> Result<Arc<str>, WireError> {
        if matches!(self.moment, Moment::InsideUnread(_)) {
            return Err(self.gone());
        }
        self.inner.version_contents(version).await
    }
}

impl ConfigurationChanges for Raced<'_> {
    async fn commit(&self, text: &str) -> Result<(), WireError> {
        assert!(!self.sent.load(Ordering::SeqCst), "sent twice");
        let done = match &self.moment {
            Moment::Never | Moment::Gone | Moment::FirstLookLost => self.inner.commit(text).await,
            Moment::Before(theirs) => {
                self.bed.theirs(theirs).now().expect("nobody is in the way");
                self.inner.commit(text).await
            }
            Moment::Inside(theirs) | Moment::InsideUnread(theirs) => {
                let theirs = self.bed.theirs(theirs);
                self.hook(move || theirs.clone().now().expect("nobody is in the way"));
                self.inner.commit(text).await
            }
            Moment::Over(theirs) => {
                let held = self.held(theirs);
                let done = self.inner.commit(text).await;
                Self::let_go(held);
                done
            }
            Moment::OverLater(theirs) => {
                let held = self.held(theirs);
                *self.later.lock().expect("not poisoned") = Some(held);
                self.inner.commit(text).await
            }
            Moment::AnswerLost => self.inner.commit(text).await.and_then(|()| Err(self.lost())),
            Moment::RequestLost => Err(self.lost()),
            Moment::Grumbles => self.inner.commit(text).await.and_then(|()| {
                let said = "Can't write backup of Lab.cfg";
                Err(WireError::refused(0, said, self.bed.embedded.master()).of_change())
            }),
        };
        self.sent.store(true, Ordering::SeqCst);
        self.bed.embedded.sandbox.services().set_in_between(None);
        done
    }

    async fn roll_back(&self, version: &str) -> Result<(), WireError> {
        self.sent.store(true, Ordering::SeqCst);
        self.inner.roll_back(version).await
    }
}
