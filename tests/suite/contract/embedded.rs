//! The embedded installation as a backend: it serves the same configuration as the laboratory, with people, issuers and rows
//! of its own.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use dirac_tokens::ops::connection::Plan;
use dirac_tokens::sandbox::content::{
    ClientSpec, Content, IssuerKind, IssuerSpec, Person, Places, ProxyKind, ProxySpec, StoredToken,
};
use dirac_tokens::sandbox::dirac::Memory;
use dirac_tokens::sandbox::settings::Settings;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use super::SANDBOX;
use super::backend::{Backend, Issuer, Persona};
use super::bench::{At, Bench};
use super::configuration::text::Text;
use super::plan::{self, Files};
use crate::support::guarded::{Guarded, Leave};

/// The laboratory's configuration, before it is filled in.
const SERVED: &str = include_str!("../../lab/setup/served.cfg");
/// Ordinary users; as in the laboratory every eleventh has no row.
const USERS: usize = 24;
const PROVIDERS: [(&str, &str, IssuerKind, &str); 3] = [
    ("IAM-Alpha", "lab-alpha", IssuerKind::Iam, "alpha"),
    ("CheckIn-Beta", "lab-beta", IssuerKind::CheckIn, "beta"),
    ("Plain-Gamma", "lab-gamma", IssuerKind::OAuth2, "gamma"),
];
const SCOPES: &str = "openid profile offline_access compute.create compute.read";

/// A running installation for one test.
pub struct Embedded {
    /// The servers.
    pub sandbox: Guarded,
    files: Files,
    ahead: Arc<AtomicI64>,
    _directory: TempDir,
}

impl Embedded {
    /// Starts one.
    pub fn start() -> Self {
        Self::start_with(|_| ())
    }

    /// Starts one with other settings.
    pub fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::guarded(Leave::Change, change)
    }

    /// Starts one that may be asked, and not changed.
    pub fn for_reading() -> Self {
        Self::guarded(Leave::Read, |_| ())
    }

    fn guarded(leave: Leave, change: impl FnOnce(&mut Settings)) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let make = Arc::new(|places: &Places, now: Timestamp| content(places, now));
        let ahead = Arc::new(AtomicI64::new(0));
        let clock = clock(Arc::clone(&ahead));
        let settings = Settings::new(directory.path().join("sandbox"), make, clock);
        let memory = Memory { propagation: Some(SignedDuration::from_secs(1)), ..settings.memory };
        let mut settings = Settings { memory, ..settings };
        change(&mut settings);
        let sandbox = Guarded::start(&settings, leave);
        let told = sandbox.description();
        let files = Files {
            cfg: told.cfg.clone(),
            ca_dir: told.ca_dir.clone(),
            proxies: told.proxies.clone(),
            people: told
                .users
                .iter()
                .map(|(name, pair)| (name.clone(), (pair.cert.clone(), pair.key.clone())))
                .collect(),
            host: (told.host_cert.clone(), told.host_key.clone()),
        };
        Self { sandbox, files, ahead, _directory: directory }
    }
}

impl Embedded {
    /// Starts one whose worker has joined: that makes a version of the configuration, and then the worker fetches it. As with
    /// the laboratory, no case should meet either.
    pub fn with_worker_joined() -> Self {
        let embedded = Self::start();
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
        runtime.block_on(async {
            let bench = Bench { backend: &embedded };
            loop {
                let master = Text::fetch(&bench, At::Master).await.expect("a configuration");
                let worker = Text::fetch(&bench, At::Worker).await.expect("a configuration");
                let servers = master.value("/DIRAC/Configuration/Servers").unwrap_or_default();
                if servers.contains(&embedded.worker()) && worker == master {
                    return;
                }
                embedded.ahead.fetch_add(1, Ordering::SeqCst);
                assert!(embedded.ahead.load(Ordering::SeqCst) < 100, "the worker never joins");
            }
        });
        embedded
    }

    /// How `who` reaches it, or what stands before it, as another cfg file says.
    pub fn plan_with(&self, who: Persona, cfg: &Path) -> Plan {
        plan::plan(&Files { cfg: cfg.to_owned(), ..self.files.clone() }, who)
    }
}

/// The machine's time, so many seconds ahead.
#[expect(clippy::disallowed_methods, reason = "clients judge its certificates in real time")]
fn clock(ahead: Arc<AtomicI64>) -> dirac_tokens::sandbox::Clock {
    Arc::new(move || Timestamp::now() + SignedDuration::from_secs(ahead.load(Ordering::SeqCst)))
}

