//! Screen 5: tokens come from everywhere, are read, kept in time, checked when asked, and never shown.

use std::sync::Arc;

use dirac_tokens::app::effect::Request;
use dirac_tokens::app::inspect::Raw;
use dirac_tokens::app::msg::{Answer, Msg};
use dirac_tokens::app::present::{Body, Entry, Overlay, SheetPart};
use dirac_tokens::domain::foreign::is_hostile;
use dirac_tokens::domain::jwt::{Inspection, Signature, State, read};
use dirac_tokens::domain::problem::Class;
use dirac_tokens::domain::secret::Secret;
use dirac_tokens::domain::token::Which;
use dirac_tokens::runtime::core::Backend;
use dirac_tokens::store::installation::Snapshot;
use dirac_tokens::view::{Theme, draw};
use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::pictures::{check, picture};
use super::support::{App, Step, problem, snapshot_of};
use crate::tokens::{corpus, keys};

/// Seconds from the start of the tests' clock to that of the corpus, 2026-11-21T04:00:00Z.
const TO_CORPUS: i64 = 2_876;

/// An installation that knows the issuer of the corpus.
fn installation() -> Arc<Snapshot> {
    snapshot_of(
        "2026-11-21 03:12:04.1",
        "Resources\n{\nIdProviders\n{\nIAM-WLCG\n{\nProviderType = IAM\nissuer = https://iam.lab.example/\n}\n}\n}\n\
         Registry\n{\nVO\n{\nwlcgvo\n{\nIdProvider = IAM-WLCG\n}\n}\n\
         Groups\n{\nwlcg_user\n{\nVO = wlcgvo\nUsers = ada\n}\n}\n\
         Users\n{\nada\n{\nDN = /O=DIRAC/CN=a1b98335-9649-4fb0-961d-5a49ce108d49\n}\n}\n}\n",
    )
}

/// A token of the corpus.
fn token(name: &str) -> String {
    let line = corpus().into_iter().find(|line| line["name"] == name);
    line.unwrap_or_else(|| panic!("{name}"))["token"].as_str().expect("a text").to_owned()
}

/// The verdict on its signature with the keys of the corpus.
fn judged(token: &str) -> Answer {
    let keys = keys();
    let at = Timestamp::UNIX_EPOCH;
    let inspection = Inspection::with_keys(read(token.as_bytes()), Some(&keys.keys), None, at);
    Answer::Verified { signature: Box::new(inspection.signature), keys_from: None }
}

pub(super) fn raw(text: &str) -> Raw {
    Raw::new(Secret::new(text.as_bytes().to_vec()))
}

/// What a signature is said to be where a test does not care.
pub(super) fn genuine() -> Signature {
    Signature {
        state: State::Valid,
        reason: "It was made with the key rsa1.".into(),
        kid: Some("rsa1".into()),
        findings: Vec::new(),
    }
}

/// A console at the corpus's time but a second, on screen 5.
async fn ready() -> App {
    let mut app = App::new();
    app.script("reading the configuration", &[Step::Say(Answer::Snapshot(installation()))]);
    app.core.start();
    app.core.settle().await;
    app.pass(TO_CORPUS - 1).await;
    app.keys("5").await;
    app.asked();
    app
}

/// A text is pasted, the dialog looked at and agreed to.
async fn paste(app: &mut App, text: &str) {
    app.core.handle(Msg::Paste(text.into()));
    app.draw();
    app.pass(1).await;
    app.keys("enter").await;
}

/// The same by way of a file, which takes texts of any length.
async fn by_file(app: &mut App, text: &str) {
    app.script("reading a file", &[Step::Say(Answer::Token(raw(text)))]);
    app.keys("f").await;
    app.draw();
    app.text("x").await;
    app.draw();
    app.pass(1).await;
    app.keys("enter").await;
}

fn entries<B: Backend>(app: &App<B>) -> Vec<Entry> {
    let screen = app.screen();
    let Body::Sheet { sheet, .. } = &screen.body else { return Vec::new() };
    let of = |part: &SheetPart| match part {
        SheetPart::Boxes(boxes) => boxes.iter().flat_map(|b| b.entries.clone()).collect(),
        SheetPart::Timeline(_) => Vec::new(),
        SheetPart::Table { entries, .. } | SheetPart::Notes { entries, .. } => entries.clone(),
    };
    sheet.parts.iter().flat_map(of).collect()
}

