//! Names of large sections in order, so that looking them up again and again stays cheap.
//!
//! Built once per tree, when a name is first looked for in a section too large to walk.

use std::collections::HashMap;

use super::tree::{Body, Tree};

/// Sections with at least this many entries are listed.
const LARGE: usize = 16;

/// For each large section its children, ascending by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup(HashMap<u32, Box<[u32]>>);

impl Lookup {
    pub(super) fn new(tree: &Tree) -> Self {
        let mut large = HashMap::new();
        let mut children = Vec::new();
        for (section, node) in (0u32..).zip(&tree.nodes) {
            let Body::Children { first, .. } = node.body() else { continue };
            children.clear();
            let mut child = first;
            while let Some(node) = tree.node(child) {
                children.push(child);
                child = node.next;
            }
            if children.len() >= LARGE {
                let name = |&id: &u32| tree.node(id).map_or("", |node| tree.name_of(node));
                children.sort_unstable_by(|a, b| name(a).cmp(name(b)));
                large.insert(section, children.as_slice().into());
            }
        }
        Self(large)
    }

    /// The child of that name in section `id`.
    pub(super) fn find(&self, tree: &Tree, id: u32, name: &str) -> Option<u32> {
        let children = self.0.get(&id)?;
        let name_at = |id: u32| tree.node(id).map_or("", |node| tree.name_of(node));
        let found = children.binary_search_by(|&child| name_at(child).cmp(name)).ok()?;
        children.get(found).copied()
    }
}
