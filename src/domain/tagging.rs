//! Marking CEs token-ready: from "this VO at these CEs" to the edits that do it, and to what else they would do.
//!
//! Tags have traps (facts/dirac.md 5.1): a `Tag` of a CE hides the site's, PilotManager does not read the site's, a queue can
//! only add, `Token` cannot be taken back for one VO. Each is met here by an edit, a [`Note`] or a [`Why`], never by silence.
//! Pure: a plan is made from a tree and the inventory of that same tree. It must not know how edits are staged or sent.

mod at_ce;
mod at_queue;
mod at_site;
mod choose;
mod collapse;
mod effects;
mod lists;
mod prepare;
mod words;

pub use choose::{ces_named, vos_named};
pub use effects::{Effect, effects};
pub use prepare::{Prepared, Stop, prepare};

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::ce::audience::AudienceKind;
use super::ce::{Ce, TokenState};
use super::cs::{Edit, Step, Tree};
use super::inventory::{CeDefaults, Inventory};
use super::vo::VoNames;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Pilots of the VOs are to use tokens.
    Tag,
    /// Pilots of the VOs are to use the proxy.
    Untag,
    /// One `Token` is to stand for all `Token:<VO>` of a CE.
    Collapse,
}

impl What {
    /// The word used in JSON and as a verb: `tag`, `untag`, `collapse`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Untag => "untag",
            Self::Collapse => "collapse",
        }
    }
}

/// Where tags are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// In `Tag` of the CE; what is taken away is taken from its queues, too.
    #[default]
    Ce,
    /// In `Tag` of each queue that admits the VO.
    Queue,
    /// In `Tag` of the site's section `CEs`: for every CE of the site without a `Tag` of its own.
    Site,
}

impl Scope {
    /// The word used in JSON and as an argument: `ce`, `queue`, `site`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ce => "ce",
            Self::Queue => "queue",
            Self::Site => "site",
        }
    }
}

/// What is to be done, and how far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What.
    pub what: What,
    /// At which level. A collapse is always one of the CE.
    pub scope: Scope,
    /// For which VOs: positions in `Inventory::vos`. A collapse asks for no VO.
    pub vos: Vec<usize>,
    /// Whether `Token` may be rewritten into `Token:<VO>` for all the other VOs, so that one can be taken away.
    pub narrow: bool,
    /// Whether to tag where it cannot work: pilots of the VO would then get there neither by token nor by proxy.
    pub force: bool,
    /// Whether to tag for VOs that a CE does not admit, for the day when it does.
    pub unadmitted: bool,
    /// Pairs of CE and VO that are to be left out, and what stops them: the findings of a pre-flight.
    pub stopped: BTreeMap<(usize, usize), String>,
}

impl Request {
    /// The plain request: at the CE, nothing forced, nothing stopped.
    pub fn new(what: What, vos: Vec<usize>) -> Self {
        Self {
            what,
            scope: Scope::Ce,
            vos,
            narrow: false,
            force: false,
            unadmitted: false,
            stopped: BTreeMap::new(),
        }
    }
}

/// Why a VO is left alone at a CE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The VO's name cannot be an element of a list.
    Name,
    /// CEs of this type have no audience, so no token can be for them.
    NoAudience(String),
    /// The CE has no `CEType`.
    NoType,
    /// The CE has no queues.
    NoQueues,
    /// No queue admits the VO.
    NotAdmitted,
    /// `Token` stands there for every VO: these others would have to be named one by one.
    PlainToken(Vec<String>),
    /// A queue cannot take back what the CE (or its site) gives.
    FromAbove(Scope),
    /// The CE has a `Tag` of its own, so the site's does not reach it.
    SiteHidden,
    /// The site's tag would reach CEs of a type without audience as well: their names.
    Company(Vec<String>),
    /// What a pre-flight found.
    Stopped(String),
    /// Not every VO that is admitted uses tokens: the others.
    NotReady(Vec<String>),
}

