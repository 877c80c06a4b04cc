//! A run of the program against an embedded installation, and the search of all that it left.

use std::fs;
use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use dirac_tokens::sandbox::content::Content;
use dirac_tokens::sandbox::settings::Settings;
use dirac_tokens::sandbox::world::{self, Size};
use dirac_tokens::sandbox::{Clock, Sandbox};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::collect::{self, Searched};
use super::search::{Net, Planted};
use super::secrets;

/// Set by `tests/canary`: a directory in which a whole run of the test suites has left what it leaves.
const LEFT: &str = "DIRAC_TOKENS_CANARY_LEFT";
/// How long the console may take to show something. A test that passes does not wait.
const PATIENCE: Duration = Duration::from_secs(60);

#[expect(clippy::disallowed_methods, reason = "the program judges proxies by the machine's clock")]
fn clock() -> Clock {
    Arc::new(jiff::Timestamp::now)
}

/// The size of the terminal.
const LINES: NonZeroU16 = NonZeroU16::new(40).unwrap();
const COLUMNS: NonZeroU16 = NonZeroU16::new(140).unwrap();

/// An installation, a host to look at it from, and a place for what is said.
struct Run {
    root: tempfile::TempDir,
    sandbox: Sandbox,
    secrets: Vec<Planted>,
}

impl Run {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a directory");
        for name in ["home", "tmp", "said"] {
            fs::create_dir(root.path().join(name)).expect("made");
        }
        let kept: Arc<Mutex<Content>> = Arc::default();
        let keep = Arc::clone(&kept);
        let make = move |places: &_, now| {
            let content = world::content(&Size::default(), places, now);
            *keep.lock().unwrap() = content.clone();
            content
        };
        let directory = root.path().join("sandbox");
        let settings = Settings::new(directory, Arc::new(make), clock());
        let sandbox = Sandbox::start(&settings).expect("the sandbox starts");
        let mut secrets = secrets::of_sandbox(&sandbox, &kept.lock().unwrap());
        secrets::note(&secrets);
        secrets.extend(by_hand());
        Self { root, sandbox, secrets }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The environment of a run: nothing of the real one, and a log is written.
    fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        vec![
            ("HOME", self.path("home")),
            ("TMPDIR", self.path("tmp")),
            ("DIRAC_TOKENS_LOG", self.path("said/log")),
            ("TERM", "xterm-256color".into()),
            ("LANG", "C.UTF-8".into()),
            ("RUST_BACKTRACE", "1".into()),
        ]
    }

    fn arguments(&self, persona: &str) -> Vec<String> {
        let description = self.sandbox.description();
        let proxy = description.proxies.get(persona).expect("a proxy of this name");
        let pairs =
            [("--cfg", &description.cfg), ("--ca-dir", &description.ca_dir), ("--proxy", proxy)];
        pairs.into_iter().flat_map(|(o, path)| [o.to_owned(), path.display().to_string()]).collect()
    }

    /// Runs a command as somebody; both streams are kept.
    fn command(&self, number: usize, persona: &str, words: &[&str]) {
        let output = Command::new(env!("CARGO_BIN_EXE_dirac-tokens"))
            .args(self.arguments(persona))
            .args(words)
            .env_clear()
            .envs(self.environment())
            .stdin(Stdio::null())
            .output()
            .expect("the program starts");
        let bytes = [output.stdout, output.stderr].concat();
        fs::write(self.path(&format!("said/{number:03}-{persona}")), bytes).expect("kept");
    }

    /// Walks through the console by keys and ends it with `last`; all that reached the terminal is kept.
    fn console(&self, last: &[u8], status: u32) {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dirac-tokens"));
        command.env_clear();
        self.environment().into_iter().for_each(|(name, value)| command.env(name, value));
        // F12 then panics
        command.env("DIRAC_TOKENS_REHEARSAL", "1");
        command.args(self.arguments("admin"));
        let size =
            PtySize { rows: LINES.get(), cols: COLUMNS.get(), pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).expect("a pty");
        let mut child = pty.slave.spawn_command(command).expect("the program starts");
        drop(pty.slave);
        let (sender, receiver) = mpsc::channel();
        let mut reader = pty.master.try_clone_reader().expect("a reader");
        std::thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            // an end of any kind ends the transcript
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        let mut keyboard = pty.master.take_writer().expect("a writer");
        let mut terminal = vt100::Parser::new(LINES, COLUMNS, 0);
        let mut seen: Vec<u8> = Vec::new();
        // what is typed, and what the screen then has, or has no more
        for (keys, wanted, there) in [
            ("", "CheckIn-EGI", true),
            ("2", "biovo", true),
            ("3", "Token:", true),
            ("4", "refresh", true),
            ("?", "┌ Keys", true),
            ("\u{1b}", "┌ Keys", false),
            (":", "┌ Commands", true),
            ("\u{1b}", "┌ Commands", false),
            ("7", "getUsersTokensInfo", true),
        ] {
            keyboard.write_all(keys.as_bytes()).expect("the terminal takes keys");
            while terminal.screen().contents().contains(wanted) != there {
                let bytes = receiver.recv_timeout(PATIENCE).ok();
                let screen = terminal.screen().contents();
                let bytes = bytes.unwrap_or_else(|| panic!("{wanted} {there}:\n{screen}"));
                terminal.process(&bytes);
                seen.extend(bytes);
            }
        }
        keyboard.write_all(last).expect("the terminal takes keys");
        seen.extend(receiver.iter().flatten());
        assert_eq!(child.wait().expect("it ends").exit_code(), status);
        fs::write(self.path(&format!("said/console-{status}")), seen).expect("kept");
    }

    fn search(&self) -> Searched {
        let allowed = self.path("sandbox");
        collect::search(&Net::new(&self.secrets), self.root.path(), &[&allowed])
    }
}

