//! `Framework/TokenManager`: stored tokens listed and deleted, new ones obtained
//! (`FrameworkSystem/Service/TokenManagerHandler.py`, facts/dirac-live.md 6).

mod get_token;
mod rows;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use self::rows::{Row, Rows};
use super::configuration::{Configuration, Served};
use super::providers::Providers;
use super::python::{Raised, iterate, repr, text};
use super::registry::Registry;
use super::reply::Failure;
use super::service::{Call, Component, Done, Method};
use crate::domain::registry::ID_DN_PREFIX;
use crate::sandbox::content::StoredToken;
use crate::wire::jencode::Value;

const METHODS: &[Method] = &[
    method("getUserTokensInfo", 0, 0),
    Method { name: "getUsersTokensInfo", least: 1, most: 1, rule: Some(&["ProxyManagement"]) },
    method("getToken", 0, 6),
    method("deleteToken", 1, 1),
    method("getTokensByUserID", 1, 1),
];

/// The rule of the class: `DEFAULT_AUTHORIZATION`.
const fn method(name: &'static str, least: usize, most: usize) -> Method {
    Method { name, least, most, rule: Some(&["authenticated"]) }
}

/// The TokenManager, in the worker's process.
pub(super) struct TokenManager {
    name: String,
    configuration: Arc<Configuration>,
    registry: Arc<Registry>,
    providers: Arc<dyn Providers>,
    rows: Rows,
}

impl TokenManager {
    /// The TokenManager at the path `name`, with these rows.
    pub(super) fn new(
        name: String,
        configuration: Arc<Configuration>,
        registry: Arc<Registry>,
        providers: Arc<dyn Providers>,
        stored: Vec<StoredToken>,
    ) -> Self {
        Self { name, configuration, registry, providers, rows: Rows::new(stored) }
    }

    /// Takes TokenDB down, or brings it up again.
    pub(super) fn set_database_down(&self, down: bool) {
        self.rows.set_down(down);
    }

    /// The DNs of a user, whatever Python takes for a name; without any: DIRAC's words.
    fn dns_of(
        &self,
        user: &Value,
        call: &Call<'_>,
    ) -> Result<Result<Vec<String>, Failure>, Raised> {
        if matches!(user, Value::List(_) | Value::Map(_)) {
            return Err(Raised);
        }
        let name = text(user);
        let dns = self.registry.dns_of(self.configuration().tree(), &name, call.now);
        Ok(if dns.is_empty() {
            Err(format!("No DN found for user {name}").into())
        } else {
            Ok(dns)
        })
    }

    fn own(&self, call: &Call<'_>) -> Result<Done, Raised> {
        let name = call.caller.username.as_deref().unwrap_or_default();
        let dns = match self.dns_of(&name.into(), call)? {
            Ok(dns) => dns,
            Err(failure) => return Ok(Done::read(Err(failure))),
        };
        let mut told = Vec::new();
        for id in dns.iter().filter_map(|dn| dn.strip_prefix(ID_DN_PREFIX)) {
            match self.rows.of(&id.into()) {
                Ok(rows) => told.extend(rows.into_iter().map(|row| self.told(row, None))),
                Err(sql) => return Ok(Done::read(Err(sql.into()))),
            }
        }
        Ok(Done::read(Ok(Value::List(told))))
    }

    /// A user without token id, and a database that does not answer, both give nothing.
    fn of_users(&self, call: &Call<'_>) -> Result<Done, Raised> {
        let mut told = Vec::new();
        for user in iterate(&call.argument(0))? {
            let dns = match self.dns_of(&user, call)? {
                Ok(dns) => dns,
                Err(failure) => return Ok(Done::read(Err(failure))),
            };
            let ids = dns.iter().filter_map(|dn| dn.strip_prefix(ID_DN_PREFIX));
            for id in ids.filter(|id| !id.is_empty()) {
                let rows = self.rows.of(&id.into()).unwrap_or_default();
                told.extend(rows.into_iter().map(|row| self.told(row, Some(&user))));
            }
        }
        Ok(Done::read(Ok(Value::List(told))))
    }

