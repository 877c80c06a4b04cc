//! A host made for one test: home, local configuration, CAs, identity; and what the binary said on it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::support::server::Server;

/// The four formats, by the name that `--output` gives them.
pub(super) const FORMATS: [&str; 4] = ["table", "json", "jsonl", "csv"];
/// Planted as a client secret wherever a configuration can hold one.
pub(crate) const CLIENT_SECRET: &str = "hush-CANARY-9d1f44c07be24a57a1";
/// Planted as an access token in listings.
pub(crate) const ACCESS: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImNhbmFyeSJ9.eyJzdWIiOiJjYW5hcnktYWNjZXNzIn0.Y2FuYXJ5LXNpZ25hdHVyZQ";
/// Planted as a refresh token in listings.
pub(crate) const REFRESH: &str = "CANARY-refresh-5b0c7d21f3e94f0e8a66";
/// Bytes of a secret that are looked for in a row: less than a whole one may be told by chance.
const WINDOW: usize = 16;

const FILES: &str = include_str!("../../fixtures/x509/made-for-tests/files.jsonl");

/// The content of a file made for tests: `proxy`, `proxy-1024`, `usercert.pem`.
pub(super) fn made_for_tests(name: &str) -> Vec<u8> {
    let rows = FILES.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let row = rows.into_iter().find(|row| row["file"] == name).expect("no such file");
    row["text"].as_str().expect("a text").as_bytes().to_vec()
}

/// The host; gone when dropped.
pub(super) struct World {
    directory: tempfile::TempDir,
    arguments: Vec<String>,
}

impl World {
    /// A host whose local configuration lists these servers, with a good proxy and the CA of the scripted servers.
    pub(super) fn new(servers: &[&str]) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let mut world = Self { directory, arguments: Vec::new() };
        let servers = servers.join(", ");
        world.write(
            "dirac.cfg",
            format!("DIRAC\n{{\n  Configuration\n  {{\n    Servers = {servers}\n  }}\n}}\n"),
        );
        let ca = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls/ca.pem");
        world.write("certificates/ca.pem", fs::read(ca).expect("the CA"));
        world.write("certificates/user-ca.pem", made_for_tests("certificates/Test-CA.pem"));
        world.write("proxy", made_for_tests("proxy"));
        for (option, file) in
            [("--cfg", "dirac.cfg"), ("--proxy", "proxy"), ("--ca-dir", "certificates")]
        {
            world.arguments.push(option.to_owned());
            world.arguments.push(world.path(file).display().to_string());
        }
        world
    }

    /// A host that knows this server.
    pub(super) fn of(server: &Server) -> Self {
        Self::new(&[&server.url("/Configuration/Server")])
    }

    /// The same host, where `file` holds another identity made for tests.
    pub(super) fn with_proxy(self, name: &str) -> Self {
        self.write("proxy", made_for_tests(name));
        self
    }

    /// The same host without an option that would be given.
    pub(super) fn without(mut self, option: &str) -> Self {
        let at = self.arguments.iter().position(|a| a == option).expect("an option");
        self.arguments.drain(at..at + 2);
        self
    }

    /// The same host with more options.
    pub(super) fn with(mut self, options: &[&str]) -> Self {
        self.arguments.extend(options.iter().map(|&o| o.to_owned()));
        self
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Writes a file that only its owner may read.
    pub(super) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, content).expect("written");
        self.mode(name, 0o600);
    }

    pub(super) fn mode(&self, name: &str, mode: u32) {
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(mode)).expect("allowed");
    }

    /// The command with this host's options before its own, in an environment without anything of the real one.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dirac-tokens"));
        command
            .env_clear()
            .env("HOME", self.path("home"))
            .env("LANG", "C.UTF-8")
            .env("RUST_BACKTRACE", "1")
            .current_dir(self.directory.path())
            .args(&self.arguments)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the command to its end, while the scripted server goes on.
    pub(super) async fn run(&self, arguments: &[&str]) -> Said {
        let (format, mut command) = (format_of(arguments), self.command(arguments));
        let run = tokio::task::spawn_blocking(move || command.output());
        let said = Said::new(format, run.await.expect("no panic").expect("the binary starts"));
        said.sound();
        said
    }

    /// Runs a command in each of the four formats.
    pub(super) async fn formats(&self, arguments: &[&str]) -> Vec<Said> {
        let runs = FORMATS.map(|format| {
            let mut arguments = arguments.to_vec();
            arguments.extend(["-o", format]);
            async move { self.run(&arguments).await }
        });
        futures_util::future::join_all(runs).await
    }

    /// Runs a command that fails in each of the four formats, and looks at what is said of it.
    pub(super) async fn fails(&self, arguments: &[&str], status: i32, words: &[&str]) -> Vec<Said> {
        let all = self.formats(arguments).await;
        for said in &all {
            said.complains(status, words);
        }
        all
    }
}

/// The format among the arguments; `text` if the command has none.
fn format_of(arguments: &[&str]) -> String {
    let mut after = arguments.iter().skip_while(|a| !matches!(**a, "-o" | "--output")).skip(1);
    after.next().map_or("text", |format| *format).to_owned()
}

