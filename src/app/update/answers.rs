//! What comes back from an installation. Strangers are dropped: another installation's answers, overtaken ones, late ones.

use crate::app::confirm::Dialog;
use crate::app::effect::Effects;
use crate::app::model::{Asked as AskedHow, Model};
use crate::app::msg::Answer;
use crate::app::present::NoticeLevel;
use crate::app::route::Route;
use crate::domain::lint::Severity;
use crate::domain::problem::{Class, Problem};
use crate::store::stamp::Stamp;

use super::{identify, inspect, journal, show, stop, tokens};

/// Which request an answer belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Configuration,
    Identity,
    Tokens,
    Part,
    Plans,
    Run,
    Journal,
    Inspection,
    Why,
    CeWhy,
}

fn asked(model: &Model, stamp: Stamp) -> Option<Asked> {
    if stamp.installation != model.installation {
        return None;
    }
    if model.configuration.expects(stamp.generation) {
        Some(Asked::Configuration)
    } else if model.identity.expects(stamp.generation) {
        Some(Asked::Identity)
    } else if model.listing.table.expects(stamp.generation) {
        Some(Asked::Tokens)
    } else if model.listing.part.as_ref().is_some_and(|part| part.stamp == stamp) {
        Some(Asked::Part)
    } else if model.stopping.planning.as_ref().is_some_and(|planning| planning.stamp == stamp) {
        Some(Asked::Plans)
    } else if model.stopping.run.as_ref().is_some_and(|run| run.stamp == stamp) {
        Some(Asked::Run)
    } else if model.journal.expects(stamp.generation) {
        Some(Asked::Journal)
    } else if inspect::expects(model, stamp) {
        Some(Asked::Inspection)
    } else if model.why.chain.expects(stamp.generation) {
        Some(Asked::Why)
    } else if model.ce_why.preflight.expects(stamp.generation) {
        Some(Asked::CeWhy)
    } else {
        None
    }
}

/// Takes an answer in, if it is one to a request that is still under way.
pub(super) fn answer(model: &mut Model, stamp: Stamp, answer: Answer) -> Effects {
    let Some(asked) = asked(model, stamp) else { return Effects::none() };
    match (asked, answer) {
        (Asked::Configuration, Answer::Snapshot(snapshot)) => {
            model.configuration.fulfil(snapshot, model.now);
            let mut effects = show::snapshot(model);
            if matches!(model.asked, AskedHow::FromNothing | AskedHow::Again) {
                effects = effects.and(identify(model)).and(journal::enter(model));
            }
            if model.route == Route::Tokens { effects.and(tokens::enter(model)) } else { effects }
        }
        (Asked::Configuration, Answer::Locked(problem)) => locked(model, problem),
        (Asked::Configuration, Answer::Unchanged) => {
            let before = model.age().0;
            model.configuration.confirm(model.now);
            // a question that nobody asked, answered as always, is nothing to look at
            let redraw = model.asked != AskedHow::Quietly || model.age().0 != before;
            Effects { list: Vec::new(), redraw }
        }
        (Asked::Identity, Answer::Identity(identity)) => {
            for finding in identity.findings.iter().filter(|f| f.severity > Severity::Info) {
                let text = finding.text.clone();
                if model.said.insert((finding.id, text.clone())) {
                    let source = finding.source.clone();
                    let level = match finding.severity {
                        Severity::Error => NoticeLevel::Error,
                        Severity::Warning | Severity::Info => NoticeLevel::Warning,
                    };
                    model.notices.say(level, text, source, model.now);
                }
            }
            model.identity.fulfil(identity, model.now);
            Effects::redraw()
        }
        (Asked::Tokens, Answer::Progress(progress)) => {
            model.listing.table.advance(progress);
            Effects { list: Vec::new(), redraw: model.route == Route::Tokens }
        }
        (Asked::Tokens, Answer::Tokens(batch)) => tokens::batch(model, &batch),
        (Asked::Tokens, Answer::Problem(problem)) => {
            say(model, NoticeLevel::Warning, &problem);
            model.listing.problems.push(problem);
            Effects::redraw()
        }
        (Asked::Tokens, Answer::Listed { complete }) => tokens::listed(model, complete),
        (Asked::Part, Answer::Tokens(batch)) => tokens::part_batch(model, batch),
        (Asked::Part, Answer::Listed { complete }) => tokens::part_listed(model, complete),
        (Asked::Part, Answer::Failed(problem)) => {
            say(model, NoticeLevel::Warning, &problem);
            tokens::part_listed(model, false)
        }
        (Asked::Plans, Answer::StopPlans(plans)) => stop::planned(model, &plans),
        (Asked::Plans | Asked::Run, Answer::Problem(problem)) => stop::said(model, stamp, problem),
        (Asked::Plans | Asked::Run, Answer::Failed(problem)) => stop::failed(model, stamp, problem),
        (Asked::Plans | Asked::Run, Answer::Progress(_)) => Effects::redraw(),
        (Asked::Run, Answer::Stopped(report)) => stop::settled(model, report),
        (Asked::Run, Answer::StopOver { left, why }) => stop::over(model, left, why),
        (Asked::Journal, Answer::Journal(journaled)) => journal::here(model, journaled),
        (Asked::Inspection, Answer::Token(raw)) => inspect::arrived(model, raw),
        (Asked::Inspection, Answer::Verified { signature, keys_from }) => {
            inspect::verified(model, *signature, keys_from)
        }
        (Asked::Inspection, Answer::Failed(problem)) => {
            if inspect::ask_again(model, stamp, &problem) {
                return Effects::redraw();
            }
            say(model, NoticeLevel::Error, &problem);
            inspect::failed(model, stamp)
        }
        (Asked::Why, Answer::Why(chain)) => {
            model.why.chain.fulfil(chain, model.now);
            Effects::redraw()
        }
        (Asked::CeWhy, Answer::CeWhy(preflight)) => {
            model.ce_why.preflight.fulfil(preflight, model.now);
            Effects::redraw()
        }
        (asked, Answer::Failed(problem)) => fail(model, asked, problem),
        (_, Answer::Problem(problem)) => {
            say(model, NoticeLevel::Warning, &problem);
            Effects::redraw()
        }
        // an answer to another question than was asked
        (
            _,
            Answer::Progress(_)
            | Answer::Snapshot(_)
            | Answer::Unchanged
            | Answer::Locked(_)
            | Answer::Identity(_)
            | Answer::Why(_)
            | Answer::CeWhy(_)
            | Answer::Tokens(_)
            | Answer::Listed { .. }
            | Answer::StopPlans(_)
            | Answer::Stopped(_)
            | Answer::StopOver { .. }
            | Answer::Journal(_)
            | Answer::Token(_)
            | Answer::Verified { .. },
        ) => Effects::none(),
    }
}

