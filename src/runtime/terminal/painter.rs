//! Frames: drawn into a buffer, compared with the one before, sent as one write within a synchronized update.
//!
//! The update is begun without asking whether the terminal knows it (DEC private mode 2026): one that does not ignores both
//! ends, an answer would have to be waited for, and multiplexers were seen to give a wrong one. A frame that is cut short is no
//! danger: terminals end a stalled update by themselves, and leaving ends it in any case ([`super::modes`]).

use std::io::{self, Write};

use crossterm::{cursor, queue, style, terminal};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::view::HitMap;

/// Bytes reserved for a frame: a full screen of 200x50 takes about ten thousand.
const FRAME: usize = 64 * 1024;

/// Where the terminal's cursor is left, and whether it shows.
type Cursor = Option<(Position, bool)>;

/// The last frame and the next one.
pub struct Painter {
    shown: Buffer,
    next: Buffer,
    bytes: Vec<u8>,
    cursor: Cursor,
    everything: bool,
}

impl Painter {
    /// For a screen of this size, of whose contents nothing is known.
    pub fn new(columns: u16, lines: u16) -> Self {
        let area = Rect::new(0, 0, columns, lines);
        Self {
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            bytes: Vec::with_capacity(FRAME),
            cursor: None,
            everything: true,
        }
    }

    /// The screen has this size now; terminals differ in what they leave on it.
    pub fn resize(&mut self, columns: u16, lines: u16) {
        let area = Rect::new(0, 0, columns, lines);
        if area != self.next.area {
            self.shown = Buffer::empty(area);
            self.next = Buffer::empty(area);
            self.everything = true;
        }
    }

    /// Draws the whole next frame, whatever is thought to be on the screen.
    pub fn repaint(&mut self) {
        self.everything = true;
    }

    /// Draws a frame and writes what differs; nothing if nothing does. `paint` sets every cell: they are those of an older
    /// frame.
    pub fn draw(
        &mut self,
        out: &mut impl Write,
        paint: impl FnOnce(Rect, &mut Buffer) -> HitMap,
    ) -> io::Result<HitMap> {
        let area = self.next.area;
        let hits = paint(area, &mut self.next);
        if self.everything {
            self.shown.reset();
        }
        let cursor = match (hits.cursor, hits.focus) {
            (Some(position), _) => Some((position, true)),
            (None, focus) => focus.map(|position| (position, false)),
        };
        let mut changes = self.shown.diff_iter(&self.next).peekable();
        if changes.peek().is_none() && cursor == self.cursor && !self.everything {
            return Ok(hits);
        }
        self.bytes.clear();
        let bytes = &mut self.bytes;
        queue!(bytes, terminal::BeginSynchronizedUpdate)?;
        if self.cursor.is_some_and(|(_, visible)| visible) || self.everything {
            queue!(bytes, cursor::Hide)?;
        }
        if self.everything {
            queue!(bytes, style::ResetColor, terminal::Clear(terminal::ClearType::All))?;
        }
        CrosstermBackend::new(&mut *bytes).draw(changes)?;
        if let Some((position, visible)) = cursor {
            queue!(bytes, cursor::MoveTo(position.x, position.y))?;
            if visible {
                queue!(bytes, cursor::Show)?;
            }
        }
        queue!(bytes, terminal::EndSynchronizedUpdate)?;
        // what is on the screen is not known until the write has succeeded
        self.everything = true;
        out.write_all(&self.bytes)?;
        out.flush()?;
        self.everything = false;
        self.cursor = cursor;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(hits)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use super::*;
    use crate::domain::foreign::Clean;
    use crate::view::Theme;
    use crate::view::text::Canvas;
    use crate::view::theme::Role;

    /// Counts writes and plays the terminal.
    struct Screen {
        terminal: vt100::Parser,
        writes: usize,
    }

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.terminal.process(bytes);
            self.writes += 1;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn screen(columns: u16, lines: u16) -> Screen {
        let cells = |cells| NonZeroU16::new(cells).unwrap_or(NonZeroU16::MIN);
        Screen { terminal: vt100::Parser::new(cells(lines), cells(columns), 0), writes: 0 }
    }

    fn show(painter: &mut Painter, out: &mut Screen, text: &str, cursor: Option<Position>) {
        let hits = painter.draw(out, |area, buf| {
            Canvas::new(buf, area, &Theme::mono()).put(0, 0, 20, &Clean::new(text), Role::Cursor);
            let mut hits = HitMap::default();
            hits.cursor = cursor;
            hits
        });
        assert_eq!(hits.unwrap().cursor, cursor);
    }

    #[test]
    fn a_frame_is_one_write_and_an_unchanged_one_is_none() {
        let (mut painter, mut out) = (Painter::new(20, 3), screen(20, 3));
        show(&mut painter, &mut out, "CEs", None);
        assert_eq!((out.writes, out.terminal.screen().contents().as_str()), (1, "CEs"));
        show(&mut painter, &mut out, "CEs", None);
        assert_eq!(out.writes, 1);
        show(&mut painter, &mut out, "VOs", None);
        assert_eq!((out.writes, out.terminal.screen().contents().as_str()), (2, "VOs"));
    }

    #[test]
    fn a_full_screen_is_one_write() {
        let (mut painter, mut out) = (Painter::new(200, 50), screen(200, 50));
        let text = "x".repeat(200);
        let drawn = painter.draw(&mut out, |area, buf| {
            let theme = Theme::mono();
            let mut canvas = Canvas::new(buf, area, &theme);
            for y in 0..50 {
                canvas.put(0, y, 200, &Clean::new(&text), Role::Plain);
            }
            HitMap::default()
        });
        drawn.unwrap();
        assert_eq!(out.writes, 1);
        assert!(out.terminal.screen().contents().lines().all(|line| line == text));
    }

    #[test]
    fn what_another_program_wrote_is_gone_after_a_repaint() {
        let (mut painter, mut out) = (Painter::new(20, 3), screen(20, 3));
        show(&mut painter, &mut out, "CEs", None);
        out.terminal.process(b"\x1b[2;1Hnoise");
        painter.repaint();
        show(&mut painter, &mut out, "CEs", None);
        assert_eq!(out.terminal.screen().contents(), "CEs");
    }

    #[test]
    fn the_cursor_shows_where_text_is_typed_and_nowhere_else() {
        let (mut painter, mut out) = (Painter::new(20, 3), screen(20, 3));
        show(&mut painter, &mut out, "/ a", Some(Position { x: 3, y: 0 }));
        assert!(!out.terminal.screen().hide_cursor());
        assert_eq!(out.terminal.screen().cursor_position(), (0, 3));
        show(&mut painter, &mut out, "/ a", None);
        assert!(out.terminal.screen().hide_cursor());
    }

    #[test]
    fn bold_and_reverse_survive_without_colour() {
        crossterm::style::force_color_output(true);
        let (mut painter, mut out) = (Painter::new(20, 3), screen(20, 3));
        show(&mut painter, &mut out, "CEs", None);
        assert!(out.terminal.screen().cell(0, 0).unwrap().inverse());
    }

    #[test]
    fn any_size_can_be_drawn_and_left() {
        let mut painter = Painter::new(0, 0);
        for (columns, lines) in [(0, 0), (1, 1), (0, 7), (300, 100), (3, 0)] {
            painter.resize(columns, lines);
            let mut out = screen(columns, lines);
            show(&mut painter, &mut out, "CEs", None);
        }
    }
}
