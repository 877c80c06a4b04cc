//! The words before and after: questions made of plans, answers made of reports.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::app::confirm::Dialog;
use crate::app::effect::{Effect, Request};
use crate::app::present::{NoticeLevel, count, time};
use crate::domain::stop::{Done, Fate, How, Outcome, Plan, Report, Step, tell};
use crate::store::stamp::Stamp;

/// Names that a question lists; the others are counted.
const NAMED: usize = 20;
/// Token ids whose end is told one by one; the journal has all.
const TOLD: usize = 30;

/// A request that stops what these plans say.
pub(crate) struct Order<'o> {
    pub(crate) stamp: Stamp,
    pub(crate) how: How,
    pub(crate) resumes: Option<&'o str>,
}

/// The question before these plans are carried out. Where nothing can be revoked from here it says why, and leads to the question
/// whether the rows go without. `None` if there is nothing to be done.
pub(crate) fn question(plans: &[Plan], order: &Order<'_>, now: Timestamp) -> Option<Dialog> {
    let resuming = order.resumes.is_some();
    // of an id whose rows are gone meanwhile an interrupted run has still to find out what it did
    let there = |plan: &&Plan| resuming || !plan.rows.is_empty();
    let there: Vec<&Plan> = plans.iter().filter(there).collect();
    if there.is_empty() {
        return None;
    }
    let goes = |plan: &Plan| resuming || order.how.rows_go_anyway() || plan.can_revoke_all();
    let going: Vec<Plan> = there.iter().filter(|plan| goes(plan)).map(|p| (*p).clone()).collect();
    if going.is_empty() {
        let anyway = Order { how: How::RevokeOrRow, ..*order };
        return Some(out_of_reach(&there, question(plans, &anyway, now)?));
    }
    let (title, accept, word) = heading(&going, order);
    let request = Request::Stop {
        plans: going.as_slice().into(),
        how: order.how,
        resumes: order.resumes.map(str::to_owned),
    };
    let effect = Effect::Ask { stamp: order.stamp, request };
    let mut dialog = Dialog::destroys(title, accept, word, vec![effect]);
    match going.as_slice() {
        [one] => dialog = dialog.point("Token id", one.token_id.as_str()),
        many => dialog = dialog.point("Of", names(many)),
    }
    // the dialog itself says that it cannot be undone
    for told in tell(plans, order.how, now).into_iter().filter(|told| !told.label.is_empty()) {
        dialog = dialog.point(told.label, told.text);
    }
    if resuming {
        let text = "what the interrupted run has done is found out first, and not done again.";
        dialog = dialog.point("Resumes", text);
    } else if order.how == How::Revoke {
        let text =
            "where a refresh token turns out not to be revoked, no row of its id is deleted.";
        dialog = dialog.point("If not", text);
    }
    Some(dialog)
}

/// Title, button and word to be typed.
fn heading(going: &[Plan], order: &Order<'_>) -> (String, &'static str, String) {
    let revocable =
        |plan: &Plan| plan.rows.iter().any(|row| matches!(row.refresh, Fate::Revocable { .. }));
    let revokes = order.how != How::Row && going.iter().any(revocable);
    let (verb, accept) = match (order.resumes.is_some(), order.how) {
        (true, _) => ("Go on stopping", "Go on"),
        (false, How::Revoke) => ("Revoke", "Revoke"),
        (false, How::RevokeOrRow) if revokes => ("Revoke what can be, and delete,", "Delete"),
        (false, How::RevokeOrRow | How::Row) => ("Delete without revoking", "Delete"),
    };
    match going {
        [one] => {
            let tokens = match one.rows.len() {
                // an interrupted run may have deleted them
                0 => "what was stored".to_owned(),
                1 => "1 stored token".to_owned(),
                many => format!("{} stored tokens", count(many)),
            };
            (format!("{verb} {tokens} of {}", whose(one)), accept, word_for(one))
        }
        many => {
            let number = many.len().to_string();
            (format!("{verb} the stored tokens of {} token ids", count(many.len())), accept, number)
        }
    }
}

/// Nothing of it can be revoked from here: why, and what could be done instead.
fn out_of_reach(plans: &[&Plan], next: Dialog) -> Dialog {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for row in plans.iter().flat_map(|plan| &plan.rows) {
        if let Fate::OutOfReach(why) = &row.refresh {
            *reasons.entry(why).or_default() += 1;
        }
    }
    let title = match plans {
        [one] if one.rows.iter().any(|row| matches!(row.refresh, Fate::Revocable { .. })) => {
            format!("Not all tokens of {} can be revoked from here", whose(one))
        }
        [one] => format!("{} cannot be revoked from here", whose(one)),
        many => format!("None of {} token ids can be revoked from here", count(many.len())),
    };
    let mut dialog = Dialog::leads_to(title, "Delete rows", next);
    for (why, times) in reasons {
        let times = if times > 1 { format!(" ({times} rows)") } else { String::new() };
        dialog = dialog.point("Why", format!("{why}{times}"));
    }
    dialog
        .point("Instead", "the rows can be deleted. What cannot be revoked then lives on, and the rows may hold the only handles to it.")
        .point("Better", "revoke on the host of the TokenManager, whose dirac.cfg has the credentials.")
}

