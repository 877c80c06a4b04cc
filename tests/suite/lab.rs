//! What needs a real DIRAC: run by `tests/lab/run`, which brings one up. Without it each test says that it was skipped.

mod compare;
pub mod real;

use crate::contract;

/// The laboratory, or a line that says why nothing is tested here.
fn laboratory() -> Option<real::Real> {
    let real = real::Real::from_environment();
    if real.is_none() {
        println!("skipped: no DIRAC_TOKENS_LAB_HOME in the environment; tests/lab/run sets it");
    }
    real
}

#[test]
fn a_real_dirac_keeps_the_contract() {
    let Some(real) = laboratory() else { return };
    let broken = contract::hold(&real);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
