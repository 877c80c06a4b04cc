//! The program on a terminal, in figures: how soon a key is answered while a server stalls, in units of the terminal itself;
//! what it writes and how often it wakes up while nothing happens; how soon it leaves with a request in flight.
//!
//! `cargo bench --bench terminal` prints a line for each and fails if one is over its limit.

#[path = "../support/faults.rs"]
#[expect(dead_code, reason = "the test binaries use the rest")]
mod faults;
#[path = "../support/guarded.rs"]
#[expect(dead_code, reason = "the test binaries use the rest")]
mod guarded;
#[path = "../support/living.rs"]
mod living;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{Read as _, Write};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use faults::{Fault, Way};
use guarded::Leave;
use living::Living;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// An answer to a key takes at most so many times what an echo takes.
const ANSWER: f64 = 4.0;
/// How long the server stalls, and how long nothing happens.
const WHILE: Duration = Duration::from_secs(10);
/// Between two keys: a quick typist.
const PAUSE: Duration = Duration::from_millis(40);
/// Wakeups in [`WHILE`] at rest.
const WAKEUPS: u64 = 10;
/// From the key to the end of the process.
const LEAVE: Duration = Duration::from_millis(100);
/// How often leaving is tried.
const LEAVINGS: usize = 11;
/// How long anything may take at all.
const PATIENCE: Duration = Duration::from_secs(60);
/// What ends a frame (<https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036>: synchronized output).
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";
/// What no release may contain (src/runtime/terminal/rehearsal.rs).
const REHEARSAL: &[u8] = b"DIRAC_TOKENS_REHEARSAL";

/// A program on a terminal of its own.
struct Line {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    _master: Box<dyn MasterPty + Send>,
}

impl Line {
    fn open(command: CommandBuilder) -> Self {
        let size = PtySize { rows: 50, cols: 200, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, chunks) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                let chunk = buffer.get(..read).unwrap_or_default().to_vec();
                if sender.send((now(), chunk)).is_err() {
                    break;
                }
            }
        });
        let keyboard = pair.master.take_writer().expect("a keyboard");
        Self { child, keyboard, chunks, _master: pair.master }
    }

    /// Presses a key and waits for the end of what it causes; how long until that began.
    fn answer(&mut self, key: &[u8], end: &[u8]) -> Duration {
        let pressed = now();
        self.keyboard.write_all(key).expect("the terminal takes keys");
        let (came, mut shown) = self.chunks.recv_timeout(PATIENCE).expect("a key is answered");
        while !shown.ends_with(end) {
            shown.extend(self.chunks.recv_timeout(PATIENCE).expect("a whole frame").1);
        }
        came.duration_since(pressed)
    }

    /// Waits until `text` was written.
    fn wait_for(&mut self, text: &str) {
        let mut shown = Vec::new();
        while !String::from_utf8_lossy(&shown).contains(text) {
            shown.extend(self.chunks.recv_timeout(PATIENCE).expect("the text appears").1);
        }
    }

    /// Reads until nothing has come for so long.
    fn until_quiet(&mut self, quiet: Duration) {
        while self.chunks.recv_timeout(quiet).is_ok() {}
    }

    /// Bytes that come within a time.
    fn bytes_within(&mut self, time: Duration) -> usize {
        let end = now() + time;
        let mut bytes = 0;
        while let Ok((_, chunk)) = self.chunks.recv_timeout(end.saturating_duration_since(now())) {
            bytes += chunk.len();
        }
        bytes
    }

    /// How often each thread of the program went to sleep by itself so far (proc(5), `voluntary_ctxt_switches`).
    fn sleeps(&self) -> BTreeMap<OsString, u64> {
        let pid = self.child.process_id().expect("a process");
        let tasks = fs::read_dir(format!("/proc/{pid}/task")).expect("its threads");
        let of = |task: fs::DirEntry| {
            let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
            let line = status.lines().find_map(|l| l.strip_prefix("voluntary_ctxt_switches:"));
            let count = line.and_then(|count| count.trim().parse::<u64>().ok());
            (task.file_name(), count.unwrap_or(0))
        };
        tasks.flatten().map(of).collect()
    }

    fn leave(mut self) {
        let _ = self.keyboard.write_all(b"q");
        let _ = self.child.wait();
    }
}

/// Everything here is about real time.
#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn now() -> Instant {
    Instant::now()
}

/// The console on an installation, with its rows on the screen.
fn console(living: &Living) -> Line {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dirac-tokens"));
    command.args(living.options());
    command.env_clear();
    for (name, value) in living.environment() {
        command.env(name, value);
    }
    command.cwd(living.home.path());
    let mut line = Line::open(command);
    line.wait_for("CheckIn");
    line.until_quiet(Duration::from_millis(500));
    line
}