/// What is worth knowing about the edits of a CE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The CE gets a `Tag` of its own, which hides the site's: the site's tags are carried into it.
    SiteCarried(Vec<String>),
    /// For these VOs the site's tag counted for submission only; at the CE it counts for kill and output, too.
    ManageFollows(Vec<String>),
    /// These VOs were killed and fetched by a token only because of defaults of the CE's type; where a `Tag` is written, these
    /// are not read.
    DefaultsHidden(Vec<String>),
    /// A tag that did nothing was replaced.
    Repaired {
        /// As it was written.
        from: String,
        /// As it is now.
        to: String,
    },
    /// `Tag` was there and empty.
    EmptyFilled,
    /// The last tag went; the option stays, empty, because without it the site's or the type's tags would come back.
    EmptyStays,
    /// The last tag went, and the option with it.
    OptionGoes,
    /// PilotManager does not read the site's tag.
    SiteForDirectorOnly,
    /// CEs beside the chosen ones that the site's tag reaches.
    AlsoAt(Vec<String>),
    /// `Token` was replaced by a tag for each of these VOs; one that is added later starts by proxy.
    Narrowed(Vec<String>),
    /// `Token` stands for every VO, those that are admitted later included.
    LaterVos,
    /// The CE's type is none of DIRAC's own, so whether it takes tokens is not known here.
    ForeignType(String),
    /// Defaults of the CE's type grant PilotManager a token for these VOs; they are not changed here.
    DefaultsStay(Vec<String>),
}

/// What becomes of a VO at a CE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is as asked for after the edits.
    Changed,
    /// It is as asked for already.
    Already,
    /// It stays as it is.
    LeftOut(Why),
}

impl Outcome {
    /// The word used in JSON: `changed`, `already`, `left_out`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Already => "already",
            Self::LeftOut(_) => "left_out",
        }
    }
}

/// What becomes of one VO.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerVo {
    /// Position in `Inventory::vos`; `None` for a collapse, which is about all of them.
    pub vo: Option<usize>,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// What is done at one CE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CePlan {
    /// Position in `Inventory::ces`.
    pub ce: usize,
    /// Its edits. An edit of the site stands at the first of its CEs.
    pub edits: Vec<Edit>,
    /// What becomes of each VO that was asked for.
    pub vos: Vec<PerVo>,
    /// What is worth knowing.
    pub notes: Vec<Note>,
}

/// What is done for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it is for: `tag 300 CEs for wlcgvo`.
    pub title: String,
    /// CE by CE, in the order in which they were named.
    pub ces: Vec<CePlan>,
}

impl Plan {
    /// Everything as one step, to be staged and undone whole; without edits if there is nothing to do.
    pub fn step(&self) -> Step {
        let edits = self.ces.iter().flat_map(|ce| ce.edits.iter().cloned()).collect();
        Step { title: self.title.clone(), edits }
    }

    /// The pairs of CE and VO that change.
    pub fn changed(&self) -> BTreeSet<(usize, usize)> {
        let pairs = self.ces.iter().flat_map(|ce| ce.vos.iter().map(|vo| (ce.ce, vo)));
        pairs
            .filter(|(_, vo)| vo.outcome == Outcome::Changed)
            .filter_map(|(ce, vo)| Some((ce, vo.vo?)))
            .collect()
    }

    /// How many CEs get edits or are reached by them.
    pub fn ces_changed(&self) -> usize {
        let changes = |ce: &&CePlan| ce.vos.iter().any(|vo| vo.outcome == Outcome::Changed);
        self.ces.iter().filter(changes).count()
    }

    /// Leaves the VOs away that a CE does not admit: where every VO was asked for, they were not meant.
    pub fn forget_not_admitted(&mut self) {
        for ce in &mut self.ces {
            ce.vos.retain(|one| one.outcome != Outcome::LeftOut(Why::NotAdmitted));
        }
    }

    /// How many pairs of CE and VO were left out although something could be done. Where a CE does not admit a VO there is
    /// nothing to be done, so that does not count.
    pub fn left_out(&self) -> usize {
        let outcomes = self.ces.iter().flat_map(|ce| &ce.vos).map(|vo| &vo.outcome);
        let counts = |outcome: &&Outcome| matches!(outcome, Outcome::LeftOut(why) if *why != Why::NotAdmitted);
        outcomes.filter(counts).count()
    }

    /// Whether a pair was left out because a pre-flight stops it.
    pub fn any_stopped(&self) -> bool {
        let mut outcomes = self.ces.iter().flat_map(|ce| &ce.vos).map(|vo| &vo.outcome);
        outcomes.any(|outcome| matches!(outcome, Outcome::LeftOut(Why::Stopped(_))))
    }
}

