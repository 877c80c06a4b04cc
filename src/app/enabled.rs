//! Why an action cannot be done now: one answer for footer, help, palette, and for the key itself.

use crate::domain::permission::{What, judge};
use crate::input::action::{Action, spec};

use super::model::Model;
use super::route::Route;
use super::update::inspect::{fetch_reason, nothing, verify_reason};
use super::update::why::user;
use super::write::MINUTES;

/// Why `action` cannot be done on the screen as it stands (overlays apart); `None` if it can.
pub fn disabled_reason(action: Action, model: &Model) -> Option<String> {
    if let Some(route) = Route::of(action) {
        return (model.route == route).then(|| format!("You are on {}.", route.title()));
    }
    let pane = model.pane();
    if model.route == Route::Inspect
        && let Some(reason) = on_a_sheet(action)
    {
        return Some(reason.into());
    }
    match action {
        Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::First
        | Action::Last => {
            (pane.order().is_empty() && !pane.in_detail).then(|| "There are no rows.".into())
        }
        Action::Turn => (pane.order().is_empty() && !pane.in_detail)
            .then(|| "There is no row whose detail could be shown.".into()),
        Action::Open | Action::Select => {
            pane.order().is_empty().then(|| "There is no row under the cursor.".into())
        }
        Action::SelectAll => pane.order().is_empty().then(|| "There are no rows to mark.".into()),
        Action::Filter => (pane.rows().is_empty() && pane.wish().query.is_all())
            .then(|| "There are no rows to filter.".into()),
        Action::Sort => pane.rows().is_empty().then(|| "There are no rows to sort.".into()),
        Action::Reverse => pane
            .wish()
            .order
            .is_none()
            .then(|| "Rows stand as they come. Sort them first: s.".into()),
        Action::SelectNone => {
            pane.selection().is_empty().then(|| "No row is marked on this screen.".into())
        }
        Action::Refresh => refresh_reason(model),
        Action::RefreshAll => {
            let busy = model.configuration.in_flight().is_some();
            busy.then(|| "The configuration is being read already.".into())
        }
        Action::Stop => {
            let listing = model.listing.table.in_flight().is_some();
            (!listing && model.stopping.planning.is_none())
                .then(|| "No listing is under way.".into())
        }
        Action::Revoke | Action::DeleteRow => stop_reason(model),
        Action::Face => (model.route != Route::Log).then(|| "Works on the Log (7).".into()),
        Action::Resume => resume_reason(model),
        Action::Back => {
            nowhere_back(model).then(|| "There is nothing to go back to. q quits.".into())
        }
        Action::Notices => {
            model.notices.history().is_empty().then(|| "There were no notices yet.".into())
        }
        Action::Tour => {
            (!model.has_tour).then(|| "Only the demo has a tour: dirac-tokens demo.".into())
        }
        Action::Why => why_reason(model),
        Action::Tasks => (model.tasks.len() == 0).then(|| "Nothing is under way.".into()),
        Action::Accept | Action::NextField | Action::PrevField => {
            let contexts =
                spec(action).map(|spec| spec.contexts().map(|c| c.title().to_lowercase()));
            let places: Vec<String> = contexts.into_iter().flatten().collect();
            Some(format!("Works only {}.", places.join(", ")))
        }
        Action::Palette
        | Action::Help
        | Action::Mouse
        | Action::Write
        | Action::Quit
        | Action::QuitNow
        | Action::GoProviders
        | Action::GoVos
        | Action::GoCes
        | Action::GoTokens
        | Action::GoInspect
        | Action::GoLog
        | Action::PasteToken
        | Action::OpenToken => None,
        Action::Inspect => fetch_reason(model),
        Action::Verify => verify_reason(model),
        Action::Forget => model.desk.opened.is_none().then(|| nothing(model)),
    }
}

/// What cannot be done with the lines of a token.
fn on_a_sheet(action: Action) -> Option<&'static str> {
    match action {
        Action::Select | Action::SelectNone => Some("There is nothing to be marked here."),
        Action::Sort | Action::Reverse => Some("Claims stand here as they stand in the token."),
        _ => None,
    }
}

