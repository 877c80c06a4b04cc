//! What would stop the pilots of a VO at the CE under the cursor: asked for, and shown over the screen.

use crate::app::effect::{Effect, Effects, Request};
use crate::app::model::{CeWondering, Model};
use crate::app::overlay::{Choice, Open, Target};
use crate::app::present::ces;
use crate::app::route::Route;
use crate::domain::ce::{RollUp, TokenState};

/// Asks which VO is meant, those admitted first; where there is one, asks about that.
pub(super) fn ask(model: &mut Model) -> Effects {
    let pane = model.panes.get(Route::Ces);
    let key = pane.row().map(|row| pane.rows().key(row).into_owned());
    let Some(snapshot) = model.configuration.value() else { return Effects::redraw() };
    let inventory = &snapshot.inventory;
    let Some(ce) = inventory.ces.iter().find(|ce| key.as_ref() == Some(&ces::key(ce))) else {
        return Effects::redraw();
    };
    let path = ce.path.as_str();
    let mut of_vos: Vec<_> = inventory.vos.iter().zip(&ce.access).collect();
    of_vos.sort_by_key(|(_, access)| access.submit == RollUp::All(TokenState::NotAdmitted));
    let widest = of_vos.iter().map(|(vo, _)| vo.name.chars().count()).max().unwrap_or(0);
    let choices: Vec<Choice> = of_vos
        .into_iter()
        .map(|(vo, access)| Choice {
            title: format!("{:<widest$}  {}", vo.name, ces::submit_words(*access)),
            target: Target::CeWhy { path: path.to_owned(), vo: vo.name.clone() },
        })
        .collect();
    let title = format!("Pilots of which VO at {}", ce.name);
    match <[Choice; 1]>::try_from(choices) {
        Ok([Choice { target: Target::CeWhy { path, vo }, .. }]) => ask_about(model, path, vo),
        Ok(_) => Effects::redraw(),
        Err(choices) => {
            model.overlay = Some(Open::Menu { title, choices, chosen: 0 });
            Effects::redraw()
        }
    }
}

/// Asks about this CE and this VO.
pub(super) fn ask_about(model: &mut Model, path: String, vo: String) -> Effects {
    let stamp = model.next_stamp();
    // nothing of another CE is shown meanwhile
    model.ce_why = CeWondering { path: path.clone(), vo: vo.clone(), ..CeWondering::default() };
    model.ce_why.preflight.begin(stamp.generation, model.now);
    model.overlay = Some(Open::CeWhy { scroll: 0 });
    Effects::one(Effect::Ask { stamp, request: Request::CeWhy { path, vo } })
}
