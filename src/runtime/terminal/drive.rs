//! The loop between a console and its display: signals first, then keys, then results; at most one frame a turn.
//!
//! A key is answered by a frame at once. Results may come in floods: they cause a frame every 16 ms at most. Nothing is drawn when
//! nothing has changed, and nothing is awaited but the next thing to happen.

use std::future::poll_fn;
use std::io;
use std::task::Poll;
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, sleep_until};

use super::input::Input;
use super::signals::{Signal, Source};
use crate::app::present::Screenful;
use crate::input::key::Key;
use crate::view::{HitMap, Target};

/// Time between two frames that results alone have caused.
const PACE: Duration = Duration::from_millis(16);
/// Inputs taken in before a frame is drawn, at most.
const BATCH: usize = 256;

/// What is shown and what answers.
pub trait Console {
    /// Begins to work; called once, after the first frame.
    fn start(&mut self);
    /// A key was pressed. This and all below return at once.
    fn key(&mut self, key: Key);
    /// A text was pasted.
    fn paste(&mut self, text: String);
    /// The mouse was pressed on what was drawn there.
    fn press(&mut self, target: Option<Target>);
    /// The wheel was turned over what was drawn there, by so many rows; negative is up.
    fn wheel(&mut self, target: Option<Target>, rows: i32);
    /// The terminal gained or lost the focus.
    fn focus(&mut self, focused: bool);
    /// Waits until something has come back or time has changed something, and takes it in. May be dropped and called again.
    fn wait(&mut self) -> impl Future<Output = ()>;
    /// What to draw, if something has changed since the last time; with `all`, in any case.
    fn frame(&mut self, all: bool) -> Option<Screenful<'_>>;
    /// What was drawn where.
    fn drawn(&mut self, hits: &HitMap);
    /// The exit status, once the user wants to leave.
    fn ended(&self) -> Option<u8>;
    /// Whether it wants the mouse; otherwise the terminal marks text with it.
    fn mouse(&self) -> bool;
}

/// Where frames go.
pub trait Display {
    /// Shows a frame.
    fn draw(&mut self, screen: &Screenful<'_>) -> io::Result<HitMap>;
    /// Takes note of the terminal's new size.
    fn resized(&mut self) -> io::Result<()>;
    /// Takes the mouse, or leaves it to the terminal.
    fn mouse(&mut self, ours: bool) -> io::Result<()>;
    /// Gives the terminal back and stops the process. False if nobody could continue it: then nothing has happened.
    fn suspend(&mut self) -> io::Result<bool>;
    /// Takes the terminal over again.
    fn resume(&mut self) -> io::Result<()>;
}

/// How the console ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By the user, with this exit status.
    Left(u8),
    /// By a signal.
    Signal(Signal),
    /// The terminal has no more keys for us.
    InputClosed,
}

impl End {
    /// The exit status of the process.
    pub fn status(self) -> u8 {
        match self {
            Self::Left(status) => status,
            Self::Signal(Signal::Terminate) => 143,
            Self::Signal(Signal::HangUp) | Self::InputClosed => 129,
            Self::Signal(Signal::Quit) => 131,
            Self::Signal(Signal::Interrupt | Signal::Stop | Signal::Continue) => 130,
        }
    }
}

enum Event {
    Signal(Signal),
    Input(Option<io::Result<Input>>),
    Result,
    Frame,
}

/// What a turn of the loop asks for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wish {
    /// A frame when it is due.
    Due,
    /// A frame at once, if something has changed.
    Now,
    /// A whole frame at once.
    All,
}

