//! Drawing only: a [`Screenful`] becomes cells of a buffer, and a [`HitMap`] that tells what is where.
//!
//! Nothing here changes the model, reads a clock or knows what a CE is. Text enters the buffer through [`text`] alone, looks come
//! from [`theme`] alone. Any size is drawn: below [`SMALLEST`] one line says what is needed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::present::{Body, Detail, Overlay, Screenful, SheetView};
use crate::domain::foreign::Clean;

pub mod hit;
pub mod text;
pub mod theme;
pub mod widget;

pub use hit::{HitMap, Target, Window};
pub use theme::Theme;

use text::Canvas;
use theme::{Role, glyph};
use widget::{
    columns, detail, dialog, footer, grid, header, help, notice, page, palette, sheet, tabs, tour,
};

/// Columns and lines below which only a message is drawn.
pub const SMALLEST: (u16, u16) = (40, 10);
/// Narrower screens show the grid or the detail, not both.
const TWO_PANES: u16 = 100;
/// Lower screens save the rule above the query line.
const TWO_RULES: u16 = 14;
/// Narrower screens show a sheet or its detail, not both.
const SHEET_AND_DETAIL: u16 = 150;
/// Running text is not set wider than this.
const PAGE: u16 = 100;

/// Draws a whole frame, each cell of `area` whatever it was, and says what is where.
pub fn draw(screen: &Screenful<'_>, theme: &Theme, area: Rect, buf: &mut Buffer) -> HitMap {
    let mut hits = HitMap::default();
    let mut canvas = Canvas::new(buf, area, theme);
    let area = canvas.area();
    canvas.clear(area);
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(&mut canvas);
        return hits;
    }
    frame(&mut canvas, screen, &mut hits);
    overlay(&mut canvas, screen.overlay.as_ref(), &mut hits);
    hits
}

fn too_small(canvas: &mut Canvas<'_>) {
    let area = canvas.area();
    let text = format!("needs {}x{}, has {}x{}", SMALLEST.0, SMALLEST.1, area.width, area.height);
    canvas.put(area.x, area.y, area.width, &Clean::new(&text), Role::Plain);
}

fn frame(canvas: &mut Canvas<'_>, screen: &Screenful<'_>, hits: &mut HitMap) {
    let area = canvas.area();
    let line = |y: u16| Rect { y, height: 1, ..area };
    header::draw(canvas, line(area.y), &screen.header);
    tabs::draw(canvas, line(area.y + 1), &screen.tabs, hits);
    // what is wrong with the query stands under it: that is looked for there, and not the keys
    let most = usize::from(area.height / 5).clamp(2, 4);
    let complaint = footer::complaint(line(area.bottom() - 1), &screen.query, most);
    let under = complaint.as_ref().map_or(1, footer::Complaint::height);
    let last = Rect { y: area.bottom() - under, height: under, ..area };
    match &complaint {
        Some(complaint) => complaint.draw(canvas, last),
        None => footer::hints(canvas, last, &screen.footer, hits),
    }
    let mut bottom = last.y - 1;
    footer::query(canvas, line(bottom), &screen.query, hits);

    if let Some(notice) = &screen.notice {
        let laid = notice::lay_out(notice, area.width, usize::from(area.height / 6));
        bottom -= laid.height();
        laid.draw(canvas, Rect { y: bottom, height: laid.height(), ..area });
    }
    let ruled = area.height >= TWO_RULES;
    if ruled {
        bottom -= 1;
        canvas.rule(area.x, bottom, area.width, glyph::ACROSS, Role::Rule);
    }
    let top = area.y + 2;
    canvas.rule(area.x, top, area.width, glyph::ACROSS, Role::Rule);
    let body = Rect { y: top + 1, height: bottom.saturating_sub(top + 1), ..area };
    match &screen.body {
        Body::Grid { grid, detail, detail_in_front } => {
            // the number of dropped columns stands at the right end
            pane_title(canvas, line(top), &grid.title, grid.stale, 18);
            if area.width < TWO_PANES {
                if *detail_in_front {
                    detail::draw(&mut canvas.within(body).muted(grid.stale), detail, false, hits);
                } else {
                    let dropped = grid::draw(&mut canvas.within(body), grid, screen.now, hits);
                    dropped_note(canvas, line(top), dropped);
                }
                return;
            }
            hits.beside = true;
            let grid_width = area.width / 5 * 3;
            let left = Rect { width: grid_width, ..body };
            let x = left.right();
            let right = Rect { x: x + 1, width: body.width - grid_width - 1, ..body };
            canvas.glyph(x, top, glyph::TEE_DOWN, Role::Rule);
            for y in body.y..body.bottom() {
                canvas.glyph(x, y, glyph::DOWN, Role::Rule);
            }
            if ruled {
                canvas.glyph(x, body.bottom(), glyph::TEE_UP, Role::Rule);
            }
            // a blank cell before the rule, so that right-set columns do not touch it
            let left = Rect { width: grid_width - 1, ..left };
            let dropped = grid::draw(&mut canvas.within(left), grid, screen.now, hits);
            dropped_note(canvas, Rect { width: grid_width, ..line(top) }, dropped);
            detail::draw(&mut canvas.within(right).muted(grid.stale), detail, false, hits);
        }
        Body::Sheet { sheet, detail, detail_in_front } => {
            let ground = Ground { top, body, ruled };
            sheet_and_detail(canvas, ground, sheet, detail, *detail_in_front, hits);
        }
        Body::Page(page) => {
            let width = body.width.min(PAGE);
            detail::draw(&mut canvas.within(Rect { width, ..body }), page, true, hits);
        }
    }
}

