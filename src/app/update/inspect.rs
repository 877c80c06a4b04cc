//! Screen 5: a token comes from somewhere, is read, kept in time, checked when asked, and forgotten.

use std::sync::Arc;

use crate::app::confirm::Dialog;
use crate::app::effect::{Effect, Effects, Request};
use crate::app::inspect::{Opened, Origin, Raw, chosen};
use crate::app::model::Model;
use crate::app::overlay::{Choice, Open, Target};
use crate::app::present::{NoticeLevel, inspect};
use crate::app::route::Route;
use crate::domain::jwt::{Inspection, KeySource, LARGEST, Signature, TrustedIssuer, trusted};
use crate::domain::problem::Problem;
use crate::domain::secret::Secret;
use crate::domain::token::{Chosen, Which};
use crate::input::action::{Action, Context};
use crate::store::stamp::Stamp;

use super::show;

/// The screen is looked at: times are as of now.
pub(super) fn enter(model: &mut Model) -> Effects {
    keep_time(model)
}

/// What is done with tokens.
pub(super) fn act(model: &mut Model, action: Action) -> Effects {
    match action {
        Action::Inspect => fetch_row(model),
        Action::PasteToken => paste(model),
        Action::OpenToken => ask_file(model),
        Action::Verify => verify(model),
        Action::Forget => forget(model),
        _ => Effects::none(),
    }
}

/// Asks for a token to be typed or pasted.
fn paste(model: &mut Model) -> Effects {
    model.ask(dialog("It is read here and sent nowhere."));
    Effects::redraw()
}

/// A text was pasted on the screen itself: it is a token, or is thrown away with the dialog that asks about it.
pub(super) fn pasted(model: &mut Model, text: &str) -> Effects {
    let bytes = crate::app::present::count(text.len());
    let mut dialog =
        dialog(&format!("{bytes} bytes were pasted. They are read here and sent nowhere."));
    if dialog.fill(text) {
        model.ask(dialog);
    } else {
        let what = format!("What was pasted is longer than {LARGEST} bytes: no token is.");
        model.notices.say(NoticeLevel::Warning, what, "Nothing of it was taken.".into(), model.now);
    }
    Effects::redraw()
}

fn dialog(what: &str) -> Dialog {
    Dialog::secret("Inspect a token", "Inspect", "Token", typed)
        .of_lines(LARGEST)
        .point("", what)
        .point(
            "",
            "Bearer before it, quotes around it and the JSON of a token response are taken off.",
        )
}

/// A token was typed or pasted.
#[expect(clippy::needless_pass_by_value, reason = "a dialog hands the secret over")]
fn typed(model: &mut Model, text: Secret<String>) -> Effects {
    let raw = Raw::new(Secret::new(text.expose().as_bytes().to_vec()));
    let stopped = stop_coming(model);
    stopped.and(open(model, raw, Origin::Pasted)).and(show::go(model, Route::Inspect, None))
}

/// Asks for the name of a file.
fn ask_file(model: &mut Model) -> Effects {
    model.ask(file_dialog());
    Effects::redraw()
}

fn file_dialog() -> Dialog {
    Dialog::line("Inspect a token in a file", "Read", "File", named)
        .point("", "A bare token, or the JSON of a token response. ~ is your home directory.")
}

/// A file that was named could not be read: the question comes back with what was typed and why. False if it was not a file
/// that was waited for, or somebody is busy with something else.
pub(super) fn ask_again(model: &mut Model, stamp: Stamp, problem: &Problem) -> bool {
    let Some((coming, Origin::File(name))) = &model.desk.coming else { return false };
    let busy = model.overlay.is_some() || model.typing.is_some() || model.route != Route::Inspect;
    if *coming != stamp || busy {
        return false;
    }
    let why = format!("{} {}", problem.message, problem.remedy);
    let dialog = file_dialog().point("✗", why.trim()).with_line(name);
    model.desk.coming = None;
    model.ask(dialog);
    true
}

#[expect(clippy::needless_pass_by_value, reason = "a dialog hands the line over")]
fn named(model: &mut Model, name: String) -> Effects {
    let name = name.trim().to_owned();
    let asked = come(model, Origin::File(name.clone()), Request::ReadToken { name });
    asked.and(show::go(model, Route::Inspect, None))
}

