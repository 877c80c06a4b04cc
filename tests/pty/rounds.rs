//! Every end is tried many times, some of them side by side: a race that is lost once in ten shows.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How often each end is tried.
pub(crate) const ROUNDS: usize = 20;
/// Sessions that run at the same time. More would only wait for each other on a small machine.
const BESIDE: usize = 4;

/// Plays [`ROUNDS`] rounds. The first one that fails fails the test.
pub(crate) fn rounds(play: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..BESIDE {
            scope.spawn(|| {
                loop {
                    let round = next.fetch_add(1, Ordering::Relaxed);
                    if round >= ROUNDS {
                        break;
                    }
                    play(round);
                }
            });
        }
    });
    assert!(next.into_inner() >= ROUNDS + BESIDE, "every round was played");
}