/// Where the middle of the frame lies.
#[derive(Clone, Copy)]
struct Ground {
    /// The line of the rule above.
    top: u16,
    /// Between the rules.
    body: Rect,
    /// Whether there is a rule below.
    ruled: bool,
}

fn sheet_and_detail(
    canvas: &mut Canvas<'_>,
    ground: Ground,
    sheet: &SheetView,
    detail: &Detail,
    detail_in_front: bool,
    hits: &mut HitMap,
) {
    let Ground { top, body, ruled } = ground;
    let rule = Rect { y: top, height: 1, ..body };
    let aside = text::one_line(&sheet.aside);
    let aside_width = text::measure::width(aside.as_str());
    // the title first: what it is has to be read, its fingerprint may be
    let titled = text::measure::width(text::one_line(&sheet.title).as_str()).saturating_add(6);
    let with_aside = titled.saturating_add(aside_width).saturating_add(4) <= rule.width;
    let kept = if with_aside { aside_width.saturating_add(8) } else { 5 };
    pane_title(canvas, rule, &sheet.title, false, kept);
    if with_aside {
        let aside = format!(" {} ", aside.as_str());
        let room = rule.width.saturating_sub(2);
        canvas.put_right(rule.x, top, room, &Clean::new(&aside), Role::Dim);
    }
    if body.width < SHEET_AND_DETAIL {
        if detail_in_front {
            detail::draw(&mut canvas.within(body), detail, false, hits);
        } else {
            sheet::draw(&mut canvas.within(body), sheet, hits);
        }
        return;
    }
    hits.beside = true;
    let left = Rect { width: body.width / 3 * 2, ..body };
    let x = left.right();
    let right = Rect { x: x + 1, width: body.width - left.width - 1, ..body };
    for y in body.y..body.bottom() {
        canvas.glyph(x, y, glyph::DOWN, Role::Rule);
    }
    if ruled {
        canvas.glyph(x, body.bottom(), glyph::TEE_UP, Role::Rule);
    }
    sheet::draw(&mut canvas.within(left), sheet, hits);
    detail::draw(&mut canvas.within(right), detail, false, hits);
}

/// The pane's title stands in the rule above it: it costs no line. `kept` columns are for what stands at the rule's right end.
fn pane_title(canvas: &mut Canvas<'_>, line: Rect, title: &str, stale: bool, kept: u16) {
    if title.is_empty() {
        return;
    }
    let room = line.width.saturating_sub(kept);
    let role = if stale { Role::Dim } else { Role::Title };
    canvas.glyph(line.x + 2, line.y, " ", Role::Rule);
    let used = canvas.put(line.x + 3, line.y, room, &text::one_line(title), role);
    canvas.glyph(line.x + 3 + used, line.y, " ", Role::Rule);
}

/// How many columns found no room, at the right end of the rule above the grid.
fn dropped_note(canvas: &mut Canvas<'_>, rule: Rect, dropped: usize) {
    if dropped > 0 {
        let note = format!(" {} ", columns::note(dropped));
        let room = rule.width.saturating_sub(2);
        canvas.put_right(rule.x, rule.y, room, &Clean::new(&note), Role::Dim);
    }
}

fn overlay(canvas: &mut Canvas<'_>, overlay: Option<&Overlay>, hits: &mut HitMap) {
    if overlay.is_some() {
        // what lies below is not where the keys go
        hits.cursor = None;
        hits.focus = None;
    }
    match overlay {
        None => {}
        Some(Overlay::Help { lines, scroll, filter }) => {
            help::draw(canvas, lines, *scroll, filter, hits);
        }
        Some(Overlay::Palette { input, lines, chosen }) => {
            palette::palette(canvas, input, lines, *chosen, hits);
        }
        Some(Overlay::Menu { title, lines, chosen }) => {
            palette::menu(canvas, title, lines, *chosen, hits);
        }
        Some(Overlay::Notices { notices, scroll }) => {
            notice::history(canvas, notices, *scroll, hits);
        }
        Some(Overlay::Tour { lead, stops, end, chosen }) => {
            tour::Tour::new(lead, stops, end, *chosen).draw(canvas, hits);
        }
        Some(Overlay::Dialog(view)) => dialog::draw(canvas, view, hits),
        Some(Overlay::Page(detail)) => page::draw(canvas, detail, hits),
    }
}
