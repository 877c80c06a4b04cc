//! Going from screen to screen. Number 6 is kept for Changes.

use super::{Action, Binding, Context, Danger, Spec};
use crate::input::key::Key;

macro_rules! go {
    ($action:ident, $name:literal, $title:literal, $key:literal, $help:literal) => {
        Spec {
            action: Action::$action,
            name: $name,
            title: $title,
            help: $help,
            danger: Danger::Read,
            bindings: &[Binding {
                contexts: &[Context::Screen, Context::Tour],
                keys: &[Key::char($key)],
            }],
            footer: None,
        }
    };
}

pub(super) const ACTIONS: &[Spec] = &[
    go!(
        GoProviders,
        "go-providers",
        "Providers",
        '1',
        "Shows the IdProviders, their VOs and what is wrong with them."
    ),
    go!(GoVos, "go-vos", "VOs", '2', "Shows the VOs with their IdProvider, groups and scopes."),
    go!(
        GoCes,
        "go-ces",
        "CEs",
        '3',
        "Shows the CEs and whether pilots of each VO go there with a token."
    ),
    go!(
        GoTokens,
        "go-tokens",
        "Tokens",
        '4',
        "Shows the stored tokens of users. Listing begins when you first go there."
    ),
    go!(
        GoInspect,
        "go-inspect",
        "Inspect",
        '5',
        "Shows what a token says, what it lets its bearer do, and what is wrong with it."
    ),
    go!(GoLog, "go-log", "Log", '7', "Shows every request: what, where, how long, how it ended."),
];
