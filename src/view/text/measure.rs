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
    let seen = text.as_bytes().get(..usize::from(limit)).unwrap_or(text.as_bytes());
    if seen.is_ascii() {
        // a mark behind the last of them takes no cell of its own
        return u16::try_from(seen.len()).unwrap_or(limit);
    }
    let mut used: u16 = 0;
    for (_, cluster) in clusters(text) {
        used = used.saturating_add(cells(cluster));
        if used >= limit {
            return limit;
        }
    }
    used
}

/// The grapheme clusters of a text, each with the byte that it begins at.
///
/// Between two ASCII characters there is always a boundary, CR LF apart (UAX 29, GB3 to GB9), so that what most text is made of
/// needs no look into the tables.
pub(super) fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let (first, next) = (rest.as_bytes().first()?, rest.as_bytes().get(1));
        let alone = first.is_ascii() && *first != b'\r' && next.is_none_or(u8::is_ascii);
        let cluster = if alone { rest.get(..1)? } else { rest.graphemes(true).next()? };
        let here = at;
        at += cluster.len();
        Some((here, cluster))
    })
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The short way finds the boundaries that the tables know, wherever marks, pairs of flags, CR LF and jamo stand.
        #[test]
        fn clusters_are_those_of_the_tables(text in "([a-z \r\n]|\\PC|[\u{300}\u{301}\u{200d}\u{1f1e6}-\u{1f1ff}\u{1100}\u{1161}\u{600}\u{915}\u{94d}]){0,24}") {
            let ours: Vec<_> = clusters(&text).collect();
            let theirs: Vec<_> = text.grapheme_indices(true).collect();
            prop_assert_eq!(ours, theirs);
        }

        /// What is cut off unseen does not change the width that is seen.
        #[test]
        fn a_width_is_that_of_the_clusters(text in "[a-z\u{300}\u{301}日é]{0,24}", limit in 0..30_u16) {
            let all: u16 = text.graphemes(true).map(cells).sum();
            prop_assert_eq!(width_up_to(&text, limit), all.min(limit));
        }
    }

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
