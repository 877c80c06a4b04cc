//! The program itself, on a host that knows no DIRAC.

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::session::Session;

/// The program with nothing configured: an empty home, no DIRAC in the environment.
fn bare(home: &std::path::Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dirac-tokens"));
    command.env_clear();
    command.env("HOME", home);
    command.env("PATH", "/usr/bin:/bin");
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.cwd(home);
    command
}

#[test]
fn without_a_dirac_the_first_screen_says_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    for (columns, lines) in [(80, 24), (200, 50), (40, 10)] {
        let mut session = Session::start(bare(home.path()), columns, lines);
        session.wait_until("the frame", |screen| {
            screen.alternate_screen() && screen.contents().contains("Prov")
        });
        if columns >= 80 {
            session.wait_for("dirac.cfg");
        }
        session.keys("q");
        assert_eq!(session.status(), 0);
        session.assert_restored("quit");
    }
}

#[test]
fn a_crash_would_leave_no_image_of_the_memory() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::start(bare(home.path()), 80, 24);
    session.wait_for("dirac.cfg");
    let limits = session.proc_file("limits");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    session.keys("q");
    assert_eq!(session.status(), 0);
}

#[test]
fn every_screen_is_reached_by_its_number_and_help_by_its_keys() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::start(bare(home.path()), 100, 30);
    for (key, active) in
        [("2", "2 VOs"), ("3", "3 CEs"), ("4", "4 Tokens"), ("7", "7 Log"), ("1", "1 Providers")]
    {
        session.keys(key);
        session.wait_until(active, |screen| {
            let line = screen.contents();
            let line = line.lines().nth(1).unwrap_or("");
            let Some(at) = line.find(active) else { return false };
            let column = u16::try_from(line.get(..at).map_or(0, |before| before.chars().count()));
            column.is_ok_and(|x| screen.cell(1, x).is_some_and(vt100::Cell::inverse))
        });
    }
    session.keys("?");
    session.wait_for("Keys");
    session.keys("\u{1b}");
    session.wait_until("help closed", |screen| !screen.contents().contains("┌ Keys"));
    session.keys("q");
    assert_eq!(session.status(), 0);
    session.assert_restored("quit");
}

#[test]
fn signals_end_the_program_with_their_own_status() {
    let home = tempfile::tempdir().unwrap();
    for (signal, status) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129)] {
        let session = Session::start(bare(home.path()), 80, 24);
        session.wait_until("the frame", vt100::Screen::alternate_screen);
        session.signal(signal);
        assert_eq!(session.status(), status);
        session.assert_restored(&format!("{signal:?}"));
    }
}

#[test]
fn a_terminal_that_is_not_utf8_gets_ascii_only() {
    let home = tempfile::tempdir().unwrap();
    let mut command = bare(home.path());
    command.env("LANG", "C");
    let mut session = Session::start(command, 80, 24);
    session.wait_for("dirac.cfg");
    session.keys("?");
    session.wait_for("Keys");
    assert!(session.bytes().is_ascii());
    session.keys("\u{1b}");
    session.wait_until("help closed", |screen| !screen.contents().contains("Keys"));
    session.keys("q");
    assert_eq!(session.status(), 0);
}

#[test]
fn no_color_means_no_colour_but_bold_and_reverse() {
    let home = tempfile::tempdir().unwrap();
    for no_color in [false, true] {
        let mut command = bare(home.path());
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let mut session = Session::start(command, 80, 24);
        session.wait_for("dirac.cfg");
        let bytes = String::from_utf8_lossy(&session.bytes()).into_owned();
        assert_eq!(bytes.contains("\u{1b}[38;5;"), !no_color);
        assert!(bytes.contains("\u{1b}[7m"), "the tab where we are is reversed");
        session.keys("q");
        assert_eq!(session.status(), 0);
        session.assert_restored("quit");
    }
}