/// Runs until the user leaves, a signal ends it, or the display fails.
pub async fn drive<C, D, I, S>(
    console: &mut C,
    display: &mut D,
    inputs: &mut I,
    signals: &mut S,
) -> io::Result<End>
where
    C: Console,
    D: Display,
    I: Stream<Item = io::Result<Input>> + Unpin,
    S: Source,
{
    let mut hits = HitMap::default();
    draw(console, display, &mut hits, true)?;
    console.start();
    draw(console, display, &mut hits, false)?;
    let mut mouse = true;
    let mut last = Instant::now();
    // whether something may have changed since the last frame
    let mut waiting = true;
    // from a stop until SIGCONT the terminal is somebody else's: nothing may be written to it
    let mut away = false;
    loop {
        let event = tokio::select! {
            biased;
            signal = signals.next() => Event::Signal(signal),
            input = inputs.next() => Event::Input(input),
            () = sleep_until(last + PACE), if waiting && !away => Event::Frame,
            () = console.wait() => Event::Result,
        };
        let wish = match event {
            Event::Signal(Signal::Stop) => {
                away = display.suspend()?;
                Wish::Due
            }
            Event::Signal(Signal::Continue) => {
                display.resume()?;
                away = false;
                // whether it was lost meanwhile nobody has told
                console.focus(true);
                Wish::All
            }
            Event::Signal(signal) => return Ok(End::Signal(signal)),
            Event::Input(None) => return Ok(End::InputClosed),
            Event::Input(Some(first)) => {
                take_in(first?, console, display, inputs, &hits, &mut away).await?
            }
            Event::Result => {
                waiting = true;
                Wish::Due
            }
            Event::Frame => Wish::Due,
        };
        if let Some(status) = console.ended() {
            return Ok(End::Left(status));
        }
        if away {
            waiting = true;
            continue;
        }
        if console.mouse() != mouse {
            mouse = !mouse;
            display.mouse(mouse)?;
        }
        if wish > Wish::Due || (waiting && last.elapsed() >= PACE) {
            // what was drawn may have told the console of a new layout, which it answers in the next frame
            waiting = draw(console, display, &mut hits, wish == Wish::All)?;
            if waiting {
                last = Instant::now();
            }
        }
    }
}

/// Takes in an input and those that have come with it. Of many changes of size the last one counts, turns of the wheel are
/// summed up. `away` is set when the process was stopped: the terminal is taken over again with SIGCONT, a signal of its own.
async fn take_in<C, D, I>(
    first: Input,
    console: &mut C,
    display: &mut D,
    inputs: &mut I,
    hits: &HitMap,
    away: &mut bool,
) -> io::Result<Wish>
where
    C: Console,
    D: Display,
    I: Stream<Item = io::Result<Input>> + Unpin,
{
    let mut wish = Wish::Now;
    let mut resized = false;
    let mut turned: Option<(Option<Target>, i32)> = None;
    let mut input = first;
    for taken in 1..=BATCH {
        if let Input::Wheel(x, y, rows) = input {
            let target = hits.at(x, y);
            match &mut turned {
                Some((over, sum)) if *over == target => *sum = sum.saturating_add(rows),
                _ => {
                    turn(console, turned.take());
                    turned = Some((target, rows));
                }
            }
        } else {
            turn(console, turned.take());
        }
        match input {
            Input::Resized => resized = true,
            Input::Nothing | Input::Wheel(..) => {}
            // raw mode makes a key of it; pressed twice at once it stops once
            Input::Key(key) if key == Key::ctrl('z') => {
                if !*away {
                    *away = display.suspend()?;
                }
            }
            Input::Key(key) => console.key(key),
            Input::Paste(text) => console.paste(text),
            Input::Press(x, y) => console.press(hits.at(x, y)),
            Input::Focus(focused) => console.focus(focused),
        }
        if taken == BATCH || console.ended().is_some() {
            break;
        }
        match at_hand(inputs).await.transpose()? {
            Some(next) => input = next,
            None => break,
        }
    }
    turn(console, turned);
    if resized {
        display.resized()?;
        wish = Wish::All;
    }
    Ok(wish)
}

fn turn(console: &mut impl Console, turned: Option<(Option<Target>, i32)>) {
    if let Some((target, rows)) = turned {
        console.wheel(target, rows);
    }
}

/// The next input if it has come already.
///
/// Polled with the waker of this task: crossterm's stream keeps the first waker it is shown until a key comes, so one
/// that wakes nobody (`now_or_never`) would leave the console deaf.
async fn at_hand<I>(inputs: &mut I) -> Option<io::Result<Input>>
where
    I: Stream<Item = io::Result<Input>> + Unpin,
{
    poll_fn(|context| match inputs.poll_next_unpin(context) {
        Poll::Ready(input) => Poll::Ready(input),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

fn draw(
    console: &mut impl Console,
    display: &mut impl Display,
    hits: &mut HitMap,
    all: bool,
) -> io::Result<bool> {
    let Some(screen) = console.frame(all) else { return Ok(false) };
    *hits = display.draw(&screen)?;
    drop(screen);
    console.drawn(hits);
    Ok(true)
}

#[cfg(test)]
mod tests;
