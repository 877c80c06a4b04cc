//! Screenfuls made by hand: what the presenters would hand over for an invented installation.

use std::borrow::Cow;
use std::collections::BTreeSet;

use dirac_tokens::app::present::{
    Body, Button, Cell, Column, Detail, DialogView, FieldView, GridView, Header, HelpLine, Hint,
    Line, Mark, Notice, NoticeLevel, Overlay, PaletteLine, Point, QueryLine, Rows, Screenful, Sort,
    Tab, Tone, TourStop, Width,
};
use jiff::Timestamp;

/// A table whose cells are written down.
#[derive(Clone, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell<'static>>>,
    pub(super) order: Vec<u32>,
    pub(super) selected: BTreeSet<usize>,
}

impl Rows for Table {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize, _now: Timestamp) -> Cell<'_> {
        self.rows.get(row).and_then(|cells| cells.get(column)).cloned().unwrap_or_default()
    }

    fn key(&self, row: usize) -> Cow<'_, str> {
        self.rows.get(row).and_then(|cells| cells.first()).map_or("".into(), |c| c.text.clone())
    }
}

impl Table {
    /// Columns as `title, priority, min, max, grow`; a title that begins with `>` is set right.
    pub(super) fn new(columns: &[(&'static str, u8, u16, u16, u16)]) -> Self {
        let columns = columns.iter().map(|&(title, priority, min, max, grow)| Column {
            id: title.trim_start_matches('>').to_lowercase().into(),
            title: title.trim_start_matches('>').into(),
            priority,
            width: Width { min, max, grow },
            right: title.starts_with('>'),
        });
        Self { columns: columns.collect(), ..Self::default() }
    }

    /// Adds a row; the tone of a cell is told by its first glyph.
    pub(super) fn row(mut self, cells: &[&str]) -> Self {
        let row = self.rows.len();
        self.order.push(u32::try_from(row).unwrap());
        self.rows.push(cells.iter().map(|text| cell(text)).collect());
        self
    }

    pub(super) fn grid(&self) -> GridView<'_> {
        GridView {
            rows: self,
            order: &self.order,
            cursor: 0,
            top: 0,
            sort: None,
            is_selected: Box::new(|row| self.selected.contains(&row)),
            stale: false,
            title: String::new(),
            empty: Vec::new(),
            marks: Vec::new(),
        }
    }
}

/// A cell whose tone fits its first glyph.
pub(super) fn cell(text: &str) -> Cell<'static> {
    let tone = match text.chars().next() {
        Some('●') => Tone::Good,
        Some('◐' | '!') => Tone::Warn,
        Some('✗') => Tone::Bad,
        Some('–') => Tone::Dim,
        _ => Tone::Plain,
    };
    Cell { text: text.to_owned().into(), tone }
}

pub(super) fn now() -> Timestamp {
    "2026-11-21T03:12:16Z".parse().unwrap()
}

fn field(label: &'static str, value: &str) -> Line {
    Line::Field { label: label.into(), value: value.to_owned(), tone: cell(value).tone }
}

/// The frame around a body: header, tabs, counts, keys.
pub(super) fn framed(active: u8, body: Body<'_>) -> Screenful<'_> {
    let tab = |number, title, short, count, findings| Tab {
        number,
        title,
        short,
        count,
        findings,
        active: number == active,
    };
    let hint = |key: &str, title: &'static str| Hint {
        key: key.to_owned(),
        title: title.into(),
        stays: key == "?",
    };
    Screenful {
        header: Header {
            installation: "egi-prod".to_owned(),
            production: true,
            mode: Cell { text: "read-only".into(), tone: Tone::Plain },
            age: Cell { text: "CS 03:12:04 · 12 s ago".into(), tone: Tone::Dim },
            identity: Cell {
                text: "jdoe @ dirac_admin · proxy 11 h 02 m".into(),
                tone: Tone::Plain,
            },
        },
        tabs: vec![
            tab(1, "Providers", "Prov", Some(3), 0),
            tab(2, "VOs", "VOs", Some(5), 1),
            tab(3, "CEs", "CEs", Some(60), 2),
            tab(4, "Tokens", "Tokens", Some(2104), 0),
            tab(5, "Inspect", "Inspect", None, 0),
            tab(7, "Log", "Log", None, 0),
        ],
        body,
        query: QueryLine { counts: "60".to_owned(), ..QueryLine::default() },
        footer: vec![
            hint("enter", "open"),
            hint("space", "select"),
            hint("/", "filter"),
            hint("s", "sort"),
            hint("y", "copy"),
            hint("?", "help"),
            hint("q", "quit"),
        ],
        notice: None,
        overlay: None,
        now: now(),
    }
}

