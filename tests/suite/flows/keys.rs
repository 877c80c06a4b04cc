//! Keys, help, palette: one table, no dead keys, always a way back and out.

use dirac_tokens::app::enabled::disabled_reason;
use dirac_tokens::app::present::Overlay;
use dirac_tokens::input::action::{Context, all};

use super::pictures::drawn_at;
use super::support::App;

#[tokio::test]
async fn help_shows_every_action_with_its_keys() {
    let mut app = App::ready().await;
    app.keys("?").await;
    let Some(Overlay::Help { lines, .. }) = app.screen().overlay else { panic!("help is shown") };
    for spec in all() {
        for context in spec.contexts() {
            let line = lines
                .iter()
                .find(|line| line.help == spec.help && line.context == context.title())
                .unwrap_or_else(|| panic!("{} in {context:?} is not in the help", spec.name));
            for key in spec.keys_in(context) {
                assert!(line.keys.split(' ').any(|k| k == key.to_string()), "{} {key}", spec.name);
            }
        }
    }
    assert_eq!(lines[0].context, Context::Pane.title(), "what works here comes first");
    app.text("refr").await;
    let Some(Overlay::Help { lines, .. }) = app.screen().overlay else { panic!("help is shown") };
    assert!(!lines.is_empty() && lines.len() < 10, "it can be searched");
    app.keys("esc").await;
    assert!(app.screen().overlay.is_none());
}

#[tokio::test]
async fn the_palette_knows_every_action_and_why_some_cannot_be_done() {
    let mut app = App::ready().await;
    app.keys(":").await;
    let Some(Overlay::Palette { lines, .. }) = app.screen().overlay else {
        panic!("the palette is shown")
    };
    assert_eq!(lines.len(), all().count());
    let stop = lines.iter().find(|line| line.title == "stop").expect("a line");
    assert_eq!(stop.disabled.as_deref(), Some("No listing is under way."));
    let first_dead = lines.iter().position(|line| line.disabled.is_some()).expect("some");
    assert!(lines[first_dead..].iter().all(|line| line.disabled.is_some()), "those come last");
}

#[tokio::test]
async fn the_palette_goes_to_things_by_name() {
    let mut app = App::ready().await;
    app.keys("ctrl-p").await;
    app.text("old.cern").await;
    assert_eq!(app.lines().first().map(String::as_str), Some("CE old.cern.ch"));
    app.keys("enter").await;
    assert_eq!((app.tab(), app.under_cursor().as_str()), ("CEs", "LCG.CERN.ch/old.cern.ch"));
    app.keys("esc").await;
    assert_eq!(app.tab(), "Providers");
}

#[tokio::test]
async fn a_thing_hidden_by_a_filter_is_found_all_the_same() {
    let mut app = App::ready().await;
    app.keys("3 / c e 2 enter 1 ctrl-p").await;
    app.text("old.cern").await;
    app.keys("enter").await;
    assert_eq!(app.under_cursor(), "LCG.CERN.ch/old.cern.ch");
}

#[tokio::test]
async fn a_key_that_cannot_act_says_why() {
    let mut app = App::ready().await;
    for (key, reason) in [
        ("1", "Providers: You are on Providers."),
        ("S", "reverse: Rows stand as they come. Sort them first: s."),
        ("esc", "back: There is nothing to go back to. q quits."),
        ("z", "z does nothing here. ? shows all keys."),
    ] {
        app.keys(key).await;
        assert_eq!(app.notice().trim(), reason);
    }
    app.keys("7 r").await;
    assert_eq!(app.notice().trim(), "refresh: The log is always up to date.");
    app.keys("j").await;
    assert_eq!(app.notice(), "", "the next key takes it away");
    app.keys("n").await;
    let Some(Overlay::Notices { notices, .. }) = app.screen().overlay else { panic!("notices") };
    assert_eq!(notices.len(), 5, "but it can be read again");
}

#[tokio::test]
async fn the_footer_shows_only_what_can_be_done_now() {
    let mut app = App::ready().await;
    let footer =
        "enter open  / filter  space mark  s sort  ? help  : commands  tab detail  r refresh";
    assert_eq!(app.footer(), footer);
    app.keys("2").await;
    assert!(app.footer().contains("esc back"), "{}", app.footer());
    app.keys("/ x").await;
    assert_eq!(app.footer(), "enter keep  esc clear  F1 help");
    app.keys("esc ctrl-p").await;
    assert_eq!(app.footer(), "enter choose  esc close  F1 help");
}

#[tokio::test]
async fn a_pasted_text_goes_into_a_filter_and_nowhere_else() {
    let mut app = App::ready().await;
    app.core.handle(dirac_tokens::app::msg::Msg::Paste("qqq1".into()));
    assert!(app.notice().starts_with("There is nothing here to paste into."), "{}", app.notice());
    assert!(!app.core.quitting());
    app.keys("3 /").await;
    app.core.handle(dirac_tokens::app::msg::Msg::Paste("ce2\n".into()));
    assert_eq!(app.screen().query.text, "ce2 ");
}

#[tokio::test]
async fn q_quits_a_screen_and_ctrl_c_quits_from_everywhere() {
    let mut app = App::ready().await;
    app.keys("/ q").await;
    assert!(!app.core.quitting(), "a letter while typing");
    app.keys("esc q").await;
    assert!(app.core.quitting());
    for way in ["ctrl-c", "/ ctrl-c", ": ctrl-c", "? ctrl-c", "s ctrl-c"] {
        let mut app = App::ready().await;
        app.keys(way).await;
        assert!(app.core.quitting(), "{way}");
    }
}

#[tokio::test]
async fn every_action_that_can_be_done_does_something_or_draws() {
    // an action without an arm in update does not compile; this walks all of them on every screen
    for screen in ["1", "2", "3", "4", "7"] {
        for spec in all() {
            let mut app = App::ready().await;
            app.keys(&format!("2 {screen} ctrl-p")).await;
            app.text(spec.name).await;
            app.keys("enter").await;
            let _ = disabled_reason(spec.action, app.core.model());
            assert!(app.core.frame().is_some(), "{} on {screen}", spec.name);
        }
    }
}

#[tokio::test]
async fn at_80_columns_the_keys_of_tokens_have_room_with_marks_and_without() {
    let mut app = App::new().unlocked().started().await;
    app.keys("4").await;
    let last = |app: &App| drawn_at(app, 80, 24).lines().last().unwrap_or_default().to_owned();
    for key in ["i inspect", "space mark", "x revoke", "D delete", "? help"] {
        assert!(last(&app).contains(key), "{key}: {}", last(&app));
    }
    app.keys("space").await;
    for key in ["x revoke", "D delete", "A unmark", "? help"] {
        assert!(last(&app).contains(key), "{key}: {}", last(&app));
    }
}