/// The value of the first entry with this label.
pub(super) fn said<B: Backend>(app: &App<B>, label: &str) -> String {
    let entries = entries(app);
    let found = entries.into_iter().find(|entry| entry.label == label);
    found.map_or_else(|| format!("no {label}"), |entry| entry.value)
}

fn note(app: &App, label: &str) -> String {
    let entries = entries(app);
    let found = entries.into_iter().find(|entry| entry.label == label);
    found.map_or_else(|| format!("no {label}"), |entry| entry.note)
}

#[tokio::test]
async fn before_a_token_was_read_the_screen_says_what_to_do() {
    let app = ready().await;
    for part in ["p  paste one", "f  read one from a file", "4  choose a stored one, and press i"] {
        assert!(app.detail().contains(part), "{}", app.detail());
    }
    assert!(app.footer().contains("p paste   f file") || app.footer().contains("p paste  f file"));
}

#[tokio::test]
async fn a_pasted_token_is_masked_then_read_and_nobody_is_asked() {
    let mut app = ready().await;
    let text = token("wlcg-rs256-iam-shape");
    app.core.handle(Msg::Paste(format!("Authorization: Bearer {text}\n").as_str().into()));
    let Some(Overlay::Dialog(view)) = app.screen().overlay else { panic!("a dialog") };
    let field = view.field.expect("a field");
    assert!(field.text.chars().all(|c| c == '●'), "{}", field.text);
    app.keys("enter").await;
    assert!(entries(&app).is_empty(), "not before anybody could have read the question");
    app.draw();
    app.pass(1).await;
    app.keys("enter").await;
    assert_eq!(app.title(), "access token · WLCG 1.0 · pasted");
    assert_eq!(said(&app, "reading"), "✓ readable: a JWT of 810 bytes");
    assert_eq!(said(&app, "signature"), "? not checked · v asks its issuer for keys");
    assert!(said(&app, "time").starts_with("✓ "), "{}", said(&app, "time"));
    assert!(note(&app, "iss").contains("IdProvider IAM-WLCG · VO wlcgvo"), "{}", note(&app, "iss"));
    assert!(app.asked().is_empty(), "a token is read here");
}

#[tokio::test]
async fn a_token_is_typed_in_a_field_that_shows_dots_and_goes_with_it() {
    let mut app = ready().await;
    app.keys("p").await;
    app.draw();
    app.text("hunter2").await;
    let Some(Overlay::Dialog(view)) = app.screen().overlay else { panic!("a dialog") };
    assert_eq!(view.field.map(|field| field.text), Some("●●●●●●●".into()));
    app.keys("esc").await;
    assert!(entries(&app).is_empty());
    app.keys("p").await;
    let Some(Overlay::Dialog(view)) = app.screen().overlay else { panic!("a dialog") };
    assert_eq!(view.field.map(|field| field.text), Some(String::new()), "nothing was kept");
}

#[tokio::test]
async fn a_text_that_no_token_can_be_is_not_even_asked_about() {
    let mut app = ready().await;
    app.core.handle(Msg::Paste("x".repeat(600_000).as_str().into()));
    assert!(app.screen().overlay.is_none());
    assert!(app.notice().contains("Nothing of it was taken."), "{}", app.notice());
}

