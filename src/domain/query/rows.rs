//! What the things of an installation say in the columns that can be asked for.

mod ce;
mod provider;
mod token;
mod user;
mod vo;

use std::borrow::Cow;

use super::value::Value;
use crate::domain::lint::Finding;

pub use ce::CeRow;
pub use provider::ProviderRow;

/// Ids and severities of findings; they count as many as there are findings.
fn findings(findings: &[Finding]) -> Value<'_> {
    let words = findings.iter().flat_map(|finding| [finding.id, finding.severity.word()]);
    Value::List(words.map(Cow::Borrowed).collect(), findings.len())
}

/// What bare words find of findings: their ids.
fn ids(findings: &[Finding]) -> Option<Cow<'_, str>> {
    let ids = findings.iter().map(|finding| finding.id);
    (!findings.is_empty()).then(|| ids.collect::<Vec<_>>().join("\n").into())
}

/// Texts of a list.
fn strings(texts: &[String]) -> Value<'_> {
    Value::list(texts.iter().map(String::as_str))
}
