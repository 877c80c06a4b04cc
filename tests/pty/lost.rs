//! A terminal that goes away under the program: it ends with the status of a hang-up, without a panic.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::stand_in;

/// Starts the stand-in in a session of its own, whose terminal it controls or not, and takes the terminal away. Returns the
/// exit status and what it said on standard error.
fn hung_up(controls: bool) -> (Option<i32>, String) {
    // nobody else may hold it, or it does not go when we let go
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let master = openpt(flags).expect("a pty");
    grantpt(&master).and_then(|()| unlockpt(&master)).expect("a pty to use");
    let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&master, size).expect("a size");
    let name = ptsname(&master, Vec::new()).expect("a name");
    let name = std::ffi::OsStr::from_bytes(name.as_bytes());
    let slave = OpenOptions::new().read(true).write(true).open(name).expect("the other side");

    let inner = stand_in::command();
    let mut command = Command::new("setsid");
    command.args(controls.then_some("--ctty")).args(inner.get_argv());
    for (name, value) in inner.iter_extra_env_as_str() {
        command.env(name, value);
    }
    let output = slave.try_clone().expect("the other side");
    command.stdin(slave).stdout(output).stderr(Stdio::piped());
    let child = command.spawn().expect("setsid");
    // its ends of the terminal are the child's alone from here on
    drop(command);

    let mut master = File::from(master);
    let mut shown = Vec::new();
    while !String::from_utf8_lossy(&shown).contains("0 keys so far") {
        let mut bytes = [0; 4096];
        let read = master.read(&mut bytes).expect("the console draws");
        shown.extend_from_slice(&bytes[..read]);
    }
    drop(master);

    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(child.wait_with_output()));
    let output = receiver.recv_timeout(Duration::from_secs(30)).expect("the program ends");
    let output = output.expect("a status");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn closing_the_window_ends_it_without_a_word() {
    let (status, said) = hung_up(true);
    assert_eq!((status, said.as_str()), (Some(129), ""));
}

#[test]
fn a_terminal_that_goes_without_a_signal_ends_it_all_the_same() {
    let (status, said) = hung_up(false);
    assert_eq!((status, said.as_str()), (Some(129), ""));
}
