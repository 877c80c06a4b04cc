//! Questions before something is done, and the field for a secret: nothing happens by accident.

use dirac_tokens::app::confirm::Dialog;
use dirac_tokens::app::effect::{Effect, Effects};
use dirac_tokens::app::model::Model;
use dirac_tokens::app::msg::{Msg, Place};
use dirac_tokens::app::present::{DialogView, Overlay};
use dirac_tokens::domain::secret::Secret;

use super::support::App;

/// In no picture and no message.
const SECRET: &str = "correct horse";

pub(super) fn revoke() -> Dialog {
    Dialog::destroys("Revoke 2 stored tokens of wlada", "Revoke", "wlada", vec![Effect::Quit])
        .point("First", "the refresh token at IAM-WLCG is revoked (this host has credentials).")
        .point("Then", "2 rows vanish from TokenDB: IAM-WLCG and CheckIn-EGI, both of this id.")
        .point("Lives on", "an access token until 04:02 (41 m) wherever it is checked offline.")
}

/// Says more than most screens hold.
fn tall() -> Dialog {
    let dialog = Dialog::destroys("Revoke many", "Revoke", "wlada", vec![Effect::Quit]);
    let dialog = (0..30).fold(dialog, |dialog, n| dialog.point("Then", format!("line {n:02}.")));
    dialog.point("Lives on", "the end")
}

fn commit() -> Dialog {
    Dialog::changes("Commit 3 changes", "Commit", vec![Effect::Quit])
        .point("First", "the configuration is read again and merged.")
}

pub(super) fn paste_token() -> Dialog {
    Dialog::secret("Inspect a token", "Inspect", "Token", quit_if_whole)
        .point("", "It stays in memory, and is wiped when this closes.")
}

/// Tells by its effects whether the secret came through whole.
#[expect(clippy::needless_pass_by_value, reason = "a dialog hands the secret over")]
fn quit_if_whole(_: &mut Model, secret: Secret<String>) -> Effects {
    if secret.expose() == SECRET { Effects::one(Effect::Quit) } else { Effects::none() }
}

fn view(app: &App) -> DialogView {
    match app.screen().overlay {
        Some(Overlay::Dialog(view)) => view,
        other => panic!("a dialog is open, not {other:?}"),
    }
}

fn focused(app: &App) -> &'static str {
    view(app).buttons.iter().find(|button| button.focused).map_or("field", |button| button.title)
}

/// Everything that can be seen has been seen for long enough.
async fn look(app: &mut App) {
    app.draw();
    app.pass(1).await;
}

#[tokio::test]
async fn enter_alone_does_nothing_and_esc_neither() {
    for keys in ["enter", "esc"] {
        let mut app = App::asking(commit());
        look(&mut app).await;
        assert_eq!(focused(&app), "Cancel");
        app.keys(keys).await;
        assert!(app.screen().overlay.is_none() && !app.core.quitting(), "{keys}");
    }
}

#[tokio::test]
async fn it_is_done_when_its_button_was_chosen_and_seen() {
    for there in ["tab", "right", "left", "shift-tab"] {
        let mut app = App::asking(commit());
        look(&mut app).await;
        app.keys(there).await;
        assert_eq!(focused(&app), "Commit");
        look(&mut app).await;
        app.keys("enter").await;
        assert!(app.core.quitting() && app.screen().overlay.is_none(), "{there}");
    }
}

#[tokio::test]
async fn a_burst_of_keys_does_nothing_and_the_next_press_does() {
    let mut app = App::asking(commit());
    look(&mut app).await;
    app.keys("tab enter enter").await;
    assert!(!app.core.quitting());
    assert!(app.notice().starts_with("Enter came too soon"), "{}", app.notice());
    app.draw();
    app.keys("enter").await;
    assert!(!app.core.quitting(), "it was drawn only now");
    look(&mut app).await;
    app.keys("enter").await;
    assert!(app.core.quitting());
}

#[tokio::test]
async fn a_button_pressed_too_soon_has_to_be_seen_with_the_focus_before_enter_takes_it() {
    let mut app = App::asking(commit());
    app.draw();
    app.core.handle(Msg::Point(Place::Choice(1)));
    assert!(app.notice().starts_with("Enter came too soon"), "{}", app.notice());
    assert_eq!(focused(&app), "Commit");
    app.pass(1).await;
    app.keys("enter").await;
    assert!(!app.core.quitting(), "that it has the focus was not drawn yet");
    look(&mut app).await;
    app.keys("enter").await;
    assert!(app.core.quitting());
}

#[tokio::test]
async fn what_was_pressed_before_it_was_on_the_screen_does_nothing() {
    let mut app = App::asking(revoke());
    app.pass(60).await;
    app.keys("tab enter w l a d a enter").await;
    assert_eq!((focused(&app), view(&app).field.unwrap().text), ("Cancel", String::new()));
    assert!(!app.core.quitting());
    app.keys("esc").await;
    assert!(app.screen().overlay.is_none(), "the way out is open at once");
}

