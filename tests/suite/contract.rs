//! The contract: what an installation of DIRAC does when it is asked, the same cases for every backend.
//!
//! A backend is a real DIRAC brought up by `tests/lab/up`, or something that claims to behave like one. Each case says
//! whether it works or how exactly it is refused; both are asserted and the table is printed.

mod asks;
pub mod backend;
mod cases;

use backend::{Backend, Expect};

/// Runs every case against `backend` and prints the table; returns the cases that went otherwise than declared.
pub fn hold(backend: &dyn Backend) -> Vec<String> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    let mut broken = Vec::new();
    println!("{:<62} {}", "case", backend.name());
    for case in cases::CASES {
        let expect = case.expect(backend.name());
        let outcome = runtime.block_on(asks::run(backend, case.who, case.ask));
        let (declared, held) = match (&expect, &outcome) {
            (Expect::Works(text), Ok(answer)) => ("works", answer.contains(text)),
            (Expect::Refused(text), Err(error)) => ("refused", error.contains(text)),
            (Expect::Works(_), Err(_)) => ("works", false),
            (Expect::Refused(_), Ok(_)) => ("refused", false),
        };
        println!("{:<62} {declared}{}", case.name, if held { "" } else { "  BROKEN" });
        if !held {
            broken.push(format!("{}\n  declared {expect:?}\n  came     {outcome:?}", case.name));
        }
    }
    println!(
        "contract: {} cases, {} broken, backend {}",
        cases::CASES.len(),
        broken.len(),
        backend.name()
    );
    broken
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let mut names: Vec<&str> = cases::CASES.iter().map(|c| c.name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
    assert!(all >= 30, "{all} cases");
}
