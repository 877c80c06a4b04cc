//! Enter on a row: where it leads, screen by screen.

use crate::app::effect::Effects;
use crate::app::model::Model;
use crate::app::overlay::{Choice, Open, Target};
use crate::app::route::Route;
use crate::domain::query::quoted;

use super::overlays::reach;

/// Follows the row under the cursor. Where it leads to several places, asks to which.
pub(super) fn open(model: &mut Model) -> Effects {
    let Some(row) = model.pane().row() else { return Effects::redraw() };
    match model.route {
        Route::Providers => provider(model, row),
        Route::Vos => vo(model, row),
        Route::Tokens => match model.pane().rows().follow(row) {
            Some(user) => reach(model, Target::Filtered(Route::Tokens, user)),
            None => Effects::redraw(),
        },
        Route::Ces | Route::Inspect | Route::Log => {
            model.pane_mut().in_detail = true;
            Effects::redraw()
        }
    }
}

fn provider(model: &mut Model, row: usize) -> Effects {
    let Some(snapshot) = model.configuration.value() else { return Effects::redraw() };
    let Some(provider) = snapshot.inventory.providers.get(row) else { return Effects::redraw() };
    let name = provider.name.clone();
    let mut choices = Vec::new();
    if !provider.vos.is_empty() {
        choices.push(Choice {
            title: format!("VOs that use it: {}", provider.vos.join(", ")),
            target: Target::Filtered(Route::Vos, format!("id_provider:={}", quoted(&name))),
        });
    }
    choices.push(Choice {
        title: "stored tokens it issued".into(),
        target: Target::Filtered(Route::Tokens, format!("provider:={}", quoted(&name))),
    });
    choose(model, name, choices)
}

fn vo(model: &mut Model, row: usize) -> Effects {
    let Some(snapshot) = model.configuration.value() else { return Effects::redraw() };
    let Some(vo) = snapshot.inventory.vos.get(row) else { return Effects::redraw() };
    let name = vo.name.clone();
    let mut choices = Vec::new();
    if let Some(provider) = &vo.id_provider
        && snapshot.inventory.providers.iter().any(|other| other.name == *provider)
    {
        choices.push(Choice {
            title: format!("its IdProvider {provider}"),
            target: Target::Row(Route::Providers, provider.clone()),
        });
    }
    choices.push(Choice {
        title: format!("CEs, those with a token first ({} of {})", vo.ces_token, vo.ces_total),
        target: Target::CesOfVo(row),
    });
    if let Some(provider) = &vo.id_provider {
        choices.push(Choice {
            title: format!("stored tokens of {provider}"),
            target: Target::Filtered(Route::Tokens, format!("provider:={}", quoted(provider))),
        });
    }
    choose(model, name, choices)
}

fn choose(model: &mut Model, title: String, mut choices: Vec<Choice>) -> Effects {
    if choices.len() > 1 {
        model.overlay = Some(Open::Menu { title, choices, chosen: 0 });
        return Effects::redraw();
    }
    match choices.pop() {
        Some(choice) => reach(model, choice.target),
        None => Effects::redraw(),
    }
}
