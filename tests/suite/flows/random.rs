//! Any keys in any state: no panic, and the screen can always be shown.

use dirac_tokens::app::msg::{Answer, Msg, Place, Viewport};
use dirac_tokens::app::present::{Body, Overlay};
use dirac_tokens::app::route::Route;
use dirac_tokens::domain::problem::Class;
use dirac_tokens::input::action::all;
use dirac_tokens::input::key::{Code, Key};
use dirac_tokens::runtime::core::Backend;
use proptest::prelude::*;

use super::sandboxed::Yard;
use super::support::{App, Step, problem, snapshot_of};

#[derive(Clone, Debug)]
enum Event {
    Key(Key),
    Paste(String),
    Point(Place),
    Scroll(Place, i32),
    Viewport(usize, usize),
    Pass(i64),
    Focus(bool),
    LoseConfiguration,
    BreakListing,
    Settle,
}

fn event() -> impl Strategy<Value = Event> {
    let bound: Vec<Key> = all()
        .flat_map(|spec| spec.bindings.iter().flat_map(|binding| binding.keys))
        .copied()
        // these end the walk
        .filter(|key| *key != Key::ctrl('c') && *key != Key::char('q'))
        .collect();
    prop_oneof![
        12 => proptest::sample::select(bound).prop_map(Event::Key),
        3 => any::<char>().prop_map(|c| Event::Key(Key::char(c))),
        1 => any::<String>().prop_map(Event::Paste),
        4 => place().prop_map(Event::Point),
        1 => (place(), any::<i32>()).prop_map(|(place, rows)| Event::Scroll(place, rows)),
        1 => (0usize..5, 0usize..5).prop_map(|(a, b)| Event::Viewport(a, b)),
        1 => (0i64..200_000).prop_map(Event::Pass),
        1 => any::<bool>().prop_map(Event::Focus),
        1 => Just(Event::LoseConfiguration),
        1 => Just(Event::BreakListing),
        3 => Just(Event::Settle),
    ]
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        (0usize..20).prop_map(Place::Row),
        (0usize..12).prop_map(Place::Column),
        (0..Route::ALL.len()).prop_map(|number| Place::Screen(Route::ALL[number])),
        (0usize..12).prop_map(Place::Hint),
        (0usize..40).prop_map(Place::Choice),
        Just(Place::Detail),
        Just(Place::Filter),
        Just(Place::Overlay),
        Just(Place::Elsewhere),
    ]
}

async fn walk(events: Vec<Event>) {
    let mut app = App::new();
    app.core.start();
    for event in events {
        match event {
            Event::Key(key) => app.core.handle(Msg::Key(key)),
            Event::Paste(text) => app.core.handle(Msg::Paste(text.into())),
            Event::Point(place) => app.core.handle(Msg::Point(place)),
            Event::Scroll(place, rows) => app.core.handle(Msg::Scroll(place, rows)),
            Event::Viewport(grid, detail) => {
                app.core.handle(Msg::Viewport(Viewport {
                    grid,
                    detail,
                    beside: grid > 2,
                    ..Viewport::default()
                }));
            }
            Event::Pass(seconds) => app.pass(seconds).await,
            Event::Focus(focused) => app.core.handle(Msg::Focus(focused)),
            Event::LoseConfiguration => {
                let nothing = Answer::Snapshot(snapshot_of("x", ""));
                app.script("asking for a newer configuration", &[Step::Say(nothing)]);
            }
            Event::BreakListing => {
                let refused = Answer::Failed(problem(Class::Refused, "no"));
                app.script_listing(&[Step::Say(refused)]);
            }
            Event::Settle => app.core.settle().await,
        }
        look_at(&app);
    }
    app.core.settle().await;
    look_at(&app);
}

/// Any keys over the embedded installation; every question is asked, and none agreed to.
async fn walk_over(yard: &Yard, events: Vec<Event>) {
    let mut app = yard.app("admin", &["IAM-WLCG"]).started().await;
    app.keys("4").await;
    for event in events {
        let asked = matches!(app.screen().overlay, Some(Overlay::Dialog(_)));
        match event {
            Event::Key(key) if asked && key == Key::plain(Code::Enter) => {}
            Event::Point(Place::Choice(_) | Place::Hint(_)) if asked => {}
            Event::Key(key) => app.core.handle(Msg::Key(key)),
            Event::Paste(text) => app.core.handle(Msg::Paste(text.into())),
            Event::Point(place) => app.core.handle(Msg::Point(place)),
            Event::Scroll(place, rows) => app.core.handle(Msg::Scroll(place, rows)),
            Event::Pass(seconds) => app.tick(seconds % 2_000),
            Event::Settle => app.core.settle().await,
            Event::Viewport(..) | Event::LoseConfiguration | Event::BreakListing => app.draw(),
            Event::Focus(focused) => app.core.handle(Msg::Focus(focused)),
        }
        look_at(&app);
        assert_eq!(app.screen().header.mode.text, "read-only");
    }
    app.core.settle().await;
}

/// A press of a key that leads towards a change, among others.
fn towards_changes() -> impl Strategy<Value = Event> {
    const KEYS: [&str; 13] =
        ["x", "D", "ctrl-w", "4", "7", "m", "u", "space", "a", "tab", "esc", "down", "/"];
    prop_oneof![
        2 => proptest::sample::select(KEYS.as_slice())
            .prop_map(|key| Event::Key(key.parse().expect("a key"))),
        1 => event(),
    ]
}

/// `Yard` counts when it ends: not one request that changes something has arrived.
#[test]
fn in_a_session_that_only_reads_no_keys_change_anything() {
    let yard = Yard::new();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let config =
        ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let events = proptest::collection::vec(towards_changes(), 0..50);
    let walked = runner.run(&events, |events| {
        runtime.block_on(walk_over(&yard, events));
        prop_assert!(yard.changes().is_empty(), "{:?}", yard.changes());
        Ok(())
    });
    walked.expect("no keys change anything");
}

/// Everything that a drawing side could ask for.
fn look_at<B: Backend>(app: &App<B>) {
    let screen = app.screen();
    if let Body::Grid { grid, .. } = &screen.body {
        assert!(grid.order.is_empty() || grid.cursor < grid.order.len());
        assert!(grid.top <= grid.cursor || grid.order.is_empty());
        for row in grid.order {
            for column in 0..=grid.rows.columns().len() {
                let _ = grid.rows.cell(*row as usize, column, screen.now);
            }
            let _ = ((grid.is_selected)(*row as usize), grid.rows.key(*row as usize));
        }
    }
    assert!(screen.tabs.iter().filter(|tab| tab.active).count() == 1);
    let _ = app.core.model().next_wake(screen.now);
}

proptest! {
    #[test]
    fn no_keys_in_any_state_do_harm(events in proptest::collection::vec(event(), 0..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime");
        runtime.block_on(walk(events));
    }
}