#[tokio::test]
async fn the_verdict_on_the_signature_comes_when_asked_for() {
    let mut app = ready().await;
    let text = token("wlcg-rs256-iam-shape");
    paste(&mut app, &text).await;
    app.script("checking a signature", &[Step::Hold, Step::Say(judged(&text))]);
    app.press("v");
    assert!(said(&app, "signature").contains("asking its issuer"), "{}", said(&app, "signature"));
    app.press("v");
    assert!(app.notice().starts_with("verify: "), "{}", app.notice());
    app.release();
    app.core.settle().await;
    assert!(said(&app, "signature").starts_with("✓ genuine: "), "{}", said(&app, "signature"));
    assert!(matches!(app.asked().as_slice(), [Request::Verify(_)]));
    app.keys("v").await;
    assert!(app.asked().is_empty(), "the verdict stands");
    assert!(app.notice().contains("stands already"), "{}", app.notice());
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_leaves_the_rest_as_it_is() {
    let mut app = ready().await;
    let text = token("wlcg-rs256-iam-shape");
    paste(&mut app, &text).await;
    let unreached = Signature {
        state: State::NotChecked,
        reason: "The issuer's keys could not be fetched: nobody answers.".into(),
        kid: None,
        findings: Vec::new(),
    };
    let answer = Answer::Verified { signature: Box::new(unreached), keys_from: None };
    app.script("checking a signature", &[Step::Say(answer)]);
    app.keys("v").await;
    assert_eq!(
        said(&app, "signature"),
        "? not checked: The issuer's keys could not be fetched: nobody answers. · v asks again"
    );
    app.script("checking a signature", &[Step::Say(judged(&text))]);
    app.keys("v").await;
    assert!(said(&app, "signature").starts_with("✓ genuine"), "it can be tried again");
    let failed = problem(Class::Unreachable, "No CAs.");
    paste(&mut app, &text).await;
    app.script("checking a signature", &[Step::Say(Answer::Failed(failed))]);
    app.keys("v").await;
    assert!(app.notice().starts_with("No CAs."), "{}", app.notice());
    assert!(said(&app, "signature").contains("v asks its issuer for keys"));
}

#[tokio::test]
async fn only_configured_issuers_are_asked() {
    for (name, why) in [
        ("iss-http", "not among those trusted here"),
        ("iss-missing", "names no issuer"),
        ("iss-userinfo", "not among those trusted here"),
    ] {
        let mut app = ready().await;
        paste(&mut app, &token(name)).await;
        assert!(said(&app, "signature").contains(why), "{name}: {}", said(&app, "signature"));
        app.keys("v").await;
        assert!(app.asked().is_empty(), "{name}");
    }
    let mut app = ready().await;
    paste(&mut app, &token("iss-http")).await;
    assert!(entries(&app).iter().any(|entry| entry.label == "✗ iss-mismatch"));
}

#[tokio::test]
async fn a_file_is_read_by_name_and_a_token_in_the_names_place_is_refused() {
    let mut app = ready().await;
    app.keys("f").await;
    app.draw();
    app.core.handle(Msg::Paste(token("wlcg-rs256-iam-shape").as_str().into()));
    assert!(app.notice().starts_with("That looks like a token"), "{}", app.notice());
    app.text("~/bt_u1000").await;
    app.draw();
    app.pass(1).await;
    app.script("reading a file", &[Step::Say(Answer::Token(raw(&token("expired"))))]);
    app.keys("enter").await;
    assert_eq!(app.asked(), [Request::ReadToken { name: "~/bt_u1000".into() }]);
    assert_eq!(app.title(), "access token · WLCG 1.0 · from ~/bt_u1000");
    assert!(said(&app, "time").starts_with("✗ ended "), "{}", said(&app, "time"));
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_what_was_there_stays() {
    let mut app = ready().await;
    paste(&mut app, &token("expired")).await;
    let unreadable = problem(Class::Usage, "The file x cannot be read: no such file.");
    app.script("reading a file", &[Step::Say(Answer::Failed(unreadable))]);
    app.keys("f").await;
    app.draw();
    app.text("x").await;
    app.draw();
    app.pass(1).await;
    app.keys("enter").await;
    // the question stays with what was typed, and says what is wrong beside it
    let asked = app.dialog();
    assert!(asked.starts_with("Inspect a token in a file\n"), "{asked}");
    assert!(asked.contains("✗| The file x cannot be read: no such file."), "{asked}");
    let Some(Overlay::Dialog(view)) = app.screen().overlay else { panic!("a dialog") };
    assert_eq!(view.field.map(|field| field.text).as_deref(), Some("x"));
    app.keys("esc").await;
    assert_eq!(app.title(), "access token · WLCG 1.0 · pasted");
}

#[tokio::test]
async fn a_stored_row_gives_the_one_token_that_was_chosen() {
    let mut app = App::ready().await;
    app.keys("4").await;
    app.asked();
    app.keys("i").await;
    assert_eq!(app.lines().len(), 2, "access or refresh");
    app.script("fetching a token", &[Step::Say(Answer::Token(raw(&token("expired"))))]);
    app.keys("enter").await;
    let asked = app.asked();
    let [Request::FetchToken(chosen)] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(
        (chosen.row, chosen.user_id.as_str(), chosen.which),
        (Some(10), "id-ada", Which::Access)
    );
    assert_eq!(app.tab(), "Inspect");
    assert_eq!(app.title(), "access token · WLCG 1.0 · from stored row 10 (ada, IAM-WLCG)");
    assert!(app.notice().starts_with("The row was renewed since"), "{}", app.notice());
    app.keys("esc").await;
    assert_eq!(app.tab(), "Tokens");
}

#[tokio::test]
async fn a_refresh_token_is_a_secret_that_opens_things_and_not_broken() {
    for text in ["8f14e45fceea167a5a36dedd4bea2543", "eyJhbGciOiJub25lIn0.eyJqdGkiOiJhIn0."] {
        let mut app = App::ready().await;
        app.keys("4").await;
        app.script("fetching a token", &[Step::Say(Answer::Token(raw(text)))]);
        app.keys("i down enter").await;
        assert!(app.title().starts_with("refresh token · "), "{}", app.title());
        assert!(said(&app, "reading").starts_with("● "), "{}", said(&app, "reading"));
        assert!(said(&app, "token").contains("get new access tokens"));
    }
}

#[tokio::test]
async fn a_row_that_is_gone_meanwhile_is_said_to_be() {
    let mut app = App::ready().await;
    app.keys("4").await;
    let gone = problem(Class::Conflict, "Stored row 10 (ada, IAM-WLCG) is not there any more.");
    app.script("fetching a token", &[Step::Say(Answer::Failed(gone))]);
    app.keys("i enter").await;
    assert!(app.notice().contains("is not there any more"), "{}", app.notice());
    assert!(entries(&app).is_empty());
}

#[tokio::test]
async fn waiting_can_be_stopped_and_esc_leads_back() {
    let mut app = App::ready().await;
    app.keys("4").await;
    app.script("fetching a token", &[Step::Hold]);
    app.press("i enter");
    app.until(|screen| matches!(&screen.body, Body::Page(page) if page.title == "Inspect")).await;
    assert!(app.detail().contains("esc stops"), "{}", app.detail());
    app.keys("esc").await;
    assert!(app.core.idle(), "it was given up");
    assert_eq!(app.tab(), "Inspect", "stopping is not leaving");
    app.keys("esc").await;
    assert_eq!(app.tab(), "Tokens");
}

#[tokio::test]
async fn a_token_ends_on_the_screen_when_it_ends_and_nothing_wakes_up_before() {
    let mut app = ready().await;
    paste(&mut app, &token("expires-in-30s")).await;
    assert_eq!(said(&app, "time"), "✓ <1 m left (lifetime 10 m)".replace("10 m", &lifetime(&app)));
    let now = app.screen().now;
    let wake = app.core.model().next_wake(now).expect("something changes");
    assert!(wake.as_second() - now.as_second() <= 30);
    app.pass(29).await;
    assert!(said(&app, "time").starts_with('✓'), "{}", said(&app, "time"));
    app.pass(1).await;
    assert!(said(&app, "time").starts_with("✗ ended just now"), "{}", said(&app, "time"));
    assert!(entries(&app).iter().any(|entry| entry.label == "✗ expired"), "judged anew");
    app.pass(3_600).await;
    assert!(said(&app, "time").starts_with("✗ ended 1 h ago"), "{}", said(&app, "time"));
}

/// What the screen itself says of the lifetime: the corpus decides it.
fn lifetime(app: &App) -> String {
    let said = said(app, "time");
    said.split_once("(lifetime ").map_or("", |(_, rest)| rest.trim_end_matches(')')).to_owned()
}

#[tokio::test]
async fn the_cursor_goes_through_everything_and_the_detail_has_the_whole() {
    let mut app = ready().await;
    paste(&mut app, &token("wlcg-pilot-partial")).await;
    let all = entries(&app).len();
    app.keys("G").await;
    assert!(matches!(&app.screen().body, Body::Sheet { sheet, .. } if sheet.cursor == all - 1));
    app.keys("g tab").await;
    assert!(matches!(
        &app.screen().body,
        Body::Sheet { detail, detail_in_front: true, .. } if detail.kind == "verdict"
    ));
    app.keys("tab / e x p").await;
    assert!(entries(&app).iter().any(|entry| entry.label == "exp"));
    assert!(entries(&app).len() < all);
    app.keys("enter s").await;
    assert!(app.notice().contains("as they stand in the token"), "{}", app.notice());
}

#[tokio::test]
async fn leaving_keeps_the_token_and_forgetting_does_not() {
    let mut app = ready().await;
    paste(&mut app, &token("expired")).await;
    app.keys("1 5").await;
    assert_eq!(app.title(), "access token · WLCG 1.0 · pasted");
    app.keys("x").await;
    assert!(entries(&app).is_empty());
    assert_eq!(app.notice(), "The token is forgotten. ");
    app.keys("x").await;
    assert!(app.notice().contains("There is no token here yet: p takes one."), "{}", app.notice());
}

/// No window of this many characters of a part of a token may be seen.
const WINDOW: usize = 16;

fn assert_not_shown(picture: &str, token: &str, name: &str) {
    let seen: String = picture.chars().filter(|c| !c.is_whitespace()).collect();
    for part in token.split('.').filter(|part| part.len() >= WINDOW) {
        let parts = [part.get(..WINDOW), part.get(part.len() - WINDOW..)];
        for window in parts.into_iter().flatten() {
            assert!(!seen.contains(window), "{name} shows {window}");
        }
    }
}

#[tokio::test]
async fn no_token_of_the_corpus_puts_a_hostile_cell_or_itself_on_the_screen() {
    let mut app = ready().await;
    let mut seen = 0;
    for line in corpus() {
        let (name, text) = (line["name"].as_str().unwrap_or_default(), line["token"].as_str());
        let text = text.expect("a text");
        by_file(&mut app, text).await;
        assert!(!entries(&app).is_empty(), "{name}: {}", app.notice());
        for keys in ["g", "tab", "tab G", "tab", "tab"] {
            app.keys(keys).await;
            for (width, height) in [(40, 10), (80, 24), (120, 40), (200, 60)] {
                let area = Rect::new(0, 0, width, height);
                // colours and glyphs put no other text anywhere: one size of them will do
                let themes = [Theme::mono(), Theme::mono().with_ascii(true)];
                for theme in themes.into_iter().take(if width == 80 { 2 } else { 1 }) {
                    let mut buffer = Buffer::empty(area);
                    draw(&app.core.model().present(), &theme, area, &mut buffer);
                    let mut text_of = String::new();
                    for cell in buffer.content() {
                        let symbol = cell.symbol();
                        assert!(!symbol.chars().any(is_hostile), "{name}: {symbol:?}");
                        text_of.push_str(symbol);
                    }
                    if line["expect"]["parse"] == "ok" {
                        assert_not_shown(&text_of, text, name);
                    }
                }
            }
        }
        seen += 1;
    }
    assert_eq!(seen, 132);
}

#[tokio::test]
async fn the_sheet_reads_as_designed_in_four_sizes() {
    let valid = token("wlcg-pilot-partial");
    let cut = valid.get(..valid.len() / 2).unwrap_or_default().to_owned();
    let encrypted = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.AAAA.AAAA.AAAA.AAAA".to_owned();
    for (name, text) in [
        ("valid", valid),
        ("expired", token("expired")),
        ("cut", cut),
        ("encrypted", encrypted),
        ("opaque", "8f14e45fceea167a5a36dedd4bea2543".to_owned()),
        ("hostile", token("osc52-clipboard")),
        ("findings", token("hs256")),
    ] {
        for (width, height) in [(40, 10), (80, 24), (120, 40), (200, 60)] {
            let mut app = ready().await;
            paste(&mut app, &text).await;
            if name == "valid" {
                app.script("checking a signature", &[Step::Say(judged(&text))]);
                app.keys("v").await;
            }
            let picture = picture(&mut app, width, height);
            assert_not_shown(&picture, &text, name);
            check(&format!("inspect_{name}_{width}x{height}"), &picture);
        }
    }
}

#[tokio::test]
async fn how_much_of_a_token_has_come_is_told_and_nothing_of_it_is() {
    let mut app = ready().await;
    let token = token("expired");
    app.keys("p").await;
    app.draw();
    let prompt = |app: &App| match app.screen().overlay {
        Some(Overlay::Dialog(view)) => view.field.expect("a field"),
        _ => panic!("a dialog"),
    };
    assert_eq!(prompt(&app).prompt, "Token: type or paste; it is not shown.");
    app.text("e").await;
    assert_eq!(prompt(&app).prompt, "Token: 1 character; it is not shown.");
    app.core.handle(Msg::Paste(token.as_str()[1..].into()));
    let field = prompt(&app);
    assert_eq!(field.prompt, format!("Token: {} characters; they are not shown.", token.len()));
    assert!(field.text.chars().all(|c| c == '●'), "{}", field.text);
}
