//! What lies over a screen: help, palette, menus, dialogs, the lists of notices and tasks, the tour. Their state, not how
//! they look.

use crate::domain::token::Chosen;
use crate::input::action::{Action, Context};
use crate::input::line::Line;

use super::confirm::Dialog;
use super::route::Route;

/// Where the palette or a menu can lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Do this.
    Act(Action),
    /// Go to the row with this key on that screen, without a filter.
    Row(Route, String),
    /// Go to that screen and show only rows for which this query holds.
    Filtered(Route, String),
    /// Go to the CEs, those first that this VO (by number) uses with a token.
    CesOfVo(usize),
    /// Fetch this token and read it.
    Fetch(Chosen),
    /// Say what would stop the pilots of this VO at this CE.
    CeWhy {
        /// Path of the CE's section.
        path: String,
        /// Name of the VO.
        vo: String,
    },
    /// Sort by this column; by the same one again: the other way round.
    SortBy(usize),
    /// Rows as they come.
    Unsorted,
}

/// A line of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What it says.
    pub(crate) title: String,
    /// What it does.
    pub(crate) target: Target,
}

/// What lies over the screen.
#[derive(Debug)]
pub(crate) enum Open {
    Help { filter: Line, scroll: usize },
    Palette { line: Line, chosen: usize },
    Menu { title: String, choices: Vec<Choice>, chosen: usize },
    Notices { scroll: usize },
    Tour { chosen: usize },
    Dialog(Box<Dialog>),
    Tasks { chosen: usize },
    Why { scroll: usize },
    CeWhy { scroll: usize },
}

impl Open {
    /// The context of its keys.
    pub(crate) fn context(&self) -> Context {
        match self {
            Self::Help { .. } => Context::Help,
            Self::Palette { .. } => Context::Palette,
            Self::Menu { .. } => Context::Menu,
            Self::Notices { .. } => Context::Notices,
            Self::Tour { .. } => Context::Tour,
            Self::Dialog(_) => Context::Dialog,
            Self::Tasks { .. } => Context::Tasks,
            Self::Why { .. } | Self::CeWhy { .. } => Context::Page,
        }
    }

    /// The text being typed in it.
    pub(crate) fn line(&mut self) -> Option<&mut Line> {
        match self {
            Self::Help { filter, .. } => Some(filter),
            Self::Palette { line, .. } => Some(line),
            Self::Menu { .. }
            | Self::Notices { .. }
            | Self::Tour { .. }
            | Self::Dialog(_)
            | Self::Tasks { .. }
            | Self::Why { .. }
            | Self::CeWhy { .. } => None,
        }
    }

    /// The chosen line, or the first line shown.
    pub(crate) fn position(&mut self) -> &mut usize {
        match self {
            Self::Help { scroll, .. }
            | Self::Notices { scroll }
            | Self::Why { scroll }
            | Self::CeWhy { scroll } => scroll,
            Self::Palette { chosen, .. }
            | Self::Menu { chosen, .. }
            | Self::Tour { chosen }
            | Self::Tasks { chosen } => chosen,
            Self::Dialog(dialog) => &mut dialog.scroll,
        }
    }
}
