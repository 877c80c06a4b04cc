//! The test suite of everything that needs no terminal: architecture, rules, wire, screens, flows, the twin, and (where a
//! real DIRAC is up) the laboratory.

// a test binary has no outside that items could be visible to
#![allow(unreachable_pub)]

mod architecture;
#[cfg(feature = "sandbox")]
mod canary;
mod cfg_text;
#[cfg(feature = "sandbox")]
mod commits;
mod contract;
mod faults;
mod flows;
mod generated;
mod lab;
#[cfg(feature = "sandbox")]
mod merging;
mod rules;
mod sandbox;
mod screens;
#[cfg(feature = "sandbox")]
mod stopping;
mod support;
mod telemetry;
mod tokens;
mod twin;
mod wire;
