//! The listing of stored tokens: begun when they are looked at, shown as rows come, stopped at will.
//!
//! The very first listing shows its rows as they come. A later one is collected aside and swapped in when it is complete, so
//! that a full list is never replaced by the beginning of one.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::app::effect::{Effect, Effects, Request};
use crate::app::enabled::forbidden;
use crate::app::model::{Model, Part};
use crate::app::present::{NoticeLevel, tokens};
use crate::app::route::Route;
use crate::domain::permission::What;
use crate::domain::problem::{Class, Problem};
use crate::domain::token::ListedToken;
use crate::store::resource::Progress;
use crate::store::tokens::TokenTable;

use super::show;

/// The screen is looked at: lists the tokens if that was never done.
pub(super) fn enter(model: &mut Model) -> Effects {
    let table = &model.listing.table;
    let untouched = table.value().is_none() && table.in_flight().is_none();
    let failed = table.problem().is_some();
    if untouched && !failed { list(model) } else { Effects::none() }
}

/// Begins a listing, unless there is nobody to list or it would be refused.
pub(super) fn list(model: &mut Model) -> Effects {
    let users = model.users_to_list();
    let refused = forbidden(What::ListTokens, model).is_some();
    if refused || users.is_empty() || model.listing.table.in_flight().is_some() {
        return Effects::redraw();
    }
    let stamp = model.next_stamp();
    let listing = &mut model.listing;
    listing.first = listing.table.value().is_none_or(|table| table.is_empty());
    listing.growing = TokenTable::default();
    listing.problems.clear();
    listing.published = None;
    listing.unpublished = false;
    listing.table.begin(stamp.generation, model.now);
    listing.table.advance(Progress { done: 0, total: Some(users.len()), unit: "users" });
    Effects::one(Effect::Ask { stamp, request: Request::ListTokens { users } })
}

/// Rows have come.
pub(super) fn batch(model: &mut Model, batch: &[ListedToken]) -> Effects {
    let lost = model.listing.growing.append(batch);
    if lost > 0 {
        model.listing.partial = true;
        let what = format!("{lost} rows could not be taken in: there is no room for more.");
        model.notices.say(NoticeLevel::Error, what, String::new(), model.now);
    }
    if !model.listing.first || batch.is_empty() {
        return Effects::none();
    }
    model.listing.unpublished = true;
    let due = model.listing.publish_due();
    if model.listing.published.is_none() || due.is_some_and(|due| due <= model.now) {
        return publish(model);
    }
    Effects::none()
}

/// Shows the rows that have come so far.
pub(super) fn publish(model: &mut Model) -> Effects {
    let table = model.listing.growing.clone();
    model.listing.unpublished = false;
    model.listing.published = Some(model.now);
    model.listing.table.show(Arc::new(table.clone()));
    show::rows(model, Route::Tokens, Arc::new(tokens::Rows::new(table)))
}

/// The listing came to its end. One that could not ask for all users does not replace a fuller one.
pub(super) fn listed(model: &mut Model, complete: bool) -> Effects {
    let progress = model.listing.table.in_flight().and_then(|flight| flight.progress.clone());
    let all_asked = progress.is_none_or(|p| p.total.is_none_or(|total| p.done >= total));
    if !complete && !all_asked && !model.listing.first {
        let problem = model.listing.problems.last().cloned().unwrap_or_else(cut_short);
        model.listing.table.fail(problem, model.now);
        return Effects::redraw();
    }
    settle(model, !complete)
}

/// The listing failed as a whole. Rows that came with the very first one stay.
pub(super) fn failed(model: &mut Model, problem: Problem) -> Effects {
    let keep = model.listing.first && !model.listing.growing.is_empty();
    let effects = if keep { settle(model, true) } else { Effects::redraw() };
    model.listing.table.fail(problem, model.now);
    effects
}

/// Stops the listing. Rows that came with the very first one stay; a later one leaves the list as it was.
pub(super) fn stop(model: &mut Model) -> Effects {
    let stamp = model.listing_stamp();
    let progress = model.listing.table.in_flight().and_then(|flight| flight.progress.clone());
    let what = match progress {
        Some(Progress { done, total: Some(total), unit }) => {
            format!("Stopped listing tokens after {done} of {total} {unit}.")
        }
        _ => "Stopped listing tokens.".into(),
    };
    let next = if model.listing.first {
        "What came so far stays; r lists again from the start."
    } else {
        "The rows shown are those of the listing before; r lists again."
    };
    model.notices.say(NoticeLevel::Info, what, next.into(), model.now);
    let effects = if model.listing.first {
        settle(model, true)
    } else {
        model.listing.table.stop();
        Effects::redraw()
    };
    Effects::one(Effect::Cancel(stamp)).and(effects)
}

/// Lists the rows of these users anew, who had something done to them; the rows of the token ids in `gone` are known to be
/// gone. While a listing is under way it waits for its end.
pub(super) fn relist(
    model: &mut Model,
    users: BTreeSet<String>,
    gone: BTreeSet<String>,
) -> Effects {
    let untouched = model.listing.table.value().is_none();
    if model.listing.table.in_flight().is_some() || model.listing.part.is_some() {
        let (all, ids) = model.listing.next.get_or_insert_default();
        all.extend(users);
        ids.extend(gone);
        return Effects::redraw();
    }
    if untouched {
        // nobody has looked at them yet
        return Effects::redraw();
    }
    let stamp = model.next_stamp();
    let none = users.is_empty();
    let names = users.iter().cloned().collect();
    model.listing.part = Some(Part { stamp, users, gone, rows: Vec::new() });
    if none {
        return part_listed(model, true);
    }
    Effects::one(Effect::Ask { stamp, request: Request::ListTokens { users: names } })
}

/// Rows of some users have come.
pub(super) fn part_batch(model: &mut Model, batch: Vec<ListedToken>) -> Effects {
    if let Some(part) = &mut model.listing.part {
        part.rows.extend(batch);
    }
    Effects::none()
}

/// Those rows are all there: they take the place of the old ones. Else only what is known to be gone goes.
pub(super) fn part_listed(model: &mut Model, complete: bool) -> Effects {
    let Some(part) = model.listing.part.take() else { return Effects::none() };
    let Some(table) = model.listing.table.value() else { return Effects::none() };
    let mut table = table.without(|row| {
        let listed = complete && row.user.is_some_and(|user| part.users.contains(user));
        listed || part.gone.contains(row.user_id)
    });
    if complete {
        // four billion rows are not there to be added
        let _ = table.append(&part.rows);
    }
    model.listing.table.show(Arc::new(table.clone()));
    let effects = show::rows(model, Route::Tokens, Arc::new(tokens::Rows::new(table)));
    effects.and(show::provider_rows(model)).and(list_next(model))
}

/// What waited for the end of a listing.
fn list_next(model: &mut Model) -> Effects {
    match model.listing.next.take() {
        Some((users, gone)) => relist(model, users, gone),
        None => Effects::none(),
    }
}

fn settle(model: &mut Model, partial: bool) -> Effects {
    let table = std::mem::take(&mut model.listing.growing);
    model.listing.partial = partial;
    model.listing.unpublished = false;
    model.listing.published = None;
    model.listing.table.fulfil(Arc::new(table.clone()), model.now);
    let effects = show::rows(model, Route::Tokens, Arc::new(tokens::Rows::new(table)));
    effects.and(show::provider_rows(model)).and(list_next(model))
}

fn cut_short() -> Problem {
    Problem::new(
        Class::Unreachable,
        "TokenManager",
        "The listing ended before all users were asked for.",
        "List again; the log (7) shows what was asked.",
    )
}
