//! A CE, with a column for each VO.

use std::borrow::Cow;

use jiff::Timestamp;

use super::super::column::Column;
use super::super::value::{Row, Value};
use super::{findings, ids};
use crate::domain::ce::{Ce, CeAccess, Level, RollUp, TokenState};
use crate::domain::vo::Vo;

/// A CE and the VOs that its columns are of.
pub struct CeRow<'a> {
    /// The CE.
    pub ce: &'a Ce,
    /// All VOs, in the order of the CE's `access`.
    pub vos: &'a [Vo],
}

impl CeRow<'_> {
    fn access(&self, name: &str, number: usize) -> Option<CeAccess> {
        let number = match self.vos.get(number) {
            Some(vo) if vo.name == name => number,
            _ => self.vos.iter().position(|vo| vo.name == name)?,
        };
        self.ce.access.get(number).copied()
    }
}

/// What happens, the level that decides it, and the words that the screen has for it.
fn words(access: CeAccess) -> Value<'static> {
    let mut words = vec![Cow::Borrowed(access.submit.word())];
    if access.submit == RollUp::All(TokenState::Token) {
        words.extend(access.level.map(Level::word).map(Cow::Borrowed));
    }
    Value::List(words, 1)
}

impl Row for CeRow<'_> {
    fn value(&self, column: &Column, _: Timestamp) -> Value<'_> {
        let ce = self.ce;
        let spec = match column {
            Column::Fixed(spec) => spec,
            Column::Own { name, number } => {
                return self.access(name, *number).map_or(Value::Absent, words);
            }
        };
        match spec.name {
            "site" => Value::text(Some(&ce.site)),
            "name" => Value::text(Some(&ce.name)),
            "type" => Value::text(ce.ce_type.as_deref()),
            "audience" => Value::text(ce.audience.as_deref()),
            "tags" => {
                let mut tags: Vec<&str> = Vec::new();
                for tag in &ce.tags {
                    if !tags.contains(&tag.value.as_str()) {
                        tags.push(&tag.value);
                    }
                }
                Value::list(tags)
            }
            "grid" => Value::text(Some(&ce.grid)),
            "queues" => Value::list(ce.queues.iter().map(|queue| queue.name.as_str())),
            "vos" => {
                let admitted =
                    |access: &CeAccess| access.submit != RollUp::All(TokenState::NotAdmitted);
                let vos = self.vos.iter().zip(&ce.access);
                Value::list(vos.filter(|(_, a)| admitted(a)).map(|(vo, _)| vo.name.as_str()))
            }
            "findings" => findings(&ce.findings),
            _ => Value::Absent,
        }
    }

    fn aside(&self) -> Option<Cow<'_, str>> {
        ids(&self.ce.findings)
    }
}
