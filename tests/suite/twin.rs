//! The commands as a person or a script meets them: the real binary, a scripted server on the loopback interface, and
//! everything that can be wrong with an identity, a server, a configuration, a listing or a command line.
//!
//! Whatever is run here is held against [`world::Said::sound`]: no panic, no hostile character, no planted secret, and
//! standard output valid for its format.

mod ce_why;
mod clock;
mod commands;
mod configurations;
mod doctor;
mod identities;
mod inspect;
mod installation;
mod issuers;
mod lint;
mod local;
mod processes;
mod queries;
mod servers;
mod staging;
mod tagging;
mod tokens;
mod why;
pub(crate) mod world;
