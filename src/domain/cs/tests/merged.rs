//! What comes of edits on a configuration that others have changed, case by case.

use super::super::*;
use super::edits::{add, at, comment, copy, create, remove, rename, set, take, unset};
use super::read;

const BASE: &str = "A\n{\n  x = 1\n  list = a\n  list += b\n  B\n  {\n    y = 2\n  }\n}\nC\n{\n}\n";

/// What others did, what we do, where the conflict is, and why.
type Case<'c> = (&'c [(&'c str, &'c str)], Edit, &'c str, WhyConflict);

/// The merge of edits with what became of [`BASE`] by replacements.
fn merge(there: &[(&str, &str)], edits: &[Edit], choices: &Choices) -> Merged {
    let mut theirs = BASE.to_owned();
    for (from, to) in there {
        assert!(theirs.contains(from), "{from}");
        theirs = theirs.replacen(from, to, 1);
    }
    let merged = three_way(&read(BASE), &read(&theirs), edits, choices, None).unwrap();
    let again = read(&theirs).edited(&merged.edits, None).unwrap();
    assert_eq!(again.text(), merged.tree.text());
    merged
}

fn conflicts(there: &[(&str, &str)], edits: &[Edit]) -> Vec<(String, WhyConflict)> {
    let merged = merge(there, edits, &Choices::new());
    merged.conflicts.iter().map(|c| (c.path.to_string(), c.why)).collect()
}

fn choose(path: &str, choice: Choice) -> Choices {
    [(at(path), choice)].into()
}

#[test]
fn what_others_did_elsewhere_stays_and_ours_is_applied() {
    let merged = merge(
        &[("y = 2", "y = 3\n    z = 4")],
        &[set("/A/x", "5"), rename("/C", "D")],
        &Choices::new(),
    );
    assert_eq!(
        merged.tree.text(),
        BASE.replace("y = 2", "y = 3\n    z = 4").replace("x = 1", "x = 5").replace("C\n", "D\n")
    );
    assert!(merged.conflicts.is_empty() && merged.already.is_empty());
}

#[test]
fn what_is_done_there_already_is_not_done_again() {
    let there =
        [("x = 1", "x = 5"), ("    y = 2\n", ""), ("C\n{\n", "C\n{\n  D\n  {\n    z = 1\n  }\n")];
    let edits = [set("/A/x", "5"), unset("/A/B/y"), create("/C/D"), set("/C/D/z", "1")];
    let merged = merge(&there, &edits, &Choices::new());
    assert_eq!((merged.edits.len(), merged.already.len()), (0, 3));
    assert!(merged.conflicts.is_empty());
}

#[test]
fn elements_of_one_list_do_not_contradict_each_other() {
    let there = [("list += b", "list += b\n  list += c")];
    let merged = merge(
        &there,
        &[add("/A/list", "d"), take("/A/list", "a"), add("/A/list", "c")],
        &Choices::new(),
    );
    assert_eq!(merged.tree.option("/A/list").unwrap().list().collect::<Vec<_>>(), ["b", "c", "d"]);
    assert_eq!(merged.already, [add("/A/list", "c")]);
    // a whole value does
    let found = conflicts(&there, &[set("/A/list", "d")]);
    assert_eq!(found, [("/A/list".to_owned(), WhyConflict::BothChanged)]);
}

#[test]
fn contradictions_are_conflicts_with_their_reason() {
    use WhyConflict::{
        BothChanged, BothMade, ChangedInside, ChangedThere, Comments, GoneThere, MadeThere,
        OtherKind, SectionGone,
    };
    let section = "  B\n  {\n    y = 2\n  }\n";
    let cases: [Case<'_>; 12] = [
        (&[("x = 1", "x = 2")], set("/A/x", "3"), "/A/x", BothChanged),
        (&[("C\n{\n", "C\n{\nn = 1\n")], set("/C/n", "2"), "/C/n", BothMade),
        (&[("x = 1\n", "")], set("/A/x", "3"), "/A/x", GoneThere),
        (&[("x = 1", "x = 2")], unset("/A/x"), "/A/x", ChangedThere),
        (&[(section, "")], set("/A/B/y", "3"), "/A/B/y", SectionGone),
        (&[(section, "")], add("/A/B/new", "3"), "/A/B/new", SectionGone),
        (&[(section, "")], create("/A/B/D"), "/A/B/D", SectionGone),
        (&[("B\n", "B2\n")], set("/A/B/y", "3"), "/A/B/y", SectionGone),
        (&[("y = 2", "y = 3")], remove("/A/B"), "/A/B", ChangedInside),
        (&[("C\n{\n", "C\n{\n  D\n  {\n    z = 1\n  }\n")], set("/C/D/z", "2"), "/C/D", MadeThere),
        (&[("x = 1\n", "x{\n}\n")], set("/A/x", "2"), "/A/x", OtherKind),
        (&[("x = 1", "#one\nx = 1")], comment("/A/x", "two"), "/A/x", Comments),
    ];
    for (there, edit, path, why) in cases {
        assert_eq!(
            conflicts(there, std::slice::from_ref(&edit)),
            [(path.to_owned(), why)],
            "{edit}"
        );
        let merged = merge(there, &[edit], &Choices::new());
        assert!(merged.edits.is_empty());
        let conflict = &merged.conflicts[0];
        assert!(!conflict.to_string().is_empty() && !conflict.remedy().is_empty());
    }
    // a renamed section is one that goes and one that comes
    assert_eq!(
        conflicts(&[("y = 2", "y = 3")], &[rename("/A/B", "D")]),
        [("/A/B".to_owned(), ChangedInside)]
    );
}