/// Tables that outlive the screenfuls made of them.
pub(super) struct Tables {
    providers: Table,
    vos: Table,
    ces: Table,
    tokens: Table,
    log: Table,
    none: Table,
    many: Table,
}

impl Tables {
    pub(super) fn new() -> Self {
        Self {
            providers: providers(),
            vos: vos(),
            ces: ces(),
            tokens: tokens(),
            log: log(),
            none: Table::new(&[("NAME", 0, 8, 30, 1), ("TYPE", 1, 6, 10, 0)]),
            many: many(),
        }
    }

    /// All screens by name.
    pub(super) fn screens(&self) -> Vec<(&'static str, Screenful<'_>)> {
        vec![
            ("providers", self.providers()),
            ("vos", self.vos()),
            ("ces", self.ces()),
            ("tokens", self.tokens()),
            ("log", self.log()),
            ("detail", self.detail_in_front()),
            ("empty", self.empty()),
            ("failed", self.failed()),
            ("many", self.many()),
            ("help", self.help()),
            ("palette", self.palette()),
            ("menu", self.menu()),
            ("notices", self.notices()),
            ("tour", self.tour()),
            ("dialog", self.dialog(Some(2))),
            ("question", self.dialog(None)),
            ("page", page()),
        ]
    }

    fn providers(&self) -> Screenful<'_> {
        let mut grid = self.providers.grid();
        grid.sort = Some(Sort { column: 0, descending: false });
        let mut screen = framed(1, with_detail(grid, provider_detail()));
        screen.query.counts = "3".into();
        screen
    }

    fn vos(&self) -> Screenful<'_> {
        let mut grid = self.vos.grid();
        grid.cursor = 2;
        framed(
            2,
            with_detail(
                grid,
                Detail {
                    title: "astrovo".to_owned(),
                    kind: "VO".to_owned(),
                    lines: vec![
                        field("IdProvider", "✗ OAuth2-Missing is not defined"),
                        field("path", "/Registry/VO/astrovo/IdProvider"),
                        Line::Blank,
                        Line::Heading("Groups".to_owned()),
                        field("astro_user", "–"),
                        field(
                            "astro_pilot",
                            "astro:pilot compute.create compute.read compute.cancel compute.modify",
                        ),
                    ],
                    scroll: 0,
                },
            ),
        )
    }

    fn ces(&self) -> Screenful<'_> {
        let mut grid = self.ces.grid();
        grid.cursor = 3;
        grid.sort = Some(Sort { column: 1, descending: true });
        grid.marks = vec![Mark { text: "gridka".into(), column: None }];
        let mut screen = framed(
            3,
            with_detail(
                grid,
                Detail {
                    title: "ce07.gridka.de".to_owned(),
                    kind: "HTCondorCE · LCG.GRIDKA.de".to_owned(),
                    lines: vec![
                        field("audience", "ce07.gridka.de:9619"),
                        field("tags", "ce     Token:biovo, MultiProcessor"),
                        field("", "q long Token:wlcgvo"),
                        field("", "site   Token   ← hidden by the ce's own Tag"),
                        field("wlcgvo", "◐ submit  q long ● token   q short ○ proxy"),
                    ],
                    scroll: 0,
                },
            ),
        );
        screen.query = QueryLine {
            text: "gridka".to_owned(),
            error: None,
            editing: Some(6),
            counts: "14 of 60 · 3 selected (1 hidden)".to_owned(),
        };
        screen
    }

    fn tokens(&self) -> Screenful<'_> {
        let mut grid = self.tokens.grid();
        grid.title = "Tokens · loading 12/80 users · esc stops".into();
        framed(
            4,
            with_detail(
                grid,
                Detail {
                    title: "wlada".to_owned(),
                    kind: "2 rows".to_owned(),
                    lines: vec![
                        field("access", "sha256:ab12…9f  ended 2 h ago"),
                        field("refresh", "sha256:77c0…1e  28 d left"),
                    ],
                    scroll: 0,
                },
            ),
        )
    }

    fn log(&self) -> Screenful<'_> {
        framed(7, with_detail(self.log.grid(), Detail::default()))
    }

    fn detail_in_front(&self) -> Screenful<'_> {
        let mut detail = provider_detail();
        detail.scroll = 2;
        let mut screen = framed(1, with_detail(self.providers.grid(), detail));
        if let Body::Grid { detail_in_front, .. } = &mut screen.body {
            *detail_in_front = true;
        }
        screen
    }

    fn empty(&self) -> Screenful<'_> {
        let mut grid = self.none.grid();
        grid.empty = vec![
            "This installation has no IdProviders.".to_owned(),
            "They live in /Resources/IdProviders. Without one, DIRAC uses proxies only.".to_owned(),
        ];
        let mut screen = framed(1, with_detail(grid, Detail::default()));
        screen.query.counts = String::new();
        screen
    }

    fn failed(&self) -> Screenful<'_> {
        let mut grid = self.providers.grid();
        grid.stale = true;
        grid.title = "Providers · 6 m ago: timeout".into();
        let mut screen = framed(1, with_detail(grid, provider_detail()));
        screen.header.age = Cell { text: "CS 6 m ago: timeout".into(), tone: Tone::Warn };
        screen.header.identity =
            Cell { text: "jdoe @ dirac_admin · proxy 9 m".into(), tone: Tone::Warn };
        screen.notice = Some(notice());
        screen
    }

    fn many(&self) -> Screenful<'_> {
        let mut grid = self.many.grid();
        grid.cursor = 500;
        framed(4, with_detail(grid, Detail::default()))
    }

    fn help(&self) -> Screenful<'_> {
        let line = |context, keys: &str, title, help, disabled: Option<&str>| HelpLine {
            context,
            keys: keys.to_owned(),
            title,
            help,
            disabled: disabled.map(str::to_owned),
        };
        let mut screen = self.providers();
        screen.overlay = Some(Overlay::Help {
            lines: vec![
                line(
                    "Providers",
                    "enter",
                    "open",
                    "Turns to the detail of the row under the cursor.",
                    None,
                ),
                line(
                    "Providers",
                    "r",
                    "refresh",
                    "Asks the servers for this pane again.",
                    Some("a refresh is under way"),
                ),
                line(
                    "Everywhere",
                    "/",
                    "filter",
                    "Shows the rows that contain what is typed.",
                    None,
                ),
                line(
                    "Everywhere",
                    "ctrl-p, :",
                    "all commands",
                    "Finds every command by its name, and says why it cannot act now.",
                    None,
                ),
                line("Everywhere", "q, ctrl-c", "quit", "Ends the program.", None),
            ],
            scroll: 0,
            filter: String::new(),
        });
        screen
    }

    fn palette(&self) -> Screenful<'_> {
        let line = |title: &str, key: &str, disabled: Option<&str>| PaletteLine {
            title: title.to_owned(),
            key: key.to_owned(),
            disabled: disabled.map(str::to_owned),
        };
        let mut screen = self.providers();
        screen.overlay = Some(Overlay::Palette {
            input: "to".to_owned(),
            lines: vec![
                line("Go to Tokens", "4", None),
                line("Tag for tokens", "t", Some("read-only")),
                line("Top of the list", "home", None),
            ],
            chosen: 1,
        });
        screen
    }

    fn menu(&self) -> Screenful<'_> {
        let mut screen = self.providers();
        screen.overlay = Some(Overlay::Menu {
            title: "Sort by".to_owned(),
            lines: ["NAME ▲", "TYPE", "ISSUER", "VOs"].map(str::to_owned).to_vec(),
            chosen: 2,
        });
        screen
    }

    fn notices(&self) -> Screenful<'_> {
        let mut screen = self.providers();
        let info = Notice {
            level: NoticeLevel::Info,
            what: "The configuration was read: version 2026-11-21 03:12:04.".to_owned(),
            next: String::new(),
            at: now(),
        };
        screen.overlay = Some(Overlay::Notices { notices: vec![notice(), info], scroll: 0 });
        screen
    }

    fn tour(&self) -> Screenful<'_> {
        let stop = |heading, key: &str, text| TourStop { heading, key: key.to_owned(), text };
        let mut screen = self.providers();
        screen.overlay = Some(Overlay::Tour {
            lead: "An invented installation runs inside this program. Nothing stays when you quit.",
            stops: vec![
                stop(Some("Three things are wrong"), "2", "One VO names no provider."),
                stop(
                    None,
                    "3",
                    "One tag is misspelt, and one hides what its site says of all CEs.",
                ),
                stop(Some("And besides"), "F1", "All keys of the place where you are."),
            ],
            end: "enter goes there · esc closes this".to_owned(),
            chosen: 1,
        });
        screen
    }
}

