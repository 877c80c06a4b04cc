//! `cs`: the configuration itself, what is wrong with it, what is staged to be changed in it, its versions and its servers.

use clap::{Args, Subcommand};

use super::StagingVerb;

/// What can be done with the configuration.
#[derive(Debug, Subcommand)]
pub enum CsVerb {
    /// Look at it, and stage changes.
    #[command(flatten)]
    Staging(StagingVerb),
    /// Everything that is wrong with it, the worst first. Ends with 1 if there is an error among it.
    Lint,
    /// The master, the version that each server has and how far behind it is, and commits whose end nobody saw.
    Status,
    /// Versions of the configuration, the latest first: when, and whose.
    History {
        /// At most so many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// What one version changed.
    Show {
        /// The version, or as much of its beginning as is its alone.
        #[arg(value_name = "VERSION")]
        which: String,
    },
    /// Send what is staged: fetched, merged, sent once, read back, and told as it is. Needs --write.
    Commit(Committing),
    /// Stage the undoing of one version: what it changed, turned round, on what is there now. Sends nothing.
    Revert {
        /// The version, or as much of its beginning as is its alone.
        #[arg(value_name = "VERSION")]
        which: String,
        /// What was changed since at the same places.
        #[command(flatten)]
        deciding: Deciding,
    },
    /// Put the whole text of an old version in the place of what is there: everybody's later changes go with it. Needs --write.
    ///
    /// `cs revert` undoes one version and leaves the others.
    Rollback {
        /// The version, or as much of its beginning as is its alone.
        #[arg(value_name = "VERSION")]
        which: String,
        /// What it is agreed to.
        #[command(flatten)]
        agreed: Agreed,
    },
}

/// What `cs commit` is given.
#[derive(Args, Debug)]
pub struct Committing {
    /// What it is agreed to.
    #[command(flatten)]
    pub agreed: Agreed,
    /// What others changed meanwhile at the same places.
    #[command(flatten)]
    pub deciding: Deciding,
    /// Do not sign what is touched with a comment of user, group and time.
    #[arg(long)]
    pub unsigned: bool,
}

/// Decisions about conflicts, by path.
#[derive(Args, Debug)]
pub struct Deciding {
    /// Leave what is there at this path; may be repeated.
    #[arg(long, value_name = "PATH")]
    pub take: Vec<String>,
    /// Do ours at this path, whatever is there; may be repeated.
    #[arg(long, value_name = "PATH")]
    pub keep: Vec<String>,
}

/// How far somebody agrees to what is sent.
#[derive(Args, Debug)]
pub struct Agreed {
    /// Do not ask on the terminal.
    #[arg(long)]
    pub yes: bool,
    /// How many options and sections it must change. Nothing is sent if it changes another number.
    #[arg(long, value_name = "N")]
    pub expect: Option<usize>,
    /// Only show what would be done. Needs no --write.
    #[arg(long)]
    pub dry_run: bool,
    /// Go without the check against DiracX that DIRAC's own client makes where the configuration asks for it.
    #[arg(long)]
    pub skip_diracx_check: bool,
}
