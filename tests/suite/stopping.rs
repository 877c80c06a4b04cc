//! `token revoke` and `token delete` as they are typed: the real binary at the embedded installation, whose own records say
//! what was really sent.

mod asked;
mod bed;
mod killed;
mod runs;
