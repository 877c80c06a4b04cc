//! Notices: said once above the footer, kept to be read again.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::present::{Notice, NoticeLevel};

/// How many notices are kept.
pub const CAPACITY: usize = 200;

/// The notice on screen and all those before, newest first.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    shown: bool,
    history: VecDeque<Notice>,
}

impl Notices {
    /// Says something now.
    pub fn say(&mut self, level: NoticeLevel, what: String, next: String, at: Timestamp) {
        self.history.push_front(Notice { level, what, next, at });
        self.history.truncate(CAPACITY);
        self.shown = true;
    }

    /// Takes the notice off the screen; it stays in the history.
    pub fn hide(&mut self) {
        self.shown = false;
    }

    /// What is on screen.
    pub fn shown(&self) -> Option<&Notice> {
        self.history.front().filter(|_| self.shown)
    }

    /// All that are kept, newest first.
    pub fn history(&self) -> &VecDeque<Notice> {
        &self.history
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_taken_off_the_screen_can_be_read_again() {
        let mut notices = Notices::default();
        for number in 0..CAPACITY + 5 {
            let what = number.to_string();
            notices.say(NoticeLevel::Info, what, String::new(), Timestamp::UNIX_EPOCH);
        }
        notices.hide();
        assert_eq!(notices.shown(), None);
        assert_eq!(notices.history().len(), CAPACITY);
        assert_eq!(notices.history().front().map(|n| n.what.as_str()), Some("204"));
    }
}
