//! What lies over the screen, as plain data.

use crate::input::action::{Context, Spec, all};
use crate::input::key::Key;

use super::{HelpLine, Overlay, dialog};
use crate::app::enabled::disabled_reason;
use crate::app::model::Model;
use crate::app::overlay::Open;
use crate::app::{palette, tour};

/// The overlay as it stands.
pub(super) fn present(model: &Model, open: &Open) -> Overlay {
    match open {
        Open::Help { filter, scroll } => Overlay::Help {
            lines: help(model, &filter.text()),
            scroll: *scroll,
            filter: filter.text(),
        },
        Open::Palette { line, chosen } => {
            let input = line.text();
            let lines =
                palette::entries(model, &input).into_iter().map(|entry| entry.line).collect();
            Overlay::Palette { input, lines, chosen: *chosen }
        }
        Open::Menu { title, choices, chosen } => Overlay::Menu {
            title: title.clone(),
            lines: choices.iter().map(|choice| choice.title.clone()).collect(),
            chosen: *chosen,
        },
        Open::Notices { scroll } => Overlay::Notices {
            notices: model.notices.history().iter().cloned().collect(),
            scroll: *scroll,
        },
        Open::Tour { chosen } => tour::present(model, *chosen),
        Open::Dialog(open) => dialog::dialog(open),
        Open::Tasks { chosen } => dialog::tasks(model, *chosen),
    }
}

/// The whole help, or the part of it that contains `filter`; first what works on the screen shown.
pub(crate) fn help(model: &Model, filter: &str) -> Vec<HelpLine> {
    let here = model.screen_contexts();
    let elsewhere = Context::ALL.iter().copied().filter(|context| !here.contains(context));
    let contexts = here.into_iter().chain(elsewhere);
    let needle = filter.trim().to_lowercase();
    let lines = contexts.flat_map(|context| {
        let specs = all().filter(move |spec| spec.is_in(context));
        specs.map(move |spec| line(model, spec, context))
    });
    let wanted = |line: &HelpLine| {
        [line.keys.as_str(), line.title, line.help, line.context]
            .iter()
            .any(|text| text.to_lowercase().contains(&needle))
    };
    lines.filter(|line| needle.is_empty() || wanted(line)).collect()
}

fn line(model: &Model, spec: &'static Spec, context: Context) -> HelpLine {
    let keys: Vec<String> =
        model.keymap.keys(spec.action, context).map(|k: Key| k.to_string()).collect();
    let on_screen = model.screen_contexts().contains(&context);
    HelpLine {
        context: context.title(),
        keys: keys.join(" "),
        title: spec.title,
        help: spec.help,
        disabled: if on_screen { disabled_reason(spec.action, model) } else { None },
    }
}
