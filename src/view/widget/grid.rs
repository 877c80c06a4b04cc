//! The grid: rows of any number, of which only those on the screen are asked for their cells.

use jiff::Timestamp;
use ratatui::layout::{Position, Rect};

use super::columns::{self, Placement};
use super::flow;
use crate::app::present::{GridView, Sort};
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target, Window};
use crate::view::text::measure::{width, width_up_to};
use crate::view::text::{Canvas, needle, one_line, wrap};
use crate::view::theme::{Role, glyph};

/// Rows beside the visible ones that are measured for the column widths, spread over the whole grid, so that columns do not
/// jump while scrolling.
const SAMPLE: usize = 32;

/// Draws the grid: heading, then rows, with the cursor row in sight. Returns how many columns found no room.
pub fn draw(
    canvas: &mut Canvas<'_>,
    grid: &GridView<'_>,
    now: Timestamp,
    hits: &mut HitMap,
) -> usize {
    let area = canvas.area();
    if area.is_empty() {
        return 0;
    }
    let mut canvas = canvas.within(area).muted(grid.stale);
    let window = window(grid, usize::from(area.height.saturating_sub(1)));
    hits.grid = window;
    let bar = flow::bar_width(window);
    let body = Rect {
        y: area.y.saturating_add(1),
        height: area.height.saturating_sub(1),
        width: area.width.saturating_sub(bar),
        ..area
    };
    let text = Rect { x: body.x.saturating_add(1), width: body.width.saturating_sub(1), ..body };
    let placement = columns::place(grid.rows.columns(), &wanted(grid, window, now), text.width);
    heading(&mut canvas, grid, Rect { y: area.y, ..text }, &placement, hits);
    if window.total == 0 {
        empty(&mut canvas, grid, body);
        return placement.dropped;
    }
    let positions = window.first..window.first.saturating_add(window.shown).min(window.total);
    for (line, position) in body.rows().zip(positions) {
        row(&mut canvas, grid, &placement, line, position, now);
        hits.add(line, Target::Row(position));
        if position == cursor(grid) {
            hits.focus = Some(Position { x: line.x, y: line.y });
        }
    }
    flow::bar(&mut canvas, Rect { x: body.right(), width: bar, ..body }, window);
    placement.dropped
}

/// The row under the cursor; the last one if rows have vanished since it was set.
fn cursor(grid: &GridView<'_>) -> usize {
    grid.cursor.min(grid.order.len().saturating_sub(1))
}

/// Which rows are on the screen: from where the model last scrolled, moved as little as shows the cursor.
fn window(grid: &GridView<'_>, shown: usize) -> Window {
    let total = grid.order.len();
    let cursor = cursor(grid);
    let lowest = cursor.saturating_add(1).saturating_sub(shown);
    let first = grid.top.min(total.saturating_sub(shown)).clamp(lowest, cursor);
    Window { first, shown, total }
}

/// Cells that each column's heading and contents want.
fn wanted(grid: &GridView<'_>, window: Window, now: Timestamp) -> Vec<u16> {
    let stride = (window.total / SAMPLE).max(1);
    let visible = grid.order.iter().skip(window.first).take(window.shown);
    let sample: Vec<usize> = visible
        .chain(grid.order.iter().step_by(stride).take(SAMPLE))
        .filter_map(|&row| usize::try_from(row).ok())
        .collect();
    let mut widths = Vec::new();
    for (at, column) in grid.rows.columns().iter().enumerate() {
        let most = column.width.max.max(1);
        // two cells for the mark of the sort column
        let mark = if sorted(grid.sort, at).is_some() { 2 } else { 0 };
        let mut widest = width(&column.title).saturating_add(mark);
        for &row in &sample {
            if widest >= most {
                break;
            }
            let cell = grid.rows.cell(row, at, now);
            widest = widest.max(width_up_to(one_line(&cell.text).as_str(), most));
        }
        widths.push(widest);
    }
    widths
}

fn sorted(sort: Option<Sort>, column: usize) -> Option<&'static str> {
    let sort = sort.filter(|sort| sort.column == column)?;
    Some(if sort.descending { glyph::DESCENDING } else { glyph::ASCENDING })
}

fn heading(
    canvas: &mut Canvas<'_>,
    grid: &GridView<'_>,
    text: Rect,
    placement: &Placement,
    hits: &mut HitMap,
) {
    let y = text.y;
    for placed in &placement.shown {
        let Some(column) = grid.rows.columns().get(placed.column) else { continue };
        let x = text.x + placed.x;
        let title = match sorted(grid.sort, placed.column) {
            Some(mark) => format!("{} {mark}", column.title),
            None => column.title.to_string(),
        };
        let title = Clean::new(&title);
        if column.right {
            canvas.put_right(x, y, placed.width, &title, Role::Heading);
        } else {
            canvas.put(x, y, placed.width, &title, Role::Heading);
        }
        hits.add(Rect::new(x, y, placed.width, 1), Target::Column(placed.column));
    }
}

fn row(
    canvas: &mut Canvas<'_>,
    grid: &GridView<'_>,
    placement: &Placement,
    line: Rect,
    position: usize,
    now: Timestamp,
) {
    let Some(row) = grid.order.get(position).and_then(|&row| usize::try_from(row).ok()) else {
        return;
    };
    let here = position == cursor(grid);
    if (grid.is_selected)(row) {
        canvas.glyph(line.x, line.y, glyph::SELECTED, Role::Selected);
    } else if here {
        canvas.glyph(line.x, line.y, glyph::POINTER, Role::Accent);
    }
    for placed in &placement.shown {
        let Some(column) = grid.rows.columns().get(placed.column) else { continue };
        let cell = grid.rows.cell(row, placed.column, now);
        let text = one_line(&cell.text);
        let marks = needle::find_all(
            text.as_str(),
            grid.marks
                .iter()
                .filter(|mark| mark.column.as_ref().is_none_or(|name| *name == column.id))
                .map(|mark| mark.text.as_str()),
        );
        // one colour on the reversed row: a patchwork of reversed tones hides what it should show
        let role = if here { Role::Plain } else { cell.tone.into() };
        let x = line.x.saturating_add(1).saturating_add(placed.x);
        if column.right {
            canvas.put_right_marked(x, line.y, placed.width, &text, role, &marks);
        } else {
            canvas.put_marked(x, line.y, placed.width, &text, role, &marks);
        }
    }
    if here {
        canvas.restyle(line, Role::Cursor);
    }
}

/// What to say where there are no rows.
fn empty(canvas: &mut Canvas<'_>, grid: &GridView<'_>, body: Rect) {
    let room = body.width.saturating_sub(2);
    let mut y = body.y.saturating_add(u16::from(body.height > 4));
    for (at, text) in grid.empty.iter().enumerate() {
        let text = Clean::new(text);
        for line in wrap::wrap(&text, room) {
            let role = if at == 0 { Role::Plain } else { Role::Dim };
            canvas.put(body.x + 1, y, room, &line, role);
            y = y.saturating_add(1);
        }
    }
}