/// Holds every answer of the CS back, and has the console wait for one.
fn stall(living: &Living, line: &mut Line) {
    let before = living.proxy.seen().stalls;
    living.proxy.set(Fault::Stall(Way::Down, 0));
    line.keyboard.write_all(b"R").expect("the terminal takes keys");
    living.proxy.wait_until(|seen| seen.stalls > before);
    line.until_quiet(Duration::from_millis(300));
}

fn let_go(living: &Living) {
    living.proxy.set(Fault::None);
    living.proxy.release();
}

fn p95(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() * 95 / 100).copied().unwrap_or_default()
}

fn say(line: &str, good: bool) -> bool {
    let _ = writeln!(std::io::stdout(), "{line}: {}", if good { "good" } else { "over" });
    good
}

/// Keys while a server stalls, an echo after each of them as the measure.
fn answers(living: &Living) -> bool {
    let mut echo = Line::open({
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", "stty raw -echo; printf ready; exec cat"]);
        command
    });
    echo.wait_for("ready");
    let mut line = console(living);
    stall(living, &mut line);
    let down = living.proxy.seen().down;
    let (mut floor, mut ours) = (Vec::new(), Vec::new());
    let begun = now();
    while begun.elapsed() < WHILE {
        for key in [b"j", b"k"] {
            std::thread::sleep(PAUSE);
            floor.push(echo.answer(b"x", b"x"));
            std::thread::sleep(PAUSE);
            ours.push(line.answer(key, FRAME_ENDS));
        }
    }
    let stalled = living.proxy.seen().down == down;
    let_go(living);
    line.leave();
    let _ = echo.child.kill();
    let _ = echo.child.wait();
    let keys = ours.len();
    let (floor, ours) = (p95(floor), p95(ours));
    let ratio = ours.as_secs_f64() / floor.as_secs_f64();
    let line = format!(
        "{keys} keys while a server stalls for {} s: p95 {} us, an echo {} us, {ratio:.2}x (limit {ANSWER}x)",
        WHILE.as_secs(),
        ours.as_micros(),
        floor.as_micros(),
    );
    say(&line, stalled && ratio <= ANSWER)
}

/// Nothing happens: nothing is written, hardly anything wakes up.
fn rest(living: &Living) -> bool {
    let mut line = console(living);
    line.until_quiet(Duration::from_secs(2));
    let before = line.sleeps();
    let bytes = line.bytes_within(WHILE);
    // a thread that has ended meanwhile is gone from the list, and so is what it did
    let since = |(thread, sleeps): (OsString, u64)| {
        sleeps.saturating_sub(before.get(&thread).copied().unwrap_or(0))
    };
    let wakeups: u64 = line.sleeps().into_iter().map(since).sum();
    line.leave();
    let line = format!(
        "at rest for {} s: {bytes} bytes (limit 0), {wakeups} wakeups (limit {WAKEUPS})",
        WHILE.as_secs()
    );
    say(&line, bytes == 0 && wakeups <= WAKEUPS)
}

/// Leaving while a request is under way that nobody answers.
fn leaving(living: &Living) -> bool {
    let mut times = Vec::new();
    for _ in 0..LEAVINGS {
        let mut line = console(living);
        stall(living, &mut line);
        let pressed = now();
        line.keyboard.write_all(b"q").expect("the terminal takes keys");
        let _ = line.child.wait();
        times.push(pressed.elapsed());
        let_go(living);
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    let line = format!(
        "leaving with a request in flight: {} ms of {LEAVINGS}, at most {} ms (limit {} ms)",
        median.as_millis(),
        times.last().map_or(0, Duration::as_millis),
        LEAVE.as_millis()
    );
    say(&line, median <= LEAVE)
}

/// No release panics on purpose.
fn unrehearsed() -> bool {
    let binary = fs::read(env!("CARGO_BIN_EXE_dirac-tokens")).expect("the program");
    let found = memchr::memmem::find_iter(&binary, REHEARSAL).count();
    say(&format!("places that panic on purpose in this build: {found} (limit 0)"), found == 0)
}

fn main() -> ExitCode {
    if std::env::args().any(|arg| arg == "--test" || arg == "--list") {
        return ExitCode::SUCCESS;
    }
    let living = Living::start(Leave::Read);
    let good = [unrehearsed(), rest(&living), leaving(&living), answers(&living)];
    if good.iter().all(|good| *good) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
