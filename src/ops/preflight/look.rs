//! Whether somebody answers: the TokenManager, and the issuer with what it says of itself.

use crate::domain::preflight::{Answered, IssuerSeen};
use crate::domain::problem::Problem;
use crate::domain::whoami::WhoAmI;
use crate::wire::oidc::IssuerService;
use crate::wire::service::TokenManagerService;

/// The TokenManager, by what came of asking it who we are.
pub fn service<M: TokenManagerService>(
    manager: &M,
    who: &Result<WhoAmI, Problem>,
) -> Result<Answered, Problem> {
    let url = manager.urls().first().map(ToString::to_string).unwrap_or_default();
    who.as_ref().map(|_| Answered { url }).map_err(Clone::clone)
}

/// What the issuer of this name says of itself. One request.
pub async fn issuer<I: IssuerService>(issuers: &I, name: &str) -> Result<IssuerSeen, Problem> {
    let metadata = issuers.discover(name).await.map_err(|error| Problem::from(&error))?;
    Ok(IssuerSeen {
        issuer: metadata.issuer().to_owned(),
        // one that says nothing of grants has the two that OpenID Connect names, or more
        grants: (!metadata.grants.is_empty()).then(|| metadata.grants.clone()),
    })
}
