//! The terminal is as it was before, after whatever ended the program, each time.

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::session::Session;
use super::stand_in;

/// How often each end is tried.
const ROUNDS: usize = 5;

fn started() -> Session {
    let session = Session::start(stand_in::command(), 80, 24);
    session.wait_until("the console", |screen| {
        screen.alternate_screen()
            && screen.bracketed_paste()
            && screen.contents().contains("0 keys so far")
    });
    session
}

#[test]
fn quitting_restores_the_terminal() {
    for _ in 0..ROUNDS {
        let mut session = started();
        session.keys("q");
        assert_eq!(session.status(), 7);
        session.assert_restored("quit");
    }
}

#[test]
fn a_signal_restores_the_terminal_and_is_told_by_the_status() {
    for (signal, status) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129)] {
        for _ in 0..ROUNDS {
            let session = started();
            session.signal(signal);
            assert_eq!(session.status(), status);
            session.assert_restored(&format!("{signal:?}"));
        }
    }
}

#[test]
fn a_panic_restores_the_terminal_before_it_is_reported() {
    for _ in 0..ROUNDS {
        let mut session = started();
        session.keys("p");
        session.wait_for("on purpose");
        assert_eq!(session.status(), 101);
        session.assert_restored("panic");
        let bytes = String::from_utf8_lossy(&session.bytes()).into_owned();
        let (left, told) = (bytes.rfind("\u{1b}[?1049l"), bytes.find("on purpose"));
        assert!(left < told, "the report is on the screen that stays");
        assert!(bytes.matches("\u{1b}[?1049l").count() == 1, "undone once");
    }
}

#[test]
fn a_stop_gives_the_terminal_to_the_shell_and_coming_back_draws_everything() {
    let inner = stand_in::command();
    let mut command = CommandBuilder::new("/bin/sh");
    let script = "set -m; \"$@\"; for round in 1 2 3; do echo shell $round; read -r line; fg; done; echo over $?";
    command.args(["-c", script, "sh"]);
    command.args(inner.get_argv());
    for (name, value) in inner.iter_extra_env_as_str() {
        command.env(name, value);
    }
    let mut session = Session::start(command, 80, 24);
    session.wait_for("0 keys so far");
    for round in 1..=3 {
        session.keys("\u{1a}");
        session.wait_for(&format!("shell {round}"));
        session.assert_restored("a stop");
        session.keys("\n");
        session.wait_until("the console again", |screen| {
            screen.alternate_screen()
                && screen.bracketed_paste()
                && screen.contents().contains(&format!("{} keys so far", round - 1))
        });
        session.keys("x");
        session.wait_for(&format!("{round} keys so far"));
    }
    session.keys("q");
    session.wait_for("over 7");
    assert_eq!(session.status(), 0);
    session.assert_restored("coming back");
}

#[test]
fn the_leader_of_a_session_does_not_stop_where_nobody_could_continue_it() {
    let mut session = started();
    session.keys("\u{1a}x");
    session.wait_for("1 keys so far");
    session.keys("q");
    assert_eq!(session.status(), 7);
}

#[test]
fn a_storm_of_sizes_ends_in_the_last_one() {
    let mut session = started();
    let sizes =
        (0..=300_u16).step_by(7).flat_map(|columns| [(columns, columns / 3), (300 - columns, 100)]);
    for (columns, lines) in sizes.chain([(0, 0), (1, 1), (300, 100), (0, 24), (80, 0), (39, 9)]) {
        session.resize(columns, lines);
    }
    session.wait_for("needs 40x10, has 39x9");
    session.resize(80, 24);
    session.keys("x");
    session.wait_for("1 keys so far");
    session.keys("q");
    assert_eq!(session.status(), 7);
    session.assert_restored("a storm of sizes");
}

#[test]
fn a_frame_without_colour_keeps_bold_and_underline() {
    let mut command = stand_in::command();
    command.env("NO_COLOR", "1");
    let mut session = Session::start(command, 80, 24);
    session.wait_for("0 keys so far");
    session.wait_until("bold and underlined text", |screen| {
        let (lines, columns) = screen.size();
        let (lines, columns) = (lines.get(), columns.get());
        let mut cells =
            (0..lines).flat_map(|y| (0..columns).filter_map(move |x| screen.cell(y, x)));
        cells.any(|cell| cell.bold() && cell.underline())
    });
    assert!(!String::from_utf8_lossy(&session.bytes()).contains(";m"), "no empty colour");
    session.keys("q");
    assert_eq!(session.status(), 7);
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let mut session = started();
    session.keys("x");
    session.wait_for("1 keys so far");
    let written = session.bytes().len();
    // a second key is the clock: whatever was written in between came without one
    session.keys("\u{1b}[200~pasted\u{1b}[201~");
    session.wait_for("2 keys so far");
    let frame = session.bytes().len() - written;
    assert!(frame < 200, "a changed digit is a small frame, not {frame} bytes");
    session.keys("q");
    assert_eq!(session.status(), 7);
}
