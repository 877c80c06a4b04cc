//! The last two lines: the filter with what it leaves, and the keys that matter most here.

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use crate::app::present::{Hint, QueryLine};
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target};
use crate::view::text::Canvas;
use crate::view::text::measure::{cells, width, width_up_to};
use crate::view::theme::Role;

/// Draws the filter, with the cursor in sight while it is edited, and the counts at the right.
pub fn query(canvas: &mut Canvas<'_>, line: Rect, query: &QueryLine, hits: &mut HitMap) {
    let counts = Clean::new(&query.counts);
    let editing = query.editing.is_some();
    // while typing, the text comes first
    let most = if editing { line.width / 2 } else { line.width.saturating_sub(6) };
    let counts_width = width_up_to(counts.as_str(), most);
    let counts_x = line.right().saturating_sub(counts_width + 1);
    canvas.put(counts_x, line.y, counts_width, &counts, Role::Dim);
    if query.text.is_empty() && !editing {
        return;
    }
    let role = if editing { Role::Key } else { Role::Dim };
    canvas.put(line.x.saturating_add(1), line.y, 1, &Clean::new("/"), role);
    let x = line.x.saturating_add(3);
    let field = Rect { x, width: counts_x.saturating_sub(x.saturating_add(2)), ..line };
    hits.add(field, Target::Query);
    input(canvas, field, &query.text, query.editing, hits);
}

/// Draws a field of text; the part around the cursor if it does not fit.
pub fn input(
    canvas: &mut Canvas<'_>,
    field: Rect,
    text: &str,
    cursor: Option<usize>,
    hits: &mut HitMap,
) {
    if field.is_empty() {
        return;
    }
    let Some(cursor) = cursor else {
        canvas.put(field.x, field.y, field.width, &Clean::new(text), Role::Accent);
        return;
    };
    let split = text.char_indices().nth(cursor).map_or(text.len(), |(at, _)| at);
    let (before, after) = text.split_at_checked(split).unwrap_or((text, ""));
    let (before, after) = (Clean::new(before), Clean::new(after));
    // the cursor needs a cell of its own
    let room = field.width - 1;
    let tail = tail(before.as_str(), room);
    let used = canvas.put(field.x, field.y, room, &Clean::new(tail), Role::Plain);
    canvas.put(field.x + used, field.y, field.width - used, &after, Role::Plain);
    hits.cursor = Some(Position { x: field.x + used, y: field.y });
}

/// The end of a text that fits.
fn tail(text: &str, room: u16) -> &str {
    let mut used: u16 = 0;
    let mut start = text.len();
    for (at, cluster) in text.grapheme_indices(true).rev() {
        used = used.saturating_add(cells(cluster));
        if used > room {
            break;
        }
        start = at;
    }
    text.get(start..).unwrap_or("")
}

/// Draws the keys, as many as fit whole.
pub fn hints(canvas: &mut Canvas<'_>, line: Rect, keys: &[Hint], hits: &mut HitMap) {
    let mut x = line.x.saturating_add(1);
    for (at, hint) in keys.iter().enumerate() {
        let (key, title) = (Clean::new(&hint.key), Clean::new(&hint.title));
        let cells = width(key.as_str()).saturating_add(width(title.as_str())).saturating_add(1);
        if x.saturating_add(cells) > line.right() {
            break;
        }
        let start = x;
        x += canvas.put(x, line.y, cells, &key, Role::Key) + 1;
        x += canvas.put(x, line.y, cells, &title, Role::Plain);
        hits.add(Rect::new(start, line.y, x - start, 1), Target::Hint(at));
        x = x.saturating_add(3);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_input_the_end_is_shown() {
        assert_eq!(tail("tag:Token", 5), "Token");
        assert_eq!(tail("ab", 5), "ab");
        assert_eq!(tail("日本語", 5), "本語");
        assert_eq!(tail("abc", 0), "");
    }
}
