//! A console of one page, run by this very test binary in a child process: the terminal side by itself, with an end of any
//! kind at the press of a key.

use std::future::pending;

use dirac_tokens::app::present::{Body, Detail, Header, Line, QueryLine, Screenful, Tone};
use dirac_tokens::input::key::Key;
use dirac_tokens::runtime::terminal::{self, Console};
use dirac_tokens::view::{HitMap, Target, Theme};
use portable_pty::CommandBuilder;

/// The private modes that a console holds while it runs: hidden cursor, mouse, focus, alternate screen, paste.
pub(crate) const MODES: [u16; 6] = [25, 1000, 1004, 1006, 1049, 2004];
/// Set in the child process only.
const CHILD: &str = "DIRAC_TOKENS_TEST_STAND_IN";

/// The command that runs the stand-in.
pub(crate) fn command() -> CommandBuilder {
    let program = std::env::current_exe().expect("this test has a path");
    let mut command = CommandBuilder::new(program);
    command.args(["--exact", "stand_in::child", "--nocapture", "--test-threads=1"]);
    command.env(CHILD, "1");
    command.env("TERM", "xterm-256color");
    // what a panic says must not scroll off the screen
    command.env("RUST_BACKTRACE", "0");
    command
}

/// Counts the keys it was given; `q` leaves, `p` panics.
struct StandIn {
    keys: usize,
    dirty: bool,
    ended: bool,
    mouse: bool,
    seen: &'static str,
}

impl StandIn {
    fn count(&mut self) {
        self.keys += 1;
        self.dirty = true;
    }
}

impl Console for StandIn {
    fn start(&mut self) {}

    fn key(&mut self, key: Key) {
        match key {
            key if key == Key::char('q') => self.ended = true,
            key if key == Key::char('p') => panic!("on purpose"),
            key if key == Key::char('M') => self.mouse = !self.mouse,
            _ => {}
        }
        self.count();
    }

    fn paste(&mut self, _text: String) {
        self.count();
    }

    fn press(&mut self, _target: Option<Target>) {
        self.count();
    }

    fn wheel(&mut self, _target: Option<Target>, _rows: i32) {
        self.count();
    }

    fn focus(&mut self, focused: bool) {
        self.seen = if focused { "looked at" } else { "alone" };
        self.dirty = true;
    }

    async fn wait(&mut self) {
        pending::<()>().await;
    }

    fn frame(&mut self, all: bool) -> Option<Screenful<'_>> {
        if !(std::mem::take(&mut self.dirty) || all) {
            return None;
        }
        let text = format!("{} keys so far, {}", self.keys, self.seen);
        let lines = vec![Line::Text { text, tone: Tone::Bad }];
        Some(Screenful {
            header: Header { installation: "stand-in".to_owned(), ..Header::default() },
            tabs: Vec::new(),
            body: Body::Page(Detail { lines, ..Detail::default() }),
            query: QueryLine::default(),
            footer: Vec::new(),
            notice: None,
            overlay: None,
            now: jiff::Timestamp::UNIX_EPOCH,
        })
    }

    fn drawn(&mut self, _hits: &HitMap) {}

    fn ended(&self) -> Option<u8> {
        self.ended.then_some(7)
    }

    fn mouse(&self) -> bool {
        self.mouse
    }
}

/// Not a test by itself: the child process of the others ends up here. In the parent it only checks that it is the parent.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the child's status has to be the console's, not the test runner's"
)]
fn child() {
    if std::env::var_os(CHILD).is_none() {
        assert!(command().get_env(CHILD).is_some(), "the child is told what it is");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut console =
        StandIn { keys: 0, dirty: false, ended: false, mouse: true, seen: "looked at" };
    let end = runtime.block_on(terminal::run(&mut console, Theme::mono()));
    std::process::exit(end.map_or(3, |end| i32::from(end.status())));
}
