//! The program: arguments, mode, exit status.
fn main() {}
