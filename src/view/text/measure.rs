//! How many cells a text takes on a terminal.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Characters of one grapheme that are drawn at most: towers of combining marks would paint over other rows.
const MARKS: usize = 8;

/// Cells of one grapheme cluster as it is drawn: a few at most, whatever was strung together to one.
pub fn cells(cluster: &str) -> u16 {
    if cluster.len() == 1 {
        return 1;
    }
    u16::try_from(without_excess_marks(cluster).width()).unwrap_or(u16::MAX)
}

/// Cells of a text, or `limit` if it takes more; no more of the text is read than needed.
pub fn width_up_to(text: &str, limit: u16) -> u16 {
    if text.len() <= usize::from(limit) && text.is_ascii() {
        return u16::try_from(text.len()).unwrap_or(limit);
    }
    let mut used: u16 = 0;
    for cluster in text.graphemes(true) {
        used = used.saturating_add(cells(cluster));
        if used >= limit {
            return limit;
        }
    }
    used
}

/// Cells of a text.
pub fn width(text: &str) -> u16 {
    width_up_to(text, u16::MAX)
}

/// The cluster without combining marks beyond what any script needs.
pub(super) fn without_excess_marks(cluster: &str) -> &str {
    match cluster.char_indices().nth(MARKS) {
        Some((end, _)) => cluster.get(..end).unwrap_or(cluster),
        None => cluster,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_is_counted_in_cells_not_characters() {
        assert_eq!(width("ce01"), 4);
        assert_eq!(width("Jülich"), 6);
        assert_eq!(width("J\u{75}\u{308}lich"), 6);
        assert_eq!(width("日本"), 4);
        assert_eq!(width_up_to("日本", 3), 3);
        assert_eq!(width(""), 0);
        assert!(cells(&"\u{1100}".repeat(40_000)) <= 16, "one cluster of any length stays small");
    }
}
