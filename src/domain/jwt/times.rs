//! The times of a token (RFC 7519 2, 4.1.4-6; WLCG profile 1.3, 2.1.1) at a time that is handed in.

use jiff::Timestamp;

use super::json::{Object, Value};

/// Tolerance for `nbf`, in seconds: issuers' clocks run ahead (WLCG profile: 60 s). `exp` has none.
pub(super) const SKEW: f64 = 60.0;

/// Whether a token is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Time {
    /// From `nbf`, less the tolerance, up to `exp`.
    Valid,
    /// On or after `exp`.
    Expired,
    /// Before `nbf` by more than the tolerance.
    NotYet,
    /// A time that would decide is missing or is no number.
    Unknown,
}

impl Time {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::NotYet => "not-yet",
            Self::Unknown => "unknown",
        }
    }

    /// What the claims say at `now`.
    pub fn of(claims: &Object, now: Timestamp) -> Self {
        let now = seconds(now);
        let (exp, nbf) = (NumericDate::of(claims, "exp"), NumericDate::of(claims, "nbf"));
        if exp.number().is_some_and(|exp| exp <= now) {
            return Self::Expired;
        }
        if nbf.number().is_some_and(|nbf| nbf > now + SKEW) {
            return Self::NotYet;
        }
        match (exp, nbf) {
            (NumericDate::Number { .. }, NumericDate::Number { .. } | NumericDate::Missing) => {
                Self::Valid
            }
            _ => Self::Unknown,
        }
    }
}

/// A claim that should be a number of seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NumericDate {
    /// There is no such claim.
    Missing,
    /// It is no number.
    NotNumber,
    /// It is a number.
    Number {
        /// Seconds; infinite where the number is beyond a double.
        seconds: f64,
        /// Written without fraction and exponent.
        integer: bool,
    },
}

impl NumericDate {
    /// The claim `name`.
    pub fn of(claims: &Object, name: &str) -> Self {
        claims.get(name).map_or(Self::Missing, Self::of_value)
    }

    /// A value that should be a time.
    pub fn of_value(value: &Value) -> Self {
        let Value::Number(text) = value else { return Self::NotNumber };
        let integer = !text.bytes().any(|b| matches!(b, b'.' | b'e' | b'E'));
        text.parse().map_or(Self::NotNumber, |seconds| Self::Number { seconds, integer })
    }

    /// The number of seconds, if it is a number.
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Number { seconds, .. } => Some(seconds),
            _ => None,
        }
    }

    /// The time, to the second, if it is one that a calendar has (up to the year 9999).
    pub fn timestamp(self) -> Option<Timestamp> {
        let seconds = self.number()?.floor();
        // years beyond the calendar's are refused by jiff; the cast is exact where it matters
        (seconds.abs() < MOST).then(|| Timestamp::from_second(seconds as i64).ok()).flatten()
    }
}

/// Whole numbers above this are not told apart by a double (2^53).
const MOST: f64 = 9_007_199_254_740_992.0;

/// Seconds since 1970, to the second.
pub(super) fn seconds(now: Timestamp) -> f64 {
    now.as_second() as f64
}

#[cfg(test)]
mod tests {
    use super::super::json::read_object;
    use super::*;

    const NOW: i64 = 1_795_233_600;

    fn time(claims: &str) -> &'static str {
        let read = read_object(claims);
        assert_eq!(read.fault, None, "{claims}");
        Time::of(&read.object, Timestamp::from_second(NOW).unwrap()).word()
    }

    #[test]
    fn the_edges_are_where_the_profile_puts_them() {
        for (claims, expected) in [
            (format!("{{\"exp\":{NOW}}}"), "expired"),
            (format!("{{\"exp\":{}}}", NOW + 1), "valid"),
            (format!("{{\"exp\":{NOW}.5}}"), "valid"),
            (format!("{{\"exp\":{},\"nbf\":{}}}", NOW + 900, NOW + 60), "valid"),
            (format!("{{\"exp\":{},\"nbf\":{}}}", NOW + 900, NOW + 61), "not-yet"),
            (format!("{{\"nbf\":{}}}", NOW + 900), "not-yet"),
            (format!("{{\"exp\":{},\"nbf\":{}}}", NOW - 1, NOW + 900), "expired"),
            (format!("{{\"exp\":{},\"nbf\":\"{NOW}\"}}", NOW + 900), "unknown"),
            ("{\"exp\":-1}".into(), "expired"),
            ("{\"exp\":-0}".into(), "expired"),
            ("{\"exp\":1e400}".into(), "valid"),
            ("{\"exp\":-1e400}".into(), "expired"),
            ("{\"exp\":\"1895233600\"}".into(), "unknown"),
            ("{\"exp\":[1895233600]}".into(), "unknown"),
            ("{}".into(), "unknown"),
        ] {
            assert_eq!(time(&claims), expected, "{claims}");
        }
    }

    #[test]
    fn times_have_a_date_as_far_as_a_calendar_goes() {
        let date = |text: &str| {
            let read = read_object(&format!("{{\"exp\":{text}}}"));
            NumericDate::of(&read.object, "exp").timestamp().map(|t| t.to_string())
        };
        assert_eq!(date("1795236600").as_deref(), Some("2026-11-21T04:50:00Z"));
        assert_eq!(date("1.7952366e9").as_deref(), Some("2026-11-21T04:50:00Z"));
        assert_eq!(date("-1").as_deref(), Some("1969-12-31T23:59:59Z"));
        for beyond in ["1795236600000", "18446744073709551615", "1e400", "-1e400", "true"] {
            assert_eq!(date(beyond), None, "{beyond}");
        }
    }
}
