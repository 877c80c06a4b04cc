//! What works on every screen.

use super::{Action, Binding, Context, Danger, Spec};
use crate::input::key::{Code, Key};

use Context::{Always, Dialog, Filter, Help, Menu, Notices, Palette, Screen, Tasks, Tour};

pub(super) const ACTIONS: &[Spec] = &[
    Spec {
        action: Action::Refresh,
        name: "refresh",
        title: "refresh",
        help: "Asks again for what this screen shows. The old rows stay until the answer is here.",
        danger: Danger::Read,
        bindings: &[Binding { contexts: &[Screen], keys: &[Key::char('r')] }],
        footer: Some(95),
    },
    Spec {
        action: Action::RefreshAll,
        name: "refresh-all",
        title: "refresh all",
        help: "Asks again for everything that was loaded: configuration, identity, tokens.",
        danger: Danger::Read,
        bindings: &[Binding { contexts: &[Screen], keys: &[Key::char('R')] }],
        footer: None,
    },
    Spec {
        action: Action::Stop,
        name: "stop",
        title: "stop",
        help: "Stops the listing of tokens, or what is chosen in the list of tasks. What has come so far stays.",
        danger: Danger::Read,
        bindings: &[
            Binding { contexts: &[Screen], keys: &[] },
            Binding { contexts: &[Tasks], keys: &[Key::char('x'), Key::plain(Code::Delete)] },
        ],
        footer: Some(5),
    },
    Spec {
        action: Action::Back,
        name: "back",
        title: "back",
        help: "Goes back one step: closes what lies on top, stops a listing, leaves the detail, clears the filter, returns to the screen before.",
        danger: Danger::Read,
        bindings: &[Binding {
            contexts: &[Screen, Filter, Palette, Help, Menu, Notices, Dialog, Tasks, Tour],
            keys: &[Key::plain(Code::Esc)],
        }],
        footer: Some(50),
    },
    Spec {
        action: Action::Palette,
        name: "palette",
        title: "commands",
        help: "Finds commands, screens, IdProviders, VOs and CEs by a few letters.",
        danger: Danger::Read,
        bindings: &[
            Binding { contexts: &[Screen], keys: &[Key::char(':'), Key::ctrl('p')] },
            Binding { contexts: &[Tour], keys: &[Key::char(':')] },
        ],
        footer: Some(70),
    },
    Spec {
        action: Action::Notices,
        name: "notices",
        title: "notices",
        help: "Shows every notice of this session again, newest first.",
        danger: Danger::Read,
        bindings: &[Binding { contexts: &[Screen], keys: &[Key::char('n')] }],
        footer: None,
    },
    Spec {
        action: Action::Tour,
        name: "tour",
        title: "tour",
        help: "Shows again what there is to find in the demo.",
        danger: Danger::Read,
        bindings: &[Binding { contexts: &[Screen, Tour], keys: &[Key::plain(Code::F(2))] }],
        footer: Some(55),
    },
    Spec {
        action: Action::Tasks,
        name: "tasks",
        title: "tasks",
        help: "Shows what is under way, how far it is, and lets you stop it.",
        danger: Danger::Read,
        bindings: &[Binding { contexts: &[Screen], keys: &[Key::char('T')] }],
        footer: None,
    },
    Spec {
        action: Action::Help,
        name: "help",
        title: "help",
        help: "Shows all keys, what they do, and why some cannot be used now.",
        danger: Danger::Read,
        bindings: &[
            Binding { contexts: &[Screen, Tour], keys: &[Key::char('?'), Key::plain(Code::F(1))] },
            Binding {
                contexts: &[Filter, Palette, Menu, Notices, Tasks],
                keys: &[Key::plain(Code::F(1))],
            },
        ],
        footer: Some(60),
    },
    Spec {
        action: Action::Mouse,
        name: "mouse",
        title: "mouse",
        help: "Leaves the mouse to the terminal, to mark and copy text, or takes it back. In most terminals shift marks text at any time.",
        danger: Danger::Read,
        bindings: &[Binding { contexts: &[Screen], keys: &[Key::char('M')] }],
        footer: None,
    },
    Spec {
        action: Action::Quit,
        name: "quit",
        title: "quit",
        help: "Ends the program.",
        danger: Danger::Read,
        bindings: &[Binding { contexts: &[Screen], keys: &[Key::char('q')] }],
        footer: None,
    },
    Spec {
        action: Action::QuitNow,
        name: "quit-now",
        title: "quit at once",
        help: "Ends the program from wherever you are.",
        danger: Danger::Read,
        bindings: &[Binding { contexts: &[Always], keys: &[Key::ctrl('c')] }],
        footer: None,
    },
];
