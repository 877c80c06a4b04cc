//! What is asked before tokens are stopped and told afterwards, on an installation that does as it is told: sizes, giving up,
//! leaving, marks, going on with what was cut off.

use std::sync::Arc;

use dirac_tokens::app::effect::Request;
use dirac_tokens::app::msg::Answer;
use dirac_tokens::domain::problem::Class;
use dirac_tokens::domain::stop::{How, Outcome, Plan, StepKind};
use dirac_tokens::store::journal::{Journaled, Kept, Purpose, Record, Run};

use super::pictures::{check, picture};
use super::support::{App, START, Step, at, problem};

/// Plans and reports for a fake installation.
mod made {
    use dirac_tokens::app::msg::Answer;
    use dirac_tokens::domain::stop::{
        Done, Fate, Lasting, Outcome, Plan, Report, RowPlan, Step, StepKind,
    };
    use std::sync::Arc;

    use crate::flows::support::{START, at, token};

    fn row(id: u64, user: &str, provider: &str, access: i64, refresh: Fate) -> RowPlan {
        let row = token(id, user, provider, access, 86_400);
        RowPlan { access_until: row.access_expires.filter(|end| *end > at(START)), row, refresh }
    }

    pub(super) fn plan(user: &str) -> Plan {
        let revocable = Fate::Revocable { client: "dirac".into() };
        Plan {
            token_id: format!("id-{user}"),
            user: Some(user.into()),
            rows: vec![row(1, user, "IAM-WLCG", 2_460, revocable)],
            as_of: at(START),
        }
    }

    /// One of whose refresh tokens cannot be revoked.
    pub(super) fn mixed(user: &str) -> Plan {
        let mut plan = plan(user);
        let why = "This host's dirac.cfg has no client_id and client_secret of CheckIn-EGI.";
        plan.rows.push(row(2, user, "CheckIn-EGI", -7_200, Fate::OutOfReach(why.into())));
        plan
    }

    pub(super) fn plans(plans: Vec<Plan>) -> Answer {
        Answer::StopPlans(plans.into())
    }

    pub(super) fn report(user: &str, outcome: Outcome) -> Answer {
        let step = |kind, provider: Option<&str>, evidence: &str| Step {
            kind,
            provider: provider.map(str::to_owned),
            row: None,
            refresh: None,
            done: Done::Yes,
            active: None,
            evidence: evidence.into(),
        };
        Answer::Stopped(Arc::new(Report {
            token_id: format!("id-{user}"),
            user: Some(user.into()),
            outcome,
            summary: "Its refresh token is proven dead at IAM-WLCG, and its row is gone.".into(),
            steps: vec![
                step(StepKind::Read, None, "1 row."),
                step(StepKind::Before, Some("IAM-WLCG"), "active."),
                step(StepKind::Revoke, Some("IAM-WLCG"), "The issuer accepted it."),
                step(StepKind::After, Some("IAM-WLCG"), "not active."),
                step(StepKind::Delete, None, "The TokenManager says that it is done."),
                step(StepKind::Prove, None, "0 rows."),
            ],
            lasting: vec![Lasting {
                what: "access token of IAM-WLCG".into(),
                until: Some(at(START + 2_460)),
                why: "Sites that verify offline accept it until it ends; nobody can stop that."
                    .into(),
            }],
        }))
    }

    pub(super) fn over() -> Answer {
        Answer::StopOver { left: 0, why: None }
    }
}

/// What is asked first, and what is sent when that is agreed to.
const LOOKS: &str = "looking at what would be stopped";
const REVOKES: &str = "revoking tokens";

fn look_at(app: &App, plans: Vec<Plan>) {
    app.script(LOOKS, &[Step::Say(made::plans(plans))]);
}

#[tokio::test]
async fn what_is_asked_and_told_is_readable_in_every_size() {
    for (name, width, height) in [("wide", 120, 40), ("narrow", 80, 24), ("smallest", 40, 10)] {
        let mut app = App::writing().await;
        app.keys("4").await;
        look_at(&app, vec![made::plan("ada")]);
        app.keys("x").await;
        check(&format!("stop_ask_{name}"), &picture(&mut app, width, height));
        let done = [Step::Say(made::report("ada", Outcome::Revoked)), Step::Say(made::over())];
        app.script(REVOKES, &done);
        app.agree("ada").await;
        check(&format!("stop_told_{name}"), &picture(&mut app, width, height));
        app.look().await;
        app.keys("enter").await;
        look_at(&app, vec![made::mixed("ada")]);
        app.keys("x").await;
        check(&format!("stop_out_of_reach_{name}"), &picture(&mut app, width, height));
        app.agree("").await;
        check(&format!("stop_rows_{name}"), &picture(&mut app, width, height));
        app.keys("esc").await;
        let many = ["ada", "ben", "cleo"];
        look_at(&app, many.map(made::plan).into());
        app.keys("x").await;
        check(&format!("stop_many_{name}"), &picture(&mut app, width, height));
        let ends = [Outcome::Revoked, Outcome::Unproven, Outcome::Failed];
        let told = many.into_iter().zip(ends).map(|(user, end)| Step::Say(made::report(user, end)));
        app.script(REVOKES, &told.chain([Step::Say(made::over())]).collect::<Vec<_>>());
        app.agree("3").await;
        check(&format!("stop_many_told_{name}"), &picture(&mut app, width, height));
        let mut app = App::ready().await;
        app.keys("ctrl-w").await;
        check(&format!("unlock_{name}"), &picture(&mut app, width, height));
    }
}

