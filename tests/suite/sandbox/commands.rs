//! The command `sandbox`: what it says, what it leaves, and whose directory it takes; and `demo` where nobody looks.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::{fs, io};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

/// The program, knowing nothing of whoever runs the tests.
fn program(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dirac-tokens"));
    command.env_clear().env("HOME", home).env("TMPDIR", home).current_dir(home);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// An installation that is served by the command.
struct Served {
    child: Child,
    description: Value,
}

impl Served {
    fn start(home: &Path, arguments: &[&str]) -> Self {
        let mut child = program(home, arguments).spawn().expect("it starts");
        let mut line = String::new();
        let out = child.stdout.as_mut().expect("piped");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let description = serde_json::from_str(&line).unwrap_or_else(|error| {
            let mut said = String::new();
            let _ = child.stderr.as_mut().expect("piped").read_to_string(&mut said);
            panic!("{error}: {line:?}; it said {said}")
        });
        Self { child, description }
    }

    fn path(&self, name: &str) -> PathBuf {
        PathBuf::from(self.description[name].as_str().unwrap_or_else(|| panic!("no {name}")))
    }

    fn proxy(&self, name: &str) -> PathBuf {
        PathBuf::from(self.description["proxies"][name].as_str().expect("a proxy"))
    }

    fn ports(&self) -> Vec<u16> {
        let urls = &self.description["urls"];
        let issuers = urls["issuers"].as_object().expect("issuers").values();
        let all = [&urls["master"], &urls["worker"], &urls["token_manager"]];
        let port = |url: &Value| {
            let rest = url.as_str()?.strip_prefix("https://localhost:")?;
            rest.split('/').next()?.parse().ok()
        };
        all.into_iter().chain(issuers).map(|url| port(url).expect("a port")).collect()
    }

    fn end(self, signal: Signal) -> Output {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).expect("an id")).expect("an id");
        kill_process(pid, signal).expect("it lives");
        self.child.wait_with_output().expect("it ends")
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

fn listing(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).expect("it can be listed");
    entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text")).collect()
}

fn answers(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[test]
fn one_line_says_where_everything_is_and_nothing_is_left_at_the_end() {
    let home = tempfile::tempdir().unwrap();
    let served = Served::start(home.path(), &["sandbox", "--dir", "new"]);
    assert_eq!(served.description["schema"], "dirac-tokens-sandbox/1");
    let dir = served.path("directory");
    assert_eq!(dir, home.path().canonicalize().unwrap().join("new"));
    assert_eq!(mode(&dir), 0o700);
    assert_eq!(mode(&served.proxy("admin")), 0o600);
    assert_eq!(mode(&served.path("host_key")), 0o600);
    for (name, pair) in served.description["users"].as_object().expect("users") {
        for file in ["cert", "key"] {
            assert!(Path::new(pair[file].as_str().expect("a path")).is_file(), "{name} {file}");
        }
    }
    let ports = served.ports();
    assert!(ports.iter().all(|port| answers(*port)));
    let words = [served.path("cfg"), served.path("ca_dir"), served.proxy("admin")];

    let output = served.end(Signal::TERM);
    assert_eq!(output.status.code(), Some(143));
    assert!(output.stdout.is_empty(), "one line and no more");
    let said = String::from_utf8(output.stderr).unwrap();
    for word in words {
        assert!(said.contains(&word.display().to_string()), "{said}");
    }
    assert!(!dir.exists());
    assert!(ports.iter().all(|port| !answers(*port)));
}

#[test]
fn a_directory_that_was_there_stays_and_is_as_empty_as_before() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("empty");
    fs::create_dir(&dir).unwrap();
    let served = Served::start(home.path(), &["sandbox", "--dir", "empty"]);
    assert!(served.path("cfg").starts_with(dir.canonicalize().unwrap()));
    assert_eq!(served.end(Signal::INT).status.code(), Some(130));
    assert_eq!(listing(&dir), Vec::<String>::new());
}

#[test]
fn ctrl_backslash_leaves_no_keys_behind() {
    let home = tempfile::tempdir().unwrap();
    let served = Served::start(home.path(), &["sandbox", "--dir", "new"]);
    assert_eq!(served.end(Signal::QUIT).status.code(), Some(131));
    assert_eq!(listing(home.path()), Vec::<String>::new());
}

#[test]
fn what_somebody_else_has_removed_is_no_failure() {
    let home = tempfile::tempdir().unwrap();
    let served = Served::start(home.path(), &["sandbox", "--dir", "new"]);
    fs::remove_dir_all(served.path("directory")).unwrap();
    let output = served.end(Signal::TERM);
    assert_eq!(output.status.code(), Some(143), "{output:?}");
    assert_eq!(listing(home.path()), Vec::<String>::new());
}

#[test]
fn what_others_keep_is_not_touched() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("theirs");
    for name in ["notes.txt", "users"] {
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join(name), "theirs").unwrap();
        let output = program(home.path(), &["sandbox", "--dir", "theirs"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(name) && said.contains("is not empty"), "{said}");
        assert_eq!(fs::read_to_string(dir.join(name)).unwrap(), "theirs");
        assert_eq!(listing(&dir), [name]);
        fs::remove_dir_all(&dir).unwrap();
    }
}

