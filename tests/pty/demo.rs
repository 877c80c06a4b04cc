//! The demo in a terminal: what it greets with, and that nothing of it is left, whatever ends it.

use std::fs;
use std::path::Path;

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::session::Session;

fn demo(home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dirac-tokens"));
    command.env_clear();
    command.env("HOME", home);
    command.env("TMPDIR", home);
    command.env("PATH", "/usr/bin:/bin");
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.cwd(home);
    command.arg("demo");
    command
}

fn entries(home: &Path) -> usize {
    fs::read_dir(home).expect("it can be listed").count()
}

#[test]
fn nothing_is_left_whatever_ends_it() {
    type End = fn(&mut Session);
    let ends: [(&str, End, u32); 5] = [
        ("q", |session| session.keys("\u{1b}q"), 0),
        ("ctrl-c", |session| session.keys("\u{3}"), 0),
        ("TERM", |session| session.signal(Signal::TERM), 143),
        ("INT", |session| session.signal(Signal::INT), 130),
        ("HUP", |session| session.signal(Signal::HUP), 129),
    ];
    for (name, end, status) in ends {
        let home = tempfile::tempdir().unwrap();
        let mut session = Session::start(demo(home.path()), 80, 24);
        session.wait_for("Welcome to the demo");
        assert_eq!(entries(home.path()), 1, "its directory is where temporary ones belong");
        end(&mut session);
        assert_eq!(session.status(), status, "{name}");
        session.assert_restored(name);
        assert_eq!(entries(home.path()), 0, "left after {name}");
    }
}
