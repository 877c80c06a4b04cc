//! The test suite of everything that needs no terminal: architecture, rules, wire, screens, flows, the twin, and (where a
//! real DIRAC is up) the laboratory.

mod architecture;
mod contract;
mod lab;
mod rules;
mod screens;
