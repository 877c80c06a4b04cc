//! An inspection as `token inspect` prints it: a row for scripts, for people a page.

use std::io::{self, Write};

use super::{InspectionRow, MemberCard};
use crate::cli::output::{About, Format, Listing};
use crate::domain::jwt::Inspection;
use crate::domain::lint::Severity;

/// Writes `inspection` whole. For people: verdicts, findings with advice, header, claims; fitted to `columns` of a terminal.
/// Nothing of the token's own text is in it, and no hostile character.
pub fn write_inspection(
    out: impl Write,
    about: About,
    inspection: &Inspection,
    format: Format,
    columns: Option<u16>,
) -> io::Result<()> {
    let mut listing = Listing::begin(format, out, about, columns)?;
    let row = InspectionRow::new(inspection);
    if format != Format::Table {
        listing.rows(&[row])?;
        return listing.end(true);
    }
    listing.cards(&[row], columns)?;
    let blank = |listing: &mut Listing<_>| listing.paragraph("", "", "", "", columns);
    if !inspection.findings.is_empty() {
        blank(&mut listing)?;
    }
    for finding in &inspection.findings {
        let advice = finding.lint().map_or("", |lint| lint.explanation);
        let mark = match finding.severity {
            Severity::Error => "✗",
            Severity::Warning => "!",
            Severity::Info => "·",
        };
        listing.paragraph(mark, finding.id, &finding.text, advice, columns)?;
    }
    let whole = inspection.time.is_some();
    for (title, object) in
        [("header", &inspection.token.header), ("claims", &inspection.token.claims)]
    {
        if let Some(object) = object {
            blank(&mut listing)?;
            listing.cards(&[MemberCard::new(title, object, whole, inspection.at)], columns)?;
        }
    }
    listing.flush()
}
