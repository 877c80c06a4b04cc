//! Times as they are written in a query: how long (`2h`, `1d12h`, `-30m`) and when (`2026-12-01`, RFC 3339).

use std::ops::Range;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};

/// Longest duration, in seconds: some three thousand years.
const LONGEST: i64 = 100_000_000_000;

/// Units of durations: sign, seconds, name.
pub const UNITS: [(char, i64, &str); 5] = [
    ('s', 1, "seconds"),
    ('m', 60, "minutes"),
    ('h', 3_600, "hours"),
    ('d', 86_400, "days"),
    ('w', 604_800, "weeks"),
];

/// A duration in seconds: numbers with units, a minus sign before them for what is over. `0` needs no unit.
pub fn duration(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total: i64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = rest.split_at_checked(digits)?;
        let sign = unit.chars().next()?.to_ascii_lowercase();
        let (_, seconds, _) = UNITS.into_iter().find(|(unit, ..)| *unit == sign)?;
        let number: i64 = number.parse().ok()?;
        total = total.checked_add(number.checked_mul(seconds)?)?;
        if total > LONGEST {
            return None;
        }
        rest = unit.get(1..)?;
    }
    (!text.is_empty() && text != "-").then_some(if negative { -total } else { total })
}

/// The seconds since 1970 that a date or a time stands for, in UTC unless it says otherwise: a month, a day, a minute or a
/// second, the end not included.
pub fn date(text: &str) -> Option<Range<i64>> {
    let utc = |at: DateTime| Offset::UTC.to_timestamp(at).ok().map(Timestamp::as_second);
    if text.len() == "2026-12".len() {
        let first: Date = format!("{text}-01").parse().ok()?;
        let next = first.checked_add(1.month()).ok()?;
        return Some(utc(first.into())?..utc(next.into())?);
    }
    if text.len() == "2026-12-01".len() {
        let day: Date = text.parse().ok()?;
        let next = day.checked_add(1.day()).ok()?;
        return Some(utc(day.into())?..utc(next.into())?);
    }
    // a year, two dashes and a T: nothing else that these parsers would take
    if !text.is_ascii() || text.as_bytes().get(10).is_none_or(|b| !matches!(b, b'T' | b't')) {
        return None;
    }
    let start = match text.parse::<Timestamp>() {
        Ok(at) => at.as_second(),
        Err(_) => utc(text.parse::<DateTime>().ok()?)?,
    };
    let seconds = if text.len() == "2026-12-01T10:00".len() { 60 } else { 1 };
    Some(start..start.checked_add(seconds)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_have_units_and_may_be_over() {
        let read = |text: &str| duration(text);
        assert_eq!(read("2h"), Some(7_200));
        assert_eq!(read("1d12h"), Some(129_600));
        assert_eq!(read("-30m"), Some(-1_800));
        assert_eq!(read("1W"), Some(604_800));
        assert_eq!((read("0"), read("-0")), (Some(0), Some(0)));
        for wrong in ["", "-", "2", "h", "2x", "2h3", "h2", "99999999999999999999d", "9999999999w"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates_stand_for_all_of_the_month_day_minute_or_second() {
        let length = |text: &str| date(text).map(|range| range.end - range.start);
        assert_eq!(length("2026-11"), Some(30 * 86_400));
        assert_eq!(length("2026-12-01"), Some(86_400));
        assert_eq!(length("2026-12-01T10:00"), Some(60));
        assert_eq!(length("2026-12-01T10:00:00Z"), Some(1));
        assert_eq!(date("1970-01-01"), Some(0..86_400));
        assert_eq!(date("1970-01-01T01:00:00+01:00"), Some(0..1));
        for wrong in [
            "2026-13",
            "2026-02-30",
            "20261201",
            "2026-12-01T",
            "2026-12-01 10:00:00Z",
            "9999-12-31",
        ] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_does_harm(text in any::<String>(), like in "[0-9TtZz:.+-]{0,25}") {
            for text in [text, like] {
                let _ = (duration(&text), date(&text));
            }
        }
    }
}