/// The user's name, or the token id where the Registry gives it to nobody.
fn whose(plan: &Plan) -> &str {
    plan.user.as_deref().unwrap_or(&plan.token_id)
}

/// A word that can be typed on any keyboard.
fn word_for(plan: &Plan) -> String {
    let typable =
        |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    let words = [whose(plan), plan.token_id.as_str()];
    words.iter().find(|word| typable(word)).map_or_else(|| "stop".to_owned(), |w| (*w).to_owned())
}

fn names(plans: &[Plan]) -> String {
    let named: Vec<&str> = plans.iter().take(NAMED).map(whose).collect();
    match plans.len().saturating_sub(NAMED) {
        0 => format!("{}.", named.join(", ")),
        more => format!("{} and {} more.", named.join(", "), count(more)),
    }
}

/// A run that is over, in one sentence, and how good that is.
pub(crate) fn in_short(reports: &[Arc<Report>], left: usize) -> (NoticeLevel, String) {
    let wrong =
        |report: &Arc<Report>| matches!(report.outcome, Outcome::Unproven | Outcome::Failed);
    let all_well = left == 0 && !reports.iter().any(wrong);
    let level = if all_well { NoticeLevel::Info } else { NoticeLevel::Warning };
    let text = match reports {
        [] => "Nothing was stopped.".to_owned(),
        [one] => format!("{}: {}. {}", person(one), one.outcome.word(), one.summary),
        many => format!("{} token ids: {}.", count(many.len()), counts(many)),
    };
    let text = if left > 0 { format!("{text} {} not begun.", count(left)) } else { text };
    (level, text)
}

/// `10 revoked, 1 unproven`.
fn counts(reports: &[Arc<Report>]) -> String {
    let words = [Outcome::Revoked, Outcome::RowDeleted, Outcome::Unproven, Outcome::Failed];
    let said = words.into_iter().filter_map(|word| {
        let number = reports.iter().filter(|report| report.outcome == word).count();
        (number > 0).then(|| format!("{} {}", count(number), word.word()))
    });
    said.collect::<Vec<_>>().join(", ")
}

fn person(report: &Report) -> &str {
    report.user.as_deref().unwrap_or(&report.token_id)
}

/// A run that is over, in full: words, steps with their evidence, what lives on. Those that went wrong come first.
pub(crate) fn in_full(reports: &[Arc<Report>], left: usize, now: Timestamp) -> Dialog {
    if let [one] = reports {
        let title = format!("{}: {}", person(one), one.outcome.word());
        let mut dialog = Dialog::tells(title).point(one.outcome.word(), one.summary.as_str());
        dialog = dialog.point("Token id", one.token_id.as_str());
        for told in &one.steps {
            dialog = dialog.point("", step(told));
        }
        return not_begun(lasting(dialog, one, now), left);
    }
    let title = format!("{} token ids: {}", count(reports.len()), counts(reports));
    let mut sorted: Vec<&Arc<Report>> = reports.iter().collect();
    sorted.sort_by_key(|report| std::cmp::Reverse(report.outcome));
    let mut dialog = Dialog::tells(title);
    for report in sorted.iter().take(TOLD) {
        dialog =
            dialog.point(report.outcome.word(), format!("{}: {}", person(report), report.summary));
        dialog = lasting(dialog, report, now);
    }
    if let Some(more @ 1..) = sorted.len().checked_sub(TOLD) {
        dialog = dialog.point("", format!("And {} more: the log (7) has them all.", count(more)));
    }
    not_begun(dialog, left)
}

fn not_begun(dialog: Dialog, left: usize) -> Dialog {
    match left {
        0 => dialog,
        left => {
            let text = format!("{} were not begun. The log (7) goes on with them.", count(left));
            dialog.point("Left", text)
        }
    }
}

fn lasting(mut dialog: Dialog, report: &Report, now: Timestamp) -> Dialog {
    for lives in &report.lasting {
        let until = match lives.until {
            Some(end) => format!("until {} ({})", time::exact(end), time::end(end, now).text),
            None => "nobody knows how long".to_owned(),
        };
        dialog = dialog.point("Lives on", format!("{}, {until}. {}", lives.what, lives.why));
    }
    dialog
}

/// `✓ revoke at IAM-WLCG: accepted`.
pub(crate) fn step(step: &Step) -> String {
    let sign = match step.done {
        Done::Yes => "✓",
        Done::No => "✗",
        Done::Unknown => "?",
        Done::Earlier => "✓ (earlier run)",
    };
    let kind = step.kind.word().replace('_', " ");
    match &step.provider {
        Some(provider) => format!("{sign} {kind} at {provider}: {}", step.evidence),
        None => format!("{sign} {kind}: {}", step.evidence),
    }
}
