//! What lies over the screen, as plain data.

use crate::domain::query::help;
use crate::input::action::{Context, Spec, all};
use crate::input::key::Key;

use super::{Detail, HelpLine, Overlay, ce_why, dialog, why};
use crate::app::enabled::disabled_reason;
use crate::app::model::Model;
use crate::app::overlay::Open;
use crate::app::{palette, tour};

/// The overlay as it stands.
pub(super) fn present(model: &Model, open: &Open) -> Overlay {
    match open {
        Open::Help { filter, scroll } => Overlay::Help {
            lines: lines_of_help(model, &filter.text()),
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
        Open::Why { scroll } => Overlay::Page(Detail { scroll: *scroll, ..why::page(model) }),
        Open::CeWhy { scroll } => Overlay::Page(Detail { scroll: *scroll, ..ce_why::page(model) }),
    }
}

/// The whole help, or the part of it that contains `filter`; first what works on the screen shown.
pub(crate) fn lines_of_help(model: &Model, filter: &str) -> Vec<HelpLine> {
    let here = model.screen_contexts();
    let elsewhere = Context::ALL.iter().copied().filter(|context| !here.contains(context));
    let contexts = here.into_iter().chain(elsewhere);
    let needle = filter.trim().to_lowercase();
    let of_keys = |context: Context| {
        let specs = all().filter(move |spec| spec.is_in(context));
        specs.map(move |spec| line(model, spec, context))
    };
    let lines: Vec<HelpLine> = if model.typing.is_some() {
        // opened while a query is typed: how it is written comes first
        queries(model).chain(contexts.flat_map(of_keys)).collect()
    } else {
        let elsewhere = contexts.skip(here.len());
        here.into_iter()
            .flat_map(of_keys)
            .chain(queries(model))
            .chain(elsewhere.flat_map(of_keys))
            .collect()
    };
    let wanted = |line: &HelpLine| {
        [line.keys.as_str(), line.title, line.help, line.context]
            .iter()
            .any(|text| text.to_lowercase().contains(&needle))
    };
    lines.into_iter().filter(|line| needle.is_empty() || wanted(line)).collect()
}

/// How queries are written, and the columns of the list shown.
fn queries(model: &Model) -> impl Iterator<Item = HelpLine> {
    let forms = help::FORMS.iter().map(|form| HelpLine {
        context: "Queries, behind /",
        keys: form.form.into(),
        title: "",
        help: form.help,
        disabled: None,
    });
    let columns = help::columns(model.pane().schema().grid());
    let columns = columns.into_iter().map(|(names, kind, help)| HelpLine {
        context: "Columns of this list, and their other names",
        keys: names,
        title: kind.noun(),
        help,
        disabled: None,
    });
    forms.chain(columns)
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
