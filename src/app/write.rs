//! Leave to change something at the installation (design.md 6.3): not given at first; for a quarter of an hour by the dialog of
//! the switch, for as long as the program runs by `--write`.

use jiff::{SignedDuration, Timestamp};

/// Minutes for which the switch gives leave.
pub const MINUTES: i64 = 15;

/// How long changes are allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Until {
    /// Not at all.
    #[default]
    Never,
    /// Before this moment.
    Time(Timestamp),
    /// As long as the program runs.
    End,
}

/// Whether changes are allowed, and for how long. Read-only at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Write(Until);

impl Write {
    /// Whether something may be changed at `now`.
    pub fn allows(self, now: Timestamp) -> bool {
        match self.0 {
            Until::Never => false,
            Until::Time(end) => now < end,
            Until::End => true,
        }
    }

    /// When leave ends by itself, whether that is over or not; `None` if it was not given, or has no end.
    pub fn ends(self) -> Option<Timestamp> {
        match self.0 {
            Until::Time(end) => Some(end),
            Until::Never | Until::End => None,
        }
    }
}

/// Leave that a person has given. There are two ways to one: the option, and a dialog that was agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave(Write);

impl Leave {
    /// `--write` was given: as long as the program runs.
    pub fn by_option() -> Self {
        Self(Write(Until::End))
    }

    /// The dialog of the switch was agreed to at `now`.
    pub(super) fn by_dialog(now: Timestamp) -> Self {
        let end = now.checked_add(SignedDuration::from_mins(MINUTES));
        Self(Write(end.map_or(Until::Never, Until::Time)))
    }

    /// What it allows.
    pub fn write(&self) -> Write {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leave_by_dialog_ends_after_a_quarter_of_an_hour_to_the_second() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(!Write::default().allows(at(0)), "read-only at first");
        let write = Leave::by_dialog(at(1_000)).write();
        assert!(write.allows(at(1_000)) && write.allows(at(1_899)));
        assert!(!write.allows(at(1_900)));
        assert_eq!(write.ends(), Some(at(1_900)));
        assert!(Leave::by_option().write().allows(Timestamp::MAX));
        assert!(!Leave::by_dialog(Timestamp::MAX).write().allows(Timestamp::MAX), "no overflow");
    }
}
