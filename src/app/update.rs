//! The one function that changes the model.
//!
//! `update` decides, it does nothing itself: what has to happen outside is returned as [`Effects`]. Each screen has a file
//! here, and each kind of message.

mod act;
mod answers;
mod ce_why;
mod dialog;
mod follow;
pub(crate) mod inspect;
mod journal;
mod keys;
mod moves;
mod overlays;
mod pointer;
mod show;
mod stop;
mod tasks;
mod tokens;
pub(crate) mod why;
mod write;

use jiff::Timestamp;

use super::effect::{Effect, Effects, Request};
use super::model::{Asked, Model};
use super::msg::Msg;
use super::route::Route;
use crate::domain::secret::Secret;

/// Takes a message in. Never fails, whatever comes in whatever order; answers with a foreign stamp change nothing.
pub fn update(model: &mut Model, msg: Msg, now: Timestamp) -> Effects {
    model.now = now;
    let locked = write::expire(model);
    let heard = tasks::heard(model, &msg);
    let mut effects = locked.and(dispatch(model, msg));
    if model.route == Route::Inspect {
        effects = effects.and(inspect::keep_time(model));
    }
    tasks::follow(model, &mut effects, heard);
    effects.redraw |= model.next_change().is_some_and(|change| change <= now);
    if effects.redraw {
        model.seen = now;
    }
    effects
}

fn dispatch(model: &mut Model, msg: Msg) -> Effects {
    match msg {
        Msg::Start => load(model),
        Msg::Tick => tick(model),
        Msg::Key(key) => keys::press(model, key),
        Msg::Paste(text) => keys::paste(model, text.expose()),
        Msg::Point(place) => pointer::point(model, place),
        Msg::Scroll(place, rows) => pointer::scroll(model, place, rows),
        Msg::Viewport(viewport) => moves::viewport(model, viewport),
        Msg::Focus(focused) => {
            model.focused = focused;
            tick(model)
        }
        Msg::Answer { stamp, answer } => answers::answer(model, stamp, answer),
        Msg::Ended(stamp) => answers::ended(model, stamp),
        Msg::Arranged { stamp, route, arranged } => show::arranged(model, stamp, route, arranged),
        Msg::Record(installation, record) => show::record(model, installation, *record),
        Msg::RecordsLost(installation, number) => show::records_lost(model, installation, number),
        Msg::Trouble(problem) => answers::trouble(model, &problem),
    }
}

/// Asks for what is due: a newer configuration, rows to be shown.
fn tick(model: &mut Model) -> Effects {
    let mut effects = Effects::none();
    if model.poll_due().is_some_and(|due| due <= model.now) {
        effects = effects.and(match model.configuration.value() {
            Some(_) => refresh(model, Asked::Quietly),
            None => load_again(model),
        });
    }
    if model.listing.publish_due().is_some_and(|due| due <= model.now) {
        effects = effects.and(tokens::publish(model));
    }
    effects.and(show::again(model))
}

/// Reads the configuration from nothing: a proxy that was renewed is taken up. Who we are is asked when it is here.
fn load(model: &mut Model) -> Effects {
    let stamp = model.next_stamp();
    model.asked = Asked::FromNothing;
    model.configuration.begin(stamp.generation, model.now);
    Effects::one(Effect::Ask { stamp, request: Request::Load })
}

/// The same, when nobody asked for it: nobody is asked for anything either.
fn load_again(model: &mut Model) -> Effects {
    let effects = load(model);
    model.asked = Asked::Again;
    effects
}

/// Opens the private key with what was typed, and reads everything.
fn open_key(model: &mut Model, passphrase: Secret<String>) -> Effects {
    let stamp = model.next_stamp();
    model.asked = Asked::FromNothing;
    model.configuration.begin(stamp.generation, model.now);
    let request = Request::OpenKey { passphrase: passphrase.into() };
    Effects::one(Effect::Ask { stamp, request })
}

/// Asks for a newer configuration. After a failure everything is read anew: it may have been our side's fault.
fn refresh(model: &mut Model, asked: Asked) -> Effects {
    let failed = model.configuration.problem().is_some();
    let Some(snapshot) = model.configuration.value().filter(|_| !failed) else {
        return if asked == Asked::Quietly { load_again(model) } else { load(model) };
    };
    let request = Request::Refresh { version: snapshot.version.clone() };
    let stamp = model.next_stamp();
    model.asked = asked;
    model.configuration.begin(stamp.generation, model.now);
    Effects { list: vec![Effect::Ask { stamp, request }], redraw: asked != Asked::Quietly }
}

/// Asks who we are.
fn identify(model: &mut Model) -> Effects {
    let stamp = model.next_stamp();
    model.identity.begin(stamp.generation, model.now);
    Effects::one(Effect::Ask { stamp, request: Request::Identify })
}
