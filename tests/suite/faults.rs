//! Our client against a network that fails at every byte: each fault becomes the right error, soon, without panic, without
//! more memory than a limit allows; and a change arrives at most once.
//!
//! Time is the tests' own: the client's clock stands still and goes on when the proxy has seen a stall.

mod bed;
mod changes;
mod committing;
mod proxy;
mod reads;
mod stopping;