#[tokio::test]
async fn what_is_agreed_to_is_what_was_shown_and_nothing_else() {
    let mut app = App::writing().await;
    app.keys("4").await;
    app.asked();
    look_at(&app, vec![made::plan("ada")]);
    app.keys("x").await;
    let how = How::Revoke;
    let looked = Request::PlanStop { token_ids: vec!["id-ada".into()], how };
    assert_eq!(app.asked(), [looked]);
    app.agree("ada").await;
    let stopped = app.asked().into_iter().next();
    let plans = vec![made::plan("ada")].into();
    assert_eq!(stopped, Some(Request::Stop { plans, how, resumes: None }));
    assert_eq!(app.changes(), 1);
}

#[tokio::test]
async fn looking_can_be_given_up() {
    let mut app = App::writing().await;
    app.keys("4").await;
    app.script(LOOKS, &[Step::Hold]);
    app.press("x");
    assert_eq!(app.title(), "Tokens · now · looking at what would be stopped · esc stops");
    app.keys("esc").await;
    assert_eq!(app.notice().trim(), "Stopped looking. Nothing was changed.");
    assert_eq!((app.title().as_str(), app.changes()), ("Tokens · now", 0));
}

#[tokio::test]
async fn leaving_in_the_middle_of_a_run_is_asked_about_and_waits_for_the_id_at_hand() {
    for way in ["q", "ctrl-c"] {
        let mut app = running().await;
        app.press(way);
        assert!(!app.core.quitting());
        assert!(app.dialog().starts_with("End while tokens are being stopped"), "{way}");
        app.draw();
        app.tick(1);
        app.press("tab");
        app.draw();
        app.tick(1);
        app.press("enter");
        assert!(!app.core.quitting(), "the token id at hand is not done");
        app.release();
        app.core.settle().await;
        assert!(app.core.quitting(), "{way}");
    }
    let mut app = running().await;
    app.press("ctrl-c ctrl-c");
    assert!(app.core.quitting(), "pressed again it ends at once");
    app.release();
    app.core.settle().await;
}

/// A console in the middle of a run.
async fn running() -> App {
    let mut app = App::writing().await;
    app.keys("4").await;
    look_at(&app, vec![made::plan("ada")]);
    app.keys("x").await;
    let steps =
        [Step::Hold, Step::Say(made::report("ada", Outcome::Revoked)), Step::Say(made::over())];
    app.script(REVOKES, &steps);
    app.look().await;
    app.text("ada").await;
    app.look().await;
    app.press("enter");
    // one that is stopped before it began would leave the script to the next
    while app.changes() == 0 {
        tokio::task::yield_now().await;
    }
    app
}

#[tokio::test]
async fn a_run_under_way_is_in_the_tasks_and_keeps_the_leave_it_began_with() {
    let mut app = running().await;
    assert!(app.title().ends_with("revoking · T shows it"), "{}", app.title());
    app.press("ctrl-w");
    assert_eq!(app.screen().header.mode.text, "read-only");
    assert!(app.notice().contains("What is under way goes on"), "{}", app.notice());
    app.press("T");
    assert_eq!(app.lines(), ["revoking tokens · began now"]);
    app.press("x");
    assert_eq!(app.lines(), ["revoking tokens · began now · stopping"]);
    assert!(app.notice().starts_with("It ends after the token id at hand."), "{}", app.notice());
    app.press("esc x");
    assert!(
        app.notice().starts_with("revoke: Tokens are being stopped already."),
        "{}",
        app.notice()
    );
    app.release();
    app.core.settle().await;
    assert!(app.dialog().starts_with("ada: revoked"), "{}", app.dialog());
}

#[tokio::test]
async fn a_run_that_fails_as_a_whole_says_so_and_the_rows_are_listed_anew() {
    let mut app = App::writing().await;
    app.keys("4").await;
    look_at(&app, vec![made::plan("ada")]);
    app.keys("x").await;
    let refused = problem(Class::Unreachable, "The journal cannot be written.");
    app.script(REVOKES, &[Step::Say(Answer::Failed(refused))]);
    app.agree("ada").await;
    let said =
        "Nothing was stopped. 1 not begun. The journal cannot be written. Try something else.";
    assert!(app.notice().starts_with(said), "{}", app.notice());
}

