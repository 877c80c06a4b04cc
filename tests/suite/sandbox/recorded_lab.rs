//! The installation that the recordings were made with, built again in the sandbox: its configuration, its people with their
//! proxies, the rows of its TokenDB, its clock.

use std::io::Read as _;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder, ZlibEncoder};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use dirac_tokens::domain::cs;
use dirac_tokens::domain::x509::chain::{Kind, Rights, Walk};
use dirac_tokens::sandbox::Clock;
use dirac_tokens::sandbox::content::{
    ClientSpec, Content, IssuerKind, IssuerSpec, Places, StoredToken,
};
use dirac_tokens::sandbox::dirac::providers::{InProcess, Providers};
use dirac_tokens::sandbox::dirac::{Memory, Services};
use dirac_tokens::sandbox::http::{Request, Response};
use dirac_tokens::sandbox::issuer::{IssuerSettings, Issuers};
use dirac_tokens::sandbox::peer::Peer;

use crate::support::recording::{Exchange, Recording};

pub const MASTER: &str = "https://localhost:9135/Configuration/Server";
pub const WORKER: &str = "https://localhost:8443/Configuration/Server";
pub const TOKENS: &str = "https://localhost:8443/Framework/TornadoTokenManager";

/// When the servers were started. Their first version is from then.
const STARTED: &str = "2026-11-21T03:48:37.793161Z";
/// When the worker was asked first: it registered 30 s later.
const WORKER_ASKED: &str = "2026-11-21T03:48:39.490398Z";
/// When the recording of requests began.
const RECORDED: &str = "2026-11-21T03:49:15Z";

