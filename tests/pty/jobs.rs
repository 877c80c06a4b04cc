//! Job control: stopped, continued, in the background, and what another program did to the terminal meanwhile.

use portable_pty::CommandBuilder;

use super::rounds::rounds;
use super::session::Session;
use super::stand_in::{self, MODES};

/// The stand-in as a job of a shell that does what `script` says; the job is `"$@"`.
fn job(script: &str) -> Session {
    let inner = stand_in::command();
    let mut command = CommandBuilder::new("/bin/bash");
    command.args(["--norc", "-c", &format!("set -m; {script}"), "bash"]);
    command.args(inner.get_argv());
    for (name, value) in inner.iter_extra_env_as_str() {
        command.env(name, value);
    }
    Session::start(command, 80, 24)
}

/// Waits for a console that holds the terminal and has seen so many keys.
fn wait_for_keys(session: &Session, keys: usize) {
    let text = format!("{keys} keys so far");
    session.wait("the console", |seen| {
        seen.modes() == MODES && seen.screen().contents().contains(&text)
    });
}

#[test]
fn a_stop_gives_the_terminal_to_the_shell_and_coming_back_draws_everything() {
    rounds(|_| {
        let mut session = job(
            "\"$@\"; for round in 1 2 3; do echo shell $round; read -r line; fg; done; echo over $?",
        );
        wait_for_keys(&session, 0);
        for round in 1..=3 {
            session.keys("\u{1a}");
            session.wait_for(&format!("shell {round}"));
            session.assert_restored("a stop");
            session.keys("\n");
            wait_for_keys(&session, round - 1);
            session.keys("x");
            session.wait_for(&format!("{round} keys so far"));
        }
        session.keys("q");
        session.wait_for("over 7");
        assert_eq!(session.status(), 0);
        session.assert_restored("coming back");
    });
}

#[test]
fn the_leader_of_a_session_does_not_stop_where_nobody_could_continue_it() {
    let mut session = Session::start(stand_in::command(), 80, 24);
    wait_for_keys(&session, 0);
    session.keys("\u{1a}x");
    session.wait_for("1 keys so far");
    session.keys("q");
    assert_eq!(session.status(), 7);
}

#[test]
fn what_another_program_did_to_the_terminal_is_set_right_when_the_console_comes_back() {
    // noise on the screen, no mouse, a cursor, another line discipline: what a program may leave that was killed
    let mess = "stty sane; printf '\\033[?1049h\\033[2J\\033[?1000l\\033[?2004l\\033[?25hnoise'";
    let mut session =
        job(&format!("\"$@\"; echo a shell; read -r line; {mess}; read -r line; fg; echo over $?"));
    wait_for_keys(&session, 0);
    session.keys("\u{1a}");
    session.wait_for("a shell");
    session.assert_restored("a stop");
    session.keys("\n");
    session.wait_for("noise");
    session.keys("\n");
    wait_for_keys(&session, 0);
    session.wait_until("a clean screen", |screen| !screen.contents().contains("noise"));
    session.keys("q");
    session.wait_for("over 7");
    assert_eq!(session.status(), 0);
    // the line discipline is the one that stty left: what was there before we came back
    session.wait("no mode of ours", |seen| seen.modes().is_empty());
}

#[test]
fn in_the_background_it_stops_before_it_touches_the_terminal() {
    // bg continues it; taking the terminal over from there stops it again, and fg brings it back
    let mut session = job(
        "\"$@\"; echo stopped; bg; wait %1; echo stopped again; read -r line; fg; echo over $?",
    );
    wait_for_keys(&session, 0);
    session.keys("\u{1a}");
    session.wait_for("stopped again");
    session.assert_restored("a stop in the background");
    session.keys("\n");
    wait_for_keys(&session, 0);
    session.keys("q");
    session.wait_for("over 7");
    assert_eq!(session.status(), 0);
    session.assert_restored("coming from the background");
}
