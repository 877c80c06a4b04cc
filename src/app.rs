//! The machine: model, messages, update; and what each screen presents.
//!
//! `update(model, msg, now) -> Effects` is a plain function: no clock, no I/O, no locks, no drawing.

pub mod confirm;
pub mod effect;
pub mod enabled;
pub mod form;
pub mod inspect;
pub mod marked;
pub mod model;
pub mod msg;
pub mod notice;
mod overlay;
mod palette;
mod pane;
pub mod present;
pub mod route;
mod stopping;
mod tasks;
mod tour;
pub mod update;
pub mod write;