/// The tokens of the row under the cursor of screen 4.
fn stored(model: &Model) -> Vec<Chosen> {
    let pane = model.panes.get(Route::Tokens);
    let row = pane.row().and_then(|row| pane.rows().stored(row));
    let Some(row) = row else { return Vec::new() };
    [(Which::Access, row.access), (Which::Refresh, row.refresh)]
        .into_iter()
        .filter(|(_, fingerprint)| fingerprint.is_some())
        .map(|(which, _)| chosen(&row, which))
        .collect()
}

/// Fetches a token of the row under the cursor; asks which, if there are two.
fn fetch_row(model: &mut Model) -> Effects {
    let mut tokens = stored(model);
    if tokens.len() < 2 {
        return tokens.pop().map_or_else(Effects::redraw, |token| fetch(model, token));
    }
    let choices = tokens.into_iter().map(|token| Choice {
        title: match token.which {
            Which::Access => "its access token: for services".into(),
            Which::Refresh => {
                "its refresh token: for its issuer, a secret that opens things".into()
            }
        },
        target: Target::Fetch(token),
    });
    let choices = choices.collect();
    model.overlay = Some(Open::Menu { title: "Fetch and inspect".into(), choices, chosen: 0 });
    Effects::redraw()
}

/// Fetches one token of a stored row, and shows it when it is here.
pub(super) fn fetch(model: &mut Model, token: Chosen) -> Effects {
    let asked = come(model, Origin::Stored(token.clone()), Request::FetchToken(token));
    asked.and(show::go(model, Route::Inspect, None))
}

/// A token is on its way. One that was on its way before is not waited for any more.
fn come(model: &mut Model, origin: Origin, request: Request) -> Effects {
    let stopped = stop_coming(model);
    let stamp = model.next_stamp();
    model.desk.coming = Some((stamp, origin));
    stopped.and(Effects::one(Effect::Ask { stamp, request }))
}

fn stop_coming(model: &mut Model) -> Effects {
    match model.desk.coming.take() {
        Some((stamp, _)) => Effects::one(Effect::Cancel(stamp)),
        None => Effects::none(),
    }
}

/// Stops what is under way on this screen. False if nothing was.
pub(super) fn stop(model: &mut Model) -> Option<Effects> {
    let stamp = match model.desk.coming.take() {
        Some((stamp, _)) => stamp,
        None => model.desk.checking.take()?,
    };
    let what = "Stopped.".to_owned();
    model.notices.say(NoticeLevel::Info, what, String::new(), model.now);
    Some(Effects::one(Effect::Cancel(stamp)).and(show_rows(model)))
}

/// The text of the token that was waited for is here.
pub(super) fn arrived(model: &mut Model, raw: Raw) -> Effects {
    match model.desk.coming.take() {
        Some((_, origin)) => open(model, raw, origin),
        None => Effects::none(),
    }
}

/// Reads a token: the one that was here before is forgotten.
fn open(model: &mut Model, raw: Raw, origin: Origin) -> Effects {
    let checking = model.desk.checking.take();
    let stopped = checking.map_or_else(Effects::none, |stamp| Effects::one(Effect::Cancel(stamp)));
    let issuers = issuers(model);
    let opened = Opened::read(raw, origin, &issuers, model.now);
    if opened.differs_from_listing() {
        let what = "The row was renewed since it was listed.".to_owned();
        model.notices.say(NoticeLevel::Info, what, "r on Tokens lists anew.".into(), model.now);
    }
    model.desk.opened = Some(opened);
    let pane = model.panes.get_mut(Route::Inspect);
    pane.in_detail = false;
    pane.detail_scroll = 0;
    let unfiltered = show::filter(model, Route::Inspect, "");
    let shown = show_rows(model);
    let height = model.viewport.grid;
    model.panes.get_mut(Route::Inspect).go(0, height);
    stopped.and(unfiltered).and(shown)
}

/// The issuers that are trusted: those of the configuration's IdProviders.
fn issuers(model: &Model) -> Vec<TrustedIssuer> {
    let snapshot = model.configuration.value();
    let providers = snapshot.map(|snapshot| snapshot.inventory.providers.as_slice());
    TrustedIssuer::of_providers(providers.unwrap_or_default())
}

/// Asks for the issuer's keys.
fn verify(model: &mut Model) -> Effects {
    let Some(raw) = model.desk.opened.as_ref().and_then(Opened::raw).cloned() else {
        return Effects::redraw();
    };
    let stamp = model.next_stamp();
    model.desk.checking = Some(stamp);
    show_rows(model).and(Effects::one(Effect::Ask { stamp, request: Request::Verify(raw) }))
}

