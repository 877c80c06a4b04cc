//! The whole console in process: keys in, what the screen says and what the installation is asked out.

mod ce_why;
mod clock;
mod dialogs;
mod guarded;
mod inspect;
mod inspecting;
mod keys;
mod lasting;
mod lists;
mod loading;
mod mouse;
mod passphrase;
mod pictures;
mod queries;
mod random;
mod readme;
mod sandboxed;
mod sizes;
mod stop_asked;
mod stopping;
mod support;
mod tasks;
mod tokens;
mod tour;
mod why;
mod write;
