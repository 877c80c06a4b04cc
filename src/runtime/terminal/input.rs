//! What comes from the keyboard, in our own words: nothing beyond this file knows crossterm's keys.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::input::key::{Code, Key};

/// Something from the terminal. No `Debug`: what is pasted may be a token.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// A text that was pasted.
    Paste(String),
    /// The terminal has another size; which, it says when asked.
    Resized,
    /// Nothing that concerns us.
    Nothing,
}

impl Input {
    /// What a terminal's event means.
    pub fn from_event(event: Event) -> Self {
        match event {
            Event::Key(event) => key(event).map_or(Self::Nothing, Self::Key),
            Event::Paste(text) => Self::Paste(text),
            Event::Resize(..) => Self::Resized,
            Event::FocusGained | Event::FocusLost | Event::Mouse(_) => Self::Nothing,
        }
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let held = |modifier| event.modifiers.contains(modifier);
    let mut shift = held(KeyModifiers::SHIFT);
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::F(number) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => {
            shift = true;
            Code::Tab
        }
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    };
    let key = Key { code, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT), shift };
    Some(key.normal())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Option<String> {
        key(KeyEvent::new(code, modifiers)).map(|key| key.to_string())
    }

    #[test]
    fn keys_arrive_as_people_write_them() {
        let cases = [
            (KeyCode::Char('j'), KeyModifiers::NONE, "j"),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('p'), KeyModifiers::CONTROL, "ctrl-p"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "shift-tab"),
            (KeyCode::BackTab, KeyModifiers::NONE, "shift-tab"),
            (KeyCode::F(1), KeyModifiers::NONE, "F1"),
            (KeyCode::Char(' '), KeyModifiers::NONE, "space"),
            (KeyCode::Char('x'), KeyModifiers::ALT, "alt-x"),
        ];
        for (code, modifiers, written) in cases {
            assert_eq!(pressed(code, modifiers).as_deref(), Some(written));
        }
    }

    #[test]
    fn a_key_that_is_let_go_is_no_key() {
        let mut event = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert!(key(event).is_none());
        assert!(pressed(KeyCode::CapsLock, KeyModifiers::NONE).is_none());
    }
}
