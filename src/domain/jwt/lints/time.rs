//! Rules about times: present, numbers, in order, neither too long nor too short.

use std::time::Duration;

use jiff::Timestamp;

use super::Found;
use crate::domain::jwt::json::Object;
use crate::domain::jwt::profile::Profile;
use crate::domain::jwt::times::{NumericDate, SKEW, seconds};
use crate::domain::lint::{self, Severity};
use crate::domain::span;

/// Claims that are times.
const TIMES: [&str; 4] = ["exp", "nbf", "iat", "auth_time"];
/// A token that ends sooner than this is hardly worth sending, in seconds.
const SOON: f64 = 60.0;
/// Longest and shortest recommended life (WLCG profile 1.3, 4.3.1), in seconds.
const LONGEST: f64 = 6.0 * 3_600.0;
const SHORTEST: f64 = 15.0 * 60.0;
/// From here on a number of seconds looks like milliseconds (facts/tokens.md 4).
const MILLISECONDS: f64 = 1e12;
/// Up to here, the year 5138 in milliseconds, it can be nothing else.
const MILLISECONDS_END: f64 = 1e14;
/// Up to here, the year 2255 in microseconds, a number still looks like a time in a finer unit.
const MICROSECONDS_END: f64 = 9e15;
/// 9999-12-31T23:59:59Z, the last second that RFC 3339 can write.
const LAST_SECOND: f64 = 253_402_300_799.0;

pub(super) fn check(claims: &Object, now: Timestamp, found: &mut Found) {
    for name in TIMES {
        form(claims, name, found);
    }
    let now = seconds(now);
    let (exp, nbf, iat) = (
        NumericDate::of(claims, "exp"),
        NumericDate::of(claims, "nbf"),
        NumericDate::of(claims, "iat"),
    );
    end(exp, now, found);
    beginning(nbf, iat, now, found);
    order(exp.number(), nbf.number(), iat.number(), found);
}

/// Whether a claim is a number, and one that can be a time.
fn form(claims: &Object, name: &str, found: &mut Found) {
    let source = format!("claims.{name}");
    let (seconds, integer) = match NumericDate::of(claims, name) {
        NumericDate::Missing => return,
        NumericDate::NotNumber => {
            let kind = claims.get(name).map_or("missing", |value| value.kind());
            let text = format!("{name} is {kind}, not a number.");
            return found.add(&lint::TIME_NOT_NUMBER, text, &source);
        }
        NumericDate::Number { seconds, integer } => (seconds, integer),
    };
    if !integer {
        let text = format!("{name} is written with a fraction or an exponent.");
        found.add(&lint::TIME_NOT_INTEGER, text, &source);
    }
    if seconds < 0.0 {
        found.add(&lint::TIME_OUT_OF_RANGE, format!("{name} lies before 1970."), &source);
    } else if (MILLISECONDS..MICROSECONDS_END).contains(&seconds) {
        let text = format!("{name} is so large that it must be milliseconds or less.");
        found.add(&lint::TIME_MILLISECONDS, text, &source);
    }
    if seconds > LAST_SECOND && !(MILLISECONDS..MILLISECONDS_END).contains(&seconds) {
        found.add(&lint::TIME_OUT_OF_RANGE, format!("{name} lies beyond the year 9999."), &source);
    }
}

fn end(exp: NumericDate, now: f64, found: &mut Found) {
    let source = "claims.exp";
    match exp {
        NumericDate::Missing => {
            found.add(&lint::EXP_MISSING, "The token does not say when it ends (exp).", "claims");
        }
        NumericDate::Number { seconds, .. } if seconds <= now => {
            let text = format!("The token ended {} ago.", length(now - seconds));
            found.add(&lint::EXPIRED, text, source);
        }
        NumericDate::Number { seconds, .. } if seconds - now < SOON => {
            let text = format!("The token ends in {}.", length(seconds - now));
            found.add(&lint::EXPIRES_SOON, text, source);
        }
        NumericDate::Number { .. } | NumericDate::NotNumber => {}
    }
}

fn beginning(nbf: NumericDate, iat: NumericDate, now: f64, found: &mut Found) {
    match nbf {
        NumericDate::Missing => {
            let severity = match found.profile {
                Profile::SciTokens => Severity::Error,
                _ => lint::NBF_MISSING.severity,
            };
            let text = "The token does not say from when on it is valid (nbf).";
            found.add_with(&lint::NBF_MISSING, severity, text, "claims");
        }
        NumericDate::Number { seconds, .. } if seconds > now => {
            let ahead = length(seconds - now);
            let (severity, text) = if seconds > now + SKEW {
                (Severity::Error, format!("The token is valid in {ahead} only."))
            } else {
                (
                    Severity::Info,
                    format!("The token is valid in {ahead}, within the tolerance for clocks."),
                )
            };
            found.add_with(&lint::NBF_FUTURE, severity, text, "claims.nbf");
        }
        NumericDate::Number { .. } | NumericDate::NotNumber => {}
    }
    match iat {
        NumericDate::Missing => {
            found.add(
                &lint::IAT_MISSING,
                "The token does not say when it was issued (iat).",
                "claims",
            );
        }
        NumericDate::Number { seconds, .. } if seconds > now => {
            let text =
                format!("The token says that it will be issued in {}.", length(seconds - now));
            found.add(&lint::IAT_FUTURE, text, "claims.iat");
        }
        NumericDate::Number { .. } | NumericDate::NotNumber => {}
    }
}

fn order(exp: Option<f64>, nbf: Option<f64>, iat: Option<f64>, found: &mut Found) {
    let Some(exp) = exp else { return };
    let wrong = if nbf.is_some_and(|nbf| nbf >= exp) {
        Some("It begins (nbf) when it has ended (exp).")
    } else if iat.is_some_and(|iat| iat > exp) {
        Some("It was issued (iat) after its end (exp).")
    } else {
        None
    };
    if let Some(text) = wrong {
        return found.add(&lint::TIMES_DISORDERED, text, "claims.exp");
    }
    let Some(start) = nbf.or(iat) else { return };
    let life = exp - start;
    if life > LONGEST {
        found.add(&lint::LIFETIME_LONG, format!("It lives for {}.", length(life)), "claims.exp");
    } else if life < SHORTEST {
        found.add(&lint::LIFETIME_SHORT, format!("It lives for {}.", length(life)), "claims.exp");
    }
}

/// A length in words; beyond a thousand years they are none.
fn length(seconds: f64) -> String {
    match Duration::try_from_secs_f64(seconds.ceil().max(0.0)) {
        Ok(length) if length.as_secs() < 31_557_600_000 => {
            span::exactly(i64::try_from(length.as_secs()).unwrap_or(i64::MAX))
        }
        _ => "thousands of years".into(),
    }
}
