//! The terminal is as it was before, after whatever ended the program, each time.

use rustix::process::Signal;

use super::rounds::rounds;
use super::session::Session;
use super::stand_in::{self, MODES};

/// A stand-in that has drawn its first frame with all modes on.
fn started() -> Session {
    let session = Session::start(stand_in::command(), 80, 24);
    session.wait("the console", |seen| {
        seen.modes() == MODES && seen.screen().contents().contains("0 keys so far")
    });
    session
}

#[test]
fn quitting_restores_the_terminal() {
    rounds(|_| {
        let mut session = started();
        session.keys("q");
        assert_eq!(session.status(), 7);
        session.assert_restored("quit");
    });
}

#[test]
fn a_signal_restores_the_terminal_and_is_told_by_the_status() {
    for (signal, status) in
        [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129), (Signal::QUIT, 131)]
    {
        rounds(|_| {
            let session = started();
            session.signal(signal);
            assert_eq!(session.status(), status);
            session.assert_restored(&format!("{signal:?}"));
        });
    }
}

#[test]
fn a_panic_restores_the_terminal_before_it_is_reported() {
    rounds(|_| {
        let mut session = started();
        session.keys("p");
        session.wait_for("on purpose");
        assert_eq!(session.status(), 101);
        session.assert_restored("panic");
        let bytes = String::from_utf8_lossy(&session.bytes()).into_owned();
        let (left, told) = (bytes.rfind("\u{1b}[?1049l"), bytes.find("on purpose"));
        assert!(left < told, "the report is on the screen that stays");
        assert!(bytes.matches("\u{1b}[?1049l").count() == 1, "undone once");
    });
}

#[test]
fn a_storm_of_sizes_ends_in_the_last_one() {
    rounds(|_| {
        let mut session = started();
        session.storm();
        session.wait_for("needs 40x10, has 39x9");
        session.resize(80, 24);
        session.keys("x");
        session.wait_for("1 keys so far");
        session.keys("q");
        assert_eq!(session.status(), 7);
        session.assert_restored("a storm of sizes");
    });
}

#[test]
fn mouse_wheel_focus_and_paste_arrive_as_what_they_are() {
    let mut session = started();
    session.click(3, 2);
    session.wait_for("1 keys so far, looked at");
    session.keys("\u{1b}[<65;4;3M");
    session.wait_for("2 keys so far");
    session.keys("\u{1b}[O");
    session.wait_for("2 keys so far, alone");
    session.keys("\u{1b}[I");
    session.wait_for("2 keys so far, looked at");
    session.keys("\u{1b}[200~q\nq\u{1b}[201~");
    session.wait_for("3 keys so far");
    session.keys("q");
    assert_eq!(session.status(), 7);
    session.assert_restored("mouse and focus");
}

#[test]
fn a_mouse_left_to_the_terminal_stays_there_and_everything_is_given_back() {
    let mut session = started();
    session.keys("M");
    let without: Vec<u16> = MODES.into_iter().filter(|mode| ![1000, 1006].contains(mode)).collect();
    session.wait("the mouse left to the terminal", |seen| seen.modes() == without);
    session.keys("M");
    session.wait("the mouse taken back", |seen| seen.modes() == MODES);
    session.keys("M");
    session.wait("the mouse left to the terminal", |seen| seen.modes() == without);
    session.keys("q");
    assert_eq!(session.status(), 7);
    session.assert_restored("a mouse that was given away");
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
