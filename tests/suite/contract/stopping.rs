//! Stored tokens stopped by the program's own code: what is revoked, what is deleted, and whether the words are true.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::future::Future;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use dirac_tokens::domain::cs::{self, LocalFile};
use dirac_tokens::domain::stop::{How, Plan, Report, StepKind};
use dirac_tokens::ops::connection::{self, Connection};
use dirac_tokens::ops::load::{self, Configuration};
use dirac_tokens::ops::stop::{Past, ReadDesk, plan, stop};
use dirac_tokens::sandbox::issuer::log::{Deed, Entry};
use dirac_tokens::store::journal::{Journal, Record};
use dirac_tokens::wire::http::Observer;
use dirac_tokens::wire::rpc::WriteUnlocked;
use dirac_tokens::wire::service::TokenManagerChanges as _;
use serde_json::json;

use super::backend::Expect::Works;
use super::backend::Issuer;
use super::backend::Persona::{self, Admin, User};
use super::bench::{At, Bench, Told};
use super::case::Case;
use super::embedded::Embedded;
use super::oidc::{Provider, active, refresh_token};
use crate::support::faults::{Fault, FaultProxy, Way};

/// An IdProvider.
pub const IAM: &str = "IAM-Alpha";
/// Another.
pub const EGI: &str = "CheckIn-Beta";

pub const CASES: &[Case] = &[
    Case::story(
        "a stored token is revoked at its issuers and deleted, each proven",
        story_all,
        Works(
            "revoked: read yes, introspect_before yes active, introspect_before yes active, revoke yes, introspect_after yes \
             not active, revoke yes, introspect_after yes not active, delete yes, prove yes; access token of IAM-Alpha, access \
             token of CheckIn-Beta; 2 rows before, 0 after; by hand: true true, then false false",
        ),
    ),
    Case::story(
        "where one of two refresh tokens is out of reach nothing is sent, or that one is left",
        story_some,
        Works(
            "failed: read yes; refresh token at IAM-Alpha, refresh token at CheckIn-Beta, access token of IAM-Alpha, access \
             token of CheckIn-Beta; 2 rows before, 2 after; by hand: true true | row_deleted: read yes, introspect_before yes active, revoke yes, \
             introspect_after yes not active, revoke no, delete yes, prove yes; refresh token at CheckIn-Beta, access token of \
             IAM-Alpha, access token of CheckIn-Beta; 2 rows before, 0 after; by hand: false true",
        ),
    ),
    Case::story(
        "without credentials nothing is deleted, or the rows alone",
        story_none,
        Works(
            "failed: read yes; refresh token at IAM-Alpha, refresh token at CheckIn-Beta, access token of IAM-Alpha, access \
             token of CheckIn-Beta; 2 rows before, 2 after; by hand: true true | row_deleted: read yes, revoke no, revoke no, delete yes, prove yes; refresh token at \
             IAM-Alpha, refresh token at CheckIn-Beta, access token of IAM-Alpha, access token of CheckIn-Beta; 2 rows before, \
             0 after; by hand: true true",
        ),
    ),
    Case::story(
        "with an issuer that is down nothing is deleted",
        story_down,
        Works("failed: read yes; "),
    ),
    Case::story(
        "refresh tokens that have ended are not asked about",
        story_ended,
        Works("row_deleted: read yes, delete yes, prove yes; access token of"),
    ),
    Case::story(
        "a token that is gone already is told as that",
        story_gone,
        Works(
            "planned 2 rows; unproven: read yes; refresh token at IAM-Alpha, refresh token at CheckIn-Beta, access token of \
             IAM-Alpha, access token of CheckIn-Beta; 0 rows before, 0 after | planned 0 rows; failed: read yes; nothing; 0 \
             rows before, 0 after, Nothing is stored under this id.",
        ),
    ),
    Case::story(
        "a database that is down refuses the plan, and later leaves the rows unproven",
        story_database,
        Works(
            "no plan: of the database | unproven: read yes, introspect_before yes active, introspect_before yes active, revoke \
             yes, introspect_after yes not active, revoke yes, introspect_after yes not active, delete unknown, prove no; ",
        ),
    ),
    Case::story(
        "a reply to the deletion that is lost is read back, and nothing is sent again",
        story_lost,
        Works(
            "revoked: read yes, introspect_before yes active, introspect_before yes active, revoke yes, introspect_after yes \
             not active, revoke yes, introspect_after yes not active, delete unknown, prove yes; access token of IAM-Alpha, \
             access token of CheckIn-Beta; 2 rows before, 0 after; 1 deleteToken",
        ),
    ),
    Case::story(
        "an id that TokenDB takes for another is left alone",
        story_case,
        Works("no plan: the same to TokenDB, 2 rows of it"),
    ),
    Case::story(
        "the id of somebody else is refused without ProxyManagement, before anything is asked",
        story_foreign,
        Works("no plan: ProxyManagement; asked 0 getTokensByUserID"),
    ),
];

