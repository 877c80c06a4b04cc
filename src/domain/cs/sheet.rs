//! A configuration laid out to be changed: the entries of a tree, linked both ways, and beside them what is new.
//!
//! Making one costs a pass over the tree's nodes, a change no more than the length of its path; names, values and comments
//! that nobody touched stay where they are. Removed entries are unlinked and otherwise left alone.

use std::collections::HashMap;

use super::elements::Elements;
use super::tree::{Body, NIL, ROOT, Tree};
use super::value::{Lines, List};
use super::view::Opt;

/// Entries that a sheet holds at most: more than a text of 256 MiB can have.
const MOST: usize = 1 << 25;

/// Up to here, walking a section is as fast as anything.
const WALK: usize = 24;

/// An entry: where its content comes from, and its place.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// The tree's node with its name, value and comment; `NIL` for a new one.
    from: u32,
    parent: u32,
    prev: u32,
    next: u32,
    /// A section's first and last entry.
    first: u32,
    last: u32,
    section: bool,
    /// Whether name, value or comment are in the maps of the sheet.
    made: bool,
}

/// A value that is not the tree's.
#[derive(Clone, Debug)]
enum Value {
    Text(Box<str>),
    List(Elements),
}

/// A tree that is being changed.
pub(super) struct Sheet<'t> {
    tree: &'t Tree,
    cells: Vec<Cell>,
    names: HashMap<u32, Box<str>>,
    values: HashMap<u32, Value>,
    comments: HashMap<u32, Box<str>>,
    /// Names of the large sections that were looked into.
    index: HashMap<u32, HashMap<Box<str>, u32>>,
}

