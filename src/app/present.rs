//! What a screen shows, as plain data: the one thing that `app` hands to `view`.
//!
//! Presenters (`app/present/*`) turn what the store knows into these values; `view` lays them out and draws them, knowing
//! nothing of CEs or tokens. Texts are foreign until drawn: `view` cleans every one of them.

mod ce_why;
pub(crate) mod ces;
mod dialog;
mod empty;
mod frame;
mod header;
pub(crate) mod inspect;
pub(crate) mod journal;
pub(crate) mod log;
pub(crate) mod overlays;
pub(crate) mod providers;
pub(crate) mod rows;
mod text;
pub(crate) mod time;
mod title;
pub(crate) mod tokens;
pub(crate) mod vos;
mod why;

use std::borrow::Cow;

use jiff::Timestamp;

pub(crate) use text::count;

pub use super::confirm::Point;
pub use crate::domain::query::{Mark, QueryError};

/// What a text means, not how it looks: the theme gives each tone a style (colour, or bold and reverse in mono).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Ordinary text.
    #[default]
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
}

/// One cell of a grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Text, foreign.
    pub text: Cow<'a, str>,
    /// Its tone.
    pub tone: Tone,
}

/// How a column takes its share of the width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Width {
    /// Never narrower (cells).
    pub min: u16,
    /// Never wider (cells).
    pub max: u16,
    /// Share of what is left after all minima; 0 keeps to its content.
    pub grow: u16,
}

/// A column of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Stable name, as in queries and JSON: `ce`, `access`.
    pub id: Cow<'static, str>,
    /// Heading.
    pub title: Cow<'static, str>,
    /// 0 is never dropped; on narrow screens the highest number is dropped first.
    pub priority: u8,
    /// Width policy.
    pub width: Width,
    /// Numbers and times are set right.
    pub right: bool,
}

/// Rows of a grid, whatever they are. Only visible rows are asked for their cells.
pub trait Rows {
    /// The columns, in order.
    fn columns(&self) -> &[Column];
    /// How many rows there are before filtering.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The cell at `row` (before filtering and sorting) and `column`; an empty cell if out of range.
    fn cell(&self, row: usize, column: usize, now: Timestamp) -> Cell<'_>;
    /// Stable name of a row: survives sorting, filtering and refreshing.
    fn key(&self, row: usize) -> Cow<'_, str>;
}

/// Which column rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Index into [`Rows::columns`].
    pub column: usize,
    /// Largest first.
    pub descending: bool,
}

/// A grid as it stands: which rows, from where, with the cursor on which.
pub struct GridView<'m> {
    /// The rows.
    pub rows: &'m dyn Rows,
    /// Row numbers in the order shown, after filter and sort.
    pub order: &'m [u32],
    /// Position in `order` of the row under the cursor.
    pub cursor: usize,
    /// Position in `order` of the first row on screen, as last scrolled; view adjusts it so that the cursor is visible.
    pub top: usize,
    /// Sort, if any.
    pub sort: Option<Sort>,
    /// Rows marked with space, by key.
    pub is_selected: Box<dyn Fn(usize) -> bool + 'm>,
    /// The pane is older than it should be: draw it dim.
    pub stale: bool,
    /// Title of the pane: age, progress.
    pub title: String,
    /// What to say where there are no rows: what happened and what to do next.
    pub empty: Vec<String>,
    /// Texts searched for, to be marked in the cells.
    pub marks: Vec<Mark>,
}

/// One line of a detail pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// `label  value`, the value wrapped.
    Field {
        /// Left, dim.
        label: Cow<'static, str>,
        /// Right, foreign.
        value: String,
        /// Tone of the value.
        tone: Tone,
    },
    /// A heading within the pane.
    Heading(String),
    /// Running text, wrapped.
    Text {
        /// Foreign text.
        text: String,
        /// Its tone.
        tone: Tone,
    },
    /// One of several that follow each other: what it begins with, and the text beside it, wrapped under itself.
    Step {
        /// A number, a sign, a time.
        head: String,
        /// Foreign text.
        text: String,
        /// Tone of both.
        tone: Tone,
    },
    /// An empty line.
    Blank,
}

