//! The modes a terminal is put into, and their undoing in reverse order, once, whoever comes first: drop, panic or stop.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::Once;
use std::sync::atomic::{AtomicU8, Ordering};

use crossterm::{cursor, event, queue, style, terminal};

use crate::telemetry::crash;

/// A mode of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Keys come one by one, unseen and unchanged.
    Raw,
    /// The second screen: what was on the first comes back afterwards.
    AlternateScreen,
    /// A pasted text comes as one, not as keys.
    BracketedPaste,
    /// Presses and the wheel of the mouse come to us. The user may take it back ([`Modes::mouse`]).
    Mouse,
    /// The terminal tells when it gains and loses the focus.
    FocusReports,
    /// The cursor is hidden.
    HiddenCursor,
}

/// The order in which modes are acquired.
const ORDER: [Mode; 6] = [
    Mode::Raw,
    Mode::AlternateScreen,
    Mode::BracketedPaste,
    Mode::Mouse,
    Mode::FocusReports,
    Mode::HiddenCursor,
];

/// Presses, releases and the wheel (DEC private mode 1000), with positions in decimal (1006). Crossterm's own command asks for
/// every movement too, which would wake the program up for nothing.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// Undoes [`MOUSE_ON`], in reverse.
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

impl Mode {
    fn bit(self) -> u8 {
        match self {
            Self::Raw => 1,
            Self::AlternateScreen => 2,
            Self::BracketedPaste => 4,
            Self::HiddenCursor => 8,
            Self::Mouse => 16,
            Self::FocusReports => 32,
        }
    }
}

/// Something that can be put into modes: the terminal, or in tests what records them.
pub trait Device: Write {
    /// Turns raw mode on or off.
    fn raw(&mut self, on: bool) -> io::Result<()>;
}

/// Which modes are held.
#[derive(Debug, Default)]
pub struct Modes(AtomicU8);

/// The modes of the terminal that this process runs on: there is only one, and a panic hook has to find it.
pub static MODES: Modes = Modes(AtomicU8::new(0));

