//! Runs that were cut off: told, and gone on with.

use super::{Chosen, How, say, verb};
use crate::disk::journal::{Runs, Writer};
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::ops::runs::unfinished;
use crate::store::journal::{Kept, Purpose};

/// A run that is taken up again, locked.
pub(super) struct Earlier {
    pub(super) kept: Kept,
    pub(super) writer: Writer,
}

impl Earlier {
    /// What it does to each id.
    pub(super) fn how(&self) -> How {
        how(&self.kept).unwrap_or(How::Revoke)
    }

    /// What is left of it.
    pub(super) fn left(&self) -> Chosen {
        let token_ids: Vec<String> = self.kept.left().into_iter().map(str::to_owned).collect();
        let all = self.kept.token_ids().len();
        let settled = all.saturating_sub(token_ids.len());
        let torn = if self.kept.torn {
            " Its last line was cut off by a crash: what it announced was not sent."
        } else {
            ""
        };
        let note = format!(
            "Going on with the run {} of {}: {settled} of {all} token ids are settled, {} are left.{torn}",
            self.kept.run.name,
            self.kept.run.started.strftime("%Y-%m-%d %H:%M UTC"),
            token_ids.len()
        );
        Chosen { token_ids, note }
    }
}

fn how(kept: &Kept) -> Option<How> {
    match kept.run.purpose {
        Purpose::Stop { how, .. } => Some(how),
        Purpose::Credential { .. } | Purpose::Commit(_) => None,
    }
}

/// Takes up the run of that name; without a name, the latest of this command and this installation that was cut off.
pub(super) fn find(
    runs: &Runs,
    name: &str,
    wanted: How,
    installation: &str,
    expect: Option<usize>,
) -> Result<Earlier, Problem> {
    let same = |kept: &Kept| how(kept).is_some_and(|how| verb(how) == verb(wanted));
    let name = if name.is_empty() {
        let (found, problems) = unfinished(runs, installation)?;
        for problem in problems {
            say(&problem.to_string());
        }
        let latest = found.into_iter().find(|run| same(&run.kept)).map(|run| run.kept.run.name);
        latest.ok_or_else(|| {
            let what = format!(
                "No run of `{}` was cut off on this host for {installation}.",
                verb(wanted)
            );
            Problem::new(Class::Finding, "--resume", what, "There is nothing to go on with.")
        })?
    } else {
        name.to_owned()
    };
    let (kept, writer) = runs.resume(&name)?;
    let refuse =
        |what: String, remedy: &str| Err(Problem::new(Class::Usage, redact(&name), what, remedy));
    if kept.run.installation != installation {
        return refuse(
            format!(
                "The run {name} is of the installation {}, and this one is {installation}.",
                kept.run.installation
            ),
            "Go on with it there.",
        );
    }
    if !same(&kept) {
        let of = how(&kept).map_or("another command", verb);
        return refuse(format!("The run {name} is one of `{of}`."), "Go on with it by that one.");
    }
    if wanted == How::RevokeOrRow && how(&kept) == Some(How::Revoke) {
        return refuse(
            format!("The run {name} was begun without --row-only."),
            "Go on with it as it was begun.",
        );
    }
    let all = kept.token_ids().len();
    if let Some(expected) = expect.filter(|expected| *expected != all) {
        return refuse(
            format!("The run {name} has {all} token ids, and not {expected} as expected."),
            "Leave --expect out, or say how many the run has.",
        );
    }
    Ok(Earlier { kept, writer })
}

/// Tells of runs that were cut off, so that nobody takes them for done.
pub(super) fn mention(runs: &Runs, installation: &str) {
    match unfinished(runs, installation) {
        Ok((found, problems)) => {
            for run in found {
                let (what, how) = run.sentences();
                say(&format!("{what} {how}"));
            }
            for problem in problems {
                say(&problem.to_string());
            }
        }
        Err(problem) => say(&problem.to_string()),
    }
}
