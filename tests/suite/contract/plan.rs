//! How each persona reaches an installation: with which files.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use dirac_tokens::cli::plan;
use dirac_tokens::ops::connection::Plan;
use dirac_tokens::settings::surroundings::Terminal;
use dirac_tokens::settings::{Options, Surroundings};

use super::backend::Persona;

/// Where an installation's files are.
#[derive(Clone)]
pub struct Files {
    /// A client's `dirac.cfg`.
    pub cfg: PathBuf,
    /// The CA directory.
    pub ca_dir: PathBuf,
    /// Proxies by name.
    pub proxies: BTreeMap<String, PathBuf>,
    /// Certificates and keys of people by name.
    pub people: BTreeMap<String, (PathBuf, PathBuf)>,
    /// The host's.
    pub host: (PathBuf, PathBuf),
}

/// How `who` reaches the installation of these files.
pub fn plan(files: &Files, who: Persona) -> Plan {
    let mut options = Options {
        cfg: vec![files.cfg.clone()],
        ca_dir: Some(files.ca_dir.clone()),
        timeout: Duration::from_secs(20),
        ..Options::default()
    };
    let pair = |(cert, key): &(PathBuf, PathBuf)| (Some(cert.clone()), Some(key.clone()));
    match proxy(who) {
        Some(name) => {
            let file = files.proxies.get(name).unwrap_or_else(|| panic!("no proxy {name}"));
            options.proxy = Some(file.clone());
        }
        None if who == Persona::Host => (options.cert, options.key) = pair(&files.host),
        None => {
            let name = match who {
                Persona::Wade => "wade",
                Persona::Erin => "erin",
                _ => "ada",
            };
            (options.cert, options.key) = pair(&files.people[name]);
            options.group = (who == Persona::CertificateAsAdmin).then(|| "dirac_admin".into());
        }
    }
    plan::make(&surroundings(), &options)
}

/// The proxy's name; `None` for who has a certificate.
fn proxy(who: Persona) -> Option<&'static str> {
    Some(match who {
        Persona::Admin => "admin",
        Persona::AdminAsUser => "admin_as_user",
        Persona::NoGroup => "no_group",
        Persona::BadGroup => "bad_group",
        Persona::Limited => "limited",
        Persona::DepthTwo => "depth2",
        Persona::Operator => "operator",
        Persona::Manager => "manager",
        Persona::User => "user",
        Persona::Pilot => "pilot",
        Persona::UserAsAdmin => "user_as_admin",
        Persona::Suspended => "suspended",
        Persona::Unregistered => "unregistered",
        Persona::Expired => "expired",
        Persona::Rogue => "rogue",
        Persona::Certificate
        | Persona::CertificateAsAdmin
        | Persona::Host
        | Persona::Wade
        | Persona::Erin => return None,
    })
}

/// Nothing of the machine's own: no home, no variables.
#[expect(clippy::disallowed_methods, reason = "the servers live in real time")]
pub fn surroundings() -> Surroundings {
    Surroundings {
        variables: BTreeMap::new(),
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
