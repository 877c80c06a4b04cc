//! The tour of the demo: what is worth looking for in the invented installation, and where.
//!
//! It says what can be found and leaves the finding to whoever looks. The faults are those of `sandbox::world`.

use crate::input::action::{Action, Context};

use super::model::Model;
use super::present::{Overlay, TourStop};

/// What comes first.
const LEAD: &str = "An invented installation runs inside this program, with its servers, certificates and tokens. \
    You are ada, its administrator. Nothing outside is touched, and nothing stays when you quit.";

/// One thing to try.
pub(crate) struct Stop {
    /// Where it begins.
    pub(crate) action: Action,
    text: &'static str,
}

const fn stop(action: Action, text: &'static str) -> Stop {
    Stop { action, text }
}

/// A part of the tour: its heading and its stops.
type Part = (&'static str, &'static [Stop]);

const PARTS: &[Part] = &[
    (
        "Five things are wrong here. Rows with ✗ or ! say in their detail (tab) what it is.",
        &[
            stop(Action::GoVos, "One VO names a provider that does not exist."),
            stop(Action::GoProviders, "A client secret stands where every user can read it."),
            stop(Action::GoCes, "One CE is to take tokens of biovo, but its tag is misspelt."),
            stop(Action::GoCes, "One site gives all its CEs a tag, and one of them hides it."),
            stop(
                Action::GoTokens,
                "Somebody's refresh token has ended. Sort by REFRESH and go to the first row.",
            ),
        ],
    ),
    (
        "And besides",
        &[
            stop(Action::GoTokens, "olga's token can be revoked: ctrl-w allows it, x asks first."),
            stop(
                Action::GoInspect,
                "p takes a token that you paste: it is read here, and sent nowhere.",
            ),
            stop(Action::Palette, "A few letters find every command, provider, VO and CE."),
            stop(Action::Help, "All keys of the place where you are."),
        ],
    ),
];

/// All stops, in their order.
pub(crate) fn stops() -> impl Iterator<Item = &'static Stop> {
    PARTS.iter().flat_map(|(_, stops)| *stops)
}

/// The tour as it is shown, with the keys as they are bound.
pub(crate) fn present(model: &Model, chosen: usize) -> Overlay {
    let key = |action, contexts: &[Context]| {
        model.keymap.first_key(action, contexts).map(|key| key.to_string()).unwrap_or_default()
    };
    let of_part = |(heading, stops): &Part| -> Vec<TourStop> {
        let headings = std::iter::once(Some(*heading)).chain(std::iter::repeat(None));
        let shown = |(heading, stop): (Option<&'static str>, &Stop)| TourStop {
            heading,
            key: key(stop.action, &model.screen_contexts()),
            text: stop.text,
        };
        headings.zip(*stops).map(shown).collect()
    };
    let (take, close) =
        (key(Action::Accept, &[Context::Tour]), key(Action::Back, &[Context::Tour]));
    let again = key(Action::Tour, &model.screen_contexts());
    Overlay::Tour {
        lead: LEAD,
        stops: PARTS.iter().flat_map(of_part).collect(),
        end: format!("{take} goes there · {close} closes this · {again} opens it again"),
        chosen,
    }
}
