//! A user of the Registry.

use jiff::Timestamp;

use super::super::column::Column;
use super::super::value::{Row, Value};
use super::strings;
use crate::domain::registry::User;

impl Row for User {
    fn value(&self, column: &Column, _: Timestamp) -> Value<'_> {
        match column.name() {
            "name" => Value::text(Some(&self.name)),
            "token_ids" => strings(&self.token_ids),
            "groups" => strings(&self.groups),
            "suspended" => strings(&self.suspended),
            "dns" => strings(&self.dns),
            _ => Value::Absent,
        }
    }
}