impl Backend for Embedded {
    fn name(&self) -> &'static str {
        SANDBOX
    }

    fn plan(&self, who: Persona) -> Plan {
        plan::plan(&self.files, who)
    }

    fn master(&self) -> String {
        self.sandbox.description().urls.master.clone()
    }

    fn worker(&self) -> String {
        self.sandbox.description().urls.worker.clone()
    }

    fn token_manager(&self) -> String {
        self.sandbox.description().urls.token_manager.clone()
    }

    fn user_with_tokens(&self) -> String {
        "uma".into()
    }

    fn issuer(&self, provider: &str) -> Issuer {
        let url = self.sandbox.description().urls.issuers[provider].clone();
        let (_, client, ..) = PROVIDERS.iter().find(|(name, ..)| *name == provider).expect("known");
        Issuer { url, client: (*client).into(), secret: secret(client) }
    }

    fn token_id(&self, user: &str) -> String {
        token_id(user)
    }

    /// They are there from the start.
    fn put_rows(&self, token_id: &str) {
        assert!(OWN_ROWS.contains(&token_id), "no rows for {token_id}");
    }

    fn put_ended_rows(&self, token_id: &str) {
        assert!(ENDED_ROWS.contains(&token_id), "no rows for {token_id}");
    }

    fn set_database_down(&self, down: bool) {
        self.sandbox.services().set_database_down(down);
    }

    fn without_names(&self, text: &str) -> String {
        text.replace("/DC=org/DC=sandbox", "/DC=org/DC=ca").replace("CN=Sandbox CA", "CN=CA")
    }
}

/// Token ids of nobody, with rows that cases may delete.
const OWN_ROWS: [&str; 16] = [
    "contract-by-dn",
    "contract-by-id",
    "contract-by-vic",
    "contract-revoked",
    "contract-program-revoked",
    "contract-stop-all",
    "contract-stop-some",
    "contract-stop-none",
    "contract-stop-down",
    "contract-stop-gone",
    "contract-stop-db",
    "contract-stop-lost",
    "contract-stop-503",
    "contract-stop-reply",
    "contract-stop-case",
    "Contract-STOP-case",
];
/// Further ids with two rows each, for who needs many: `contract-fault-0` and so on.
pub const FAULT_ROWS: usize = 80;
/// The same, of which the refresh tokens have ended.
const ENDED_ROWS: [&str; 1] = ["contract-stop-ended"];

fn secret(client: &str) -> String {
    format!("{client}-worth-nothing-elsewhere")
}

/// Users of the laboratory's configuration have the ids that stand there.
fn token_id(user: &str) -> String {
    let users = SERVED.split("\n  Users\n").nth(1).expect("users");
    let own = users.split(&format!("\n    {user}\n")).nth(1);
    let dn = own.and_then(|own| own.split("/O=DIRAC/CN=").nth(1));
    match dn.and_then(|dn| dn.split([',', '\n']).next()) {
        Some(id) if !user.starts_with("user0") => id.to_owned(),
        _ => format!("id-of-{user}"),
    }
}

fn content(places: &Places, now: Timestamp) -> Content {
    let person = |(name, common): (&str, &str)| Person {
        name: name.into(),
        dn: format!("/DC=org/DC=sandbox/O=Users/CN={common}"),
    };
    let people = [
        ("ada", "Ada Admin"),
        ("olga", "Olga Operator"),
        ("vic", "Vic Manager"),
        ("uma", "Uma User"),
        ("susa", "Susa Suspended"),
        ("wade", "Wade Wronggroup"),
        ("erin", "Erin Escalates"),
        ("nobody", "Nobody Knows"),
    ];
    let issuer = |((provider, client, kind, _), url): (_, &String)| IssuerSpec {
        provider: String::from(provider),
        kind,
        url: url.clone(),
        rotates: false,
        clients: vec![ClientSpec {
            id: String::from(client),
            secret: Some(secret(client)),
            scopes: [
                "openid",
                "profile",
                "email",
                "offline_access",
                "compute.*",
                "compute.create",
                "compute.read",
                "compute.modify",
                "compute.cancel",
                "wlcg.groups:/*",
                "groups:/*",
                "eduperson_entitlement?value=urn:mace:egi.eu:group:*",
            ]
            .map(String::from)
            .to_vec(),
        }],
    };
    Content {
        cs: served(places),
        people: people.map(person).to_vec(),
        proxies: proxies(),
        issuers: PROVIDERS.into_iter().zip(&places.issuers).map(issuer).collect(),
        stored: rows(now),
    }
}