/// Why tokens cannot be stopped now.
fn stop_reason(model: &Model) -> Option<String> {
    if model.route != Route::Tokens {
        return Some("Works on Tokens (4).".into());
    }
    if !model.has_ids_to_stop() {
        return Some("There is no row under the cursor that has a token id.".into());
    }
    changes_reason(model)
}

/// Why the run under the cursor cannot be gone on with now.
fn resume_reason(model: &Model) -> Option<String> {
    let journal = model.route == Route::Log && model.panes.shows_journal();
    if !journal {
        return Some("Works on the journal: Log (7), then m.".into());
    }
    let Some(name) = model.run_under_cursor() else {
        return Some("There is no run under the cursor.".into());
    };
    let known = model.journal.value();
    let kept = known.and_then(|known| known.runs.iter().find(|kept| kept.run.name == name));
    match (known, kept) {
        (Some(known), Some(kept)) if known.can_go_on(kept) => changes_reason(model),
        (_, Some(kept)) if kept.live => Some("A process is at this run now.".into()),
        (Some(known), Some(kept)) if kept.run.installation != known.installation => {
            Some("This run belongs to another installation.".into())
        }
        _ => Some("Nothing of this run is left to be done.".into()),
    }
}

/// Why nothing can be stopped at the installation now: rights, leave, a run under way.
fn changes_reason(model: &Model) -> Option<String> {
    if let Some(reason) = forbidden(What::DeleteTokens, model) {
        return Some(reason);
    }
    if model.stopping.run.is_some() {
        return Some("Tokens are being stopped already. T shows how far that is.".into());
    }
    if model.stopping.planning.is_some() {
        return Some("What would be stopped is being looked at already. esc stops that.".into());
    }
    (!model.write.allows(model.now)).then(|| read_only(model))
}

/// Why nothing can be changed without leave.
pub(crate) fn read_only(model: &Model) -> String {
    // in whatever context: what lies over the screen has its own keys
    let key = model.keymap.first_key(Action::Write, &model.screen_contexts());
    match key {
        Some(key) => {
            format!("This session is read-only: {key} allows changes for {MINUTES} minutes.")
        }
        None => "This session is read-only.".into(),
    }
}

fn why_reason(model: &Model) -> Option<String> {
    if !matches!(model.route, Route::Ces | Route::Tokens) {
        return Some("It needs a CE or a user: go to CEs or Tokens.".into());
    }
    if model.pane().row().is_none() {
        return Some("There is no row under the cursor.".into());
    }
    if model.route == Route::Ces {
        return None;
    }
    user(model).is_none().then(|| "The server did not say whose row this is.".into())
}

fn refresh_reason(model: &Model) -> Option<String> {
    let reading = model.configuration.in_flight().is_some();
    match model.route {
        Route::Providers | Route::Vos | Route::Ces => {
            reading.then(|| "The configuration is being read already.".into())
        }
        // without a configuration there is nobody to list: that is what is tried again
        Route::Tokens if model.configuration.value().is_none() => {
            reading.then(|| "The configuration is being read already.".into())
        }
        Route::Tokens if model.listing.table.in_flight().is_some() => {
            Some("The tokens are being listed already. esc stops the listing.".into())
        }
        Route::Tokens if model.users_to_list().is_empty() => Some(
            "No user of this configuration has a token id, so there is nothing to list.".into(),
        ),
        Route::Tokens => forbidden(What::ListTokens, model),
        Route::Inspect => Some("A token is read once. Nothing here gets old but its times.".into()),
        Route::Log => Some("The log is always up to date.".into()),
    }
}

/// Why this identity may not do `what`, and what would help; `None` if it may, or if nobody has said yet who we are.
pub(crate) fn forbidden(what: What, model: &Model) -> Option<String> {
    let (identity, snapshot) = (model.identity.value()?, model.configuration.value()?);
    identity.group.as_ref()?;
    judge(what, &**identity, &snapshot.inventory).sentence()
}

fn nowhere_back(model: &Model) -> bool {
    let pane = model.pane();
    let waiting = model.desk.coming.is_some() || model.desk.checking.is_some();
    model.history.is_empty()
        && !(model.route == Route::Inspect && waiting)
        && !pane.in_detail
        && pane.wish().query.is_all()
        && !model.can_stop()
}
