//! Moving in a grid and its detail, and what is done with rows.

use super::{Action, Binding, Context, Danger, Spec};
use crate::input::key::{Code, Key};

use Context::{Ces, Dialog, Filter, Help, Menu, Notices, Page, Palette, Pane, Tasks, Tokens, Tour};

/// Rows without text entry: letters move.
const LETTERS: &[Context] = &[Pane, Menu, Notices, Tasks, Tour, Page];
/// Rows below a text that is being typed: only cursor keys move.
const TYPING: &[Context] = &[Filter, Palette, Help, Dialog];

macro_rules! motion {
    ($action:ident, $name:literal, $title:literal, $help:literal, $cursor:expr, $letters:expr) => {
        Spec {
            action: Action::$action,
            name: $name,
            title: $title,
            help: $help,
            danger: Danger::Read,
            bindings: &[
                Binding { contexts: LETTERS, keys: $letters },
                Binding { contexts: TYPING, keys: $cursor },
            ],
            footer: None,
        }
    };
}

macro_rules! in_pane {
    ($action:ident, $name:literal, $title:literal, $help:literal, $keys:expr, $footer:expr) => {
        Spec {
            action: Action::$action,
            name: $name,
            title: $title,
            help: $help,
            danger: Danger::Read,
            bindings: &[Binding { contexts: &[Pane], keys: $keys }],
            footer: $footer,
        }
    };
}

const DOWN: Key = Key::plain(Code::Down);
const UP: Key = Key::plain(Code::Up);
const PAGE_DOWN: Key = Key::plain(Code::PageDown);
const PAGE_UP: Key = Key::plain(Code::PageUp);

pub(super) const ACTIONS: &[Spec] = &[
    in_pane!(
        Open,
        "open",
        "open",
        "Follows the row: from a provider to its VOs, from a VO to its provider, CEs or tokens, from a CE to its detail, from a token to the tokens of the same user.",
        &[Key::plain(Code::Enter)],
        Some(10)
    ),
    in_pane!(
        Select,
        "select",
        "mark",
        "Marks the row or takes the mark away. Marks survive filter, sort and refresh.",
        &[Key::char(' ')],
        Some(40)
    ),
    in_pane!(
        SelectAll,
        "select-all",
        "mark all",
        "Marks all rows that match the query, also those that come to match it later; its own key then takes single rows out.",
        &[Key::char('a')],
        None
    ),
    in_pane!(
        Filter,
        "filter",
        "filter",
        "Shows only rows for which a query holds: words, column:value, exp:<2h, -not, one | other. The help tells all of it.",
        &[Key::char('/')],
        Some(20)
    ),
    in_pane!(Sort, "sort", "sort", "Asks which column to sort by.", &[Key::char('s')], Some(48)),
    in_pane!(
        Reverse,
        "reverse",
        "reverse",
        "Turns the order of the rows round.",
        &[Key::char('S')],
        None
    ),
    in_pane!(
        Turn,
        "turn",
        "detail",
        "Turns to the detail of the row and back; moving then scrolls the detail.",
        &[Key::plain(Code::Tab)],
        Some(90)
    ),
    in_pane!(
        SelectNone,
        "select-none",
        "unmark",
        "Takes all marks of this screen away, those of rows that are hidden, too.",
        &[Key::char('A')],
        Some(30)
    ),
    Spec {
        action: Action::Why,
        name: "why",
        title: "why",
        help: "On Tokens: why the tokens of this user work or not, from the Registry to the stored row, link by link. On CEs: what would stop the pilots of a VO there, check by check.",
        danger: Danger::Read,
        bindings: &[
            Binding { contexts: &[Tokens], keys: &[Key::char('W')] },
            Binding { contexts: &[Ces], keys: &[Key::char('w')] },
        ],
        footer: Some(47),
    },
    motion!(
        Down,
        "down",
        "down",
        "Goes one row down.",
        &[DOWN, Key::ctrl('n')],
        &[Key::char('j'), DOWN]
    ),
    motion!(Up, "up", "up", "Goes one row up.", &[UP, Key::ctrl('p')], &[Key::char('k'), UP]),
    motion!(
        PageDown,
        "page-down",
        "page down",
        "Goes one page down.",
        &[PAGE_DOWN],
        &[PAGE_DOWN, Key::ctrl('f')]
    ),
    motion!(
        PageUp,
        "page-up",
        "page up",
        "Goes one page up.",
        &[PAGE_UP],
        &[PAGE_UP, Key::ctrl('b')]
    ),
    Spec {
        action: Action::First,
        name: "first",
        title: "first row",
        help: "Goes to the first row.",
        danger: Danger::Read,
        bindings: &[Binding { contexts: LETTERS, keys: &[Key::char('g'), Key::plain(Code::Home)] }],
        footer: None,
    },
    Spec {
        action: Action::Last,
        name: "last",
        title: "last row",
        help: "Goes to the last row.",
        danger: Danger::Read,
        bindings: &[Binding { contexts: LETTERS, keys: &[Key::char('G'), Key::plain(Code::End)] }],
        footer: None,
    },
];
