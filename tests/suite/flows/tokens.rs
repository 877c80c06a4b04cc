//! Stored tokens: listed when looked at, as they come, stopped at will, never replaced by less.

use std::sync::Arc;

use dirac_tokens::app::effect::Request;
use dirac_tokens::app::msg::Answer;
use dirac_tokens::app::present::Body;
use dirac_tokens::domain::problem::Class;
use dirac_tokens::store::installation::Identity;
use dirac_tokens::store::resource::Progress;

use super::support::{App, CFG, Step, identity, problem, snapshot_of, token};

fn users(done: usize) -> Step {
    Step::Say(Answer::Progress(Progress { done, total: Some(3), unit: "users" }))
}

fn rows(ids: &[u64]) -> Step {
    Step::Say(Answer::Tokens(
        ids.iter().map(|id| token(*id, "ada", "IAM-WLCG", 60, 3_600)).collect(),
    ))
}

const ALL: Step = Step::Say(Answer::Listed { complete: true });
const NOT_ALL: Step = Step::Say(Answer::Listed { complete: false });

#[tokio::test]
async fn tokens_are_asked_for_when_they_are_looked_at_and_only_once() {
    let mut app = App::ready().await;
    app.asked();
    app.keys("2 3 7 1").await;
    assert!(app.asked().is_empty(), "nobody looked at tokens");
    app.keys("4").await;
    let listed: Vec<String> = ["ada", "ben", "cleo"].map(Into::into).into();
    assert_eq!(app.asked(), [Request::ListTokens { users: listed }], "dora has no token id");
    assert_eq!(app.names("state").len(), 6);
    app.keys("1 4").await;
    assert!(app.asked().is_empty(), "they are known");
    assert_eq!(app.title(), "Tokens · now");
}

#[tokio::test]
async fn rows_appear_as_they_come_and_the_title_counts() {
    let mut app = App::ready().await;
    app.script_listing(&[rows(&[1]), users(1), Step::Hold, rows(&[2]), users(2), Step::Hold, ALL]);
    app.press("4");
    app.until(|screen| title(screen) == "Tokens · loading 1/3 users · esc stops").await;
    assert_eq!(app.rows().len(), 1);
    assert!(app.footer().contains("esc stop"), "{}", app.footer());
    app.release();
    app.until(|screen| title(screen) == "Tokens · loading 2/3 users · esc stops").await;
    app.release();
    app.core.settle().await;
    assert_eq!((app.rows().len(), app.title().as_str()), (2, "Tokens · now"));
}

fn title<'s>(screen: &'s dirac_tokens::app::present::Screenful<'_>) -> &'s str {
    match &screen.body {
        Body::Grid { grid, .. } => &grid.title,
        Body::Sheet { .. } | Body::Page(_) => "",
    }
}

#[tokio::test]
async fn esc_stops_a_listing_and_keeps_what_came() {
    let mut app = App::ready().await;
    app.script_listing(&[rows(&[1, 2]), users(1), Step::Hold, rows(&[3]), ALL]);
    app.press("4");
    app.until(|screen| title(screen).contains("1/3")).await;
    app.keys("esc").await;
    assert!(app.core.idle(), "the request was given up");
    assert!(
        app.notice().starts_with("Stopped listing tokens after 1 of 3 users."),
        "{}",
        app.notice()
    );
    assert_eq!(app.rows().len(), 2);
    assert_eq!(app.title(), "Tokens · now · not all users are listed");
    assert_eq!(app.tab(), "Tokens", "stopping is not leaving");
    app.keys("esc").await;
    assert_eq!(app.tab(), "Providers", "the next esc leaves");
}

#[tokio::test]
async fn a_second_listing_replaces_the_first_only_when_it_is_complete() {
    let mut app = App::ready().await;
    app.script_listing(&[rows(&[1, 2, 3]), users(3), ALL]);
    app.keys("4").await;
    app.script_listing(&[rows(&[1]), users(1), Step::Hold]);
    app.press("r");
    app.until(|screen| title(screen).contains("1/3")).await;
    assert_eq!(app.rows().len(), 3, "the old rows stay while new ones come");
    app.keys("esc").await;
    assert_eq!(app.rows().len(), 3, "and when the listing is stopped");
    app.script_listing(&[rows(&[1]), users(1), NOT_ALL]);
    app.keys("r").await;
    assert_eq!(app.rows().len(), 3, "and when it breaks off");
    app.script_listing(&[rows(&[1, 9]), users(3), ALL]);
    app.keys("r").await;
    assert_eq!(app.rows().len(), 2, "a complete one replaces them");
}

