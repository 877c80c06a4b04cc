//! A page of text over the screen: a title, labelled lines, scrolled.

use super::{boxed, detail};
use crate::app::present::Detail;
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target};
use crate::view::text::Canvas;

/// Running text is not set wider than this.
const WIDTH: u16 = 100;

/// Draws the page.
pub fn draw(canvas: &mut Canvas<'_>, page: &Detail, hits: &mut HitMap) {
    let area = canvas.area();
    let place = boxed::centred(area, WIDTH, area.height.saturating_sub(2).max(10));
    hits.add(place, Target::Overlay);
    let inner = boxed::draw(canvas, place, &Clean::new(&page.title));
    let lines = detail::cleaned(&page.lines);
    let room = inner.width.saturating_sub(1);
    hits.overlay = detail::lay_out(&lines, room).draw(canvas, inner, page.scroll);
}
