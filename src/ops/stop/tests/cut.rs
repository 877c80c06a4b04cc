//! A run cut off at any moment and resumed: nothing that took effect is sent again, and the word at the end is true.

use futures_util::FutureExt as _;

use super::fake::{Bench, ID, Tells};
use crate::domain::stop::{How, Outcome};
use crate::ops::stop::Past;
use crate::store::journal::Record;

/// Calls of the longest run, and more.
const CALLS: usize = 14;

/// Cuts a run off at each of its calls, before and after it had effect, and its resumption at each of the first `again`; gives
/// the words that came.
async fn cut_everywhere(bench: impl Fn() -> Bench, how: How, again: usize) -> Vec<(Outcome, bool)> {
    let mut words = Vec::new();
    for first in 0..CALLS {
        for second in (0..again).map(Some).chain([None]) {
            for after in [(false, false), (true, false), (false, true), (true, true)] {
                let bench = bench();
                let mut records: Vec<Record> = Vec::new();
                for cut in [Some((first, after.0)), second.map(|at| (at, after.1)), None] {
                    bench.get().cut = None;
                    bench.get().journal.clear();
                    let plan = bench.plan(how).await.expect("the TokenManager answers");
                    bench.get().cut = cut;
                    let past = Past::of(ID, &records);
                    let ended = bench.run(&plan, how, &past).now_or_never();
                    records.append(&mut bench.get().journal);
                    if let Some(report) = ended {
                        let dead = bench.get().active.is_empty();
                        let gone = bench.get().rows.is_empty();
                        if report.outcome == Outcome::Revoked {
                            assert!(dead && gone, "{report:?}");
                        }
                        if report.outcome == Outcome::RowDeleted {
                            assert!(gone, "{report:?}");
                        }
                        words.push((report.outcome, dead && gone));
                        break;
                    }
                }
                // the world itself fails the test where a dead token or an empty id is sent again
            }
        }
    }
    words
}

#[tokio::test]
async fn a_run_cut_off_anywhere_is_brought_to_its_end_without_repeating_anything() {
    let words = cut_everywhere(|| Bench::with(&["iam", "egi"]), How::Revoke, CALLS).await;
    assert!(words.len() > 500, "{}", words.len());
    for (word, over) in words {
        assert_eq!((word, over), (Outcome::Revoked, true));
    }
}

#[tokio::test]
async fn where_an_issuer_tells_nothing_a_run_cut_off_ends_unproven() {
    for tells in [Tells::Nothing, Tells::Is503, Tells::NoEndpoint] {
        let bench = || {
            let bench = Bench::with(&["iam"]);
            bench.get().tells = tells;
            bench
        };
        for how in [How::Revoke, How::RevokeOrRow] {
            for (word, _) in cut_everywhere(bench, how, 0).await {
                assert_eq!(word, Outcome::Unproven, "{tells:?}");
            }
        }
    }
}

#[tokio::test]
async fn deleting_rows_alone_is_resumed_too() {
    for (word, _) in cut_everywhere(|| Bench::with(&["iam", "egi"]), How::Row, 3).await {
        assert_eq!(word, Outcome::RowDeleted);
    }
}
