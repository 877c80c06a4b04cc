//! A plan that was looked at before anybody stages it: what stops pilots is left out, and what it does to all others is told.

use std::collections::{BTreeMap, BTreeSet};

use super::{Effect, Plan, Request, What, effects, plan};
use crate::domain::cs::{CsPath, EditFault, Tree};
use crate::domain::inventory::{Context, Inventory};
use crate::domain::preflight::guard;

/// How many checks that fail are told of one VO at one CE.
const TOLD: usize = 3;

/// A VO at a CE whose pilots would be stopped if it were tagged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Position in `Inventory::ces`.
    pub ce: usize,
    /// Position in `Inventory::vos`.
    pub vo: usize,
    /// The checks that fail. Foreign text: clean it before showing.
    pub why: String,
}

/// A plan and all that is known of it.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What is done. Without `Request::force`, nothing of what `stops` names.
    pub plan: Plan,
    /// What would be stopped, whether it was left out or insisted on.
    pub stops: Vec<Stop>,
    /// What the edits do to pilots, asked for or not.
    pub effects: Vec<Effect>,
}

impl Prepared {
    /// Whether the pre-flight keeps something out of the plan that was asked for.
    pub fn leaves_out(&self) -> bool {
        self.plan.any_stopped()
    }
}

/// Plans a request, asks the pre-flight what the result would do, and plans again without what it stops.
///
/// `tree` is the configuration that the edits are for, with what is staged already in it; `inventory` is made of it.
///
/// # Errors
/// The edits cannot be applied, which a configuration that was read from a server does not bring about.
pub fn prepare(
    tree: &Tree,
    inventory: &Inventory,
    ces: &[usize],
    request: &Request,
) -> Result<Prepared, EditFault> {
    let mut made = plan(tree, inventory, ces, request);
    let (mut after, mut reached) = look(tree, inventory, &made, request)?;
    let stops = match request.what {
        What::Tag => stops(tree, &made, &after, &reached)?,
        // who goes back to the proxy, or stays with a token, is stopped by nothing new
        What::Untag | What::Collapse => Vec::new(),
    };
    if !stops.is_empty() && !request.force {
        let stopped: BTreeMap<(usize, usize), String> =
            stops.iter().map(|stop| ((stop.ce, stop.vo), stop.why.clone())).collect();
        made = plan(tree, inventory, ces, &Request { stopped, ..request.clone() });
        (after, reached) = look(tree, inventory, &made, request)?;
    }
    let effects = effects(inventory, &after, &reached);
    Ok(Prepared { plan: made, stops, effects })
}

/// What the configuration says after a plan, and the pairs of CE and VO that it was to change: those that were chosen, and
/// those that a site's tag reaches with them.
fn look(
    tree: &Tree,
    inventory: &Inventory,
    made: &Plan,
    request: &Request,
) -> Result<(Inventory, BTreeSet<(usize, usize)>), EditFault> {
    let edited = tree.edited(&made.step().edits, None)?;
    let after = Inventory::build(&edited, &Context { rules: inventory.rules });
    let mut pairs = made.changed();
    if request.scope == super::Scope::Site && request.what == What::Tag {
        let beside = effects(inventory, &after, &pairs);
        pairs.extend(beside.iter().map(|effect| (effect.ce, effect.vo)));
    }
    Ok((after, pairs))
}

fn stops(
    tree: &Tree,
    made: &Plan,
    after: &Inventory,
    pairs: &BTreeSet<(usize, usize)>,
) -> Result<Vec<Stop>, EditFault> {
    let mut by_ce: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut vos: BTreeSet<usize> = BTreeSet::new();
    for (ce, vo) in pairs {
        by_ce.entry(*ce).or_default().push(*vo);
        vos.insert(*vo);
    }
    let at: Vec<usize> = by_ce.keys().copied().collect();
    let paths: Vec<CsPath> =
        at.iter().filter_map(|ce| Some(after.ces.get(*ce)?.path.clone())).collect();
    let names: Vec<String> =
        vos.iter().filter_map(|vo| Some(after.vos.get(*vo)?.name.clone())).collect();
    let edited = tree.edited(&made.step().edits, None)?;
    let mut stops = Vec::new();
    for (ce, guarded) in at.iter().zip(guard(&edited, after, &paths, &names)) {
        for vo in by_ce.get(ce).into_iter().flatten() {
            let Some(name) = after.vos.get(*vo).map(|vo| vo.name.as_str()) else { continue };
            let of_vo = || guarded.stopped.iter().filter(|stopped| stopped.vo == name);
            let mut why: Vec<String> = of_vo()
                .take(TOLD)
                .map(|stopped| {
                    let row = &stopped.row;
                    format!("check {} fails ({}): {}", row.check.n, row.check.title, row.evidence)
                })
                .collect();
            if why.is_empty() {
                continue;
            }
            let more = of_vo().count().saturating_sub(TOLD);
            if more > 0 {
                why.push(format!("and {more} more"));
            }
            stops.push(Stop { ce: *ce, vo: *vo, why: why.join("; ") });
        }
    }
    Ok(stops)
}
