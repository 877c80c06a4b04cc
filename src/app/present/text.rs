//! Pieces that all presenters use: cells, columns, numbers, findings in words.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::domain::lint::{Finding, Severity};

use super::{Cell, Column, Detail, Line, Tone, Width, time};

/// What stands where nothing is known or nothing is there.
pub(super) const NONE: &str = "–";

/// A number in groups of three: `2 104`, with thin spaces.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push('\u{2009}');
        }
        out.push(digit);
    }
    out
}

/// `1 VO`, `2 VOs`: a number with its noun.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// An ordinary cell.
pub(super) fn plain<'a>(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
    toned(text, Tone::Plain)
}

/// A cell with a tone.
pub(super) fn toned<'a>(text: impl Into<Cow<'a, str>>, tone: Tone) -> Cell<'a> {
    Cell { text: text.into(), tone }
}

/// A cell for what is unknown or absent.
pub(super) fn none() -> Cell<'static> {
    toned(NONE, Tone::Dim)
}

/// The text, or a dim dash.
pub(super) fn or_none(text: Option<&str>) -> Cell<'_> {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => plain(text),
        None => none(),
    }
}

/// A column set left.
pub(super) fn column(
    id: impl Into<Cow<'static, str>>,
    title: impl Into<Cow<'static, str>>,
    priority: u8,
    (min, max, grow): (u16, u16, u16),
) -> Column {
    let width = Width { min, max, grow };
    Column { id: id.into(), title: title.into(), priority, width, right: false }
}

/// A column set right, for numbers.
pub(super) fn number_column(
    id: &'static str,
    title: &'static str,
    priority: u8,
    (min, max): (u16, u16),
) -> Column {
    Column { right: true, ..column(id, title, priority, (min, max, 0)) }
}

/// The first column of most grids: `!` where something is wrong with the row.
pub(super) fn mark_column() -> Column {
    column("findings", "", 0, (1, 1, 0))
}

/// The mark of a row with these findings.
pub(super) fn mark(findings: &[Finding]) -> Cell<'static> {
    match findings.iter().map(|finding| finding.severity).max() {
        Some(Severity::Error) => toned("✗", Tone::Bad),
        Some(Severity::Warning) => toned("!", Tone::Warn),
        Some(Severity::Info) | None => plain(""),
    }
}

/// Rank of a row's findings, for sorting by the mark.
pub(super) fn mark_rank(findings: &[Finding]) -> i64 {
    match findings.iter().map(|finding| finding.severity).max() {
        Some(Severity::Error) => 2,
        Some(Severity::Warning) => 1,
        Some(Severity::Info) | None => 0,
    }
}

/// How many findings of these need a look: warnings and errors.
pub(super) fn needing_a_look<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> usize {
    findings.into_iter().filter(|finding| finding.severity > Severity::Info).count()
}

/// A detail being written.
pub(super) struct Sheet(Detail);

impl Sheet {
    pub(super) fn new(title: impl Into<String>, kind: impl Into<String>) -> Self {
        Self(Detail { title: title.into(), kind: kind.into(), ..Detail::default() })
    }

    /// `label  value`.
    pub(super) fn field(&mut self, label: &'static str, value: impl Into<String>) {
        self.toned(label, value, Tone::Plain);
    }

    /// `label  value` with a tone.
    pub(super) fn toned(&mut self, label: &'static str, value: impl Into<String>, tone: Tone) {
        let value = value.into();
        self.0.lines.push(Line::Field { label: label.into(), value, tone });
    }

    /// `label  value`, or a dim dash.
    pub(super) fn maybe(&mut self, label: &'static str, value: Option<&str>) {
        match value.filter(|value| !value.is_empty()) {
            Some(value) => self.field(label, value),
            None => self.toned(label, NONE, Tone::Dim),
        }
    }

    /// Several values under one label: the label stands beside the first.
    pub(super) fn list<S: Into<String>>(
        &mut self,
        label: &'static str,
        values: impl IntoIterator<Item = S>,
    ) {
        let mut label = label;
        for value in values {
            self.field(std::mem::take(&mut label), value);
        }
        if !label.is_empty() {
            self.toned(label, NONE, Tone::Dim);
        }
    }

    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.0.lines.push(Line::Blank);
        self.0.lines.push(Line::Heading(text.into()));
    }

    pub(super) fn text(&mut self, text: impl Into<String>, tone: Tone) {
        self.0.lines.push(Line::Text { text: text.into(), tone });
    }

    /// `head text`, the text wrapped under itself.
    pub(super) fn step(&mut self, head: impl Into<String>, text: impl Into<String>, tone: Tone) {
        self.0.lines.push(Line::Step { head: head.into(), text: text.into(), tone });
    }

    pub(super) fn blank(&mut self) {
        self.0.lines.push(Line::Blank);
    }

    /// All findings with their severity as a word, what to do about them, and where they come from.
    pub(super) fn findings(&mut self, findings: &[Finding]) {
        if findings.is_empty() {
            return;
        }
        self.heading("Findings");
        for finding in findings {
            let (glyph, tone) = match finding.severity {
                Severity::Error => ("✗", Tone::Bad),
                Severity::Warning => ("!", Tone::Warn),
                Severity::Info => ("›", Tone::Plain),
            };
            let word = finding.severity.word();
            self.text(format!("{glyph} {word}: {} [{}]", finding.text, finding.id), tone);
            if !finding.source.is_empty() {
                self.text(format!("  {}", finding.source), Tone::Dim);
            }
        }
    }

    pub(super) fn done(self) -> Detail {
        self.0
    }
}

/// A moment in a detail: in words, and exactly.
pub(super) fn moment(when: Timestamp, now: Timestamp) -> String {
    format!("{} · {}", time::end(when, now).text, time::exact(when))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_groups_of_three() {
        let said: Vec<String> = [0, 999, 1_000, 2_104, 1_234_567].into_iter().map(count).collect();
        assert_eq!(said, ["0", "999", "1\u{2009}000", "2\u{2009}104", "1\u{2009}234\u{2009}567"]);
        assert_eq!(counted(1, "VO", "VOs"), "1 VO");
        assert_eq!(counted(0, "VO", "VOs"), "0 VOs");
    }
}
