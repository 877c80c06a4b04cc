//! `cs`: the configuration itself, what is wrong with it, and what is staged to be changed in it.

use clap::Subcommand;

use super::StagingVerb;

/// What can be done with the configuration.
#[derive(Debug, Subcommand)]
pub enum CsVerb {
    /// Look at it, and stage changes.
    #[command(flatten)]
    Staging(StagingVerb),
    /// Everything that is wrong with it, the worst first. Ends with 1 if there is an error among it.
    Lint,
}
