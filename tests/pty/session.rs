//! A program on a pseudo-terminal, and the terminal emulator that watches it.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::modes::Modes;

/// How long anything may take to appear. Long, for slow machines: a test that passes does not wait.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the terminal shows and what was sent to it.
pub(crate) struct Seen {
    terminal: vt100::Parser,
    bytes: Vec<u8>,
    modes: Modes,
    closed: bool,
}

impl Seen {
    /// The private modes that are not as they were at first.
    pub(crate) fn modes(&self) -> Vec<u16> {
        self.modes.changed()
    }

    /// The screen.
    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.terminal.screen()
    }
}

/// A program on a terminal.
pub(crate) struct Session {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    ended: Receiver<u32>,
    pid: Option<Pid>,
    before: String,
}

fn cells(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap_or(NonZeroU16::MIN)
}

fn pty_size(columns: u16, lines: u16) -> PtySize {
    PtySize { rows: lines, cols: columns, pixel_width: 0, pixel_height: 0 }
}

impl Session {
    /// Starts a program on a terminal of this size.
    pub(crate) fn start(command: CommandBuilder, columns: u16, lines: u16) -> Self {
        let pair = native_pty_system().openpty(pty_size(columns, lines)).expect("a pty");
        let before = modes_of(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let pid = child.process_id().and_then(|pid| Pid::from_raw(i32::try_from(pid).ok()?));
        let terminal = vt100::Parser::new(cells(lines), cells(columns), 0);
        let seen = Seen { terminal, bytes: Vec::new(), modes: Modes::default(), closed: false };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        watch(pair.master.try_clone_reader().expect("a reader"), Arc::clone(&seen));
        Self {
            keyboard: pair.master.take_writer().expect("a writer"),
            master: pair.master,
            seen,
            ended: wait_in_background(child),
            pid,
            before,
        }
    }

    /// Types.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self.keyboard.flush().expect("the terminal takes keys");
    }

    /// Presses the mouse on a cell, counted from zero, and lets it go.
    pub(crate) fn click(&mut self, x: u16, y: u16) {
        let (x, y) = (x + 1, y + 1);
        self.keys(&format!("\u{1b}[<0;{x};{y}M\u{1b}[<0;{x};{y}m"));
    }

    /// What the system says of the program in `/proc`.
    pub(crate) fn proc_file(&self, name: &str) -> String {
        let pid = self.pid.expect("the program has an id").as_raw_nonzero();
        std::fs::read_to_string(format!("/proc/{pid}/{name}")).expect("the program lives")
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid.expect("the program has an id"), signal).expect("the program lives");
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&self, columns: u16, lines: u16) {
        self.seen.0.lock().unwrap().terminal.screen_mut().set_size(cells(lines), cells(columns));
        self.master.resize(pty_size(columns, lines)).expect("the terminal takes the size");
    }

    /// Gives it many sizes, one after the other, from nothing to 300x100; the last one is 39x9.
    pub(crate) fn storm(&self) {
        let widths = (0..=300_u16).step_by(7);
        let sizes = widths.flat_map(|columns| [(columns, columns / 3), (300 - columns, 100)]);
        let odd = [(0, 0), (1, 1), (300, 100), (0, 24), (80, 0), (39, 9)];
        for (columns, lines) in sizes.chain(odd) {
            self.resize(columns, lines);
        }
    }

    /// Waits until what was seen is as wanted.
    pub(crate) fn wait(&self, what: &str, wanted: impl Fn(&Seen) -> bool) {
        let (lock, changed) = &*self.seen;
        let seen = lock.lock().unwrap();
        let (seen, timeout) = changed
            .wait_timeout_while(seen, PATIENCE, |seen| !wanted(seen) && !seen.closed)
            .unwrap();
        assert!(
            !timeout.timed_out() && wanted(&seen),
            "{what} did not appear; modes {:?}; the screen is\n{}",
            seen.modes(),
            seen.screen().contents()
        );
    }

    /// Waits until the screen is as wanted.
    pub(crate) fn wait_until(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        self.wait(what, |seen| wanted(seen.screen()));
    }

    /// Looks at the screen as it is.
    pub(crate) fn look(&self, at: impl FnOnce(&vt100::Screen)) {
        at(self.seen.0.lock().unwrap().screen());
    }

    /// Waits until the screen shows `text`.
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// The exit status, once the program has ended and all it wrote was seen.
    pub(crate) fn status(&self) -> u32 {
        self.ended.recv_timeout(PATIENCE).expect("the program ends")
    }

    /// Everything the program wrote.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().bytes.clone()
    }

    /// Fails unless the terminal is as it was before the program started: line discipline, and every mode that was set.
    pub(crate) fn assert_restored(&self, after: &str) {
        self.wait("the terminal as it was", |seen| {
            seen.modes().is_empty() && !seen.screen().alternate_screen()
        });
        assert_eq!(modes_of(self.master.as_ref()), self.before, "terminal modes after {after}");
    }
}

impl Drop for Session {
    /// `tests/canary` searches what was written to terminals, too.
    fn drop(&mut self) {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        if let Some(left) = std::env::var_os("DIRAC_TOKENS_CANARY_LEFT") {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let path = std::path::Path::new(&left).join(format!("said/terminal-{number}"));
            std::fs::write(path, self.bytes()).expect("the transcript is kept");
        }
    }
}

/// The line discipline: raw or not, echo or not, and everything else that can be set.
fn modes_of(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a pty has modes"))
}

fn watch(mut reader: Box<dyn Read + Send>, seen: Arc<(Mutex<Seen>, Condvar)>) {
    std::thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = reader.read(&mut buffer).unwrap_or(0);
            let (lock, changed) = &*seen;
            let mut seen = lock.lock().unwrap();
            match buffer.get(..read) {
                Some([]) | None => seen.closed = true,
                Some(bytes) => {
                    seen.terminal.process(bytes);
                    seen.modes.take(bytes);
                    seen.bytes.extend_from_slice(bytes);
                }
            }
            changed.notify_all();
            if seen.closed {
                break;
            }
        }
    });
}

fn wait_in_background(mut child: Box<dyn Child + Send + Sync>) -> Receiver<u32> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        if let Ok(status) = child.wait() {
            let _ = sender.send(status.exit_code());
        }
    });
    receiver
}
