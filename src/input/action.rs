//! THE table of actions: what each is called, what it does in one sentence, how dangerous it is, and its default keys in
//! each context.
//!
//! One slice per screen in `action/`. Everything that speaks of keys is made from here, so that nothing can disagree.

mod everywhere;
mod inspect;
mod overlays;
mod panes;
mod screens;
mod stop;

use super::key::Key;

/// What an action can do at worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Danger {
    /// Looks only.
    Read,
    /// Changes something of ours: drafts, staged edits.
    Edit,
    /// Changes the installation, and can be changed back.
    Commit,
    /// Cannot be undone.
    Destroy,
}

/// Where a key means something. Several are active at a time, see [`super::keymap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Everywhere, also while typing.
    Always,
    /// On every screen when nothing lies over it.
    Screen,
    /// In every grid and its detail.
    Pane,
    /// Screen 1.
    Providers,
    /// Screen 2.
    Vos,
    /// Screen 3.
    Ces,
    /// Screen 4.
    Tokens,
    /// Screen 5.
    Inspect,
    /// Screen 7.
    Log,
    /// While the filter is typed.
    Filter,
    /// In the palette.
    Palette,
    /// In the help.
    Help,
    /// In a menu.
    Menu,
    /// In the list of notices.
    Notices,
    /// In the tour of the demo.
    Tour,
    /// In a dialog: a question before something is done.
    Dialog,
    /// In the list of what is under way.
    Tasks,
    /// In a text over the screen.
    Page,
}

impl Context {
    /// All of them, in the order that help lists them.
    pub const ALL: &'static [Self] = &[
        Self::Providers,
        Self::Vos,
        Self::Ces,
        Self::Tokens,
        Self::Inspect,
        Self::Log,
        Self::Pane,
        Self::Screen,
        Self::Filter,
        Self::Palette,
        Self::Menu,
        Self::Help,
        Self::Notices,
        Self::Tour,
        Self::Tasks,
        Self::Page,
        Self::Dialog,
        Self::Always,
    ];

    /// Heading in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::Screen => "Everywhere",
            Self::Pane => "In a list",
            Self::Providers => "Providers",
            Self::Vos => "VOs",
            Self::Ces => "CEs",
            Self::Tokens => "Tokens",
            Self::Inspect => "Inspect",
            Self::Log => "Log",
            Self::Filter => "While filtering",
            Self::Palette => "In the palette",
            Self::Help => "In the help",
            Self::Menu => "In a menu",
            Self::Notices => "In the notices",
            Self::Tour => "In the tour",
            Self::Dialog => "In a dialog",
            Self::Tasks => "In the tasks",
            Self::Page => "In an explanation",
        }
    }

    /// Whether characters typed here go into a text.
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Filter | Self::Palette | Self::Help | Self::Dialog)
    }
}

/// Every action. What each does is said in the table, how it is done in `app::update`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the table has title and help of each")]
pub enum Action {
    GoProviders,
    GoVos,
    GoCes,
    GoTokens,
    GoInspect,
    GoLog,
    Inspect,
    PasteToken,
    OpenToken,
    Verify,
    Forget,
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Turn,
    Filter,
    Sort,
    Reverse,
    Select,
    SelectAll,
    SelectNone,
    Open,
    Refresh,
    RefreshAll,
    Stop,
    Why,
    Back,
    Palette,
    Help,
    Notices,
    Tour,
    Tasks,
    NextField,
    PrevField,
    Accept,
    Mouse,
    Write,
    Revoke,
    DeleteRow,
    Face,
    Resume,
    Quit,
    QuitNow,
}

/// Default keys of an action in some contexts.
#[derive(Debug)]
pub struct Binding {
    /// Where.
    pub contexts: &'static [Context],
    /// Which keys; the first one is shown in the footer. None: reached by the palette only.
    pub keys: &'static [Key],
}

/// A row of the table.
#[derive(Debug)]
pub struct Spec {
    /// The action.
    pub action: Action,
    /// Stable name for keymap files and documentation: `page-down`.
    pub name: &'static str,
    /// Title for palette, help and footer; short, lower case.
    pub title: &'static str,
    /// What it does: one sentence.
    pub help: &'static str,
    /// What it can do at worst.
    pub danger: Danger,
    /// Default keys.
    pub bindings: &'static [Binding],
    /// Place in the footer, smallest first; `None` keeps it out.
    pub footer: Option<u8>,
}

/// The table, in the order that help shows it.
pub const ACTIONS: &[&[Spec]] = &[
    screens::ACTIONS,
    inspect::ACTIONS,
    stop::ACTIONS,
    panes::ACTIONS,
    everywhere::ACTIONS,
    overlays::ACTIONS,
];

/// Every row of the table.
pub fn all() -> impl Iterator<Item = &'static Spec> {
    ACTIONS.iter().copied().flatten()
}

/// The row of `action`. A test sees to it that every action has one.
pub fn spec(action: Action) -> Option<&'static Spec> {
    all().find(|spec| spec.action == action)
}

impl Spec {
    /// Whether the action means something in `context`.
    pub fn is_in(&self, context: Context) -> bool {
        self.bindings.iter().any(|binding| binding.contexts.contains(&context))
    }

    /// Default keys in `context`.
    pub fn keys_in(&self, context: Context) -> impl Iterator<Item = Key> {
        let here = self.bindings.iter().filter(move |b| b.contexts.contains(&context));
        here.flat_map(|binding| binding.keys.iter().copied())
    }

    /// Contexts in which the action means something, in the order of [`Context::ALL`].
    pub fn contexts(&self) -> impl Iterator<Item = Context> {
        Context::ALL.iter().copied().filter(|context| self.is_in(*context))
    }
}

#[cfg(test)]
mod tests;
