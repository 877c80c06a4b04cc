//! The list of what is under way: kept up to date, and stopping one of them.

use crate::app::effect::{Effect, Effects};
use crate::app::model::Model;
use crate::app::msg::{Answer, Msg};
use crate::app::overlay::Open;
use crate::app::present::NoticeLevel;
use crate::domain::problem::{Class, Problem};
use crate::store::stamp::Stamp;

use super::{inspect, stop, tokens};

/// What a message says of a request under way.
pub(super) fn heard(model: &mut Model, msg: &Msg) -> bool {
    match msg {
        Msg::Ended(stamp) => model.tasks.ended(*stamp),
        Msg::Answer { stamp, answer: Answer::Progress(progress) } => {
            model.tasks.advance(*stamp, progress)
        }
        _ => false,
    }
}

/// Takes note of what update decided; the list, if it is open, shows it.
pub(super) fn follow(model: &mut Model, effects: &mut Effects, heard: bool) {
    let sent = model.tasks.note(&effects.list, model.now);
    if let Some(Open::Tasks { chosen }) = &mut model.overlay {
        *chosen = (*chosen).min(model.tasks.len().saturating_sub(1));
        effects.redraw |= sent || heard;
    }
}

/// Stops the chosen one.
pub(super) fn end_chosen(model: &mut Model) -> Effects {
    let Some(Open::Tasks { chosen }) = &model.overlay else { return Effects::none() };
    let Some((stamp, running)) = model.tasks.iter().nth(*chosen) else { return Effects::redraw() };
    let (label, changes) = (running.label, running.changes);
    let ours = stamp.installation == model.installation;
    if ours && model.listing.table.expects(stamp.generation) {
        return tokens::stop(model);
    }
    if model.stopping.plans_of(stamp).is_some() {
        return stop::give_up(model);
    }
    if changes {
        return stop::halt(model, stamp);
    }
    forget(model, stamp, label);
    let what = format!("Stopped: {label}.");
    model.notices.say(NoticeLevel::Info, what, "R asks for everything again.".into(), model.now);
    Effects::one(Effect::Cancel(stamp))
}

/// No answer to it is waited for any more; where it was waited for, it is said why there is none.
fn forget(model: &mut Model, stamp: Stamp, label: &'static str) {
    if stamp.installation != model.installation {
        return;
    }
    let stopped = || {
        let message = format!("Stopped by hand: {label}.");
        Problem::new(Class::Unreachable, label, message, "R asks for everything again.")
    };
    if model.configuration.expects(stamp.generation) {
        model.configuration.fail(stopped(), model.now);
    } else if model.identity.expects(stamp.generation) {
        model.identity.fail(stopped(), model.now);
    } else if inspect::expects(model, stamp) {
        inspect::failed(model, stamp);
    }
}
