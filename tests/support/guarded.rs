//! An installation that nobody may change: what comes in at its sockets is counted, and when it ends it has been read only.

use std::ops::Deref;

use dirac_tokens::sandbox::Sandbox;
use dirac_tokens::sandbox::settings::Settings;

/// What a test may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// Questions alone: the program is read-only all the time.
    Read,
    /// Changes, too: the test unlocks the program and counts for itself.
    Change,
}

/// An embedded installation with a count at its door.
#[derive(Debug)]
pub struct Guarded {
    sandbox: Sandbox,
    leave: Leave,
}

impl Guarded {
    /// Starts it.
    pub fn start(settings: &Settings, leave: Leave) -> Self {
        Self { sandbox: Sandbox::start(settings).expect("the installation starts"), leave }
    }

    /// How many requests have arrived that were no plain reads.
    pub fn changes(&self) -> u64 {
        self.sandbox.records().arrivals().others()
    }

    /// Fails if anything but reads has arrived since there were `before`.
    #[track_caller]
    pub fn only_read_since(&self, before: u64, what: &dyn std::fmt::Debug) {
        let told = self.sandbox.records().arrivals().told();
        assert_eq!(self.changes(), before, "{what:?} is read-only, but there arrived {told:#?}");
    }
}

impl Deref for Guarded {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        if self.leave == Leave::Read && !std::thread::panicking() {
            self.only_read_since(0, &"this test");
        }
    }
}