impl<'t> Sheet<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        let mut cells: Vec<Cell> = (0u32..)
            .zip(&tree.nodes)
            .map(|(id, node)| {
                let (section, first, last) = match node.body() {
                    Body::Children { first, last } => (true, first, last),
                    Body::Value(_) => (false, NIL, NIL),
                };
                let (parent, next) = (node.parent, node.next);
                Cell { from: id, parent, prev: NIL, next, first, last, section, made: false }
            })
            .collect();
        for (id, node) in (0u32..).zip(&tree.nodes) {
            if let Some(next) = cells.get_mut(node.next as usize) {
                next.prev = id;
            }
        }
        let (names, values) = (HashMap::new(), HashMap::new());
        Self { tree, cells, names, values, comments: HashMap::new(), index: HashMap::new() }
    }

    fn cell(&self, id: u32) -> Option<&Cell> {
        self.cells.get(id as usize)
    }

    fn cell_mut(&mut self, id: u32) -> Option<&mut Cell> {
        self.cells.get_mut(id as usize)
    }

    pub(super) fn is_section(&self, id: u32) -> bool {
        self.cell(id).is_some_and(|cell| cell.section)
    }

    pub(super) fn parent(&self, id: u32) -> u32 {
        self.cell(id).map_or(NIL, |cell| cell.parent)
    }

    /// The first entry of a section.
    pub(super) fn first(&self, id: u32) -> u32 {
        self.cell(id).map_or(NIL, |cell| cell.first)
    }

    /// The entry behind this one in its section.
    pub(super) fn next(&self, id: u32) -> u32 {
        self.cell(id).map_or(NIL, |cell| cell.next)
    }

    pub(super) fn name(&self, id: u32) -> &str {
        let Some(cell) = self.cell(id) else { return "" };
        if cell.made
            && let Some(name) = self.names.get(&id)
        {
            return name;
        }
        self.tree.node(cell.from).map_or("", |node| self.tree.name_of(node))
    }

    pub(super) fn comment(&self, id: u32) -> String {
        let Some(cell) = self.cell(id) else { return String::new() };
        if cell.made
            && let Some(comment) = self.comments.get(&id)
        {
            return comment.to_string();
        }
        Opt { tree: self.tree, id: cell.from }.comment()
    }

    /// Calls `with` with the elements of an option's value.
    pub(super) fn elements<R>(
        &self,
        id: u32,
        with: impl FnOnce(&mut dyn Iterator<Item = &str>) -> R,
    ) -> R {
        let Some(cell) = self.cell(id) else { return with(&mut std::iter::empty()) };
        match cell.made.then(|| self.values.get(&id)).flatten() {
            Some(Value::List(list)) => with(&mut list.iter()),
            Some(Value::Text(text)) => with(&mut list_of(text)),
            None if cell.from == NIL => with(&mut std::iter::empty()),
            None => with(&mut Opt { tree: self.tree, id: cell.from }.list()),
        }
    }

    /// The value's elements, where they are the tree's own.
    pub(super) fn untouched(&self, id: u32) -> Option<Opt<'t>> {
        let cell = self.cell(id).filter(|cell| !cell.made && !cell.section)?;
        Some(Opt { tree: self.tree, id: cell.from })
    }

    /// The entry of that name in section `id`.
    pub(super) fn find(&mut self, id: u32, name: &str) -> Option<u32> {
        if let Some(index) = self.index.get(&id) {
            return index.get(name).copied();
        }
        let mut child = self.first(id);
        for _ in 0..WALK {
            self.cell(child)?;
            if self.name(child) == name {
                return Some(child);
            }
            child = self.next(child);
        }
        self.cell(child)?;
        let mut index = HashMap::new();
        let mut child = self.first(id);
        while self.cell(child).is_some() {
            index.insert(self.name(child).into(), child);
            child = self.next(child);
        }
        let found = index.get(name).copied();
        self.index.insert(id, index);
        found
    }

    /// A new entry at the end of a section that has none of that name; `None` when the sheet is full.
    pub(super) fn add(&mut self, parent: u32, name: &str, section: bool) -> Option<u32> {
        let cell = Cell {
            from: NIL,
            parent: NIL,
            prev: NIL,
            next: NIL,
            first: NIL,
            last: NIL,
            section,
            made: true,
        };
        let id = self.push(cell)?;
        self.names.insert(id, name.into());
        self.attach(parent, id);
        Some(id)
    }

    fn push(&mut self, cell: Cell) -> Option<u32> {
        if self.cells.len() >= MOST {
            return None;
        }
        let id = self.cells.len() as u32;
        self.cells.push(cell);
        Some(id)
    }

    /// Takes an entry out of its section, with all that is in it.
    pub(super) fn detach(&mut self, id: u32) {
        let Some(&Cell { parent, prev, next, .. }) = self.cell(id) else { return };
        if let Some(index) = self.index.get_mut(&parent) {
            // borrowed anew: the name may be the sheet's
            let name = name_in(self.tree, &self.cells, &self.names, id);
            index.remove(name);
        }
        match self.cell_mut(prev) {
            Some(before) => before.next = next,
            None => {
                if let Some(section) = self.cell_mut(parent) {
                    section.first = next;
                }
            }
        }
        match self.cell_mut(next) {
            Some(after) => after.prev = prev,
            None => {
                if let Some(section) = self.cell_mut(parent) {
                    section.last = prev;
                }
            }
        }
        if let Some(cell) = self.cell_mut(id) {
            (cell.parent, cell.prev, cell.next) = (NIL, NIL, NIL);
        }
    }

    /// Puts an entry that has no place at the end of a section.
    pub(super) fn attach(&mut self, parent: u32, id: u32) {
        let Some(section) = self.cell_mut(parent) else { return };
        let last = std::mem::replace(&mut section.last, id);
        if last == NIL {
            section.first = id;
        }
        if let Some(before) = self.cell_mut(last) {
            before.next = id;
        }
        if let Some(cell) = self.cell_mut(id) {
            (cell.parent, cell.prev, cell.next) = (parent, last, NIL);
        }
        self.enter(parent, id);
    }

    /// Enters a name into the index of its section, where there is one.
    fn enter(&mut self, parent: u32, id: u32) {
        if let Some(index) = self.index.get_mut(&parent) {
            let name = name_in(self.tree, &self.cells, &self.names, id);
            index.insert(name.into(), id);
        }
    }

    pub(super) fn rename(&mut self, id: u32, name: &str) {
        let parent = self.parent(id);
        if let Some(index) = self.index.get_mut(&parent) {
            let old = name_in(self.tree, &self.cells, &self.names, id);
            index.remove(old);
        }
        self.made(id);
        self.names.insert(id, name.into());
        self.enter(parent, id);
    }

    pub(super) fn set_value(&mut self, id: u32, value: &str) {
        self.made(id);
        self.values.insert(id, Value::Text(value.into()));
    }

    pub(super) fn set_comment(&mut self, id: u32, comment: &str) {
        self.made(id);
        self.comments.insert(id, comment.into());
    }

    /// An option's value as a list that can be changed.
    pub(super) fn list_mut(&mut self, id: u32) -> Option<&mut Elements> {
        if !matches!(self.values.get(&id), Some(Value::List(_))) {
            let list = self.elements(id, |elements| elements.collect::<Elements>());
            self.values.insert(id, Value::List(list));
            self.made(id);
        }
        match self.values.get_mut(&id) {
            Some(Value::List(list)) => Some(list),
            _ => None,
        }
    }

    /// From here on name, value and comment are looked for in the maps first.
    fn made(&mut self, id: u32) {
        if let Some(cell) = self.cell_mut(id) {
            cell.made = true;
        }
    }

    /// Copies an entry with all that is in it to the end of a section, under a name; `None` when the sheet is full.
    pub(super) fn copy(&mut self, id: u32, into: u32, name: &str) -> Option<u32> {
        let top = self.copy_one(id)?;
        let mut open = vec![(id, top)];
        while let Some((from, to)) = open.pop() {
            let mut child = self.first(from);
            while self.cell(child).is_some() {
                let copied = self.copy_one(child)?;
                self.attach(to, copied);
                if self.is_section(child) {
                    open.push((child, copied));
                }
                child = self.next(child);
            }
        }
        self.made(top);
        self.names.insert(top, name.into());
        self.attach(into, top);
        Some(top)
    }

    /// A copy of one entry, with nothing in it and without a place.
    fn copy_one(&mut self, id: u32) -> Option<u32> {
        let cell = *self.cell(id)?;
        let copy =
            self.push(Cell { parent: NIL, prev: NIL, next: NIL, first: NIL, last: NIL, ..cell })?;
        if cell.made {
            if let Some(name) = self.names.get(&id).cloned() {
                self.names.insert(copy, name);
            }
            if let Some(value) = self.values.get(&id).cloned() {
                self.values.insert(copy, value);
            }
            if let Some(comment) = self.comments.get(&id).cloned() {
                self.comments.insert(copy, comment);
            }
        }
        Some(copy)
    }

    /// Whether `id` is `above` or in it.
    pub(super) fn is_in(&self, mut id: u32, above: u32) -> bool {
        while id != NIL {
            if id == above {
                return true;
            }
            id = self.parent(id);
        }
        false
    }

    /// Whether an entry still has a place in the configuration.
    pub(super) fn is_there(&self, id: u32) -> bool {
        self.is_in(id, ROOT)
    }
}

/// The elements of a value on one line.
pub(super) fn list_of(value: &str) -> List<'_> {
    List::new(Lines::new(value, false))
}

/// A name, with only the parts of a sheet borrowed that it takes.
fn name_in<'n>(
    tree: &'n Tree,
    cells: &[Cell],
    names: &'n HashMap<u32, Box<str>>,
    id: u32,
) -> &'n str {
    if let Some(name) = names.get(&id) {
        return name;
    }
    let node = cells.get(id as usize).and_then(|cell| tree.node(cell.from));
    node.map_or("", |node| tree.name_of(node))
}