/// How the program is set up for a story.
pub struct Setup<'s> {
    /// Who stops tokens.
    pub who: Persona,
    /// Providers of which this host has the credentials.
    pub credentials: &'s [&'s str],
    /// Their issuers are where nobody listens.
    pub dead: bool,
    /// The issuer of a provider behind a front end, which stands at this URL.
    pub front: Option<(&'s str, String)>,
    /// CAs that are trusted in the place of the installation's.
    pub ca_dir: Option<PathBuf>,
    /// Another URL of the TokenManager.
    pub manager: Option<String>,
    /// Whom to tell of requests.
    pub observer: Observer,
}

impl Default for Setup<'_> {
    fn default() -> Self {
        Self {
            who: Admin,
            credentials: &[IAM, EGI],
            dead: false,
            front: None,
            ca_dir: None,
            manager: None,
            observer: Observer::default(),
        }
    }
}

impl Setup<'_> {
    /// What this host's own configuration has besides.
    fn cfg(&self, bench: &Bench<'_>) -> String {
        let mut text = "Resources\n{\nIdProviders\n{\n".to_owned();
        for provider in self.credentials {
            let issuer = bench.backend.issuer(provider);
            let other = match &self.front {
                Some((of, url)) if of == provider => format!("issuer = {url}\n"),
                _ if self.dead => "issuer = https://localhost:1\n".to_owned(),
                _ => String::new(),
            };
            let Issuer { client, secret, .. } = issuer;
            writeln!(
                text,
                "{provider}\n{{\nclient_id = {client}\nclient_secret = {secret}\n{other}}}"
            )
            .expect("a text");
        }
        text += "}\n}\n";
        if let Some(url) = &self.manager {
            writeln!(
                text,
                "Systems\n{{\nFramework\n{{\nURLs\n{{\nTokenManager = {url}\n}}\n}}\n}}"
            )
            .expect("a text");
        }
        text
    }

    async fn read(
        self,
        bench: &Bench<'_>,
    ) -> Result<(connection::Plan, Connection, Configuration), String> {
        let tree = cs::parse(self.cfg(bench)).map_err(|error| error.to_string())?;
        let mut plan = bench.backend.plan(self.who);
        plan.local.push(LocalFile { label: "credentials.cfg".into(), tree });
        if let Some(ca_dir) = self.ca_dir {
            plan.places.given.ca_dir = Some(ca_dir);
        }
        plan.observer = self.observer;
        let connection = Connection::open(&plan).map_err(|problem| problem.to_string())?;
        let read = load::load(&connection).await.map_err(|problem| problem.to_string())?;
        Ok((plan, connection, read))
    }

    /// A desk at which plans are made.
    pub async fn desk(self, bench: &Bench<'_>) -> Result<ReadDesk, String> {
        let (plan, connection, read) = self.read(bench).await?;
        ReadDesk::at(&plan, &connection, &read).await.map_err(|problem| problem.to_string())
    }
}

/// A journal in memory, and what happens when a record is written.
pub struct Memory<'m>(pub &'m (dyn Fn(&Record) + Send + Sync));

impl Journal for Memory<'_> {
    fn write(&mut self, record: &Record) -> Result<(), String> {
        (self.0)(record);
        Ok(())
    }
}

/// Whether the deletion is about to be sent.
fn before_deletion(record: &Record) -> bool {
    matches!(record, Record::Intent { step: StepKind::Delete, .. })
}

