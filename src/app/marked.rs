//! What is marked among the stored tokens: what an action on several of them acts on.

use std::sync::atomic::AtomicBool;

use crate::store::tokens::TokenRef;

use super::model::Model;
use super::present::tokens::find_all;
use super::route::Route;

/// The stored tokens that are marked now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkedTokens<'m> {
    /// The query that they are marked by, as it was written, if they are: single rows may have been taken out or put in by
    /// hand since.
    pub query: Option<String>,
    /// The rows, in the order of the listing. Whatever the screen shows: those that a filter hides are here too.
    pub rows: Vec<TokenRef<'m>>,
    /// How many rows that were marked by hand are not in the listing any more.
    pub gone: usize,
}

impl Model {
    /// The stored tokens that are marked, found anew in the newest listing and at the time the model last heard of. Empty if
    /// none is marked: the row under the cursor is not a marked one.
    pub fn marked_tokens(&self) -> MarkedTokens<'_> {
        let selection = self.panes.get(Route::Tokens).selection();
        let Some(table) = self.listing.table.value().filter(|_| !selection.is_empty()) else {
            return MarkedTokens::default();
        };
        let never = AtomicBool::new(false);
        let matching = selection.query().and_then(|query| table.select(query, self.now, &never));
        let matching = matching.unwrap_or_default();
        let by_hand = find_all(table, selection.keys());
        // both are in the order of the table
        let one_of = |rows: &[u32], others: &[u32]| -> Vec<u32> {
            rows.iter().copied().filter(|row| others.binary_search(row).is_err()).collect()
        };
        let mut rows = [one_of(&matching, &by_hand), one_of(&by_hand, &matching)].concat();
        rows.sort_unstable();
        MarkedTokens {
            query: selection.query().map(|query| query.text().to_owned()),
            rows: rows.iter().filter_map(|row| table.get(*row as usize)).collect(),
            gone: selection.keys().len().saturating_sub(by_hand.len()),
        }
    }
}
