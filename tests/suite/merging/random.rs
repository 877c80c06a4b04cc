//! Random configurations with few names, so that two sides meet, and random edits that fit them.

use dirac_tokens::domain::cs::{Choices, CsPath, Edit, Merged, Opt, Section, Tree, parse};
use proptest::prelude::*;

/// A configuration, what others made of it, and what we would make of it.
#[derive(Clone, Debug)]
pub struct Case {
    pub base: Tree,
    pub theirs: Tree,
    pub mine: Tree,
    pub edits: Vec<Edit>,
    /// For whoever reads a failure.
    #[allow(dead_code)]
    texts: [String; 2],
}

impl Case {
    pub fn merge(&self, choices: &Choices) -> Merged {
        super::merge(&self.base, &self.theirs, &self.edits, choices)
    }
}

const SECTIONS: &[&str] = &["A", "B", "C"];
const OPTIONS: &[&str] = &["x", "y", "list", "B"];
const ELEMENTS: &[&str] = &["p", "q", "r", "s"];

/// A draw: which kind of edit, where, and with what.
type Draw = (u8, u16, u16);

pub fn case() -> impl Strategy<Value = Case> {
    let draws = |most| prop::collection::vec(any::<Draw>(), 1..most);
    (prop::collection::vec(any::<(u8, u8, u8)>(), 8..32), draws(8), draws(8)).prop_map(
        |(entries, theirs, mine)| {
            let base = base(&entries);
            let (theirs, there) = edit(&base, &theirs);
            let (mine, edits) = edit(&base, &mine);
            let told: Vec<String> = there.iter().map(ToString::to_string).collect();
            let texts = [base.text().to_owned(), told.join("; ")];
            Case { base, theirs, mine, edits, texts }
        },
    )
}

fn word(from: &[&'static str], draw: u16) -> &'static str {
    from[usize::from(draw) % from.len()]
}

fn pick<T>(from: &[T], draw: u16) -> &T {
    &from[usize::from(draw) % from.len()]
}

/// Sections two deep with options of few values.
fn base(entries: &[(u8, u8, u8)]) -> Tree {
    let mut tree = Tree::default();
    for &(place, name, value) in entries {
        let section = [word(SECTIONS, place.into()), word(SECTIONS, u16::from(place) / 3)];
        let depth = usize::from(place / 16 % 3);
        let path = section[..depth].iter().fold(CsPath::default(), |path, name| path.join(name));
        let edit = if name % 5 == 0 {
            Edit::CreateSection { path: path.join(word(SECTIONS, (name / 5).into())) }
        } else {
            let value = value_of(value.into());
            Edit::Set { path: path.join(word(OPTIONS, name.into())), value }
        };
        if let Ok(next) = tree.edited([&edit], None) {
            tree = next;
        }
    }
    tree
}

fn value_of(draw: u16) -> String {
    let elements: Vec<&str> =
        (0..4).filter(|bit| draw & (1 << bit) != 0).map(|bit| ELEMENTS[bit]).collect();
    elements.join(", ")
}

/// All that has a path.
fn paths(tree: &Tree) -> (Vec<CsPath>, Vec<CsPath>) {
    let (mut options, mut sections) = (Vec::new(), vec![CsPath::default()]);
    let mut open = vec![tree.root()];
    while let Some(section) = open.pop() {
        options.extend(section.options().map(Opt::path));
        sections.extend(section.sections().map(Section::path));
        open.extend(section.sections());
    }
    (options, sections)
}

/// A tree after edits made from draws, those left out that do not fit.
fn edit(base: &Tree, draws: &[Draw]) -> (Tree, Vec<Edit>) {
    let (mut tree, mut edits) = (base.clone(), Vec::new());
    for &draw in draws {
        let Some(edit) = drawn(&tree, draw) else { continue };
        if let Ok(next) = tree.edited([&edit], None) {
            tree = next;
            edits.push(edit);
        }
    }
    (tree, edits)
}

fn drawn(tree: &Tree, (kind, place, what): Draw) -> Option<Edit> {
    let (options, sections) = paths(tree);
    let section = pick(&sections, place).clone();
    let option = (!options.is_empty()).then(|| pick(&options, place).clone());
    let any_path = if place % 2 == 0 { option.clone() } else { Some(section.clone()) };
    let name = if what % 2 == 0 { word(SECTIONS, what / 2) } else { word(OPTIONS, what / 2) };
    Some(match kind % 16 {
        0..=2 => Edit::Set { path: option?, value: value_of(what) },
        3 => Edit::Set { path: section.join(word(OPTIONS, what)), value: value_of(what >> 4) },
        4 => Edit::Set {
            path: section.join(word(SECTIONS, what)).join(word(OPTIONS, what / 3)),
            value: value_of(what >> 4),
        },
        5 => Edit::Unset { path: option? },
        6 | 7 => Edit::AddElement { path: option?, element: word(ELEMENTS, what).to_owned() },
        8 => Edit::RemoveElement { path: option?, element: word(ELEMENTS, what).to_owned() },
        9 => Edit::CreateSection { path: section.join(word(SECTIONS, what)) },
        10 | 11 => Edit::RemoveSection { path: section },
        12 => Edit::Rename { path: any_path?, name: name.to_owned() },
        13 => Edit::Move { path: any_path?, into: pick(&sections, what).clone() },
        14 => Edit::Copy { path: any_path?, to: pick(&sections, what).join(name) },
        _ => Edit::Comment { path: any_path?, text: word(ELEMENTS, what).to_owned() },
    })
}

/// The trees print themselves without values; a failure needs them.
#[test]
fn a_base_is_a_configuration() {
    let tree = base(&[(0, 1, 3), (16, 0, 0), (40, 3, 7)]);
    assert_eq!(parse(tree.text()).expect("its own text"), tree);
}
