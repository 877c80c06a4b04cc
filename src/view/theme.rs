//! Semantic roles and how they look: the only place that knows colours and modifiers.
//!
//! Widgets name a [`Role`], never a colour. The default theme uses the terminal's own sixteen colours, so that the user's palette
//! and background win; the mono theme has bold, reverse, underline and glyphs only. Whether the terminal can show more
//! than ASCII is part of the theme too.

use ratatui::style::{Color, Modifier, Style};

use crate::app::present::Tone;

pub mod glyph;

/// What a piece of the screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// Where you are.
    Accent,
    /// As it should be.
    Good,
    /// Look at it.
    Warn,
    /// Broken or dangerous.
    Bad,
    /// Secondary, or old.
    Dim,
    /// A key to press.
    Key,
    /// The name of what a pane shows.
    Title,
    /// A heading within a pane, or of a column.
    Heading,
    /// Left of a value.
    Label,
    /// Lines between panes and around boxes.
    Rule,
    /// The row under the cursor, the chosen line of a list.
    Cursor,
    /// The mark of a selected row.
    Selected,
    /// Text that matches what was searched for.
    Needle,
    /// The screen that is shown, among the tabs.
    ActiveTab,
    /// The word PROD.
    Production,
}

impl From<Tone> for Role {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Plain => Self::Plain,
            Tone::Accent => Self::Accent,
            Tone::Good => Self::Good,
            Tone::Warn => Self::Warn,
            Tone::Bad => Self::Bad,
            Tone::Dim => Self::Dim,
            Tone::Key => Self::Key,
        }
    }
}

/// Where the looks come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Palette {
    /// The terminal's sixteen colours.
    Ansi,
    /// No colour at all.
    Mono,
}

/// How roles and glyphs look on this terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    palette: Palette,
    ascii: bool,
}

impl Theme {
    /// The terminal's own sixteen colours on its own background.
    pub const fn ansi() -> Self {
        Self { palette: Palette::Ansi, ascii: false }
    }

    /// Bold, reverse, underline and glyphs only: for `NO_COLOR`, `--color never` and monochrome terminals.
    pub const fn mono() -> Self {
        Self { palette: Palette::Mono, ascii: false }
    }

    /// The same theme for a terminal whose locale is not UTF-8: each glyph becomes its ASCII twin.
    #[must_use]
    pub const fn with_ascii(self, ascii: bool) -> Self {
        Self { palette: self.palette, ascii }
    }

    /// Whether only ASCII may be written.
    pub const fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        match self.palette {
            Palette::Ansi => ansi(role),
            Palette::Mono => mono(role),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the theme is where colours are decided")]
fn ansi(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Plain => plain,
        Role::Accent => plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
        Role::Good => plain.fg(Color::Green),
        Role::Warn => plain.fg(Color::Yellow),
        Role::Bad => plain.fg(Color::Red).add_modifier(Modifier::BOLD),
        Role::Key => plain.fg(Color::Cyan),
        Role::Production => plain.fg(Color::Red).add_modifier(Modifier::BOLD | Modifier::REVERSED),
        Role::Selected => plain.fg(Color::Magenta).add_modifier(Modifier::BOLD),
        Role::Needle => plain.fg(Color::Magenta).add_modifier(Modifier::UNDERLINED),
        Role::Dim
        | Role::Label
        | Role::Rule
        | Role::Title
        | Role::Heading
        | Role::Cursor
        | Role::ActiveTab => mono(role),
    }
}

fn mono(role: Role) -> Style {
    let modifier = match role {
        Role::Plain | Role::Good => Modifier::empty(),
        Role::Accent | Role::Key | Role::Title | Role::Heading | Role::Selected => Modifier::BOLD,
        Role::Warn => Modifier::UNDERLINED,
        Role::Bad => Modifier::BOLD.union(Modifier::UNDERLINED),
        Role::Needle => Modifier::UNDERLINED.union(Modifier::ITALIC),
        Role::Dim | Role::Label | Role::Rule => Modifier::DIM,
        Role::Cursor | Role::ActiveTab => Modifier::REVERSED,
        Role::Production => Modifier::BOLD.union(Modifier::REVERSED),
    };
    Style::new().add_modifier(modifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Role; 16] = [
        Role::Plain,
        Role::Accent,
        Role::Good,
        Role::Warn,
        Role::Bad,
        Role::Dim,
        Role::Key,
        Role::Title,
        Role::Heading,
        Role::Label,
        Role::Rule,
        Role::Cursor,
        Role::Selected,
        Role::Needle,
        Role::ActiveTab,
        Role::Production,
    ];

    #[test]
    fn mono_has_no_colour_at_all() {
        for role in ALL {
            let style = Theme::mono().style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
    }

    #[test]
    fn the_default_theme_leaves_the_background_and_black_and_white_to_the_terminal() {
        for role in ALL {
            let style = Theme::ansi().style(role);
            assert_eq!(style.bg, None, "{role:?}");
            assert!(
                !matches!(
                    style.fg,
                    Some(
                        Color::Black
                            | Color::White
                            | Color::Gray
                            | Color::DarkGray
                            | Color::Rgb(..)
                            | Color::Indexed(_)
                    )
                ),
                "{role:?}"
            );
        }
    }

    #[test]
    fn what_must_be_seen_differs_from_plain_text_without_colour() {
        let plain = Theme::mono().style(Role::Plain);
        for role in
            [Role::Warn, Role::Bad, Role::Cursor, Role::Needle, Role::ActiveTab, Role::Production]
        {
            assert_ne!(Theme::mono().style(role), plain, "{role:?}");
        }
    }
}