#[tokio::test]
async fn a_user_that_is_not_known_is_named_and_the_rest_listed() {
    let mut app = App::ready().await;
    let unknown = problem(Class::Partial, "The TokenManager knows no user ben.");
    app.script_listing(&[rows(&[1]), Step::Say(Answer::Problem(unknown)), users(3), NOT_ALL]);
    app.keys("4").await;
    assert!(app.notice().starts_with("The TokenManager knows no user ben."), "{}", app.notice());
    assert_eq!(app.rows().len(), 1);
    assert!(app.title().contains("not all users are listed"), "{}", app.title());
}

#[tokio::test]
async fn a_refused_listing_says_so_where_the_rows_would_be() {
    let mut app = App::ready().await;
    let refused = problem(Class::Refused, "The TokenManager refused (401).");
    app.script_listing(&[Step::Say(Answer::Failed(refused))]);
    app.keys("4").await;
    assert!(app.empty().starts_with("The TokenManager refused (401). Try something else."));
    app.asked();
    app.keys("1 4").await;
    assert!(app.asked().is_empty(), "not asked again unasked");
    app.keys("r").await;
    assert_eq!(app.rows().len(), 6);
}

#[tokio::test]
async fn the_token_screen_reached_too_early_lists_as_soon_as_users_are_known() {
    let mut app = App::new();
    app.core.start();
    app.press("4");
    app.core.settle().await;
    assert_eq!(app.rows().len(), 6);
}

#[tokio::test]
async fn states_and_times_are_said_in_words_and_change_with_time() {
    let mut app = App::ready().await;
    app.keys("4").await;
    let row = "ada | id-ada | IAM-WLCG | openid +1 | 41 m | 1 d 0 h | ● usable";
    assert_eq!(app.rows()[0], row);
    let row = "ada | id-ada | CheckIn-EGI | openid +1 | – 2 h ago | 1 d 0 h | ◐ refresh";
    assert_eq!(app.rows()[1], row);
    app.pass(90_000).await;
    assert!(app.rows().iter().all(|row| row.ends_with("✗ dead")), "{:?}", app.rows());
}

#[tokio::test]
async fn enter_narrows_to_the_same_user_and_esc_widens_again() {
    let mut app = App::ready().await;
    app.keys("4").await;
    app.keys("down down enter").await;
    assert_eq!(app.names("user"), ["ben", "ben"]);
    app.keys("enter").await;
    assert!(app.notice().contains("shown already"), "{}", app.notice());
    app.keys("esc").await;
    assert_eq!(app.rows().len(), 6);
    assert_eq!(app.under_cursor(), "20", "on the row it came from");
}

#[tokio::test]
async fn big_lists_are_filtered_and_sorted_by_the_worker() {
    let mut app = App::ready().await;
    let many: Vec<u64> = (0..12_000).collect();
    app.script_listing(&[rows(&many), users(3), ALL]);
    app.keys("4").await;
    assert_eq!(app.rows().len(), 12_000);
    app.keys("end").await;
    let last = app.under_cursor();
    app.keys("s down down down down down enter S").await;
    assert_eq!(app.under_cursor(), last, "the cursor stays on its row");
    app.press("/ n o s u c h");
    app.press("backspace backspace backspace backspace backspace backspace a d a");
    app.core.settle().await;
    assert_eq!(app.rows().len(), 12_000, "the last wish wins");
}

#[tokio::test]
async fn a_group_that_may_not_list_asks_for_nothing_and_is_told_which_group_may() {
    let mut app = App::new();
    let who = Identity { properties: Vec::new(), ..identity() };
    app.script("asking who we are", &[Step::Say(Answer::Identity(Arc::new(who)))]);
    let text = CFG.replace(
        "    bio_user",
        "    managers\n    {\n      Users = ada\n      Properties = ProxyManagement\n    }\n    bio_user",
    );
    let told = Answer::Snapshot(snapshot_of("2026-11-21 03:12:04.1", &text));
    app.script("reading the configuration", &[Step::Say(told)]);
    app.core.start();
    app.core.settle().await;
    app.asked();
    app.keys("4").await;
    assert!(app.asked().is_empty(), "it would be refused");
    let page = app.empty();
    assert!(page.contains("has no ProxyManagement; managers, which you are in, has."), "{page}");
    assert!(page.contains("`dirac-proxy-init -g managers`"), "{page}");
    app.keys("r").await;
    assert!(app.asked().is_empty(), "nor by hand");
    assert!(app.notice().contains("managers, which you are in"), "{}", app.notice());
}