/// What the binary said, and how it ended.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) format: String,
    pub(super) status: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl Said {
    pub(super) fn new(format: String, output: Output) -> Self {
        Self {
            format,
            status: output.status.code(),
            out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }

    /// What holds for every command, however it ended.
    pub(super) fn sound(&self) {
        for text in [&self.out, &self.err] {
            for sign in ["panicked", "RUST_BACKTRACE", "stack backtrace", ".rs:"] {
                assert!(!text.contains(sign), "{sign}: {self:#?}");
            }
            let hostile = text.chars().find(|c| is_hostile(*c));
            assert_eq!(hostile, None, "{self:#?}");
            assert_eq!(planted(text), None, "{self:#?}");
        }
        self.valid();
    }

    /// Whether standard output is valid for its format. Only a command line that is none leaves it empty.
    fn valid(&self) {
        match self.format.as_str() {
            _ if self.out.is_empty() && (self.status == Some(2) || self.format != "json") => {
                assert!(
                    self.format != "jsonl" || self.status == Some(2),
                    "jsonl has two lines: {self:#?}"
                );
            }
            "json" => {
                let all = self.json();
                assert_eq!(all["schema"], "dirac-tokens/1");
                assert!(all["as_of"].is_string() && all["source"].is_object(), "{self:#?}");
                let errors = all["errors"].as_array().expect("errors");
                assert!(all["complete"] == true || !errors.is_empty(), "{self:#?}");
                for error in errors {
                    assert!(error["message"].as_str().is_some_and(|m| !m.is_empty()), "{self:#?}");
                }
            }
            "jsonl" => {
                let lines = self.lines();
                let [first, rows @ .., last] = lines.as_slice() else {
                    panic!("jsonl has two lines at least: {self:#?}")
                };
                assert_eq!(first["schema"], "dirac-tokens/1");
                assert!(first["kind"].is_string() && last["complete"].is_boolean(), "{self:#?}");
                assert_eq!(last["rows"], rows.len());
                assert!(last["errors"].is_array(), "{self:#?}");
            }
            "csv" => {
                let mut reader = csv::Reader::from_reader(self.out.as_bytes());
                for record in reader.records() {
                    record.expect("every record has the fields of the heading");
                }
            }
            _ => {}
        }
    }

    /// Everything that was said, as words with one blank between: tables for people break their lines.
    pub(super) fn told(&self) -> String {
        let words = self.out.split_whitespace().chain(self.err.split_whitespace());
        words.collect::<Vec<_>>().join(" ")
    }

    /// The whole document.
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:#?}"))
    }

    /// The lines of jsonl.
    pub(super) fn lines(&self) -> Vec<Value> {
        let line = |text| serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {self:#?}"));
        self.out.lines().map(line).collect()
    }

    /// Asserts the exit status, and that standard error has a sentence with these words and advice below it.
    pub(super) fn complains(&self, status: i32, words: &[&str]) {
        assert_eq!(self.status, Some(status), "{self:#?}");
        for word in words {
            assert!(self.err.contains(word), "{word}: {self:#?}");
        }
        let mut lines = self.err.lines();
        let (what, advice) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        assert!(what.starts_with("dirac-tokens: ") && what.ends_with('.'), "{self:#?}");
        assert!(!what.ends_with("..") && what.len() > 30, "{self:#?}");
        assert!(advice.starts_with("  ") && advice.ends_with('.'), "what to do: {self:#?}");
        // JSON says it where its reader looks
        if self.format == "json" && !self.out.is_empty() {
            let errors = self.json()["errors"].to_string();
            for word in words {
                assert!(
                    errors.contains(&word.replace('\\', "\\\\").replace('"', "\\\"")),
                    "{word}: {self:#?}"
                );
            }
        }
    }

    /// Asserts that all went well and nothing was complained of.
    pub(super) fn is_quiet(&self) {
        assert_eq!((self.status, self.err.as_str()), (Some(0), ""), "{self:#?}");
    }
}

/// Written here once more, so that a gap in the product's own list shows.
fn is_hostile(c: char) -> bool {
    matches!(c as u32,
        0x00..=0x09 | 0x0b..=0x0c | 0x0e..=0x1f // newline and csv's return are not
        | 0x7f..=0x9f | 0xad | 0x61c
        | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x2069 | 0xfeff | 0xe0001..=0xe007f)
}

/// A planted secret, or a part of one, in a text.
pub(super) fn planted(text: &str) -> Option<String> {
    let diracx: String = String::from_utf8(made_for_tests("proxy-diracx")).expect("PEM");
    let block = diracx
        .split_once("-----BEGIN DIRACX-----")
        .and_then(|(_, rest)| rest.split_once("-----END DIRACX-----"))
        .map(|(block, _)| block.split_whitespace().collect::<String>())
        .expect("a block");
    let inside = STANDARD.decode(&block).expect("base64");
    let inside = String::from_utf8(inside).expect("JSON");
    let secrets = [CLIENT_SECRET, ACCESS, REFRESH, &block, &inside];
    secrets.into_iter().find_map(|secret| {
        let windows = secret.as_bytes().windows(WINDOW).filter_map(|w| std::str::from_utf8(w).ok());
        windows.into_iter().find(|window| text.contains(window)).map(str::to_owned)
    })
}

#[test]
fn the_search_finds_a_part_of_every_planted_secret() {
    for secret in [CLIENT_SECRET, ACCESS, REFRESH] {
        let part = &secret[secret.len() - WINDOW..];
        assert!(planted(&format!("so {part} it is")).is_some(), "{secret}");
    }
    let proxy = String::from_utf8(made_for_tests("proxy-diracx")).expect("PEM");
    assert!(planted(&proxy.replace('\n', "")).is_some());
    assert_eq!(planted("CN=Ada Admin, IAM-Alpha, https://iam.example.org/"), None);
    assert!(is_hostile('\u{1b}') && is_hostile('\u{9b}') && is_hostile('\u{202e}'));
    assert!(!is_hostile('\n') && !is_hostile('é') && !is_hostile('–'));
}