    /// Any id, for any caller.
    fn by_id(&self, call: &Call<'_>) -> Done {
        let rows = self.rows.of(&call.argument(0)).map_err(Failure::from);
        let told = rows.map(|rows| rows.into_iter().map(|row| self.told(row, None)).collect());
        Done::read(told.map(Value::List))
    }

    /// What is given is an id, although DIRAC calls it a DN; a DN deletes nothing.
    fn delete(&self, call: &Call<'_>) -> Done {
        let dn = format!("{ID_DN_PREFIX}{}", text(&call.argument(0)));
        if !call.caller.may("ProxyManagement") && dn != call.caller.dn {
            return Done::read(Err("You aren't allowed!".into()));
        }
        let id = dn.strip_prefix(ID_DN_PREFIX).unwrap_or_default();
        let deleted = if id.is_empty() { Ok(0) } else { self.rows.delete(id) };
        let changed = matches!(deleted, Ok(1..));
        let returned = deleted.map(|_| "Token successfully removed".into()).map_err(Into::into);
        Done { returned, changed }
    }

    /// A row on the wire: everything is text but the end of the access token. What is NULL is the word `None`.
    fn told(&self, (number, row): Row<'_>, user: Option<&Value>) -> Value {
        let none = || "None".to_owned();
        let access = row.access_ends.and_then(|_| self.providers.access(row));
        let refresh = row.refresh_ends.and_then(|_| self.providers.refresh(row));
        let access_ends = row.access_ends.map_or(0, Timestamp::as_second);
        let refresh_ends = row.refresh_ends.map_or(0, Timestamp::as_second);
        let issued = row.issued.as_second();
        let empty = row.access_ends.is_none() && row.refresh_ends.is_none();
        let client = self.providers.client_id(&row.provider).filter(|_| !empty);
        let life = row.access_ends.map_or(0, |_| access_ends.saturating_sub(issued));
        let texts = [
            ("id", number.to_string()),
            ("kid", none()),
            ("user_id", row.token_id.clone()),
            ("provider", row.provider.clone()),
            ("access_token", access.map_or_else(none, |token| token.expose().clone())),
            ("refresh_token", refresh.map_or_else(none, |token| token.expose().clone())),
            ("rt_expires_at", refresh_ends.to_string()),
            ("client_id", client.unwrap_or_else(none)),
            ("token_type", if empty { none() } else { "Bearer".into() }),
            ("scope", row.scope.clone()),
            ("issued_at", if empty { "0".into() } else { issued.to_string() }),
            ("access_token_revoked_at", "0".into()),
            ("refresh_token_revoked_at", "0".into()),
            ("expires_in", life.to_string()),
        ];
        let texts = texts.into_iter().map(|(key, text)| (key.to_owned(), Value::Text(text)));
        let mut members: BTreeMap<String, Value> = texts.collect();
        members.insert("expires_at".into(), Value::Int(access_ends));
        if let Some(user) = user {
            members.insert("username".into(), user.clone());
        }
        Value::Map(members)
    }
}

impl Component for TokenManager {
    fn name(&self) -> &str {
        &self.name
    }

    fn methods(&self) -> &'static [Method] {
        METHODS
    }

    fn configuration(&self) -> Arc<Served> {
        self.configuration.at_worker()
    }

    fn opened(&self, _: &str, _: Timestamp) {}

    fn call(&self, call: &Call<'_>) -> Result<Done, Raised> {
        match call.method {
            "getUserTokensInfo" => self.own(call),
            "getUsersTokensInfo" => self.of_users(call),
            "getTokensByUserID" => Ok(self.by_id(call)),
            "deleteToken" => Ok(self.delete(call)),
            "getToken" => self.get_token(call),
            _ => Err(Raised),
        }
    }
}
