//! What is wrong with the token: what, what to do about it, where the rule comes from, and what services were seen to do.

use super::{Part, Row};
use crate::app::inspect::Opened;
use crate::app::present::Tone;
use crate::domain::lint::Severity;

/// The findings, the worst first.
pub(super) fn rows(opened: &Opened) -> Vec<Row> {
    let findings = opened.inspection.findings.iter().enumerate();
    let row = |(place, finding): (usize, &crate::domain::lint::Finding)| {
        let (mark, tone) = match finding.severity {
            Severity::Error => ("✗", Tone::Bad),
            Severity::Warning => ("!", Tone::Warn),
            Severity::Info => ("›", Tone::Plain),
        };
        let mut row = Row::new(
            Part::Finding,
            format!("finding/{}/{place}", finding.id),
            format!("{mark} {}", finding.id),
        )
        .value(finding.text.as_str(), tone);
        row.more.push(("severity", finding.severity.word().to_owned()));
        row.more.push(("where", finding.source.clone()));
        if let Some(lint) = finding.lint() {
            row.note.push_str(lint.explanation);
            row.more.push(("basis", lint.basis.to_owned()));
            if let Some(rule) = lint.token.as_ref().filter(|rule| !rule.seen.is_empty()) {
                row.note.extend([" Seen: ", rule.seen]);
                row.more.push(("seen", rule.seen.to_owned()));
            }
        }
        row
    };
    findings.map(row).collect()
}
