//! What the lists show: going to a screen, new rows, other filters and orders.

use std::sync::Arc;

use crate::app::effect::{Arrangement, Effect, Effects};
use crate::app::model::{Model, Step};
use crate::app::pane::Pane;
use crate::app::present::rows::PaneRows;
use crate::app::present::{NoticeLevel, ces, log, providers, vos};
use crate::app::route::Route;
use crate::domain::lint::Severity;
use crate::domain::query::{Query, QueryError};
use crate::store::index::{Arranged, Order, Wish};
use crate::store::requests::RequestRecord;
use crate::store::stamp::{InstallationId, Stamp};

use super::{inspect, journal, tokens};

/// Steps back that are remembered.
const HISTORY: usize = 50;

/// Goes to a screen, remembering where we were; with a filter if it comes with one.
pub(super) fn go(model: &mut Model, route: Route, filter_text: Option<String>) -> Effects {
    if route != model.route || filter_text.is_some() {
        if model.history.len() >= HISTORY {
            model.history.remove(0);
        }
        model.history.push(Step { from: model.route, filter: filter_text.clone() });
    }
    let effects = enter(model, route);
    match filter_text {
        Some(text) => effects.and(filter(model, route, &text)),
        None => effects,
    }
}

/// Shows a screen, and loads what it shows if that was never done.
pub(super) fn enter(model: &mut Model, route: Route) -> Effects {
    model.typing = None;
    model.overlay = None;
    model.route = route;
    let effects = match route {
        Route::Tokens => tokens::enter(model),
        Route::Inspect => inspect::enter(model),
        Route::Log if model.panes.shows_journal() => journal::rows(model),
        Route::Log => log_rows(model),
        Route::Providers | Route::Vos | Route::Ces => Effects::none(),
    };
    let height = model.viewport.grid;
    model.pane_mut().scroll_to_cursor(height);
    effects.and(again(model)).and(Effects::redraw())
}

/// Shows only rows of a screen for which a query holds. While it is wrong the last good one stays.
pub(super) fn filter(model: &mut Model, route: Route, text: &str) -> Effects {
    let pane = model.panes.get(route);
    let query = match Query::read(text, pane.schema()) {
        Ok(query) => Some(query),
        Err(error) => before(text, &error, pane),
    };
    match query {
        Some(query) => {
            let wish = Wish { query, ..pane.wish().clone() };
            set_wish(model, route, wish)
        }
        None => Effects::redraw(),
    }
}

/// The query without its wrong end, where the last good one had the beginning of that as a word: `ce2 typ` on the way to
/// `ce2 type:arex`.
fn before(text: &str, error: &QueryError, pane: &Pane) -> Option<Query> {
    let good = pane.wish().query.text();
    let begun = text.starts_with(good) && error.at.start < good.len();
    let rest = text.get(..error.at.start).filter(|_| begun)?;
    Query::read(rest.trim_end_matches([' ', '|', '-', '(']), pane.schema()).ok()
}

/// Marks all rows of the screen shown that match.
pub(super) fn mark_all(model: &mut Model) -> Effects {
    let (route, now, stamp) = (model.route, model.now, model.next_stamp());
    let source = model.pane_mut().mark_all(stamp.generation, now);
    arrange(model, route, stamp, source)
}

/// Asks a query about times again: time has passed.
pub(super) fn again(model: &mut Model) -> Effects {
    if !model.pane().wish().changes() {
        return Effects::none();
    }
    let (route, now, stamp) = (model.route, model.now, model.next_stamp());
    let (source, changed) = model.pane_mut().again(stamp.generation, now);
    let working = source.is_some();
    let effects = arrange(model, route, stamp, source);
    Effects { redraw: working || changed, ..effects }
}

/// Sorts the list of a screen.
pub(super) fn sort(model: &mut Model, route: Route, order: Option<Order>) -> Effects {
    let wish = Wish { order, ..model.panes.get(route).wish().clone() };
    set_wish(model, route, wish)
}

