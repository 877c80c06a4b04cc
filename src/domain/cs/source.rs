//! One text that nodes point into: the kept text, what had to be put together beside it, and its lines.

use std::sync::{Arc, OnceLock};

/// Bytes per line checkpoint: counting the newlines of one block answers any question about a line.
const BLOCK: usize = 4096;

/// A range of bytes of a text of at most 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) len: u32,
}

impl Span {
    /// The range `start..end`. Both lie in a text that was checked to be no longer than `u32::MAX`.
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, len: end.saturating_sub(start) as u32 }
    }

    /// The text of this range; empty if there is no such range.
    pub(super) fn of(self, text: &str) -> &str {
        let start = self.start as usize;
        text.get(start..start.saturating_add(self.len as usize)).unwrap_or_default()
    }
}

/// A parsed text and what belongs to it.
#[derive(Debug)]
pub(super) struct Source {
    /// The file's name for messages; empty for the remote text.
    pub(super) label: String,
    /// What was parsed, unchanged.
    pub(super) text: Arc<str>,
    /// Names joined from several lines and values collected from several places: all that is no range of `text`.
    pub(super) made: Arc<str>,
    /// For each name in `made`: its start there and the line of the text where it was complete; ascending.
    pub(super) made_at: Arc<[(u32, u32)]>,
    /// Number of newlines before each block of the text; counted when first asked for.
    blocks: OnceLock<Box<[u32]>>,
}

impl Source {
    pub(super) fn new(text: Arc<str>, made: String, made_at: Vec<(u32, u32)>) -> Self {
        let (made, made_at) = (made.into(), made_at.into());
        Self { label: String::new(), text, made, made_at, blocks: OnceLock::new() }
    }

    /// The same text under another name.
    pub(super) fn labelled(&self, label: &str) -> Self {
        Self {
            label: label.to_owned(),
            text: Arc::clone(&self.text),
            made: Arc::clone(&self.made),
            made_at: Arc::clone(&self.made_at),
            blocks: self.blocks.clone(),
        }
    }

    /// The line (from 1) where the made name that begins at `start` was complete.
    pub(super) fn line_of_made(&self, start: u32) -> u32 {
        let found = self.made_at.binary_search_by_key(&start, |&(made, _)| made);
        found.ok().and_then(|i| self.made_at.get(i)).map_or(1, |&(_, line)| line)
    }

    /// The line (from 1) of a byte of the text.
    pub(super) fn line_at(&self, at: u32) -> u32 {
        let bytes = self.text.as_bytes();
        let blocks = self.blocks.get_or_init(|| {
            let mut lines = 0u32;
            let before = bytes.chunks(BLOCK).map(|block| {
                let here = lines;
                lines = lines.saturating_add(newlines(block));
                here
            });
            before.collect()
        });
        let at = at as usize;
        let block = at / BLOCK;
        let before = blocks.get(block).copied().unwrap_or_default();
        let rest = bytes.get(block.saturating_mul(BLOCK)..at).unwrap_or_default();
        before.saturating_add(newlines(rest)).saturating_add(1)
    }
}

fn newlines(bytes: &[u8]) -> u32 {
    memchr::memchr_iter(b'\n', bytes).count() as u32
}
