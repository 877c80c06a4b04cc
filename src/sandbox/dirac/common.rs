//! The methods that every service has: `ping`, `echo`, `whoami` (`Core/Tornado/Server/TornadoService.py`).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::service::{Call, Method};
use crate::wire::jencode::Value;

/// The version that is played.
const VERSION: &str = "9.1.22";

/// Their names and rules. `ping` and `echo` are for every trusted certificate, registered or not.
pub(super) const COMMON: &[Method] = &[
    Method { name: "ping", least: 0, most: 0, rule: Some(&["all"]) },
    Method { name: "echo", least: 1, most: 1, rule: Some(&["all"]) },
    Method { name: "whoami", least: 0, most: 0, rule: Some(&["authenticated"]) },
];

/// A service's first request.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    /// The URL it asked for: the service's own name from then on.
    pub(super) url: String,
    /// When it came.
    pub(super) at: Timestamp,
}

/// What the method answers, if it is one of these.
pub(super) fn call(
    call: &Call<'_>,
    name: &str,
    opened: &Opened,
    begun: Timestamp,
) -> Option<Value> {
    match call.method {
        "ping" => Some(ping(call.now, name, opened, begun)),
        "echo" => Some(call.argument(0)),
        "whoami" => Some(call.caller.told()),
        _ => None,
    }
}

fn ping(now: Timestamp, name: &str, opened: &Opened, begun: Timestamp) -> Value {
    let seconds = |since: Timestamp| Value::Int(now.duration_since(since).as_secs().max(0));
    let time = |at: Timestamp| Value::DateTime(TimeZone::UTC.to_datetime(at));
    // nobody's business here, and different each time there: only the types are DIRAC's
    let cpu = [
        "user time",
        "system time",
        "children user time",
        "children system time",
        "elapsed real time",
    ];
    let cpu = cpu.map(|key| (key.to_owned(), Value::Float(0.0)));
    Value::Map(BTreeMap::from([
        ("version".into(), VERSION.into()),
        ("time".into(), time(now)),
        ("host uptime".into(), seconds(begun)),
        ("service start time".into(), time(opened.at)),
        ("service uptime".into(), seconds(opened.at)),
        ("load".into(), "0.00 0.00 0.00".into()),
        ("name".into(), name.into()),
        ("URL".into(), opened.url.as_str().into()),
        ("cpu times".into(), Value::Map(BTreeMap::from(cpu))),
    ]))
}
