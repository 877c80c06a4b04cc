//! The tour of the demo: open at the start, in nobody's way, and back with a key.

use dirac_tokens::app::enabled::disabled_reason;
use dirac_tokens::app::present::{Overlay, TourStop};
use dirac_tokens::input::action::Action;

use super::pictures::{check, picture};
use super::support::App;

fn stops(app: &App) -> Option<(Vec<TourStop>, usize)> {
    match app.screen().overlay {
        Some(Overlay::Tour { stops, chosen, .. }) => Some((stops, chosen)),
        _ => None,
    }
}

#[tokio::test]
async fn the_demo_begins_with_the_tour_and_a_living_console_below_it() {
    let mut app = App::demo().await;
    let (stops, chosen) = stops(&app).expect("the tour is open");
    assert_eq!(chosen, 0);
    assert_eq!(stops.iter().filter(|stop| stop.heading.is_some()).count(), 2);
    assert!(stops.iter().all(|stop| !stop.key.is_empty()), "every stop has a key");
    assert!(!app.rows().is_empty(), "the configuration was read meanwhile");
    for (width, height) in [(40, 10), (80, 24), (200, 50)] {
        check(&format!("tour_{width}x{height}"), &picture(&mut app, width, height));
    }
}

#[tokio::test]
async fn it_closes_and_opens_again() {
    let mut app = App::demo().await;
    app.keys("esc").await;
    assert!(app.screen().overlay.is_none());
    assert!(app.footer().contains("F2 tour"), "{}", app.footer());
    app.keys("3 F2").await;
    assert!(stops(&app).is_some());
    assert_eq!(app.tab(), "CEs");
    app.keys("F2").await;
    assert!(app.screen().overlay.is_none(), "the same key closes it");
}

#[tokio::test]
async fn a_stop_leads_to_its_screen_by_its_key_and_by_enter() {
    for at in 0.. {
        let mut app = App::demo().await;
        let (stops, _) = stops(&app).expect("the tour is open");
        let Some(stop) = stops.get(at) else { break };
        app.keys(&stop.key).await;
        let by_key = (app.tab(), app.screen().overlay);
        assert!(!matches!(by_key.1, Some(Overlay::Tour { .. })), "{} leads on", stop.key);

        let mut app = App::demo().await;
        for _ in 0..at {
            app.keys("down").await;
        }
        app.keys("enter").await;
        assert_eq!((app.tab(), app.screen().overlay), by_key, "{}", stop.text);
        assert_eq!(app.notice(), "", "{}", stop.text);
    }
}

#[tokio::test]
async fn any_other_key_says_how_to_close_it() {
    let mut app = App::demo().await;
    app.keys("q").await;
    assert_eq!(app.notice(), "q does nothing here. esc closes this.");
    assert!(stops(&app).is_some(), "nobody leaves by a slip");
}

#[tokio::test]
async fn an_installation_of_ones_own_has_no_tour() {
    let mut app = App::ready().await;
    assert!(app.screen().overlay.is_none());
    assert!(disabled_reason(Action::Tour, app.core.model()).is_some());
    app.keys("F2").await;
    assert_eq!(app.notice(), "tour: Only the demo has a tour: dirac-tokens demo. ");
    assert!(!app.footer().contains("tour"), "{}", app.footer());
}
