//! An IdProvider, with the number of stored tokens where it is known.

use std::borrow::Cow;

use jiff::Timestamp;

use super::super::column::Column;
use super::super::value::{Row, Value};
use super::{findings, ids, strings};
use crate::domain::idp::{Credentials, Provider};

/// An IdProvider and what is stored of it.
pub struct ProviderRow<'a> {
    /// The IdProvider.
    pub provider: &'a Provider,
    /// How many tokens are stored; `None` if they were not listed.
    pub stored: Option<usize>,
}

impl Row for ProviderRow<'_> {
    fn value(&self, column: &Column, _: Timestamp) -> Value<'_> {
        let provider = self.provider;
        match column.name() {
            "name" => Value::text(Some(&provider.name)),
            "type" => Value::text(Some(provider.provider_type.name())),
            "issuer" => Value::text(provider.issuer.as_deref()),
            "vos" => strings(&provider.vos),
            "credentials" => match provider.credentials {
                // the word of JSON, and that of the screen
                Credentials::Remote => Value::List(vec!["remote".into(), "exposed".into()], 1),
                other => Value::word(other.word()),
            },
            "tokens" => self.stored.map_or(Value::Absent, Value::count),
            "findings" => findings(&provider.findings),
            _ => Value::Absent,
        }
    }

    fn aside(&self) -> Option<Cow<'_, str>> {
        ids(&self.provider.findings)
    }
}
