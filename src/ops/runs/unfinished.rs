//! Runs that were cut off and wait to be gone on with.

use crate::disk::journal::Runs;
use crate::domain::problem::Problem;
use crate::domain::stop::How;
use crate::store::journal::{Kept, Purpose};

/// A run of this host that was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// The run.
    pub kept: Kept,
    /// What it does to each id.
    pub how: How,
}

impl Unfinished {
    /// The command of the twin that began it and goes on with it: `token revoke`.
    pub fn command(&self) -> &'static str {
        match self.how {
            How::Revoke | How::RevokeOrRow => "token revoke",
            How::Row => "token delete",
        }
    }

    /// What is told of it, and how to go on.
    pub fn sentences(&self) -> (String, String) {
        let run = &self.kept.run;
        let what = format!(
            "A run of `{}` by {} was cut off: begun {}, {} of {} token ids are not settled.",
            self.command(),
            run.who,
            run.started.strftime("%Y-%m-%d %H:%M UTC"),
            self.kept.left().len(),
            self.kept.token_ids().len(),
        );
        let how = format!(
            "`dirac-tokens {} --write --resume {}` goes on; --abandon in the place of --resume gives it up.",
            self.command(),
            run.name
        );
        (what, how)
    }
}

/// The runs of this installation that were cut off, the latest first; and what could not be read. A run that a process is at is
/// not among them.
pub fn unfinished(
    runs: &Runs,
    installation: &str,
) -> Result<(Vec<Unfinished>, Vec<Problem>), Problem> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for kept in runs.all()? {
        match kept {
            Ok(kept) => {
                let Purpose::Stop { how, .. } = kept.run.purpose else { continue };
                if kept.run.installation == installation && kept.is_unfinished() {
                    found.push(Unfinished { kept, how });
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    Ok((found, problems))
}
