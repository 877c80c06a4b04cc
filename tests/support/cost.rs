//! What a work costs, for benches that judge ratios: CPU time of this thread, so that a busy machine does not decide.

use std::hint::black_box;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What a work costs this thread, the kernel's part for its memory included; time given to other programs does not count, nor
/// does dropping what was made.
pub fn cost<T>(work: impl FnOnce() -> T) -> Duration {
    let now = || {
        let now = clock_gettime(ClockId::ThreadCPUTime);
        Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
    };
    let start = now();
    let made = black_box(work());
    let took = now().saturating_sub(start);
    drop(made);
    took
}

/// The median, in seconds.
pub fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64)
}

/// The median costs of two works done in turn, in seconds.
#[allow(dead_code, reason = "not every bench compares two works")]
pub fn in_turn<A, B>(
    rounds: usize,
    mut a: impl FnMut() -> A,
    mut b: impl FnMut() -> B,
) -> (f64, f64) {
    let (first, second) = (0..rounds).map(|_| (cost(&mut a), cost(&mut b))).unzip();
    (median(first), median(second))
}
