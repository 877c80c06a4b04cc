//! A real DIRAC, brought up by `tests/lab/up`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use dirac_tokens::domain::cs;
use dirac_tokens::ops::connection::Plan;
use serde_json::Value;

use crate::contract::REAL;
use crate::contract::backend::{Backend, Issuer, Persona};
use crate::contract::plan::{self, Files};

/// What `lab.json` says of the running laboratory.
pub struct Real {
    lab: Value,
}

impl Real {
    /// The laboratory that the environment names; `None` without one.
    pub fn from_environment() -> Option<Self> {
        let home = std::env::var_os("DIRAC_TOKENS_LAB_HOME")?;
        let text = std::fs::read_to_string(PathBuf::from(home).join("lab.json"))
            .expect("lab.json can be read");
        Some(Self { lab: serde_json::from_str(&text).expect("lab.json is JSON") })
    }

    /// A text of `lab.json`.
    pub fn text(&self, key: &str) -> String {
        self.lab[key].as_str().unwrap_or_else(|| panic!("lab.json has no {key}")).to_owned()
    }

    fn proxy(&self, name: &str) -> PathBuf {
        PathBuf::from(self.text("proxies_dir")).join(name)
    }
}

impl Backend for Real {
    fn name(&self) -> &'static str {
        REAL
    }

    fn plan(&self, who: Persona) -> Plan {
        let names = self.lab["proxies"].as_array().expect("proxies");
        let names = names.iter().filter_map(Value::as_str);
        let of = |user: &str| {
            let directory = PathBuf::from(self.text("users_dir")).join(user);
            (user.to_owned(), (directory.join("cert.pem"), directory.join("key.pem")))
        };
        let files = Files {
            cfg: self.text("client_cfg").into(),
            ca_dir: self.text("ca_dir").into(),
            proxies: names.map(|name| (name.to_owned(), self.proxy(name))).collect(),
            people: ["ada", "wade", "erin"].map(of).into(),
            host: (self.text("host_cert").into(), self.text("host_key").into()),
        };
        plan::plan(&files, who)
    }

    fn master(&self) -> String {
        self.text("master_url")
    }

    fn worker(&self) -> String {
        self.text("worker_url")
    }

    fn token_manager(&self) -> String {
        self.text("token_manager_url")
    }

    fn user_with_tokens(&self) -> String {
        "uma".into()
    }

    fn issuer(&self, provider: &str) -> Issuer {
        let text = std::fs::read_to_string(self.home("issuers.json")).expect("issuers.json");
        let all: Value = serde_json::from_str(&text).expect("JSON");
        let all = all.as_array().expect("a list");
        let one = all.iter().find(|one| one["provider"] == provider).expect("the issuer");
        let clients = one["clients"].as_object().expect("clients");
        let (client, secret) = clients.iter().next().expect("a client");
        Issuer {
            url: self.lab["issuers"][provider].as_str().expect("a URL").into(),
            client: client.clone(),
            secret: secret.as_str().expect("a text").into(),
        }
    }

    fn token_id(&self, user: &str) -> String {
        let served = std::fs::read_to_string(self.text("served_cfg")).expect("served cfg");
        let tree = cs::parse(served).expect("a configuration");
        let dns = tree.option(&format!("/Registry/Users/{user}/DN")).expect("a DN");
        let id = dns.list().find_map(|dn| dn.strip_prefix("/O=DIRAC/CN="));
        id.expect("a token id").to_owned()
    }

    fn put_rows(&self, token_id: &str) {
        for provider in ["IAM-Alpha", "CheckIn-Beta"] {
            let pair = self.mint(provider, token_id);
            let text = |key: &str| format!("'{}'", pair[key].as_str().expect("a text"));
            let number = |key: &str| pair[key].as_i64().expect("a number");
            self.sql(&format!(
                "insert into Token (user_id, provider, access_token, refresh_token, expires_at, rt_expires_at, issued_at, \
                 access_token_revoked_at, refresh_token_revoked_at, expires_in, client_id, token_type, scope) values \
                 ('{token_id}', '{provider}', {}, {}, {}, {}, {}, 0, 0, {}, {}, 'Bearer', {})",
                text("access_token"),
                text("refresh_token"),
                number("expires_at"),
                number("rt_expires_at"),
                number("issued_at"),
                number("expires_in"),
                text("client_id"),
                text("scope"),
            ));
        }
    }

    fn put_ended_rows(&self, token_id: &str) {
        self.put_rows(token_id);
        self.sql(&format!(
            "update Token set rt_expires_at = unix_timestamp() - 86400 where user_id = '{token_id}'"
        ));
    }

    /// The table is out of the way: what the service says of that is its database's error, as when that is down.
    fn set_database_down(&self, down: bool) {
        self.sql(if down {
            "rename table Token to TokenAway"
        } else {
            "rename table TokenAway to Token"
        });
    }

    fn without_names(&self, text: &str) -> String {
        text.replace("/DC=org/DC=lab", "/DC=org/DC=ca").replace("CN=Lab CA", "CN=CA")
    }
}

impl Real {
    fn home(&self, name: &str) -> PathBuf {
        PathBuf::from(self.text("home")).join(name)
    }

    /// Tokens of a user that the issuer really knows.
    fn mint(&self, provider: &str, sub: &str) -> Value {
        let issuer = self.issuer(provider);
        let ask = serde_json::json!({
            "client": issuer.client, "sub": sub, "scope": "compute.create compute.read",
        });
        let output = Command::new("curl")
            .args(["-fsS", "--noproxy", "*", "--cacert", &self.text("ca_file")])
            .args(["-H", "Content-Type: application/json", "-d", &ask.to_string()])
            .arg(format!("{}/lab/mint", issuer.url))
            .output()
            .expect("curl runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("tokens")
    }

    fn sql(&self, statement: &str) {
        let mut child = Command::new("mariadb")
            .args(["--no-defaults", "--user=root", "TokenDB"])
            .arg(format!("--socket={}", self.text("db_socket")))
            .stdin(Stdio::piped())
            .spawn()
            .expect("mariadb runs");
        child.stdin.take().expect("stdin").write_all(statement.as_bytes()).expect("written");
        assert!(child.wait().expect("ends").success());
    }
}
