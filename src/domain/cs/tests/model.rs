//! Edits on random configurations against a plain model of what they mean: nested lists, changed in place.

use proptest::prelude::*;

use super::super::*;
use super::laws;

/// An entry of the model: name, comment, and elements or entries.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    name: String,
    comment: String,
    body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Body {
    Option(Vec<String>),
    Section(Vec<Item>),
}

fn model(section: Section<'_>) -> Vec<Item> {
    let items = section.entries().map(|entry| match entry {
        Entry::Option(o) => Item {
            name: o.name().to_owned(),
            comment: o.comment(),
            body: Body::Option(o.list().map(str::to_owned).collect()),
        },
        Entry::Section(s) => {
            Item { name: s.name().to_owned(), comment: s.comment(), body: Body::Section(model(s)) }
        }
    });
    items.collect()
}

/// The entries of the section at `path`.
fn inside<'m>(items: &'m mut Vec<Item>, path: &CsPath) -> Option<&'m mut Vec<Item>> {
    let mut at = items;
    for name in path.names() {
        at = match &mut at.iter_mut().find(|item| item.name == name)?.body {
            Body::Section(items) => items,
            Body::Option(_) => return None,
        };
    }
    Some(at)
}

/// The same, with sections made where they are missing.
fn make<'m>(items: &'m mut Vec<Item>, path: &CsPath) -> Option<&'m mut Vec<Item>> {
    let mut at = items;
    for name in path.names() {
        if !at.iter().any(|item| item.name == name) {
            at.push(item(name, Body::Section(Vec::new())));
        }
        at = match &mut at.iter_mut().find(|item| item.name == name)?.body {
            Body::Section(items) => items,
            Body::Option(_) => return None,
        };
    }
    Some(at)
}

fn item(name: &str, body: Body) -> Item {
    Item { name: name.to_owned(), comment: String::new(), body }
}

fn split(value: &str) -> Vec<String> {
    value.split(',').map(|e| blank::strip(e).to_owned()).filter(|e| !e.is_empty()).collect()
}

