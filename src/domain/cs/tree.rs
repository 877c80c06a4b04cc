//! The tree over one or several cfg texts: nodes in one array, names and values as ranges of the texts.
//!
//! Nodes are linked by numbers, so that dropping, copying and walking a tree needs no recursion however deep it nests.
//! How a tree is read from outside is in `view`; this file knows neither the grammar nor how to print.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use super::lookup::Lookup;
use super::path::CsPath;
use super::source::{Source, Span};
use super::view::{Opt, Section};

/// Which configuration an entry comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The CS servers.
    Remote,
    /// A local cfg file, by its index in the order of loading.
    Local(u8),
}

/// A parsed local cfg file, to be put over the remote configuration.
#[derive(Clone, Debug)]
pub struct LocalFile {
    /// The file's name for messages.
    pub label: String,
    /// Its content.
    pub tree: Tree,
}

/// No node.
pub(super) const NIL: u32 = u32::MAX;

/// The node of the root section.
pub(super) const ROOT: u32 = 0;

/// What a node holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Body {
    /// An option's value.
    Value(Span),
    /// A section's first and last child, `NIL` if it has none.
    Children { first: u32, last: u32 },
}

/// What is to be known about a node besides its ranges: a set of the constants below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Form(u8);

impl Form {
    /// It is a section.
    pub(super) const SECTION: Self = Self(1);
    /// The name is in `Source::made`, not in the text.
    pub(super) const MADE_NAME: Self = Self(2);
    /// The value is in `Source::made`, not in the text.
    pub(super) const MADE_VALUE: Self = Self(4);
    /// The value reaches over `+=` lines: from the first element to the last one, with the lines' beginnings between.
    pub(super) const MANY_LINES: Self = Self(8);
    /// There is a comment in `Tree::comments`.
    pub(super) const COMMENTED: Self = Self(16);

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn set(&mut self, other: Self, to: bool) {
        self.0 = if to { self.0 | other.0 } else { self.0 & !other.0 };
    }
}

/// One option or section, in 28 bytes; a large CS has a million of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) name: Span,
    /// A value's start, or a section's first child.
    first: u32,
    /// A value's length, or a section's last child.
    last: u32,
    pub(super) next: u32,
    pub(super) parent: u32,
    /// Index into `Tree::sources`.
    pub(super) source: u16,
    pub(super) form: Form,
}

impl Node {
    /// A section without entries.
    pub(super) const fn section(name: Span, parent: u32) -> Self {
        let form = Form::SECTION;
        Self { name, first: NIL, last: NIL, next: NIL, parent, source: 0, form }
    }

    /// An option.
    pub(super) const fn option(name: Span, value: Span, parent: u32) -> Self {
        let (first, last) = (value.start, value.len);
        Self { name, first, last, next: NIL, parent, source: 0, form: Form(0) }
    }

    pub(super) const fn is_section(&self) -> bool {
        self.form.has(Form::SECTION)
    }

    pub(super) const fn body(&self) -> Body {
        if self.is_section() {
            Body::Children { first: self.first, last: self.last }
        } else {
            Body::Value(Span { start: self.first, len: self.last })
        }
    }

    /// Makes `child` the last entry of a section; says which one was the last before, or `NIL`.
    pub(super) const fn append(&mut self, child: u32) -> u32 {
        let before = std::mem::replace(&mut self.last, child);
        if before == NIL {
            self.first = child;
        }
        before
    }

    /// Gives an option another value, or a section other entries; the kind stays.
    pub(super) const fn put(&mut self, body: Body) {
        (self.first, self.last) = match body {
            Body::Value(Span { start, len }) => (start, len),
            Body::Children { first, last } => (first, last),
        };
    }
}

/// The comment lines of a node: from the first `#` to the end of the last comment line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comment {
    pub(super) node: u32,
    pub(super) source: u16,
    pub(super) span: Span,
}

/// A configuration: one parsed text, or several merged.
///
/// The texts are kept as they were; the tree points into them. Order and comments are those of the text. Equality is
/// that of content: names, kinds, order, values and comments.
#[derive(Clone)]
pub struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) sources: Vec<Arc<Source>>,
    /// Ascending by node; at most one per node.
    pub(super) comments: Vec<Comment>,
    /// Nodes of the remote source that local ones took the place of; ascending by node.
    pub(super) hidden: Vec<(u32, Node)>,
    /// Names that are an option in one source and a section in another.
    pub(super) clashes: Vec<CsPath>,
    pub(super) lookup: OnceLock<Lookup>,
}

