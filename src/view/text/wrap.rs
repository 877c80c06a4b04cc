//! Running text cut into lines.

use unicode_segmentation::UnicodeSegmentation;

use super::measure::{cells, width, width_up_to};
use crate::domain::foreign::Clean;

/// Lines of one text at most; nobody reads on, and a hostile text must not slow the frame down.
const MOST_LINES: usize = 500;

/// Cuts `text` into lines of at most `room` cells, at spaces where there are any. Empty text is one empty line.
pub fn wrap<'t>(text: &'t Clean<'_>, room: u16) -> Vec<Clean<'t>> {
    let text = text.as_str();
    if room == 0 {
        return Vec::new();
    }
    if width_up_to(text, room.saturating_add(1)) <= room {
        return vec![Clean::new(text)];
    }
    let mut lines = Vec::new();
    let mut start = 0;
    let mut used: u16 = 0;
    let mut space: Option<usize> = None;
    for (at, cluster) in text.grapheme_indices(true) {
        let wide = cells(cluster);
        if used.saturating_add(wide) > room && at > start {
            let (end, next) = match space {
                _ if cluster == " " => (at, at + 1),
                Some(space) => (space, space + 1),
                None => (at, at),
            };
            push(&mut lines, text, start, end);
            if lines.len() >= MOST_LINES {
                lines.push(Clean::new("…"));
                return lines;
            }
            start = next;
            space = None;
            if cluster == " " {
                used = 0;
                continue;
            }
            used = width(text.get(start..at).unwrap_or(""));
            if used.saturating_add(wide) > room && at > start {
                // a wide character that does not fit behind the rest of its word either
                push(&mut lines, text, start, at);
                start = at;
                used = 0;
            }
        }
        if cluster == " " {
            space = Some(at);
        }
        used = used.saturating_add(wide);
    }
    if start < text.len() {
        push(&mut lines, text, start, text.len());
    }
    lines
}

fn push<'t>(lines: &mut Vec<Clean<'t>>, text: &'t str, start: usize, end: usize) {
    lines.push(Clean::new(text.get(start..end).unwrap_or("")));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, room: u16) -> Vec<String> {
        wrap(&Clean::new(text), room).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_where_they_must() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(lines("one two three", 8), ["one two", "three"]);
        assert_eq!(lines("0123456789", 4), ["0123", "4567", "89"]);
        assert_eq!(lines("a 0123456789", 4), ["a", "0123", "4567", "89"]);
        assert_eq!(lines("", 4), [""]);
        assert_eq!(lines("a bc日", 4), ["a", "bc日"]);
        assert_eq!(lines(" aA日", 3), ["", "aA", "日"]);
        assert_eq!(lines("日本語", 5), ["日本", "語"]);
        assert!(lines("abc", 0).is_empty());
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_nothing_but_spaces_is_lost(text in "\\PC{0,60}", room in 2_u16..20) {
            let clean = Clean::new(&text);
            let lines = wrap(&clean, room);
            for line in &lines {
                // a cluster wider than the room stands alone
                prop_assert!(width(line.as_str()) <= room || line.as_str().graphemes(true).count() == 1);
            }
            let joined: String = lines.iter().map(Clean::as_str).collect();
            prop_assert_eq!(joined.replace(' ', ""), clean.as_str().replace(' ', ""));
        }
    }
}
