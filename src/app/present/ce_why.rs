//! What would stop the pilots of a VO at a CE, as a page over the screen: the checks in their order.

use super::text::Sheet;
use super::{Detail, Tone};
use crate::app::model::Model;
use crate::domain::preflight::{Preflight, Purpose, Row};
use crate::domain::why::State;

/// The page: what is asked for, what came of it, or why nothing did.
pub(super) fn page(model: &Model) -> Detail {
    let asked = &model.ce_why;
    let ce = asked.path.rsplit('/').next().unwrap_or_default();
    let rules = asked.preflight.value().map(|told| format!("{} rules", told.rules.word()));
    let title = format!("why › {ce} · {}", asked.vo);
    let mut sheet = Sheet::new(title, rules.unwrap_or_default());
    if asked.preflight.in_flight().is_some() {
        sheet.text("Going through the checks.", Tone::Dim);
    } else if let Some((problem, _)) = asked.preflight.problem() {
        sheet.text(problem.message.as_str(), Tone::Bad);
        sheet.text(problem.remedy.as_str(), Tone::Plain);
    } else if let Some(told) = asked.preflight.value() {
        checks(told, &mut sheet);
    }
    sheet.done()
}

/// What it comes to, then every check: what holds in a line or two, what does not with all that is known of it.
fn checks(told: &Preflight, sheet: &mut Sheet) {
    sheet.text(told.summary.count(), Tone::Accent);
    for words in told.summary.words() {
        sheet.text(words, Tone::Plain);
    }
    sheet.blank();
    for row in &told.rows {
        check(row, sheet);
    }
}

fn check(row: &Row, sheet: &mut Sheet) {
    let head = format!("{:>2} {}", row.check.n, row.verdict.glyph());
    let queue = row.queue.as_deref().map(|queue| format!(" · queue {queue}"));
    let purpose = match row.purpose {
        Purpose::Submit => Some(" · to submit".to_owned()),
        Purpose::Manage => Some(" · to kill pilots and fetch output".to_owned()),
        Purpose::Both => None,
    };
    let of = [queue, purpose].into_iter().flatten().collect::<String>();
    let title = format!("{}{of}", row.check.title);
    if row.verdict == State::Holds || row.after.is_some() {
        let parts = [title.as_str(), &row.evidence, &row.path];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let tone = if row.after.is_some() { Tone::Dim } else { Tone::Plain };
        sheet.step(head, parts.join(" · "), tone);
        return;
    }
    let tone = if row.verdict == State::Fails { Tone::Bad } else { Tone::Warn };
    sheet.step(head, title, tone);
    for (label, text) in [
        ("   because", &row.evidence),
        ("   where", &row.path),
        ("   consequence", &row.consequence),
        ("   remedy", &row.remedy),
    ] {
        if !text.is_empty() {
            sheet.field(label, text.as_str());
        }
    }
}