/// The configuration without entries.
impl Default for Tree {
    fn default() -> Self {
        let source = Source::new("".into(), String::new(), Vec::new());
        Self::parsed(source, vec![Node::section(Span::default(), NIL)], Vec::new())
    }
}

impl Tree {
    /// A tree over one text.
    pub(super) fn parsed(source: Source, nodes: Vec<Node>, comments: Vec<Comment>) -> Self {
        let sources = vec![Arc::new(source)];
        let (hidden, clashes, lookup) = (Vec::new(), Vec::new(), OnceLock::new());
        Self { nodes, sources, comments, hidden, clashes, lookup }
    }

    /// The root section, which holds everything and has no name.
    pub fn root(&self) -> Section<'_> {
        Section { tree: self, id: ROOT }
    }

    /// The section at `path`; slashes are normalised as in [`CsPath::new`].
    pub fn section(&self, path: &str) -> Option<Section<'_>> {
        self.root().at(path)
    }

    /// The option at `path`.
    pub fn option(&self, path: &str) -> Option<Opt<'_>> {
        let mut names = super::blank::path_parts(path);
        let name = names.next_back()?;
        names.try_fold(self.root(), Section::section)?.option(name)
    }

    /// The value of the option at `path`.
    pub fn value(&self, path: &str) -> Option<Cow<'_, str>> {
        self.option(path).map(Opt::value)
    }

    /// The kept text; of a merged tree, that of the remote source.
    pub fn text(&self) -> &str {
        self.sources.first().map_or("", |source| &source.text)
    }

    /// What an origin is called in messages: the label of a local file, `remote CS` for the servers' text.
    pub fn source_label(&self, origin: Origin) -> &str {
        let index = match origin {
            Origin::Remote => return "remote CS",
            Origin::Local(index) => usize::from(index).saturating_add(1),
        };
        self.sources.get(index).map_or("", |source| &source.label)
    }

    /// Paths that are an option in one source of a merged tree and a section in another.
    ///
    /// DIRAC's own clients refuse such a pair of configurations altogether; here the local entry has won.
    pub fn clashes(&self) -> &[CsPath] {
        &self.clashes
    }

    /// How many options and sections the tree holds, at most: entries that were replaced while parsing count too.
    pub fn len_hint(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, id: u32) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    pub(super) fn source(&self, index: u16) -> Option<&Source> {
        self.sources.get(usize::from(index)).map(Arc::as_ref)
    }

    pub(super) fn name_of(&self, node: &Node) -> &str {
        self.source(node.source).map_or("", |source| {
            node.name.of(if node.form.has(Form::MADE_NAME) { &source.made } else { &source.text })
        })
    }

    pub(super) fn first_child(&self, id: u32) -> u32 {
        match self.node(id).map(Node::body) {
            Some(Body::Children { first, .. }) => first,
            _ => NIL,
        }
    }

    /// The node of that name directly in section `id`.
    pub(super) fn find(&self, id: u32, name: &str) -> Option<u32> {
        /// Up to here, walking is as fast as anything.
        const WALK: usize = 24;
        let mut child = self.first_child(id);
        for _ in 0..WALK {
            let node = self.node(child)?;
            if node.name.len as usize == name.len() && self.name_of(node) == name {
                return Some(child);
            }
            child = node.next;
        }
        self.node(child)?;
        self.lookup.get_or_init(|| Lookup::new(self)).find(self, id, name)
    }

    /// Where a node's comment is, if it has one.
    pub(super) fn comment_of(&self, id: u32) -> Option<&Comment> {
        self.node(id).filter(|node| node.form.has(Form::COMMENTED))?;
        let found = self.comments.binary_search_by_key(&id, |comment| comment.node).ok()?;
        self.comments.get(found)
    }
}

impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        let mut open = vec![(self.root(), other.root())];
        while let Some((a, b)) = open.pop() {
            let (mut left, mut right) = (a.entries(), b.entries());
            loop {
                match (left.next(), right.next()) {
                    (None, None) => break,
                    (Some(x), Some(y)) if x.same_head(&y) => {
                        if let (Some(x), Some(y)) = (x.as_section(), y.as_section()) {
                            open.push((x, y));
                        }
                    }
                    _ => return false,
                }
            }
        }
        true
    }
}

impl Eq for Tree {}

/// Says how large the tree is and no value of it: values may be secrets.
impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tree")
            .field("entries", &self.nodes.len())
            .field("sources", &self.sources.len())
            .finish_non_exhaustive()
    }
}
