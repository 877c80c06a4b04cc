//! How long something takes or is ago, in words: one style for screens, reports and the twin.

use jiff::Timestamp;

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// A time without its fraction of a second: what is written for people and scripts.
pub fn whole(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

/// A length of time given in seconds: `41 m`, `2 h 04 m`, `11 h`, `1 d 3 h`, `28 d`. Less than a minute is `<1 m`.
pub fn length(seconds: i64) -> String {
    let (minutes, hours, days) = (seconds / MINUTE, seconds / HOUR, seconds / DAY);
    match seconds {
        ..MINUTE => "<1 m".into(),
        MINUTE..HOUR => format!("{minutes} m"),
        HOUR..10_800 => format!("{hours} h {:02} m", minutes % 60),
        10_800..DAY => format!("{hours} h"),
        DAY..864_000 => format!("{days} d {} h", hours % 24),
        _ => format!("{} d", grouped(days)),
    }
}

/// The same for texts that stand still: below a minute to the second, `45 s`; nothing is said of no minutes and no hours.
pub fn exactly(seconds: i64) -> String {
    match seconds {
        0..MINUTE => format!("{seconds} s"),
        HOUR..10_800 if seconds % HOUR < MINUTE => format!("{} h", seconds / HOUR),
        DAY..864_000 if seconds % DAY < HOUR => format!("{} d", seconds / DAY),
        _ => length(seconds),
    }
}

/// How long ago, given in seconds, roughly: `41 m ago`, `2 h ago`, `4 d ago`. Less than a minute is `now`.
pub fn ago(seconds: i64) -> String {
    match seconds {
        ..MINUTE => "now".into(),
        MINUTE..HOUR => format!("{} m ago", seconds / MINUTE),
        HOUR..172_800 => format!("{} h ago", seconds / HOUR),
        _ => format!("{} d ago", grouped(seconds / DAY)),
    }
}

/// A moment as seen from another one, for texts that stand still: `in 41 m`, `2 h ago`, `now`; below a minute to the second,
/// `in 45 s`.
pub fn relative(then: Timestamp, now: Timestamp) -> String {
    let seconds = then.as_second().saturating_sub(now.as_second());
    match seconds {
        0 => "now".into(),
        1.. => format!("in {}", exactly(seconds)),
        _ if seconds > -MINUTE => format!("{} s ago", seconds.saturating_neg()),
        _ => ago(seconds.saturating_neg()),
    }
}

/// A number with its thousands apart.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_233_600;

    #[test]
    fn distances_read_as_people_say_them() {
        let now = Timestamp::from_second(NOW).unwrap();
        for (distance, words) in [
            (0, "now"),
            (45, "in 45 s"),
            (-59, "59 s ago"),
            (-119, "1 m ago"),
            (3_000, "in 50 m"),
            (7_440, "in 2 h 04 m"),
            (-7_500, "2 h ago"),
            (86_399, "in 23 h"),
            (3_600, "in 1 h"),
            (86_400, "in 1 d"),
            (270_000, "in 3 d 3 h"),
            (-34_560_000, "400 d ago"),
            (400_000_000, "in 4\u{2009}629 d"),
        ] {
            assert_eq!(relative(Timestamp::from_second(NOW + distance).unwrap(), now), words);
        }
        let at: Timestamp = "2026-11-21T07:00:00.123456789Z".parse().unwrap();
        assert_eq!(whole(at).to_string(), "2026-11-21T07:00:00Z");
        assert!(relative(Timestamp::MIN, Timestamp::MAX).ends_with(" ago"));
        assert!(relative(Timestamp::MAX, Timestamp::MIN).starts_with("in "));
        assert_eq!((length(i64::MIN), length(0)), ("<1 m".into(), "<1 m".into()));
    }
}
