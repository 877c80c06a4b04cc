//! What comes from keyboard and mouse, in our own words: nothing beyond this file knows crossterm's events.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::input::key::{Code, Key};

/// Rows for one notch of the wheel.
const NOTCH: i32 = 3;

/// Something from the terminal. No `Debug`: what is pasted may be a token.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// A text that was pasted.
    Paste(String),
    /// The first button of the mouse was pressed on this cell.
    Press(u16, u16),
    /// The wheel was turned over this cell, by so many rows; negative is up.
    Wheel(u16, u16, i32),
    /// The terminal gained or lost the focus.
    Focus(bool),
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
            Event::FocusGained => Self::Focus(true),
            Event::FocusLost => Self::Focus(false),
            Event::Mouse(event) => mouse(event),
        }
    }
}

fn mouse(event: MouseEvent) -> Input {
    let (x, y) = (event.column, event.row);
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Input::Press(x, y),
        MouseEventKind::ScrollDown => Input::Wheel(x, y, NOTCH),
        MouseEventKind::ScrollUp => Input::Wheel(x, y, -NOTCH),
        _ => Input::Nothing,
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
    fn the_mouse_presses_and_turns_and_everything_else_of_it_is_nothing() {
        let told = |kind| {
            let modifiers = KeyModifiers::NONE;
            Input::from_event(Event::Mouse(MouseEvent { kind, column: 7, row: 3, modifiers }))
        };
        assert!(told(MouseEventKind::Down(MouseButton::Left)) == Input::Press(7, 3));
        assert!(told(MouseEventKind::ScrollUp) == Input::Wheel(7, 3, -NOTCH));
        assert!(told(MouseEventKind::ScrollDown) == Input::Wheel(7, 3, NOTCH));
        for kind in [
            MouseEventKind::Up(MouseButton::Left),
            MouseEventKind::Down(MouseButton::Right),
            MouseEventKind::Drag(MouseButton::Left),
            MouseEventKind::Moved,
            MouseEventKind::ScrollLeft,
        ] {
            assert!(told(kind) == Input::Nothing);
        }
        assert!(Input::from_event(Event::FocusLost) == Input::Focus(false));
    }

    #[test]
    fn a_key_that_is_let_go_is_no_key() {
        let mut event = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert!(key(event).is_none());
        assert!(pressed(KeyCode::CapsLock, KeyModifiers::NONE).is_none());
    }
}
