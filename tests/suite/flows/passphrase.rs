//! A private key behind a passphrase: asked for, asked again with the reason, and never twice for nothing.

use dirac_tokens::app::effect::Request;
use dirac_tokens::app::msg::{Answer, Msg};
use dirac_tokens::app::present::Overlay;
use dirac_tokens::domain::problem::{Class, Problem};

use super::support::{App, Step};

const WAITS: &str = "The private key in /h/userkey.pem is protected by a passphrase.";
const WRONG: &str = "The passphrase does not open the private key in /h/userkey.pem.";
/// In no request's debug form.
const PASSPHRASE: &str = "correct horse";

fn locked(text: &str) -> Step {
    let remedy = "r asks for it.";
    Step::Say(Answer::Locked(Problem::new(Class::Usage, "/h/userkey.pem", text, remedy)))
}

/// What the dialog says, if one is open.
fn dialog(app: &App) -> Option<String> {
    match app.screen().overlay {
        Some(Overlay::Dialog(view)) => {
            let points: Vec<&str> = view.points.iter().map(|point| point.text.as_str()).collect();
            Some(format!("{} {}", view.title, points.join(" ")))
        }
        _ => None,
    }
}

fn is_open(requests: &[Request]) -> bool {
    matches!(requests, [Request::OpenKey { .. }])
}

/// A console whose key waits.
async fn waiting() -> App {
    let mut app = App::new();
    app.script("reading the configuration", &[locked(WAITS)]);
    app.core.start();
    app.core.settle().await;
    app.draw();
    app.asked();
    app
}

#[tokio::test]
async fn the_passphrase_is_asked_for_and_opens_everything() {
    let mut app = waiting().await;
    assert!(dialog(&app).is_some_and(|said| said.contains(WAITS)), "{:?}", dialog(&app));
    app.text(PASSPHRASE).await;
    let shown = format!("{:?}", app.screen().overlay);
    assert!(shown.contains('●') && !shown.contains("horse"), "{shown}");
    // right behind the last letter, as people do
    app.keys("enter").await;
    assert_eq!(dialog(&app), None);
    let asked = app.asked();
    assert!(is_open(&asked[..1]) && asked[1..] == [Request::Identify], "{asked:?}");
    assert!(!format!("{asked:?}").contains("horse"), "{asked:?}");
    assert!(!app.rows().is_empty());
    assert_eq!(app.screen().header.identity.text, "ada @ dirac_admin · proxy 11 h");
}

#[tokio::test]
async fn a_wrong_one_is_asked_for_again_with_the_reason() {
    let mut app = waiting().await;
    app.script("opening the private key", &[locked(WRONG)]);
    app.core.handle(Msg::Paste("mistyped".into()));
    app.keys("enter").await;
    assert!(is_open(&app.asked()));
    let said = dialog(&app).expect("it is asked for again");
    assert!(said.contains(WRONG), "{said}");
    app.draw();
    app.text(PASSPHRASE).await;
    app.keys("enter").await;
    assert!(dialog(&app).is_none() && !app.rows().is_empty());
}

#[tokio::test]
async fn esc_leaves_a_console_that_says_what_is_missing_and_asks_on_request_only() {
    let mut app = waiting().await;
    app.text("half").await;
    app.keys("esc").await;
    assert_eq!(dialog(&app), None);
    let page = app.detail();
    assert!(page.contains(WAITS) && page.contains("r asks for it."), "{page}");
    // after a minute it is tried again, for a proxy may be there by now; nobody is asked
    app.script("reading the configuration", &[locked(WAITS)]);
    app.pass(61).await;
    assert_eq!((app.asked(), dialog(&app)), (vec![Request::Load], None));
    app.keys("7 1 2").await;
    assert_eq!(app.tab(), "VOs", "every screen is there");
    app.script("reading the configuration", &[locked(WAITS)]);
    app.keys("r").await;
    app.draw();
    assert!(dialog(&app).is_some_and(|said| said.contains(WAITS)));
    // nothing of what was typed before is left in the field
    assert!(!format!("{:?}", app.screen().overlay).contains('●'));
}

#[tokio::test]
async fn a_proxy_that_was_made_meanwhile_is_taken_up_without_a_word() {
    let mut app = waiting().await;
    app.keys("esc").await;
    app.pass(61).await;
    assert_eq!(app.asked(), [Request::Load, Request::Identify]);
    assert!(dialog(&app).is_none() && !app.rows().is_empty());
}
