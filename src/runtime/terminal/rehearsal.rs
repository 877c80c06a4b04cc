//! An end that nothing outside can bring about, for the tests of the whole program: a panic at the press of a key.
//!
//! Compiled with debug assertions only: no release has it, and the bench of the terminal looks for its name in the binary.

use std::io;

use super::input::Input;
use crate::input::key::{Code, Key};

/// Set where F12 is to panic.
const REHEARSAL: &str = "DIRAC_TOKENS_REHEARSAL";

/// Panics if that is what was asked for.
#[expect(clippy::panic, clippy::manual_assert, reason = "the one that is there on purpose")]
pub(super) fn play(input: &io::Result<Input>) {
    let asked = matches!(input, Ok(Input::Key(key)) if *key == Key::plain(Code::F(12)));
    if asked && std::env::var_os(REHEARSAL).is_some() {
        panic!("on purpose");
    }
}
