//! A drawn screen as an SVG picture, for the README: each run of equal style is a text of its own, stretched to its cells.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Color, Modifier};

/// Width and height of a cell, and the size of the letters in it (pixels).
const CELL: (f64, f64) = (8.4, 18.0);
const LETTERS: f64 = 14.0;
/// Space around the screen (pixels).
const MARGIN: f64 = 12.0;
const BACKGROUND: &str = "#15181e";
const FOREGROUND: &str = "#d5d9e0";

/// The picture of `buf`; `title` is what is read out instead of it.
pub fn svg(buf: &Buffer, title: &str) -> String {
    let (width, height) = (f64::from(buf.area.width) * CELL.0, f64::from(buf.area.height) * CELL.1);
    let (outer_width, outer_height) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {outer_width:.1} {outer_height:.1}\" role=\"img\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"{LETTERS}\">\n\
         <title>{}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n",
        escaped(title)
    );
    for y in buf.area.top()..buf.area.bottom() {
        for run in runs(buf, y) {
            run.draw(y, &mut out);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Cells of one line that look alike.
struct Run {
    from: u16,
    cells: u16,
    text: String,
    look: Look,
}

#[derive(Clone, Copy, PartialEq)]
struct Look {
    ink: Color,
    modifier: Modifier,
}

fn runs(buf: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = buf.area.left();
    while x < buf.area.right() {
        let cell: &Cell = &buf[(x, y)];
        let cells = cell.symbol().cell_width().max(1);
        let look = Look { ink: cell.fg, modifier: cell.modifier };
        match runs.last_mut() {
            Some(run) if run.look == look => {
                run.text.push_str(cell.symbol());
                run.cells += cells;
            }
            _ => runs.push(Run { from: x, cells, text: cell.symbol().to_owned(), look }),
        }
        x += cells;
    }
    runs
}

impl Run {
    fn draw(&self, y: u16, out: &mut String) {
        let reversed = self.look.modifier.contains(Modifier::REVERSED);
        let ink = color(self.look.ink);
        let (left, top) = (MARGIN + f64::from(self.from) * CELL.0, MARGIN + f64::from(y) * CELL.1);
        let width = f64::from(self.cells) * CELL.0;
        if reversed {
            let height = CELL.1;
            writeln!(out, "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height}\" fill=\"{ink}\"/>").unwrap();
        }
        // blanks at either end are not drawn: what is left is stretched to exactly its own cells
        let begin = self.text.chars().take_while(|c| *c == ' ').count();
        let shown = self.text.trim_matches(' ');
        if shown.is_empty() {
            return;
        }
        let end = self.text.trim_start_matches(' ').len() - shown.len();
        let cells = f64::from(self.cells) - f64::from(u16::try_from(begin + end).unwrap());
        let x = left + f64::from(u16::try_from(begin).unwrap()) * CELL.0;
        let base = top + CELL.1 * 0.74;
        let fill = if reversed { BACKGROUND } else { ink };
        let mut looks = String::new();
        for (modifier, attribute) in [
            (Modifier::BOLD, " font-weight=\"bold\""),
            (Modifier::UNDERLINED, " text-decoration=\"underline\""),
            (Modifier::ITALIC, " font-style=\"italic\""),
            (Modifier::DIM, " opacity=\"0.65\""),
        ] {
            if self.look.modifier.contains(modifier) {
                looks.push_str(attribute);
            }
        }
        writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{base:.1}\" fill=\"{fill}\"{looks} xml:space=\"preserve\" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            cells * CELL.0,
            escaped(shown)
        )
        .unwrap();
    }
}

/// The sixteen colours of a terminal on a dark background.
fn color(color: Color) -> &'static str {
    match color {
        Color::Black => BACKGROUND,
        Color::Red | Color::LightRed => "#ff7b72",
        Color::Green | Color::LightGreen => "#6fd08c",
        Color::Yellow | Color::LightYellow => "#e5c07b",
        Color::Blue | Color::LightBlue => "#7aa2f7",
        Color::Magenta | Color::LightMagenta => "#d2a8ff",
        Color::Cyan | Color::LightCyan => "#5ccfe6",
        Color::Gray => "#b4bac4",
        Color::DarkGray => "#7d8590",
        _ => FOREGROUND,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
