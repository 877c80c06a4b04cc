//! Asking for the passphrase of a private key: on the terminal itself, without echo, three times at most.
//!
//! Arguments, environment, standard input and output have no part in it. The terminal is given back as it was, whether a line
//! was typed, ctrl-c was pressed or a signal ended the program.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::sync::{Mutex, PoisonError};

use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};
use zeroize::Zeroizing;

use crate::domain::foreign::Clean;
use crate::domain::problem::{Class, Problem};
use crate::domain::secret::Secret;
use crate::ops::connection::Plan;
use crate::ops::unlock::waiting;

/// How often is asked.
const TRIES: usize = 3;
/// Bytes that a passphrase may have: OpenSSL takes as many.
const ROOM: usize = 1024;

/// Why no key was opened.
pub(super) enum Stopped {
    /// To be said.
    Problem(Problem),
    /// Ctrl-c was pressed.
    Interrupted,
}

/// Opens the key that `plan` waits for, if it waits for one. Without a terminal that is refused.
pub(super) fn unlock(plan: &Plan) -> Result<(), Stopped> {
    let Some(key) = waiting(plan) else { return Ok(()) };
    let file = key.file().display().to_string();
    let mut terminal = Terminal::open().ok_or_else(|| no_terminal(&file))?;
    for left in (0..TRIES).rev() {
        let Some(passphrase) = terminal.ask(&file)? else { break };
        match key.unlock(&passphrase) {
            Ok(()) => return Ok(()),
            Err(refused) if refused.ask_again && left > 0 => terminal.say(&refused.problem.message),
            Err(refused) => return Err(Stopped::Problem(refused.problem)),
        }
    }
    let what = format!("The private key in {file} was not opened: no passphrase was typed.");
    let remedy = "Start again and type it, or make a proxy with `dirac-proxy-init`.";
    Err(Stopped::Problem(Problem::new(Class::Refused, file, what, remedy)))
}

/// Whether somebody can be asked.
pub(super) fn can_ask() -> bool {
    Terminal::open().is_some()
}

fn no_terminal(file: &str) -> Stopped {
    let what = format!(
        "The private key in {file} is protected by a passphrase, and there is no terminal to ask for it."
    );
    let remedy = "Run this on a terminal, or make a proxy with `dirac-proxy-init` and use that.";
    Stopped::Problem(Problem::new(Class::Usage, file, what, remedy))
}

/// The terminal that this process belongs to.
struct Terminal(File);

impl Terminal {
    fn open() -> Option<Self> {
        let file = OpenOptions::new().read(true).write(true).open("/dev/tty").ok()?;
        tcgetattr(&file).is_ok().then_some(Self(file))
    }

    /// Whoever hung up needs to be told nothing.
    fn say(&mut self, text: &str) {
        let _ = writeln!(self.0, "{}", Clean::new(text));
    }

    /// Asks once; `None` if the end of input was typed instead.
    fn ask(&mut self, file: &str) -> Result<Option<Secret<String>>, Stopped> {
        let typed = quietly(&self.0).and_then(|_restored_when_dropped| {
            write!(self.0, "Passphrase of the private key in {}: ", Clean::new(file))?;
            self.0.flush()?;
            line(&mut self.0)
        });
        // what ended the line was not echoed
        let _ = writeln!(self.0);
        match typed {
            Ok(Typed::Line(secret)) => Ok(Some(secret)),
            Ok(Typed::Nothing) => Ok(None),
            Ok(Typed::Interrupt) => Err(Stopped::Interrupted),
            Err(error) => {
                let what = format!("The terminal cannot be read: {error}.");
                let remedy = "Try again on another terminal.";
                Err(Stopped::Problem(Problem::new(Class::Unreachable, "terminal", what, remedy)))
            }
        }
    }
}

/// What came of asking.
enum Typed {
    Line(Secret<String>),
    Nothing,
    Interrupt,
}

