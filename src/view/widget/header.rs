//! Line 1: which installation, may it be changed, how old is what is shown, who am I.

use ratatui::layout::Rect;

use crate::app::present::{Cell, Header, Tone};
use crate::domain::foreign::Clean;
use crate::view::text::Canvas;
use crate::view::text::measure::width_up_to;
use crate::view::theme::{Role, glyph};

/// Name of the program, as long as there is room.
const PROGRAM: &str = "dirac-tokens";
/// Cells between the parts.
const GAP: u16 = 3;
/// Cells that a part needs to be worth its beginning.
const LEAST: u16 = 6;
/// No part is measured further than this: no screen is wider.
const WIDEST: u16 = 2_000;
/// Marks an installation where mistakes hurt; a word, for those who see no colour.
const PRODUCTION: &str = " PROD ";

/// Draws line 1 of the frame.
pub fn draw(canvas: &mut Canvas<'_>, line: Rect, header: &Header) {
    let age = Clean::new(&header.age.text);
    let identity = Clean::new(&header.identity.text);
    let left = left_width(header, false);
    let room = line.width.saturating_sub(left + 2);
    let (age, identity) = right_parts(
        (age.as_str(), header.age.tone),
        (identity.as_str(), header.identity.tone),
        room,
    );
    if age.is_empty() && identity.is_empty() && room >= LEAST {
        // no part fits whole: the beginning of what is wrong, if anything is
        if let Some(cell) = [&header.identity, &header.age].into_iter().find(|c| is_wrong(c.tone)) {
            draw_left(canvas, Rect { width: left + 1, ..line }, header, false);
            let x = line.right().saturating_sub(room);
            canvas.put(x, line.y, room - 1, &Clean::new(&cell.text), cell.tone.into());
            return;
        }
    }
    let right = joined_width(age, identity);
    let program = left_width(header, true) + GAP + right < line.width;
    let left_room = line.width.saturating_sub(if right == 0 { 1 } else { right + 2 });
    draw_left(canvas, Rect { width: left_room, ..line }, header, program);

    let mut x = line.right().saturating_sub(right + 1);
    if !age.is_empty() {
        x += canvas.put(x, line.y, room, &Clean::new(age), header.age.tone.into()) + GAP;
    }
    canvas.put(x, line.y, room, &Clean::new(identity), header.identity.tone.into());
}

fn left_width(header: &Header, program: bool) -> u16 {
    let mut cells = 1 + width(Clean::new(&header.installation).as_str());
    if program {
        cells += width(PROGRAM) + 3;
    }
    if header.production {
        cells += 1 + width(PRODUCTION);
    }
    if !header.mode.text.is_empty() {
        cells += 2 + width(Clean::new(&header.mode.text).as_str());
    }
    cells
}

fn draw_left(canvas: &mut Canvas<'_>, area: Rect, header: &Header, program: bool) {
    let mut x = area.x.saturating_add(1);
    let put = |canvas: &mut Canvas<'_>, x: &mut u16, text: &Clean<'_>, role: Role| {
        *x += canvas.put(*x, area.y, area.right().saturating_sub(*x), text, role);
    };
    if program {
        put(canvas, &mut x, &Clean::new(PROGRAM), Role::Dim);
        x += 1;
        put(canvas, &mut x, &Clean::new(glyph::POINTER), Role::Dim);
        x += 1;
    }
    // a long name gives way to what must be seen: PROD and whether writing is possible
    let rest = left_width(header, false) - 1 - width(Clean::new(&header.installation).as_str());
    let name_room = area.right().saturating_sub(x).saturating_sub(rest).max(4);
    x += canvas.put(x, area.y, name_room, &Clean::new(&header.installation), Role::Title);
    if header.production {
        x += 1;
        put(canvas, &mut x, &Clean::new(PRODUCTION), Role::Production);
    }
    let Cell { text, tone } = &header.mode;
    if !text.is_empty() {
        x += 2;
        put(canvas, &mut x, &Clean::new(text), (*tone).into());
    }
}

/// The forms of age and identity that fit together and lose least. What is wrong is kept before what is well.
fn right_parts<'t>(
    age: (&'t str, Tone),
    identity: (&'t str, Tone),
    room: u16,
) -> (&'t str, &'t str) {
    let mut best: Option<(u32, (&str, &str))> = None;
    for (age_loss, age) in forms(age, 1) {
        for (identity_loss, identity) in forms(identity, 2) {
            let loss = age_loss + identity_loss;
            if joined_width(age, identity) <= room && best.is_none_or(|(least, _)| loss < least) {
                best = Some((loss, (age, identity)));
            }
        }
    }
    best.map_or(("", ""), |(_, parts)| parts)
}

/// A text whole, only its first part, or not at all, each with what is lost by it.
fn forms((text, tone): (&str, Tone), weight: u32) -> [(u32, &str); 3] {
    let weight = if is_wrong(tone) { weight * 10 } else { weight };
    let first = text.split(" · ").next().unwrap_or(text);
    [(0, text), (if first == text { 0 } else { weight }, first), (3 * weight, "")]
}

fn is_wrong(tone: Tone) -> bool {
    matches!(tone, Tone::Warn | Tone::Bad)
}

fn width(text: &str) -> u16 {
    width_up_to(text, WIDEST)
}

fn joined_width(age: &str, identity: &str) -> u16 {
    let gap = if age.is_empty() || identity.is_empty() { 0 } else { GAP };
    width(age).saturating_add(width(identity)).saturating_add(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_kept_before_what_is_well() {
        let who = ("jdoe @ dirac_admin · proxy 9 m", Tone::Warn);
        let age = ("CS 03:12:04 · 12 s ago", Tone::Plain);
        assert_eq!(right_parts(age, who, 80), (age.0, who.0));
        assert_eq!(right_parts(age, who, 50), ("CS 03:12:04", who.0));
        assert_eq!(right_parts(age, who, 35), ("", who.0));
        let well = (who.0, Tone::Plain);
        assert_eq!(right_parts(age, well, 35), ("CS 03:12:04", "jdoe @ dirac_admin"));
        assert_eq!(right_parts(age, well, 3), ("", ""));
    }
}
