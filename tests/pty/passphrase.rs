//! A key behind a passphrase, in a terminal: asked for without echo, three times at most, by the twin and by the console.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dirac_tokens::sandbox::settings::Settings;
use dirac_tokens::sandbox::world::{self, Size};
use pkcs8::der::Encode as _;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::pkcs5::pbes2::Parameters;
use pkcs8::{EncryptedPrivateKeyInfoRef, pkcs5};
use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::guarded::{Guarded, Leave};
use super::session::Session;

const PASSPHRASE: &str = "opens-only-in-tests 7f3a";
const WRONG: &str = "opens-nothing-at-all 0b1d";

/// A host with an installation, where ada has a certificate and an encrypted key in the usual place.
struct Host {
    sandbox: Guarded,
    home: tempfile::TempDir,
}

impl Host {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let content = Arc::new(|places: &_, now| world::content(&Size::default(), places, now));
        #[expect(clippy::disallowed_methods, reason = "a real program runs on it, at its own time")]
        let clock = Arc::new(jiff::Timestamp::now);
        let settings = Settings::new(home.path().join("sandbox"), content, clock);
        let sandbox = Guarded::start(&settings, Leave::Read);
        let ada = &sandbox.description().users["ada"];
        let globus = home.path().join(".globus");
        fs::create_dir(&globus).unwrap();
        fs::copy(&ada.cert, globus.join("usercert.pem")).unwrap();
        fs::copy(&ada.key, globus.join("userkey.pem")).unwrap();
        let host = Self { sandbox, home };
        host.lock();
        host
    }

    /// Encrypts the key.
    fn lock(&self) {
        let key = self.home.path().join(".globus/userkey.pem");
        let plain = fs::read_to_string(&self.sandbox.description().users["ada"].key).unwrap();
        let body: String = plain.lines().filter(|line| !line.starts_with('-')).collect();
        let der = STANDARD.decode(body).unwrap();
        let iv = *b"sixteen of tests";
        let scheme = Parameters::generate_pbkdf2_sha256_aes256cbc(1_000, b"salt of tests", iv);
        let scheme = pkcs5::EncryptionScheme::from(scheme.unwrap());
        let encrypted = scheme.encrypt(PASSPHRASE, &der).unwrap();
        let info = EncryptedPrivateKeyInfoRef {
            encryption_algorithm: scheme,
            encrypted_data: OctetStringRef::new(&encrypted).unwrap(),
        };
        let text = STANDARD.encode(info.to_der().unwrap());
        let label = "ENCRYPTED PRIVATE KEY-----";
        fs::write(&key, format!("-----BEGIN {label}\n{text}\n-----END {label}\n")).unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn arguments(&self, more: &[&str]) -> Vec<String> {
        let cfg = self.sandbox.description().cfg.display().to_string();
        let mut all = vec!["--cfg".to_owned(), cfg, "--group".to_owned(), "dirac_admin".to_owned()];
        all.extend(more.iter().map(|&word| word.to_owned()));
        all
    }

    fn session(&self, arguments: &[&str]) -> Session {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dirac-tokens"));
        command.env_clear();
        command.env("HOME", self.home.path());
        command.env("PATH", "/usr/bin:/bin");
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        // a proxy of whoever runs this test comes before the certificate
        command.env("X509_USER_CERT", self.home.path().join(".globus/usercert.pem"));
        command.cwd(self.home.path());
        command.args(self.arguments(arguments));
        command.args(["--cert", &self.file("usercert.pem"), "--key", &self.file("userkey.pem")]);
        Session::start(command, 200, 40)
    }

    fn file(&self, name: &str) -> String {
        self.home.path().join(".globus").join(name).display().to_string()
    }
}

/// How often `needle` was written.
fn times(session: &Session, needle: &str) -> usize {
    let bytes = session.bytes();
    bytes.windows(needle.len()).filter(|window| *window == needle.as_bytes()).count()
}

fn assert_secret(session: &Session) {
    for secret in [PASSPHRASE, WRONG, &PASSPHRASE[..8], &WRONG[..8]] {
        assert_eq!(times(session, secret), 0, "{secret} was written");
    }
}

const PROMPT: &str = "Passphrase of the private key in ";

fn wait_for_prompt(session: &Session, number: usize) {
    session.wait_until("the prompt", |screen| {
        let text = screen.contents();
        text.matches(PROMPT).count() == number && text.trim_end().ends_with("userkey.pem:")
    });
}

