//! A real DIRAC, brought up by `tests/lab/up`.

use std::path::PathBuf;
use std::time::Duration;

use dirac_tokens::cli::plan;
use dirac_tokens::ops::connection::Plan;
use dirac_tokens::settings::surroundings::Terminal;
use dirac_tokens::settings::{Options, Surroundings};
use serde_json::Value;

use crate::contract::backend::{Backend, Persona};

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
        "dirac 9.1.22"
    }

    fn plan(&self, who: Persona) -> Plan {
        let mut options = Options {
            cfg: vec![self.text("client_cfg").into()],
            ca_dir: Some(self.text("ca_dir").into()),
            timeout: Duration::from_secs(20),
            ..Options::default()
        };
        let user = |file: &str| Some(PathBuf::from(self.text("users_dir")).join("ada").join(file));
        match who {
            Persona::Admin => options.proxy = Some(self.proxy("admin")),
            Persona::AdminAsUser => options.proxy = Some(self.proxy("admin_as_user")),
            Persona::NoGroup => options.proxy = Some(self.proxy("no_group")),
            Persona::BadGroup => options.proxy = Some(self.proxy("bad_group")),
            Persona::Limited => options.proxy = Some(self.proxy("limited")),
            Persona::DepthTwo => options.proxy = Some(self.proxy("depth2")),
            Persona::Operator => options.proxy = Some(self.proxy("operator")),
            Persona::Manager => options.proxy = Some(self.proxy("manager")),
            Persona::User => options.proxy = Some(self.proxy("user")),
            Persona::UserAsAdmin => options.proxy = Some(self.proxy("user_as_admin")),
            Persona::Suspended => options.proxy = Some(self.proxy("suspended")),
            Persona::Unregistered => options.proxy = Some(self.proxy("unregistered")),
            Persona::Expired => options.proxy = Some(self.proxy("expired")),
            Persona::Rogue => options.proxy = Some(self.proxy("rogue")),
            Persona::Certificate | Persona::CertificateAsAdmin => {
                options.cert = user("cert.pem");
                options.key = user("key.pem");
                options.group = (who == Persona::CertificateAsAdmin).then(|| "dirac_admin".into());
            }
            Persona::Host => {
                options.cert = Some(self.text("host_cert").into());
                options.key = Some(self.text("host_key").into());
            }
        }
        plan::make(&surroundings(), &options)
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
}

#[expect(clippy::disallowed_methods, reason = "the real servers live in real time")]
/// Nothing of the machine's own: no home, no variables.
fn surroundings() -> Surroundings {
    Surroundings {
        variables: std::collections::BTreeMap::new(),
        home: None,
        uid: rustix::process::geteuid().as_raw(),
        directory: "/".into(),
        terminal: Terminal {
            input: false,
            output: false,
            errors: false,
            utf8: true,
            columns: None,
        },
        clock: jiff::Timestamp::now,
    }
}