/// A run of two ids, of which the first is settled, and a crash after the second was begun.
fn cut_off() -> Journaled {
    let run = Run {
        name: "20261121T020000Z-1".into(),
        started: at(START - 4_000),
        installation: "here".into(),
        who: "ada @ dirac_admin".into(),
        purpose: Purpose::Stop {
            how: How::Revoke,
            token_ids: ["id-ada", "id-ben", "id-cleo"].map(str::to_owned).into(),
        },
    };
    let records = vec![
        Record::Settled {
            at: at(START - 3_900),
            token_id: "id-ada".into(),
            outcome: Outcome::Revoked,
            summary: "Proven.".into(),
        },
        Record::Intent {
            at: at(START - 3_899),
            token_id: "id-ben".into(),
            step: StepKind::Revoke,
            provider: Some("IAM-WLCG".into()),
            refresh: None,
            rows: Vec::new(),
        },
    ];
    let kept = Kept { run, records, torn: true, live: false };
    Journaled { runs: vec![kept], installation: "here".into(), problems: Vec::new() }
}

#[tokio::test]
async fn a_run_that_was_cut_off_is_told_at_the_start_and_gone_on_with_from_the_log() {
    let app = App::new().unlocked();
    for _ in 0..3 {
        app.script("reading the journal", &[Step::Say(Answer::Journal(Arc::new(cut_off())))]);
    }
    let mut app = app.started().await;
    assert!(
        app.notice().starts_with("A run was cut off: 2 of 3 token ids are left."),
        "{}",
        app.notice()
    );
    app.keys("7 m").await;
    assert_eq!(app.names("outcome"), ["✓ revoked", "! cut off", "○ not begun"]);
    check("journal", &picture(&mut app, 120, 30));
    app.keys("j").await;
    assert!(app.detail().contains("about to revoke at IAM-WLCG"), "{}", app.detail());
    look_at(&app, vec![made::plan("ben"), made::plan("cleo")]);
    app.asked();
    app.keys("u").await;
    let token_ids = ["id-ben", "id-cleo"].map(str::to_owned).into();
    let looked = Request::PlanStop { token_ids, how: How::Revoke };
    assert_eq!(app.asked(), [looked]);
    assert!(
        app.dialog().starts_with("Go on stopping the stored tokens of 2 token ids"),
        "{}",
        app.dialog()
    );
    app.agree("2").await;
    let Some(Request::Stop { resumes, .. }) = app.asked().into_iter().next() else {
        panic!("a run")
    };
    assert_eq!(resumes.as_deref(), Some("20261121T020000Z-1"));
}

#[tokio::test]
async fn all_that_match_are_looked_at_by_their_ids_and_the_query_is_said() {
    let mut app = App::writing().await;
    app.keys("4").await;
    app.keys("/ c h e c k enter a").await;
    app.keys("esc").await;
    app.asked();
    look_at(&app, ["ada", "ben", "cleo"].map(made::plan).into());
    app.keys("x").await;
    let token_ids = ["id-ada", "id-ben", "id-cleo"].map(str::to_owned).into();
    assert_eq!(app.asked(), [Request::PlanStop { token_ids, how: How::Revoke }]);
    assert!(app.dialog().contains("Marked| all rows that match check"), "{}", app.dialog());
    let done = ["ada", "ben", "cleo"].map(|user| Step::Say(made::report(user, Outcome::Revoked)));
    app.script(REVOKES, &done.into_iter().chain([Step::Say(made::over())]).collect::<Vec<_>>());
    app.script_listing(&[Step::Say(Answer::Listed { complete: true })]);
    app.agree("3").await;
    assert!(app.dialog().starts_with("3 token ids: 3 revoked"), "{}", app.dialog());
    assert!(app.rows().is_empty(), "{:?}", app.rows());
    assert_eq!(app.screen().query.counts, "0 rows", "no mark is left");
}

#[tokio::test]
async fn what_could_not_be_listed_anew_stays_but_for_what_is_proven_gone() {
    let mut app = App::writing().await;
    app.keys("4").await;
    look_at(&app, ["ada", "ben"].map(made::plan).into());
    app.keys("x").await;
    let done = [
        Step::Say(made::report("ada", Outcome::Revoked)),
        Step::Say(made::report("ben", Outcome::Failed)),
        Step::Say(made::over()),
    ];
    app.script(REVOKES, &done);
    let down = problem(Class::Unreachable, "The database is down.");
    app.script_listing(&[Step::Say(Answer::Failed(down))]);
    app.agree("2").await;
    assert_eq!(app.names("user"), ["ben", "ben", "cleo", "cleo"]);
    assert!(app.notice().starts_with("The database is down."), "{}", app.notice());
}

#[tokio::test]
async fn an_empty_journal_speaks_of_changes_and_not_of_requests() {
    let mut app = App::ready().await;
    app.keys("7 m").await;
    assert!(app.empty().starts_with("Nothing was revoked or deleted"), "{}", app.empty());
}
