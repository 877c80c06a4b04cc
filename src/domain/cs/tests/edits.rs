//! What edits do, what they leave alone, and what is refused.

use std::fmt::Write as _;

use super::super::*;
use super::read;

const BASE: &str =
    "A\n{\n  #note\n  x = 1\n  list = a\n  list += b\n  B\n  {\n    y = 2\n  }\n}\nC\n{\n}\n";

pub(super) fn at(path: &str) -> CsPath {
    CsPath::new(path)
}

pub(super) fn set(path: &str, value: &str) -> Edit {
    Edit::Set { path: at(path), value: value.to_owned() }
}

pub(super) fn unset(path: &str) -> Edit {
    Edit::Unset { path: at(path) }
}

pub(super) fn add(path: &str, element: &str) -> Edit {
    Edit::AddElement { path: at(path), element: element.to_owned() }
}

pub(super) fn take(path: &str, element: &str) -> Edit {
    Edit::RemoveElement { path: at(path), element: element.to_owned() }
}

pub(super) fn create(path: &str) -> Edit {
    Edit::CreateSection { path: at(path) }
}

pub(super) fn remove(path: &str) -> Edit {
    Edit::RemoveSection { path: at(path) }
}

pub(super) fn rename(path: &str, name: &str) -> Edit {
    Edit::Rename { path: at(path), name: name.to_owned() }
}

pub(super) fn move_into(path: &str, into: &str) -> Edit {
    Edit::Move { path: at(path), into: at(into) }
}

pub(super) fn copy(path: &str, to: &str) -> Edit {
    Edit::Copy { path: at(path), to: at(to) }
}

pub(super) fn comment(path: &str, text: &str) -> Edit {
    Edit::Comment { path: at(path), text: text.to_owned() }
}

fn edited(edits: &[Edit]) -> String {
    read(BASE).edited(edits, None).unwrap().text().to_owned()
}

fn why(edit: &Edit) -> Why {
    let fault = read(BASE).edited(&[create("/ok"), edit.clone()], None).unwrap_err();
    assert_eq!((fault.at, &fault.path), (1, edit.path()));
    assert!(!fault.to_string().is_empty() && !fault.remedy().is_empty());
    fault.why
}

#[test]
fn without_edits_the_text_is_the_servers_own() {
    assert_eq!(edited(&[]), BASE);
    let spelled = read("A{}\n#a # b\nx=1,2 ,,3");
    assert_eq!(spelled.edited(&[], None).unwrap().text(), serialize(&spelled));
    assert_eq!(Tree::default().edited(&[], None).unwrap().text(), "");
}

#[test]
fn every_kind_of_edit_does_what_it_says_and_no_more() {
    let with = |from: &str, to: &str| BASE.replace(from, to);
    assert_eq!(edited(&[set("/A/x", " 2 ")]), with("x = 1", "x = 2"));
    assert_eq!(edited(&[set("/A/x", "p,q")]), with("x = 1\n", "x = p\n  x += q\n"));
    assert_eq!(edited(&[set("/C/D/z", "3")]), with("C\n{\n", "C\n{\n  D\n  {\n    z = 3\n  }\n"));
    assert_eq!(edited(&[unset("/A/x")]), with("  #note\n  x = 1\n", ""));
    assert_eq!(edited(&[add("/A/list", "c")]), with("list += b\n", "list += b\n  list += c\n"));
    assert_eq!(edited(&[add("/C/new", "c")]), with("C\n{\n", "C\n{\n  new = c\n"));
    assert_eq!(edited(&[take("/A/list", "a")]), with("list = a\n  list += b", "list = b"));
    let emptied = edited(&[take("/A/list", "a"), take("/A/list", "b")]);
    assert_eq!(emptied, with("list = a\n  list += b", "list = "));
    assert_eq!(edited(&[create("/C/D")]), with("C\n{\n", "C\n{\n  D\n  {\n  }\n"));
    assert_eq!(edited(&[remove("/A/B")]), with("  B\n  {\n    y = 2\n  }\n", ""));
    assert_eq!(edited(&[rename("/A", "Z")]), with("A\n{", "Z\n{"));
    assert_eq!(edited(&[rename("/A/x", "X")]), with("x = 1", "X = 1"));
    let moved = edited(&[move_into("/A/B", "/C"), move_into("/A/x", "/")]);
    let text =
        "A\n{\n  list = a\n  list += b\n}\nC\n{\n  B\n  {\n    y = 2\n  }\n}\n#note\nx = 1\n";
    assert_eq!(moved, text);
    let copied = edited(&[copy("/A/B", "/C/B2"), set("/C/B2/y", "3")]);
    assert_eq!(copied, with("C\n{\n", "C\n{\n  B2\n  {\n    y = 3\n  }\n"));
    assert_eq!(edited(&[comment("/A/x", "one\n two ")]), with("#note", "#one\n  #two"));
    assert_eq!(edited(&[comment("/A/x", "")]), with("  #note\n", ""));
}

#[test]
fn what_is_so_already_is_left_alone_signature_and_all() {
    let signed =
        Signed { who: "ada@dirac_admin".into(), at: "2026-01-02T10:11:12Z".parse().unwrap() };
    let same = [
        set("/A/x", "1"),
        set("/A/list", "a,b"),
        add("/A/list", "b"),
        take("/A/list", "q"),
        comment("/A/x", "note"),
        rename("/A/x", "x"),
        move_into("/A/x", "/A"),
    ];
    for edit in same {
        let tree = read(BASE).edited([&edit], Some(&signed)).unwrap();
        assert_eq!(tree.text(), BASE, "{edit}");
    }
}

