//! How a tree is read: sections, options, and the list they stand in.
//!
//! All of these are two words that point into the tree; copying them costs nothing, and nothing is decoded before it is
//! asked for.

use std::borrow::Cow;
use std::fmt;

use super::blank::{path_parts, strip};
use super::path::CsPath;
use super::source::Source;
use super::tree::{Body, Form, NIL, Node, Origin, ROOT, Tree};
use super::value::{Lines, List};

/// A section of a tree.
#[derive(Clone, Copy)]
pub struct Section<'t> {
    pub(super) tree: &'t Tree,
    pub(super) id: u32,
}

/// An option of a tree.
#[derive(Clone, Copy)]
pub struct Opt<'t> {
    pub(super) tree: &'t Tree,
    pub(super) id: u32,
}

/// One entry of a section.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'t> {
    /// An option.
    Option(Opt<'t>),
    /// A subsection.
    Section(Section<'t>),
}

impl<'t> Entry<'t> {
    /// The entry's name.
    pub fn name(self) -> &'t str {
        match self {
            Self::Option(option) => option.name(),
            Self::Section(section) => section.name(),
        }
    }

    /// The option, if it is one.
    pub fn as_option(self) -> Option<Opt<'t>> {
        match self {
            Self::Option(option) => Some(option),
            Self::Section(_) => None,
        }
    }

    /// The section, if it is one.
    pub fn as_section(self) -> Option<Section<'t>> {
        match self {
            Self::Section(section) => Some(section),
            Self::Option(_) => None,
        }
    }

    /// Equal in name, kind, comment, and value for options; what a section holds is not compared.
    pub(super) fn same_head(&self, other: &Self) -> bool {
        self.name() == other.name()
            && match (self, other) {
                (Self::Option(a), Self::Option(b)) => {
                    a.value() == b.value() && a.comment() == b.comment()
                }
                (Self::Section(a), Self::Section(b)) => a.comment() == b.comment(),
                _ => false,
            }
    }
}

impl<'t> Section<'t> {
    /// The section's name; empty for the root.
    pub fn name(self) -> &'t str {
        self.tree.node(self.id).map_or("", |node| self.tree.name_of(node))
    }

    /// Where the section is.
    pub fn path(self) -> CsPath {
        path_of(self.tree, self.id)
    }

    /// The line (from 1) of the name in its own source; `None` for the root.
    pub fn line(self) -> Option<u32> {
        line_of(self.tree, self.id)
    }

    /// Which configuration the section was first found in.
    pub fn origin(self) -> Origin {
        origin_of(self.tree, self.id)
    }

    /// The comment above the section: its lines without `#`, trimmed, empty ones left out, joined by newlines.
    pub fn comment(self) -> String {
        comment_of(self.tree, self.id)
    }

    /// Options and subsections in the order of the text.
    pub fn entries(self) -> impl Iterator<Item = Entry<'t>> + use<'t> {
        let tree = self.tree;
        let mut next = tree.first_child(self.id);
        std::iter::from_fn(move || {
            let (id, node) = (next, tree.node(next)?);
            next = node.next;
            Some(match node.body() {
                Body::Value(_) => Entry::Option(Opt { tree, id }),
                Body::Children { .. } => Entry::Section(Section { tree, id }),
            })
        })
    }

    /// The options in order.
    pub fn options(self) -> impl Iterator<Item = Opt<'t>> + use<'t> {
        self.entries().filter_map(Entry::as_option)
    }

    /// The subsections in order.
    pub fn sections(self) -> impl Iterator<Item = Section<'t>> + use<'t> {
        self.entries().filter_map(Entry::as_section)
    }

    /// The option of that name directly in this section.
    pub fn option(self, name: &str) -> Option<Opt<'t>> {
        let id = self.tree.find(self.id, name)?;
        (!self.tree.node(id)?.is_section()).then_some(Opt { tree: self.tree, id })
    }

    /// The subsection of that name directly in this section.
    pub fn section(self, name: &str) -> Option<Section<'t>> {
        let id = self.tree.find(self.id, name)?;
        let section = Section { tree: self.tree, id };
        self.tree.node(id)?.is_section().then_some(section)
    }

    /// The section below this one at a relative path: `CEs/ce01.example.org/Queues`.
    pub fn at(self, path: &str) -> Option<Section<'t>> {
        path_parts(path).try_fold(self, Section::section)
    }

    /// The value of the option of that name.
    pub fn value(self, name: &str) -> Option<Cow<'t, str>> {
        self.option(name).map(Opt::value)
    }

    /// The elements of the option of that name; none if it is empty or absent.
    pub fn list(self, name: &str) -> Vec<&'t str> {
        self.option(name).map(|option| option.list().collect()).unwrap_or_default()
    }
}

