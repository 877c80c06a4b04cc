//! The machine: model, messages, update; and what each screen presents.
//!
//! `update(model, msg, now) -> Effects` is a plain function: no clock, no I/O, no locks, no drawing.

pub mod present;
