//! The last two lines: the query with what it leaves and what is wrong with it, and the keys that matter most here.

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use crate::app::present::{Hint, QueryLine};
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target};
use crate::view::text::measure::{cells, width, width_up_to};
use crate::view::text::{Canvas, wrap};
use crate::view::theme::Role;

/// Where the query and its counts stand in a line.
struct Places {
    /// The text.
    field: Rect,
    /// First cell of the counts, and how many they have.
    counts: (u16, u16),
}

impl Places {
    fn new(line: Rect, query: &QueryLine) -> Self {
        let counts = Clean::new(&query.counts);
        // while typing, the text comes first
        let most =
            if query.editing.is_some() { line.width / 2 } else { line.width.saturating_sub(6) };
        let counts_width = width_up_to(counts.as_str(), most);
        let counts_x = line.right().saturating_sub(counts_width + 1);
        let x = line.x.saturating_add(3);
        let field = Rect { x, width: counts_x.saturating_sub(x.saturating_add(2)), ..line };
        Self { field, counts: (counts_x, counts_width) }
    }
}

/// Draws the query, with the cursor in sight while it is edited, and the counts at the right.
pub fn query(canvas: &mut Canvas<'_>, line: Rect, query: &QueryLine, hits: &mut HitMap) {
    let places = Places::new(line, query);
    let (counts_x, counts_width) = places.counts;
    canvas.put(counts_x, line.y, counts_width, &Clean::new(&query.counts), Role::Dim);
    let editing = query.editing.is_some();
    if query.text.is_empty() && !editing {
        return;
    }
    let role = if editing { Role::Key } else { Role::Dim };
    canvas.put(line.x.saturating_add(1), line.y, 1, &Clean::new("/"), role);
    hits.add(places.field, Target::Query);
    input(canvas, places.field, &query.text, query.editing, hits);
}

/// What is wrong with the query, laid out for the lines under it: carets below the wrong part, then the sentences.
pub struct Complaint {
    caret: (u16, u16),
    /// Beside the carets, if there is room.
    beside: Option<Clean<'static>>,
    below: Vec<Clean<'static>>,
}

/// Lays out what is wrong with the query in `line`, on at most `most` lines; `None` if nothing is.
pub fn complaint(line: Rect, query: &QueryLine, most: usize) -> Option<Complaint> {
    let error = query.error.as_ref()?;
    let field = Places::new(line, query).field;
    let cells_of = |text: &str| width(Clean::new(text).as_str());
    let (before, wrong) = error.split(&query.text);
    // what is scrolled out of sight at the left
    let hidden = query.editing.map_or(0, |cursor| {
        let typed: String = query.text.chars().take(cursor).collect();
        cells_of(&typed).saturating_sub(field.width.saturating_sub(1))
    });
    let last = field.right().saturating_sub(1).max(field.x);
    let x = field.x.saturating_add(cells_of(before)).saturating_sub(hidden).clamp(field.x, last);
    let cells = cells_of(wrong).clamp(1, (field.right().saturating_sub(x)).max(1));
    let message = Clean::new(&error.message).into_owned();
    let room = line.right().saturating_sub(x.saturating_add(cells).saturating_add(2));
    let (beside, text) = if width(message.as_str()) <= room {
        (Some(message), error.remedy.clone())
    } else {
        (None, format!("{} {}", error.message, error.remedy))
    };
    let text = Clean::new(&text);
    let wrapped = wrap::wrap(&text, line.width.saturating_sub(4));
    let mut below: Vec<_> = wrapped.into_iter().map(Clean::into_owned).collect();
    let most = most.saturating_sub(1);
    if below.len() > most {
        below.truncate(most);
        if let Some(last) = below.last_mut() {
            *last = Clean::new(&format!("{last}…")).into_owned();
        }
    }
    Some(Complaint { caret: (x, cells), beside, below })
}

impl Complaint {
    /// Lines it takes.
    pub fn height(&self) -> u16 {
        u16::try_from(self.below.len()).unwrap_or(u16::MAX).saturating_add(1)
    }

    /// Draws it.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (x, cells) = self.caret;
        for x in x..x.saturating_add(cells) {
            canvas.glyph(x, area.y, "^", Role::Bad);
        }
        if let Some(message) = &self.beside {
            let x = x.saturating_add(cells).saturating_add(1);
            canvas.put(x, area.y, area.right().saturating_sub(x), message, Role::Bad);
        }
        let role = if self.beside.is_some() { Role::Dim } else { Role::Plain };
        for (text, line) in self.below.iter().zip(area.rows().skip(1)) {
            canvas.put(line.x.saturating_add(3), line.y, line.width.saturating_sub(4), text, role);
        }
    }
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

/// Cells between two keys where all fit, and where they do not.
const GAPS: (u16, u16) = (3, 2);

/// Draws the keys, as many as fit whole, closer together if not all do. Those that stay have their place in any case; one that does
/// not fit makes way for shorter ones behind it.
pub fn hints(canvas: &mut Canvas<'_>, line: Rect, keys: &[Hint], hits: &mut HitMap) {
    let cells_of = |hint: &Hint| {
        let (key, title) = (Clean::new(&hint.key), Clean::new(&hint.title));
        width(key.as_str()).saturating_add(width(title.as_str())).saturating_add(1)
    };
    let room = line.width.saturating_sub(1);
    let all = keys.iter().fold(0_u16, |sum, hint| {
        sum.saturating_add(cells_of(hint)).saturating_add(if sum > 0 { GAPS.0 } else { 0 })
    });
    let gap = if all <= room { GAPS.0 } else { GAPS.1 };
    let kept: u16 = keys
        .iter()
        .filter(|hint| hint.stays)
        .fold(0, |sum, hint| sum.saturating_add(cells_of(hint)).saturating_add(gap));
    let (mut x, mut kept) = (line.x.saturating_add(1), kept);
    for (at, hint) in keys.iter().enumerate() {
        let cells = cells_of(hint);
        let own = cells.saturating_add(gap);
        if hint.stays {
            kept = kept.saturating_sub(own);
        }
        if x.saturating_add(cells).saturating_add(kept) > line.right() {
            continue;
        }
        let start = x;
        x += canvas.put(x, line.y, cells, &Clean::new(&hint.key), Role::Key) + 1;
        x += canvas.put(x, line.y, cells, &Clean::new(&hint.title), Role::Plain);
        hits.add(Rect::new(start, line.y, x - start, 1), Target::Hint(at));
        x = x.saturating_add(gap);
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
