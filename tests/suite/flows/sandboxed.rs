//! A console on the embedded installation: what is pressed here is really asked there.
//!
//! When the installation ends it is seen to that nobody changed anything, unless the test is one that does.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dirac_tokens::app::model::Label;
use dirac_tokens::cli::plan;
use dirac_tokens::disk::journal::Runs;
use dirac_tokens::domain::cs::{LocalFile, parse};
use dirac_tokens::ops::connection::Plan;
use dirac_tokens::runtime::installation::Installation;
use dirac_tokens::sandbox::content::IssuerSpec;
use dirac_tokens::sandbox::issuer::log::Deed;
use dirac_tokens::sandbox::settings::Settings;
use dirac_tokens::sandbox::world::{self, Size};
use dirac_tokens::settings::Options;
use jiff::Timestamp;

use super::support::App;
use crate::contract::plan::surroundings;
use crate::support::guarded::{Guarded, Leave};

/// Methods that change something, or have something issued.
const CHANGES: [&str; 8] = [
    "deleteToken",
    "getToken",
    "updateToken",
    "commitNewData",
    "rollbackToVersion",
    "revoke",
    "token refresh_token",
    "token client_credentials",
];

/// The installation and a host that knows it.
pub(super) struct Yard {
    pub(super) sandbox: Guarded,
    directory: tempfile::TempDir,
    issuers: Arc<Mutex<Vec<IssuerSpec>>>,
    /// Whether the test changes something.
    writes: bool,
}

impl Yard {
    /// An installation that nobody may change.
    pub(super) fn new() -> Self {
        Self::of(false)
    }

    /// An installation that the test changes.
    pub(super) fn for_changes() -> Self {
        Self::of(true)
    }

    #[expect(clippy::disallowed_methods, reason = "the servers live in real time")]
    fn of(writes: bool) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let issuers: Arc<Mutex<Vec<IssuerSpec>>> = Arc::default();
        let told = Arc::clone(&issuers);
        let content = Arc::new(move |places: &_, now| {
            let content = world::content(&Size::default(), places, now);
            let mut told = told.lock().expect("no test panics while it holds this");
            told.clone_from(&content.issuers);
            drop(told);
            content
        });
        let path = directory.path().join("installation");
        let settings = Settings::new(path, content, Arc::new(Timestamp::now));
        let leave = if writes { Leave::Change } else { Leave::Read };
        let sandbox = Guarded::start(&settings, leave);
        Self { sandbox, directory, issuers, writes }
    }

    /// How the holder of this proxy reaches it, from a host with the credentials of these providers.
    pub(super) fn plan(&self, proxy: &str, credentials: &[&str]) -> Plan {
        let description = self.sandbox.description();
        let options = Options {
            cfg: vec![description.cfg.clone()],
            ca_dir: Some(description.ca_dir.clone()),
            proxy: Some(description.proxies[proxy].clone()),
            timeout: Duration::from_secs(20),
            ..Options::default()
        };
        let mut plan = plan::make(&surroundings(), &options);
        let issuers = self.issuers.lock().expect("no test panics while it holds this");
        for issuer in issuers.iter().filter(|issuer| credentials.contains(&&*issuer.provider)) {
            let (name, client) = (&issuer.provider, &issuer.clients[0]);
            let secret = client.secret.as_ref().expect("a confidential client");
            let text = format!(
                "Resources\n{{\nIdProviders\n{{\n{name}\n{{\nclient_id = {}\nclient_secret = {secret}\n}}\n}}\n}}\n",
                client.id
            );
            let tree = parse(text.as_str()).expect("it parses");
            plan.local.push(LocalFile { label: format!("credentials of {name}"), tree });
        }
        plan
    }

    /// Where the host's journal is.
    pub(super) fn journal(&self) -> PathBuf {
        self.directory.path().join("journal")
    }

    /// The console of the administrator on a host with these credentials, before its start.
    #[expect(clippy::disallowed_methods, reason = "the servers live in real time")]
    pub(super) fn app(&self, proxy: &str, credentials: &[&str]) -> App<Installation> {
        let plan = self.plan(proxy, credentials);
        let backend = Installation::new(plan).with_journal(Some(Runs::open(self.journal())));
        let label = Label { name: "sandbox".into(), production: false };
        App::over(backend, label, Timestamp::now().as_second())
    }

    /// Calls of methods that change something, and deeds of issuers that do.
    pub(super) fn changes(&self) -> Vec<String> {
        let records = self.sandbox.records().all();
        let calls = records.iter().filter(|record| {
            let call = record.note.call.as_deref().unwrap_or_default();
            record.note.changed || CHANGES.contains(&call)
        });
        let calls = calls.map(|record| {
            format!("{}: {}", record.service, record.note.call.as_deref().unwrap_or(&record.path))
        });
        let deeds = self.sandbox.issuers().all().iter().flat_map(|issuer| issuer.log());
        let deeds = deeds.filter(|entry| !matches!(entry.deed, Deed::Introspected { .. }));
        calls.chain(deeds.map(|entry| format!("issuer: {:?}", entry.deed))).collect()
    }

    /// Fingerprints of tokens revoked, in order.
    pub(super) fn revoked(&self) -> usize {
        let deeds = self.sandbox.issuers().all().iter().flat_map(|issuer| issuer.log());
        deeds.filter(|entry| matches!(entry.deed, Deed::Revoked { .. })).count()
    }
}

impl Drop for Yard {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let changes = self.changes();
            let asked = self.sandbox.records().all().len();
            assert!(asked > 0, "nothing was asked at all: this test counts nothing");
            assert!(self.writes || changes.is_empty(), "changed without leave: {changes:?}");
        }
    }
}
