//! What works in palette, menus and while typing a filter.

use super::{Action, Binding, Context, Danger, Spec};
use crate::input::key::{Code, Key};

pub(super) const ACTIONS: &[Spec] = &[Spec {
    action: Action::Accept,
    name: "accept",
    title: "choose",
    help: "Takes the chosen line, or keeps the filter as it is typed.",
    danger: Danger::Read,
    bindings: &[Binding {
        contexts: &[Context::Filter, Context::Palette, Context::Menu, Context::Tour],
        keys: &[Key::plain(Code::Enter)],
    }],
    footer: Some(1),
}];