impl Tables {
    /// A dialog with a field that has the focus, or without one.
    fn dialog(&self, typing: Option<usize>) -> Screenful<'_> {
        let mut screen = self.providers();
        let point = |label, text: &str| Point { label, text: text.to_owned() };
        let field = typing.map(|cursor| FieldView {
            prompt: "Type wlada to go on.".to_owned(),
            text: "wl".to_owned(),
            cursor: Some(cursor),
        });
        screen.overlay = Some(Overlay::Dialog(DialogView {
            title: "Revoke 2 stored tokens of wlada".to_owned(),
            points: vec![
                point(
                    "First",
                    "the refresh token at IAM-WLCG is revoked (this host has credentials).",
                ),
                point(
                    "Then",
                    "2 rows vanish from TokenDB: IAM-WLCG and CheckIn-EGI, both of this id.",
                ),
                point(
                    "Lives on",
                    "an access token until 04:02 (41 m) wherever it is checked offline.",
                ),
            ],
            destroys: typing.is_some(),
            buttons: vec![
                Button { title: "Cancel", focused: typing.is_none(), enabled: true },
                Button { title: "Revoke", focused: false, enabled: typing.is_none() },
            ],
            field,
            scroll: 0,
        }));
        screen
    }
}

fn with_detail(grid: GridView<'_>, detail: Detail) -> Body<'_> {
    Body::Grid { grid, detail, detail_in_front: false }
}

fn notice() -> Notice {
    Notice {
        level: NoticeLevel::Error,
        what: "The TokenManager refused (401). Your group dirac_user has no ProxyManagement."
            .to_owned(),
        next: "Start with --group dirac_admin.".to_owned(),
        at: now(),
    }
}

fn page() -> Screenful<'static> {
    framed(3, Body::Page(Detail {
        title: "No configuration yet".to_owned(),
        kind: String::new(),
        lines: vec![
            Line::Text {
                text: "No local configuration was found: looked at /etc/dirac.cfg and ~/.dirac.cfg.".to_owned(),
                tone: Tone::Bad,
            },
            Line::Blank,
            Line::Text {
                text: "Name a server with --server https://host:9135/Configuration/Server, or a file with --cfg.".to_owned(),
                tone: Tone::Plain,
            },
        ],
        scroll: 0,
    }))
}

