//! A line for a secret: typed or pasted, shown as dots, wiped when it is taken, cleared or dropped.
//!
//! The bytes have one place for their whole life, as large as they may ever become: nothing is moved when the line grows, so no
//! copy stays behind. What was deleted is wiped at once. There is no undo, no cursor to be moved within what nobody sees, and no
//! way to print it (design.md 6.1).

use std::fmt;

use zeroize::{Zeroize as _, Zeroizing};

use crate::domain::secret::Secret;
use crate::input::key::{Code, Key};

/// Bytes that a secret may have where nothing else is said. The longest tokens met have 5 kB.
pub const ROOM: usize = 16 * 1024;

/// Dots shown at most: how long a long secret is, is nobody's business.
const DOTS: usize = 24;

/// A secret being typed.
pub struct Masked {
    /// Of fixed length; what lies behind `len` is zero.
    bytes: Zeroizing<Box<[u8]>>,
    /// Bytes typed so far; they are whole characters.
    len: usize,
    /// Whether line ends and tabs are kept.
    lines: bool,
}

impl Default for Masked {
    fn default() -> Self {
        Self { bytes: Zeroizing::new(vec![0; ROOM].into_boxed_slice()), len: 0, lines: false }
    }
}

impl Masked {
    /// A field for a text of several lines, of at most `room` bytes: line ends and tabs stay as they are.
    pub fn lines(room: usize) -> Self {
        Self { bytes: Zeroizing::new(vec![0; room].into_boxed_slice()), len: 0, lines: true }
    }

    /// Bytes that fit.
    pub fn room(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Dots to show: one a character, and no more than some.
    pub fn dots(&self) -> usize {
        self.text().chars().take(DOTS).count()
    }

    /// Characters of a text of several lines, which is a token: how long that is tells whether all of it has come. Of a
    /// passphrase nothing is told.
    pub fn characters(&self) -> Option<usize> {
        (self.lines && self.len > 0).then(|| self.text().chars().count())
    }

    /// Adds a text at the end, without control characters, and without line ends if it is a field of one line. `false`, and nothing is added, if there is no room
    /// for all of it: a secret cut short would be another one.
    pub fn insert(&mut self, text: &str) -> bool {
        let kept = self.lines;
        let blank = move |c: char| kept && matches!(c, '\n' | '\r' | '\t');
        let wanted = || text.chars().filter(|c| !c.is_control() || blank(*c));
        let length: usize = wanted().map(char::len_utf8).sum();
        let Some(place) =
            self.len.checked_add(length).and_then(|end| self.bytes.get_mut(self.len..end))
        else {
            return false;
        };
        let mut place = place;
        for c in wanted() {
            let (here, rest) = place.split_at_mut(c.len_utf8().min(place.len()));
            c.encode_utf8(here);
            place = rest;
        }
        self.len += length;
        true
    }

    /// Does what `key` does here. `false` if it does nothing, so that somebody else may use it.
    ///
    /// Characters, backspace, ctrl-u and ctrl-w (both clear all: there are no words to be seen).
    pub fn edit(&mut self, key: Key) -> bool {
        if let Some(c) = key.typed() {
            let mut bytes = Zeroizing::new([0; 4]);
            return self.insert(c.encode_utf8(bytes.as_mut_slice()));
        }
        match (key.code, key.ctrl) {
            (Code::Backspace, false) => {
                let last = self.text().chars().next_back().map_or(0, char::len_utf8);
                self.cut(self.len.saturating_sub(last));
            }
            (Code::Char('u' | 'w'), true) => self.clear(),
            _ => return false,
        }
        true
    }

    /// Wipes all of it.
    pub fn clear(&mut self) {
        self.cut(0);
    }

    /// Hands the secret over; nothing of it stays here.
    pub fn take(&mut self) -> Secret<String> {
        // exactly as large as needed, so that it is never moved
        let mut text = String::with_capacity(self.len);
        text.push_str(self.text());
        self.clear();
        Secret::new(text)
    }

    fn cut(&mut self, end: usize) {
        if let Some(gone) = self.bytes.get_mut(end..) {
            gone.zeroize();
        }
        self.len = end;
    }

    fn text(&self) -> &str {
        let typed = self.bytes.get(..self.len).unwrap_or_default();
        // whole characters are put in and taken out, so this never fails
        std::str::from_utf8(typed).unwrap_or_default()
    }
}

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_in(line: &mut Masked, keys: &str) {
        for key in keys.split(' ') {
            assert!(line.edit(key.parse().unwrap()), "{key}");
        }
    }

    /// Nothing but zeros behind what is typed.
    fn assert_wiped(line: &Masked) {
        assert!(line.bytes[line.len..].iter().all(|byte| *byte == 0), "something stayed behind");
    }

    #[test]
    fn what_is_typed_and_pasted_is_handed_over_whole() {
        let mut line = Masked::default();
        type_in(&mut line, "a é 日 space");
        assert!(line.insert("pasted\r\ntwo\u{1b}"));
        assert_eq!(line.take().expose(), "aé日 pastedtwo");
        assert!(line.is_empty());
        assert_wiped(&line);
    }

    #[test]
    fn what_is_taken_back_is_wiped_at_once() {
        let mut line = Masked::default();
        type_in(&mut line, "a b 日 backspace");
        assert_eq!(line.text(), "ab");
        assert_wiped(&line);
        for clearing in ["ctrl-u", "ctrl-w"] {
            assert!(line.insert("secret"));
            type_in(&mut line, clearing);
            assert!(line.is_empty());
            assert_wiped(&line);
        }
        type_in(&mut line, "backspace");
        assert!(line.is_empty());
    }

    #[test]
    fn the_place_never_moves_and_a_text_that_does_not_fit_is_refused_whole() {
        let mut line = Masked::default();
        let place = line.bytes.as_ptr();
        assert!(line.insert(&"x".repeat(ROOM - 1)));
        assert!(!line.insert("é"), "half a character does not fit");
        assert!(!line.insert(&"y".repeat(ROOM)));
        assert!(line.insert("z"));
        assert_eq!((line.len, line.bytes.as_ptr()), (ROOM, place));
        assert!(!line.edit("a".parse().unwrap()));
        assert_eq!(line.take().expose().len(), ROOM);
        assert_wiped(&line);
    }

    #[test]
    fn a_field_of_several_lines_keeps_them_and_has_the_room_it_was_given() {
        let mut line = Masked::lines(10);
        assert!(line.insert("a\r\n\tb\u{1b}\0"));
        assert!(!line.insert("0123456789"));
        assert_eq!((line.room(), line.take().expose().as_str()), (10, "a\r\n\tb"));
    }

    #[test]
    fn only_dots_are_seen_and_of_a_long_secret_not_how_long_it_is() {
        let mut line = Masked::default();
        assert_eq!(line.dots(), 0);
        line.insert("hunter2");
        assert_eq!((line.dots(), format!("{line:?}").as_str()), (7, "[secret]"));
        line.insert(&"x".repeat(100));
        let long = line.dots();
        line.insert(&"x".repeat(1000));
        assert_eq!(line.dots(), long);
    }

    #[test]
    fn keys_that_do_nothing_here_are_left_to_others() {
        let mut line = Masked::default();
        for key in ["enter", "esc", "tab", "left", "ctrl-z", "ctrl-y", "alt-x", "F1"] {
            assert!(!line.edit(key.parse().unwrap()), "{key}");
        }
    }
}
