//! The demo in a terminal: what it greets with, and that nothing of it is left, whatever ends it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
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
    command.env("DIRAC_TOKENS_REHEARSAL", "1");
    command.cwd(home);
    command.arg("demo");
    command
}

fn close_tour(session: &mut Session) {
    session.keys("\u{1b}");
    session.wait_until("no tour", |screen| !screen.contents().contains("Welcome to the demo"));
}

fn leave(session: &mut Session) {
    close_tour(session);
    session.keys("q");
}

fn entries(home: &Path) -> usize {
    fs::read_dir(home).expect("it can be listed").count()
}

/// The rights of what is in a directory.
fn modes(home: &Path) -> Vec<u32> {
    let entries = fs::read_dir(home).expect("it can be listed");
    entries.map(|entry| entry.unwrap().metadata().unwrap().permissions().mode() & 0o777).collect()
}

#[test]
fn every_stop_of_the_tour_leads_to_what_it_promises() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::start(demo(home.path()), 160, 40);
    session.wait_for("Welcome to the demo");
    session.wait_for("ada @ dirac_admin");
    session.keys("2");
    session.wait_for("✗ CheckIn-Geo");
    session.keys("1");
    session.wait_for("✗ exposed");
    for (ce, finding) in
        [("arc03.exeter", "[tag-near-miss]"), ("ce04.dresden", "[site-tag-hidden]")]
    {
        session.keys("3");
        session.wait_for("60 rows");
        session.keys(&format!("/{ce}\r"));
        session.wait_for("1 of 60");
        session.wait_for(finding);
        session.keys("\u{1b}");
        session.wait_until("all rows", |screen| !screen.contents().contains("of 60"));
    }
    session.keys("4");
    session.wait_for("104 rows");
    session.keys("s");
    session.wait_for("Sort Tokens by");
    session.keys("jjjjj\r");
    session.wait_for("REFRESH ▲");
    session.keys("g");
    session.wait_until("the row whose refresh token has ended", |screen| {
        let text = screen.contents();
        let first = text.lines().nth(4).unwrap_or_default();
        first.starts_with('›') && first.contains("✗ dead") && !first.contains("unknown")
    });
    session.keys("\u{3}");
    assert_eq!(session.status(), 0);
}

#[test]
fn nothing_is_left_whatever_ends_it() {
    type End = fn(&mut Session);
    let ends: [(&str, End, u32); 7] = [
        ("q", leave, 0),
        ("ctrl-c", |session| session.keys("\u{3}"), 0),
        ("TERM", |session| session.signal(Signal::TERM), 143),
        ("INT", |session| session.signal(Signal::INT), 130),
        ("HUP", |session| session.signal(Signal::HUP), 129),
        ("QUIT", |session| session.signal(Signal::QUIT), 131),
        ("a panic", |session| session.keys("\u{1b}[24~"), 101),
    ];
    for (name, end, status) in ends {
        let (home, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut command = demo(home.path());
        // the report of a panic is meant to stay
        command.env("XDG_STATE_HOME", state.path());
        let mut session = Session::start(command, 80, 24);
        session.wait_for("Welcome to the demo");
        assert_eq!(
            modes(home.path()),
            [0o700],
            "its directory is where temporary ones belong, and its owner's"
        );
        end(&mut session);
        assert_eq!(session.status(), status, "{name}");
        session.assert_restored(name);
        assert_eq!(entries(home.path()), 0, "left after {name}");
    }
}

/// Presses enter until the question is gone: it has to be seen for a while before enter takes it.
fn agree(session: &mut Session, title: &str) {
    for _ in 0..500 {
        session.keys("\r");
        session.wait_until("an answer to enter", |screen| {
            let text = screen.contents();
            text.contains("came too soon") || !text.contains(title)
        });
        let mut open = false;
        // any key takes the notice away
        session.keys("\u{1b}[A");
        session.wait_until("no notice", |screen| {
            let text = screen.contents();
            !text.contains("came too soon")
        });
        session.wait_until("a screen", |screen| {
            screen.contents().contains(title) || screen.contents().contains("dirac-tokens")
        });
        session.look(|screen| open = screen.contents().contains(title));
        if !open {
            return;
        }
    }
    panic!("{title} is still asked");
}

#[test]
fn a_token_is_revoked_after_changes_were_allowed_and_its_word_is_seen() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::start(demo(home.path()), 140, 40);
    session.wait_for("ada @ dirac_admin");
    close_tour(&mut session);
    session.keys("4");
    session.wait_for("104 rows");
    session.keys("/user:olga\r");
    session.wait_for("1 of 104");
    session.keys("x");
    session.wait_for("This session is read-only: ctrl-w allows changes for 15 minutes.");
    session.keys("\u{17}");
    session.wait_for("Allow changes for 15 minutes");
    session.keys("\t");
    agree(&mut session, "Allow changes for 15 minutes");
    session.wait_for("WRITE");
    session.keys("x");
    session.wait_for("Revoke 1 stored token of olga");
    session.wait_for("Cannot be undone.");
    session.keys("olga");
    agree(&mut session, "Revoke 1 stored token of olga");
    session.wait_for("olga: revoked");
    session.wait_for("0 of 103");
    agree(&mut session, "introspect after");
    session.keys("7m");
    session.wait_for("Log · journal");
    session.wait_for("✓ revoked");
    session.keys("q");
    assert_eq!(session.status(), 0);
    session.assert_restored("quit");
    assert_eq!(entries(home.path()), 0, "the journal of the demo goes with it");
}