fn provider_detail() -> Detail {
    Detail {
        title: "IAM-WLCG".to_owned(),
        kind: "IdProvider".to_owned(),
        lines: vec![
            field("issuer", "https://wlcg.cloud.cnaf.infn.it/"),
            field("discovery", "● same issuer · 9 grants · 41 scopes"),
            field("keys", "RS256 rsa1 · ES256 ec1   3 h old"),
            field(
                "credentials",
                "not visible from here (normal: they live on the TokenManager host)",
            ),
            field("used by", "wlcgvo, testvo"),
            field("path", "/Resources/IdProviders/IAM-WLCG"),
            field(
                "findings",
                "! issuer ends with a slash; tokens say it too: fine. Others compare strictly.",
            ),
        ],
        scroll: 0,
    }
}

fn providers() -> Table {
    Table::new(&[
        ("NAME", 0, 8, 30, 1),
        ("TYPE", 3, 6, 10, 0),
        ("ISSUER", 2, 16, 60, 2),
        (">VOs", 4, 3, 4, 0),
        ("HEALTH", 1, 10, 16, 0),
        (">TOKENS", 5, 6, 8, 0),
    ])
    .row(&["IAM-WLCG", "IAM", "https://wlcg.cloud.cnaf.infn.it/", "2", "● ok 84 ms", "1 310"])
    .row(&[
        "CheckIn-EGI",
        "CheckIn",
        "https://aai.egi.eu/auth/realms/egi",
        "1",
        "● ok 132 ms",
        "794",
    ])
    .row(&["OAuth2-Astro", "OAuth2", "https://iam.astro.example", "1", "✗ no answer", "0"])
}