async fn rows(bench: &Bench<'_>, id: &str) -> Result<usize, String> {
    let rows = bench.call(Admin, At::Tokens, "getTokensByUserID", json!([id])).await?;
    Ok(rows.as_array().map_or(0, Vec::len))
}

/// A report in words that are the same everywhere.
fn words(report: &Report) -> String {
    let steps: Vec<String> = report
        .steps
        .iter()
        .map(|step| {
            let active = match step.active {
                None => "",
                Some(true) => " active",
                Some(false) => " not active",
            };
            format!("{} {}{active}", step.kind.word(), step.done.word())
        })
        .collect();
    let lasting: Vec<&str> = report.lasting.iter().map(|one| one.what.as_str()).collect();
    let lasting = if lasting.is_empty() { "nothing".into() } else { lasting.join(", ") };
    format!("{}: {}; {lasting}", report.outcome.word(), steps.join(", "))
}

/// Carries out a plan.
async fn carry_out(
    bench: &Bench<'_>,
    desk: ReadDesk,
    plan: &Plan,
    how: How,
    written: &(dyn Fn(&Record) + Send + Sync),
) -> Result<(String, Report), String> {
    let before = rows(bench, &plan.token_id).await?;
    let desk = desk.unlock(&WriteUnlocked::asked_for());
    let report = stop(&desk, plan, how, &Past::none(), &mut Memory(written)).await;
    let told = words(&report);
    Ok((format!("{told}; {before} rows before"), report))
}

/// Plans and carries out, in one.
pub async fn stopped(
    bench: &Bench<'_>,
    setup: Setup<'_>,
    id: &str,
    how: How,
) -> Result<String, String> {
    let desk = setup.desk(bench).await?;
    let plan = plan(&desk, id, how).await.map_err(|problem| problem.to_string())?;
    let (told, _) = carry_out(bench, desk, &plan, how, &|_| ()).await?;
    Ok(format!("{told}, {} after", rows(bench, id).await?))
}

/// Without credentials of some, first all or nothing, then the rows in any case.
async fn both_ways(bench: &Bench<'_>, credentials: &[&str], id: &str) -> Result<String, String> {
    bench.backend.put_rows(id);
    let mut by_hand = ByHand::of(bench, id).await?;
    let mut told = Vec::new();
    for how in [How::Revoke, How::RevokeOrRow] {
        let setup = Setup { credentials, ..Setup::default() };
        let words = stopped(bench, setup, id, how).await?;
        told.push(format!("{words}; by hand: {}", by_hand.look().await?));
    }
    Ok(told.join(" | "))
}

/// Refresh tokens of an id, looked at by hand: nothing of the program's own code says whether they live.
pub struct ByHand(Vec<(Provider, String)>);

impl ByHand {
    pub async fn of(bench: &Bench<'_>, id: &str) -> Result<Self, String> {
        let mut all = Vec::new();
        for provider in [IAM, EGI] {
            let token = refresh_token(bench, provider, id).await?;
            all.push((Provider::open(bench, provider).await?, token));
        }
        Ok(Self(all))
    }

    /// Whether each is active.
    pub async fn look(&mut self) -> Result<String, String> {
        let mut told = Vec::new();
        for (provider, token) in &mut self.0 {
            told.push(active(provider, token).await?["active"].to_string());
        }
        Ok(told.join(" "))
    }
}

fn story_all<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = "contract-stop-all";
        bench.backend.put_rows(id);
        let mut by_hand = ByHand::of(bench, id).await?;
        let before = by_hand.look().await?;
        let told = stopped(bench, Setup::default(), id, How::Revoke).await?;
        Ok(format!("{told}; by hand: {before}, then {}", by_hand.look().await?))
    })
}

fn story_some<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(both_ways(bench, &[IAM], "contract-stop-some"))
}

fn story_none<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(both_ways(bench, &[], "contract-stop-none"))
}

fn story_down<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = "contract-stop-down";
        bench.backend.put_rows(id);
        let setup = Setup { dead: true, ..Setup::default() };
        let told = stopped(bench, setup, id, How::Revoke).await?;
        let cleared = json!([id]);
        bench.call(Admin, At::Tokens, "deleteToken", cleared).await?;
        Ok(told)
    })
}

fn story_ended<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = "contract-stop-ended";
        bench.backend.put_ended_rows(id);
        stopped(bench, Setup::default(), id, How::Revoke).await
    })
}

