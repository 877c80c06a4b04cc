//! A clock that is ten minutes wrong is told once, from what servers say of the time.

use std::sync::Arc;

use dirac_tokens::app::present::{NoticeLevel, Overlay};
use dirac_tokens::sandbox::installation::{MASTER, SERVICES};
use jiff::{SignedDuration, Timestamp};

use super::sandboxed::Yard;

/// A console on servers whose clocks are so many seconds ahead; what was said of clocks.
async fn told(ahead: i64) -> Vec<(NoticeLevel, String, String)> {
    let yard = Yard::new();
    #[expect(clippy::disallowed_methods, reason = "the servers live in real time")]
    let clock = Arc::new(move || Timestamp::now() + SignedDuration::from_secs(ahead));
    for server in [MASTER, SERVICES] {
        yard.sandbox.set_dates(server, Some(clock.clone())).expect("a server");
    }
    let mut app = yard.app("admin", &[]).started().await;
    app.keys("4").await;
    assert!(app.rows().len() > 90, "the listing is there, whatever the clock: {:?}", app.rows());
    app.keys("n").await;
    // with nothing to read the key opens nothing
    let Some(Overlay::Notices { notices, .. }) = app.screen().overlay else { return Vec::new() };
    let clocks = notices.into_iter().filter(|notice| notice.what.contains("clock"));
    clocks.map(|notice| (notice.level, notice.what, notice.next)).collect()
}

#[tokio::test]
async fn it_is_told_once_which_clocks_differ_and_by_how_much() {
    for (ahead, words) in [(600, "10 m ahead of"), (-7_500, "2 h 05 m behind")] {
        let told = told(ahead).await;
        let [(level, what, next)] = told.as_slice() else { panic!("once: {told:?}") };
        assert_eq!(*level, NoticeLevel::Warning);
        // a second may pass between what is said and what is heard
        let (one, other) = (words, words.replace("05 m", "04 m"));
        assert!(what.starts_with("The clock of localhost is "), "{what}");
        assert!(what.contains(one) || what.contains(&other), "{what}");
        assert!(what.ends_with("Which of the clocks is wrong cannot be told."), "{what}");
        assert!(next.contains("judged by the clock of this host"), "{next}");
    }
}

#[tokio::test]
async fn a_minute_is_nothing_to_tell_of() {
    assert_eq!(told(60).await, []);
}
