//! What needs a real DIRAC: run by `tests/lab/run`, which brings one up. Without it each test says that it was skipped.

mod arex;
mod compare;
#[cfg(feature = "sandbox")]
mod races;
pub mod real;

use std::fmt::Write as _;
use std::ops::Deref;
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::contract;
use crate::contract::backend::{Backend as _, Issuer};

/// The contract writes to the laboratory, and the others compare two readings of it: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The laboratory while nobody else uses it.
struct Laboratory {
    real: real::Real,
    _alone: MutexGuard<'static, ()>,
}

impl Deref for Laboratory {
    type Target = real::Real;

    fn deref(&self) -> &real::Real {
        &self.real
    }
}

/// The laboratory, or a line that says why nothing is tested here.
fn laboratory() -> Option<Laboratory> {
    let Some(real) = real::Real::from_environment() else {
        println!("skipped: no DIRAC_TOKENS_LAB_HOME in the environment; tests/lab/run sets it");
        return None;
    };
    let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    Some(Laboratory { real, _alone: alone })
}

#[test]
fn a_real_dirac_keeps_the_contract() {
    let Some(real) = laboratory() else { return };
    let sandbox = contract::embedded::Embedded::with_worker_joined();
    let broken = contract::hold(&[&*real, &sandbox]);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Users of the laboratory that never stored a token: rows that a test stores for them are its own.
const OWN_USERS: [&str; 3] = ["user0010", "user0021", "user0032"];

#[test]
fn the_program_revokes_by_a_query_on_a_real_dirac() {
    let Some(real) = laboratory() else { return };
    let home = tempfile::tempdir().expect("a directory");
    let mut credentials = "Resources\n{\nIdProviders\n{\n".to_owned();
    for provider in ["IAM-Alpha", "CheckIn-Beta"] {
        let Issuer { client, secret, .. } = real.issuer(provider);
        writeln!(credentials, "{provider}\n{{\nclient_id = {client}\nclient_secret = {secret}\n}}")
            .expect("a String takes all");
    }
    let cfg = home.path().join("credentials.cfg");
    std::fs::write(&cfg, credentials + "}\n}\n").expect("written");
    let run = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_dirac-tokens"))
            .args(["--cfg", &real.text("client_cfg"), "--cfg", &cfg.display().to_string()])
            .args(["--ca-dir", &real.text("ca_dir")])
            .args(["--proxy", &format!("{}/admin", real.text("proxies_dir"))])
            .args(words)
            .args(["-o", "json"])
            .env_clear()
            .env("HOME", home.path())
            .stdin(Stdio::null())
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        (output.status.code(), json, said)
    };
    for user in OWN_USERS {
        real.put_rows(&real.token_id(user));
    }
    let query = OWN_USERS.map(|user| format!("user:{user}")).join("|");
    let revoke = ["token", "revoke", "--query", &query, "--write", "--yes", "--expect"];
    let listed = || {
        let (status, json, said) = run(&["token", "list", &query]);
        assert_eq!(status, Some(0), "{said}");
        json["tokens"].as_array().expect("rows").len()
    };
    assert_eq!(listed(), 2 * OWN_USERS.len());
    let (status, _, said) = run(&[&revoke[..], &["2"]].concat());
    assert_eq!(status, Some(4), "{said}");
    assert!(said.contains("not 2 as expected"), "{said}");
    assert_eq!(listed(), 2 * OWN_USERS.len(), "refused before anything is changed");
    let (status, json, said) = run(&[&revoke[..], &["3"]].concat());
    assert_eq!(status, Some(0), "{said}");
    let rows = json["stopped"].as_array().expect("rows");
    let told: Vec<_> = rows.iter().map(|row| (&row["user"], &row["outcome"])).collect();
    assert_eq!(told.len(), OWN_USERS.len(), "{json:#}");
    assert!(told.iter().all(|(_, outcome)| *outcome == "revoked"), "{told:?}");
    for row in rows {
        let steps = row["steps"].as_array().expect("steps").len();
        assert!(steps >= 7, "two issuers asked before and after, revoked, deleted, proven: {row}");
    }
    assert_eq!(listed(), 0);
}