#[tokio::test]
async fn a_screen_too_small_to_show_it_takes_no_keys_for_it_but_the_way_out() {
    let mut app = App::asking(commit());
    for keys in ["tab", "enter"] {
        app.draw_at(39, 9);
        app.pass(1).await;
        app.keys(keys).await;
    }
    assert_eq!((focused(&app), app.core.quitting()), ("Cancel", false));
    look(&mut app).await;
    app.keys("tab").await;
    app.draw_at(39, 9);
    app.pass(1).await;
    app.keys("enter").await;
    assert!(!app.core.quitting(), "the focus moved unseen");
    app.keys("esc").await;
    assert!(app.screen().overlay.is_none());
}

#[tokio::test]
async fn what_goes_on_below_the_screen_has_to_be_seen_before_it_is_agreed_to() {
    for (columns, lines) in [(40, 10), (80, 12), (120, 14)] {
        let mut app = App::asking(tall());
        let seen = async |app: &mut App| {
            app.draw_at(columns, lines);
            app.pass(1).await;
        };
        seen(&mut app).await;
        app.text("wlada").await;
        let picture = super::pictures::picture(&mut app, columns, lines);
        assert!(picture.contains("more below") && !picture.contains("the end"), "{picture}");
        let mut steps = 0;
        while !view(&app).buttons.iter().all(|button| button.enabled) {
            seen(&mut app).await;
            app.keys("enter").await;
            assert!(!app.core.quitting());
            assert!(app.notice().contains("goes on below"), "{}", app.notice());
            app.keys("pagedown").await;
            app.draw_at(columns, lines);
            steps += 1;
            assert!(steps < 60, "there is an end");
        }
        assert!(steps > 1);
        let picture = super::pictures::picture(&mut app, columns, lines);
        assert!(!picture.contains("more below") && picture.contains("to go on"), "{picture}");
        app.keys("enter").await;
        assert!(!app.core.quitting(), "its end came this moment");
        seen(&mut app).await;
        app.keys("enter").await;
        assert!(app.core.quitting());
    }
}

#[tokio::test]
async fn no_page_passes_over_a_line() {
    let mut app = App::asking(tall());
    let mut shown = std::collections::BTreeSet::new();
    for _ in 0..40 {
        app.draw_at(60, 12);
        let picture = super::pictures::drawn_at(&app, 60, 12);
        shown.extend((0..30).filter(|number| picture.contains(&format!("line {number:02}."))));
        app.keys("pagedown").await;
    }
    assert_eq!(shown.len(), 30, "{shown:?}");
}

#[tokio::test]
async fn letters_choose_nothing() {
    let mut app = App::asking(commit());
    look(&mut app).await;
    for key in ["y", "n", "space"] {
        app.keys(key).await;
        assert!(app.notice().contains("does nothing here"), "{}", app.notice());
        assert_eq!(focused(&app), "Cancel");
    }
    app.core.handle(Msg::Paste("y\n".into()));
    assert!(app.notice().starts_with("There is nothing here to paste into."));
}

#[tokio::test]
async fn what_destroys_asks_for_its_word_typed_and_whole() {
    let mut app = App::asking(revoke());
    look(&mut app).await;
    app.core.handle(Msg::Paste("wlada\n".into()));
    assert_eq!(app.notice(), "What is pasted does not count. Type the word.");
    assert_eq!(view(&app).field.unwrap().text, "");
    app.text("wlad").await;
    assert_eq!(focused(&app), "field");
    look(&mut app).await;
    app.keys("enter").await;
    assert!(app.notice().starts_with("The word is wlada"), "{}", app.notice());
    app.keys("tab").await;
    assert_eq!(focused(&app), "Cancel", "the button cannot be pressed yet");
    app.text("a").await;
    assert!(view(&app).buttons.iter().all(|button| button.enabled));
    app.keys("left left x backspace right right").await;
    assert_eq!(view(&app).field.unwrap().text, "wlada");
    app.keys("enter").await;
    assert!(!app.core.quitting(), "typed in a burst");
    look(&mut app).await;
    app.keys("enter").await;
    assert!(app.core.quitting());
}

#[tokio::test]
async fn a_secret_is_pasted_or_typed_and_never_shown() {
    let mut app = App::asking(paste_token());
    look(&mut app).await;
    assert_eq!(focused(&app), "field");
    app.core.handle(Msg::Paste("correct ".into()));
    app.text("horsf").await;
    app.keys("backspace e").await;
    let screen = app.screen();
    let shown = format!("{:?} {:?} {:?}", screen.overlay, screen.notice, screen.query.text);
    assert!(shown.contains(&"●".repeat(SECRET.len())) && !shown.contains("horse"), "{shown}");
    drop(screen);
    look(&mut app).await;
    app.keys("enter").await;
    assert!(app.core.quitting(), "it came through whole");
}

#[tokio::test]
async fn a_secret_that_is_not_there_or_too_long_is_not_taken() {
    let mut app = App::asking(paste_token());
    look(&mut app).await;
    app.keys("enter").await;
    assert_eq!(app.notice(), "There is no Token yet. esc closes this.");
    let long = SECRET.repeat(2_000);
    app.core.handle(Msg::Paste(long.into()));
    assert!(app.notice().starts_with("That is longer than 16384 bytes"), "{}", app.notice());
    assert!(!app.notice().contains("horse"));
    assert_eq!(view(&app).field.unwrap().text, "");
    app.text(SECRET).await;
    app.keys("ctrl-u").await;
    assert_eq!(view(&app).field.unwrap().text, "");
}
