//! `users`: a row for each user of the Registry.

use serde::Serialize;

use crate::cli::output::{Cell, Column, Row};
use crate::domain::registry::User;

/// A row of `user list`.
#[derive(Serialize)]
pub struct UserRow<'a> {
    name: &'a str,
    dns: &'a [String],
    token_ids: &'a [String],
    groups: &'a [String],
    suspended: &'a [String],
}

impl<'a> From<&'a User> for UserRow<'a> {
    fn from(user: &'a User) -> Self {
        Self {
            name: &user.name,
            dns: &user.dns,
            token_ids: &user.token_ids,
            groups: &user.groups,
            suspended: &user.suspended,
        }
    }
}

impl Row for UserRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["name", "token_ids", "suspended", "groups", "dns"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::new(self.name),
            Cell::new(self.token_ids.join(" ")),
            Cell::new(self.suspended.join(" ")),
            Cell::new(self.groups.join(" ")),
            Cell::new(self.dns.join(", ")),
        ]
    }
}
