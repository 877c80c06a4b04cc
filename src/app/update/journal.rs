//! The journal of this host: read at the start and after each run, shown on the Log screen, gone on with.

use std::sync::Arc;

use crate::app::effect::{Effect, Effects, Request};
use crate::app::model::Model;
use crate::app::present::{NoticeLevel, count, journal};
use crate::app::route::Route;
use crate::store::journal::{Journaled, Purpose};

use super::{show, stop};

/// Reads it if that was never done.
pub(super) fn enter(model: &mut Model) -> Effects {
    let never = model.journal.value().is_none() && model.journal.in_flight().is_none();
    if never { read(model) } else { Effects::none() }
}

/// Reads it.
pub(super) fn read(model: &mut Model) -> Effects {
    let stamp = model.next_stamp();
    model.journal.begin(stamp.generation, model.now);
    Effects { list: vec![Effect::Ask { stamp, request: Request::ReadJournal }], redraw: false }
}

/// It is here. What was cut off is told, once.
pub(super) fn here(model: &mut Model, journaled: Arc<Journaled>) -> Effects {
    let first = model.journal.value().is_none();
    if first {
        for problem in &journaled.problems {
            let (what, next) = (problem.message.clone(), problem.remedy.clone());
            model.notices.say(NoticeLevel::Warning, what, next, model.now);
        }
        if let Some(kept) = journaled.unfinished().next() {
            let what = format!(
                "A run was cut off: {} of {} token ids are left.",
                count(kept.left().len()),
                count(kept.token_ids().len())
            );
            let next = "7, then m shows it; u goes on with it.".to_owned();
            model.notices.say(NoticeLevel::Warning, what, next, model.now);
        }
    }
    model.journal.fulfil(journaled, model.now);
    if model.panes.shows_journal() { rows(model) } else { Effects::none() }
}

/// Turns from the requests to the journal and back.
pub(super) fn turn(model: &mut Model) -> Effects {
    model.panes.turn_log();
    if model.panes.shows_journal() {
        rows(model).and(read(model))
    } else {
        show::enter(model, Route::Log)
    }
}

/// Shows what is known of it.
pub(super) fn rows(model: &mut Model) -> Effects {
    let empty = Arc::default();
    let known = model.journal.value().unwrap_or(&empty);
    let new = Arc::new(journal::Rows::new(known));
    show::rows(model, Route::Log, new).and(Effects::redraw())
}

/// Looks at what is left of the run under the cursor.
pub(super) fn resume(model: &mut Model) -> Effects {
    let name = model.run_under_cursor();
    let known = model.journal.value();
    let kept =
        known.and_then(|known| known.runs.iter().find(|k| Some(&k.run.name) == name.as_ref()));
    let Some(kept) = kept else { return Effects::redraw() };
    let Purpose::Stop { how, .. } = kept.run.purpose else { return Effects::redraw() };
    let left = kept.left().into_iter().map(str::to_owned).collect();
    stop::look_at(model, left, how, name)
}
