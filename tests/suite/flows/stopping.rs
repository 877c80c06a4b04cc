//! Tokens stopped from the console, on the embedded installation: what is asked, what is done there, what is said.

use dirac_tokens::disk::journal::{Beginning, Runs};
use dirac_tokens::domain::stop::How;
use dirac_tokens::ops::runs;
use dirac_tokens::runtime::installation::Installation;
use dirac_tokens::store::journal::Purpose;

use super::sandboxed::Yard;
use super::support::{App, START, at};

pub(super) const IAM: &str = "IAM-WLCG";
const CHECKIN: &str = "CheckIn-EGI";
const OAUTH2: &str = "OAuth2-Astro";

/// The administrator's console with leave, on the rows of this user.
pub(super) async fn on(yard: &Yard, credentials: &[&str], user: &str) -> App<Installation> {
    let mut app = yard.app("admin", credentials).unlocked().started().await;
    app.keys("4").await;
    app.keys("/").await;
    app.text(user).await;
    app.keys("enter").await;
    assert!(!app.rows().is_empty(), "{user} has rows");
    app
}

fn users(app: &App<Installation>) -> Vec<String> {
    app.names("user")
}

#[tokio::test]
async fn a_token_is_revoked_at_its_issuer_and_its_row_vanishes() {
    let yard = Yard::for_changes();
    let mut app = on(&yard, &[IAM], "olga").await;
    app.keys("x").await;
    let asked = app.dialog();
    assert!(asked.starts_with("Revoke 1 stored token of olga\nToken id| "), "{asked}");
    assert!(asked.contains("First| the refresh token at IAM-WLCG is revoked"), "{asked}");
    assert!(asked.contains("Then| 1 row vanishes from TokenDB, at IAM-WLCG"), "{asked}");
    assert!(yard.changes().is_empty(), "looking changes nothing: {:?}", yard.changes());
    app.agree("olga").await;
    let told = app.dialog();
    assert!(told.starts_with("olga: revoked\nrevoked| "), "{told}");
    assert!(told.contains("| ✓ introspect after at IAM-WLCG"), "{told}");
    assert!(app.notice().starts_with("olga: revoked. "), "{}", app.notice());
    app.look().await;
    app.keys("enter").await;
    assert!(users(&app).is_empty(), "{:?}", app.rows());
    assert_eq!((yard.sandbox.records().calls("deleteToken"), yard.revoked()), (1, 1));
    app.keys("esc").await;
    assert!(app.rows().len() > 90, "the rows of the others stay");
}

#[tokio::test]
async fn deleting_a_row_asks_no_issuer_and_says_what_lives_on() {
    let yard = Yard::for_changes();
    let mut app = on(&yard, &[IAM], "olga").await;
    app.keys("D").await;
    let asked = app.dialog();
    assert!(asked.starts_with("Delete without revoking 1 stored token of olga"), "{asked}");
    assert!(asked.contains("after it is gone nobody can revoke it"), "{asked}");
    app.agree("olga").await;
    assert!(app.dialog().starts_with("olga: row_deleted\nrow_deleted| "), "{}", app.dialog());
    assert!(app.dialog().contains("Lives on| refresh token at IAM-WLCG"), "{}", app.dialog());
    assert_eq!((yard.sandbox.records().calls("deleteToken"), yard.revoked()), (1, 0));
    assert!(users(&app).is_empty());
}

#[tokio::test]
async fn without_credentials_it_says_so_and_offers_the_rows_alone() {
    let yard = Yard::for_changes();
    let mut app = on(&yard, &[], "olga").await;
    app.keys("x").await;
    let said = app.dialog();
    assert!(
        said.starts_with("olga cannot be revoked from here\nWhy| This host's dirac.cfg"),
        "{said}"
    );
    assert!(said.ends_with("Cancel Delete rows"), "{said}");
    app.keys("esc").await;
    assert!(yard.changes().is_empty());
    app.keys("x").await;
    app.agree("").await;
    let asked = app.dialog();
    assert!(asked.starts_with("Delete without revoking 1 stored token of olga"), "{asked}");
    assert!(yard.changes().is_empty(), "asked again before anything is done");
    app.agree("olga").await;
    assert!(app.dialog().starts_with("olga: row_deleted"), "{}", app.dialog());
    assert_eq!(yard.revoked(), 0);
}

