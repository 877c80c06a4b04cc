//! Putting edits onto a configuration that others have changed since the edits were made.
//!
//! Where the others did not touch what the edits are about, the edits are applied as they are. Where they did, the edits are
//! taken for what they amount to, entry by entry: what still applies is applied, what is done there already is not done
//! again, and what contradicts is a conflict that somebody has to decide. The result is always theirs with edits of ours on
//! top, never a mixture of texts; nothing of theirs goes without being named.

mod conflict;
mod net;
mod touch;

use std::collections::BTreeMap;

pub use conflict::{Choice, Conflict, State, Why as WhyConflict};

use super::edit::Edit;
use super::fault::EditFault;
use super::path::CsPath;
use super::sign::Signed;
use super::tree::Tree;

/// Decisions about conflicts, by path.
pub type Choices = BTreeMap<CsPath, Choice>;

/// What comes of a merge.
#[derive(Clone, Debug)]
pub struct Merged {
    /// Theirs with `edits` applied. While there are conflicts, without what they are about.
    pub tree: Tree,
    /// The edits that lead from theirs to `tree`, in order.
    pub edits: Vec<Edit>,
    /// Edits whose effect is there already; nothing is done for them.
    pub already: Vec<Edit>,
    /// What nobody has decided yet, each path once.
    pub conflicts: Vec<Conflict>,
    /// Conflicts that a choice has settled.
    pub settled: Vec<(Conflict, Choice)>,
}

/// Puts `edits`, which were made on `base`, onto `theirs`.
///
/// Deterministic. `edits` followed over `base` and what `base` became in `theirs` are compared by what they amount to:
/// elements of a list that was edited by element do not contradict each other; values, sections that went while something
/// in them changed, sections and options of one name that came on both sides, and comments do. A choice that fits no conflict
/// is left unused.
///
/// # Errors
/// An edit that does not apply to `base` itself, or a result that cannot be written.
pub fn three_way(
    base: &Tree,
    theirs: &Tree,
    edits: &[Edit],
    choices: &Choices,
    signed: Option<&Signed>,
) -> Result<Merged, EditFault> {
    if !touch::concern(base, theirs, edits)
        && let Ok(tree) = theirs.edited(edits, signed)
    {
        let (edits, already) = (edits.to_vec(), Vec::new());
        return Ok(Merged { tree, edits, already, conflicts: Vec::new(), settled: Vec::new() });
    }
    let mine = base.edited(edits, None)?;
    let net::Net { edits, already, conflicts, settled } =
        net::resolve(base, theirs, &mine, edits, choices);
    let tree = theirs.edited(&edits, signed)?;
    Ok(Merged { tree, edits, already, conflicts, settled })
}