/// What to do so that the CEs at these positions of `inventory` are as `request` says. `tree` is what `inventory` was made of.
///
/// Positions that are none are passed over; a CE that is named twice counts once. Nothing is changed where it is right already.
pub fn plan(tree: &Tree, inventory: &Inventory, ces: &[usize], request: &Request) -> Plan {
    let names: Vec<String> = inventory.vos.iter().map(|vo| vo.name.clone()).collect();
    let mut seen = HashSet::new();
    let mut chosen: Vec<usize> = ces.iter().copied().filter(|at| seen.insert(*at)).collect();
    chosen.retain(|at| inventory.ces.get(*at).is_some());
    let mut vos = request.vos.clone();
    let mut seen = HashSet::new();
    vos.retain(|vo| *vo < names.len() && seen.insert(*vo));
    let mut planner = Planner {
        tree,
        inventory,
        request,
        vos,
        index: VoNames::new(&names),
        names: &names,
        defaults: CeDefaults::new(tree),
    };
    let parts = match (request.what, request.scope) {
        (What::Collapse, _) => chosen.iter().filter_map(|at| planner.collapse(*at)).collect(),
        (_, Scope::Site) => planner.sites(&chosen),
        (_, Scope::Ce) => chosen.iter().filter_map(|at| planner.ce(*at)).collect(),
        (_, Scope::Queue) => chosen.iter().filter_map(|at| planner.queues(*at)).collect(),
    };
    let mut plan = Plan { title: String::new(), ces: parts };
    plan.title = words::title(&plan, request, &names);
    plan
}

/// What every level needs.
struct Planner<'t, 'n> {
    tree: &'t Tree,
    inventory: &'t Inventory,
    request: &'t Request,
    vos: Vec<usize>,
    index: VoNames<'n>,
    names: &'n [String],
    defaults: CeDefaults<'t>,
}

impl Planner<'_, '_> {
    fn names_of(&self, vos: &[usize]) -> Vec<String> {
        vos.iter().filter_map(|vo| self.names.get(*vo).cloned()).collect()
    }

    /// The tag that asks for a token for this VO alone.
    fn tag_of(&self, vo: usize) -> String {
        format!("Token:{}", self.names.get(vo).map(String::as_str).unwrap_or_default())
    }

    /// Why a VO cannot be tagged at a CE at all, whatever its tags are.
    fn refused(&self, at: usize, ce: &Ce, vo: usize) -> Option<Why> {
        let name = self.names.get(vo).map(String::as_str).unwrap_or_default();
        if name.is_empty() || name.contains(',') || name.trim() != name {
            return Some(Why::Name);
        }
        if ce.queues.is_empty() {
            return Some(Why::NoQueues);
        }
        if !self.request.unadmitted && !admits(ce, vo) {
            return Some(Why::NotAdmitted);
        }
        if self.request.force {
            return None;
        }
        match self.kind(ce) {
            AudienceKind::Missing => Some(Why::NoType),
            AudienceKind::None => Some(Why::NoAudience(ce.ce_type.clone().unwrap_or_default())),
            AudienceKind::Arex | AudienceKind::HtCondor | AudienceKind::Foreign => {
                self.request.stopped.get(&(at, vo)).cloned().map(Why::Stopped)
            }
        }
    }

    fn kind(&self, ce: &Ce) -> AudienceKind {
        AudienceKind::of_type(ce.ce_type.as_deref(), self.inventory.rules)
    }

    /// A note where it is not known whether the type takes tokens.
    fn foreign(&self, ce: &Ce) -> Option<Note> {
        let foreign = self.kind(ce) == AudienceKind::Foreign;
        foreign.then(|| Note::ForeignType(ce.ce_type.clone().unwrap_or_default()))
    }
}

/// Whether a queue of the CE admits the VO.
fn admits(ce: &Ce, vo: usize) -> bool {
    ce.queues.iter().any(|queue| queue_admits(queue, vo))
}

/// Whether a queue admits the VO.
fn queue_admits(queue: &super::ce::Queue, vo: usize) -> bool {
    let access = queue.access.get(vo);
    access.is_some_and(|access| access.submit.state != TokenState::NotAdmitted)
}

/// The outcome of a VO that was not refused.
fn settled(changed: bool) -> Outcome {
    if changed { Outcome::Changed } else { Outcome::Already }
}