#[test]
fn what_is_touched_says_who_touched_it_last_as_diracs_own_tools_do() {
    let at = "2026-01-02T10:11:12.9Z".parse().unwrap();
    let signed = Signed { who: "ada@dirac_admin".into(), at };
    let edits = [
        set("/A/x", "2"),
        set("/C/D/z", "3"),
        remove("/A/B"),
        set("/C/gone", "1"),
        unset("/C/gone"),
    ];
    let tree = read(&BASE.replace("#note", "#note\n#@@-bob@old - 2020-01-01 00:00:00"))
        .edited(&edits, Some(&signed))
        .unwrap();
    let line = "@@-ada@dirac_admin - 2026-01-02 10:11:12";
    assert_eq!(tree.option("/A/x").unwrap().comment(), format!("note\n{line}"));
    assert_eq!(tree.option("/C/D/z").unwrap().comment(), line);
    assert_eq!(tree.section("/C/D").unwrap().comment(), line);
    assert_eq!(tree.text().matches("@@-").count(), 3);
}

#[test]
fn what_cannot_be_done_is_refused_with_its_reason() {
    assert_eq!(why(&set("/", "1")), Why::Root);
    assert_eq!(why(&unset("")), Why::Root);
    assert_eq!(why(&set("/A/B", "1")), Why::IsSection);
    assert_eq!(why(&add("/A/B", "1")), Why::IsSection);
    assert_eq!(why(&unset("/A/B")), Why::IsSection);
    assert_eq!(why(&remove("/A/x")), Why::IsOption);
    assert_eq!(why(&create("/A/x")), Why::IsOption);
    assert_eq!(why(&create("/A/B")), Why::There(at("/A/B")));
    assert_eq!(why(&set("/A/x/y", "1")), Why::Through(at("/A/x")));
    assert_eq!(why(&unset("/A/x/y")), Why::Through(at("/A/x")));
    for edit in
        [unset("/A/q"), take("/A/q", "e"), remove("/A/q"), rename("/A/q", "r"), comment("/q", "r")]
    {
        assert_eq!(why(&edit), Why::Missing);
    }
    assert_eq!(why(&rename("/A/x", "list")), Why::There(at("/A/list")));
    assert_eq!(why(&move_into("/A", "/A/B")), Why::IntoItself);
    assert_eq!(why(&copy("/A", "/A/B/A")), Why::IntoItself);
    assert_eq!(why(&move_into("/A", "/Q")), Why::NoSection(at("/Q")));
    assert_eq!(why(&copy("/A/x", "/C/D/x")), Why::NoSection(at("/C/D")));
    assert_eq!(why(&copy("/A/x", "/A/list")), Why::There(at("/A/list")));
    assert_eq!(why(&copy("/A", "/")), Why::Root);
    assert_eq!(why(&move_into("/A/B", "/A/x")), Why::Through(at("/A/x")));
}

#[test]
fn names_and_values_that_the_text_would_lose_are_refused() {
    use Misspelling::{Blanks, Comma, Control, Hash, HashInComment, NoElement, NoName, Sign};
    let cases = [
        (rename("/A", "a/b"), Sign('/')),
        (rename("/A", "a{"), Sign('{')),
        (rename("/A", "}"), Sign('}')),
        (rename("/A", "a=b"), Sign('=')),
        (rename("/A", "a\nb"), Control),
        (rename("/A", "#a"), Hash),
        (rename("/A", " a"), Blanks),
        (rename("/A", ""), NoName),
        (set("/A/a{b", "1"), Sign('{')),
        (set("/A/a=b/c", "1"), Sign('=')),
        (create("/#a"), Hash),
        (set("/A/x", "1\n2"), Control),
        (set("/A/x", "\u{1b}[2J"), Control),
        (add("/A/list", "a,b"), Comma),
        (add("/A/list", " "), NoElement),
        (comment("/A", "a # b"), HashInComment),
        (comment("/A", "a\rb"), Control),
    ];
    for (edit, misspelling) in cases {
        assert_eq!(why(&edit), Why::Misspelt(misspelling), "{edit}");
    }
}

#[test]
fn a_configuration_that_its_own_text_cannot_keep_is_not_written() {
    // diraccfg reads `A{}b` as the name here, and something else when it is written
    let fault = read("C\n{\nA{}b = 1\n}").edited(&[set("/C/x", "1")], None).unwrap_err();
    assert!(matches!(fault.why, Why::Unwritable(_)), "{fault}");
}

#[test]
fn large_sections_are_kept_in_order_under_all_edits() {
    let mut text = String::from("S\n{\n");
    for i in 0..100 {
        writeln!(text, "  o{i} = {i}").unwrap();
    }
    text.push_str("}\n");
    let edits = [
        rename("/S/o50", "p"),
        set("/S/p", "x"),
        unset("/S/o0"),
        set("/S/o0", "again"),
        unset("/S/o99"),
        rename("/S/p", "o50"),
        create("/T"),
        move_into("/S/o1", "/T"),
        move_into("/T/o1", "/S"),
    ];
    let tree = read(&text).edited(&edits, None).unwrap();
    let names: Vec<&str> = tree.section("S").unwrap().options().map(Opt::name).collect();
    let mut wanted: Vec<String> = (2..99).map(|i| format!("o{i}")).collect();
    wanted.extend(["o0".to_owned(), "o1".to_owned()]);
    assert_eq!(names, wanted);
    assert_eq!(tree.value("/S/o50").as_deref(), Some("x"));
}
