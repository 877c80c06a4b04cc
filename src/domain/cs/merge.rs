//! Local files over the remote configuration, as DIRAC's clients see it.
//!
//! diraccfg's `mergeWith`: option by option, recursive, the later source wins; in a section that both have, options come
//! before subsections (facts/dirac.md 3.1). Nodes are copied, texts are not.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::path::CsPath;
use super::tree::{Body, Comment, Form, LocalFile, NIL, Node, ROOT, Tree};
use super::view::{Entry, Section};

impl Tree {
    /// The configuration that a DIRAC client works with: `remote`, and over it the local files, later ones over earlier.
    ///
    /// An option in a local file is local even where it repeats the remote value ([`Opt::shadowed`](super::Opt::shadowed)
    /// tells). Where a name is an option on one side and a section on the other, DIRAC refuses to work; here the local one
    /// wins and [`Tree::clashes`] names it. Up to 255 local files can be told apart.
    pub fn merged(remote: &Self, locals: &[LocalFile]) -> Self {
        let mut merge = Merge {
            tree: Self { lookup: OnceLock::new(), ..remote.clone() },
            comments: HashMap::new(),
            hidden: HashMap::new(),
        };
        if locals.is_empty() {
            // a client without local files still merges the root with an empty configuration
            merge.options_first(ROOT);
        }
        for local in locals {
            merge.put_over(local);
        }
        merge.finish()
    }
}

struct Merge {
    tree: Tree,
    /// The comments that changed.
    comments: HashMap<u32, Option<Comment>>,
    /// Remote nodes replaced by local ones.
    hidden: HashMap<u32, Node>,
}

impl Merge {
    fn put_over(&mut self, local: &LocalFile) {
        let base = u16::try_from(self.tree.sources.len()).unwrap_or(u16::MAX);
        let over = Over { tree: &local.tree, base };
        for source in &local.tree.sources {
            self.tree.sources.push(Arc::new(source.labelled(&local.label)));
        }
        let mut both = vec![(ROOT, ROOT)];
        while let Some((ours, theirs)) = both.pop() {
            self.merge_section(ours, theirs, over, &mut both);
        }
    }

    /// Merges what stands directly in one section; sections that both have are left to the caller.
    fn merge_section(
        &mut self,
        ours: u32,
        theirs: u32,
        over: Over<'_>,
        both: &mut Vec<(u32, u32)>,
    ) {
        let (mut options, mut sections) = (Vec::new(), Vec::new());
        let mut met = HashSet::new();
        let mut next = self.tree.first_child(ours);
        while let Some(&node) = self.tree.node(next) {
            let id = std::mem::replace(&mut next, node.next);
            let name = self.tree.name_of(&node);
            let found = over.tree.find(theirs, name);
            let other = found.and_then(|found| Some((found, *over.tree.node(found)?)));
            match (node.body(), other.map(|(found, other)| (found, other, other.body()))) {
                (Body::Value(_), None) => options.push(id),
                (Body::Children { .. }, None) => sections.push(id),
                (Body::Value(_), Some((found, other, Body::Value(_)))) => {
                    if node.source == 0 {
                        self.hidden.insert(id, node);
                    }
                    self.replace(id, over.node(other, ours));
                    self.take_comment(id, found, over);
                    met.insert(found);
                    options.push(id);
                }
                (Body::Children { .. }, Some((found, _, Body::Children { .. }))) => {
                    self.take_comment(id, found, over);
                    met.insert(found);
                    sections.push(id);
                    both.push((id, found));
                }
                (_, Some(_)) => {
                    let path = Section { tree: &self.tree, id }.path();
                    self.tree.clashes.push(path);
                }
            }
        }
        for entry in (Section { tree: over.tree, id: theirs }).entries() {
            match entry {
                Entry::Option(option) if !met.contains(&option.id) => {
                    options.extend(self.copy(option.id, ours, over));
                }
                Entry::Section(section) if !met.contains(&section.id) => {
                    sections.extend(self.copy_section(section.id, ours, over));
                }
                _ => {}
            }
        }
        self.link(ours, options.into_iter().chain(sections));
    }

