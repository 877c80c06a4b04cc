//! The domain's rules, held against what DIRAC itself says and against configurations with every fault in them.

mod access;
mod dirac_tags;
mod editing;
mod findings;
pub(crate) mod installation;
mod people;
mod secrets;
mod tagging;
