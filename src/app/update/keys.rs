//! Keys: to the overlay, to the filter being typed, or to the screen.

use crate::app::effect::Effects;
use crate::app::model::Model;
use crate::app::overlay::Open;
use crate::app::present::NoticeLevel;
use crate::app::route::Route;
use crate::domain::jwt::looks_like_a_token;
use crate::input::action::Action;
use crate::input::key::Key;

use super::{act, dialog, inspect, moves, overlays, show};

/// A key was pressed. One that does nothing says so.
pub(super) fn press(model: &mut Model, key: Key) -> Effects {
    let key = key.normal();
    model.notices.hide();
    let action = model.keymap.action(key, &model.contexts());
    let effects = if action == Some(Action::QuitNow) {
        act::act(model, Action::QuitNow)
    } else if model.overlay.is_some() {
        overlays::press(model, key, action)
    } else if model.typing.is_some() {
        typing(model, key, action)
    } else if let Some(action) = action {
        act::act(model, action)
    } else {
        let what = format!("{key} does nothing here.");
        model.notices.say(NoticeLevel::Warning, what, "? shows all keys.".into(), model.now);
        Effects::none()
    };
    effects.and(Effects::redraw())
}

/// A text was pasted: it goes where a text is being typed, and nowhere else.
pub(super) fn paste(model: &mut Model, text: &str) -> Effects {
    if matches!(model.overlay, Some(Open::Dialog(_))) {
        return dialog::paste(model, text);
    }
    let typing = model.typing.is_some();
    let seen = model.overlay.as_mut().map_or(typing, |open| open.line().is_some());
    if seen && text.split_whitespace().any(|word| looks_like_a_token(word.as_bytes())) {
        let what = "That looks like a token, and this line can be seen. Nothing of it was taken.";
        let next = "5 takes tokens.".into();
        model.notices.say(NoticeLevel::Warning, what.into(), next, model.now);
        return Effects::redraw();
    }
    if let Some(open) = &mut model.overlay {
        if let Some(line) = open.line() {
            line.insert(text);
            *open.position() = 0;
        }
        return Effects::redraw();
    }
    if let Some(line) = &mut model.typing {
        line.insert(text);
        return retyped(model);
    }
    if model.route == Route::Inspect {
        return inspect::pasted(model, text);
    }
    let what = "There is nothing here to paste into.".into();
    let next = "/ begins a filter; 5 takes tokens.".into();
    model.notices.say(NoticeLevel::Warning, what, next, model.now);
    Effects::redraw()
}

/// A key while the filter is typed: rows follow every letter.
fn typing(model: &mut Model, key: Key, action: Option<Action>) -> Effects {
    match action {
        // what is wrong with it stands under it
        Some(Action::Accept) if model.query_error().is_some() => Effects::redraw(),
        Some(Action::Accept) => {
            model.typing = None;
            Effects::redraw()
        }
        Some(Action::Back) => {
            model.typing = None;
            show::filter(model, model.route, "")
        }
        // what is being typed is still there when the help is closed
        Some(Action::Help) => act::act(model, Action::Help),
        Some(motion) => moves::step(model, motion),
        None => {
            if let Some(line) = &mut model.typing {
                line.edit(key);
            }
            retyped(model)
        }
    }
}

fn retyped(model: &mut Model) -> Effects {
    let text = model.typing.as_ref().map(crate::input::line::Line::text).unwrap_or_default();
    show::filter(model, model.route, &text)
}