    /// Copies one node, without what it holds, to the end of the array.
    fn copy(&mut self, theirs: u32, parent: u32, over: Over<'_>) -> Option<u32> {
        let node = over.node(*over.tree.node(theirs)?, parent);
        let id = self.tree.nodes.len() as u32;
        self.tree.nodes.push(node);
        self.take_comment(id, theirs, over);
        Some(id)
    }

    /// Copies a section and all below it, in the order it has.
    fn copy_section(&mut self, theirs: u32, parent: u32, over: Over<'_>) -> Option<u32> {
        let copied = self.copy(theirs, parent, over)?;
        let mut open = vec![(theirs, copied)];
        while let Some((from, to)) = open.pop() {
            let mut children = Vec::new();
            for entry in (Section { tree: over.tree, id: from }).entries() {
                let (Entry::Option(super::Opt { id, .. }) | Entry::Section(Section { id, .. })) =
                    entry;
                let Some(copy) = self.copy(id, to, over) else { continue };
                children.push(copy);
                if entry.as_section().is_some() {
                    open.push((id, copy));
                }
            }
            self.link(to, children.into_iter());
        }
        Some(copied)
    }

    /// Moves the options of a section before its subsections.
    fn options_first(&mut self, section: u32) {
        let all = Section { tree: &self.tree, id: section };
        let options: Vec<u32> = all.options().map(|option| option.id).collect();
        let sections: Vec<u32> = all.sections().map(|section| section.id).collect();
        self.link(section, options.into_iter().chain(sections));
    }

    /// Makes these nodes, in this order, all that a section holds.
    fn link(&mut self, section: u32, children: impl Iterator<Item = u32>) {
        let (mut first, mut last) = (NIL, NIL);
        for id in children {
            if let Some(node) = self.tree.nodes.get_mut(id as usize) {
                (node.next, node.parent) = (NIL, section);
            }
            match self.tree.nodes.get_mut(last as usize) {
                Some(before) => before.next = id,
                None => first = id,
            }
            last = id;
        }
        if let Some(node) = self.tree.nodes.get_mut(section as usize) {
            node.put(Body::Children { first, last });
        }
    }

    fn replace(&mut self, id: u32, node: Node) {
        if let Some(old) = self.tree.nodes.get_mut(id as usize) {
            *old = node;
        }
    }

    fn take_comment(&mut self, id: u32, theirs: u32, over: Over<'_>) {
        let comment = over.tree.comment_of(theirs).map(|comment| Comment {
            node: id,
            source: comment.source.saturating_add(over.base),
            ..*comment
        });
        if let Some(node) = self.tree.nodes.get_mut(id as usize) {
            node.form.set(Form::COMMENTED, comment.is_some());
        }
        self.comments.insert(id, comment);
    }

    fn finish(mut self) -> Tree {
        let mut tree = self.tree;
        if !self.comments.is_empty() {
            tree.comments.retain(|comment| !self.comments.contains_key(&comment.node));
            tree.comments.extend(self.comments.drain().filter_map(|(_, comment)| comment));
            tree.comments.sort_unstable_by_key(|comment| comment.node);
        }
        tree.hidden = self.hidden.into_iter().collect();
        tree.hidden.sort_unstable_by_key(|&(id, _)| id);
        tree.clashes.sort_unstable();
        tree.clashes.dedup_by(|a: &mut CsPath, b| a == b);
        tree
    }
}

/// The tree being put over the others, and the index that its first source gets.
#[derive(Clone, Copy)]
struct Over<'a> {
    tree: &'a Tree,
    base: u16,
}

impl Over<'_> {
    /// A node of this tree as one of the merged tree, not yet linked; a section comes without its entries.
    fn node(self, mut node: Node, parent: u32) -> Node {
        (node.next, node.parent) = (NIL, parent);
        node.source = node.source.saturating_add(self.base);
        if node.is_section() {
            node.put(Body::Children { first: NIL, last: NIL });
        }
        node
    }
}