impl<'t> Opt<'t> {
    /// The option's name.
    pub fn name(self) -> &'t str {
        self.tree.node(self.id).map_or("", |node| self.tree.name_of(node))
    }

    /// Where the option is.
    pub fn path(self) -> CsPath {
        path_of(self.tree, self.id)
    }

    /// The value as DIRAC reads it: elements that `+=` lines add are joined by `, `.
    pub fn value(self) -> Cow<'t, str> {
        self.tree.node(self.id).map(|node| lines_of(self.tree, node).join()).unwrap_or_default()
    }

    /// The value read as a list: split at commas, trimmed, empty elements left out (diraccfg's `List.fromChar`).
    pub fn list(self) -> List<'t> {
        let lines = self.tree.node(self.id).map(|node| lines_of(self.tree, node));
        List::new(lines.unwrap_or_default())
    }

    /// The value read as DIRAC reads truth: `y`, `yes`, `true` or `1`, in any case; everything else is false.
    pub fn is_true(self) -> bool {
        let value = self.value();
        ["y", "yes", "true", "1"].iter().any(|word| value.eq_ignore_ascii_case(word))
    }

    /// Whether the two are the same list, however it is spelled: DIRAC's servers keep elements, not spelling.
    pub fn same_list(self, other: Opt<'_>) -> bool {
        match (raw(self), raw(other)) {
            ((a, many), (b, also)) if many == also && a == b => true,
            ((a, false), (b, false)) if !a.contains(',') && !b.contains(',') => a == b,
            _ => self.list().eq(other.list()),
        }
    }

    /// The line (from 1) of the option in its own source.
    pub fn line(self) -> Option<u32> {
        line_of(self.tree, self.id)
    }

    /// The comment above the option: its lines without `#`, trimmed, empty ones left out, joined by newlines.
    pub fn comment(self) -> String {
        comment_of(self.tree, self.id)
    }

    /// Which configuration the value comes from.
    pub fn origin(self) -> Origin {
        origin_of(self.tree, self.id)
    }

    /// The remote value that a local file hides, also if the two are equal.
    pub fn shadowed(self) -> Option<Cow<'t, str>> {
        let tree = self.tree;
        let at = tree.hidden.binary_search_by_key(&self.id, |&(id, _)| id).ok()?;
        let (_, node) = tree.hidden.get(at)?;
        (!node.is_section()).then(|| lines_of(tree, node).join())
    }
}

/// Shows the path, never the value: it may be a secret.
impl fmt::Debug for Opt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opt({})", self.path())
    }
}

impl fmt::Debug for Section<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Section({})", self.path())
    }
}

/// A value's range of its text, and whether that reaches over several lines.
fn raw(option: Opt<'_>) -> (&str, bool) {
    let tree = option.tree;
    let Some(node) = tree.node(option.id) else { return ("", false) };
    let (Some(source), Body::Value(span)) = (tree.source(node.source), node.body()) else {
        return ("", false);
    };
    let made = node.form.has(Form::MADE_VALUE);
    (span.of(if made { &source.made } else { &source.text }), node.form.has(Form::MANY_LINES))
}

/// Whether two entries have the same comment; most have none.
pub(super) fn same_comment(a: (&Tree, u32), b: (&Tree, u32)) -> bool {
    let (left, right) = (a.0.comment_of(a.1), b.0.comment_of(b.1));
    (left.is_none() && right.is_none()) || comment_of(a.0, a.1) == comment_of(b.0, b.1)
}

fn lines_of<'t>(tree: &'t Tree, node: &Node) -> Lines<'t> {
    let (Some(source), Body::Value(span)) = (tree.source(node.source), node.body()) else {
        return Lines::default();
    };
    let text = span.of(if node.form.has(Form::MADE_VALUE) { &source.made } else { &source.text });
    Lines::new(text, node.form.has(Form::MANY_LINES))
}

fn comment_of(tree: &Tree, id: u32) -> String {
    let Some(comment) = tree.comment_of(id) else { return String::new() };
    let text = tree.source(comment.source).map_or("", |source: &Source| &source.text);
    let mut out = String::new();
    for line in comment.span.of(text).split('\n').map(strip).filter(|line| line.starts_with('#')) {
        let bare = line.replace('#', "");
        let bare = strip(&bare);
        if !bare.is_empty() {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(bare);
        }
    }
    out
}

fn origin_of(tree: &Tree, id: u32) -> Origin {
    match tree.node(id).map_or(0, |node| node.source) {
        0 => Origin::Remote,
        index => Origin::Local(u8::try_from(index.saturating_sub(1)).unwrap_or(u8::MAX)),
    }
}

fn line_of(tree: &Tree, id: u32) -> Option<u32> {
    if id == ROOT {
        return None;
    }
    let node = tree.node(id)?;
    let source = tree.source(node.source)?;
    let start = node.name.start;
    Some(if node.form.has(Form::MADE_NAME) {
        source.line_of_made(start)
    } else {
        source.line_at(start)
    })
}

fn path_of(tree: &Tree, id: u32) -> CsPath {
    let mut names = Vec::new();
    let mut at = id;
    while at != ROOT && at != NIL {
        let Some(node) = tree.node(at) else { break };
        names.push(tree.name_of(node));
        at = node.parent;
    }
    CsPath::from_names(names.into_iter().rev())
}
