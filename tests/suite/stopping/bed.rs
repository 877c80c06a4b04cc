//! An embedded installation, a host that has the credentials of its issuers' clients, and the binary on it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use dirac_tokens::disk::journal::Runs;
use dirac_tokens::sandbox::content::{Content, StoredToken};
use dirac_tokens::sandbox::issuer::log::Deed;
use dirac_tokens::sandbox::settings::Settings;
use dirac_tokens::sandbox::world::{self, Size};
use jiff::{Timestamp, ToSpan as _};
use serde_json::Value;

use crate::support::guarded::{Guarded, Leave};

/// What the content of an installation becomes before it starts.
type Change = dyn Fn(&mut Content, Timestamp) + Send + Sync;

/// The installation and the host. Everything is gone when it is dropped.
pub(super) struct Bed {
    pub(super) sandbox: Guarded,
    pub(super) content: Content,
    home: tempfile::TempDir,
    /// The options of every command.
    options: Vec<String>,
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) status: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Said {
    /// The rows of JSON under `key`, each with its token id.
    pub(super) fn rows(&self, key: &str) -> Vec<Value> {
        let all: Value =
            serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:#?}"));
        all[key].as_array().unwrap_or_else(|| panic!("no {key}: {self:#?}")).clone()
    }

    /// The outcomes, in order.
    pub(super) fn outcomes(&self) -> Vec<String> {
        let word = |row: &Value| row["outcome"].as_str().unwrap_or_default().to_owned();
        self.rows("stopped").iter().map(word).collect()
    }

    #[track_caller]
    pub(super) fn ends(&self, status: i32, words: &[&str]) {
        assert_eq!(self.status, Some(status), "{self:#?}");
        let told: Vec<&str> = self.err.split_whitespace().collect();
        let told = told.join(" ");
        for word in words {
            assert!(told.contains(word), "{word}: {self:#?}");
        }
    }
}

impl Bed {
    /// The world as `demo` shows it.
    pub(super) fn new() -> Self {
        Self::with(&Size::default(), &|_, _| {})
    }

    /// A world of this size, changed before it starts.
    pub(super) fn with(size: &Size, change: &'static Change) -> Self {
        let home = tempfile::tempdir().expect("a directory");
        let kept: Arc<Mutex<Content>> = Arc::default();
        let (keep, size) = (Arc::clone(&kept), size.clone());
        let make = move |places: &_, now| {
            let mut content = world::content(&size, places, now);
            change(&mut content, now);
            *keep.lock().expect("not poisoned") = content.clone();
            content
        };
        #[expect(clippy::disallowed_methods, reason = "a real program runs on it, at its own time")]
        let clock = Arc::new(Timestamp::now);
        let settings = Settings::new(home.path().join("sandbox"), Arc::new(make), clock);
        let sandbox = Guarded::start(&settings, Leave::Change);
        let content = kept.lock().expect("not poisoned").clone();
        let description = sandbox.description();
        let own = home.path().join("credentials.cfg");
        let paths = [
            ("--cfg", description.cfg.clone()),
            ("--cfg", own.clone()),
            ("--ca-dir", description.ca_dir.clone()),
            ("--proxy", description.proxies["admin"].clone()),
        ];
        let option = |(name, path): (&str, PathBuf)| [name.to_owned(), path.display().to_string()];
        let options = paths.into_iter().flat_map(option).collect();
        let bed = Self { sandbox, content, home, options };
        bed.give_credentials(|_| true);
        bed
    }

    /// Gives this host the credentials of the clients of these providers, and of no others.
    pub(super) fn give_credentials(&self, wanted: impl Fn(&str) -> bool) {
        let mut text = String::from("Resources\n{\n  IdProviders\n  {\n");
        for issuer in self.content.issuers.iter().filter(|issuer| wanted(&issuer.provider)) {
            let mut clients = issuer.clients.iter();
            let client = clients.find_map(|client| Some((&client.id, client.secret.as_ref()?)));
            let (id, secret) = client.expect("a confidential client");
            let provider = &issuer.provider;
            writeln!(text, "    {provider}\n    {{\n      client_id = {id}")
                .expect("a String takes all");
            writeln!(text, "      client_secret = {secret}\n    }}").expect("a String takes all");
        }
        text += "  }\n}\n";
        fs::write(self.home.path().join("credentials.cfg"), text).expect("written");
    }

    /// The command with the options of this host, in an environment of its own.
    pub(super) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dirac-tokens"));
        command
            .args(&self.options)
            .args(words)
            .env_clear()
            .env("HOME", self.home.path())
            .env("LANG", "C.UTF-8")
            .env("RUST_BACKTRACE", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub(super) fn run(&self, words: &[&str]) -> Said {
        let before = self.sandbox.changes();
        let said = Said::from(self.command(words).output().expect("the program starts"));
        self.read_only(words, before);
        assert!(!said.err.contains("panicked"), "{said:#?}");
        self.holds_no_secret(&said.out);
        self.holds_no_secret(&said.err);
        said
    }

    /// The same with the proxy of somebody else.
    pub(super) fn run_as(&self, persona: &str, words: &[&str]) -> Said {
        let proxy = self.sandbox.description().proxies[persona].display().to_string();
        let mut all = vec!["--proxy", &proxy];
        all.extend(words);
        let mut command = Command::new(env!("CARGO_BIN_EXE_dirac-tokens"));
        let at = self.options.iter().position(|option| option == "--proxy").expect("an option");
        let mut options = self.options.clone();
        options.drain(at..at + 2);
        let before = self.sandbox.changes();
        let output = command
            .args(options)
            .args(all)
            .env_clear()
            .env("HOME", self.home.path())
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null())
            .output()
            .expect("the program starts");
        self.read_only(words, before);
        Said::from(output)
    }

