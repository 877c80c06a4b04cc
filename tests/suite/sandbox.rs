//! The embedded installation: its servers, services and issuers, held against what was recorded of the real ones.

mod client;
mod commands;
mod doors;
mod installation;
mod issuer;
mod recorded_lab;
mod recordings;
mod services;
