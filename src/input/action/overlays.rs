//! What works in palette, menus, dialogs and while typing a filter.

use super::{Action, Binding, Context, Danger, Spec};
use crate::input::key::{Code, Key};

/// Tab backwards.
const BACK_TAB: Key = Key { shift: true, ..Key::plain(Code::Tab) };

pub(super) const ACTIONS: &[Spec] = &[
    Spec {
        action: Action::Accept,
        name: "accept",
        title: "choose",
        help: "Takes the chosen line or button, or keeps the filter as it is typed.",
        danger: Danger::Read,
        bindings: &[Binding {
            contexts: &[
                Context::Filter,
                Context::Palette,
                Context::Menu,
                Context::Tour,
                Context::Dialog,
            ],
            keys: &[Key::plain(Code::Enter)],
        }],
        footer: Some(1),
    },
    Spec {
        action: Action::NextField,
        name: "next-field",
        title: "next",
        help: "Goes to the next button or field of a dialog.",
        danger: Danger::Read,
        bindings: &[Binding {
            contexts: &[Context::Dialog],
            keys: &[Key::plain(Code::Tab), Key::plain(Code::Right)],
        }],
        footer: Some(2),
    },
    Spec {
        action: Action::PrevField,
        name: "previous-field",
        title: "previous",
        help: "Goes to the button or field before.",
        danger: Danger::Read,
        bindings: &[Binding {
            contexts: &[Context::Dialog],
            keys: &[BACK_TAB, Key::plain(Code::Left)],
        }],
        footer: None,
    },
];
