//! Texts of absurd shape: nothing may recurse, nothing may take quadratic time.

use std::fmt::{self, Write as _};

use super::super::*;
use super::{local, read};

/// Counts what is written to it.
#[derive(Default)]
struct Counter(u64);

impl fmt::Write for Counter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len() as u64;
        Ok(())
    }
}

const DEPTH: usize = 100_000;

fn nested() -> String {
    format!("{}x = 1\n{}", "A\n{\n".repeat(DEPTH), "}\n".repeat(DEPTH))
}

#[test]
fn a_hundred_thousand_levels_are_read_merged_compared_written_and_dropped() {
    let tree = read(&nested());
    let merged = Tree::merged(&tree, &[local("l", &nested())]);
    assert!(tree == read(&nested()));
    let mut deepest = merged.root();
    while let Some(below) = deepest.section("A") {
        deepest = below;
    }
    assert_eq!(deepest.option("x").unwrap().origin(), Origin::Local(0));
    assert_eq!(deepest.path().as_str().len(), 2 * DEPTH);
    assert_eq!(deepest.line(), Some(2 * DEPTH as u32 - 1));
    let mut counter = Counter::default();
    write_to(&merged, &mut counter).unwrap();
    let indents = 2 * 3 * (0..DEPTH as u64).sum::<u64>() + 2 * DEPTH as u64;
    assert_eq!(counter.0, indents + 6 * DEPTH as u64 + 6);
    let alone = Tree::merged(&read(""), &[local("l", &nested())]);
    assert!(alone == tree);
}

#[test]
fn a_hundred_thousand_levels_are_compared_and_never_written() {
    let (deep, flat) = (read(&nested()), read(""));
    assert!(compare(&deep, &read(&nested())).is_empty());
    let other = read(&nested().replace("x = 1", "x = 2"));
    assert_eq!(compare(&deep, &other).len(), 1);
    assert!(compare(&flat, &deep).len() < 1_000 && compare(&deep, &flat).len() < 1_000);
    let edit = Edit::Set { path: CsPath::new("/B"), value: "1".into() };
    assert_eq!(deep.edited([&edit], None).unwrap_err().why, Why::TooDeep);
    let gone = Edit::RemoveSection { path: CsPath::new("/A") };
    assert_eq!(deep.edited([&gone], None).unwrap().text(), "");
    let below = Edit::Set { path: CsPath::new(&"/A".repeat(1_000)), value: "1".into() };
    assert_eq!(flat.edited([&below], None).unwrap_err().why, Why::TooDeep);
    let merged = three_way(&flat, &deep, &[edit], &Choices::new(), None);
    assert_eq!(merged.unwrap_err().why, Why::TooDeep);
}

#[test]
fn ten_thousand_edits_of_one_list_and_one_section_are_all_done() {
    let tree = read("list = a\n");
    let element = |i: usize| format!("e{i}");
    let path = || CsPath::new("/list");
    let mut edits: Vec<Edit> =
        (0..10_000).map(|i| Edit::AddElement { path: path(), element: element(i) }).collect();
    edits.extend((0..9_999).map(|i| Edit::RemoveElement { path: path(), element: element(i) }));
    edits.extend(
        (0..10_000)
            .map(|i| Edit::Set { path: CsPath::new(&format!("/S/o{i}")), value: element(i) }),
    );
    edits.extend((1..10_000).map(|i| Edit::Unset { path: CsPath::new(&format!("/S/o{i}")) }));
    let edited = tree.edited(&edits, None).unwrap();
    assert_eq!(edited.text(), "list = a\nlist += e9999\nS\n{\n  o0 = e0\n}\n");
    let theirs = read("list = a\nlist += b\n");
    let merged = three_way(&tree, &theirs, &edits, &Choices::new(), None).unwrap();
    assert_eq!(merged.tree.text(), edited.text().replace("list = a\n", "list = a\nlist += b\n"));
}

#[test]
fn a_hundred_thousand_unclosed_sections_and_closing_braces_are_refused() {
    assert!(parse("A{".repeat(DEPTH)).is_err());
    assert!(parse("}".repeat(DEPTH)).is_err());
    assert!(parse("/{".repeat(DEPTH)).is_err());
    assert!(parse("a/b/c\n".repeat(DEPTH)).is_ok());
}

#[test]
fn values_and_names_that_grow_in_turns_stay_linear() {
    let text = format!("a = 0\nb = 0\n{}", "a += 1\nb += 2\n".repeat(DEPTH));
    let tree = read(&text);
    assert_eq!(tree.root().list("a").len(), DEPTH + 1);
    assert_eq!(tree.value("b").unwrap().len(), 3 * DEPTH + 1);
    let name = format!("{}{{}}", "n\n".repeat(DEPTH));
    assert_eq!(read(&name).root().sections().next().unwrap().name().len(), DEPTH);
}

#[test]
fn a_closed_section_filled_from_outside_stays_linear() {
    let mut text = String::from("S{}\n");
    for i in 0..DEPTH {
        writeln!(text, "S/x{i} = {i}").unwrap();
    }
    assert_eq!(read(&text).value("S/x99999").as_deref(), Some("99999"));
}
