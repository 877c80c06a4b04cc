//! The program: arguments, mode, exit status.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::print_stdout
    )
)]

use std::process::ExitCode;

use dirac_tokens::cli::{self, Asked};
use dirac_tokens::runtime::{console, log};
use dirac_tokens::settings::Surroundings;

fn main() -> ExitCode {
    let surroundings = Surroundings::of_this_process();
    let begin = |options: &_| log::begin(options, &surroundings);
    let status = match cli::run(std::env::args_os().collect(), &surroundings, begin) {
        Asked::Done(status) => status.0,
        Asked::Console(plan, options) => console::run(*plan, &options, &surroundings),
    };
    log::end(status).into()
}
