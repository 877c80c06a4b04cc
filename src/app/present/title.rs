//! The title of a pane: what it shows, how old that is, what is being done about it.

use jiff::Timestamp;

use super::text::{count, counted};
use super::time;
use crate::app::model::{Asked, Model};
use crate::app::route::Route;
use crate::store::resource::Progress;

/// The title of the pane shown, and when it will read differently.
pub(super) fn of(model: &Model) -> (String, Option<Timestamp>) {
    let mut parts = vec![model.route.title().to_owned()];
    let mut changes = None;
    match model.route {
        Route::Tokens => changes = tokens(model, &mut parts),
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

/// `loading 12/80 users`.
fn loading(progress: &Progress) -> String {
    let done = count(progress.done);
    match progress.total {
        Some(total) => format!("loading {done}/{} {}", count(total), progress.unit),
        None => format!("loading {done} {}", progress.unit),
    }
}