/// The laboratory's configuration with this installation's names.
fn served(places: &Places) -> String {
    let port =
        |url: &str| url.rsplit(':').next().unwrap_or_default().split('/').next().map(String::from);
    let (mut users, mut members) = (String::new(), [String::new(), String::new(), String::new()]);
    for n in 0..USERS {
        let name = format!("user{n:04}");
        let id = token_id(&name);
        writeln!(users, "    {name}\n    {{\n      DN = /DC=org/DC=lab/O=Users/CN=Name {name}, /O=DIRAC/CN={id}\n    }}")
            .expect("a text");
        write!(members[n % 3], ", {name}").expect("a text");
    }
    let issuer = |n: usize| places.issuers.get(n).and_then(|url| port(url)).unwrap_or_default();
    let word = |found: &regex_lite::Captures<'_>| match &found[1] {
        "MASTER" => places.master.clone(),
        "WORKER" => places.worker.clone(),
        "TOKENS" => places.token_manager.clone(),
        "CS_PORT" => port(&places.master).unwrap_or_default(),
        "SERVICES_PORT" => port(&places.worker).unwrap_or_default(),
        "DB_PORT" => "3306".into(),
        "AUTOMERGE" => "no".into(),
        "PROPAGATION" => "1".into(),
        "ISSUER_1" => issuer(0),
        "ISSUER_2" => issuer(1),
        "ISSUER_3" => issuer(2),
        "LEAKED_SECRET" | "LEAKED_FTS_SECRET" => "leaked-worth-nothing".into(),
        "ESC" => "\u{1b}".into(),
        "BEL" => "\u{7}".into(),
        "CSI" => "\u{9b}".into(),
        "RLO" => "\u{202e}".into(),
        "ZWSP" => "\u{200b}".into(),
        "MORE_USERS" => users.clone(),
        "MORE_LCG" => String::new(),
        "MORE_ALPHA" => members[0].clone(),
        "MORE_BETA" => members[1].clone(),
        "MORE_GAMMA" => members[2].clone(),
        other => panic!("the laboratory's configuration has a new word: {other}"),
    };
    let words = regex_lite::Regex::new("@([A-Z_0-9]+)@").expect("a pattern");
    let text = words.replace_all(SERVED, word);
    text.replace("/DC=org/DC=lab", "/DC=org/DC=sandbox").replace("CN=Lab CA", "CN=Sandbox CA")
}

fn proxies() -> Vec<ProxySpec> {
    use ProxyKind::{DepthTwo, Expired, Full, Limited, Rogue};
    let spec = |(name, user, group, kind): (&str, &str, &str, ProxyKind)| ProxySpec {
        name: name.into(),
        user: user.into(),
        group: (!group.is_empty()).then(|| group.into()),
        kind,
    };
    [
        ("admin", "ada", "dirac_admin", Full),
        ("admin_as_user", "ada", "alpha_user", Full),
        ("no_group", "ada", "", Full),
        ("bad_group", "wade", "beta_pilot", Full),
        ("limited", "ada", "dirac_admin", Limited),
        ("depth2", "ada", "dirac_admin", DepthTwo),
        ("operator", "olga", "dirac_operator", Full),
        ("manager", "vic", "alpha_admin", Full),
        ("user", "uma", "alpha_user", Full),
        ("pilot", "uma", "alpha_pilot", Full),
        ("user_as_admin", "erin", "dirac_admin", Full),
        ("suspended", "susa", "alpha_user", Full),
        ("unregistered", "nobody", "alpha_user", Full),
        ("expired", "ada", "dirac_admin", Expired),
        ("rogue", "ada", "dirac_admin", Rogue),
    ]
    .map(spec)
    .to_vec()
}

/// The rows that cases speak of, in the states that the laboratory's have.
fn rows(now: Timestamp) -> Vec<StoredToken> {
    let in_days = |days: i64| Some(now + SignedDuration::from_hours(24 * days));
    let good = |user: &str, token_id: &str, provider: usize| {
        let (provider, _, _, vo) = PROVIDERS[provider];
        StoredToken {
            user: user.into(),
            token_id: token_id.into(),
            provider: provider.into(),
            scope: format!("{SCOPES} wlcg.groups:/{vo}/user wlcg.groups:/{vo}/pilot"),
            issued: now,
            access_ends: Some(now + SignedDuration::from_hours(6)),
            refresh_ends: in_days(30),
            revoked: false,
        }
    };
    let of = |user: &str, provider| good(user, &token_id(user), provider);
    let mut all =
        vec![of("ada", 0), of("ada", 1), of("ada", 2), of("uma", 0), of("olga", 0), of("susa", 0)];
    // what the issuer does not take any more
    all.push(StoredToken { revoked: true, ..of("uma", 1) });
    all.push(StoredToken { refresh_ends: in_days(-1), ..of("axel", 0) });
    all.push(StoredToken { access_ends: None, refresh_ends: None, ..of("nina", 0) });
    all.extend((0..USERS).filter(|n| n % 11 != 10).map(|n| of(&format!("user{n:04}"), n % 3)));
    all.extend(OWN_ROWS.iter().flat_map(|id| [good("", id, 0), good("", id, 1)]));
    let many = (0..FAULT_ROWS).map(|n| format!("contract-fault-{n}"));
    all.extend(many.flat_map(|id| [good("", &id, 0), good("", &id, 1)]));
    let ended = |row: StoredToken| StoredToken { refresh_ends: in_days(-1), ..row };
    all.extend(ENDED_ROWS.iter().flat_map(|id| [good("", id, 0), good("", id, 1)].map(ended)));
    all
}
