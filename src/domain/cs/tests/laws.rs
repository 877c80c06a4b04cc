//! Laws that hold for every tree and every text.

use std::collections::HashSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::super::*;

/// An entry of a tree to be written: comment lines, name, value or entries.
#[derive(Clone, Debug)]
enum Made {
    Option(Vec<String>, String, String),
    Section(Vec<String>, String, Vec<Made>),
}

impl Made {
    fn name(&self) -> &str {
        match self {
            Self::Option(_, name, _) | Self::Section(_, name, _) => name,
        }
    }
}

pub(super) fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[A-Za-z][A-Za-z0-9_.:-]{0,6}",
        1 => "[a-z] [a-z+]",
        1 => "[éß日+*(][é本+ ]{0,3}[\"'é)]",
    ]
}

pub(super) fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z0-9:/.-]{0,12}",
        2 => "[a-c]{0,2}(,[ a-c]{0,3}){0,4}",
        1 => "[ -~é\u{a0}]{0,20}",
    ]
}

fn notes() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[ -~é]{0,12}", 0..3).prop_map(|notes| match notes.len() {
        1 => Vec::new(),
        _ => notes,
    })
}

/// Entries of one section, names told apart.
fn entries() -> impl Strategy<Value = Vec<Made>> {
    let option = (notes(), name(), value()).prop_map(|(c, n, v)| Made::Option(c, n, v)).boxed();
    let unique = |made: Vec<Made>| -> Vec<Made> {
        let mut seen = HashSet::new();
        made.into_iter().filter(|entry| seen.insert(entry.name().to_owned())).collect()
    };
    let leaf = prop::collection::vec(option.clone(), 0..4).prop_map(unique);
    leaf.prop_recursive(5, 60, 6, move |inner| {
        let section = (notes(), name(), inner).prop_map(|(c, n, e)| Made::Section(c, n, e));
        prop::collection::vec(prop_oneof![section, option.clone()], 0..6).prop_map(unique)
    })
}

fn write(entries: &[Made], out: &mut String) {
    for entry in entries {
        let (Made::Option(notes, ..) | Made::Section(notes, ..)) = entry;
        for note in notes {
            writeln!(out, "# {note}").unwrap();
        }
        match entry {
            Made::Option(_, name, value) => writeln!(out, "{name} = {value}").unwrap(),
            Made::Section(_, name, entries) => {
                writeln!(out, "{name}\n{{").unwrap();
                write(entries, out);
                out.push_str("}\n");
            }
        }
    }
}

pub(super) fn tree() -> impl Strategy<Value = Tree> {
    entries().prop_map(|entries| {
        let mut text = String::new();
        write(&entries, &mut text);
        parse(text).unwrap()
    })
}

/// Lines and pieces of lines that mean something, in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "A",
        "B",
        "{",
        "}",
        "A{",
        "}\n",
        "\n",
        "\n",
        "x = 1\n",
        "x += 2\n",
        "A/x = 3\n",
        "/{\n",
        "#",
        "# c\n",
        "=",
        "+=",
        "/",
        ",",
        " ",
        "\r\n",
        "\u{feff}",
        "\u{85}",
        "\u{1c}",
        "é",
        "A/B{\n",
        "A{}\n",
        "x\n",
        "\0",
        "𝄞",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// All sections of a tree, the root first.
fn sections(tree: &Tree) -> Vec<Section<'_>> {
    let mut all = vec![tree.root()];
    let mut at = 0;
    while let Some(section) = all.get(at).copied() {
        all.extend(section.sections());
        at += 1;
    }
    all
}

/// Reads everything that a tree offers.
fn read_all(tree: &Tree) -> usize {
    let mut seen = 0;
    for section in sections(tree) {
        seen += section.comment().len()
            + section.path().as_str().len()
            + section.line().map_or(0, |_| 1);
        for option in section.options() {
            assert_eq!(
                option.list().map(str::len).sum::<usize>() > 0,
                option.value().contains(|c: char| c != ',' && !blank::is_blank(c))
            );
            seen += option.value().len() + option.comment().len() + option.path().as_str().len();
            seen +=
                option.shadowed().map_or(0, |value| value.len()) + option.line().map_or(0, |_| 1);
            assert_eq!(section.option(option.name()).map(Opt::value), Some(option.value()));
        }
    }
    seen + serialize(tree).len()
}

/// The same tree with values as the serializer leaves them.
fn normal(tree: &Tree) -> Vec<(CsPath, Option<Vec<String>>, String)> {
    let mut all = Vec::new();
    for section in sections(tree) {
        for entry in section.entries() {
            all.push(match entry {
                Entry::Option(o) => {
                    (o.path(), Some(o.list().map(String::from).collect()), o.comment())
                }
                Entry::Section(s) => (s.path(), None, s.comment()),
            });
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_reads_back_equal_and_writes_the_same_bytes(tree in tree()) {
        let text = serialize(&tree);
        let again = parse(text.as_str()).unwrap();
        prop_assert_eq!(normal(&again), normal(&tree));
        prop_assert_eq!(serialize(&again), text.as_str());
        prop_assert!(parse(serialize(&again)).unwrap() == again);
        prop_assert_eq!(again.text(), text);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in prop_oneof![soup(), any::<String>(), "[AB{}=+#/, \n]{0,60}"]) {
        match parse(text.as_str()) {
            Ok(tree) => { read_all(&tree); read_all(&Tree::merged(&tree, &[])); }
            Err(error) => {
                let lines = text.split('\n').count();
                prop_assert!((1..=lines).contains(&(error.line as usize)), "{}", error);
            }
        }
    }

    #[test]
    fn local_wins_and_nothing_of_the_remote_is_lost(remote in tree(), one in tree(), two in tree()) {
        let locals = [("one", one), ("two", two)].map(|(label, tree)| LocalFile { label: label.into(), tree });
        let merged = Tree::merged(&remote, &locals);
        read_all(&merged);
        let clash = |path: &CsPath| {
            merged.clashes().iter().any(|at| path == at || path.as_str().starts_with(&format!("{at}/")))
        };
        for (number, local) in locals.iter().enumerate() {
            for option in sections(&local.tree).into_iter().flat_map(Section::options) {
                let path = option.path();
                if clash(&path) { continue; }
                let found = merged.option(path.as_str());
                let later = locals.iter().skip(number + 1).any(|l| l.tree.option(path.as_str()).is_some());
                prop_assert!(found.is_some(), "{} is lost", path);
                if !later {
                    let found = found.unwrap();
                    prop_assert_eq!(found.value(), option.value());
                    prop_assert_eq!(found.comment(), option.comment());
                    prop_assert_eq!(found.origin(), Origin::Local(number as u8));
                }
            }
        }
        for option in sections(&remote).into_iter().flat_map(Section::options) {
            let path = option.path();
            if clash(&path) { continue; }
            let found = merged.option(path.as_str()).unwrap();
            if found.origin() == Origin::Remote {
                prop_assert_eq!(found.value(), option.value());
                prop_assert_eq!(found.shadowed(), None);
                prop_assert_eq!(found.line(), option.line());
            } else {
                prop_assert_eq!(found.shadowed(), Some(option.value()));
            }
        }
    }

    #[test]
    fn merging_with_nothing_changes_no_content(tree in tree()) {
        let merged = Tree::merged(&tree, &[]);
        let (mut a, mut b) = (normal(&merged), normal(&tree));
        a.sort();
        b.sort();
        prop_assert_eq!(a, b);
        prop_assert!(merged.clashes().is_empty());
    }
}