/// Somebody who asks.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// Nobody: no certificate.
    Nobody,
    /// A proxy: owner, serial numbers of its CNs, group, limited.
    Proxy(&'static str, &'static [&'static str], Option<&'static str>, bool),
    /// A bare certificate of `O=Users`.
    Certificate(&'static str),
    /// The host's certificate.
    Host,
}

pub const ADMIN: Who =
    Who::Proxy("Ada Admin", &["9911713848134295207"], Some("dirac_admin"), false);
pub const USER: Who = Who::Proxy("Uma User", &["1"], Some("wlcgvo_user"), false);
pub const MANAGER: Who = Who::Proxy("Vic VO-Manager", &["1"], Some("wlcgvo_admin"), false);

impl Who {
    /// The person behind the name of a recorded certificate; `None` if TLS did not let them in.
    pub fn recorded(certificate: &str) -> Option<Self> {
        let (_, name) = certificate.rsplit_once("proxies/").unwrap_or(("", certificate));
        let admin = |serials, group, limited| Who::Proxy("Ada Admin", serials, group, limited);
        Some(match name {
            "" => Who::Nobody,
            "admin" => ADMIN,
            "admin-as-user" => admin(&["10430695624382071863"], Some("wlcgvo_user"), false),
            "admin-nogroup" => admin(&["9848364116662944027"], None, false),
            "admin-badgroup" => admin(&["17981088759001487530"], Some("biovo_pilot"), false),
            "admin-limited" => admin(&["15525604910146001914"], Some("dirac_admin"), true),
            "admin-depth2" => {
                admin(&["9911713848134295207", "18297771043609830151"], Some("dirac_admin"), false)
            }
            "operator" => Who::Proxy("Olga Operator", &["1"], Some("dirac_operator"), false),
            "manager" => MANAGER,
            "user" => USER,
            "suspended" => Who::Proxy("Susa Suspended", &["1"], Some("wlcgvo_user"), false),
            "unregistered" => Who::Proxy("Nobody Known", &["1"], Some("wlcgvo_user"), false),
            "expired" | "rogue" => return None,
            path if path.contains("users/adaadmin") => Who::Certificate("Ada Admin"),
            path if path.contains("pki/host") => Who::Host,
            other => panic!("who is {other}?"),
        })
    }

    /// The peer that TLS would have found.
    fn peer(self) -> Option<Peer> {
        let ca = "/DC=org/DC=dirac-lab/CN=DIRAC Lab CA".to_owned();
        let user = |name: &str| format!("/DC=org/DC=dirac-lab/O=Users/CN={name}");
        let (dn, serials, group, limited): (_, &[&str], _, _) = match self {
            Self::Nobody => return None,
            Self::Proxy(name, serials, group, limited) => (user(name), serials, group, limited),
            Self::Certificate(name) => (user(name), &[], None, false),
            Self::Host => ("/DC=org/DC=dirac-lab/O=Hosts/CN=localhost".into(), &[], None, false),
        };
        let below = |depth: usize| {
            serials.iter().take(depth).fold(dn.clone(), |name, serial| name + "/CN=" + serial)
        };
        // what was left of them when the recording began, in whole seconds
        let left = [315_358_243, 25_918_906, 8_638_911][serials.len()];
        let begun: Timestamp = RECORDED.parse().unwrap();
        let kind = match (serials.len(), limited) {
            (0, _) => Kind::Certificate,
            (_, false) => Kind::Proxy(Rights::Full),
            (_, true) => Kind::Proxy(Rights::Limited),
        };
        let issuer =
            if serials.is_empty() { ca.clone() } else { below(serials.len().saturating_sub(1)) };
        let walk = Walk {
            kind,
            end_entity: serials.len(),
            linked: serials.len() + 1,
            dn: dn.clone(),
            issuer: ca,
            group: group.map(str::to_owned),
            ignored_groups: Vec::new(),
            unreadable_group: None,
            voms: false,
            not_before: Timestamp::UNIX_EPOCH,
            not_after: begun + SignedDuration::from_secs(left + 1),
            ends_first: 0,
        };
        Some(Peer { walk, subject: below(serials.len()), issuer })
    }
}

/// The services of the recorded installation, or of one made from it.
pub struct RecordedLab {
    now: Arc<Mutex<Timestamp>>,
    pub services: Services,
    pub issuers: Issuers,
    /// The rows of TokenDB.
    pub rows: Vec<StoredToken>,
}

impl RecordedLab {
    /// As it was when the first request was recorded: started, its worker registered.
    pub fn new() -> Self {
        let lab = Self::started(|text| text);
        lab.set_time(WORKER_ASKED);
        lab.call(ADMIN, WORKER, "ping", "[]");
        lab.call(ADMIN, TOKENS, "ping", "[]");
        lab.set_time(RECORDED);
        lab
    }

    /// Just started and asked nothing yet but a `ping` of the master, with a configuration that `change` has been over.
    pub fn started(change: impl FnOnce(String) -> String) -> Self {
        let lab = Self::untouched(change, recorded_rows());
        lab.call(ADMIN, MASTER, "ping", "[]");
        lab
    }

    /// Before any request, with these rows in TokenDB.
    pub fn untouched(change: impl FnOnce(String) -> String, rows: Vec<StoredToken>) -> Self {
        let now = Arc::new(Mutex::new(STARTED.parse().unwrap()));
        let shared = Arc::clone(&now);
        let clock: Clock = Arc::new(move || *shared.lock().unwrap());
        let issuers = specs();
        let content = Content {
            cs: change(first_text()),
            issuers: issuers.clone(),
            stored: rows.clone(),
            ..Content::default()
        };
        let places = Places {
            master: MASTER.into(),
            worker: WORKER.into(),
            token_manager: TOKENS.into(),
            issuers: [0, 1, 2].map(|at: usize| issuers[at].url.clone()),
        };
        let issuers = Issuers::new(&issuers, &IssuerSettings::default(), &clock).unwrap();
        let providers = InProcess::new(issuers.clone(), &content.issuers);
        let providers = Arc::new(providers) as Arc<dyn Providers>;
        let services =
            Services::new(&content, &places, &providers, Memory::default(), &clock).unwrap();
        Self { now, services, issuers, rows }
    }

    /// What time it is from now on. Time does not go back.
    pub fn set_time(&self, at: &str) {
        let mut now = self.now.lock().unwrap();
        *now = at.parse::<Timestamp>().unwrap().max(*now);
    }

    /// Lets some seconds pass.
    pub fn pass(&self, seconds: i64) {
        *self.now.lock().unwrap() += SignedDuration::from_secs(seconds);
    }

    /// The answer to a request.
    pub fn ask(
        &self,
        who: Who,
        http: &str,
        url: &str,
        headers: &[(String, String)],
        body: Vec<u8>,
    ) -> Response {
        let (authority, path) = url.trim_start_matches("https://").split_once('/').unwrap();
        let (path, query) = path.split_once('?').map_or((path, None), |(p, q)| (p, Some(q)));
        let handler =
            if url.contains(":8443/") { self.services.services() } else { self.services.master() };
        let mut request = Request {
            peer: who.peer(),
            method: http.into(),
            path: format!("/{path}"),
            query: query.map(str::to_owned),
            headers: hyper::HeaderMap::new(),
            body: body.into(),
        };
        request.headers.insert("host", authority.parse().unwrap());
        for (name, value) in headers {
            let name = hyper::header::HeaderName::from_bytes(name.as_bytes()).unwrap();
            request.headers.insert(name, value.parse().unwrap());
        }
        handler.answer(&request)
    }

    /// The status of a call, and what it answers.
    pub fn call(&self, who: Who, url: &str, method: &str, args: &str) -> (u16, Value) {
        let response = self.form(who, url, &[("method", method), ("args", args)]);
        let answer = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
        (response.status, answer)
    }

    /// The answer to a form.
    pub fn form(&self, who: Who, url: &str, fields: &[(&str, &str)]) -> Response {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = ("Content-Type".into(), "application/x-www-form-urlencoded".into());
        self.ask(who, "POST", url, &[kind], body.into_bytes())
    }

    /// The text that a server serves.
    pub fn text(&self, url: &str) -> String {
        let (status, answer) = self.call(ADMIN, url, "getCompressedData", "[]");
        assert_eq!(status, 200, "{answer}");
        inflated(answer["Value"].as_str().unwrap())
    }

    /// The version that a server serves.
    pub fn version(&self, url: &str) -> String {
        let (status, answer) = self.call(ADMIN, url, "getVersion", "[]");
        assert_eq!(status, 200, "{answer}");
        answer["Value"].as_str().unwrap().to_owned()
    }

    /// The answer to a commit of `text` at the master.
    pub fn commit(&self, who: Who, text: &str) -> (u16, Value) {
        self.call(who, MASTER, "commitNewData", &json!([deflated(text)]).to_string())
    }
}

/// The text in an answer.
pub fn inflated(base64: &str) -> String {
    let mut text = String::new();
    let packed = STANDARD.decode(base64).expect("base64");
    ZlibDecoder::new(packed.as_slice()).read_to_string(&mut text).expect("zlib of a text");
    text
}

/// The form in which a text is committed.
pub fn deflated(text: &str) -> String {
    let mut packed = Vec::new();
    let mut zlib = ZlibEncoder::new(text.as_bytes(), Compression::default());
    zlib.read_to_end(&mut packed).expect("memory");
    STANDARD.encode(packed)
}

/// A body as the client sees it.
pub fn unpacked(response: &Response) -> String {
    let packed = response.headers.iter().any(|(name, _)| *name == "Content-Encoding");
    let mut text = String::new();
    if packed {
        GzDecoder::new(response.body.as_slice()).read_to_string(&mut text).expect("gzip of a text");
        text
    } else {
        String::from_utf8(response.body.clone()).expect("a text")
    }
}

/// Asks what was asked then.
pub fn replay(lab: &RecordedLab, who: Who, exchange: &Exchange) -> Response {
    lab.ask(who, &exchange.method(), &exchange.url(), &exchange.headers(), exchange.body())
}

/// The configuration before the worker registered.
fn first_text() -> String {
    let served = inflated(Recording::number("015").value().as_str().unwrap());
    let tree = cs::parse(served.as_str()).unwrap();
    let old = |option: &str| tree.value(&format!("/DIRAC/Configuration/{option}")).unwrap();
    let servers = format!("    Servers = {}\n", old("Servers"));
    let first = format!("    Servers = {MASTER}\n");
    assert!(served.contains(&servers));
    served.replace(&servers, &first).replace(&*old("Version"), "2026-11-21 03:48:37.793161")
}

/// The issuers of the lab, with the scopes that its clients had.
fn specs() -> Vec<IssuerSpec> {
    let spec = |provider: &str, kind, port, client: &str, groups: &str| IssuerSpec {
        provider: provider.into(),
        kind,
        url: format!("https://localhost:{port}"),
        rotates: false,
        clients: vec![ClientSpec {
            id: client.into(),
            secret: Some("of the recorded lab".into()),
            scopes: ["openid", "profile", "offline_access", "compute.create", "compute.read"]
                .into_iter()
                .chain(["compute.modify", "compute.cancel", groups])
                .map(str::to_owned)
                .collect(),
        }],
    };
    let egi = "eduperson_entitlement?value=urn:mace:egi.eu:group:*";
    vec![
        spec("IAM-WLCG", IssuerKind::Iam, 8553, "dirac-wlcg", "wlcg.groups:/*"),
        spec("CheckIn-EGI", IssuerKind::CheckIn, 8554, "dirac-egi", egi),
        spec("OAuth2-Astro", IssuerKind::OAuth2, 8555, "dirac-astro", "groups:/*"),
    ]
}

/// The rows of the lab's TokenDB, in the order of their numbers: those that were recorded, those that some recording needs,
/// and rows of nobody between them.
fn recorded_rows() -> Vec<StoredToken> {
    let mut recorded = Vec::new();
    for number in ["072", "086"] {
        recorded.extend(Recording::number(number).value().as_array().unwrap().clone());
    }
    let with =
        |number: usize| recorded.iter().find(|row| row["id"].as_str() == Some(&number.to_string()));
    let user_id = |user: &str| {
        let tree = cs::parse(first_text()).unwrap();
        let dns = tree.option(&format!("/Registry/Users/{user}/DN")).unwrap();
        let id = dns.list().find_map(|dn| dn.strip_prefix("/O=DIRAC/CN=")).unwrap();
        id.to_owned()
    };
    let ended: Timestamp = "2026-11-21T00:00:00Z".parse().unwrap();
    let row = |number: usize| match (with(number), number) {
        (Some(row), _) => stored(row),
        // an access token that has ended, a refresh token that has, one that the issuer has revoked
        (None, 10) => StoredToken {
            token_id: user_id("user00006"),
            access_ends: Some(ended),
            ..stored(with(7).unwrap())
        },
        (None, 14) => StoredToken {
            token_id: user_id("user00010"),
            refresh_ends: Some(ended),
            ..stored(with(3).unwrap())
        },
        (None, 18) => StoredToken {
            token_id: user_id("user00015"),
            revoked: true,
            ..stored(with(3).unwrap())
        },
        (None, _) => {
            StoredToken { token_id: format!("nobody-{number}"), ..stored(with(3).unwrap()) }
        }
    };
    (1..=42).map(row).collect()
}

/// A row that was recorded.
fn stored(row: &Value) -> StoredToken {
    let text = |key: &str| row[key].as_str().unwrap().to_owned();
    let time = |seconds: i64| Timestamp::from_second(seconds).unwrap();
    StoredToken {
        user: String::new(),
        token_id: text("user_id"),
        provider: text("provider"),
        scope: text("scope"),
        issued: time(text("issued_at").parse().unwrap()),
        access_ends: Some(time(row["expires_at"].as_i64().unwrap())),
        refresh_ends: Some(time(text("rt_expires_at").parse().unwrap())),
        revoked: false,
    }
}
