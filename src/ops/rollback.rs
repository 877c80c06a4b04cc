//! DIRAC's own rollback: the whole text of an old version in the place of whatever is there. Everybody's later changes go with
//! it, and it is never merged (facts/dirac.md 3.3). Undoing one commit is `ops::revert`.

use super::commit::{Agreed, Ready};
use super::history::{Entry, History, contents};
use crate::domain::commit::verifies_diracx;
use crate::domain::cs::{Because, Change, Judgement, compare, judge_changes};
use crate::domain::problem::{Class, Problem};
use crate::wire::service::ConfigurationService;

/// What a rollback would do.
#[derive(Debug)]
pub struct RollBack {
    /// The version that would come back.
    pub version: String,
    /// The versions that would be undone, the latest first: everybody's.
    pub undone: Vec<Entry>,
    /// What would differ.
    pub changes: Vec<Change>,
    /// What is dangerous about it.
    pub judgement: Judgement,
    /// Whether DIRAC's own client would check the result against DiracX first.
    pub verifies_diracx: bool,
    ready: Ready,
}

impl RollBack {
    /// What may be sent, or why nothing may: the check against DiracX.
    pub fn ready(&self, agreed: Agreed) -> Result<Ready, Problem> {
        super::commit::checked(self.verifies_diracx, agreed)?;
        Ok(self.ready.clone())
    }

    /// What it means, a sentence each.
    pub fn consequences(&self) -> Vec<String> {
        let mut names: Vec<&str> = self.undone.iter().filter_map(|one| one.by.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        let who = if names.is_empty() { "nobody known".to_owned() } else { names.join(", ") };
        vec![
            format!(
                "The whole configuration of version {} comes back: {} later versions are undone with everything in them, of {who}.",
                self.version,
                self.undone.len()
            ),
            "The server does not look whether somebody commits in the same moment: such a commit vanishes, too.".to_owned(),
        ]
    }
}

/// Says what a rollback to `entry` would do. Its backup is read, and bears the version, or there is no rollback: the server
/// itself would take the first backup in whose name it finds what it is given.
pub async fn plan<S: ConfigurationService>(
    master: &S,
    history: &History,
    entry: &Entry,
) -> Result<RollBack, Problem> {
    if entry.current {
        let what = format!("Version {} is what is served.", entry.version);
        return Err(Problem::new(Class::Finding, &entry.version, what, ""));
    }
    let old = contents(master, history, entry).await?;
    let changes: Vec<Change> = compare(&history.current, &old);
    let judged = judge_changes(&history.current, &old, &changes);
    let secret = judged.refused.iter().find(|refusal| refusal.because != Because::KeptByServers);
    if let Some(refusal) = secret {
        return Err(refusal.problem());
    }
    let line = format!("roll back to version {}", entry.version);
    Ok(RollBack {
        version: entry.version.clone(),
        undone: history.since(entry).cloned().collect(),
        changes,
        judgement: judged,
        verifies_diracx: verifies_diracx(&old),
        ready: Ready::of_rollback(history.current.clone(), old, line),
    })
}