/// The verdict on the signature is here.
pub(super) fn verified(
    model: &mut Model,
    signature: Signature,
    keys_from: Option<KeySource>,
) -> Effects {
    model.desk.checking = None;
    let now = model.now;
    if let Some(opened) = &mut model.desk.opened {
        let token = opened.inspection.token.clone();
        let inspection = Inspection::of(token, signature, None, now).with_keys_from(keys_from);
        opened.judged(inspection);
    }
    show_rows(model)
}

/// What was waited for does not come. What is shown stays.
pub(super) fn failed(model: &mut Model, stamp: Stamp) -> Effects {
    model.desk.coming.take_if(|(coming, _)| *coming == stamp);
    model.desk.checking.take_if(|checking| *checking == stamp);
    show_rows(model)
}

/// Whether a token or a verdict is waited for under this stamp.
pub(super) fn expects(model: &Model, stamp: Stamp) -> bool {
    let coming = model.desk.coming.as_ref().is_some_and(|(coming, _)| *coming == stamp);
    coming || model.desk.checking == Some(stamp)
}

/// Forgets the token and everything about it.
fn forget(model: &mut Model) -> Effects {
    let stopped = stop_coming(model);
    let checking = model.desk.checking.take();
    let stopped =
        stopped.and(checking.map_or_else(Effects::none, |s| Effects::one(Effect::Cancel(s))));
    model.desk.opened = None;
    model.panes.get_mut(Route::Inspect).in_detail = false;
    let what = "The token is forgotten.".to_owned();
    model.notices.say(NoticeLevel::Info, what, String::new(), model.now);
    stopped.and(show::filter(model, Route::Inspect, "")).and(show_rows(model))
}

/// Judges anew what the clock decides, when that is due.
pub(super) fn keep_time(model: &mut Model) -> Effects {
    let due = model.desk.changes.is_some_and(|due| due <= model.now);
    let Some(opened) = model.desk.opened.as_mut().filter(|_| due) else {
        return Effects::none();
    };
    opened.inspection = opened.inspection.judged_at(None, model.now);
    show_rows(model)
}

/// Shows the token as it stands.
pub(super) fn show_rows(model: &mut Model) -> Effects {
    let rows = Arc::new(inspect::Rows::new(model));
    model.desk.changes = rows.changes();
    model.desk.rows = Arc::clone(&rows);
    show::rows(model, Route::Inspect, rows)
}

/// Why the row under the cursor of screen 4 cannot be fetched.
pub(crate) fn fetch_reason(model: &Model) -> Option<String> {
    if model.route != Route::Tokens {
        return Some("It works on Tokens, with the row under the cursor.".into());
    }
    let pane = model.panes.get(Route::Tokens);
    let Some(row) = pane.row().and_then(|row| pane.rows().stored(row)) else {
        return Some("There is no row under the cursor.".into());
    };
    if row.access.is_none() && row.refresh.is_none() {
        return Some("The row holds neither an access nor a refresh token.".into());
    }
    let Some(identity) = model.identity.value() else {
        return Some("It is not known yet who you are here.".into());
    };
    let snapshot = model.configuration.value()?;
    let verdict =
        crate::domain::permission::may_read_id(row.user_id, identity.as_ref(), &snapshot.inventory);
    verdict.reason()
}

/// Why the signature cannot be checked now.
pub(crate) fn verify_reason(model: &Model) -> Option<String> {
    let Some(opened) = &model.desk.opened else { return Some(nothing(model)) };
    if model.desk.checking.is_some() {
        return Some("It is being checked already.".into());
    }
    if !opened.is_open() {
        return Some(match opened.inspection.token.reason.as_str() {
            "" => "The verdict on its signature stands already.".into(),
            reason => format!("It cannot be read, so there is no signature. {reason}"),
        });
    }
    if model.configuration.value().is_none() {
        let what = "Without a configuration no issuer is known whose keys could be asked for.";
        return Some(what.into());
    }
    let claims = opened.inspection.token.claims.as_ref()?;
    let issuers = issuers(model);
    if issuers.is_empty() {
        return Some("No IdProvider of this installation has an issuer.".into());
    }
    trusted(claims, &issuers).err().map(|why| why.reason().to_owned())
}

/// What to say where there is no token yet.
pub(crate) fn nothing(model: &Model) -> String {
    let paste = model.keymap.first_key(Action::PasteToken, &[Context::Inspect]);
    let paste = paste.map(|key| key.to_string()).unwrap_or_default();
    format!("There is no token here yet: {paste} takes one.")
}
