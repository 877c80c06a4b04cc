//! `Configuration/Server`: the methods, at the master and at the worker
//! (`ConfigurationSystem/Service/TornadoConfigurationHandler.py`).

use std::sync::{Arc, MutexGuard};

use jiff::Timestamp;

use super::history::History;
use super::served::{pack, unbase64};
use super::{Configuration, Served, held};
use crate::sandbox::dirac::python::{Raised, iterate, text};
use crate::sandbox::dirac::reply::{Failure, Returned};
use crate::sandbox::dirac::service::{Call, Component, Done, Method};
use crate::wire::jencode::Value;

/// The configuration's rules are all in the configuration, but for one.
const METHODS: &[Method] = &[
    method("getVersion", 0, 0),
    method("getCompressedData", 0, 0),
    method("getCompressedDataIfNewer", 1, 1),
    method("commitNewData", 1, 1),
    method("writeEnabled", 0, 0),
    method("getCommitHistory", 0, 1),
    method("getVersionContents", 1, 1),
    method("rollbackToVersion", 1, 1),
    Method { name: "publishSlaveServer", least: 1, most: 1, rule: Some(&["TrustedHost"]) },
];

const fn method(name: &'static str, least: usize, most: usize) -> Method {
    Method { name, least, most, rule: None }
}

/// What a worker says to whoever wants to change something.
const READ_ONLY: &str = "Configuration modification is not allowed in this server";

/// A configuration server.
#[derive(Debug)]
pub(in crate::sandbox::dirac) struct ConfigurationServer {
    configuration: Arc<Configuration>,
    is_master: bool,
}

impl ConfigurationServer {
    /// The master.
    pub(in crate::sandbox::dirac) fn master(configuration: Arc<Configuration>) -> Self {
        Self { configuration, is_master: true }
    }

    /// The worker.
    pub(in crate::sandbox::dirac) fn worker(configuration: Arc<Configuration>) -> Self {
        Self { configuration, is_master: false }
    }

    /// The backups; a worker has no folder for them, and raises.
    fn history(&self) -> Result<MutexGuard<'_, History>, Raised> {
        if self.is_master { Ok(held(&self.configuration.history)) } else { Err(Raised) }
    }

    /// The text of an old version.
    fn old(&self, version: &str) -> Result<Option<Arc<str>>, Raised> {
        self.history()?.find(&self.configuration.name, version)
    }

    fn update(&self, bytes: &[u8], call: &Call<'_>, overwrite: bool) -> Result<Done, Raised> {
        if !self.is_master {
            return Ok(Done::read(Err(READ_ONLY.into())));
        }
        let Some(committer) = call.caller.username.as_deref() else {
            return Ok(Done::read(Err("You must be authenticated!".into())));
        };
        let updated = self.configuration.update(bytes, committer, overwrite, call.now)?;
        Ok(Done {
            changed: updated.is_ok(),
            returned: updated.map(|()| Value::Null).map_err(Into::into),
        })
    }

    fn commit(&self, call: &Call<'_>) -> Result<Done, Raised> {
        let bytes = match call.argument(0) {
            Value::Text(text) if text.is_ascii() => unbase64(text.as_bytes()),
            Value::Bytes(bytes) => unbase64(&bytes),
            _ => None,
        };
        self.update(&bytes.ok_or(Raised)?, call, false)
    }

    fn roll_back(&self, call: &Call<'_>) -> Result<Done, Raised> {
        let version = text(&call.argument(0));
        match self.old(&version)? {
            Some(old) => self.update(&pack(&old), call, true),
            None => Ok(Done::read(Err(missing(&version)))),
        }
    }

    fn newer(&self, call: &Call<'_>) -> Result<Done, Raised> {
        let Value::Text(known) = call.argument(0) else { return Err(Raised) };
        let served = self.configuration();
        let newest = served.version();
        let mut members = [("newestVersion".to_owned(), Value::from(newest.as_str()))].to_vec();
        if known < newest {
            members.push(("data".into(), served.data().into()));
        }
        Ok(Done::read(Ok(Value::Map(members.into_iter().collect()))))
    }

    fn commits(&self, call: &Call<'_>) -> Result<Done, Raised> {
        const MOST: i64 = 100;
        let limit = match call.arguments.first() {
            None => MOST,
            Some(Value::Int(limit)) => (*limit).min(MOST),
            Some(Value::Bool(limit)) => i64::from(*limit),
            Some(Value::Float(limit)) if *limit > MOST as f64 => MOST,
            Some(Value::Float(limit)) if *limit == 0.0 => 0,
            Some(Value::Big(digits)) => {
                if digits.starts_with('-') {
                    i64::MIN
                } else {
                    MOST
                }
            }
            Some(_) => return Err(Raised),
        };
        let mut entries = self.history()?.entries();
        match usize::try_from(limit) {
            Ok(0) => {}
            Ok(limit) => entries.truncate(limit),
            // a slice that ends so many before the end
            Err(_) => {
                let dropped = usize::try_from(limit.unsigned_abs()).unwrap_or(usize::MAX);
                entries.truncate(entries.len().saturating_sub(dropped));
            }
        }
        let rows = entries.into_iter().map(|entry| entry.into_iter().collect::<Value>());
        Ok(Done::read(Ok(Value::List(rows.collect()))))
    }

    fn contents(&self, call: &Call<'_>) -> Result<Done, Raised> {
        let mut contents = Vec::new();
        for version in iterate(&call.argument(0))? {
            let version = text(&version);
            match self.old(&version)? {
                Some(old) => contents.push(Value::Bytes(pack(&old))),
                None => return Ok(Done::read(Err(missing(&version)))),
            }
        }
        Ok(Done::read(Ok(Value::List(contents))))
    }

    fn publish(&self, call: &Call<'_>) -> Result<Done, Raised> {
        let before = self.configuration().version();
        let Value::Text(url) = call.argument(0) else { return Err(Raised) };
        if self.is_master {
            self.configuration.publish(&url, call.now);
        }
        let changed = self.configuration().version() != before;
        Ok(Done { returned: Ok(Value::Null), changed })
    }
}

fn missing(version: &str) -> Failure {
    format!("Can't get contents for version {version}: Version {version} does not exist").into()
}

impl Component for ConfigurationServer {
    fn name(&self) -> &'static str {
        "Configuration/Server"
    }

    fn methods(&self) -> &'static [Method] {
        METHODS
    }

    fn configuration(&self) -> Arc<Served> {
        if self.is_master { self.configuration.at_master() } else { self.configuration.at_worker() }
    }

    fn opened(&self, url: &str, now: Timestamp) {
        if self.is_master {
            self.configuration.opened_master(url);
        } else {
            self.configuration.opened_worker(url, now);
        }
    }

    fn call(&self, call: &Call<'_>) -> Result<Done, Raised> {
        let read = |value: Value| -> Returned { Ok(value) };
        Ok(Done::read(read(match call.method {
            "getVersion" => self.configuration().version().into(),
            "getCompressedData" => self.configuration().data().into(),
            "writeEnabled" => Value::Bool(self.is_master),
            "getCompressedDataIfNewer" => return self.newer(call),
            "commitNewData" => return self.commit(call),
            "getCommitHistory" => return self.commits(call),
            "getVersionContents" => return self.contents(call),
            "rollbackToVersion" => return self.roll_back(call),
            "publishSlaveServer" => return self.publish(call),
            _ => return Err(Raised),
        })))
    }
}
