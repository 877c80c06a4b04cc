//! Text from outside (DNs, tags, server errors, claims) made safe to show.
//!
//! [`Clean`] is the only kind of text that screens and tables accept. It holds no C0 or C1 control, no escape, no bidi
//! override and no zero-width character (design.md 6.2): such characters become visible escapes, so that nothing is hidden
//! and nothing reaches the terminal as an instruction.

use std::borrow::Cow;
use std::fmt;

/// Text that is proven safe to write to a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clean<'a>(Cow<'a, str>);

impl<'a> Clean<'a> {
    /// Makes foreign text safe. Text that is safe already is borrowed, not copied.
    ///
    /// A hostile character becomes `\xNN` (below U+0100) or `\u{NNNN}`; newline and tab too: one cell row is one line.
    pub fn new(text: &'a str) -> Self {
        if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            return Self(Cow::Borrowed(text));
        }
        let mut before = None;
        if !text.chars().any(|c| is_hostile_after(before.replace(c), c)) {
            return Self(Cow::Borrowed(text));
        }
        let mut out = String::with_capacity(text.len() + 16);
        before = None;
        for c in text.chars() {
            push_visible(&mut out, c, is_hostile_after(before.replace(c), c));
        }
        Self(Cow::Owned(out))
    }

    /// The safe text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same text without the borrow.
    pub fn into_owned(self) -> Clean<'static> {
        Clean(Cow::Owned(self.0.into_owned()))
    }
}

impl fmt::Display for Clean<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether a terminal, or the eye of the reader, could be misled by this character.
///
/// C0, DEL, C1, the bidi controls of UAX #9, zero-width characters, line and paragraph separators, tags, variation
/// selectors outside the emoji one, interlinear annotation marks and noncharacters.
pub fn is_hostile(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0e}'
        | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// Whether `c` could mislead where it stands, after `before`.
///
/// The variation selector of emoji belongs after a symbol. After a letter, or in a row of its like, it is invisible, and can
/// carry a text that nobody sees.
pub fn is_hostile_after(before: Option<char>, c: char) -> bool {
    is_hostile(c) || (c == EMOJI_STYLE && !before.is_some_and(may_be_emoji))
}

/// The variation selector that asks for the form of an emoji.
const EMOJI_STYLE: char = '\u{fe0f}';

/// Symbols, and the digits and signs of keycaps.
fn may_be_emoji(c: char) -> bool {
    c != EMOJI_STYLE
        && (matches!(c, '0'..='9' | '#' | '*') || (c >= '\u{a9}' && !c.is_alphanumeric()))
}

fn push_visible(out: &mut String, c: char, hostile: bool) {
    use fmt::Write as _;
    if !hostile {
        out.push(c);
        return;
    }
    let code = c as u32;
    // writing to a String cannot fail
    let _ = match c {
        '\n' => write!(out, "\\n"),
        '\t' => write!(out, "\\t"),
        '\r' => write!(out, "\\r"),
        _ if code < 0x100 => write!(out, "\\x{code:02x}"),
        _ => write!(out, "\\u{{{code:x}}}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_bidi_and_zero_width_become_visible() {
        assert_eq!(Clean::new("a\x1b[2Jb").as_str(), "a\\x1b[2Jb");
        assert_eq!(Clean::new("\u{9b}31m").as_str(), "\\x9b31m");
        assert_eq!(Clean::new("x\u{202e}y\u{200b}z").as_str(), "x\\u{202e}y\\u{200b}z");
        assert_eq!(Clean::new("one\ntwo").as_str(), "one\\ntwo");
    }

    #[test]
    fn a_variation_selector_stays_with_its_emoji_only() {
        assert_eq!(Clean::new("x\u{fe0f}\u{fe0f}").as_str(), "x\\u{fe0f}\\u{fe0f}");
        assert_eq!(Clean::new("\u{fe0f}").as_str(), "\\u{fe0f}");
        assert_eq!(Clean::new("\u{2764}\u{fe0f}\u{fe0f}").as_str(), "\u{2764}\u{fe0f}\\u{fe0f}");
    }

    #[test]
    fn ordinary_text_is_borrowed_unchanged() {
        for text in [
            "",
            "ce01.cern.ch",
            "Jülich",
            "日本",
            "\u{2764}\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "/DC=org/CN=Ada \\xC3\\xA9",
        ] {
            assert!(matches!(Clean::new(text).0, Cow::Borrowed(t) if t == text));
        }
    }

    proptest! {
        #[test]
        fn nothing_hostile_survives(text in any::<String>()) {
            prop_assert!(!Clean::new(&text).as_str().chars().any(is_hostile));
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = Clean::new(&text).into_owned();
            prop_assert_eq!(Clean::new(once.as_str()), once.clone());
        }
    }
}
