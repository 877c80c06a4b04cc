//! The time that a server puts into its answers, where that is not the machine's.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use hyper::header::HeaderValue;

use crate::sandbox::Clock;

/// The clock behind the header `Date` of one server. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Dates(Arc<Mutex<Option<Clock>>>);

impl Dates {
    /// From now on `Date` is by this clock; `None`: by the machine's.
    pub(super) fn set(&self, clock: Option<Clock>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = clock;
    }

    /// What `Date` says now (RFC 9110 5.6.7); `None`: whatever the HTTP library puts there.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        let clock = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let text = clock().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        HeaderValue::from_str(&text).ok()
    }
}

impl fmt::Debug for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dates")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_http_writes_them() {
        let dates = Dates::default();
        assert_eq!(dates.header(), None);
        // the example of RFC 9110
        let at: jiff::Timestamp = "1994-11-06T08:49:37Z".parse().unwrap();
        dates.clone().set(Some(Arc::new(move || at)));
        assert_eq!(dates.header().unwrap(), "Sun, 06 Nov 1994 08:49:37 GMT");
        dates.set(None);
        assert_eq!(dates.header(), None);
    }
}
