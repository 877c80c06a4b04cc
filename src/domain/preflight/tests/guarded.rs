//! What the guard leaves out, and what it lets pass.

use super::*;
use crate::domain::cs::CsPath;

const CES: &str = "/Resources/Sites/LCG/LCG.Here.ch/CEs";

fn stopped(tree: &Tree, rules: Rules, vos: &[&str]) -> Vec<(String, Vec<String>)> {
    let inventory = inventory(tree, rules);
    let ces: Vec<CsPath> = inventory.ces.iter().map(|ce| ce.path.clone()).collect();
    let vos: Vec<String> = vos.iter().map(|vo| (*vo).to_owned()).collect();
    let found = guard(tree, &inventory, &ces, &vos);
    assert_eq!(found.len(), ces.len());
    let left = found.into_iter().filter(|guarded| !guarded.passes());
    left.map(|guarded| (guarded.ce.name().to_owned(), guarded.reasons())).collect()
}

#[test]
fn what_works_passes_and_an_untagged_ce_would_do_nothing() {
    for rules in [Rules::V8, Rules::V9] {
        assert_eq!(
            stopped(&with(&[]), rules, &["myvo"]),
            [(
                "login.example".to_owned(),
                vec![
                    "myvo: check 9 fails (the queue is tagged for the VO): There is no tag."
                        .to_owned()
                ]
            )]
        );
    }
}

#[test]
fn what_fails_for_a_vo_stops_it_at_every_tagged_ce_and_no_other_vo() {
    let tree =
        with(&[("IdProvider = IAM", "IdProvider = Gone"), ("Tag = Token:myvo", "Tag = Token")]);
    let found = stopped(&tree, Rules::V9, &["myvo"]);
    let names: Vec<&str> = found.iter().map(|(ce, _)| ce.as_str()).collect();
    assert_eq!(names, ["arc.example", "condor.example", "login.example"]);
    assert_eq!(
        found[0].1,
        [
            "myvo: check 13 fails (the IdProvider is defined): /Resources/IdProviders/Gone does not exist."
        ]
    );
    // the other VO has no pilot group, which nothing replaces either: its directors end their cycle with or without tokens
    assert!(
        stopped(&tree, Rules::V9, &["other"]).iter().all(|(_, why)| !why[0].contains("check 13"))
    );
}

#[test]
fn a_tagged_ce_without_audience_stops_and_says_at_which_queue_nothing_since_all_are_alike() {
    let tree = with(&[("CEType = SSH", "CEType = SSH\nTag = Token:myvo")]);
    let found = stopped(&tree, Rules::V8, &["myvo"]);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].1,
        ["myvo: check 10 fails (the CE's type has an audience): CEs of the type SSH have none."]
    );
}

#[test]
fn a_ce_that_does_not_admit_the_vo_passes_for_nothing_is_submitted_there() {
    let tree = with(&[
        ("CEType = SSH", "CEType = SSH\nVO = other"),
        ("IdProvider = IAM", "IdProvider = Gone"),
    ]);
    let names: Vec<String> =
        stopped(&tree, Rules::V9, &["myvo"]).into_iter().map(|(ce, _)| ce).collect();
    assert_eq!(names, ["arc.example", "condor.example"]);
}

#[test]
fn strange_paths_and_vos_are_told_and_never_a_panic() {
    let tree = with(&[]);
    let inventory = inventory(&tree, Rules::V9);
    let ces = [CsPath::new("/"), CsPath::new(""), CsPath::new("/Resources/Nowhere")];
    assert!(guard(&tree, &inventory, &ces, &["myvo".into()]).iter().all(Guarded::passes));
    let ces = [CsPath::new(CES).join("arc.example")];
    let found = guard(&tree, &inventory, &ces, &["\u{1b}[2Jnobody".into()]);
    assert_eq!(found[0].stopped[0].row.check.id, "vo-admitted");
    assert!(found[0].passes_for("myvo"));
}
