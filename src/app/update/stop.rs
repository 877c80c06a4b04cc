//! Stopping stored tokens: looked at first, asked, done, told; then the rows of those users are listed anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::app::confirm::Dialog;
use crate::app::effect::{Effect, Effects, Request};
use crate::app::model::Model;
use crate::app::overlay::Open;
use crate::app::present::{NoticeLevel, count};
use crate::app::route::Route;
use crate::app::stopping::told::{self, Order};
use crate::app::stopping::{Planning, Run};
use crate::domain::problem::{Class, Problem};
use crate::domain::stop::{How, Outcome, Plan, Report};
use crate::store::stamp::Stamp;

use super::tokens;

/// Looks at what stopping the marked rows, or the one under the cursor, would do.
pub(super) fn look(model: &mut Model, how: How) -> Effects {
    let token_ids = model.ids_to_stop();
    if token_ids.is_empty() {
        let what = "None of the marked rows is there any more.".to_owned();
        model.notices.say(NoticeLevel::Warning, what, String::new(), model.now);
        return Effects::redraw();
    }
    let selection = model.panes.get(Route::Tokens).selection();
    let marks = model.panes.get(Route::Tokens).marks();
    let hidden = if selection.is_empty() { 0 } else { marks.hidden };
    let marked = selection.query().map(|query| query.text().to_owned());
    let effects = look_at(model, token_ids, how, None);
    if let Some(planning) = &mut model.stopping.planning {
        planning.marked = marked;
        planning.hidden = hidden;
    }
    effects
}

/// Looks at what stopping these token ids would do; `resumes` names the run that is gone on with.
pub(super) fn look_at(
    model: &mut Model,
    token_ids: Vec<String>,
    how: How,
    resumes: Option<String>,
) -> Effects {
    let stamp = model.next_stamp();
    model.stopping.planning =
        Some(Planning { stamp, how, resumes, marked: None, hidden: 0, problems: Vec::new() });
    Effects::one(Effect::Ask { stamp, request: Request::PlanStop { token_ids, how } })
}

/// Something was said of one of the token ids.
pub(super) fn said(model: &mut Model, stamp: Stamp, problem: Problem) -> Effects {
    if let Some(planning) = model.stopping.plans_of(stamp) {
        planning.problems.push(problem.clone());
    }
    if let Some(run) = model.stopping.run_of(stamp) {
        run.problem = Some(problem.clone());
    }
    model.notices.say(NoticeLevel::Warning, problem.message, problem.remedy, model.now);
    Effects::redraw()
}

/// The plans are here: asks, unless somebody is busy with something else.
pub(super) fn planned(model: &mut Model, plans: &Arc<[Plan]>) -> Effects {
    let Some(planning) = model.stopping.planning.take() else { return Effects::none() };
    let elsewhere = model.overlay.as_ref().is_some_and(|open| !matches!(open, Open::Tasks { .. }))
        || model.typing.is_some()
        || !matches!(model.route, Route::Tokens | Route::Log);
    if elsewhere {
        let what = "What stopping them would do is known, but you were elsewhere.".to_owned();
        model.notices.say(NoticeLevel::Info, what, "Ask for it again.".into(), model.now);
        return Effects::redraw();
    }
    let stamp = model.next_stamp();
    let order = Order { stamp, how: planning.how, resumes: planning.resumes.as_deref() };
    let Some(dialog) = told::question(plans, &order, model.now) else {
        return nothing_there(model, plans);
    };
    let dialog = match planning.marked.as_deref() {
        Some("") => dialog.point("Marked", "all rows."),
        Some(query) => dialog.point("Marked", format!("all rows that match {query}")),
        None => dialog,
    };
    let dialog = match planning.hidden {
        0 => dialog,
        hidden => {
            let rows = if hidden == 1 { "marked row is" } else { "marked rows are" };
            let hidden = count(hidden);
            dialog.entitled(|title| format!("{title} ({hidden} {rows} hidden by the filter)"))
        }
    };
    let skipped = planning.problems.iter().take(3);
    let dialog = skipped.fold(dialog, |dialog, problem| {
        dialog.point("Left out", format!("{}: {}", problem.subject, problem.message))
    });
    model.ask(dialog);
    Effects::redraw()
}

/// There is nothing to be stopped any more.
fn nothing_there(model: &mut Model, plans: &[Plan]) -> Effects {
    let what = match plans {
        [one] => format!("Nothing is stored for {} any more.", one.token_id),
        _ => "Nothing is stored for any of them any more.".to_owned(),
    };
    model.notices.say(NoticeLevel::Warning, what, "The rows are listed anew.".into(), model.now);
    let users = plans.iter().filter_map(|plan| plan.user.clone()).collect();
    let gone = plans.iter().map(|plan| plan.token_id.clone()).collect();
    tokens::relist(model, users, gone)
}