/// Does to the model what the edit means; `None` where it cannot be done.
fn apply(items: &mut Vec<Item>, edit: &Edit) -> Option<()> {
    let above = edit.path().parent()?;
    let name = edit.path().name().to_owned();
    let place = |items: &Vec<Item>, name: &str| items.iter().position(|item| item.name == name);
    match edit {
        Edit::Set { value, .. } => {
            let there = make(items, &above)?;
            let value = split(value);
            match place(there, &name) {
                None => there.push(item(&name, Body::Option(value))),
                Some(at) => match &mut there[at].body {
                    Body::Option(old) => *old = value,
                    Body::Section(_) => return None,
                },
            }
        }
        Edit::AddElement { element, .. } => {
            let there = make(items, &above)?;
            if place(there, &name).is_none() {
                there.push(item(&name, Body::Option(Vec::new())));
            }
            let at = place(there, &name)?;
            let Body::Option(list) = &mut there[at].body else { return None };
            let element = blank::strip(element).to_owned();
            if !list.contains(&element) {
                list.push(element);
            }
        }
        Edit::RemoveElement { element, .. } => {
            let there = inside(items, &above)?;
            let at = place(there, &name)?;
            let Body::Option(list) = &mut there[at].body else { return None };
            list.retain(|e| e != blank::strip(element));
        }
        Edit::Unset { .. } | Edit::RemoveSection { .. } => {
            let there = inside(items, &above)?;
            let at = place(there, &name)?;
            let section = matches!(there[at].body, Body::Section(_));
            if section != matches!(edit, Edit::RemoveSection { .. }) {
                return None;
            }
            there.remove(at);
        }
        Edit::CreateSection { .. } => {
            let there = make(items, &above)?;
            if place(there, &name).is_some() {
                return None;
            }
            there.push(item(&name, Body::Section(Vec::new())));
        }
        Edit::Rename { name: new, .. } => {
            let there = inside(items, &above)?;
            let at = place(there, &name)?;
            if *new != name && place(there, new).is_some() {
                return None;
            }
            there[at].name.clone_from(new);
        }
        Edit::Move { path, into } => {
            if into.is_in(path) || above == *into {
                inside(items, &above).and_then(|there| place(there, &name))?;
                return (above == *into).then_some(());
            }
            if place(inside(items, into)?, &name).is_some() {
                return None;
            }
            let there = inside(items, &above)?;
            let at = place(there, &name)?;
            let moved = there.remove(at);
            inside(items, into)?.push(moved);
        }
        Edit::Copy { path, to } => {
            let there = inside(items, &above)?;
            let at = place(there, &name)?;
            let mut copy = there[at].clone();
            to.name().clone_into(&mut copy.name);
            let target = to.parent()?;
            let into = inside(items, &target)?;
            if (target.is_in(path) && matches!(copy.body, Body::Section(_)))
                || place(into, to.name()).is_some()
            {
                return None;
            }
            into.push(copy);
        }
        Edit::Comment { text, .. } => {
            let there = inside(items, &above)?;
            let at = place(there, &name)?;
            there[at].comment = text
                .split('\n')
                .map(blank::strip)
                .filter(|l| !l.is_empty())
                .collect::<Vec<_>>()
                .join("\n");
        }
    }
    Some(())
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[A-Z]", 2 => laws::name(), 1 => "[ -~\u{1}é/={}#]{0,4}"]
}

/// Paths of the tree, of what is near them, and of nothing.
fn path(tree: &Tree) -> impl Strategy<Value = CsPath> + use<> {
    let mut known = vec![CsPath::default()];
    let mut open = vec![tree.root()];
    while let Some(section) = open.pop() {
        known.extend(section.options().map(Opt::path));
        known.extend(section.sections().map(Section::path));
        open.extend(section.sections());
    }
    let known = prop::sample::select(known);
    prop_oneof![
        6 => known.clone(),
        2 => (known, name()).prop_map(|(path, name)| path.join(&name)),
        1 => (name(), name()).prop_map(|(a, b)| CsPath::new(&format!("/{a}/{b}"))),
    ]
}

fn edit(tree: &Tree) -> impl Strategy<Value = Edit> + use<> {
    let text = || prop_oneof![laws::value(), "[ -~\n\u{7}é,#]{0,8}"];
    let value = (0u8..3, path(tree), text()).prop_map(|(kind, path, value)| match kind {
        0 => Edit::Set { path, value },
        1 => Edit::AddElement { path, element: value },
        _ => Edit::RemoveElement { path, element: value },
    });
    let alone = (0u8..3, path(tree)).prop_map(|(kind, path)| match kind {
        0 => Edit::Unset { path },
        1 => Edit::CreateSection { path },
        _ => Edit::RemoveSection { path },
    });
    let other = (0u8..4, path(tree), path(tree), name(), text()).prop_map(
        |(kind, path, other, name, text)| match kind {
            0 => Edit::Rename { path, name },
            1 => Edit::Move { path, into: other },
            2 => Edit::Copy { path, to: other.join(&name) },
            _ => Edit::Comment { path, text },
        },
    );
    prop_oneof![3 => value, 2 => alone, 2 => other]
}

fn case() -> impl Strategy<Value = (Tree, Vec<Edit>)> {
    laws::tree().prop_flat_map(|tree| {
        let edits = prop::collection::vec(edit(&tree), 0..8);
        (Just(tree), edits)
    })
}

/// A configuration with secrets in it, and names that are those of secrets.
const SECRETS: &str = "A\n{\n  client_secret = one-of-the-secrets\n  x = 1\n  B\n  {\n    Password = another-secret\n    y = 2\n  }\n}\nC\n{\n  client_secret = \n}\n";

fn edit_near_secrets() -> impl Strategy<Value = Edit> {
    let path = || {
        let paths = [
            "/A",
            "/A/x",
            "/A/B",
            "/A/B/y",
            "/C",
            "/D",
            "/A/client_secret",
            "/C/client_secret",
            "/A/B/Password",
            "/D/z",
        ];
        prop::sample::select(paths.to_vec()).prop_map(CsPath::new)
    };
    let name = || prop::sample::select(vec!["A", "D", "x", "y", "client_secret", "Password", "z"]);
    (0u8..7, path(), path(), name()).prop_map(|(kind, path, other, name)| match kind {
        0 => Edit::Set { path, value: name.to_owned() },
        1 => Edit::Unset { path },
        2 => Edit::RemoveSection { path },
        3 => Edit::Rename { path, name: name.to_owned() },
        4 => Edit::Move { path, into: other },
        5 => Edit::Copy { path, to: other.join(name) },
        _ => Edit::AddElement { path, element: name.to_owned() },
    })
}

/// Values of options named like secrets, by path; and all paths with values.
fn values(tree: &Tree) -> Vec<(CsPath, String)> {
    let mut all = Vec::new();
    let mut open = vec![tree.root()];
    while let Some(section) = open.pop() {
        all.extend(section.options().map(|option| (option.path(), option.value().into_owned())));
        open.extend(section.sections());
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_refused_brings_no_secret_anywhere(edits in prop::collection::vec(edit_near_secrets(), 0..6)) {
        let before = parse(SECRETS).unwrap();
        let mut accepted = Vec::new();
        for edit in &edits {
            if before.edited(accepted.iter().copied().chain([edit]), None).is_ok() {
                accepted.push(edit);
            }
        }
        let after = before.edited(accepted, None).unwrap();
        let judgement = judge(&before, &after);
        let was = values(&before);
        let brought = values(&after).into_iter().filter(|(path, value)| {
            let secret = crate::domain::secret::is_secret_option(path.name()) || value.contains("-secret");
            secret && !was.iter().any(|(at, old)| at == path && old == value)
        });
        let brought: Vec<CsPath> = brought.map(|(path, _)| path).filter(|path| !judgement.refused.iter().any(|r| r.path == *path)).collect();
        prop_assert!(brought.is_empty(), "{:?}", brought);
        // what only goes is not refused
        let grown = !compare(&before, &after).iter().all(|c| matches!(c.what, What::Removed(_) | What::SectionRemoved | What::Order));
        prop_assert!(grown || judgement.refused.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_mean_what_the_model_says_and_survive_writing_and_reading((tree, edits) in case()) {
        let (mut wanted, mut accepted) = (model(tree.root()), Vec::new());
        for edit in &edits {
            let alone = tree.edited(accepted.iter().copied().chain([edit]), None);
            let mut next = wanted.clone();
            let done = apply(&mut next, edit);
            match alone {
                Ok(_) => {
                    prop_assert!(done.is_some(), "accepted and impossible: {:?}", edit);
                    accepted.push(edit);
                    wanted = next;
                }
                Err(fault) => {
                    prop_assert_eq!(fault.at, accepted.len());
                    let misspelt = matches!(fault.why, Why::Misspelt(_));
                    prop_assert!(misspelt || done.is_none() || edit.path().is_root(), "refused: {:?}: {}", edit, fault);
                }
            }
        }
        let edited = tree.edited(accepted.iter().copied(), None).unwrap();
        prop_assert_eq!(&model(edited.root()), &wanted);
        let again = parse(serialize(&edited)).unwrap();
        prop_assert!(again == edited);
        prop_assert_eq!(serialize(&edited), edited.text());
        // what differs is found, and nothing else is
        let none = compare(&tree, &edited).is_empty();
        prop_assert_eq!(none, model(tree.root()) == wanted);
    }
}