fn vos() -> Table {
    Table::new(&[
        ("VO", 0, 8, 24, 1),
        ("IDPROVIDER", 1, 10, 24, 1),
        (">GROUPS", 3, 6, 6, 0),
        (">USERS", 2, 5, 6, 0),
        (">CEs READY", 2, 9, 10, 0),
    ])
    .row(&["wlcgvo", "IAM-WLCG", "6", "41", "12/60"])
    .row(&["biovo", "CheckIn-EGI", "2", "17", "9/60"])
    .row(&["astrovo", "✗ OAuth2-Missing", "2", "–", "0/60"])
    .row(&["日本天文台", "IAM-WLCG", "1", "3", "0/60"])
}

fn ces() -> Table {
    let mut table = Table::new(&[
        ("SITE", 2, 8, 20, 1),
        ("CE", 0, 12, 40, 2),
        ("TYPE", 4, 6, 12, 0),
        ("wlcgvo", 1, 8, 10, 0),
        ("biovo", 1, 8, 10, 0),
        ("astrovo", 3, 8, 10, 0),
    ])
    .row(&["LCG.CERN.ch", "ce01.cern.ch", "AREX", "● site", "○ proxy", "○ proxy"])
    .row(&["LCG.CERN.ch", "ce02.cern.ch", "AREX", "● ce", "● ce", "○ proxy"])
    .row(&["LCG.GRIDKA.de", "ce08.gridka.de", "HTCondorCE", "○ proxy", "○ proxy", "○ proxy"])
    .row(&["LCG.GRIDKA.de", "ce07.gridka.de", "HTCondorCE", "◐ mixed", "● ce", "– not in"])
    .row(&["LCG.PIC.es", "ce11.pic.es", "SSH", "✗ error", "○ proxy", "○ proxy"]);
    table.selected = [1, 3].into();
    table
}

fn tokens() -> Table {
    Table::new(&[
        ("USER", 0, 8, 20, 0),
        ("TOKEN ID", 3, 10, 36, 1),
        ("PROVIDER", 2, 8, 16, 0),
        ("SCOPES", 4, 8, 30, 1),
        ("ACCESS", 1, 9, 12, 0),
        ("REFRESH", 1, 9, 12, 0),
        ("STATE", 1, 8, 12, 0),
    ])
    .row(&[
        "wlada",
        "709b9b1d6a60758bd375b716a3d3f0b1",
        "IAM-WLCG",
        "wlcg.groups +3",
        "– 2 h ago",
        "28 d",
        "refresh",
    ])
    .row(&[
        "wlada",
        "709b9b1d6a60758bd375b716a3d3f0b1",
        "CheckIn-EGI",
        "openid",
        "41 m",
        "1 d 3 h",
        "● usable",
    ])
    .row(&[
        "bioben",
        "30be5fe3-1bff-4568-afb3-c04ea7ebee5b",
        "CheckIn-EGI",
        "eduperson_entitlement +1",
        "– 4 d ago",
        "– 1 d ago",
        "✗ dead",
    ])
}

fn log() -> Table {
    Table::new(&[
        ("TIME", 0, 8, 8, 0),
        ("METHOD", 0, 12, 28, 1),
        ("WHERE", 1, 16, 60, 2),
        (">MS", 2, 4, 8, 0),
        ("OUTCOME", 0, 8, 30, 1),
    ])
    .row(&[
        "03:12:04",
        "getCompressedDataIfNewer",
        "https://dirac.example.org:9135/Configuration/Server",
        "84",
        "● new version",
    ])
    .row(&[
        "03:12:05",
        "getUsersTokensInfo",
        "https://dirac.example.org:9181/Framework/TokenManager",
        "5 012",
        "✗ timeout",
    ])
}

fn many() -> Table {
    let mut table = Table::new(&[("USER", 0, 8, 20, 0), (">ROW", 1, 4, 8, 0)]);
    for row in 0..1000 {
        table = table.row(&[&format!("user{row:04}"), &row.to_string()]);
    }
    table
}