fn story_gone<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = "contract-stop-gone";
        bench.backend.put_rows(id);
        let mut told = Vec::new();
        for somebody_else in [true, false] {
            let desk = Setup::default().desk(bench).await?;
            let plan = plan(&desk, id, How::Revoke).await.map_err(|problem| problem.to_string())?;
            if somebody_else {
                bench.call(Admin, At::Tokens, "deleteToken", json!([id])).await?;
            }
            let planned = plan.rows.len();
            let (words, report) = carry_out(bench, desk, &plan, How::Revoke, &|_| ()).await?;
            let after = rows(bench, id).await?;
            let summary =
                if planned == 0 { format!(", {}", report.summary) } else { String::new() };
            told.push(format!("planned {planned} rows; {words}, {after} after{summary}"));
        }
        Ok(told.join(" | "))
    })
}

fn story_database<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = "contract-stop-db";
        bench.backend.put_rows(id);
        let desk = Setup::default().desk(bench).await?;
        bench.backend.set_database_down(true);
        let refused = plan(&desk, id, How::Revoke).await.map(|plan| plan.rows.len());
        bench.backend.set_database_down(false);
        let problem = refused.err().ok_or("a plan without a database")?;
        let why = if problem.message.contains("MySQLdb.") { "of the database" } else { "?" };
        let plan = plan(&desk, id, How::Revoke).await.map_err(|problem| problem.to_string())?;
        let desk = desk.unlock(&WriteUnlocked::asked_for());
        let reached = AtomicBool::new(false);
        let written = |record: &Record| reached.store(before_deletion(record), Ordering::SeqCst);
        let report = {
            let mut journal = Memory(&written);
            let past = Past::none();
            let run = stop(&desk, &plan, How::Revoke, &past, &mut journal);
            taken_down(bench, run, &reached).await
        };
        bench.backend.set_database_down(false);
        let words = words(&report);
        bench.call(Admin, At::Tokens, "deleteToken", json!([id])).await?;
        Ok(format!("no plan: {why} | {words}"))
    })
}

/// Runs, and takes the database down once the deletion is reached.
async fn taken_down<T>(bench: &Bench<'_>, run: impl Future<Output = T>, reached: &AtomicBool) -> T {
    let mut run = std::pin::pin!(run);
    std::future::poll_fn(|context| {
        let polled = run.as_mut().poll(context);
        // a change has a connection of its own, which is not there yet when the poll ends in which it was written down
        if reached.swap(false, Ordering::SeqCst) {
            bench.backend.set_database_down(true);
        }
        polled
    })
    .await
}

fn story_lost<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = "contract-stop-lost";
        bench.backend.put_rows(id);
        let url = bench.backend.token_manager();
        let port = reqwest::Url::parse(&url).ok().and_then(|url| url.port()).ok_or("no port")?;
        let proxy = FaultProxy::before(port);
        let asked = Arc::new(Mutex::new(BTreeMap::<&str, usize>::new()));
        let counts = Arc::clone(&asked);
        let observer = Observer::new(move |seen| {
            *counts.lock().expect("not poisoned").entry(seen.method).or_default() += 1;
        });
        let manager = Some(proxy.in_place_of(&url));
        let desk = Setup { manager, observer, ..Setup::default() }.desk(bench).await?;
        let plan = plan(&desk, id, How::Revoke).await.map_err(|problem| problem.to_string())?;
        // how many bytes a whole answer has, from a deletion of nothing on a connection of its own
        let manager = Some(proxy.in_place_of(&url));
        let whole =
            answer_of_a_deletion(bench, Setup { manager, ..Setup::default() }, &proxy).await?;
        let written = |record: &Record| {
            if before_deletion(record) {
                proxy.once(Fault::Cut(Way::Down, whole.saturating_sub(100)));
            }
        };
        let (told, _) = carry_out(bench, desk, &plan, How::Revoke, &written).await?;
        let after = rows(bench, id).await?;
        let sent = asked.lock().expect("not poisoned").get("deleteToken").copied();
        Ok(format!("{told}, {after} after; {} deleteToken", sent.unwrap_or_default()))
    })
}

