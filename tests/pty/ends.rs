//! The program itself on a living installation: started, walked through, and ended in every way, many times each.

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::guarded::Leave;
use super::living::Living;
use super::rounds::rounds;
use super::session::Session;
use super::stand_in::MODES;

/// The program as the administrator of the installation.
fn command(living: &Living) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dirac-tokens"));
    command.args(living.options());
    command.env_clear();
    for (name, value) in living.environment() {
        command.env(name, value);
    }
    command.env("DIRAC_TOKENS_REHEARSAL", "1");
    command.cwd(living.home.path());
    command
}

/// Waits for a console that holds the terminal and shows the installation's providers.
fn wait_for_rows(session: &Session) {
    session.wait("the providers", |seen| {
        seen.modes() == MODES && seen.screen().contents().contains("CheckIn")
    });
}

fn started(living: &Living) -> Session {
    let session = Session::start(command(living), 100, 30);
    wait_for_rows(&session);
    session
}

/// Waits until the screen of this name is the active one.
fn wait_for_tab(session: &Session, tab: &str) {
    session.wait_until(tab, |screen| {
        let line = screen.contents();
        let line = line.lines().nth(1).unwrap_or("");
        let Some(at) = line.find(tab) else { return false };
        let column = u16::try_from(line.get(..at).map_or(0, |before| before.chars().count()));
        column.is_ok_and(|x| screen.cell(1, x).is_some_and(vt100::Cell::inverse))
    });
}

/// Every screen and everything that lies over them, by keys.
fn walk(session: &mut Session) {
    for (key, tab) in
        [("2", "2 VOs"), ("3", "3 CEs"), ("4", "4 Tokens"), ("7", "7 Log"), ("1", "1 Providers")]
    {
        session.keys(key);
        wait_for_tab(session, tab);
    }
    for (key, shown) in [("?", "┌ Keys"), (":", "┌ Commands"), ("s", "┌ Sort Providers by")] {
        session.keys(key);
        session.wait_for(shown);
        session.keys("\u{1b}");
        session.wait_until("it closed", |screen| !screen.contents().contains(shown));
    }
    session.keys("/IAM\r");
    session.wait_until("a filtered list", |screen| screen.contents().contains("1 of 3"));
    session.keys("\u{1b}");
    session.wait_until("the whole list", |screen| !screen.contents().contains("1 of 3"));
}

#[test]
fn walked_through_and_left_it_leaves_the_terminal_as_it_was() {
    let living = Living::start(Leave::Read);
    rounds(|_| {
        let mut session = started(&living);
        walk(&mut session);
        session.keys("q");
        assert_eq!(session.status(), 0);
        session.assert_restored("a walk");
    });
}

#[test]
fn a_storm_of_sizes_does_it_no_harm() {
    let living = Living::start(Leave::Read);
    rounds(|_| {
        let mut session = started(&living);
        session.storm();
        session.wait_for("needs 40x10, has 39x9");
        session.resize(100, 30);
        wait_for_rows(&session);
        session.keys("q");
        assert_eq!(session.status(), 0);
        session.assert_restored("a storm of sizes");
    });
}

#[test]
fn stopped_and_continued_it_shows_everything_again() {
    let living = Living::start(Leave::Read);
    rounds(|_| {
        let inner = command(&living);
        let mut command = CommandBuilder::new("/bin/bash");
        let script = "set -m; \"$@\"; echo a shell; read -r line; fg; echo over $?";
        command.args(["--norc", "-c", script, "bash"]);
        command.args(inner.get_argv());
        command.env_clear();
        for (name, value) in inner.iter_extra_env_as_str() {
            command.env(name, value);
        }
        let mut session = Session::start(command, 100, 30);
        wait_for_rows(&session);
        session.keys("\u{1a}");
        session.wait_for("a shell");
        session.assert_restored("a stop");
        session.keys("\n");
        wait_for_rows(&session);
        session.keys("3");
        wait_for_tab(&session, "3 CEs");
        session.keys("q");
        session.wait_for("over 0");
        assert_eq!(session.status(), 0);
        session.assert_restored("coming back");
    });
}

#[test]
fn every_signal_that_ends_it_leaves_the_terminal_as_it_was() {
    let living = Living::start(Leave::Read);
    for (signal, status) in
        [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129), (Signal::QUIT, 131)]
    {
        rounds(|_| {
            let session = started(&living);
            session.signal(signal);
            assert_eq!(session.status(), status);
            session.assert_restored(&format!("{signal:?}"));
        });
    }
}

#[test]
fn a_panic_of_the_program_is_told_on_the_terminal_as_it_was() {
    let living = Living::start(Leave::Read);
    rounds(|_| {
        let mut session = started(&living);
        session.keys("\u{1b}[24~");
        session.wait_for("on purpose");
        assert_eq!(session.status(), 101);
        session.assert_restored("a panic");
    });
}

#[test]
fn it_leaves_at_once_while_a_server_does_not_answer() {
    use super::faults::{Fault, Way};
    let living = Living::start(Leave::Read);
    for key in ["q", "\u{3}"] {
        let mut session = started(&living);
        let before = living.proxy.seen();
        living.proxy.set(Fault::Stall(Way::Down, 0));
        session.keys("R");
        living.proxy.wait_until(|seen| seen.stalls > before.stalls);
        // what was asked at the start may have been answered since then
        let held = living.proxy.seen().down;
        session.keys("3");
        wait_for_tab(&session, "3 CEs");
        session.keys(key);
        assert_eq!(session.status(), 0);
        session.assert_restored("a stalled server");
        // the answer was still held back when it had ended
        assert_eq!(living.proxy.seen().down, held);
        living.proxy.set(Fault::None);
        living.proxy.release();
    }
}
