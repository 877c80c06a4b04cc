//! Claims and header members: value, and what it means here.

use super::{Clock, Part, Row, known_issuer};
use crate::app::inspect::Opened;
use crate::app::present::{Tone, time};
use crate::domain::jwt::{NumericDate, Object, Value, meaning};
use crate::store::installation::Snapshot;

/// Members that are shown of header and of claims; the others are counted.
const MEMBERS: usize = 500;

/// Claims that are times (RFC 7519 4.1; OpenID Connect Core 2, 5.1).
const TIMES: [&str; 5] = ["exp", "nbf", "iat", "auth_time", "updated_at"];

/// Claims first, then the header.
pub(super) fn rows(opened: &Opened, snapshot: Option<&Snapshot>, clock: &mut Clock) -> Vec<Row> {
    let token = &opened.inspection.token;
    let mut rows = Vec::new();
    for (part, object) in [(Part::Claim, &token.claims), (Part::Header, &token.header)] {
        if let Some(object) = object {
            members(part, object, snapshot, clock, &mut rows);
        }
    }
    rows
}

fn members(
    part: Part,
    object: &Object,
    snapshot: Option<&Snapshot>,
    clock: &mut Clock,
    rows: &mut Vec<Row>,
) {
    let repeated = object.repeated();
    let place = if part == Part::Header { "header" } else { "claims" };
    for (number, (name, value)) in object.iter().take(MEMBERS).enumerate() {
        let twice = repeated.contains(&name);
        let key =
            if twice { format!("{place}/{name}#{number}") } else { format!("{place}/{name}") };
        let tone = if twice || *value == Value::Hidden { Tone::Warn } else { Tone::Plain };
        let mut note = explained(name, value, snapshot, clock);
        if twice {
            note = format!("! stands there more than once · {note}");
        }
        if part == Part::Header {
            note = if note.is_empty() { "header".into() } else { format!("header · {note}") };
        }
        rows.push(Row::new(part, key, name).value(value.told(), tone).note(note));
    }
    let more = object.len().saturating_sub(MEMBERS);
    if more > 0 {
        let value = format!("and {more} more; dirac-tokens token inspect -o json has them all");
        rows.push(Row::new(part, format!("{place}/…"), "…").value(value, Tone::Dim));
    }
}

fn explained(name: &str, value: &Value, snapshot: Option<&Snapshot>, clock: &mut Clock) -> String {
    if TIMES.contains(&name)
        && let Some(then) = NumericDate::of_value(value).timestamp()
    {
        // the clock may lie in the claims' future or past
        clock.at(Some(then));
        let span = match time::left(then, clock.now) {
            Some(span) => format!("in {}", clock.say(span)),
            None => clock.say(time::ago(then, clock.now)),
        };
        return format!("{} · {span}", time::exact(then));
    }
    let known = meaning(name).unwrap_or_default();
    let here = match (name, value) {
        ("iss", Value::String(issuer)) => known_issuer(issuer, snapshot),
        ("sub", Value::String(sub)) => known_subject(sub, snapshot),
        _ => None,
    };
    match (known, here) {
        ("", Some(here)) => here,
        (known, Some(here)) => format!("{known} · {here}"),
        (known, None) => known.to_owned(),
    }
}

/// Who a `sub` is here: `user wlada · groups wlcg_user, wlcg_pilot`.
fn known_subject(sub: &str, snapshot: Option<&Snapshot>) -> Option<String> {
    let users = &snapshot?.inventory.users;
    let user = users.iter().find(|user| user.token_ids.iter().any(|id| id == sub))?;
    let groups = user.groups.join(", ");
    Some(match groups.as_str() {
        "" => format!("user {}", user.name),
        groups => format!("user {} · groups {groups}", user.name),
    })
}
