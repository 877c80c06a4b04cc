//! What the loop promises, without a terminal and with time standing still.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use std::pin::Pin;
use std::task::{Context, Waker};

use futures_util::stream;
use ratatui::layout::Rect;
use tokio::sync::mpsc;

use super::*;
use crate::app::present::{Body, Detail, Header, QueryLine};

/// What has happened, in its order.
type Story = Rc<RefCell<Vec<String>>>;

fn tell(story: &Story, what: &str) {
    story.borrow_mut().push(what.to_owned());
}

struct Fake {
    story: Story,
    results: mpsc::UnboundedReceiver<()>,
    dirty: bool,
    ended: Option<u8>,
    mouse: bool,
}

impl Fake {
    fn new(story: &Story, results: mpsc::UnboundedReceiver<()>) -> Self {
        Self { story: Rc::clone(story), results, dirty: false, ended: None, mouse: true }
    }
}

impl Console for Fake {
    fn start(&mut self) {
        tell(&self.story, "start");
    }

    fn key(&mut self, key: Key) {
        self.dirty = true;
        match key {
            key if key == Key::char('q') => self.ended = Some(0),
            key if key == Key::char('M') => self.mouse = !self.mouse,
            key => tell(&self.story, &format!("key {key}")),
        }
    }

    fn paste(&mut self, text: String) {
        self.dirty = true;
        tell(&self.story, &format!("paste of {}", text.len()));
    }

    fn press(&mut self, target: Option<Target>) {
        self.dirty = true;
        tell(&self.story, &format!("press {target:?}"));
    }

    fn wheel(&mut self, target: Option<Target>, rows: i32) {
        self.dirty = true;
        tell(&self.story, &format!("wheel {target:?} {rows}"));
    }

    fn focus(&mut self, focused: bool) {
        tell(&self.story, &format!("focus {focused}"));
    }

    async fn wait(&mut self) {
        match self.results.recv().await {
            Some(()) => self.dirty = true,
            None => std::future::pending().await,
        }
    }

    fn frame(&mut self, all: bool) -> Option<Screenful<'_>> {
        if !(std::mem::take(&mut self.dirty) || all) {
            return None;
        }
        Some(Screenful {
            header: Header::default(),
            tabs: Vec::new(),
            body: Body::Page(Detail::default()),
            query: QueryLine::default(),
            footer: Vec::new(),
            notice: None,
            overlay: None,
            now: jiff::Timestamp::UNIX_EPOCH,
        })
    }

    fn drawn(&mut self, _hits: &HitMap) {}

    fn ended(&self) -> Option<u8> {
        self.ended
    }

    fn mouse(&self) -> bool {
        self.mouse
    }
}

struct Paper(Story);

impl Display for Paper {
    fn draw(&mut self, _screen: &Screenful<'_>) -> io::Result<HitMap> {
        tell(&self.0, "frame");
        let mut hits = HitMap::default();
        hits.add(Rect::new(0, 0, 10, 1), Target::Row(0));
        hits.add(Rect::new(0, 1, 10, 1), Target::Detail);
        Ok(hits)
    }

    fn resized(&mut self) -> io::Result<()> {
        tell(&self.0, "resized");
        Ok(())
    }