/// What the tests plant: constants of theirs, and the keys of the identities made for tests.
fn by_hand() -> Vec<Planted> {
    use crate::twin::world::{ACCESS, CLIENT_SECRET, REFRESH};
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let identities = fs::read_to_string(fixtures.join("x509/made-for-tests/files.jsonl"));
    let mut all = vec![
        Planted::new("the client secret planted by hand", CLIENT_SECRET),
        secrets::token_of("the access token planted by hand".into(), ACCESS),
        Planted::new("the refresh token planted by hand", REFRESH),
        // typed by the tests in a terminal, whose transcripts are searched too
        Planted::new("the passphrase that opens a key", "opens-only-in-tests 7f3a"),
        Planted::new("a passphrase that opens none", "opens-nothing-at-all 0b1d"),
    ];
    for row in identities.expect("the identities").lines() {
        let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
        let name = format!("the key in {}", row["file"]);
        all.extend(secrets::keys_in(&name, row["text"].as_str().unwrap_or_default()));
    }
    all
}

/// What is said of all that was found: one line for each.
fn told(searched: &Searched) -> String {
    searched.found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_run_against_the_sandbox_leaves_no_secret_anywhere_but_the_one_planted_on_purpose() {
    let run = Run::new();
    let token =
        run.secrets.iter().find(|secret| secret.name.starts_with("the access token of row"));
    let token = String::from_utf8_lossy(token.expect("a token").value()).into_owned();
    let pasted = format!("e30.{token}");
    // lists in every format; what fails or is refused, once each
    let formats = ["table", "json", "jsonl", "csv"];
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for noun in ["provider", "vo", "ce", "user", "token"] {
        commands.extend(formats.map(|format| ("admin", vec![noun, "list", "-o", format])));
        commands.push(("admin", vec![noun, "show", &pasted]));
    }
    commands.push(("admin", vec!["provider", "show", "OAuth2-Astro"]));
    commands.push(("admin", vec!["--no-such-option", &pasted]));
    commands.push(("admin", vec!["token", "list", "--user", &pasted, "-o", "json"]));
    commands.push(("admin", vec!["token", "list", "--vo", &pasted, "-o", "json"]));
    for persona in ["user", "no_group", "bad_group", "expired", "rogue", "unregistered"] {
        commands.push((persona, vec!["token", "list", "-o", "json"]));
    }
    commands.extend(["admin", "rogue"].map(|persona| (persona, vec!["doctor"])));
    // a file of the host's own, not of what the program leaves
    let held = run.path("sandbox/held");
    fs::write(&held, &token).expect("written");
    let held = held.display().to_string();
    let asked = formats.map(|format| vec!["token", "inspect", &held, "--verify", "-o", format]);
    commands.extend(asked.map(|words| ("admin", words)));
    commands.push(("admin", vec!["token", "inspect", &held, "--issuer", "https://localhost:1/"]));
    for (number, (persona, words)) in commands.iter().enumerate() {
        run.command(number, persona, words);
    }
    run.console(b"q", 0);
    run.console(b"\x1b[24~", 101);
    let reports = fs::read_dir(run.path("home/.local/state/dirac-tokens")).expect("a report");
    assert_eq!(reports.count(), 1, "what a panic leaves is searched too");
    let log = fs::read_to_string(run.path("said/log")).expect("a log was written");
    assert!(log.contains("INFO  request ok") && log.contains("WARN  problem"), "{log}");
    let searched = run.search();
    println!("searched {} files, {} bytes", searched.files, searched.bytes);
    assert_eq!(told(&searched), "", "secrets were found");
    assert!(searched.files > commands.len(), "everything that was said is searched");

    let planted = format!("{{\"dn\": \"/CN=x\", \"body\": \"{}\"}}", &token[5..60]);
    fs::write(run.path("home/planted"), planted).expect("planted");
    let searched = run.search();
    let [found] = &searched.found[..] else { panic!("exactly one: {}", told(&searched)) };
    assert_eq!((found.place.as_str(), found.form.as_str()), ("home/planted", "as it is"));
}

/// Not for every run: `tests/canary` calls it with what a whole run of the suites has left.
#[test]
#[ignore = "needs what tests/canary collects"]
fn a_whole_run_leaves_no_secret_anywhere_but_the_one_planted_on_purpose() {
    let left = PathBuf::from(std::env::var_os(LEFT).expect("tests/canary says where"));
    let mut secrets = by_hand();
    // what sandboxes of the run have noted: a name, a tab, the secret in base64, a line each
    let ledger = std::env::var_os(secrets::LEDGER).expect("tests/canary says where");
    let noted = fs::read_to_string(ledger).expect("at least one sandbox has noted its secrets");
    for line in noted.lines() {
        secrets.push(secrets::noted(line));
    }
    let net = Net::new(&secrets);
    let searched = collect::search(&net, &left, &[]);
    println!(
        "canary: {} secrets, {} files, {} bytes, {} found (limit 1, the one planted on purpose)",
        secrets.len(),
        searched.files,
        searched.bytes,
        searched.found.len()
    );
    assert_eq!(told(&searched).lines().count(), 1, "{}", told(&searched));
    assert_eq!(searched.found[0].place, "planted-on-purpose", "{}", told(&searched));
}
