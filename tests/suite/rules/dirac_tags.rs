//! Tags, admission and credentials of 500 random configurations, against the answers of DIRAC 9.1.22's own code
//! (`tests/lab/oracle/tags.py`, which says what each key means).

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};

use dirac_tokens::domain::ce::{Access, Ce, Queue, TagAt, TokenState};
use dirac_tokens::domain::cs;
use dirac_tokens::domain::inventory::{Context, Inventory};
use dirac_tokens::domain::layout::Rules;
use flate2::read::GzDecoder;
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Case {
    pub(super) seed: u64,
    pub(super) cfg: String,
    vos: Vec<String>,
    ces: Vec<DiracCe>,
}

#[derive(Deserialize)]
struct DiracCe {
    grid: String,
    site: String,
    name: String,
    queues: Vec<DiracQueue>,
}

#[derive(Deserialize)]
struct DiracQueue {
    name: String,
    submit: Side,
    manage: Side,
    vos: BTreeMap<String, Answer>,
}

#[derive(Deserialize)]
struct Side {
    tags: Option<Vec<String>>,
    audience: Option<String>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    admitted: bool,
    submit: Option<String>,
    manage: Option<String>,
}

pub(super) fn cases() -> Vec<Case> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/tags/dirac-9.1.22.jsonl.gz");
    let file = std::fs::File::open(file).expect("the recording is in the repository");
    BufReader::new(GzDecoder::new(file))
        .lines()
        .map(|line| serde_json::from_str(&line.expect("a line")).expect("a case"))
        .collect()
}

fn values(tags: &[TagAt]) -> Vec<String> {
    let mut values: Vec<String> = tags.iter().map(|tag| tag.value.clone()).collect();
    values.sort();
    values.dedup();
    values
}

/// Whether DIRAC has no CE because it has no class for the type: an extension's might do anything.
fn is_type_missing(side: &Side) -> bool {
    let error = side.error.as_deref().unwrap_or_default();
    error == "no CE object of type ARC" || error.contains("No module Resources.Computing.ARC")
}

fn check_queue(at: &str, vos: &[String], ce: &Ce, ours: &Queue, theirs: &DiracQueue) -> usize {
    assert_eq!(ours.name, theirs.name, "{at}");
    if let Some(tags) = &theirs.submit.tags {
        assert_eq!(&values(&ours.tags), tags, "{at}: tags of the Site Director");
    }
    if let Some(tags) = &theirs.manage.tags {
        assert_eq!(&values(&ours.manage_tags), tags, "{at}: tags of PilotManager");
    }
    if theirs.submit.audience.is_some() {
        let audience = ours.audience.as_ref().or(ce.audience.as_ref());
        assert_eq!(audience, theirs.submit.audience.as_ref(), "{at}: audience");
    }
    for (position, vo) in vos.iter().enumerate() {
        let answer = &theirs.vos[vo];
        let Access { submit, manage } = ours.access[position];
        let at = format!("{at} for {vo}");
        assert_eq!(submit.state != TokenState::NotAdmitted, answer.admitted, "{at}: admission");
        assert_eq!(manage.state != TokenState::NotAdmitted, answer.admitted, "{at}: admission");
        if !answer.admitted {
            continue;
        }
        for (reader, ours, theirs, side) in [
            ("Site Director", submit.state, answer.submit.as_deref(), &theirs.submit),
            ("PilotManager", manage.state, answer.manage.as_deref(), &theirs.manage),
        ] {
            let expected = match theirs {
                Some(word) => word,
                None if is_type_missing(side) => "unknown",
                None => "error",
            };
            assert_eq!(ours.word(), expected, "{at}: {reader}");
        }
    }
    vos.len()
}

#[test]
fn tags_admission_and_credentials_are_those_of_diracs_own_code() {
    let cases = cases();
    assert!(cases.len() >= 500, "only {} configurations", cases.len());
    let mut verdicts = 0;
    for case in cases {
        let tree = cs::parse(case.cfg.as_str()).expect("DIRAC's parser takes it too");
        let inventory = Inventory::build(&tree, &Context { rules: Rules::V9 });
        let names: Vec<&String> = inventory.vos.iter().map(|vo| &vo.name).collect();
        assert_eq!(names, case.vos.iter().collect::<Vec<_>>(), "seed {}", case.seed);
        assert_eq!(inventory.ces.len(), case.ces.len(), "seed {}", case.seed);
        for (ours, theirs) in inventory.ces.iter().zip(&case.ces) {
            let at = format!("seed {} {}", case.seed, ours.path);
            assert_eq!(
                (&ours.grid, &ours.site, &ours.name),
                (&theirs.grid, &theirs.site, &theirs.name),
                "{at}"
            );
            assert_eq!(ours.queues.len(), theirs.queues.len(), "{at}");
            for (queue, theirs) in ours.queues.iter().zip(&theirs.queues) {
                let at = format!("{at} {}", queue.name);
                verdicts += check_queue(&at, &case.vos, ours, queue, theirs);
            }
        }
    }
    assert!(verdicts > 5_000, "only {verdicts} verdicts compared");
}