#[tokio::test]
async fn rows_at_several_providers_are_told_apart_and_go_together() {
    let yard = Yard::for_changes();
    let mut app = on(&yard, &[IAM], "ada").await;
    app.keys("x").await;
    let said = app.dialog();
    assert!(said.starts_with("Not all tokens of ada can be revoked from here"), "{said}");
    app.agree("").await;
    let asked = app.dialog();
    assert!(asked.starts_with("Revoke what can be, and delete, 3 stored tokens of ada"), "{asked}");
    app.agree("ada").await;
    assert!(app.dialog().starts_with("ada: row_deleted"), "{}", app.dialog());
    assert_eq!((yard.sandbox.records().calls("deleteToken"), yard.revoked()), (1, 1));
    assert!(!users(&app).iter().any(|user| user == "ada"), "{:?}", app.rows());
}

#[tokio::test]
async fn an_issuer_that_is_down_leaves_everything_as_it_is() {
    let yard = Yard::for_changes();
    let mut app = on(&yard, &[IAM], "olga").await;
    app.keys("x").await;
    yard.sandbox.take_down(IAM).expect("it goes down");
    app.agree("olga").await;
    assert!(app.dialog().starts_with("olga: failed\nfailed| "), "{}", app.dialog());
    assert_eq!((yard.sandbox.records().calls("deleteToken"), yard.revoked()), (0, 0));
    app.look().await;
    app.keys("enter").await;
    assert_eq!(users(&app), ["olga"]);
    app.keys("x").await;
    let said = app.dialog();
    assert!(said.contains("Why| The issuer of IAM-WLCG cannot be asked"), "{said}");
}

#[tokio::test]
async fn a_row_that_somebody_else_deleted_is_told_as_that() {
    let yard = Yard::for_changes();
    let mut app = on(&yard, &[IAM], "olga").await;
    app.keys("x").await;
    let mut other = on(&yard, &[IAM], "olga").await;
    other.keys("D").await;
    other.agree("olga").await;
    app.agree("olga").await;
    assert!(app.dialog().starts_with("olga: unproven\nunproven| "), "{}", app.dialog());
    assert_eq!((yard.sandbox.records().calls("deleteToken"), yard.revoked()), (1, 0));
    app.look().await;
    app.keys("enter").await;
    assert!(users(&app).is_empty(), "its rows were listed anew");
}

#[tokio::test]
async fn a_row_that_is_gone_when_it_is_looked_at_leaves_the_list() {
    let yard = Yard::for_changes();
    let mut app = on(&yard, &[IAM], "olga").await;
    let mut other = on(&yard, &[IAM], "olga").await;
    other.keys("D").await;
    other.agree("olga").await;
    app.keys("x").await;
    assert!(app.notice().contains("Nothing is stored for"), "{}", app.notice());
    assert!(users(&app).is_empty());
}

#[tokio::test]
async fn many_are_agreed_to_by_their_number_and_told_one_by_one() {
    let yard = Yard::for_changes();
    let mut app = yard.app("admin", &[IAM, CHECKIN, OAUTH2]).unlocked().started().await;
    app.keys("4").await;
    app.keys("/ o l g a enter space esc / a d a enter g space esc x").await;
    let asked = app.dialog();
    assert!(asked.starts_with("Revoke the stored tokens of 2 token ids\nOf| "), "{asked}");
    app.agree("ada").await;
    assert!(app.notice().starts_with("The word is"), "{}", app.notice());
    app.keys("backspace backspace backspace").await;
    app.agree("2").await;
    let told = app.dialog();
    assert!(told.starts_with("2 token ids: 2 revoked"), "{told}");
    assert_eq!(yard.sandbox.records().calls("deleteToken"), 2);
    for user in ["olga", "ada"] {
        assert!(!users(&app).iter().any(|shown| shown == user), "{:?}", app.rows());
    }
}

#[tokio::test]
async fn who_may_not_is_told_why_and_nothing_is_asked() {
    let yard = Yard::new();
    for proxy in ["user", "operator"] {
        let mut app = yard.app(proxy, &[]).unlocked().started().await;
        app.keys("4").await;
        app.keys("x").await;
        let notice = app.notice();
        assert!(
            notice.contains("ProxyManagement") || notice.contains("no row"),
            "{proxy}: {notice}"
        );
    }
    assert_eq!(yard.sandbox.records().calls("getTokensByUserID"), 0);
}

#[tokio::test]
async fn leave_that_would_not_help_is_offered_with_what_is_missing() {
    let yard = Yard::new();
    let mut app = yard.app("operator", &[]).started().await;
    app.keys("ctrl-w").await;
    let asked = app.dialog();
    assert!(asked.starts_with("Allow changes for 15 minutes"), "{asked}");
    assert!(asked.contains("But| leave alone will not do: "), "{asked}");
    assert!(asked.contains("ProxyManagement"), "{asked}");
    let mut app = yard.app("admin", &[]).started().await;
    app.keys("ctrl-w").await;
    assert!(!app.dialog().contains("But| "), "{}", app.dialog());
}

