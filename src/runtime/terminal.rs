//! The console on a real terminal: takes it over, shows frames on it, reads keys and signals, and gives it back.
//!
//! Every mode is acquired by itself and undone in reverse, whatever ends the program ([`modes`]). A frame is one write
//! ([`painter`]). The loop ([`drive`]) knows neither: it is tested without a terminal. Nothing here knows what is on the screen.

use std::fs::File;
use std::io;
use std::os::fd::AsFd;

use crossterm::event::EventStream;
use futures_util::StreamExt;
use rustix::termios;

use crate::app::present::Screenful;
use crate::view::Theme;

mod console;
pub mod drive;
pub mod hangup;
pub mod input;
pub mod modes;
pub mod painter;
#[cfg(debug_assertions)]
mod rehearsal;
pub mod signals;

pub use drive::{Console, Display, End};
pub use input::Input;

use modes::{MODES, Tty};
use painter::Painter;
use signals::Signals;

/// Columns and lines beyond which the screen is not used: a terminal may claim 65,535 of each.
const LARGEST: (u16, u16) = (1_000, 500);

/// What to say when standard output is not a terminal, or cannot be used as one.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// Taking the terminal over failed; what was acquired has been undone.
    #[error(
        "The terminal cannot be used: {0}. Run it in a terminal, or use the commands: dirac-tokens --help."
    )]
    Unusable(#[source] io::Error),
    /// It was lost while in use.
    #[error("The terminal was lost: {0}.")]
    Lost(#[source] io::Error),
}

impl TerminalError {
    /// The exit status of the process: 3, or that of a hang-up.
    pub fn status(&self) -> u8 {
        match self {
            Self::Unusable(_) => 3,
            Self::Lost(_) => 129,
        }
    }
}

/// Runs a console on the terminal until it ends.
///
/// Has to be called on the thread that the program's other threads do not depend on: a panic on this thread restores the
/// terminal first, a panic on another one is left to whoever waits for it. The terminal is as it was before when this
/// returns, requests in flight or not.
pub async fn run(console: &mut impl Console, theme: Theme) -> Result<End, TerminalError> {
    // mono is a theme, not a filter: crossterm's own NO_COLOR would reset bold and reverse together with the colour
    crossterm::style::force_color_output(true);
    let output = io::stdout().as_fd().try_clone_to_owned();
    let lost = output.and_then(hangup::watch).map_err(TerminalError::Unusable)?;
    let mut signals = Signals::listen(lost).map_err(TerminalError::Unusable)?;
    let mut terminal = Terminal::open(theme).map_err(TerminalError::Unusable)?;
    let events = EventStream::new().map(|event| event.map(Input::from_event));
    #[cfg(debug_assertions)]
    let events = events.inspect(rehearsal::play);
    let mut events = events;
    drive::drive(console, &mut terminal, &mut events, &mut signals)
        .await
        .map_err(TerminalError::Lost)
}

/// The terminal, taken over; given back when dropped.
pub struct Terminal {
    tty: Tty,
    painter: Painter,
    theme: Theme,
    mouse: bool,
}

impl Terminal {
    /// Takes the terminal over, mode by mode.
    pub fn open(theme: Theme) -> io::Result<Self> {
        let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let (columns, lines) = size(&output)?;
        modes::restore_on_panic();
        let mut tty = Tty::new(output);
        MODES.acquire(&mut tty, true)?;
        Ok(Self { tty, painter: Painter::new(columns, lines), theme, mouse: true })
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        MODES.undo(&mut self.tty);
    }
}

impl Display for Terminal {
    fn draw(&mut self, screen: &Screenful<'_>) -> io::Result<crate::view::HitMap> {
        let theme = self.theme;
        self.painter
            .draw(self.tty.output(), |area, buf| crate::view::draw(screen, &theme, area, buf))
    }

    fn resized(&mut self) -> io::Result<()> {
        let (columns, lines) = size(self.tty.output())?;
        self.painter.resize(columns, lines);
        Ok(())
    }

    fn mouse(&mut self, ours: bool) -> io::Result<()> {
        self.mouse = ours;
        MODES.mouse(&mut self.tty, ours)
    }

    fn suspend(&mut self) -> io::Result<bool> {
        if !signals::can_be_continued() {
            return Ok(false);
        }
        MODES.undo(&mut self.tty);
        signals::stop()?;
        Ok(true)
    }

    fn resume(&mut self) -> io::Result<()> {
        // whoever stopped us may have set the terminal to its own liking
        MODES.undo(&mut self.tty);
        MODES.acquire(&mut self.tty, self.mouse)?;
        self.resized()?;
        self.painter.repaint();
        Ok(())
    }
}

/// Columns and lines of the terminal.
fn size(output: &File) -> io::Result<(u16, u16)> {
    let size = termios::tcgetwinsize(output)?;
    Ok((size.ws_col.min(LARGEST.0), size.ws_row.min(LARGEST.1)))
}