/// A request is over. One that ended without a word has failed.
pub(super) fn ended(model: &mut Model, stamp: Stamp) -> Effects {
    match asked(model, stamp) {
        Some(Asked::Plans | Asked::Run) => stop::failed(model, stamp, stop::without_a_word()),
        Some(Asked::Part) => tokens::part_listed(model, false),
        Some(Asked::Inspection) => {
            say(model, NoticeLevel::Error, &without_a_word());
            inspect::failed(model, stamp)
        }
        Some(asked) => fail(model, asked, without_a_word()),
        None => Effects::none(),
    }
}

/// The private key is behind a passphrase: it is asked for, unless nobody asked for what needs it.
fn locked(model: &mut Model, problem: Problem) -> Effects {
    if model.asked != AskedHow::Again {
        model.ask(Dialog::passphrase(&problem));
    }
    model.configuration.fail(problem, model.now);
    Effects::redraw()
}

fn fail(model: &mut Model, asked: Asked, problem: Problem) -> Effects {
    let before = match asked {
        Asked::Configuration => model.configuration.problem(),
        Asked::Identity => model.identity.problem(),
        Asked::Tokens => model.listing.table.problem(),
        Asked::Journal | Asked::Part | Asked::Plans | Asked::Run => model.journal.problem(),
        Asked::Inspection => None,
        Asked::Why => model.why.chain.problem(),
        Asked::CeWhy => model.ce_why.preflight.problem(),
    };
    // said once, not every minute; the header and the pane go on saying it
    if before.is_none_or(|(before, _)| *before != problem) {
        say(model, NoticeLevel::Error, &problem);
        if asked == Asked::Configuration && !model.has_rows() {
            // the page says it already; the history keeps it
            model.notices.hide();
        }
    }
    match asked {
        Asked::Configuration => model.configuration.fail(problem, model.now),
        Asked::Identity => model.identity.fail(problem, model.now),
        Asked::Tokens => return tokens::failed(model, problem),
        Asked::Journal | Asked::Part | Asked::Plans | Asked::Run => {
            model.journal.fail(problem, model.now);
        }
        Asked::Inspection => {}
        Asked::Why => model.why.chain.fail(problem, model.now),
        Asked::CeWhy => model.ce_why.preflight.fail(problem, model.now),
    }
    Effects::redraw()
}

fn say(model: &mut Model, level: NoticeLevel, problem: &Problem) {
    model.notices.say(level, problem.message.clone(), problem.remedy.clone(), model.now);
}

/// Something of ours went wrong.
pub(super) fn trouble(model: &mut Model, problem: &Problem) -> Effects {
    say(model, NoticeLevel::Error, problem);
    Effects::redraw()
}

fn without_a_word() -> Problem {
    Problem::new(
        Class::Unreachable,
        "request",
        "A request ended without an answer.",
        "Try again; the log (7) shows what was asked.",
    )
}
