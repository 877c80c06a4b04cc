//! What the tree says about a text, case by case; the grammar itself is compared with diraccfg in tests/suite/cfg_text.rs.

mod compared;
mod deep;
mod edits;
mod laws;
mod merged;
mod model;

use std::fmt::Write as _;

use super::*;

fn read(text: &str) -> Tree {
    parse(text).unwrap()
}

fn refusal(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

fn local(label: &str, text: &str) -> LocalFile {
    LocalFile { label: label.into(), tree: read(text) }
}

#[test]
fn an_option_knows_its_value_list_line_comment_and_path() {
    let tree = read("A\n{\n  # by hand\n  x = 1,2\n  x += 3\n\n  B\n  {\n    y = Yes\n  }\n}\n");
    let x = tree.option("/A//x/").unwrap();
    assert_eq!((x.name(), x.value().as_ref(), x.line()), ("x", "1,2, 3", Some(4)));
    assert_eq!(x.list().collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!((x.comment().as_str(), x.path().as_str()), ("by hand", "/A/x"));
    assert!(tree.option("A/B/y").unwrap().is_true() && !x.is_true());
    assert_eq!(tree.value("A/B/y").as_deref(), Some("Yes"));
    assert_eq!(tree.section("A/B").unwrap().line(), Some(7));
    assert!(
        tree.section("A/x").is_none() && tree.option("A/B").is_none() && tree.option("/").is_none()
    );
    assert_eq!(tree.root().path().as_str(), "/");
    assert!(tree.root().line().is_none());
}

#[test]
fn a_section_lists_its_entries_in_the_order_of_the_text() {
    let tree = read("S{\nb = 1\nT{\n}\na = 2\nU{\n}\n}\n");
    let section = tree.section("S").unwrap();
    let names: Vec<_> = section.entries().map(Entry::name).collect();
    assert_eq!(names, ["b", "T", "a", "U"]);
    assert_eq!(section.options().map(Opt::name).collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(section.sections().map(Section::name).collect::<Vec<_>>(), ["T", "U"]);
    assert_eq!(section.at("U").unwrap().path().as_str(), "/S/U");
    assert!(section.list("missing").is_empty() && section.value("T").is_none());
}

#[test]
fn an_absent_option_is_not_an_empty_one() {
    let tree = read("Tag = \nOther = ,\n");
    assert_eq!(tree.value("Tag").as_deref(), Some(""));
    assert_eq!(tree.option("Other").unwrap().list().count(), 0);
    assert!(tree.value("Missing").is_none());
}

#[test]
fn the_words_for_true_are_those_of_dirac() {
    for (word, truth) in [
        ("y", true),
        ("YES", true),
        ("True", true),
        ("1", true),
        ("on", false),
        ("t", false),
        ("", false),
        ("yes, yes", false),
    ] {
        assert_eq!(read(&format!("x = {word}")).option("x").unwrap().is_true(), truth, "{word}");
    }
}

#[test]
fn a_name_put_together_from_lines_has_the_line_where_it_was_complete() {
    let tree = read("\nFoo\nBar\n{\nx = 1\n}\n");
    assert_eq!(tree.section("FooBar").unwrap().line(), Some(4));
}

#[test]
fn an_option_set_twice_keeps_its_place_and_has_the_last_value_line_and_comment() {
    let tree = read("# first\nx = 1\nx += 2\ny = 1\n# last\nx = 3\n");
    let x = tree.option("x").unwrap();
    assert_eq!((x.value().as_ref(), x.line(), x.comment().as_str()), ("3", Some(6), "last"));
    assert_eq!(tree.root().entries().map(Entry::name).collect::<Vec<_>>(), ["x", "y"]);
    assert_eq!(read("# first\nx = 1\nx = 2\n").option("x").unwrap().comment(), "");
}

#[test]
fn refusals_say_where_and_what_to_do() {
    let cases = [
        ("A{}\nB{}\nA{}\n", "Line 3: the section `A` is here already, as a section"),
        ("A = 1\nA{}\n", "Line 2: the section `A` is here already, as an option"),
        (
            "\nx += 1\n",
            "Line 2: `+=` adds to an option `x` that is not there; write it with `=` first.",
        ),
        ("x{}\nx += 1\n", "Line 2: `+=` adds to `x`, which is a section"),
        ("x = 1\n}\n", "Line 2: this `}` closes more sections than were opened"),
        ("A {\nB {\nx = 1 }\n}\n", "Line 1: the section `A` is opened here and never closed"),
        ("\n{\n}\n", "Line 2: this `{` opens a section without a name"),
        ("= 1\n", "Line 1: an option without a name"),
        ("a = 1\na/b = 1\n", "Line 2: `a/b` leads through an option"),
        (
            "a/b {\nx = 1\n}\n",
            "Line 2: the option `x` stands in a section whose path begins with a section that is not there",
        ),
    ];
    for (text, start) in cases {
        assert!(refusal(text).starts_with(start), "{text:?}: {}", refusal(text));
    }
}

#[test]
fn a_refusal_shows_names_scrubbed_and_short() {
    let hostile = refusal("a\u{1b}[31m{}\na\u{1b}[31m{}\n");
    assert!(hostile.contains("a\\x1b[31m") && !hostile.contains('\u{1b}'), "{hostile}");
    let long = format!("{}{{", "n".repeat(5000));
    assert!(refusal(&long).len() < 300);
}

#[test]
fn a_text_of_four_gigabytes_is_refused_in_words() {
    assert!(text::fits(u32::MAX as usize - 1).is_ok());
    let error = text::fits(u32::MAX as usize).unwrap_err().to_string();
    assert!(error.contains("4 GiB"), "{error}");
}

#[test]
fn a_local_option_wins_and_shows_what_it_hides_even_if_equal() {
    let remote = read("S\n{\n  a = 1\n  b = 2\n  c = 3\n}\n");
    let merged = Tree::merged(
        &remote,
        &[local("one.cfg", "S{\na = 9\nb = 2\nd = 4\n}\n"), local("two.cfg", "\nS{\na = 8\n}\n")],
    );
    let seen: Vec<_> = merged
        .section("S")
        .unwrap()
        .options()
        .map(|o| (o.name(), o.value().into_owned(), o.origin(), o.shadowed().map(String::from)))
        .collect();
    let row = |name, value: &str, origin, hidden: Option<&str>| {
        (name, value.to_owned(), origin, hidden.map(str::to_owned))
    };
    assert_eq!(
        seen,
        [
            row("a", "8", Origin::Local(1), Some("1")),
            row("b", "2", Origin::Local(0), Some("2")),
            row("c", "3", Origin::Remote, None),
            row("d", "4", Origin::Local(0), None),
        ]
    );
    assert_eq!(merged.option("S/a").unwrap().line(), Some(3));
    assert_eq!(merged.source_label(Origin::Local(1)), "two.cfg");
    assert_eq!(merged.source_label(Origin::Remote), "remote CS");
    assert_eq!(merged.text(), remote.text());
    assert_eq!(merged.section("S").unwrap().origin(), Origin::Remote);
}

#[test]
fn merging_puts_options_before_subsections_where_both_sides_have_the_section() {
    let remote = read("S{\nT{\n}\na = 1\n}\nU{\nV{\n}\nb = 1\n}\nz = 1\n");
    let merged = Tree::merged(&remote, &[local("l", "S{\nW{\nX{\n}\nc = 1\n}\nd = 1\n}\n")]);
    assert_eq!(serialize(&merged).replace([' ', '\n'], ""), "z=1S{a=1d=1T{}W{X{}c=1}}U{V{}b=1}");
    assert_eq!(
        serialize(&Tree::merged(&remote, &[])).replace([' ', '\n'], ""),
        "z=1S{T{}a=1}U{V{}b=1}"
    );
}

#[test]
fn a_name_that_is_option_here_and_section_there_is_told() {
    let remote = read("S{\nx = 1\ny{\n}\nz = 2\n}\n");
    let merged = Tree::merged(&remote, &[local("l", "S{\nx{\n}\ny = 1\n}\n")]);
    let clashes: Vec<_> = merged.clashes().iter().map(CsPath::as_str).collect();
    assert_eq!(clashes, ["/S/x", "/S/y"]);
    assert!(merged.section("S/x").is_some());
    assert_eq!(merged.value("S/y").as_deref(), Some("1"));
    assert_eq!(merged.value("S/z").as_deref(), Some("2"));
}

#[test]
fn names_in_large_sections_are_found_and_told_apart() {
    let mut text = String::from("Users{\n");
    for user in 0..5000 {
        writeln!(text, "u{user} {{\nEmail = {user}\n}}").unwrap();
    }
    text.push_str("}\nUsers/extra = 1\n");
    let tree = read(&text);
    let users = tree.section("Users").unwrap();
    for user in (0..5000).rev() {
        let found = users.section(&format!("u{user}")).unwrap().value("Email").unwrap();
        assert_eq!(found, user.to_string());
    }
    assert!(users.section("u5000").is_none() && users.option("u1").is_none());
    assert_eq!(users.value("extra").as_deref(), Some("1"));
    let again = text.replace("Users/extra = 1", "Users/u4321{\n}");
    assert!(refusal(&again).contains("`u4321` is here already"));
    let merged = Tree::merged(&tree, &[local("l", "Users{\nu77{\nEmail = none\n}\nnew{\n}\n}\n")]);
    assert_eq!(merged.value("Users/u77/Email").as_deref(), Some("none"));
    assert!(merged.section("Users/new").is_some() && merged.section("Users/u4999").is_some());
}

#[test]
fn debug_output_shows_no_value() {
    let tree = read("client_secret = hunter2\n");
    let shown = format!("{tree:?} {:?} {:?}", tree.root(), tree.option("client_secret").unwrap());
    assert!(!shown.contains("hunter2") && shown.contains("/client_secret"), "{shown}");
}

#[test]
fn paths_are_normalised_joined_and_taken_apart() {
    let path = CsPath::new(" Resources// Sites /");
    assert_eq!(path.as_str(), "/Resources/Sites");
    assert_eq!(path.join("/LCG/x").to_string(), "/Resources/Sites/LCG/x");
    assert_eq!((path.name(), path.parent().unwrap().as_str()), ("Sites", "/Resources"));
    let root = CsPath::default();
    assert_eq!((root.as_str(), root.name(), root.parent()), ("/", "", None));
    assert_eq!((CsPath::new(""), CsPath::new("/A").parent()), (root.clone(), Some(root.clone())));
    assert_eq!(root.join("A").as_str(), "/A");
}
