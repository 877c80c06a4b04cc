//! `cs`: what it holds, what is staged.

use super::{Context, Failure, lint, staging};
use crate::cli::Status;
use crate::cli::args::CsVerb;

/// Key of a command's rows in JSON.
pub(super) fn kind(verb: &CsVerb) -> &'static str {
    match verb {
        CsVerb::Staging(verb) => staging::kind(verb),
        CsVerb::Lint => lint::KIND,
    }
}

pub(super) async fn run(verb: &CsVerb, context: &Context) -> Result<Status, Failure> {
    match verb {
        CsVerb::Staging(verb) => staging::run(verb, context).await,
        CsVerb::Lint => lint::run(context).await,
    }
}