#[test]
fn whoami_works_after_the_passphrase_was_typed_and_nothing_of_it_is_shown() {
    let host = Host::new();
    let mut session = host.session(&["whoami"]);
    wait_for_prompt(&session, 1);
    session.keys(&format!("{WRONG}\r"));
    wait_for_prompt(&session, 2);
    session.wait_for("The passphrase does not open the private key in");
    // taken back and typed anew
    session.keys(&format!("{WRONG}\u{15}{PASSPHRASE}x\u{7f}\r"));
    assert_eq!(session.status(), 0);
    session.assert_restored("the passphrase");
    session.wait_for("dirac_admin");
    assert_secret(&session);
}

#[test]
fn three_wrong_ones_are_refused() {
    let host = Host::new();
    let mut session = host.session(&["provider", "list"]);
    for number in 1..=3 {
        wait_for_prompt(&session, number);
        session.keys(if number == 2 { "\r" } else { "opens-nothing-at-all 0b1d\r" });
    }
    assert_eq!(session.status(), 4);
    session.wait_until("the last word", |screen| {
        screen.contents().matches("The passphrase does not open").count() == 2
    });
    session.assert_restored("three wrong ones");
    assert_eq!(times(&session, PROMPT), 3);
    assert_eq!(times(&session, "The passphrase was empty"), 1);
    assert_secret(&session);
}

#[test]
fn the_terminal_is_as_it_was_whatever_ends_the_question() {
    type End = fn(&mut Session);
    let host = Host::new();
    let ends: [(&str, End, u32); 5] = [
        ("ctrl-c", |session| session.keys("half\u{3}"), 130),
        ("ctrl-d", |session| session.keys("\u{4}"), 4),
        ("TERM", |session| session.signal(Signal::TERM), 143),
        ("INT", |session| session.signal(Signal::INT), 130),
        ("HUP", |session| session.signal(Signal::HUP), 129),
    ];
    for (name, end, status) in ends {
        let mut session = host.session(&["whoami"]);
        wait_for_prompt(&session, 1);
        end(&mut session);
        assert_eq!(session.status(), status, "{name}");
        session.assert_restored(name);
    }
}

#[test]
fn where_there_is_no_terminal_nobody_is_asked() {
    let host = Host::new();
    let mut command = Command::new("setsid");
    command.arg("-w").arg(env!("CARGO_BIN_EXE_dirac-tokens"));
    command.args(host.arguments(&["whoami", "-o", "json"]));
    command.args(["--cert", &host.file("usercert.pem"), "--key", &host.file("userkey.pem")]);
    command.env_clear().env("HOME", host.home.path()).env("PATH", "/usr/bin:/bin");
    // neither the environment nor standard input is asked
    command.env("PASSPHRASE", PASSPHRASE).stdin(passphrase_on_stdin(host.home.path()));
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("there is no terminal to ask for it"), "{said}");
    assert!(said.contains("dirac-proxy-init"), "{said}");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["complete"], false);
}

fn passphrase_on_stdin(home: &Path) -> Stdio {
    let file = home.join("stdin");
    fs::write(&file, format!("{PASSPHRASE}\n")).unwrap();
    fs::File::open(file).unwrap().into()
}

#[test]
fn the_console_asks_until_the_key_is_open_and_not_again() {
    let host = Host::new();
    let mut session = host.session(&[]);
    session.wait_for("Open the private key");
    session.keys(&format!("{WRONG}\r"));
    session.wait_for("The passphrase does not open");
    session.keys("\u{1b}");
    session.wait_until("no dialog", |screen| !screen.contents().contains("type or paste"));
    session.wait_for("r tries again at once");
    session.keys("r");
    session.wait_for("is protected by");
    session.wait_for("Passphrase: type or paste");
    session.keys(&format!("{PASSPHRASE}\r"));
    session.wait_for("ada @ dirac_admin · certificate");
    // everything is read anew, and nothing is asked
    session.keys("R");
    session.keys("7");
    session.wait_until("a second reading", |screen| {
        screen.contents().matches("getCompressedDataIfNewer").count() >= 2
    });
    session.keys("q");
    assert_eq!(session.status(), 0);
    session.assert_restored("quit");
    assert_secret(&session);
}
