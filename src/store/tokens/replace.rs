//! Rows of some users taken out of a table.

use std::sync::Arc;

use super::chunk::ROWS;
use super::{TokenRef, TokenTable};

impl TokenTable {
    /// The table without the rows that `goes` names, the others in their order.
    #[must_use]
    pub fn without(&self, goes: impl Fn(&TokenRef<'_>) -> bool) -> Self {
        let mut texts = (*self.texts).clone();
        texts.kind_rows.fill(0);
        let mut rest = Self { chunks: Vec::new(), texts: Arc::default(), len: 0 };
        for position in 0..self.len {
            let row = self.chunks.get(position / ROWS).and_then(|chunk| chunk.get(position % ROWS));
            let (Some(row), Some(shown)) = (row, self.get(position)) else { continue };
            if goes(&shown) {
                continue;
            }
            if rest.chunks.last().is_none_or(|chunk| chunk.len() >= ROWS) {
                rest.chunks.push(Arc::default());
            }
            if let Some(last) = rest.chunks.last_mut() {
                Arc::make_mut(last).push(&row);
                rest.len += 1;
                if let Some(rows) = texts.kind_rows.get_mut(row.kind as usize) {
                    *rows += 1;
                }
            }
        }
        rest.texts = Arc::new(texts);
        rest
    }
}
