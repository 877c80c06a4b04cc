//! A word to be typed before something is destroyed: it has to be the one that was asked for, letter by letter.

use crate::input::key::Key;
use crate::input::line::Line;

/// A word that is asked for, and what was typed of it.
#[derive(Clone, Debug)]
pub struct Word {
    wanted: String,
    line: Line,
}

impl Word {
    /// Asks for `wanted`, which is not empty: a user's name, a count.
    pub fn new(wanted: impl Into<String>) -> Self {
        Self { wanted: wanted.into(), line: Line::default() }
    }

    /// The word asked for.
    pub fn wanted(&self) -> &str {
        &self.wanted
    }

    /// What was typed so far.
    pub fn typed(&self) -> String {
        self.line.text()
    }

    /// Position of the cursor, in characters.
    pub fn cursor(&self) -> usize {
        self.line.cursor()
    }

    /// Whether the word was typed. Case and spaces count; nothing is asked for by an empty word, so it never is.
    pub fn is_right(&self) -> bool {
        !self.wanted.is_empty() && self.line.text() == self.wanted
    }

    /// Does what `key` does in a line; `false` if it does nothing here.
    pub fn edit(&mut self, key: Key) -> bool {
        self.line.edit(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_word_itself_is_right() {
        let mut word = Word::new("wlada");
        for key in ["w", "l", "a", "d"] {
            assert!(!word.is_right());
            assert!(word.edit(key.parse().unwrap()));
        }
        assert!(!word.is_right());
        word.edit("a".parse().unwrap());
        assert!(word.is_right());
        word.edit("space".parse().unwrap());
        assert!(!word.is_right(), "a space counts");
        assert!(!Word::new("").is_right(), "no word asked for is no leave given");
        assert!(!word.edit("enter".parse().unwrap()));
    }
}
