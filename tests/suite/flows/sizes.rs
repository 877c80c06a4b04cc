//! The real screens, with everything that can lie over them, at every size: nothing panics, nothing is drawn outside.

use dirac_tokens::app::msg::Answer;

use super::support::{App, Step, snapshot_of, token};
use crate::screens::anysize::check;

/// Keys that lead to each state of the console that looks different.
const STATES: [&str; 26] = [
    "1",
    "2 down",
    "3 down",
    "4 down",
    "7",
    "1 tab",
    "3 tab",
    "7 tab",
    "5",
    "4 i enter",
    "4 i enter tab",
    "1 enter",
    "2 enter",
    "3 s",
    "4 s",
    "3 ?",
    "? z",
    "4 :",
    ": x y z",
    "S n",
    "3 / c e",
    "/ q q",
    "3 / n i x : a",
    "3 a / n o p e",
    "3 space space M",
    "4 W",
];

/// Six sizes beyond the small ones: two panes, one pane, long and low.
const LARGER: [(u16, u16); 6] = [(80, 24), (99, 30), (120, 40), (200, 60), (300, 100), (1000, 3)];

/// Names as an installation may give them: endless, wide, right to left, invisible, an instruction to the terminal.
fn hostile_cfg() -> String {
    let wide = "日本天文台".repeat(40);
    let endless = "x".repeat(3_000);
    let bad = "a\u{1b}[2J\u{202e}b\u{200b}c\u{9b}31m";
    format!(
        "Resources\n{{\nIdProviders\n{{\n{bad}\n{{\nProviderType = {bad}\nissuer = https://{endless}/\n}}\n}}\n\
         Sites\n{{\nLCG\n{{\n{wide}\n{{\nVO = {wide}, {bad}\nCEs\n{{\n{bad}\n{{\nCEType = {endless}\n\
         Tag = Token:{wide}\nQueues\n{{\n{endless}\n{{\n}}\n}}\n}}\n}}\n}}\n}}\n}}\n}}\n\
         Registry\n{{\nVO\n{{\n{wide}\n{{\nIdProvider = {bad}\n}}\n{bad}\n{{\nIdProvider = {endless}\n}}\n}}\n\
         Groups\n{{\n{endless}\n{{\nVO = {wide}\nUsers = {bad}\n}}\n}}\n\
         Users\n{{\n{bad}\n{{\nDN = /O=DIRAC/CN={bad}\n}}\n}}\n}}\n"
    )
}

async fn at_all_sizes(name: &str, app: impl AsyncFn() -> App) {
    for keys in STATES {
        let mut app = app().await;
        app.press(keys);
        app.core.settle().await;
        let screen = app.screen();
        let name = format!("{name} {keys}");
        for width in 0..=60 {
            for height in 0..=24 {
                check(&name, &screen, width, height);
            }
        }
        for (width, height) in LARGER {
            check(&name, &screen, width, height);
        }
    }
}

#[tokio::test]
async fn every_screen_of_the_console_at_every_size_stays_within_its_area() {
    at_all_sizes("console", App::ready).await;
}

#[tokio::test]
async fn the_screens_before_anything_is_known_do_too() {
    at_all_sizes("begun", async || App::new()).await;
}

#[tokio::test]
async fn hostile_names_in_an_installation_do_too() {
    let text = hostile_cfg();
    at_all_sizes("hostile", async || {
        let app = App::new();
        let answer = Answer::Snapshot(snapshot_of("2026-11-21 03:12:04.1", &text));
        app.script("reading the configuration", &[Step::Say(answer)]);
        let rows = vec![token(1, &"日本".repeat(900), "\u{1b}]0;x\u{7}\u{202e}", 60, 90)];
        app.script_listing(&[
            Step::Say(Answer::Tokens(rows)),
            Step::Say(Answer::Listed { complete: true }),
        ]);
        let mut app = app;
        app.core.start();
        app.core.settle().await;
        app
    })
    .await;
}
