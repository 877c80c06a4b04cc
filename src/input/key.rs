//! A key press as people write it: `j`, `ctrl-p`, `alt-x`, `shift-tab`, `F1`, `esc`, `pgdn`.
//!
//! A letter typed with shift is the capital letter, without a modifier; the runtime and [`Key::from_str`] both see to it.

use std::fmt;
use std::str::FromStr;

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character, in the case that was typed.
    Char(char),
    /// F1 to F24.
    F(u8),
    /// Enter, Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with shift for the tab backwards.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With ctrl.
    pub ctrl: bool,
    /// With alt.
    pub alt: bool,
    /// With shift; never for characters.
    pub shift: bool,
}

/// Names of the keys that are no characters, as printed; the first name of a code is the one printed.
const NAMES: &[(&str, Code)] = &[
    ("enter", Code::Enter),
    ("return", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("del", Code::Delete),
    ("delete", Code::Delete),
    ("ins", Code::Insert),
    ("left", Code::Left),
    ("right", Code::Right),
    ("up", Code::Up),
    ("down", Code::Down),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pageup", Code::PageUp),
    ("pgdn", Code::PageDown),
    ("pagedown", Code::PageDown),
    ("space", Code::Char(' ')),
    ("minus", Code::Char('-')),
];

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character as typed.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A character with ctrl.
    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// The character this key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The same key as every terminal should have reported it: shifted letters as capitals, ctrl with small letters.
    #[must_use]
    pub fn normal(mut self) -> Self {
        if let Code::Char(c) = self.code {
            if self.ctrl {
                self.code = Code::Char(c.to_ascii_lowercase());
            } else if self.shift {
                self.code = Code::Char(c.to_ascii_uppercase());
            }
            self.shift = false;
        }
        self
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (on, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if on {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(c) => write!(f, "{c}"),
            Code::F(number) => write!(f, "F{number}"),
            other => write!(f, "{other:?}"),
        }
    }
}

/// A text that is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no key. Keys are written like j, G, ctrl-p, alt-x, shift-tab, F1, esc, space, pgdn"
)]
pub struct NoKey(pub String);

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let wrong = || NoKey(text.to_owned());
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = text;
        loop {
            let modifiers = [("ctrl-", &mut ctrl), ("alt-", &mut alt), ("shift-", &mut shift)];
            let mut stripped = None;
            for (prefix, on) in modifiers {
                if let Some(after) = rest.strip_prefix(prefix).filter(|after| !after.is_empty()) {
                    if *on {
                        return Err(wrong());
                    }
                    *on = true;
                    stripped = Some(after);
                    break;
                }
            }
            match stripped {
                Some(after) => rest = after,
                None => break,
            }
        }
        let mut characters = rest.chars();
        let code = match (characters.next(), characters.as_str()) {
            (Some(c), "") => Code::Char(c),
            (Some('F' | 'f'), number) if number.bytes().all(|c| c.is_ascii_digit()) => {
                let number = number.parse().ok().filter(|n| (1..=24).contains(n));
                Code::F(number.ok_or_else(wrong)?)
            }
            _ => NAMES
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(rest))
                .map(|(_, code)| *code)
                .ok_or_else(wrong)?,
        };
        Ok(Self { code, ctrl, alt, shift }.normal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_read_as_people_write_them() {
        let key = |text: &str| text.parse::<Key>();
        assert_eq!(key("ctrl-p"), Ok(Key::ctrl('p')));
        assert_eq!(key("ctrl-P"), Ok(Key::ctrl('p')));
        assert_eq!(key("shift-g"), Ok(Key::char('G')));
        assert_eq!(key("F12"), Ok(Key::plain(Code::F(12))));
        assert_eq!(key("f"), Ok(Key::char('f')));
        assert_eq!(key("shift-tab").map(|k| k.shift), Ok(true));
        assert_eq!(key("-"), Ok(Key::char('-')));
        assert_eq!(key("ctrl--").map(|k| k.to_string()), Ok("ctrl-minus".into()));
        assert_eq!(key(" "), Ok(Key::char(' ')));
        for wrong in ["", "F0", "F99", "ctrl-", "ctrl-ctrl-x", "hello", "shift-"] {
            assert!(key(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(c: char, f in 1u8..=24, pick in 0usize..20, ctrl: bool, alt: bool, shift: bool) {
            let named = NAMES.get(pick).map(|(_, code)| *code);
            for code in [Some(Code::Char(c)), Some(Code::F(f)), named].into_iter().flatten() {
                let key = Key { code, ctrl, alt, shift }.normal();
                prop_assert_eq!(key.to_string().parse(), Ok(key), "{}", key);
            }
        }

        #[test]
        fn no_text_makes_the_reader_fail_badly(text in any::<String>()) {
            let _ = text.parse::<Key>().is_ok();
        }
    }
}
