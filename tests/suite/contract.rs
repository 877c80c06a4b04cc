//! The contract: what an installation of DIRAC does when it is asked, the same cases for every backend.
//!
//! A backend is a real DIRAC brought up by `tests/lab/up`, or something that claims to behave like one. Each case says
//! whether it works or how exactly it is refused; both are asserted and the table is printed. Where several backends are held
//! against the contract, whatever differs between them has its reason beside the case.

mod asks;
pub mod backend;
pub mod bench;
mod case;
mod cases;
mod changing;
pub mod configuration;
pub mod embedded;
mod fetching;
mod identities;
mod oidc;
mod oidc_program;
mod oidc_refusals;
pub mod plan;
mod protocol;
pub mod raw;
mod recorded;
mod rights;
mod shape;
pub mod stopping;
mod stopping_fronts;
mod tokens;

use backend::Backend;
use case::{Case, Outcome};

/// Name of the backend that the others are measured by.
pub const REAL: &str = "dirac 9.1.22";
/// Name of the backend of this repository.
pub const SANDBOX: &str = "sandbox";
/// Characters of a cell that are printed.
const CELL: usize = 72;

/// Every case, in the order of the table.
fn cases() -> Vec<&'static Case> {
    [
        cases::CASES,
        protocol::CASES,
        identities::CASES,
        configuration::CASES,
        changing::CASES,
        tokens::CASES,
        fetching::CASES,
        oidc::CASES,
        oidc_refusals::CASES,
        stopping::CASES,
        stopping_fronts::CASES,
        rights::CASES,
        oidc_program::CASES,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Puts every case to every backend and prints the table; returns the cases that went otherwise than declared, and cells
/// that differ without a reason. Without a real DIRAC among the backends its record is the first column; with one the record
/// has to be true.
pub fn hold(backends: &[&dyn Backend]) -> Vec<String> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    let mut names: Vec<&str> = backends.iter().map(|backend| backend.name()).collect();
    let record = (!names.contains(&REAL)).then(recorded::cells);
    if record.is_some() {
        names.insert(0, REAL);
    }
    let (mut broken, mut reasons, mut real) = (Vec::new(), 0, Vec::new());
    println!("{:<70} {}", "case", names.join(" | "));
    for case in cases() {
        let kept = record.iter().map(|cells| Outcome {
            cell: cells.get(case.name).cloned().unwrap_or_else(|| "never recorded".into()),
            broken: None,
        });
        let asked = backends.iter().map(|backend| runtime.block_on(case.put(*backend)));
        let outcomes: Vec<Outcome> = kept.chain(asked).collect();
        let mut row: Vec<String> = outcomes.iter().map(|one| one.cell.clone()).collect();
        row.dedup();
        let mut remark = String::new();
        if row.len() > 1 {
            if let Some(reason) = case.reason(&names) {
                reasons += 1;
                remark = format!("  ({reason})");
            } else {
                remark = "  DIFFERS".into();
                let cells: Vec<String> = std::iter::zip(&names, &outcomes)
                    .map(|(name, one)| format!("  {name:<13} {}", one.cell))
                    .collect();
                broken.push(format!("{}: without a reason\n{}", case.name, cells.join("\n")));
            }
        }
        let row: Vec<String> = row.iter().map(|cell| cell.chars().take(CELL).collect()).collect();
        println!("{:<70} {}{remark}", case.name, row.join(" | "));
        if let Some(at) = names.iter().position(|name| *name == REAL) {
            real.extend(outcomes.get(at).map(|one| (case.name, one.cell.clone())));
        }
        broken.extend(outcomes.into_iter().filter_map(|one| one.broken));
    }
    if record.is_none() && broken.is_empty() {
        broken.extend(recorded::check(&real));
    }
    println!(
        "contract: {} cases, backends: {}, {} differences with a reason, {} broken",
        cases().len(),
        names.join(", "),
        reasons,
        broken.len()
    );
    broken
}

#[test]
fn the_sandbox_keeps_the_contract() {
    let broken = hold(&[&embedded::Embedded::with_worker_joined()]);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let mut names: Vec<&str> = cases().iter().map(|c| c.name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
    assert!(all >= 100, "{all} cases");
}
