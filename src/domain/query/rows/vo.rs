//! A VO.

use std::borrow::Cow;

use jiff::Timestamp;

use super::super::column::Column;
use super::super::value::{Row, Value};
use super::{findings, ids};
use crate::domain::vo::Vo;

impl Row for Vo {
    fn value(&self, column: &Column, _: Timestamp) -> Value<'_> {
        match column.name() {
            "name" => Value::text(Some(&self.name)),
            "id_provider" => Value::text(self.id_provider.as_deref()),
            "groups" => Value::list(self.groups.iter().map(|group| group.name.as_str())),
            "users_with_token_id" => Value::count(self.users_with_token_id),
            "ces_token" => Value::count(self.ces_token),
            "ces_total" => Value::count(self.ces_total),
            "findings" => findings(&self.findings),
            _ => Value::Absent,
        }
    }

    fn aside(&self) -> Option<Cow<'_, str>> {
        ids(&self.findings)
    }
}