    fn mouse(&mut self, ours: bool) -> io::Result<()> {
        tell(&self.0, &format!("mouse {ours}"));
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<bool> {
        tell(&self.0, "suspend");
        Ok(true)
    }

    fn resume(&mut self) -> io::Result<()> {
        tell(&self.0, "resume");
        Ok(())
    }
}

/// Signals that come one after the other, then none.
struct Planned(VecDeque<Signal>);

impl Source for Planned {
    async fn next(&mut self) -> Signal {
        match self.0.pop_front() {
            Some(signal) => signal,
            None => std::future::pending().await,
        }
    }
}

fn key(c: char) -> Input {
    Input::Key(Key::char(c))
}

/// Plays inputs and signals, with no end of input unless `q` or a signal ends it.
async fn play(inputs: Vec<Input>, signals: &[Signal]) -> (io::Result<End>, Vec<String>) {
    let story = Story::default();
    let (_sender, results) = mpsc::unbounded_channel();
    let mut console = Fake::new(&story, results);
    let mut display = Paper(story.clone());
    let mut inputs = stream::iter(inputs.into_iter().map(Ok)).chain(stream::pending());
    let mut signals = Planned(signals.iter().copied().collect());
    let end = drive(&mut console, &mut display, &mut inputs, &mut signals).await;
    let told = story.borrow().clone();
    (end, told)
}

/// Plays inputs and lets an hour pass.
async fn undisturbed(inputs: Vec<Input>) -> Vec<String> {
    let story = Story::default();
    let (_sender, results) = mpsc::unbounded_channel();
    let mut console = Fake::new(&story, results);
    let mut display = Paper(story.clone());
    let mut inputs = stream::iter(inputs.into_iter().map(Ok)).chain(stream::pending());
    let mut signals = Planned(VecDeque::new());
    let driven = drive(&mut console, &mut display, &mut inputs, &mut signals);
    assert!(tokio::time::timeout(Duration::from_secs(3600), driven).await.is_err());
    story.take()
}

#[tokio::test(start_paused = true)]
async fn something_is_seen_before_anything_is_started() {
    let (end, story) = play(vec![key('q')], &[]).await;
    assert_eq!(end.unwrap(), End::Left(0));
    assert_eq!(story, ["frame", "start"]);
}

#[tokio::test(start_paused = true)]
async fn keys_that_come_together_are_answered_by_one_frame() {
    let story = undisturbed(vec![key('j'), key('j'), key('k')]).await;
    assert_eq!(story, ["frame", "start", "key j", "key j", "key k", "frame"]);
}

#[tokio::test(start_paused = true)]
async fn signals_go_before_keys_and_end_with_their_own_status() {
    for (signal, status) in [
        (Signal::Interrupt, 130),
        (Signal::Terminate, 143),
        (Signal::HangUp, 129),
        (Signal::Quit, 131),
    ] {
        let (end, story) = play(vec![key('j')], &[signal]).await;
        let end = end.unwrap();
        assert_eq!((end, end.status()), (End::Signal(signal), status));
        assert_eq!(story, ["frame", "start"]);
    }
}

#[tokio::test(start_paused = true)]
async fn after_a_stop_everything_is_drawn_anew() {
    let (_, story) = play(vec![], &[Signal::Stop, Signal::Continue, Signal::Terminate]).await;
    assert_eq!(story, ["frame", "start", "suspend", "resume", "focus true", "frame"]);
    let ctrl_z = Input::Key(Key::ctrl('z'));
    let (_, story) = play(vec![ctrl_z, key('q')], &[]).await;
    assert_eq!(story, ["frame", "start", "suspend"]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_written_to_the_terminal_between_a_stop_and_its_end() {
    let ctrl_z = || Input::Key(Key::ctrl('z'));
    let story = undisturbed(vec![key('j'), key('M'), ctrl_z(), ctrl_z()]).await;
    assert_eq!(story, ["frame", "start", "key j", "suspend"]);
    let (_, story) = play(vec![], &[Signal::Stop, Signal::Stop, Signal::Terminate]).await;
    assert_eq!(story, ["frame", "start", "suspend", "suspend"]);
}

#[tokio::test(start_paused = true)]
async fn of_many_sizes_the_last_one_counts() {
    let mut inputs: Vec<_> = (0..200).map(|_| Input::Resized).collect();
    inputs.push(key('x'));
    assert_eq!(undisturbed(inputs).await, ["frame", "start", "key x", "resized", "frame"]);
}

#[tokio::test(start_paused = true)]
async fn turns_of_the_wheel_that_come_together_are_one() {
    let down = |y| Input::Wheel(2, y, 3);
    let up = Input::Wheel(2, 0, -3);
    let inputs = vec![down(0), down(0), up, down(1), key('x'), down(1), Input::Press(3, 0)];
    let told = undisturbed(inputs).await;
    let expected = [
        "wheel Some(Row(0)) 3",
        "wheel Some(Detail) 3",
        "key x",
        "wheel Some(Detail) 3",
        "press Some(Row(0))",
        "frame",
    ];
    assert_eq!(told[2..], expected);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_keys_turns_and_sizes_at_once_are_a_handful_of_frames() {
    let inputs = (0..3_000).map(|number| match number % 3 {
        0 => Input::Wheel(0, 0, 3),
        1 => Input::Resized,
        _ => key('j'),
    });
    let told = undisturbed(inputs.collect()).await;
    let frames = told.iter().filter(|what| *what == "frame").count();
    assert!((2..=1 + 3_000_usize.div_ceil(BATCH)).contains(&frames), "{frames} frames");
    assert_eq!(told.iter().filter(|what| *what == "key j").count(), 1_000, "no key is lost");
}

#[tokio::test(start_paused = true)]
async fn the_mouse_is_given_away_and_taken_back_as_the_console_wishes() {
    let told = undisturbed(vec![key('M')]).await;
    assert_eq!(told, ["frame", "start", "mouse false", "frame"]);
    let told = undisturbed(vec![key('M'), key('M')]).await;
    assert_eq!(told, ["frame", "start", "frame"]);
}

#[tokio::test(start_paused = true)]
async fn a_lost_terminal_is_an_error_not_an_endless_loop() {
    let story = Story::default();
    let (_sender, results) = mpsc::unbounded_channel();
    let mut console = Fake::new(&story, results);
    let mut inputs = stream::iter([Err(io::Error::other("gone"))]).chain(stream::pending());
    let mut signals = Planned(VecDeque::new());
    let end = drive(&mut console, &mut Paper(story), &mut inputs, &mut signals).await;
    assert_eq!(end.unwrap_err().to_string(), "gone");
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_results_draws_at_most_one_frame_in_16_ms() {
    let story = Story::default();
    let (sender, results) = mpsc::unbounded_channel();
    let flood = async move {
        for _ in 0..1_000 {
            tokio::time::sleep(Duration::from_millis(1)).await;
            for _ in 0..10 {
                sender.send(()).unwrap();
            }
        }
        sender
    };
    let mut console = Fake::new(&story, results);
    let mut display = Paper(story.clone());
    let mut inputs = stream::pending();
    let mut signals = Planned(VecDeque::new());
    let driven = drive(&mut console, &mut display, &mut inputs, &mut signals);
    tokio::select! {
        _ = driven => panic!("nothing ends it"),
        _sender = flood => {}
    }
    let frames = story.borrow().iter().filter(|what| *what == "frame").count();
    assert!((50..=64).contains(&frames), "{frames} frames in a second");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_drawn_while_nothing_happens() {
    assert_eq!(undisturbed(vec![]).await, ["frame", "start"]);
}

/// Keys as crossterm's stream brings them: until a key comes it remembers the waker that it was shown first, and no other.
struct OneByOne {
    keys: VecDeque<char>,
    shown: Rc<RefCell<Option<Waker>>>,
    here: Rc<RefCell<bool>>,
}

impl Stream for OneByOne {
    type Item = io::Result<Input>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.here.replace(false) {
            self.shown.take();
            return Poll::Ready(self.keys.pop_front().map(|c| Ok(key(c))));
        }
        self.shown.borrow_mut().get_or_insert_with(|| context.waker().clone());
        Poll::Pending
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_that_comes_later_is_heard_although_an_earlier_one_was_alone() {
    let story = Story::default();
    let (_sender, results) = mpsc::unbounded_channel();
    let mut console = Fake::new(&story, results);
    let mut display = Paper(story.clone());
    let (shown, here) = (Rc::new(RefCell::new(None::<Waker>)), Rc::new(RefCell::new(true)));
    let mut inputs = OneByOne {
        keys: VecDeque::from(['j', 'k', 'q']),
        shown: Rc::clone(&shown),
        here: Rc::clone(&here),
    };
    let mut signals = Planned(VecDeque::new());
    let typist = async {
        for _ in 0..2 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            here.replace(true);
            if let Some(waker) = shown.take() {
                waker.wake();
            }
        }
        std::future::pending::<()>().await;
    };
    let driven = drive(&mut console, &mut display, &mut inputs, &mut signals);
    let end = tokio::select! {
        end = tokio::time::timeout(Duration::from_secs(60), driven) => end,
        () = typist => unreachable!(),
    };
    assert_eq!(end.expect("the console went deaf").unwrap(), End::Left(0));
}
