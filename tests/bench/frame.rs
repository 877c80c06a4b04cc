//! What a frame costs with a thousand rows and with a million: the same, or the grid builds more than what is seen.
//!
//! `cargo bench --bench frame` prints criterion's figures and then the verdict; it fails if the ratio is over its limit. Only the
//! ratio is judged, medians of CPU time taken in turn, so that a busy machine does not decide.

use std::borrow::Cow;
use std::hint::black_box;
use std::io::{Write as _, sink, stdout};
use std::process::ExitCode;
use std::time::Duration;

use criterion::Criterion;
use dirac_tokens::app::present::{
    Body, Cell, Column, Detail, GridView, Header, QueryLine, Rows, Screenful, Tone, Width,
};
use dirac_tokens::runtime::terminal::painter::Painter;
use dirac_tokens::view::{Theme, draw};
use jiff::Timestamp;

#[path = "../support/cost.rs"]
mod cost;

use cost::{cost, median};

/// Columns and lines of the screen.
const SCREEN: (u16, u16) = (200, 50);
/// Frames in a sample.
const FRAMES: usize = 20;
/// A frame of a million rows costs at most this many frames of a thousand.
const LIMIT: f64 = 1.3;

/// Rows like those of stored tokens, made when they are asked for.
struct Tokens {
    columns: Vec<Column>,
    rows: usize,
}

impl Tokens {
    fn new(rows: usize) -> Self {
        let column = |title: &'static str, priority, min, max, grow| Column {
            id: title.into(),
            title: title.into(),
            priority,
            width: Width { min, max, grow },
            right: false,
        };
        let columns = vec![
            column("USER", 0, 8, 20, 1),
            column("TOKEN ID", 3, 10, 36, 1),
            column("PROVIDER", 2, 8, 16, 0),
            column("SCOPES", 4, 8, 30, 1),
            column("ACCESS", 1, 9, 12, 0),
            column("STATE", 1, 8, 12, 0),
        ];
        Self { columns, rows }
    }
}

impl Rows for Tokens {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        self.rows
    }

    fn cell(&self, row: usize, column: usize, _now: Timestamp) -> Cell<'_> {
        let text: Cow<'_, str> = match column {
            0 => format!("user{:05}", row % 20_000).into(),
            1 => format!("709b9b1d-6a60-4758-8d37-{row:012}").into(),
            2 => "CheckIn-EGI".into(),
            3 => "compute.read compute.create +3".into(),
            4 => format!("{} m", row % 60).into(),
            _ => "● usable".into(),
        };
        Cell { text, tone: if column == 5 { Tone::Good } else { Tone::Plain } }
    }

    fn key(&self, row: usize) -> Cow<'_, str> {
        row.to_string().into()
    }
}

/// A screen that is scrolled a row further with each frame.
struct Scrolling {
    rows: Tokens,
    order: Vec<u32>,
    painter: Painter,
    cursor: usize,
}

impl Scrolling {
    fn new(rows: usize) -> Self {
        Self {
            rows: Tokens::new(rows),
            order: (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect(),
            painter: Painter::new(SCREEN.0, SCREEN.1),
            cursor: rows / 2,
        }
    }

    fn frame(&mut self) {
        self.cursor = (self.cursor + 1) % self.rows.len();
        let grid = GridView {
            rows: &self.rows,
            order: &self.order,
            cursor: self.cursor,
            top: self.cursor.saturating_sub(20),
            sort: None,
            is_selected: Box::new(|row| row % 7 == 0),
            stale: false,
            title: "Tokens · 41 s ago".into(),
            empty: Vec::new(),
            marks: Vec::new(),
        };
        let screen = Screenful {
            header: Header::default(),
            tabs: Vec::new(),
            body: Body::Grid { grid, detail: Detail::default(), detail_in_front: false },
            query: QueryLine::default(),
            footer: Vec::new(),
            notice: None,
            overlay: None,
            now: Timestamp::UNIX_EPOCH,
        };
        let theme = Theme::ansi();
        let drawn = self.painter.draw(&mut sink(), |area, buf| draw(&screen, &theme, area, buf));
        let _ = black_box(drawn);
    }

    fn frames(&mut self) {
        for _ in 0..FRAMES {
            self.frame();
        }
    }
}

fn main() -> ExitCode {
    let (mut thousand, mut million) = (Scrolling::new(1_000), Scrolling::new(1_000_000));
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("frame 200x50, scrolling");
    group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    group.bench_function("a thousand rows", |b| b.iter(|| thousand.frame()));
    group.bench_function("a million rows", |b| b.iter(|| million.frame()));
    group.finish();
    if std::env::args().any(|arg| arg == "--test" || arg == "--list") {
        return ExitCode::SUCCESS;
    }
    criterion.final_summary();

    let (mut few, mut many) = (Vec::new(), Vec::new());
    for _ in 0..51 {
        few.push(cost(|| thousand.frames()));
        many.push(cost(|| million.frames()));
    }
    let (few, many) = (median(few), median(many));
    let ratio = many / few;
    let good = ratio < LIMIT;
    let _ = writeln!(
        stdout(),
        "frame 200x50: {:.2} ms with a million rows, {ratio:.2}x that with a thousand, limit {LIMIT}x: {}",
        many * 1000.0 / FRAMES as f64,
        if good { "good" } else { "over" }
    );
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
