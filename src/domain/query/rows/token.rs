//! A stored token.

use jiff::Timestamp;

use super::super::column::Column;
use super::super::value::{Row, Value};
use super::strings;
use crate::domain::token::ListedToken;

impl Row for ListedToken {
    fn value(&self, column: &Column, now: Timestamp) -> Value<'_> {
        match column.name() {
            "id" => {
                self.id.and_then(|id| i64::try_from(id).ok()).map_or(Value::Absent, Value::Number)
            }
            "user" => Value::text(self.user.as_deref()),
            "user_id" => Value::text(Some(&self.user_id)),
            "provider" => Value::text(Some(&self.provider)),
            "scopes" => strings(&self.scopes),
            "access_expires" => Value::time(self.access_expires),
            "refresh_expires" => Value::time(self.refresh_expires),
            "issued" => Value::time(self.issued),
            "state" => Value::word(self.state(now).word()),
            "client_id" => Value::text(self.client_id.as_deref()),
            _ => Value::Absent,
        }
    }
}
