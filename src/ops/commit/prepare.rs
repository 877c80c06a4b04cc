//! What a commit would send: fetched, merged, judged. Nothing is changed here.

use std::sync::Arc;

use crate::domain::commit::{NAME, VERSION, verifies_diracx};
use crate::domain::cs::{
    Change, Choices, Conflict, Edit, Judgement, Merged, Signed, Tree, compare, judge_changes,
    three_way,
};
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::ops::load::newest;
use crate::wire::service::ConfigurationService;

/// What is staged, and what it was staged on.
#[derive(Clone, Copy, Debug)]
pub struct Staged<'s> {
    /// The configuration that the edits were made on.
    pub base: &'s Tree,
    /// The edits, in order.
    pub edits: &'s [Edit],
    /// Decisions about conflicts that were met before.
    pub choices: &'s Choices,
    /// Who signs what is touched, if anybody.
    pub signed: Option<&'s Signed>,
}

/// What would be sent.
#[derive(Debug)]
pub struct Prepared {
    /// What the master has.
    pub fresh: Tree,
    /// Its version: the one that is sent on.
    pub version: String,
    /// The version that the edits were made on.
    pub base: String,
    /// The merge.
    pub merged: Merged,
    /// What differs between what is there and what would be.
    pub changes: Vec<Change>,
    /// What may not be done, and what is dangerous.
    pub judgement: Judgement,
    /// Whether DIRAC's own client would check the result against DiracX first.
    pub verifies_diracx: bool,
}

/// What somebody agreed to that is refused otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreed {
    /// To go without the check against DiracX.
    pub without_diracx: bool,
}

/// What may be sent: nothing is undecided, nothing refused. Only [`Prepared::ready`] makes one.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The text with the changes, at the version that the master had.
    pub(super) sent: Arc<Tree>,
    pub(super) fresh: Arc<Tree>,
    pub(super) base: String,
    pub(super) version: String,
    pub(super) name: String,
    /// One line for each change.
    pub(super) lines: Vec<String>,
}

/// Fetches what the master has and puts the edits onto it.
///
/// # Errors
/// No answer; a text that does not parse, also after somebody else's commit (what is staged stays as it is); edits that do not
/// apply to their own base.
pub async fn prepare<S: ConfigurationService>(
    master: &S,
    staged: Staged<'_>,
) -> Result<Prepared, Problem> {
    merge(newest(master).await?, staged)
}

/// Puts the edits onto what was fetched from the master.
///
/// # Errors
/// The edits do not apply to their own base.
pub fn merge(fresh: Tree, staged: Staged<'_>) -> Result<Prepared, Problem> {
    let Staged { base, edits, choices, signed } = staged;
    let merged =
        three_way(base, &fresh, edits, choices, signed).map_err(|fault| fault.problem())?;
    let changes = compare(&fresh, &merged.tree);
    let judgement = judge_changes(&fresh, &merged.tree, &changes);
    Ok(Prepared {
        version: value(&fresh, VERSION),
        base: value(base, VERSION),
        verifies_diracx: verifies_diracx(&merged.tree),
        fresh,
        merged,
        changes,
        judgement,
    })
}

/// Whether the check against `DiracX` is not asked for, or somebody agreed to go without it.
pub(crate) fn checked(verifies_diracx: bool, agreed: Agreed) -> Result<(), Problem> {
    if verifies_diracx && !agreed.without_diracx {
        return Err(super::words::diracx());
    }
    Ok(())
}

fn value(tree: &Tree, path: &str) -> String {
    tree.value(path).unwrap_or_default().into_owned()
}

impl Prepared {
    /// What nobody has decided yet.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.merged.conflicts
    }

    /// Whether somebody has committed since the edits were made.
    pub fn moved_on(&self) -> bool {
        self.version != self.base
    }

    /// Whether everything is there already.
    pub fn is_done(&self) -> bool {
        self.changes.is_empty()
    }

    /// One line for each edit that would be done.
    pub fn lines(&self) -> Vec<String> {
        super::words::lines(&self.merged.edits)
    }

    /// Whether it may be sent, or why not: conflicts, what may not be done, the check against DiracX.
    pub fn ready(&self, agreed: Agreed) -> Result<Ready, Problem> {
        if let Some(conflict) = self.conflicts().first() {
            let message = match self.conflicts().len() {
                1 => conflict.to_string(),
                n => format!("{conflict} And {} more are to be decided.", n - 1),
            };
            let subject = redact(conflict.path.as_str());
            return Err(Problem::new(Class::Conflict, subject, message, conflict.remedy()));
        }
        if let Some(refusal) = self.judgement.refused.first() {
            return Err(refusal.problem());
        }
        checked(self.verifies_diracx, agreed)?;
        if self.is_done() {
            let message = "Everything that is staged is in the configuration already.";
            return Err(Problem::new(Class::Finding, "nothing", message, "Drop it."));
        }
        Ok(Ready {
            sent: Arc::new(self.merged.tree.clone()),
            fresh: Arc::new(self.fresh.clone()),
            base: self.base.clone(),
            version: self.version.clone(),
            name: value(&self.fresh, NAME),
            lines: self.lines(),
        })
    }
}

impl Ready {
    /// A rollback: the whole text of an old version in the place of what is there.
    pub(crate) fn of_rollback(fresh: Tree, old: Tree, line: String) -> Self {
        let version = value(&fresh, VERSION);
        let name = value(&fresh, NAME);
        let lines = vec![line];
        Self {
            sent: Arc::new(old),
            fresh: Arc::new(fresh),
            base: version.clone(),
            version,
            name,
            lines,
        }
    }

    /// The beginning of its run in the journal.
    pub fn commit(&self) -> crate::store::journal::Commit {
        crate::store::journal::Commit {
            base: self.base.clone(),
            on: self.version.clone(),
            digest: crate::domain::commit::digest(&self.sent),
            changes: super::words::for_journal(&self.lines),
        }
    }

    /// The version that it is sent on.
    pub fn version(&self) -> &str {
        &self.version
    }
}
