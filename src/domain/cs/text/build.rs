//! What the lines of a cfg text do to the tree.
//!
//! Each method is one step of diraccfg's reader: `createNewSection`, `setOption`, `appendToOption` with their treatment of
//! names that contain slashes, and the end of a section. Nothing here looks at raw lines.

use std::borrow::Cow;
use std::collections::HashMap;

use super::error::{ParseError, shown};
use super::names::{LARGE, NO_TABLE, Names, Shapes};
use crate::domain::cs::blank::{path_parts, strip};
use crate::domain::cs::source::Span;
use crate::domain::cs::tree::{Body, Comment, Form, NIL, Node, ROOT};
use crate::domain::cs::value::Lines;

/// A range of the text: start and end.
type Range = (usize, usize);

/// Boxed, so that what nearly always succeeds returns a single word.
type Refusal = Box<ParseError>;

/// What a text amounts to: see the fields of the same names in `Tree` and `Source`.
pub(super) struct Parts {
    pub(super) nodes: Vec<Node>,
    pub(super) comments: Vec<Comment>,
    pub(super) made: String,
    pub(super) made_at: Vec<(u32, u32)>,
}

/// A section being read.
#[derive(Clone, Copy)]
struct Frame {
    /// Its node; `NIL` for one that diraccfg could not create, because the section that its path begins with is missing.
    node: u32,
    /// How many entries it has.
    count: u32,
    /// Its table in `Names`.
    table: u32,
    shapes: Shapes,
    /// The line of its `{`.
    line: u32,
}

/// Text that is not yet known to be a name.
enum Pending {
    Nothing,
    /// One piece of one line.
    Piece(Range),
    /// Several pieces, joined without a blank as diraccfg does.
    Joined(String),
}

/// A name about to be used: as it stands in the text, or put together.
enum Name<'a> {
    At(Range, &'a str),
    Made(String),
}

impl Name<'_> {
    fn as_str(&self) -> &str {
        match self {
            Name::At(_, text) => text,
            Name::Made(text) => text,
        }
    }
}

/// Where the names of a path lead.
enum Way {
    /// To an entry of this section.
    Into(u32),
    /// Nowhere: a section on the way is missing.
    Missing,
    /// The last but one name is an option.
    Option,
}

