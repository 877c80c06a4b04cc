//! Times as people say them, each with the moment at which it will read differently: nothing ticks in between.

use jiff::Timestamp;

use crate::domain::span;

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// A time in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The words.
    pub(crate) text: String,
    /// When they will be others; `None` if not in the foreseeable future.
    pub(crate) changes: Option<Timestamp>,
}

/// How long ago `then` was: `now`, `41 m ago`, `2 h ago`. Less than a minute is `now`: a screen at rest is at rest.
pub(crate) fn ago(then: Timestamp, now: Timestamp) -> Span {
    let seconds = now.as_second().saturating_sub(then.as_second()).max(0);
    let step = match seconds {
        ..HOUR => MINUTE,
        HOUR..172_800 => HOUR,
        _ => DAY,
    };
    let next = seconds.saturating_sub(seconds.rem_euclid(step)).saturating_add(step);
    Span { text: span::ago(seconds), changes: after(then, next) }
}

/// [`ago`] for what is looked after by itself: as long as it is younger than `quiet` seconds it reads `now`.
pub(crate) fn ago_quietly(then: Timestamp, now: Timestamp, quiet: i64) -> Span {
    let seconds = now.as_second().saturating_sub(then.as_second()).max(0);
    if seconds < quiet {
        return Span { text: "now".into(), changes: after(then, quiet) };
    }
    ago(then, now)
}

/// How long until `end`: `<1 m`, `41 m`, `2 h 04 m`, `11 h`, `1 d 3 h`, `28 d`; `None` if that is over.
pub(crate) fn left(end: Timestamp, now: Timestamp) -> Option<Span> {
    let seconds = end.as_second().saturating_sub(now.as_second());
    if seconds <= 0 {
        return None;
    }
    let step = match seconds {
        ..10_800 => MINUTE,
        10_800..864_000 => HOUR,
        _ => DAY,
    };
    let step_ends = if seconds < MINUTE { seconds } else { seconds.rem_euclid(step) + 1 };
    Some(Span { text: span::length(seconds), changes: after(now, step_ends) })
}

/// How long until `end`, by the minute, and within the last one by the second: `14 m`, `42 s`; `None` if that is over.
pub(crate) fn countdown(end: Timestamp, now: Timestamp) -> Option<Span> {
    let seconds = end.as_second().saturating_sub(now.as_second());
    if seconds <= 0 {
        return None;
    }
    if seconds < MINUTE {
        return Some(Span { text: format!("{seconds} s"), changes: after(now, 1) });
    }
    let text = format!("{} m", seconds / MINUTE);
    Some(Span { text, changes: after(now, seconds.rem_euclid(MINUTE) + 1) })
}

/// When something ends or ended: [`left`], or `– 2 h ago`.
pub(crate) fn end(end: Timestamp, now: Timestamp) -> Span {
    left(end, now).unwrap_or_else(|| {
        let span = ago(end, now);
        let seconds = now.as_second().saturating_sub(end.as_second());
        if seconds < MINUTE {
            return Span { text: "– just now".into(), changes: after(end, MINUTE) };
        }
        Span { text: format!("– {}", span.text), ..span }
    })
}

/// The exact time, in UTC: `2026-11-21 03:12:04 UTC`.
pub(crate) fn exact(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// `03:12:04` of a time.
pub(crate) fn clock(time: Timestamp) -> String {
    time.strftime("%H:%M:%S").to_string()
}

fn after(then: Timestamp, seconds: i64) -> Option<Timestamp> {
    then.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn times_read_as_people_say_them() {
        let end_of = |seconds: i64| end(at(1_000_000 + seconds), at(1_000_000)).text;
        let said: Vec<String> =
            [30, 61, 2_460, 7_440, 39_720, 97_200, 2_419_200, -30, -7_200, -345_600, 400_000_000]
                .into_iter()
                .map(end_of)
                .collect();
        let expected = [
            "<1 m",
            "1 m",
            "41 m",
            "2 h 04 m",
            "11 h",
            "1 d 3 h",
            "28 d",
            "– just now",
            "– 2 h ago",
            "– 4 d ago",
            "4\u{2009}629 d",
        ];
        assert_eq!(said, expected);
        assert_eq!(ago(at(0), at(59)).text, "now");
        assert_eq!(ago(at(0), at(60)).text, "1 m ago");
        assert_eq!(ago(at(100), at(0)).text, "now", "a clock that went back");
    }

    proptest! {
        #[test]
        fn a_text_stays_until_its_change_and_then_differs(then in -200_000_000i64..200_000_000, now in 0i64..1000) {
            for say in [ago, end, |t, n| ago_quietly(t, n, 75)] {
                let span = say(at(then), at(now));
                let changes = span.changes.unwrap();
                prop_assert!(changes > at(now));
                let just_before = at(changes.as_second() - 1);
                prop_assert_eq!(say(at(then), just_before.max(at(now))).text, span.text.clone());
                prop_assert_ne!(say(at(then), changes).text, span.text);
            }
        }
    }

    #[test]
    fn a_countdown_changes_by_the_minute_and_by_the_second_only_in_the_last() {
        let said = |seconds| countdown(at(seconds), at(0)).map(|span| span.text);
        assert_eq!(said(900).as_deref(), Some("15 m"));
        assert_eq!(said(899).as_deref(), Some("14 m"));
        assert_eq!(said(60).as_deref(), Some("1 m"));
        assert_eq!(said(59).as_deref(), Some("59 s"));
        assert_eq!(said(0), None);
        let mut now = at(0);
        let mut changes = 0;
        while let Some(span) = countdown(at(900), now) {
            now = span.changes.unwrap();
            changes += 1;
            assert_ne!(countdown(at(900), now).map(|span| span.text), Some(span.text));
        }
        assert_eq!((changes, now), (15 + 59, at(900)));
    }

    #[test]
    fn the_ends_of_time_do_no_harm() {
        for time in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
            for now in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
                let _ = (ago(time, now), end(time, now), exact(time));
            }
        }
    }
}