/// Takes note of a run that was agreed to.
pub(super) fn begun(model: &mut Model, effects: &[Effect]) {
    for effect in effects {
        if let Effect::Ask { stamp, request: Request::Stop { plans, how, .. } } = effect {
            let (plans, reports) = (Arc::clone(plans), Vec::new());
            model.stopping.run =
                Some(Run { stamp: *stamp, how: *how, plans, reports, problem: None });
        }
    }
}

/// A token id is settled.
pub(super) fn settled(model: &mut Model, report: Arc<Report>) -> Effects {
    if let Some(run) = &mut model.stopping.run {
        run.reports.push(report);
    }
    Effects::redraw()
}

/// The run is over: says what came of it, and lists the rows of its users anew.
pub(super) fn over(model: &mut Model, left: usize, why: Option<String>) -> Effects {
    let Some(run) = model.stopping.run.take() else { return Effects::none() };
    model.stopping.leaving = false;
    let (level, mut what) = told::in_short(&run.reports, left);
    if let Some(why) = why {
        what = format!("{what} {why}");
    }
    model.notices.say(level, what, "The log (7) has every step.".into(), model.now);
    let busy = model.overlay.as_ref().is_some_and(|open| !matches!(open, Open::Tasks { .. }));
    if !busy && model.typing.is_none() && !run.reports.is_empty() {
        model.ask(told::in_full(&run.reports, left, model.now));
    }
    if !run.reports.is_empty() {
        model.panes.get_mut(Route::Tokens).unmark();
    }
    let users: BTreeSet<String> = run.reports.iter().filter_map(|r| r.user.clone()).collect();
    let gone =
        |report: &&Arc<Report>| matches!(report.outcome, Outcome::Revoked | Outcome::RowDeleted);
    let gone = run.reports.iter().filter(gone).map(|report| report.token_id.clone()).collect();
    tokens::relist(model, users, gone).and(super::journal::read(model))
}

/// Looking or running failed as a whole.
pub(super) fn failed(model: &mut Model, stamp: Stamp, problem: Problem) -> Effects {
    if model.stopping.plans_of(stamp).is_some() {
        model.stopping.planning = None;
        model.notices.say(NoticeLevel::Error, problem.message, problem.remedy, model.now);
        return Effects::redraw();
    }
    let Some(run) = model.stopping.run_of(stamp) else { return Effects::none() };
    let left = run.plans.len().saturating_sub(run.reports.len());
    let why = format!("{} {}", problem.message, problem.remedy);
    over(model, left, Some(why.trim().to_owned()))
}

/// Gives up looking.
pub(super) fn give_up(model: &mut Model) -> Effects {
    let Some(planning) = model.stopping.planning.take() else { return Effects::redraw() };
    let what = "Stopped looking. Nothing was changed.".to_owned();
    model.notices.say(NoticeLevel::Info, what, String::new(), model.now);
    Effects::one(Effect::Cancel(planning.stamp))
}

/// Stops the run after the token id at hand.
pub(super) fn halt(model: &mut Model, stamp: Stamp) -> Effects {
    let what = "It ends after the token id at hand.".to_owned();
    let next = "The log (7) goes on with the others later.".to_owned();
    model.notices.say(NoticeLevel::Info, what, next, model.now);
    Effects::one(Effect::Cancel(stamp))
}

/// The user wants to leave: asked first while a run is under way, and at once when asked again.
pub(super) fn leave(model: &mut Model, at_once: bool) -> Effects {
    let Some(run) = &model.stopping.run else { return Effects::one(Effect::Quit) };
    if at_once && model.stopping.leaving {
        return Effects::one(Effect::Quit);
    }
    let left = run.plans.len().saturating_sub(run.reports.len()).saturating_sub(1);
    let stamp = run.stamp;
    model.stopping.leaving = true;
    let dialog = Dialog::changes(
        "End while tokens are being stopped",
        "End",
        vec![Effect::QuitAfter(stamp)],
    )
    .point("First", "the token id at hand is brought to its end; then the program ends.")
    .point(
        "Left",
        format!("{left} token ids. The journal knows; the log (7) goes on with them next time."),
    )
    .point("At once", "ctrl-c ends now, in the middle of it. The journal says what was under way.");
    model.ask(dialog);
    Effects::redraw()
}

/// A request that ended without a word has failed.
pub(super) fn without_a_word() -> Problem {
    Problem::new(
        Class::Unreachable,
        "TokenManager",
        "Stopping tokens ended without an answer.",
        "The log (7) shows what was asked, and goes on with it.",
    )
}
