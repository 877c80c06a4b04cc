//! Parsing cfg text.
fn main() {}