#[tokio::test]
async fn marked_rows_that_the_filter_hides_are_told_in_the_title() {
    let yard = Yard::for_changes();
    let mut app = on(&yard, &[IAM], "olga").await;
    app.keys("space esc").await;
    app.keys("/").await;
    app.text("ada").await;
    app.keys("enter").await;
    app.keys("D").await;
    let asked = app.dialog();
    let title = asked.lines().next().unwrap_or_default();
    assert!(title.contains("of olga"), "{asked}");
    assert!(title.ends_with("(1 marked row is hidden by the filter)"), "{asked}");
    assert!(yard.changes().is_empty());
}

#[tokio::test]
async fn in_a_session_that_only_reads_the_keys_say_how_to_change_that() {
    let yard = Yard::new();
    let mut app = yard.app("admin", &[IAM]).started().await;
    app.keys("4").await;
    for (key, title) in [("x", "revoke"), ("D", "delete")] {
        app.keys(key).await;
        let said =
            format!("{title}: This session is read-only: ctrl-w allows changes for 15 minutes.");
        assert_eq!(app.notice().trim(), said);
    }
    assert_eq!(yard.sandbox.records().calls("getTokensByUserID"), 0, "not even looked at");
}

#[tokio::test]
async fn the_log_shows_the_run_and_its_steps() {
    let yard = Yard::for_changes();
    let mut app = on(&yard, &[IAM], "olga").await;
    app.keys("x").await;
    app.agree("olga").await;
    app.look().await;
    app.keys("enter 7 m").await;
    assert_eq!((app.title().as_str(), app.rows().len()), ("Log · journal", 1));
    assert_eq!(app.names("outcome"), ["✓ revoked"]);
    let detail = app.detail();
    assert!(detail.contains("about to revoke at IAM-WLCG"), "{detail}");
    assert!(detail.contains("✓ delete"), "{detail}");
    app.keys("u").await;
    assert_eq!(app.notice().trim(), "resume: Nothing of this run is left to be done.");
    app.keys("m").await;
    assert!(app.rows().len() > 5, "the requests again");
}

#[tokio::test]
async fn with_the_database_down_nothing_is_looked_at_and_nothing_is_done() {
    let yard = Yard::for_changes();
    let mut app = on(&yard, &[IAM], "olga").await;
    yard.sandbox.services().set_database_down(true);
    app.keys("x").await;
    assert!(app.screen().overlay.is_none(), "{}", app.dialog());
    // its own words: all that it says is that of the database
    assert!(app.notice().contains("Lost connection"), "{}", app.notice());
    yard.sandbox.services().set_database_down(false);
    app.keys("x").await;
    yard.sandbox.services().set_database_down(true);
    app.agree("olga").await;
    let told = app.dialog();
    assert!(told.starts_with("olga: failed") || told.starts_with("olga: unproven"), "{told}");
    assert_eq!((yard.sandbox.records().calls("deleteToken"), yard.revoked()), (0, 0));
    assert_eq!(users(&app), ["olga"], "what cannot be listed anew stays");
}

#[tokio::test]
async fn a_run_that_was_cut_off_is_gone_on_with_to_its_end() {
    let yard = Yard::for_changes();
    let plan = yard.plan("admin", &[IAM]);
    let first = on(&yard, &[IAM], "olga").await;
    let id = first.names("user_id").remove(0);
    let runs = Runs::open(yard.journal());
    let beginning = Beginning {
        started: at(START),
        installation: runs::installation(&plan.servers().0),
        who: "ada @ dirac_admin".into(),
        purpose: Purpose::Stop { how: How::Revoke, token_ids: vec![id] },
    };
    // as a process leaves it that is killed before its first step
    drop(runs.begin(beginning).expect("it begins"));
    let mut app = yard.app("admin", &[IAM]).unlocked().started().await;
    assert!(
        app.notice().starts_with("A run was cut off: 1 of 1 token ids are left."),
        "{}",
        app.notice()
    );
    app.keys("7 m").await;
    assert_eq!(app.names("outcome"), ["○ not begun"]);
    app.keys("u").await;
    assert!(app.dialog().starts_with("Go on stopping 1 stored token of olga"), "{}", app.dialog());
    app.agree("olga").await;
    assert!(app.dialog().starts_with("olga: revoked"), "{}", app.dialog());
    app.look().await;
    app.keys("enter").await;
    assert_eq!(app.names("outcome"), ["✓ revoked"], "in the journal of the same run");
    let kept = runs.all().expect("it can be read");
    assert_eq!(kept.len(), 1);
    assert!(kept.into_iter().all(|kept| kept.is_ok_and(|kept| !kept.is_unfinished())));
}
