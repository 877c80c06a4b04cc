//! Keys and pasted texts in a dialog.

use crate::app::confirm::{Answer, Dialog, Field, Focus, Purpose};
use crate::app::effect::Effects;
use crate::app::enabled::read_only;
use crate::app::model::Model;
use crate::app::overlay::Open;
use crate::app::present::NoticeLevel;
use crate::domain::jwt::looks_like_a_token;
use crate::input::action::Action;
use crate::input::key::{Code, Key};

use super::{open_key, stop, write};

/// A key while a dialog lies over the screen.
pub(super) fn press(model: &mut Model, key: Key, action: Option<Action>) -> Effects {
    let Some(Open::Dialog(dialog)) = &mut model.overlay else { return Effects::none() };
    if !dialog.listens() {
        // pressed before anybody could have read the question
        return Effects::none();
    }
    match action {
        Some(Action::Accept) => return enter(model),
        Some(Action::NextField | Action::PrevField) if moves_cursor(dialog, key) => {
            dialog.changed();
        }
        Some(Action::NextField) => dialog.turn(true),
        Some(Action::PrevField) => dialog.turn(false),
        _ => {
            if let Some((what, next)) = typed(dialog, key) {
                model.notices.say(NoticeLevel::Warning, what, next.into(), model.now);
            }
        }
    }
    Effects::redraw()
}

/// A text was pasted while a dialog lies over the screen. A secret is pasted as often as not; a word is there to be typed.
pub(super) fn paste(model: &mut Model, text: &str) -> Effects {
    let Some(Open::Dialog(dialog)) = &mut model.overlay else { return Effects::none() };
    if !dialog.listens() {
        return Effects::none();
    }
    let said = match &mut dialog.field {
        Field::Secret(_, secret) => {
            dialog.focus = Focus::Field;
            (!secret.insert(text)).then(|| (too_long(secret.room()), ""))
        }
        Field::Line(..) if looks_like_a_token(text.as_bytes()) => {
            let what = "That looks like a token, not like a name. Nothing of it was taken.";
            Some((what.to_owned(), "esc closes this; on the screen itself a token can be pasted."))
        }
        Field::Line(_, line) => {
            dialog.focus = Focus::Field;
            line.insert(text.trim());
            None
        }
        Field::Word(_) => Some(("What is pasted does not count.".to_owned(), "Type the word.")),
        Field::None => Some(("There is nothing here to paste into.".to_owned(), TAKES)),
    };
    dialog.changed();
    if let Some((what, next)) = said {
        model.notices.say(NoticeLevel::Warning, what, next.into(), model.now);
    }
    Effects::redraw()
}

/// The way out.
const CLOSES: &str = "esc closes this.";
/// How a button is pressed.
const TAKES: &str = "tab goes from button to button, enter takes one, esc closes this.";

fn too_long(room: usize) -> String {
    format!("That is longer than {room} bytes, so nothing of it was taken.")
}

/// Left and right move the cursor within a word, not the focus.
fn moves_cursor(dialog: &mut Dialog, key: Key) -> bool {
    let sideways = matches!(key.code, Code::Left | Code::Right);
    match &mut dialog.field {
        Field::Word(word) if sideways && dialog.focus == Focus::Field => word.edit(key),
        Field::Line(_, line) if sideways && dialog.focus == Focus::Field => line.edit(key),
        _ => false,
    }
}

/// What is typed goes to the field, wherever the focus was; without one it does nothing, and says so.
fn typed(dialog: &mut Dialog, key: Key) -> Option<(String, &'static str)> {
    let taken = match &mut dialog.field {
        Field::Word(word) => word.edit(key),
        Field::Line(_, line) => line.edit(key),
        Field::Secret(_, secret) => {
            if key.typed().is_some() && !secret.edit(key) {
                return Some((too_long(secret.room()), ""));
            }
            key.typed().is_some() || secret.edit(key)
        }
        Field::None => false,
    };
    if !taken {
        return Some((format!("{key} does nothing here."), TAKES));
    }
    dialog.focus = Focus::Field;
    dialog.changed();
    None
}

/// A button was pointed at: 0 is the way out, as they are presented.
pub(super) fn choose(model: &mut Model, position: usize) -> Effects {
    let Some(Open::Dialog(dialog)) = &mut model.overlay else { return Effects::none() };
    let focus = if position == 0 { Focus::Cancel } else { Focus::Accept };
    let moved = std::mem::replace(&mut dialog.focus, focus) != focus;
    let effects = enter(model);
    if moved && let Some(Open::Dialog(dialog)) = &mut model.overlay {
        // it came too soon: that enter would press another button now has to be seen first, too
        dialog.changed();
    }
    effects
}

fn enter(model: &mut Model) -> Effects {
    let Some(Open::Dialog(dialog)) = &mut model.overlay else { return Effects::none() };
    if dialog.changes_something() && dialog.focus != Focus::Cancel && !model.write.allows(model.now)
    {
        // leave has ended while this was read
        model.notices.say(NoticeLevel::Warning, read_only(model), CLOSES.into(), model.now);
        return Effects::redraw();
    }
    let (what, next) = match dialog.enter(model.now) {
        Answer::Secret(Purpose::OpenKey, passphrase) => {
            model.overlay = None;
            return open_key(model, passphrase);
        }
        Answer::Yes(list) => {
            model.overlay = None;
            write::granted(model, &list);
            stop::begun(model, &list);
            return Effects { list, redraw: true };
        }
        Answer::Next(next) => {
            model.ask(*next);
            return Effects::redraw();
        }
        Answer::Take(then, secret) => {
            model.overlay = None;
            return then(model, secret).and(Effects::redraw());
        }
        Answer::Read(then, line) => {
            model.overlay = None;
            return then(model, line).and(Effects::redraw());
        }
        Answer::No => {
            model.overlay = None;
            return Effects::redraw();
        }
        Answer::TooSoon => {
            ("Enter came too soon to have been meant.".to_owned(), "Press it again.")
        }
        Answer::NotYet(missing) => (missing, CLOSES),
    };
    model.notices.say(NoticeLevel::Warning, what, next.into(), model.now);
    Effects::redraw()
}