impl Modes {
    /// Acquires all modes, one by one, the mouse only with `mouse`; if one fails, those before it are undone.
    pub fn acquire(&self, device: &mut impl Device, mouse: bool) -> io::Result<()> {
        for mode in ORDER.into_iter().filter(|mode| mouse || *mode != Mode::Mouse) {
            // noted first: undoing what was not done is harmless, forgetting what was done is not
            self.0.fetch_or(mode.bit(), Ordering::SeqCst);
            if let Err(error) = set(device, mode) {
                self.undo(device);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Takes the mouse, or leaves it to the terminal, which then marks text with it.
    pub fn mouse(&self, device: &mut impl Device, ours: bool) -> io::Result<()> {
        let bit = Mode::Mouse.bit();
        if ours {
            self.0.fetch_or(bit, Ordering::SeqCst);
            set(device, Mode::Mouse)
        } else if self.0.fetch_and(!bit, Ordering::SeqCst) & bit != 0 {
            unset(device, Mode::Mouse)
        } else {
            Ok(())
        }
    }

    /// Undoes what is held, last first. Goes on after an error: a lost terminal is no reason to keep the others.
    pub fn undo(&self, device: &mut impl Device) {
        let held = self.0.swap(0, Ordering::SeqCst);
        for mode in ORDER.into_iter().rev().filter(|mode| held & mode.bit() != 0) {
            let _ = unset(device, mode);
        }
    }
}

fn set(device: &mut impl Device, mode: Mode) -> io::Result<()> {
    match mode {
        Mode::Raw => return device.raw(true),
        Mode::AlternateScreen => queue!(device, terminal::EnterAlternateScreen)?,
        Mode::BracketedPaste => queue!(device, event::EnableBracketedPaste)?,
        Mode::Mouse => device.write_all(MOUSE_ON)?,
        Mode::FocusReports => queue!(device, event::EnableFocusChange)?,
        Mode::HiddenCursor => queue!(device, cursor::Hide)?,
    }
    device.flush()
}

fn unset(device: &mut impl Device, mode: Mode) -> io::Result<()> {
    match mode {
        Mode::Raw => return device.raw(false),
        Mode::AlternateScreen => {
            // colours and waiting for the end of a frame belong to no screen: a frame that was cut short must not reach the shell
            queue!(
                device,
                terminal::EndSynchronizedUpdate,
                style::ResetColor,
                terminal::LeaveAlternateScreen
            )?;
        }
        Mode::BracketedPaste => queue!(device, event::DisableBracketedPaste)?,
        Mode::Mouse => device.write_all(MOUSE_OFF)?,
        Mode::FocusReports => queue!(device, event::DisableFocusChange)?,
        Mode::HiddenCursor => queue!(device, cursor::Show)?,
    }
    device.flush()
}

/// The real terminal, written to without a buffer in between.
#[derive(Debug)]
pub struct Tty {
    output: File,
}

impl Tty {
    /// The terminal behind an open file.
    pub fn new(output: File) -> Self {
        Self { output }
    }

    /// The open file.
    pub fn output(&mut self) -> &mut File {
        &mut self.output
    }
}

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

impl Device for Tty {
    fn raw(&mut self, on: bool) -> io::Result<()> {
        if on { terminal::enable_raw_mode() } else { terminal::disable_raw_mode() }
    }
}

/// Sees to it that a panic on this thread gives the terminal back before it is reported.
///
/// A panic on another thread ends a task, not the program: its message must not be written over the screen.
pub fn restore_on_panic() {
    static ONCE: Once = Once::new();
    let screen = std::thread::current().id();
    ONCE.call_once(move || {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let held = MODES.0.load(Ordering::SeqCst) != 0;
            if held && std::thread::current().id() != screen {
                // a task that panics ends alone; whoever waits for it tells what it means
                crash::quietly(info);
                return;
            }
            if let Ok(output) = io::stdout().as_fd().try_clone_to_owned() {
                MODES.undo(&mut Tty::new(File::from(output)));
            }
            report(info);
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records bytes and raw mode in their order; fails at the n-th step.
    #[derive(Default)]
    struct Recorder {
        seen: String,
        steps: usize,
        fail_at: Option<usize>,
    }

    impl Recorder {
        fn step(&mut self) -> io::Result<()> {
            self.steps += 1;
            if self.fail_at == Some(self.steps) { Err(io::Error::other("gone")) } else { Ok(()) }
        }
    }

    impl Write for Recorder {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.seen.push_str(&String::from_utf8_lossy(bytes).replace('\u{1b}', "^"));
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            self.step()
        }
    }

    impl Device for Recorder {
        fn raw(&mut self, on: bool) -> io::Result<()> {
            self.seen.push_str(if on { "<raw>" } else { "<cooked>" });
            self.step()
        }
    }

    const ENTER: &str = "<raw>^[?1049h^[?2004h^[?1000h^[?1006h^[?1004h^[?25l";
    const LEAVE: &str = "^[?25h^[?1004l^[?1006l^[?1000l^[?2004l^[?2026l^[0m^[?1049l<cooked>";

    #[test]
    fn modes_are_undone_in_reverse_and_only_once() {
        let (modes, mut device) = (Modes::default(), Recorder::default());
        modes.acquire(&mut device, true).unwrap();
        assert_eq!(device.seen, ENTER);
        device.seen.clear();
        modes.undo(&mut device);
        assert_eq!(device.seen, LEAVE);
        modes.undo(&mut device);
        assert_eq!(device.seen, LEAVE);
    }

    #[test]
    fn a_mode_that_fails_undoes_those_before_it() {
        let second = "^[?2026l^[0m^[?1049l<cooked>";
        for (fail_at, undone) in [(1, "<cooked>"), (2, second), (6, LEAVE)] {
            let (modes, mut device) =
                (Modes::default(), Recorder { fail_at: Some(fail_at), ..Recorder::default() });
            modes.acquire(&mut device, true).unwrap_err();
            assert!(device.seen.ends_with(undone), "{}", device.seen);
        }
    }

    #[test]
    fn a_mode_that_cannot_be_undone_does_not_keep_the_others() {
        let (modes, mut device) =
            (Modes::default(), Recorder { fail_at: Some(7), ..Recorder::default() });
        modes.acquire(&mut device, true).unwrap();
        modes.undo(&mut device);
        assert!(device.seen.ends_with("<cooked>"));
    }

    #[test]
    fn a_mouse_that_was_given_away_is_neither_undone_nor_taken_by_itself() {
        let (modes, mut device) = (Modes::default(), Recorder::default());
        modes.acquire(&mut device, true).unwrap();
        device.seen.clear();
        modes.mouse(&mut device, false).unwrap();
        modes.mouse(&mut device, false).unwrap();
        assert_eq!(device.seen, "^[?1006l^[?1000l");
        device.seen.clear();
        modes.undo(&mut device);
        modes.acquire(&mut device, false).unwrap();
        assert!(!device.seen.contains("1000"), "{}", device.seen);
        modes.mouse(&mut device, true).unwrap();
        device.seen.clear();
        modes.undo(&mut device);
        assert_eq!(device.seen, LEAVE);
    }
}