/// Reads a line, byte by byte: the terminal edits nothing while it does not echo.
fn line(terminal: &mut impl io::Read) -> io::Result<Typed> {
    // of fixed size, so that no copy stays behind when it grows
    let mut typed = Zeroizing::new(Vec::with_capacity(ROOM));
    let mut byte = Zeroizing::new([0_u8; 1]);
    loop {
        if terminal.read(byte.as_mut_slice())? == 0 {
            return Ok(Typed::Nothing);
        }
        let [typed_byte] = *byte;
        match typed_byte {
            b'\r' | b'\n' => break,
            0x03 => return Ok(Typed::Interrupt),
            0x04 if typed.is_empty() => return Ok(Typed::Nothing),
            // backspace takes a whole character
            0x08 | 0x7f => while typed.pop().is_some_and(|last| last & 0xc0 == 0x80) {},
            0x15 | 0x17 => typed.clear(),
            0..=0x1f => {}
            other if typed.len() < ROOM => typed.push(other),
            _ => {
                let what = format!("a passphrase has at most {ROOM} bytes");
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
        }
    }
    // made of the bytes in one piece; they are wiped by their owner
    let text = std::str::from_utf8(&typed)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "what was typed is not UTF-8"))?;
    let mut secret = String::with_capacity(text.len());
    secret.push_str(text);
    Ok(Typed::Line(Secret::new(secret)))
}

/// How a terminal was before it was made quiet.
static BEFORE: Mutex<Option<(File, Termios)>> = Mutex::new(None);

/// The terminal echoes nothing as long as this is there.
struct Quiet;

impl Drop for Quiet {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back as it was, if it is quiet now. Also called when a signal ends the program.
pub(super) fn restore() {
    let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some((terminal, modes)) = before {
        // a terminal that is gone needs nothing
        let _ = tcsetattr(&terminal, OptionalActions::Now, &modes);
    }
}

fn quietly(terminal: &File) -> io::Result<Quiet> {
    let before = tcgetattr(terminal)?;
    let mut modes = before.clone();
    // ctrl-c and ctrl-z come as bytes: a program stopped in between would leave the terminal mute, or echo after `fg`
    let off = LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG;
    modes.local_modes.remove(off);
    modes.special_codes[SpecialCodeIndex::VMIN] = 1;
    modes.special_codes[SpecialCodeIndex::VTIME] = 0;
    *BEFORE.lock().unwrap_or_else(PoisonError::into_inner) = Some((terminal.try_clone()?, before));
    let quiet = Quiet;
    tcsetattr(terminal, OptionalActions::Now, &modes)?;
    Ok(quiet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(mut bytes: &[u8]) -> String {
        match line(&mut bytes) {
            Ok(Typed::Line(secret)) => format!("line {:?}", secret.expose()),
            Ok(Typed::Nothing) => "nothing".into(),
            Ok(Typed::Interrupt) => "interrupt".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_line_is_what_was_typed_and_not_taken_back() {
        assert_eq!(typed(b"made for tests\r"), r#"line "made for tests""#);
        assert_eq!(typed("abü\x7f\x08c\n".as_bytes()), r#"line "ac""#);
        assert_eq!(typed(b"wrong\x15right\n"), r#"line "right""#);
        assert_eq!(typed(b"a\x1b\x00\tb\n"), r#"line "ab""#, "no control characters");
        assert_eq!(typed(b"\n"), r#"line """#);
        assert_eq!(typed(b"\x7f\x7fx\n"), r#"line "x""#);
        assert_eq!(typed("ä".repeat(512).as_bytes()), "nothing", "no end of the line came");
    }

    #[test]
    fn ctrl_c_and_the_end_of_input_are_no_passphrase() {
        assert_eq!(typed(b"half\x03\n"), "interrupt");
        assert_eq!(typed(b"\x04"), "nothing");
        assert_eq!(typed(b""), "nothing");
        assert_eq!(typed(b"a\x04b\n"), r#"line "ab""#);
        assert_eq!(typed(&[b'x'; 2_000]), "a passphrase has at most 1024 bytes");
        assert_eq!(typed(b"\xff\n"), "what was typed is not UTF-8");
    }
}
