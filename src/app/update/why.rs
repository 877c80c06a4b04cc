//! Why the tokens of the user under the cursor work or not: asked for, and shown over the screen.

use crate::app::effect::{Effect, Effects, Request};
use crate::app::model::{Model, Wondering};
use crate::app::overlay::Open;
use crate::app::route::Route;

/// The user under the cursor, where rows belong to users.
pub(crate) fn user(model: &Model) -> Option<String> {
    let pane = model.panes.get(Route::Tokens);
    (model.route == Route::Tokens).then(|| pane.rows().user(pane.row()?)).flatten()
}

/// Asks about the user under the cursor.
pub(super) fn ask(model: &mut Model) -> Effects {
    let Some(user) = user(model) else { return Effects::redraw() };
    let stamp = model.next_stamp();
    // nothing of another user is shown meanwhile
    model.why = Wondering { user: user.clone(), ..Wondering::default() };
    model.why.chain.begin(stamp.generation, model.now);
    model.overlay = Some(Open::Why { scroll: 0 });
    Effects::one(Effect::Ask { stamp, request: Request::UserWhy { user } })
}