/// The detail of the row under the cursor, or of nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Left of the title line: the name.
    pub title: String,
    /// Right of the title line: the kind.
    pub kind: String,
    /// Lines.
    pub lines: Vec<Line>,
    /// First line shown.
    pub scroll: usize,
}

/// First line of the frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Name of the installation.
    pub installation: String,
    /// Whether the installation is marked as production.
    pub production: bool,
    /// `read-only`, or how long writing is still unlocked.
    pub mode: Cell<'static>,
    /// Age of the configuration, or what went wrong with it.
    pub age: Cell<'static>,
    /// Who I am and how long yet.
    pub identity: Cell<'static>,
}

/// An entry of the second line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Key that goes there.
    pub number: u8,
    /// Full name.
    pub title: &'static str,
    /// Short name for narrow screens.
    pub short: &'static str,
    /// Rows, `None` if not known or without meaning.
    pub count: Option<usize>,
    /// Findings of warning or error.
    pub findings: usize,
    /// Whether this is where we are.
    pub active: bool,
}

/// The line above the footer: the query and what it leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryLine {
    /// The query as it is typed, foreign.
    pub text: String,
    /// What is wrong with it, and where; the rows are still those of the last good one.
    pub error: Option<QueryError>,
    /// Position of the cursor in `text`, in characters, while it is being edited.
    pub editing: Option<usize>,
    /// Right: `14 of 60 · 3 selected (1 hidden)`.
    pub counts: String,
}

/// A key and what it does, for footer and help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Key as printed: `enter`, `ctrl-p`.
    pub key: String,
    /// What it does, short.
    pub title: Cow<'static, str>,
    /// Whether it is there however little room there is.
    pub stays: bool,
}

/// How bad a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeLevel {
    /// Something was done.
    Info,
    /// Something needs a look.
    Warning,
    /// Something failed.
    Error,
}

/// A message above the footer; it can be read again in the notices' history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How bad.
    pub level: NoticeLevel,
    /// What happened and why, foreign.
    pub what: String,
    /// What to do next, may be empty.
    pub next: String,
    /// When.
    pub at: Timestamp,
}

/// A line of the help overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// Group heading: the context's name.
    pub context: &'static str,
    /// Keys, as printed.
    pub keys: String,
    /// Title of the action.
    pub title: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// Why it cannot be done now, if so.
    pub disabled: Option<String>,
}

/// A line of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteLine {
    /// What it does or where it goes.
    pub title: String,
    /// Its key, as printed; empty if it has none.
    pub key: String,
    /// Why it cannot be done now, if so.
    pub disabled: Option<String>,
}

/// One thing to try in the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TourStop {
    /// Heading of the part that begins here.
    pub heading: Option<&'static str>,
    /// Key that begins it, as printed.
    pub key: String,
    /// What there is to find.
    pub text: &'static str,
}

/// What lies over the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// All keys of this context.
    Help {
        /// Lines, grouped by context.
        lines: Vec<HelpLine>,
        /// First line shown.
        scroll: usize,
        /// Text that narrows the list, being typed.
        filter: String,
    },
    /// All commands, places and things by name.
    Palette {
        /// What was typed.
        input: String,
        /// Matches, best first.
        lines: Vec<PaletteLine>,
        /// Chosen line.
        chosen: usize,
    },
    /// A choice, as for the column to sort by.
    Menu {
        /// Title.
        title: String,
        /// Entries.
        lines: Vec<String>,
        /// Chosen line.
        chosen: usize,
    },
    /// Every notice of this session, newest first.
    Notices {
        /// Notices.
        notices: Vec<Notice>,
        /// First one shown.
        scroll: usize,
    },
    /// What to try in the demo.
    Tour {
        /// Running text before the stops.
        lead: &'static str,
        /// Things to try.
        stops: Vec<TourStop>,
        /// What the keys do.
        end: String,
        /// Chosen stop.
        chosen: usize,
    },
    /// A question before something is done, or for a secret.
    Dialog(DialogView),
    /// A text to be read, scrolled.
    Page(Detail),
}

