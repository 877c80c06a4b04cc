//! Three-way merges of random edits on both sides: nothing is lost unnamed, and where the server's own auto-merge succeeds
//! the outcome is its outcome.
//!
//! 256 cases; more by `PROPTEST_CASES` (tests/lab/full takes 10,000).

mod random;

use std::collections::{BTreeMap, BTreeSet};

use dirac_tokens::domain::cs::{
    Change, Choice, Choices, Conflict, CsPath, Merged, Tree, WhyConflict, compare, parse, three_way,
};
use dirac_tokens::sandbox::dirac::auto_merge;
use proptest::prelude::*;

/// What an entry is, in content alone.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Absent,
    Option(Vec<String>),
    Section,
}

fn state(tree: &Tree, path: &CsPath) -> State {
    if let Some(option) = tree.option(path.as_str()) {
        return State::Option(option.list().map(str::to_owned).collect());
    }
    if tree.section(path.as_str()).is_some() { State::Section } else { State::Absent }
}

/// All entries of a tree, whatever their order.
fn content(tree: &Tree) -> BTreeMap<String, State> {
    let mut all = BTreeMap::new();
    let mut open = vec![tree.root()];
    while let Some(section) = open.pop() {
        for option in section.options() {
            let list = option.list().map(str::to_owned).collect();
            all.insert(option.path().to_string(), State::Option(list));
        }
        for below in section.sections() {
            all.insert(below.path().to_string(), State::Section);
            open.push(below);
        }
    }
    all
}

/// Where two trees differ in something that means anything.
fn differing(old: &Tree, new: &Tree) -> BTreeSet<CsPath> {
    compare(old, new).into_iter().filter(Change::means_something).map(|c| c.path).collect()
}

/// Whether `result` holds what leads from `old` to `new` at `path`: the very state, or, of a list, what was added and not
/// what was removed.
fn holds(path: &CsPath, old: &Tree, new: &Tree, result: &Tree) -> bool {
    let wanted = state(new, path);
    match (state(old, path), wanted, state(result, path)) {
        (_, wanted, found) if wanted == found => true,
        // what went is gone, also where something of the other kind came in its place
        (old, State::Absent, found) => {
            matches!(old, State::Section) != matches!(found, State::Section)
        }
        (old, State::Option(new), State::Option(found)) => {
            let old = if let State::Option(old) = old { old } else { Vec::new() };
            new.iter().filter(|e| !old.contains(e)).all(|e| found.contains(e))
                && old.iter().filter(|e| !new.contains(e)).all(|e| !found.contains(e))
        }
        _ => false,
    }
}

fn is_in_conflict(path: &CsPath, merged: &Merged) -> bool {
    merged.conflicts.iter().any(|conflict| path.is_in(&conflict.path))
}

/// The merge with one answer to every question, however many questions follow from it.
fn decided(case: &random::Case, answer: &Choice) -> Merged {
    let mut choices = Choices::new();
    for _ in 0..20 {
        let merged = case.merge(&choices);
        if merged.conflicts.is_empty() {
            return merged;
        }
        choices.extend(merged.conflicts.iter().map(|c| (c.path.clone(), answer.clone())));
    }
    panic!("questions without end: {:?}", case.merge(&choices).conflicts);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_either_side_is_lost_unnamed(case in random::case()) {
        let (base, theirs, mine) = (&case.base, &case.theirs, &case.mine);
        let merged = case.merge(&Choices::new());
        let result = &merged.tree;

        let again = case.merge(&Choices::new());
        prop_assert_eq!(&again.edits, &merged.edits);
        prop_assert_eq!(&again.conflicts, &merged.conflicts);
        prop_assert_eq!(again.tree.text(), result.text());
        let applied = theirs.edited(&merged.edits, None).unwrap();
        prop_assert_eq!(applied.text(), result.text());
        let read = parse(result.text()).unwrap().edited([], None).unwrap();
        prop_assert_eq!(read.text(), result.text());

        for path in differing(base, theirs) {
            prop_assert!(holds(&path, base, theirs, result), "theirs is lost at {}", path);
        }
        let ours = differing(base, mine);
        for path in &ours {
            prop_assert!(
                holds(path, base, mine, result) || is_in_conflict(path, &merged),
                "ours is lost at {}: {:?}", path, merged.conflicts
            );
        }
        for path in differing(theirs, result) {
            prop_assert!(ours.contains(&path), "{} changed and is not ours", path);
        }
        let conflicts: BTreeSet<&CsPath> = merged.conflicts.iter().map(|c| &c.path).collect();
        prop_assert_eq!(conflicts.len(), merged.conflicts.len());
    }

    #[test]
    fn every_answer_is_followed(case in random::case()) {
        let (base, theirs, mine) = (&case.base, &case.theirs, &case.mine);
        let asked = case.merge(&Choices::new());
        let kept = decided(&case, &Choice::Mine);
        for path in differing(base, mine) {
            prop_assert!(holds(&path, base, mine, &kept.tree), "ours was kept and is not there: {}", path);
        }
        let taken = decided(&case, &Choice::Theirs);
        let about_content = |c: &&Conflict| c.why != WhyConflict::Comments;
        for conflict in asked.conflicts.iter().filter(about_content) {
            prop_assert_eq!(state(&taken.tree, &conflict.path), state(theirs, &conflict.path));
        }
        for path in differing(base, theirs) {
            prop_assert!(holds(&path, base, theirs, &taken.tree), "theirs was taken and is not there: {}", path);
        }
    }

    #[test]
    fn where_the_server_can_merge_it_merges_the_same(case in random::case()) {
        if let Ok(servers) = auto_merge(&case.base, &case.theirs, &case.mine) {
            let merged = case.merge(&Choices::new());
            // of two comments the server keeps the committer's without a word; we ask
            let asked = merged.conflicts.iter().filter(|c| c.why != WhyConflict::Comments);
            prop_assert_eq!(asked.count(), 0);
            prop_assert_eq!(content(&merged.tree), content(&servers));
        }
    }
}

/// The generator does what it is for: it makes conflicts, merges that the server refuses, and merges that it does not.
#[test]
fn random_cases_are_of_all_kinds() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut server, mut conflicts, mut reasons, mut already) = (0, 0, BTreeSet::new(), 0);
    for _ in 0..400 {
        let case = random::case().new_tree(&mut runner).unwrap().current();
        server += usize::from(auto_merge(&case.base, &case.theirs, &case.mine).is_ok());
        let merged = case.merge(&Choices::new());
        conflicts += usize::from(!merged.conflicts.is_empty());
        already += usize::from(!merged.already.is_empty());
        reasons.extend(merged.conflicts.iter().map(|c| format!("{:?}", c.why)));
    }
    println!(
        "400 cases: server merges {server}, {conflicts} with conflicts {reasons:?}, {already} with edits done there"
    );
    assert!(server > 60 && conflicts > 100 && already > 40, "{server} {conflicts} {already}");
    assert!(reasons.len() >= 8, "{reasons:?}");
}

/// A merge is a plain function of its arguments; here only to keep the signature in one place.
fn merge(
    base: &Tree,
    theirs: &Tree,
    edits: &[dirac_tokens::domain::cs::Edit],
    choices: &Choices,
) -> Merged {
    three_way(base, theirs, edits, choices, None).expect("edits of this base")
}
