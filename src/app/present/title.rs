//! The title of a pane: what it shows, how old that is, what is being done about it.

use jiff::Timestamp;

use super::text::{count, counted};
use super::time;
use crate::app::model::{Asked, Model};
use crate::app::route::Route;
use crate::domain::stop::How;
use crate::store::resource::Progress;

/// The title of the pane shown, and when it will read differently.
pub(super) fn of(model: &Model) -> (String, Option<Timestamp>) {
    let mut parts = vec![model.route.title().to_owned()];
    let mut changes = None;
    match model.route {
        Route::Tokens => {
            changes = tokens(model, &mut parts);
            stopping(model, &mut parts);
        }
        Route::Log if model.panes.shows_journal() => {
            parts = vec!["Log · journal".to_owned()];
            changes = stopping(model, &mut parts);
        }
        Route::Log => match model.requests.lost() {
            0 => {}
            lost => {
                let lost = usize::try_from(lost).unwrap_or(usize::MAX);
                let lost = counted(lost, "request came", "requests came");
                parts.push(format!("{lost} too fast to be recorded"));
            }
        },
        Route::Inspect => {}
        Route::Providers | Route::Vos | Route::Ces => {
            if model.configuration.in_flight().is_some() && model.asked != Asked::Quietly {
                parts.push("reading".into());
            }
        }
    }
    if model.pane().busy() {
        parts.push("sorting".into());
    }
    (parts.join(" · "), changes)
}

fn tokens(model: &Model, parts: &mut Vec<String>) -> Option<Timestamp> {
    let table = &model.listing.table;
    if let Some(flight) = table.in_flight() {
        let progress = flight.progress.as_ref();
        parts.push(progress.map_or_else(|| "loading".into(), loading));
        parts.push("esc stops".into());
        return None;
    }
    let span = table.as_of().map(|as_of| time::ago(as_of, model.now));
    if let Some(span) = &span {
        parts.push(span.text.clone());
    }
    if model.listing.partial {
        parts.push("not all users are listed".into());
    }
    if let Some((problem, _)) = table.problem() {
        parts.push(format!("✗ {}", problem.message));
    }
    span.and_then(|span| span.changes)
}

/// What is looked at to be stopped, or being stopped, and how far that is. Never changes by itself.
fn stopping(model: &Model, parts: &mut Vec<String>) -> Option<Timestamp> {
    let far = |stamp| {
        let running = model.tasks.iter().find(|(other, _)| *other == stamp).map(|(_, run)| run);
        running.and_then(|running| running.progress.as_ref()).map(so_far)
    };
    if let Some(planning) = &model.stopping.planning {
        let far = far(planning.stamp).unwrap_or_default();
        parts.push(format!("looking at what would be stopped {far}").trim().to_owned());
        parts.push("esc stops".into());
    }
    if let Some(run) = &model.stopping.run {
        let what = if run.how == How::Row { "deleting" } else { "revoking" };
        let far = far(run.stamp).unwrap_or_default();
        parts.push(format!("{what} {far}").trim().to_owned());
        parts.push("T shows it".into());
    }
    None
}

/// `loading 12/80 users`.
fn loading(progress: &Progress) -> String {
    format!("loading {}", so_far(progress))
}

/// `12/80 users`.
fn so_far(progress: &Progress) -> String {
    let done = count(progress.done);
    match progress.total {
        Some(total) => format!("{done}/{} {}", count(total), progress.unit),
        None => format!("{done} {}", progress.unit),
    }
}
