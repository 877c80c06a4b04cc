//! Each text once: rows hold its number.

use std::collections::HashMap;
use std::sync::Arc;

/// A list of distinct texts, numbered in the order of their first appearance.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    texts: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Dictionary {
    /// The number of `text`, which is added if it is new. `None` when there are no numbers left.
    pub(super) fn number(&mut self, text: &str) -> Option<u32> {
        if let Some(number) = self.numbers.get(text) {
            return Some(*number);
        }
        let number = u32::try_from(self.texts.len()).ok().filter(|number| *number < u32::MAX)?;
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        Some(number)
    }

    /// The text of `number`.
    pub(super) fn text(&self, number: u32) -> Option<&str> {
        self.texts.get(number as usize).map(AsRef::as_ref)
    }

    /// For each text, whether `test` holds.
    pub(super) fn map<T>(&self, test: impl FnMut(&str) -> T) -> Vec<T> {
        self.texts.iter().map(AsRef::as_ref).map(test).collect()
    }
}
