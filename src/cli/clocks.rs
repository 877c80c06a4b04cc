//! A wrong clock, told once on standard error: whatever a command prints of times depends on it.

use std::sync::{Arc, Mutex, PoisonError};

use super::complain;
use crate::domain::clocks::{Clocks, ahead};
use crate::ops::Clock;
use crate::wire::http::{Observer, Seen};

/// What is heard of the clocks of servers while a command runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch(Arc<Mutex<Clocks>>);

impl Watch {
    /// Listens to every answer; `clock` is that of this host.
    pub(super) fn observer(&self, clock: Clock) -> Observer {
        let heard = Arc::clone(&self.0);
        Observer::new(move |seen: Seen| {
            let Some(date) = seen.date else { return };
            let now = clock();
            let begun = now.checked_sub(seen.took).unwrap_or(now);
            let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
            heard.heard(&seen.url, ahead(date, begun, now));
        })
    }

    /// Says on standard error that a clock is wrong, if one is.
    pub(super) fn tell(&self) {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner).tell();
        if let Some(problem) = told {
            // how the command ends is for what it found to say
            let _status = complain(&problem);
        }
    }
}
