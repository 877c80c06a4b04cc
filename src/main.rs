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

#[cfg(feature = "sandbox")]
#[path = "main/embedded.rs"]
mod embedded;

use dirac_tokens::cli::{self, Asked};
use dirac_tokens::runtime::{console, log};
use dirac_tokens::settings::Surroundings;

fn main() -> ExitCode {
    let surroundings = Surroundings::of_this_process();
    let begin = |options: &_| log::begin(options, &surroundings);
    let status = match cli::run(std::env::args_os().collect(), &surroundings, begin) {
        Asked::Done(status) => status.0,
        #[cfg(feature = "sandbox")]
        Asked::Demo(scale, options) => embedded::demo(scale, &options, &surroundings).0,
        #[cfg(feature = "sandbox")]
        Asked::Sandbox { dir, scale, port_base } => {
            embedded::serve(&dir, scale, port_base, &surroundings).0
        }
        Asked::Console(plan, options) => console::run(*plan, &options, &surroundings),
    };
    log::end(status).into()
}