#[test]
fn a_choice_settles_its_conflict() {
    let there = [("x = 1", "x = 2")];
    let edit = [set("/A/x", "3")];
    for (choice, value) in
        [(Choice::Theirs, "2"), (Choice::Mine, "3"), (Choice::Value("4".to_owned()), "4")]
    {
        let merged = merge(&there, &edit, &choose("/A/x", choice.clone()));
        assert_eq!(merged.tree.value("/A/x").as_deref(), Some(value));
        assert!(merged.conflicts.is_empty());
        assert_eq!(merged.settled.len(), 1);
    }
    let gone = [("  B\n  {\n    y = 2\n  }\n", "")];
    let merged = merge(&gone, &[set("/A/B/y", "3")], &choose("/A/B/y", Choice::Mine));
    assert_eq!(merged.tree.value("/A/B/y").as_deref(), Some("3"));
    let merged = merge(&[("y = 2", "y = 3")], &[remove("/A/B")], &choose("/A/B", Choice::Mine));
    assert!(merged.tree.section("/A/B").is_none());
    let merged = merge(&[("A\n{", "A2\n{")], &[set("/A/x", "3")], &choose("/A/x", Choice::Mine));
    assert_eq!(merged.tree.value("/A/x").as_deref(), Some("3"));
    // an option where our section was, and a section where our option was
    let option = [("  B\n  {\n    y = 2\n  }\n", "B = 1\n")];
    let merged = merge(&option, &[set("/A/B/y", "3")], &choose("/A/B/y", Choice::Mine));
    assert_eq!(merged.tree.value("/A/B/y").as_deref(), Some("3"));
    let merged =
        merge(&[("x = 1\n", "x{\n}\n")], &[set("/A/x", "3")], &choose("/A/x", Choice::Mine));
    assert_eq!(merged.tree.value("/A/x").as_deref(), Some("3"));
    let edits = [unset("/A/x"), create("/A/x"), set("/A/x/y", "1")];
    let merged = merge(&[("x = 1", "x = 2")], &edits, &choose("/A/x", Choice::Mine));
    assert_eq!(merged.tree.value("/A/x/y").as_deref(), Some("1"));
    // a value is no answer to a question about a section
    let merged =
        merge(&[("y = 2", "y = 3")], &[remove("/A/B")], &choose("/A/B", Choice::Value("1".into())));
    assert_eq!(merged.conflicts.len(), 1);
}

#[test]
fn what_hangs_on_a_section_waits_for_the_decision_about_it() {
    let there = [("C\n{\n", "C\n{\n  D\n  {\n    z = 1\n    t = 1\n  }\n")];
    let edits = [create("/C/D"), set("/C/D/z", "2"), set("/C/D/n", "3"), set("/A/x", "9")];
    let undecided = merge(&there, &edits, &Choices::new());
    assert_eq!(undecided.conflicts.len(), 1);
    assert_eq!(undecided.edits, [set("/A/x", "9")]);
    let theirs = merge(&there, &edits, &choose("/C/D", Choice::Theirs));
    assert_eq!(theirs.edits, [set("/A/x", "9")]);
    let mine = merge(&there, &edits, &choose("/C/D", Choice::Mine));
    assert_eq!(mine.edits, [set("/A/x", "9"), set("/C/D/n", "3")]);
    assert_eq!(mine.conflicts[0].path, at("/C/D/z"));
}

#[test]
fn a_comment_that_is_asked_about_holds_up_nothing_else() {
    let there = [("C\n", "#theirs\nC\n")];
    let merged = merge(&there, &[comment("/C", "ours"), set("/C/x", "1")], &Choices::new());
    assert_eq!((merged.conflicts.len(), merged.edits), (1, vec![set("/C/x", "1")]));
}

#[test]
fn a_copy_holds_what_was_there_when_it_was_staged() {
    let merged = merge(&[("y = 2", "y = 3")], &[copy("/A/B", "/C/B")], &Choices::new());
    assert_eq!(merged.tree.value("/C/B/y").as_deref(), Some("2"));
    assert_eq!(merged.tree.value("/A/B/y").as_deref(), Some("3"));
    assert!(merged.conflicts.is_empty());
}

#[test]
fn what_amounts_to_nothing_takes_nothing_of_theirs_away() {
    let merged =
        merge(&[("x = 1", "x = 7")], &[set("/A/x", "5"), set("/A/x", "1")], &Choices::new());
    assert_eq!(merged.tree.value("/A/x").as_deref(), Some("7"));
    let there = [("list += b", "list += b\n  list += c")];
    let merged = merge(&there, &[add("/A/list", "c"), take("/A/list", "c")], &Choices::new());
    assert_eq!(merged.tree.option("/A/list").unwrap().list().count(), 3);
}

#[test]
fn edits_that_do_not_fit_their_own_base_are_refused() {
    let fault =
        three_way(&read(BASE), &read(BASE), &[unset("/Q")], &Choices::new(), None).unwrap_err();
    assert_eq!(fault.why, Why::Missing);
}

#[test]
fn a_conflict_quotes_no_credential() {
    let there = "x = eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln";
    let merged = merge(&[("x = 1", there)], &[set("/A/x", "3")], &Choices::new());
    let conflict = &merged.conflicts[0];
    let told = format!("{conflict} {:?}", conflict.theirs);
    assert!(told.contains("[redacted]") && !told.contains("eyJ"), "{told}");
}
