//! The title of a pane: what it shows, how old that is, what is being done about it.

use jiff::Timestamp;

use super::text::count;
use super::time;
use crate::app::model::Model;
use crate::app::route::Route;

/// The title of the pane shown, and when it will read differently.
pub(super) fn of(model: &Model) -> (String, Option<Timestamp>) {
    let mut title = model.route.title().to_owned();
    let mut changes = None;
    match model.route {
        Route::Tokens => changes = tokens(model, &mut title),
        Route::Log => {}
        Route::Providers | Route::Vos | Route::Ces => {
            if model.configuration.in_flight().is_some() && !model.polling {
                title.push_str(" · reading");
            }
        }
    }
    if model.pane().busy() {
        title.push_str(" · sorting");
    }
    (title, changes)
}

fn tokens(model: &Model, title: &mut String) -> Option<Timestamp> {
    let table = &model.listing.table;
    if let Some(flight) = table.in_flight() {
        title.push_str(" · loading");
        if let Some(progress) = &flight.progress {
            title.push_str(&format!(" {}", count(progress.done)));
            if let Some(total) = progress.total {
                title.push_str(&format!("/{}", count(total)));
            }
            title.push_str(&format!(" {}", progress.unit));
        }
        title.push_str(" · esc stops");
        return None;
    }
    let span = table.as_of().map(|as_of| time::ago(as_of, model.now));
    if let Some(span) = &span {
        title.push_str(&format!(" · {}", span.text));
    }
    if model.listing.partial {
        title.push_str(" · not all users are listed");
    }
    if let Some((problem, _)) = table.problem() {
        title.push_str(&format!(" · ✗ {}", problem.message));
    }
    span.and_then(|span| span.changes)
}
