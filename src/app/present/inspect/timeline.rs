//! From the beginning of a token's life to its end, with now.

use jiff::{SignedDuration, Timestamp};

use super::Clock;
use crate::app::inspect::Opened;
use crate::app::present::{Moment, Timeline};
use crate::domain::jwt::NumericDate;

/// Parts that the line is divided into.
const PARTS: i64 = 1_000;

/// The line; `None` without two times in the right order.
pub(super) fn of(opened: &Opened, clock: &mut Clock) -> Option<Timeline> {
    let claims = opened.inspection.token.claims.as_ref()?;
    let date = |name| NumericDate::of(claims, name).timestamp();
    let end = date("exp")?;
    let (name, begin) = ["nbf", "iat"].into_iter().find_map(|name| Some((name, date(name)?)))?;
    edges(end, clock);
    for moment in ["nbf", "iat"] {
        if let Some(moment) = date(moment) {
            edges(moment, clock);
        }
    }
    let now = clock.now;
    if begin >= end {
        return None;
    }
    let (first, last) = (begin.min(now), end.max(now));
    let whole = last.as_second().checked_sub(first.as_second()).filter(|whole| *whole > 0)?;
    let place = |moment: Timestamp| {
        let part = moment.as_second().saturating_sub(first.as_second()).saturating_mul(PARTS);
        u16::try_from(part.checked_div(whole).unwrap_or(0).clamp(0, PARTS)).unwrap_or(0)
    };
    let mark = |name: &str, moment: Timestamp| {
        let format = if same_day(moment, now) { "%H:%M" } else { "%Y-%m-%d %H:%M" };
        Moment { at: place(moment), text: format!("{name} {}", moment.strftime(format)) }
    };
    Some(Timeline {
        begin: mark(name, begin),
        end: mark("exp", end),
        now: Moment { at: place(now), text: "now".to_owned() },
    })
}

fn same_day(a: Timestamp, b: Timestamp) -> bool {
    a.as_second().div_euclid(86_400) == b.as_second().div_euclid(86_400)
}

/// A claim that is a time decides something at that time, and up to a minute before and after it: so long clocks may differ. A
/// fraction of a second counts up.
fn edges(moment: Timestamp, clock: &mut Clock) {
    for seconds in [-60, 0, 1, 60] {
        clock.at(moment.checked_add(SignedDuration::from_secs(seconds)).ok());
    }
}
