//! Tokens that somebody hands in: a corpus with what a correct inspector says of each, and every lint about tokens brought
//! about once.
//!
//! `tests/fixtures/tokens/tokens.jsonl` has a token a line with its `expect`: the words of `parse`, `signature` (with
//! `jwks.json`), `profile` and `time`, each with others that are right too (`_also`), and the ids of findings that must be
//! among those reported. Rules about scopes, groups, audiences and profiles are not in the table yet.

mod corpus;
mod lints;
mod mutated;

use dirac_tokens::wire::jwks::KeySet;
use serde_json::Value;

/// The corpus, a token a value.
pub(crate) fn corpus() -> Vec<Value> {
    let lines = include_str!("../fixtures/tokens/tokens.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// The keys that the corpus was signed with.
pub(crate) fn keys() -> KeySet {
    KeySet::read(include_bytes!("../fixtures/tokens/jwks.json")).expect("a set of keys")
}
