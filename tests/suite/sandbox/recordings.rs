//! Every request that was recorded of a real DIRAC 9.1.22 is asked again, in the same order, of the same installation: the
//! answers are the same but for what the clock, the processor and the issuers' dice make of them.

use dirac_tokens::sandbox::content::StoredToken;
use jiff::SignedDuration;
use jiff::fmt::rfc2822;
use serde_json::Value;

use super::recorded_lab::{RecordedLab, Who, inflated, replay, unpacked};
use crate::support::recording::exchanges;

/// Versions that the recorded changes made, by recording: the time at which each is made again.
const MADE: &[(u32, &str)] = &[
    (28, "2026-11-21T03:49:16.301386Z"),
    (29, "2026-11-21T03:49:16.458223Z"),
    (40, "2026-11-21T03:49:17.243156Z"),
    (53, "2026-11-21T03:49:18.415027Z"),
    (56, "2026-11-21T03:49:18.574579Z"),
    (57, "2026-11-21T03:49:18.673648Z"),
    (60, "2026-11-21T03:49:18.838796Z"),
    (61, "2026-11-21T03:49:18.940292Z"),
    (63, "2026-11-21T03:49:19.195241Z"),
];

/// The last recording of a service; those after it are of an issuer.
const LAST: u32 = 165;

/// Recordings that are not asked again, each with the reason.
const LEFT_OUT: &[(u32, &str)] = &[
    (73, "the answer was cut when it was recorded; its rows have the form of those of 072"),
    (106, "DIRAC's client answered it without a request"),
    (127, "ended by TLS: held in the tests of the doors"),
    (128, "ended by TLS"),
    (129, "ended by TLS"),
    (130, "ended by TLS"),
    (142, "the client refused the server's certificate"),
    (165, "request and answer were cut; two megabytes are echoed in the tests of the services"),
];

/// Members whose values are the machine's or the issuer's own; their types are compared.
const OWN: &[&str] = &[
    "host uptime",
    "service uptime",
    "load",
    "user time",
    "system time",
    "children user time",
    "children system time",
    "elapsed real time",
    "access_token",
    "refresh_token",
    "id_token",
];

/// `value` with the type in the place of what is not to be compared, and texts in the place of what is packed.
fn comparable(key: &str, value: &Value) -> Value {
    if OWN.contains(&key) {
        let kind = match value {
            Value::String(_) => "a text",
            Value::Number(number) if number.is_f64() => "a float",
            Value::Number(_) => "an integer",
            _ => "something else",
        };
        return kind.into();
    }
    match value {
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.clone(), comparable(key, value))).collect()
        }
        Value::Array(list) => list.iter().map(|value| comparable("", value)).collect(),
        Value::String(text) if text.starts_with("eN") && text.len() > 100 => inflated(text).into(),
        other => other.clone(),
    }
}

fn read(body: &str) -> Value {
    serde_json::from_str(body).map_or_else(|_| body.into(), |json| comparable("", &json))
}

/// The page of an unknown path is our own; that it is a page of some size is DIRAC's.
fn is_page(body: &str) -> bool {
    body.starts_with("<!DOCTYPE html>") && body.len() > 1024
}

#[test]
fn everything_recorded_is_answered_again() {
    let lab = RecordedLab::new();
    let (mut asked, mut left_out) = (0, 0);
    let mut wrong = Vec::new();
    for (number, exchange) in exchanges().into_iter().filter(|(number, _)| *number <= LAST) {
        let reason = LEFT_OUT.iter().find(|(left_out, _)| *left_out == number);
        let who = Who::recorded(&exchange.certificate());
        let (Some(who), None) = (who, reason) else {
            assert!(reason.is_some(), "{number} is left out without a reason");
            left_out += 1;
            continue;
        };
        assert!(exchange.is_whole(), "{number} was cut");
        // a moment into the second that was recorded
        let sent = rfc2822::parse(&exchange.answered("Date")).unwrap().timestamp();
        let sent = sent + SignedDuration::from_micros(1);
        let changes = exchange.body().starts_with(b"method=commit")
            || exchange.body().starts_with(b"method=rollback");
        match MADE.iter().find(|(made, _)| changes && *made == number) {
            Some((_, version)) => lab.set_time(version),
            None => lab.set_time(&sent.to_string()),
        }
        let response = match number {
            // the recorded token was signed by an issuer that is gone: the same person's, of this one
            123 | 124 => {
                let uma = lab.rows.iter().find(|row| row.token_id.starts_with("fab594c1")).unwrap();
                let issuer = lab.issuers.named("IAM-WLCG").unwrap();
                // scopes of one group alone, as the recorded token had
                let row = StoredToken { scope: "wlcg.groups:/wlcgvo/user".into(), ..uma.clone() };
                let token = issuer.access_of(&row).unwrap().unwrap();
                let bearer = format!("Bearer {}", token.expose());
                let mut headers = exchange.headers();
                headers.retain(|(name, _)| name != "Authorization");
                headers.push(("Authorization".into(), bearer));
                lab.ask(who, "POST", &exchange.url(), &headers, exchange.body())
            }
            _ => replay(&lab, who, &exchange),
        };
        asked += 1;
        let header = |name: &str| {
            let mut fields = response.headers.iter();
            fields.find(|(own, _)| *own == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let (theirs, ours) = (exchange.answer(), unpacked(&response));
        let same = if response.status == 404 {
            is_page(&theirs) && is_page(&ours)
        } else {
            read(&theirs) == read(&ours)
        };
        for name in ["Server", "Content-Type", "Vary"] {
            if header(name) != exchange.answered(name) {
                wrong.push(format!(
                    "{number}: {name}: {:?}, was {:?}",
                    header(name),
                    exchange.answered(name)
                ));
            }
        }
        if Some(response.status) != exchange.status() || !same {
            let short = |body: &str| body.chars().take(700).collect::<String>();
            wrong.push(format!(
                "{number}: {} {}\n    was {:?} {}",
                response.status,
                short(&ours),
                exchange.status(),
                short(&theirs)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((asked, left_out), (161, 7), "asked again, left out");
    println!("{asked} requests asked again, {left_out} left out");
}
