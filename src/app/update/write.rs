//! The switch: leave to change something is given by a dialog, and taken back by the same key or by time.

use crate::app::confirm::Dialog;
use crate::app::effect::{Effect, Effects};
use crate::app::enabled::forbidden;
use crate::app::model::Model;
use crate::app::present::NoticeLevel;
use crate::app::write::{MINUTES, Write};
use crate::domain::permission::What;

/// Asks whether changes are to be allowed, or locks them again at once.
pub(super) fn switch(model: &mut Model) -> Effects {
    if model.write.allows(model.now) {
        model.write = Write::default();
        let what = "This session is read-only again.".to_owned();
        model.notices.say(NoticeLevel::Info, what, goes_on(model), model.now);
        return Effects::one(Effect::Lock);
    }
    let installation = match (&*model.label.name, model.label.production) {
        (name, true) => format!("{name}, a PROD installation."),
        (name, false) => format!("{name}."),
    };
    let title = format!("Allow changes for {MINUTES} minutes");
    let dialog = Dialog::allows_changes(title, "Allow")
        .point("Where", installation)
        .point("What", "stored tokens can be revoked and deleted. Before each of it you are asked.")
        .point(
            "Then",
            format!("after {MINUTES} minutes, or by the same key, it is read-only again."),
        );
    let dialog = match forbidden(What::DeleteTokens, model) {
        Some(why) => dialog.point("But", format!("leave alone will not do: {why}")),
        None => dialog,
    };
    model.ask(dialog);
    Effects::redraw()
}

/// Leave has ended, if its time has come.
pub(super) fn expire(model: &mut Model) -> Effects {
    if model.write.ends().is_none_or(|end| model.now < end) {
        return Effects::none();
    }
    model.write = Write::default();
    let what = format!("{MINUTES} minutes have passed: this session is read-only again.");
    model.notices.say(NoticeLevel::Info, what, goes_on(model), model.now);
    Effects::one(Effect::Lock)
}

/// Takes note of leave that a dialog has given.
pub(super) fn granted(model: &mut Model, effects: &[Effect]) {
    for effect in effects {
        if let Effect::Unlock(leave) = effect {
            model.write = leave.write();
            let what = format!("Changes are allowed for {MINUTES} minutes.");
            let next = model.key_of(crate::input::action::Action::Write);
            let next = next.map(|key| format!("{key} locks them again."));
            model.notices.say(NoticeLevel::Info, what, next.unwrap_or_default(), model.now);
        }
    }
}

/// What is under way had leave when it began, and keeps it.
fn goes_on(model: &Model) -> String {
    if model.tasks.changing() {
        "What is under way goes on; T shows it and stops it.".to_owned()
    } else {
        String::new()
    }
}
