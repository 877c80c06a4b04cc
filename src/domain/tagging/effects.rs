//! What edits of tags do to pilots: the access of every VO at every CE before and after, compared.

use std::collections::BTreeSet;

use crate::domain::ce::{Access, CeAccess};
use crate::domain::inventory::Inventory;

/// A VO at a CE whose pilots would be treated in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Position in `Inventory::ces`.
    pub ce: usize,
    /// Position in `Inventory::vos`.
    pub vo: usize,
    /// Whether it was asked for. What was not is a consequence that a note of the plan explains.
    pub asked: bool,
    /// The queues where something changes.
    pub queues: Vec<String>,
    /// All queues together, before.
    pub before: CeAccess,
    /// All queues together, after.
    pub after: CeAccess,
}

/// Every VO at every CE that is treated otherwise in `after` than in `before`, by state; at which level a tag stands is no
/// difference. Both hold the same CEs and VOs, as edits of tags leave them. `asked` are the pairs that were to change.
pub fn effects(
    before: &Inventory,
    after: &Inventory,
    asked: &BTreeSet<(usize, usize)>,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (at, (old, new)) in before.ces.iter().zip(&after.ces).enumerate() {
        for vo in 0..before.vos.len() {
            let differs = |a: Option<&Access>, b: Option<&Access>| {
                let states = |access: &Access| (access.submit.state, access.manage.state);
                a.map(states) != b.map(states)
            };
            let queues: Vec<String> = old
                .queues
                .iter()
                .zip(&new.queues)
                .filter(|(a, b)| differs(a.access.get(vo), b.access.get(vo)))
                .map(|(queue, _)| queue.name.clone())
                .collect();
            let (Some(before), Some(after)) = (old.access.get(vo), new.access.get(vo)) else {
                continue;
            };
            if !queues.is_empty() {
                effects.push(Effect {
                    ce: at,
                    vo,
                    asked: asked.contains(&(at, vo)),
                    queues,
                    before: *before,
                    after: *after,
                });
            }
        }
    }
    effects
}
