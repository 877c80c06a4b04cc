//! dirac-tokens: the console for the tokens of a DIRAC installation.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::print_stdout,
        clippy::print_stderr
    )
)]

pub mod app;
pub mod cli;
pub mod domain;
pub mod input;
pub mod ops;
pub mod runtime;
pub mod settings;
pub mod store;
pub mod view;
pub mod wire;