fn set_wish(model: &mut Model, route: Route, wish: Wish) -> Effects {
    let stamp = model.next_stamp();
    let now = model.now;
    let source = model.panes.get_mut(route).set_wish(wish, stamp.generation, now);
    arrange(model, route, stamp, source)
}

/// Shows other rows on a screen.
pub(super) fn rows(model: &mut Model, route: Route, rows: Arc<dyn PaneRows>) -> Effects {
    let stamp = model.next_stamp();
    let now = model.now;
    let source = model.panes.get_mut(route).replace(rows, stamp.generation, now);
    arrange(model, route, stamp, source)
}

/// The worker is done.
pub(super) fn arranged(
    model: &mut Model,
    stamp: Stamp,
    route: Route,
    arranged: Arranged,
) -> Effects {
    if stamp.installation != model.installation {
        return Effects::none();
    }
    let (next, now) = (model.next_stamp(), model.now);
    let pane = model.panes.get_mut(route);
    let source = pane.arranged(arranged, stamp.generation, next.generation, now);
    arrange(model, route, next, source)
}

fn arrange(
    model: &mut Model,
    route: Route,
    stamp: Stamp,
    source: Option<Arc<dyn PaneRows>>,
) -> Effects {
    let (height, now) = (model.viewport.grid, model.now);
    let pane = model.panes.get_mut(route);
    pane.scroll_to_cursor(height);
    let wish = pane.wish().clone();
    let arrangement = source.map(|source| Arrangement { route, source, wish, now });
    Effects::from(arrangement.map(|arrangement| Effect::Arrange { stamp, arrangement }))
}

/// A new configuration is here: its three lists, and what is wrong with the installation as a whole.
pub(super) fn snapshot(model: &mut Model) -> Effects {
    let Some(snapshot) = model.configuration.value().cloned() else { return Effects::none() };
    let effects = provider_rows(model)
        .and(rows(model, Route::Vos, Arc::new(vos::Rows::new(&snapshot))))
        .and(rows(model, Route::Ces, Arc::new(ces::Rows::new(&snapshot))))
        .and(inspect::show_rows(model));
    for finding in &snapshot.inventory.findings {
        if finding.severity > Severity::Info
            && model.said.insert((finding.id, finding.text.clone()))
        {
            let level = match finding.severity {
                Severity::Error => NoticeLevel::Error,
                Severity::Warning | Severity::Info => NoticeLevel::Warning,
            };
            let what = format!("{} [{}]", finding.text, finding.id);
            model.notices.say(level, what, finding.source.clone(), model.now);
        }
    }
    effects
}

/// The providers' list, with the number of stored tokens as far as they are listed.
pub(super) fn provider_rows(model: &mut Model) -> Effects {
    let Some(snapshot) = model.configuration.value() else { return Effects::none() };
    let stored = model.listing.table.value().map(|table| table.rows_by_provider());
    let new = Arc::new(providers::Rows::new(snapshot, stored));
    rows(model, Route::Providers, new)
}

/// A request was recorded: shown at once if the log is.
pub(super) fn record(
    model: &mut Model,
    installation: InstallationId,
    record: RequestRecord,
) -> Effects {
    if installation != model.installation {
        return Effects::none();
    }
    if let Some(ahead) = record.ahead {
        model.clocks.heard(&record.target, ahead);
        if let Some(problem) = model.clocks.tell() {
            let (level, now) = (NoticeLevel::Warning, model.now);
            model.notices.say(level, problem.message, problem.remedy, now);
        }
    }
    model.requests.push(record);
    let shown = model.route == Route::Log && !model.panes.shows_journal();
    if shown { log_rows(model) } else { Effects::redraw() }
}

/// Requests that came too fast to be recorded: the log says how many it lacks.
pub(super) fn records_lost(
    model: &mut Model,
    installation: InstallationId,
    number: u64,
) -> Effects {
    if installation != model.installation {
        return Effects::none();
    }
    model.requests.lose(number);
    Effects { list: Vec::new(), redraw: model.route == Route::Log }
}

fn log_rows(model: &mut Model) -> Effects {
    let new = Arc::new(log::Rows::new(&model.requests));
    rows(model, Route::Log, new)
}