pub(super) struct Builder<'a> {
    text: &'a str,
    /// The current line, from 1.
    pub(super) line: u32,
    nodes: Vec<Node>,
    comments: Vec<Comment>,
    made: String,
    made_at: Vec<(u32, u32)>,
    /// Values that grew from places that are not next to each other.
    grown: HashMap<u32, String>,
    names: Names<'a>,
    current: Frame,
    open: Vec<Frame>,
    pending: Pending,
    comment: Option<Range>,
    /// The option that the line before this one was about: a `+=` line extends its range.
    recent: u32,
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut nodes = Vec::with_capacity((text.len() / 40).clamp(16, 1 << 24));
        nodes.push(Node::section(Span::default(), NIL));
        Self {
            text,
            line: 0,
            nodes,
            comments: Vec::new(),
            made: String::new(),
            made_at: Vec::new(),
            grown: HashMap::new(),
            names: Names::default(),
            current: Frame {
                node: ROOT,
                count: 0,
                table: NO_TABLE,
                shapes: Shapes::default(),
                line: 0,
            },
            open: Vec::new(),
            pending: Pending::Nothing,
            comment: None,
            recent: NIL,
        }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// A line that begins with `#`.
    pub(super) fn comment_line(&mut self, from: usize, to: usize) {
        let start = self.comment.map_or(from, |(start, _)| start);
        self.comment = Some((start, to));
    }

    /// Text without meaning yet: it waits for a `{` and is lost at an option.
    pub(super) fn text_piece(&mut self, from: usize, to: usize) {
        if from >= to {
            return;
        }
        let piece = (from, to);
        self.pending = match std::mem::replace(&mut self.pending, Pending::Nothing) {
            Pending::Nothing => Pending::Piece(piece),
            Pending::Piece(first) => {
                Pending::Joined([self.slice(first), self.slice(piece)].concat())
            }
            Pending::Joined(mut joined) => {
                joined.push_str(self.slice(piece));
                Pending::Joined(joined)
            }
        };
    }

    /// `{` or `}`.
    pub(super) fn brace(&mut self, brace: u8) -> Result<(), Refusal> {
        if brace == b'{' { self.open() } else { self.close() }
    }

    /// `{`: the waiting text becomes a section.
    fn open(&mut self) -> Result<(), Refusal> {
        let name = match std::mem::replace(&mut self.pending, Pending::Nothing) {
            Pending::Nothing => Name::At((0, 0), ""),
            Pending::Piece((from, to)) => {
                let (from, to) = super::trim(self.text, from, to);
                Name::At((from, to), self.slice((from, to)))
            }
            Pending::Joined(joined) => Name::Made(strip(&joined).to_owned()),
        };
        let comment = self.comment.take();
        self.recent = NIL;
        if self.current.node == NIL {
            return self.no_parent("section", name.as_str());
        }
        if name.as_str().is_empty() {
            return self.refuse(
                "this `{` opens a section without a name; write the name on the line before it."
                    .into(),
            );
        }
        let entered = if name.as_str().contains('/') {
            self.open_by_path(&name, comment)?
        } else {
            let parent = self.current.node;
            Frame { node: self.new_section(parent, &name, comment)?, ..self.frame() }
        };
        self.open.push(self.current);
        self.current = entered;
        Ok(())
    }

    /// A section whose name has slashes: below the section that its first names lead to.
    #[cold]
    fn open_by_path(&mut self, name: &Name<'a>, comment: Option<Range>) -> Result<Frame, Refusal> {
        let parts: Vec<Name<'a>> = match name {
            Name::At(_, text) => path_parts(text).map(|part| self.part_at(name, part)).collect(),
            Name::Made(text) => path_parts(text).map(|part| Name::Made(part.to_owned())).collect(),
        };
        let Some((last, above)) = parts.split_last() else {
            // only slashes: diraccfg enters the current section once more
            return Ok(Frame { line: self.line, ..self.current });
        };
        match self.walk(above.iter().map(Name::as_str)) {
            Way::Into(parent) => {
                Ok(Frame { node: self.new_section(parent, last, comment)?, ..self.frame() })
            }
            Way::Missing => Ok(Frame { node: NIL, ..self.frame() }),
            Way::Option => self.through_option(name.as_str()),
        }
    }

    /// `}`: back to the section around this one.
    fn close(&mut self) -> Result<(), Refusal> {
        self.recent = NIL;
        let Some(mut outer) = self.open.pop() else {
            return self.refuse(
                "this `}` closes more sections than were opened; remove it, or add the `{` that it belongs to.".into(),
            );
        };
        if outer.node == self.current.node {
            // entered twice by a name of only slashes
            outer = Frame { line: outer.line, ..self.current };
        }
        self.current = outer;
        Ok(())
    }

    /// `name = value`.
    ///
    /// `slash`: whether the name contains one, which the reader has seen already.
    #[inline]
    pub(super) fn set(&mut self, name: Range, slash: bool, value: Range) -> Result<(), Refusal> {
        self.pending = Pending::Nothing;
        let comment = self.comment.take();
        self.recent = NIL;
        let text = self.slice(name);
        let parent = self.current.node;
        if parent == NIL {
            return self.no_parent("option", text);
        }
        if text.is_empty() {
            return self.refuse("an option without a name; write `name = value`.".into());
        }
        let name = Name::At(name, text);
        if !slash {
            self.set_in(parent, &name, value, comment);
            return Ok(());
        }
        let mut parts = path_parts(text);
        // a path of only slashes, or below a missing section: diraccfg drops the option without a word
        let Some(last) = parts.next_back() else { return Ok(()) };
        match self.walk(parts) {
            Way::Into(parent) => {
                let last = self.part_at(&name, last);
                self.set_in(parent, &last, value, comment);
                Ok(())
            }
            Way::Missing => Ok(()),
            Way::Option => self.through_option(text),
        }
    }

    /// `name += value`.
    #[inline]
    pub(super) fn append(&mut self, name: Range, value: Range) -> Result<(), Refusal> {
        self.pending = Pending::Nothing;
        self.comment = None;
        let recent = std::mem::replace(&mut self.recent, NIL);
        let text = self.slice(name);
        if self.current.node == NIL {
            return self.no_parent("option", text);
        }
        // nearly always the option of the line before
        let node = match self.node(recent) {
            Some(node)
                if node.parent == self.current.node && self.name_is(node, text.as_bytes()) =>
            {
                Some(recent)
            }
            _ => {
                let mut parts = path_parts(text);
                let last = parts.next_back();
                match (last, self.walk(parts)) {
                    (_, Way::Option) => return self.through_option(text),
                    (Some(last), Way::Into(parent)) => self.find(parent, last),
                    _ => None,
                }
            }
        };
        let Some((id, node)) = node.and_then(|id| Some((id, *self.node(id)?))) else {
            return self.refuse(format!(
                "`+=` adds to an option {} that is not there; write it with `=` first.",
                shown(text)
            ));
        };
        let Body::Value(span) = node.body() else {
            return self.refuse(format!(
                "`+=` adds to {}, which is a section; give the option another name.",
                shown(text)
            ));
        };
        if id == recent {
            let start = span.start as usize;
            self.recent = recent;
            if let Some(node) = self.node_mut(id) {
                node.put(Body::Value(Span::new(start, value.1)));
                node.form.set(Form::MANY_LINES, true);
            }
        } else {
            let added = self.slice(value);
            let old = self.grown.remove(&id);
            let mut grown = old.unwrap_or_else(|| self.value_so_far(&node));
            grown.push_str(", ");
            grown.push_str(added);
            self.grown.insert(id, grown);
        }
        Ok(())
    }

    /// The end of the text.
    pub(super) fn finish(mut self) -> Result<Parts, Refusal> {
        if let Some(outer) = self.open.last() {
            let line = self.current.line;
            let name = self.node(self.current.node).map_or("", |node| self.name_of(node));
            let name = if self.current.node == outer.node { "/" } else { name };
            let what = format!(
                "the section {} is opened here and never closed; add a `}}` on a line of its own (behind an option, `}}` \
                 belongs to the value).",
                shown(name)
            );
            return Err(Box::new(ParseError { line, what }));
        }
        let mut grown: Vec<_> = std::mem::take(&mut self.grown).into_iter().collect();
        grown.sort_unstable_by_key(|&(id, _)| id);
        for (id, value) in grown {
            let start = self.made.len();
            self.made.push_str(&value);
            let span = Span::new(start, self.made.len());
            if let Some(node) = self.node_mut(id) {
                node.put(Body::Value(span));
                node.form.set(Form::MADE_VALUE, true);
                node.form.set(Form::MANY_LINES, false);
            }
        }
        if !self.comments.is_sorted_by(|a, b| a.node < b.node) {
            // an option that was set again has the comment of the last time
            self.comments.sort_by_key(|comment| comment.node);
            self.comments.reverse();
            self.comments.dedup_by_key(|comment| comment.node);
            self.comments.reverse();
        }
        let Self { nodes, comments, made, made_at, .. } = self;
        Ok(Parts { nodes, comments, made, made_at })
    }

    #[inline]
    fn new_section(
        &mut self,
        parent: u32,
        name: &Name<'a>,
        comment: Option<Range>,
    ) -> Result<u32, Refusal> {
        if let Some(id) = self.known(parent, name.as_str()) {
            let kind = match self.node(id).map(Node::body) {
                Some(Body::Value(_)) => "an option",
                _ => "a section",
            };
            return self.refuse(format!(
                "the section {} is here already, as {kind} of the same name; put both into one section, or rename one.",
                shown(name.as_str())
            ));
        }
        let mut node = Node::section(Span::default(), parent);
        self.name_node(&mut node, name);
        Ok(self.add(node, name, comment))
    }

    /// Sets an option of `parent`; what had the name before, a section too, gives way and leaves its place.
    #[inline]
    fn set_in(&mut self, parent: u32, name: &Name<'a>, value: Range, comment: Option<Range>) {
        let mut node = Node::option(Span::default(), Span::new(value.0, value.1), parent);
        self.name_node(&mut node, name);
        let Some(id) = self.known(parent, name.as_str()) else {
            self.recent = self.add(node, name, comment);
            return;
        };
        self.grown.remove(&id);
        node.form.set(Form::COMMENTED, comment.is_some());
        self.comments.extend(comment.map(|comment| comment_of(id, comment)));
        if let Some(old) = self.node_mut(id) {
            node.next = old.next;
            *old = node;
        }
        self.recent = id;
    }

    /// Appends a new node to its parent.
    #[inline]
    fn add(&mut self, mut node: Node, name: &Name<'a>, comment: Option<Range>) -> u32 {
        let id = self.nodes.len() as u32;
        let parent = node.parent;
        if let Some(comment) = comment {
            node.form.set(Form::COMMENTED, true);
            self.comments.push(comment_of(id, comment));
        }
        self.nodes.push(node);
        let before = self.node_mut(parent).map_or(NIL, |parent| parent.append(id));
        if let Some(before) = self.node_mut(before) {
            before.next = id;
        }
        if parent == self.current.node {
            self.current.count = self.current.count.saturating_add(1);
            if self.current.count >= LARGE {
                self.current.table = self.list_name(parent, self.current.table, id, name);
            }
        } else if self.children(parent).take(LARGE as usize).count() as u32 >= LARGE {
            self.list_name(parent, self.names.table(parent), id, name);
        }
        id
    }

    /// Enters a name into the table of its section, which is made when the section has become large.
    #[cold]
    fn list_name(&mut self, parent: u32, table: u32, id: u32, name: &Name<'a>) -> u32 {
        if table != NO_TABLE {
            let name = match name {
                Name::At(_, text) => Cow::Borrowed(*text),
                Name::Made(text) => Cow::Owned(text.clone()),
            };
            self.names.add(table, name, id);
            return table;
        }
        let names = self.children(parent).filter_map(|id| {
            let node = self.node(id)?;
            let name = if node.form.has(Form::MADE_NAME) {
                Cow::Owned(self.name_of(node).to_owned())
            } else {
                Cow::Borrowed(node.name.of(self.text))
            };
            Some((name, id))
        });
        let names = names.collect();
        self.names.start(parent, names)
    }

    /// The entry of that name in `parent`, about to be made if there is none.
    #[inline]
    fn known(&mut self, parent: u32, name: &str) -> Option<u32> {
        if parent != self.current.node {
            return self.find(parent, name);
        }
        if self.current.table != NO_TABLE {
            return self.names.get(self.current.table)?.get(name).copied();
        }
        if self.current.shapes.add(name.as_bytes()) { self.walk_for(parent, name) } else { None }
    }

    fn find(&self, parent: u32, name: &str) -> Option<u32> {
        match self.names.get(self.names.table(parent)) {
            Some(names) => names.get(name).copied(),
            None => self.walk_for(parent, name),
        }
    }

    fn walk_for(&self, parent: u32, name: &str) -> Option<u32> {
        self.children(parent)
            .find(|&id| self.node(id).is_some_and(|node| self.name_is(node, name.as_bytes())))
    }

    /// Follows names down from the current section; the last may be an option, those before must be sections.
    fn walk<'n>(&self, names: impl Iterator<Item = &'n str>) -> Way {
        let mut at = self.current.node;
        let mut option = false;
        for name in names {
            if option {
                return Way::Missing;
            }
            let Some(id) = self.find(at, name) else { return Way::Missing };
            option = matches!(self.node(id).map(Node::body), Some(Body::Value(_)));
            at = id;
        }
        if option { Way::Option } else { Way::Into(at) }
    }

    fn children(&self, parent: u32) -> impl Iterator<Item = u32> {
        let mut next = match self.node(parent).map(Node::body) {
            Some(Body::Children { first, .. }) => first,
            _ => NIL,
        };
        std::iter::from_fn(move || {
            let id = next;
            next = self.node(id)?.next;
            Some(id)
        })
    }

    #[inline]
    fn name_node(&mut self, node: &mut Node, name: &Name<'a>) {
        match name {
            Name::At((from, to), _) => node.name = Span::new(*from, *to),
            Name::Made(text) => {
                let start = self.made.len();
                self.made.push_str(text);
                node.name = Span::new(start, self.made.len());
                node.form.set(Form::MADE_NAME, true);
                self.made_at.push((start as u32, self.line));
            }
        }
    }

    /// The value of an option before it grows from another place.
    fn value_so_far(&self, node: &Node) -> String {
        let Body::Value(span) = node.body() else { return String::new() };
        Lines::new(span.of(self.text), node.form.has(Form::MANY_LINES)).join().into_owned()
    }

    fn part_at(&self, whole: &Name<'a>, part: &str) -> Name<'a> {
        let Name::At((from, _), text) = whole else { return Name::Made(part.to_owned()) };
        // `part` is a slice of `text`: its distance from the beginning is its place
        let offset = part.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let start = from.saturating_add(offset);
        let range = (start, start.saturating_add(part.len()));
        Name::At(range, self.slice(range))
    }

    /// The state of a section just opened.
    fn frame(&self) -> Frame {
        Frame { node: NIL, count: 0, table: NO_TABLE, shapes: Shapes::default(), line: self.line }
    }

    fn slice(&self, (from, to): Range) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn node(&self, id: u32) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    fn node_mut(&mut self, id: u32) -> Option<&mut Node> {
        self.nodes.get_mut(id as usize)
    }

    fn name_of(&self, node: &Node) -> &str {
        node.name.of(if node.form.has(Form::MADE_NAME) { &self.made } else { self.text })
    }

    fn name_is(&self, node: &Node, name: &[u8]) -> bool {
        node.name.len as usize == name.len() && self.name_of(node).as_bytes() == name
    }

    #[cold]
    fn refuse<T>(&self, what: String) -> Result<T, Refusal> {
        Err(Box::new(ParseError { line: self.line, what }))
    }

    #[cold]
    fn no_parent<T>(&self, kind: &str, name: &str) -> Result<T, Refusal> {
        self.refuse(format!(
            "the {kind} {} stands in a section whose path begins with a section that is not there; open that one first (line \
             {}).",
            shown(name),
            self.current.line
        ))
    }

    #[cold]
    fn through_option<T>(&self, name: &str) -> Result<T, Refusal> {
        self.refuse(format!(
            "{} leads through an option as if it were a section; correct the path.",
            shown(name)
        ))
    }
}

fn comment_of(node: u32, (from, to): Range) -> Comment {
    Comment { node, source: 0, span: Span::new(from, to) }
}
