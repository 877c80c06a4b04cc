//! # dirac-tokens: the architecture
//!
//! The console for the tokens of a DIRAC installation: a terminal program and its scriptable twin over one set of use cases.
//!
//! Data flows one way, `wire -> domain -> store -> app (update) -> view`, and commands flow the other,
//! `input -> app -> Effect -> ops -> wire`. Each module below may use only the ones that its row names; the test
//! `architecture` in `tests/suite` reads every file and fails on any other arrow.
//!
//! | module | owns | may use |
//! |---|---|---|
//! | [`domain`] | what a configuration, an identity, a tag, a stored token *means*; pure, no clock, no I/O | nothing |
//! | [`wire`] | bytes from and to servers and files of credentials, as domain values; one error type that says what to do | domain |
//! | [`ops`] | every flow of more than one request, one file each; takes wire's traits, a clock, a cancel token, a sink | domain, wire, store, disk |
//! | [`disk`] | the journal of what changes something, and drafts of what is to be changed: on the disk before a write returns | domain, store |
//! | [`store`] | what we know of remote truth: values with their age and their last error, columns of tokens, row order | domain |
//! | [`input`] | the table of actions and their keys; no terminal | nothing |
//! | [`app`] | the console's model, messages and `update`; presenters that say what a screen shows as plain data | domain, store, input |
//! | [`view`] | drawing what `app` presents; themes; the one door through which text enters the screen | app, store, domain, input |
//! | [`runtime`] | the impure shell: message loop, tasks, the terminal and its restoration | all but cli |
//! | [`settings`] | environment, options and local cfg files, read once and passed down | domain, input |
//! | [`cli`] | the twin: arguments to use cases to text in four formats | domain, store, ops, wire, settings, disk |
//! | [`telemetry`] | the log on request and the report after a panic, both without secrets | domain |
//! | `sandbox` | the embedded installation (feature `sandbox`); only the program and the tests use it | domain, wire |
//!
//! Four rules hold by type and not by care:
//!
//! * A secret is a [`domain::secret::Secret`], which cannot be printed, or it has become a
//!   [`domain::secret::Fingerprint`] where it arrived. Listed tokens never leave `wire`.
//! * Text from outside reaches a terminal only as [`domain::foreign::Clean`].
//! * A configuration server is contacted only through a [`wire::url::CsUrl`], which only
//!   [`wire::url::CanonicalUrls`] makes; a session that may change something is another type than one that reads.
//! * `update` and drawing are plain functions: no clock, no I/O, nothing awaited.
//!
//! To add a screen: an action in `input::action`, a route in `app::route`, a presenter in `app::present`, an arm in
//! `app::update`. To add a command: an entry in `cli::args`, a use case in `ops`, a file in `cli::commands`. Help, palette,
//! README, man page and completions follow from the tables; tests fail until they do.
//!
//! To add something that changes the installation: a request whose `kind` is `Mutating`, a plan that is read first, a
//! `Dialog` that says what would happen and hands that very plan on, an arm in `Backend::change`, which alone gets the
//! proof of leave, and records in the journal before and after each step. `disabled_reason` says why it cannot be done.
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
pub mod disk;
pub mod domain;
pub mod input;
pub mod ops;
pub mod runtime;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod settings;
pub mod store;
pub mod telemetry;
pub mod view;
pub mod wire;