#[test]
fn what_a_killed_run_has_left_is_taken_over() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("again");
    let first = Served::start(home.path(), &["sandbox", "--dir", "again"]);
    let before = fs::read(first.proxy("admin")).unwrap();

    let second = program(home.path(), &["sandbox", "--dir", "again"]).output().unwrap();
    assert_eq!(second.status.code(), Some(2), "not while the first one runs");
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("Another installation is being served"), "{said}");
    assert_eq!(fs::read(first.proxy("admin")).unwrap(), before);

    first.end(Signal::KILL);
    assert!(!listing(&dir).is_empty(), "nobody could clean up");
    let third = Served::start(home.path(), &["sandbox", "--dir", "again"]);
    assert_ne!(fs::read(third.proxy("admin")).unwrap(), before);
    assert_eq!(third.end(Signal::HUP).status.code(), Some(129));
    assert_eq!(listing(&dir), Vec::<String>::new());
}

#[test]
fn of_several_that_begin_in_one_directory_one_goes_on_unharmed() {
    let home = tempfile::tempdir().unwrap();
    let start = || program(home.path(), &["sandbox", "--dir", "one"]).spawn().expect("it starts");
    let children: Vec<Child> = (0..4).map(|_| start()).collect();
    let mut served = Vec::new();
    for mut child in children {
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("piped")).read_line(&mut line).unwrap();
        if line.is_empty() {
            let output = child.wait_with_output().unwrap();
            assert!(matches!(output.status.code(), Some(2 | 3)), "{output:?}");
            assert!(!output.stderr.is_empty());
        } else {
            served.push(Served { child, description: serde_json::from_str(&line).unwrap() });
        }
    }
    assert_eq!(served.len(), 1, "no two overwrite each other's files");
    let served = served.remove(0);
    let cfg = fs::read_to_string(served.path("cfg")).unwrap();
    assert!(cfg.contains(served.description["urls"]["master"].as_str().unwrap()), "{cfg}");
    for file in [served.proxy("admin"), served.path("ca_file"), served.path("host_key")] {
        assert!(file.is_file(), "{} is gone", file.display());
    }
    assert_eq!(served.end(Signal::TERM).status.code(), Some(143));
}

#[test]
fn a_directory_that_nobody_could_be_told_is_refused_and_not_made() {
    let home = tempfile::tempdir().unwrap();
    let names: [&[u8]; 4] = [b"not\xffutf8", b"two\nlines", b"red\x1b[31m", b"high\xc2\x9bcsi"];
    for name in names {
        let mut command = program(home.path(), &["sandbox", "--dir"]);
        let output = command.arg(OsStr::from_bytes(name)).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(output.stdout.is_empty());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("no dirac.cfg can name it"), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{9b}']), "a terminal obeys that: {said:?}");
        assert_eq!(listing(home.path()), Vec::<String>::new());
    }
}

#[test]
fn a_port_that_is_taken_is_named_and_nothing_is_left() {
    let home = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let arguments = ["sandbox", "--dir", "new", "--port-base", &port];
    let output = program(home.path(), &arguments).output().unwrap();
    if port.parse::<u16>().unwrap() > 65_531 {
        assert_eq!(output.status.code(), Some(2));
        return;
    }
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(&port) && said.contains("another --port-base"), "{said}");
    assert_eq!(listing(home.path()), Vec::<String>::new());
}

#[test]
fn ports_follow_the_base() {
    let home = tempfile::tempdir().unwrap();
    // five in a row that are free now, and were not handed out by the system
    let free =
        |port: &u16| (*port..port + 5).all(|p| TcpListener::bind((Ipv4Addr::LOCALHOST, p)).is_ok());
    let base = (20_000..30_000).step_by(5).find(free).expect("five free ports");
    let base_text = base.to_string();
    let served =
        Served::start(home.path(), &["sandbox", "--dir", "new", "--port-base", &base_text]);
    let mut ports = served.ports();
    ports.sort_unstable();
    ports.dedup();
    assert_eq!(ports, (base..base + 5).collect::<Vec<_>>());
    served.end(Signal::TERM);
}

#[test]
fn a_reader_who_is_gone_does_not_end_it() {
    let home = tempfile::tempdir().unwrap();
    let mut child = program(home.path(), &["sandbox", "--dir", "new"]).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    while !said.contains("dirac-tokens --cfg") {
        assert_ne!(errors.read_line(&mut said).unwrap(), 0, "it has ended: {said}");
    }
    let served = Served { child, description: Value::Null };
    assert_eq!(served.end(Signal::TERM).status.code(), Some(143));
}

#[test]
fn the_demo_wants_a_terminal_and_numbers_that_can_be() {
    let home = tempfile::tempdir().unwrap();
    let refused = |arguments: &[&str]| -> io::Result<String> {
        let output = program(home.path(), arguments).output()?;
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(listing(home.path()), Vec::<String>::new());
        Ok(String::from_utf8(output.stderr).expect("text"))
    };
    assert!(refused(&["demo"]).unwrap().contains("needs a terminal"));
    assert!(refused(&["demo", "--tokens", "3000000"]).unwrap().contains("2000000"));
    assert!(refused(&["sandbox", "--dir", "x", "--sites", "20001"]).unwrap().contains("20000"));
    assert!(refused(&["sandbox"]).unwrap().contains("--dir"));
    assert!(refused(&["demo", "--proxy", "x"]).unwrap().contains("--proxy"));
    assert!(refused(&["sandbox", "--dir", "x", "--cfg", "x"]).unwrap().contains("--cfg"));
}