    /// Without `--write`, and where it would only look, a command sends nothing but questions.
    #[track_caller]
    fn read_only(&self, words: &[&str], before: u64) {
        if !words.contains(&"--write") || words.contains(&"--dry-run") {
            self.sandbox.only_read_since(before, &words);
        }
    }

    /// The journal of this host.
    pub(super) fn journal(&self) -> Runs {
        Runs::open(self.home.path().join(".local/state/dirac-tokens/journal"))
    }

    /// Rows that are stored now, by the number of their place in the content.
    pub(super) fn stored(&self, token_id: &str) -> Vec<&StoredToken> {
        self.content.stored.iter().filter(|row| row.token_id == token_id).collect()
    }

    /// Whether the issuer of a row still takes its refresh token.
    pub(super) fn is_alive(&self, row: &StoredToken) -> bool {
        let issuer = self.sandbox.issuers().named(&row.provider).expect("an issuer");
        let Some(token) = issuer.refresh_of(row).expect("signed") else { return false };
        let client = issuer.clients().iter().find(|client| client.id == issuer.stored_client());
        let told = issuer.introspect(client.expect("its client"), &token).expect("an answer");
        told["active"] == true
    }

    /// How many revocations had an effect, and how many were repeated.
    pub(super) fn revocations(&self) -> (usize, usize) {
        let deeds = self.sandbox.issuers().all().iter().flat_map(|issuer| issuer.log());
        let (mut first, mut again) = (0, 0);
        for entry in deeds {
            match entry.deed {
                Deed::Revoked { again: true, .. } => again += 1,
                Deed::Revoked { .. } => first += 1,
                _ => {}
            }
        }
        (first, again)
    }

    /// How many deletions had an effect, and how many found nothing.
    pub(super) fn deletions(&self) -> (usize, usize) {
        let calls = self.sandbox.records().all().into_iter();
        let deletions = calls.filter(|call| call.note.call.as_deref() == Some("deleteToken"));
        let (some, none): (Vec<_>, Vec<_>) = deletions.partition(|call| call.note.changed);
        (some.len(), none.len())
    }

    /// Nothing that changes anything was sent.
    #[track_caller]
    pub(super) fn is_untouched(&self) {
        assert_eq!((self.revocations(), self.deletions()), ((0, 0), (0, 0)));
    }

    /// Every refresh token that is stored, and every client secret: none of them in `text`, nor its beginning.
    pub(super) fn holds_no_secret(&self, text: &str) {
        let heads: BTreeSet<String> = self.secrets().iter().map(|s| s[..16].to_owned()).collect();
        let windows = text.as_bytes().windows(16).filter_map(|w| std::str::from_utf8(w).ok());
        for window in windows {
            assert!(!heads.contains(window), "a secret begins here: {window}");
        }
    }

    fn secrets(&self) -> Vec<String> {
        let clients = self.content.issuers.iter().flat_map(|issuer| &issuer.clients);
        let mut secrets: Vec<String> = clients.filter_map(|client| client.secret.clone()).collect();
        for row in &self.content.stored {
            let Some(issuer) = self.sandbox.issuers().named(&row.provider) else { continue };
            let token = issuer.refresh_of(row).expect("signed");
            // what all tokens begin with says nothing of one
            secrets.extend(token.map(|t| t.expose()[t.expose().len() - 40..].to_owned()));
        }
        secrets
    }
}

/// So many token ids, each with one row or two whose refresh tokens are in time.
pub(super) fn many(content: &mut Content, now: Timestamp, ids: usize) {
    let mut seen: Vec<String> = Vec::new();
    let mut rows: Vec<StoredToken> = Vec::new();
    let end = now.checked_add((24 * 20).hours()).expect("a time");
    for row in &content.stored {
        let known = seen.contains(&row.token_id);
        if row.provider == "OAuth2-Astro" || !known && seen.len() == ids {
            continue;
        }
        let of_this = rows.iter().filter(|other| other.token_id == row.token_id).count();
        if of_this == 0 || of_this == 1 && seen.len().is_multiple_of(3) {
            let scope = "openid offline_access".to_owned();
            let refresh_ends = Some(end);
            rows.push(StoredToken { scope, refresh_ends, revoked: false, ..row.clone() });
        }
        if !known {
            seen.push(row.token_id.clone());
        }
    }
    assert_eq!(seen.len(), ids, "the world has too few token ids");
    content.stored = rows;
}
