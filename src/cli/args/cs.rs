//! `cs`: the configuration itself, and what is staged to be changed in it.

use clap::Subcommand;

use super::StagingVerb;

/// What can be done with the configuration.
#[derive(Debug, Subcommand)]
pub enum CsVerb {
    /// Look at it, and stage changes.
    #[command(flatten)]
    Staging(StagingVerb),
}
