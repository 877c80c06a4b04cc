//! Whether edits are about anything that others have places.

use std::collections::{BTreeSet, HashSet};
use std::ops::Bound;

use crate::domain::cs::compare::{What, compare};
use crate::domain::cs::edit::Edit;
use crate::domain::cs::path::CsPath;
use crate::domain::cs::tree::Tree;

/// Whether one of the edits is about something that differs between `base` and `theirs`: the entry itself, something in it,
/// or a section around it that came or went.
pub(super) fn concern(base: &Tree, theirs: &Tree, edits: &[Edit]) -> bool {
    let changes = compare(base, theirs);
    let mut places = BTreeSet::new();
    // entries below which everything may be another: they came, went, or are of another kind
    let mut shaken = HashSet::new();
    for change in &changes {
        if change.what == What::Order {
            continue;
        }
        places.insert(change.path.as_str());
        if !matches!(change.what, What::Changed(_) | What::Comment { .. }) {
            shaken.insert(change.path.as_str());
        }
    }
    let near = |path: &CsPath| {
        // `/A!x` stands between `/A` and `/A/x`: what is inside is looked for by itself
        let inside = format!("{path}/");
        let first = places.range::<str, _>((Bound::Included(inside.as_str()), Bound::Unbounded));
        places.contains(path.as_str())
            || first.into_iter().next().is_some_and(|at| at.starts_with(&inside))
            || heads(path.as_str()).any(|head| shaken.contains(head))
    };
    edits.iter().any(|edit| {
        let also = match edit {
            Edit::Move { path, into } => Some(into.join(path.name())),
            Edit::Rename { path, name } => Some(path.parent().unwrap_or_default().join(name)),
            Edit::Copy { to, .. } => Some(to.clone()),
            _ => None,
        };
        near(edit.path()) || also.as_ref().is_some_and(near)
    })
}

/// A path and those above it, the root left out.
fn heads(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at).skip(1).chain([path.len()]);
    ends.filter_map(|end| path.get(..end))
}
