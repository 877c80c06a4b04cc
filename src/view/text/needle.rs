//! Where a text that is searched for occurs, without regard to case.

use std::ops::Range;

/// Byte ranges of `text` that match `needle`; none for an empty needle.
///
/// Characters are compared one by one in lower case, so ranges always end between characters.
pub fn find(text: &str, needle: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if needle.is_empty() || needle.len() > text.len().saturating_mul(4) {
        return found;
    }
    let mut from = 0;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let step = match end_of_match(rest, needle) {
            Some(len) => {
                found.push(from..from + len);
                len
            }
            None => first.len_utf8(),
        };
        from += step;
        rest = rest.get(step..).unwrap_or("");
    }
    found
}

/// Byte ranges of `text` that match one of `needles`, in order and without overlap.
pub fn find_all<'n>(text: &str, needles: impl Iterator<Item = &'n str>) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = needles.flat_map(|needle| find(text, needle)).collect();
    all.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(all.len());
    for range in all {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

fn end_of_match(text: &str, needle: &str) -> Option<usize> {
    let mut text_chars = text.chars();
    let mut len = 0;
    for wanted in needle.chars() {
        let c = text_chars.next()?;
        if !same(c, wanted) {
            return None;
        }
        len += c.len_utf8();
    }
    Some(len)
}

fn same(a: char, b: char) -> bool {
    a == b
        || if a.is_ascii() && b.is_ascii() {
            a.eq_ignore_ascii_case(&b)
        } else {
            a.to_lowercase().eq(b.to_lowercase())
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn matches_are_found_whatever_their_case() {
        assert_eq!(find("Token:wlcgvo", "token"), vec![Range { start: 0, end: 5 }]);
        assert_eq!(find("aXax", "ax"), [0..2, 2..4]);
        assert_eq!(find("JÜLICH", "ü"), vec![Range { start: 1, end: 3 }]);
        assert!(find("abc", "").is_empty());
        assert!(find("ab", "abc").is_empty());
    }

    #[test]
    fn several_needles_are_marked_once_where_they_meet() {
        let found = find_all("ce07.gridka.de", ["gridka", "ka.d", "ce", "zz"].into_iter());
        assert_eq!(found, [0..2, 5..13]);
    }

    proptest! {
        #[test]
        fn every_range_lies_between_characters(text in any::<String>(), needle in "\\PC{0,3}") {
            for range in find(&text, &needle) {
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
