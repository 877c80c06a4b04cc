//! The domain's rules, held against what DIRAC itself says and against configurations with every fault in them.

mod dirac_tags;
