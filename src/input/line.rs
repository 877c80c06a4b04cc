//! A line being typed: text and cursor. For filters and the palette; never for secrets (they get a field of their own).

use super::key::{Code, Key};

/// More characters than this are not taken in.
pub const LONGEST: usize = 1_000;

/// Text with a cursor in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    before: String,
    after: String,
}

impl Line {
    /// A line holding `text`, the cursor at its end.
    pub fn new(text: &str) -> Self {
        Self { before: text.to_owned(), after: String::new() }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// Position of the cursor, in characters.
    pub fn cursor(&self) -> usize {
        self.before.chars().count()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Puts text in at the cursor; line ends become spaces, what is too long is cut.
    pub fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.cursor() + self.after.chars().count());
        let one_line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
        self.before.extend(one_line.take(room));
    }

    /// Does what `key` does in a line. `false` if it does nothing here, so that somebody else may use it.
    ///
    /// Characters, backspace, del, left, right, home (ctrl-a), end (ctrl-e), ctrl-u (to the start), ctrl-w (a word).
    pub fn edit(&mut self, key: Key) -> bool {
        if let Some(c) = key.typed() {
            self.insert(c.encode_utf8(&mut [0; 4]));
            return true;
        }
        match (key.code, key.ctrl) {
            (Code::Backspace, false) => drop(self.before.pop()),
            (Code::Delete, false) => drop(take_first(&mut self.after)),
            (Code::Left, false) => {
                if let Some(c) = self.before.pop() {
                    self.after.insert(0, c);
                }
            }
            (Code::Right, false) => {
                if let Some(c) = take_first(&mut self.after) {
                    self.before.push(c);
                }
            }
            (Code::Home, false) | (Code::Char('a'), true) => {
                self.after.insert_str(0, &std::mem::take(&mut self.before));
            }
            (Code::End, false) | (Code::Char('e'), true) => {
                self.before.push_str(&std::mem::take(&mut self.after));
            }
            (Code::Char('u'), true) => self.before.clear(),
            (Code::Char('w'), true) => {
                while self.before.ends_with(' ') {
                    self.before.pop();
                }
                while self.before.chars().next_back().is_some_and(|c| c != ' ') {
                    self.before.pop();
                }
            }
            _ => return false,
        }
        true
    }
}

fn take_first(text: &mut String) -> Option<char> {
    let mut characters = text.chars();
    let first = characters.next()?;
    *text = characters.as_str().to_owned();
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> Line {
        let mut line = Line::default();
        for key in keys.split(' ') {
            assert!(line.edit(key.parse().unwrap()), "{key}");
        }
        line
    }

    #[test]
    fn a_line_is_edited_where_the_cursor_is() {
        let line = typed("a b c left left x del home y end z");
        assert_eq!((line.text().as_str(), line.cursor()), ("yaxcz", 5));
        assert_eq!(typed("a b space c d ctrl-w e").text(), "ab e");
        assert_eq!(typed("a b left ctrl-u").text(), "b");
        assert_eq!(typed("a backspace backspace left right del").text(), "");
    }

    #[test]
    fn pasted_lines_become_one_line_of_bounded_length() {
        let mut line = Line::default();
        line.insert("a\r\nb\x1b");
        assert_eq!(line.text(), "a  b ");
        line.insert(&"x".repeat(2 * LONGEST));
        assert_eq!(line.text().chars().count(), LONGEST);
    }

    #[test]
    fn keys_that_do_nothing_here_are_left_to_others() {
        let mut line = Line::default();
        for key in ["enter", "esc", "up", "ctrl-p", "alt-x", "F1", "tab"] {
            assert!(!line.edit(key.parse().unwrap()), "{key}");
        }
    }
}