async fn answer_of_a_deletion(
    bench: &Bench<'_>,
    setup: Setup<'_>,
    proxy: &FaultProxy,
) -> Result<u64, String> {
    let (plan, connection, read) = setup.read(bench).await?;
    drop(plan);
    let manager = connection.token_manager(&read.tree).map_err(|problem| problem.to_string())?;
    let manager = manager.unlock(&WriteUnlocked::asked_for());
    let before = proxy.seen();
    manager.delete_token("no-such-id").await.map_err(|error| error.to_string())?;
    // the client has the answer before the proxy has counted it; a change's connection is closed after it
    let after = proxy.until(|seen| seen.closed > before.closed).await;
    Ok(after.down - before.down)
}

fn story_case<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = "contract-stop-case";
        bench.backend.put_rows(id);
        bench.backend.put_rows("Contract-STOP-case");
        let desk = Setup::default().desk(bench).await?;
        let planned = plan(&desk, id, How::Row).await;
        bench.call(Admin, At::Tokens, "deleteToken", json!([id])).await?;
        let problem = planned.err().ok_or("a plan that takes other rows along")?;
        let left = rows(bench, "Contract-STOP-case").await?;
        let same = problem.message.contains("Contract-STOP-case is the same")
            && problem.message.contains("2 rows of it")
            && left == 0;
        Ok(if same {
            "no plan: the same to TokenDB, 2 rows of it".into()
        } else {
            problem.to_string()
        })
    })
}

fn story_foreign<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        let observer =
            Observer::new(move |one| seen.lock().expect("not poisoned").push(one.method));
        let desk = Setup { who: User, observer, ..Setup::default() }.desk(bench).await?;
        let foreign = bench.backend.token_id("user0000");
        let problem = plan(&desk, &foreign, How::Revoke).await.err().ok_or("a plan")?;
        let asked = asked.lock().expect("not poisoned");
        let count = asked.iter().filter(|method| **method == "getTokensByUserID").count();
        let why = if problem.message.contains("ProxyManagement") { "ProxyManagement" } else { "?" };
        Ok(format!("no plan: {why}; asked {count} getTokensByUserID"))
    })
}

#[test]
fn an_issuer_that_goes_out_of_service_while_it_is_to_revoke_keeps_row_and_words_right() {
    let embedded = Embedded::with_worker_joined();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    runtime.block_on(async {
        let bench = Bench { backend: &embedded };
        let (id, issuers) = ("contract-stop-all", embedded.sandbox.issuers());
        let iam = Arc::clone(issuers.named(IAM).expect("an issuer"));
        let down = |record: &Record| {
            if matches!(record, Record::Intent { step: StepKind::Revoke, .. }) {
                iam.set_down(true);
            }
        };
        let mut told = Vec::new();
        for (how, written) in
            [(How::Revoke, &down as &(dyn Fn(&Record) + Send + Sync)), (How::Revoke, &|_| ())]
        {
            let desk = Setup::default().desk(&bench).await.expect("a desk");
            let plan = plan(&desk, id, how).await.expect("a plan");
            let done = carry_out(&bench, desk, &plan, how, written).await.expect("a report");
            told.push((done, rows(&bench, id).await.expect("rows")));
            iam.set_down(false);
        }
        let [((first, failed), kept), ((second, _), gone)] =
            <[_; 2]>::try_from(told).expect("two runs");
        assert!(first.starts_with("failed: read yes, introspect_before yes active"), "{first}");
        assert!(first.contains("revoke no, introspect_after no;"), "{first}");
        assert!(failed.summary.contains("out of service (503)"), "{}", failed.summary);
        assert!(failed.summary.starts_with("No row was deleted."), "{}", failed.summary);
        assert!(second.starts_with("revoked: "), "{second}");
        assert_eq!((kept, gone), (2, 0));
        // by what the issuers themselves took down: each token died once, and nothing was sent to a dead one
        let deeds = |provider| {
            let log = issuers.named(provider).expect("an issuer").log();
            let revoked = |entry: &Entry| match &entry.deed {
                Deed::Revoked { again, .. } => Some(*again),
                _ => None,
            };
            log.iter().filter_map(revoked).collect::<Vec<bool>>()
        };
        assert_eq!((deeds(IAM), deeds(EGI)), (vec![false], vec![false]));
    });
}
