//! Which CEs would lose their pilots: what a tag is not given to unless somebody insists.

use super::checks::{ADMITTED, Failing, TAG};
use super::ground::{Ground, OfVo};
use super::queues::At;
use super::row::{Purpose, Row};
use crate::domain::ce::Ce;
use crate::domain::cs::{CsPath, Tree};
use crate::domain::inventory::Inventory;
use crate::domain::why::State;

/// Why a CE is to be left out for one VO.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The VO.
    pub vo: String,
    /// The check that fails.
    pub row: Row,
}

/// What was found of one CE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guarded {
    /// The CE's section.
    pub ce: CsPath,
    /// What stops the pilots there, in the order of the VOs and of the checks; nothing if the CE passes.
    pub stopped: Vec<Stopped>,
}

impl Guarded {
    /// Whether no check fails that the configuration decides. It does not say that pilots will come: what only a server can
    /// tell is not asked here.
    pub fn passes(&self) -> bool {
        self.stopped.is_empty()
    }

    /// Whether it passes for this VO.
    pub fn passes_for(&self, vo: &str) -> bool {
        self.stopped.iter().all(|stopped| stopped.vo != vo)
    }

    /// One sentence per check that fails: `13 the IdProvider is defined: /Resources/IdProviders/X does not exist.`
    pub fn reasons(&self) -> Vec<String> {
        self.stopped.iter().map(Stopped::words).collect()
    }
}

impl Stopped {
    /// The check, whose pilots it stops, and what that is told from.
    pub fn words(&self) -> String {
        let Row { check, evidence, queue, .. } = &self.row;
        let queue = queue.as_ref().map(|queue| format!(", queue {queue}")).unwrap_or_default();
        format!("{}{queue}: check {} fails ({}): {evidence}", self.vo, check.n, check.title)
    }
}

/// Looks at these CEs as a configuration leaves them, usually one with staged edits in it: `inventory` has to be of that
/// `tree`. One entry per CE, in the order asked.
///
/// What counts are the checks without a fallback that a configuration decides (10 to 15), at queues that are tagged and admit
/// the VO; and a CE none of whose admitting queues is tagged (9), for which a tag would do nothing. A CE that admits the VO
/// nowhere passes: nothing is submitted there. So does one that the tree does not have.
pub fn guard(tree: &Tree, inventory: &Inventory, ces: &[CsPath], vos: &[String]) -> Vec<Guarded> {
    let ground = Ground::new(tree, inventory);
    let vos: Vec<OfVo> = vos.iter().map(|vo| ground.of_vo(vo)).collect();
    ces.iter()
        .map(|path| {
            let ce = ground.ce(path.as_str());
            let stopped = vos.iter().flat_map(|vo| {
                let rows = ce.map(|ce| stops(&ground, vo, ce)).unwrap_or_default();
                rows.into_iter().map(|row| Stopped { vo: vo.vo.clone(), row })
            });
            Guarded { ce: path.clone(), stopped: stopped.collect() }
        })
        .collect()
}

/// The failing checks of one CE for one VO, in order.
fn stops(ground: &Ground<'_>, vo: &OfVo, ce: &Ce) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut admits, mut tagged) = (false, false);
    let mut untagged = None;
    for queue in &ce.queues {
        let at = At { ground, vo, ce, queue };
        if vo.at.is_some() && !at.admitted() {
            continue;
        }
        admits = true;
        let submits = at.tag(Purpose::Submit).is_some();
        if !submits && at.tag(Purpose::Manage).is_none() {
            untagged.get_or_insert(at);
            continue;
        }
        tagged = true;
        if submits {
            let audience = at.audience_row();
            if audience.verdict == State::Fails
                && !rows.iter().any(|row| row.check == audience.check)
            {
                rows.push(audience);
            }
        }
    }
    if !admits {
        return Vec::new();
    }
    if vo.at.is_none() {
        let any = ce.queues.first().map(|queue| At { ground, vo, ce, queue }.admission());
        return any.filter(|row| row.check == &ADMITTED).into_iter().collect();
    }
    if !tagged {
        rows.extend(
            untagged.map(|at| at.tags_row(Purpose::Submit)).filter(|row| row.check == &TAG),
        );
        return rows;
    }
    rows.extend(vo.stops().filter(|row| row.check.failing == Failing::Stops).cloned());
    rows
}