/// A dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DialogView {
    /// What would be done.
    pub title: String,
    /// What happens first, what then, what lives on.
    pub points: Vec<Point>,
    /// Whether it cannot be undone.
    pub destroys: bool,
    /// What is to be typed.
    pub field: Option<FieldView>,
    /// The buttons, the way out first.
    pub buttons: Vec<Button>,
    /// First line shown of what stands above the field.
    pub scroll: usize,
}

/// The field of a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldView {
    /// What it asks for.
    pub prompt: String,
    /// What was typed; of a secret, dots.
    pub text: String,
    /// Position of the cursor in `text`, in characters, if the keys go there.
    pub cursor: Option<usize>,
}

/// A button of a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub title: &'static str,
    /// Whether enter presses it.
    pub focused: bool,
    /// Whether it can be pressed.
    pub enabled: bool,
}

/// A line of a sheet that the cursor can be on. All texts are foreign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the order that the cursor goes.
    pub at: usize,
    /// Left: a claim's name, a rule's.
    pub label: String,
    /// What is said.
    pub value: String,
    /// What that means, or what to do about it.
    pub note: String,
    /// Tone of what is said.
    pub tone: Tone,
}

/// Entries with a border around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetBox {
    /// In the border.
    pub title: &'static str,
    /// The lines.
    pub entries: Vec<Entry>,
}

/// A moment on a line of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Where, in thousandths of the line.
    pub at: u16,
    /// What it is.
    pub text: String,
}

/// A span of time, and where now lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Its beginning.
    pub begin: Moment,
    /// Its end.
    pub end: Moment,
    /// Now, within or beside it.
    pub now: Moment,
}

/// A part of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetPart {
    /// Boxes, beside each other where there is room.
    Boxes(Vec<SheetBox>),
    /// A span of time.
    Timeline(Timeline),
    /// A line an entry, in three columns.
    Table {
        /// Headings.
        heads: [&'static str; 3],
        /// Rows.
        entries: Vec<Entry>,
    },
    /// Running text an entry, under a heading.
    Notes {
        /// Heading.
        title: &'static str,
        /// Paragraphs.
        entries: Vec<Entry>,
    },
}

impl SheetPart {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Boxes(boxes) => boxes.is_empty(),
            Self::Timeline(_) => false,
            Self::Table { entries, .. } | Self::Notes { entries, .. } => entries.is_empty(),
        }
    }
}

/// A sheet about one thing: parts below each other, scrolled together, with one cursor going through their entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetView {
    /// What it is about, in the rule above.
    pub title: String,
    /// At the right end of that rule, where there is room.
    pub aside: String,
    /// The parts.
    pub parts: Vec<SheetPart>,
    /// The entry under the cursor, by its place.
    pub cursor: usize,
    /// What to say where there are no parts.
    pub empty: Vec<String>,
}

/// The middle of the frame.
pub enum Body<'m> {
    /// A sheet, and beside it (or in front of it) the detail of the entry under the cursor.
    Sheet {
        /// The sheet.
        sheet: SheetView,
        /// The detail.
        detail: Detail,
        /// Where both do not fit: show the detail instead of the sheet.
        detail_in_front: bool,
    },
    /// A grid, and beside it (or behind it on narrow screens) the detail of its cursor row.
    Grid {
        /// The grid.
        grid: GridView<'m>,
        /// The detail.
        detail: Detail,
        /// On narrow screens: show the detail instead of the grid.
        detail_in_front: bool,
    },
    /// Running text only: a screen of a later issue, or an error before anything is known.
    Page(Detail),
}

/// A whole frame, ready to be laid out.
pub struct Screenful<'m> {
    /// Line 1.
    pub header: Header,
    /// Line 2.
    pub tabs: Vec<Tab>,
    /// Between the rules.
    pub body: Body<'m>,
    /// Filter and counts.
    pub query: QueryLine,
    /// Last line: the most relevant keys.
    pub footer: Vec<Hint>,
    /// Over the last lines.
    pub notice: Option<Notice>,
    /// Over all.
    pub overlay: Option<Overlay>,
    /// The time the model last heard of.
    pub now: Timestamp,
}
