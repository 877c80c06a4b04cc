//! What is marked among the stored tokens: what an action on several of them acts on.

use std::sync::atomic::AtomicBool;

use crate::store::tokens::TokenRef;

use super::model::Model;
use super::present::tokens::key;
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
        let mut matching = matching.unwrap_or_default().into_iter().peekable();
        let (mut rows, mut found) = (Vec::new(), 0_usize);
        for number in 0..table.len() {
            let Some(row) = table.get(number) else { continue };
            let matches = matching.next_if(|next| *next as usize == number).is_some();
            // keys are made only where some were marked by hand
            let by_hand =
                !selection.keys().is_empty() && selection.keys().contains(key(&row).as_str());
            found = found.saturating_add(usize::from(by_hand));
            if matches != by_hand {
                rows.push(row);
            }
        }
        MarkedTokens {
            query: selection.query().map(|query| query.text().to_owned()),
            rows,
            gone: selection.keys().len().saturating_sub(found),
        }
    }
}
