//! What needs a real DIRAC: run by `tests/lab/run`, which brings one up. Without it each test says that it was skipped.

mod compare;
pub mod real;

use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::contract;

/// The contract writes to the laboratory, and the others compare two readings of it: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The laboratory while nobody else uses it.
struct Laboratory {
    real: real::Real,
    _alone: MutexGuard<'static, ()>,
}

impl Deref for Laboratory {
    type Target = real::Real;

    fn deref(&self) -> &real::Real {
        &self.real
    }
}

/// The laboratory, or a line that says why nothing is tested here.
fn laboratory() -> Option<Laboratory> {
    let Some(real) = real::Real::from_environment() else {
        println!("skipped: no DIRAC_TOKENS_LAB_HOME in the environment; tests/lab/run sets it");
        return None;
    };
    let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    Some(Laboratory { real, _alone: alone })
}

#[test]
fn a_real_dirac_keeps_the_contract() {
    let Some(real) = laboratory() else { return };
    let sandbox = contract::embedded::Embedded::with_worker_joined();
    let broken = contract::hold(&[&*real, &sandbox]);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
