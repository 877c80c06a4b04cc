//! A dialog and the list of tasks, as plain data.

use jiff::Timestamp;

use super::text::count;
use super::{Button, DialogView, FieldView, Overlay, time};
use crate::app::confirm::{Dialog, Field, Focus};
use crate::app::model::Model;
use crate::app::overlay::Open;
use crate::app::tasks::Running;

/// The dialog as it stands. Of a secret there are only dots.
pub(super) fn dialog(dialog: &Dialog) -> Overlay {
    let focused = dialog.focus == Focus::Field;
    let field = match &dialog.field {
        Field::None => None,
        Field::Word(word) => Some(FieldView {
            prompt: format!("Type {} to go on.", word.wanted()),
            text: word.typed(),
            cursor: focused.then(|| word.cursor()),
        }),
        Field::Line(name, line) => Some(FieldView {
            prompt: format!("{name}:"),
            text: line.text(),
            cursor: focused.then(|| line.cursor()),
        }),
        Field::Secret(name, secret) => Some(FieldView {
            prompt: match secret.characters() {
                Some(1) => format!("{name}: 1 character; it is not shown."),
                Some(many) => format!("{name}: {} characters; they are not shown.", count(many)),
                None => format!("{name}: type or paste; it is not shown."),
            },
            text: "●".repeat(secret.dots()),
            cursor: focused.then(|| secret.dots()),
        }),
    };
    let button = |title, focus, enabled| Button { title, focused: dialog.focus == focus, enabled };
    let mut buttons = vec![button("Cancel", Focus::Cancel, true)];
    if dialog.asks() {
        buttons.push(button(dialog.accept, Focus::Accept, dialog.ready()));
    } else {
        buttons = vec![button("Close", Focus::Cancel, true)];
    }
    Overlay::Dialog(DialogView {
        title: dialog.title.clone(),
        points: dialog.points.clone(),
        destroys: dialog.destroys,
        field,
        buttons,
        scroll: dialog.scroll,
    })
}

/// The tasks, a line each.
pub(super) fn tasks(model: &Model, chosen: usize) -> Overlay {
    let mut lines: Vec<String> =
        model.tasks.iter().map(|(_, running)| line(running, model.now)).collect();
    if lines.is_empty() {
        lines.push("Nothing is under way any more.".into());
    }
    Overlay::Menu { title: "Under way".into(), lines, chosen }
}

fn line(running: &Running, now: Timestamp) -> String {
    let mut parts = vec![running.label.to_owned()];
    if let Some(progress) = &running.progress {
        let done = count(progress.done);
        parts.push(match progress.total {
            Some(total) => format!("{done}/{} {}", count(total), progress.unit),
            None => format!("{done} {}", progress.unit),
        });
    }
    let began = time::ago(running.since, now).text;
    parts.push(if began == "now" { "began now".into() } else { format!("began {began}") });
    if running.stopping {
        parts.push("stopping".into());
    }
    parts.join(" · ")
}

/// When the list of tasks, if it is open, will read differently.
pub(super) fn next_change(model: &Model) -> Option<Timestamp> {
    if !matches!(model.overlay, Some(Open::Tasks { .. })) {
        return None;
    }
    let began = model.tasks.iter().map(|(_, running)| running.since);
    began.filter_map(|since| time::ago(since, model.seen).changes).min()
}
