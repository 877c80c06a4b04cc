//! What an issuer says of itself, compared with what is to be written down of it. Asked for, one read, nothing of ours sent.

use super::connection::Plan;
use crate::domain::idp::edit::{Agreement, agrees};
use crate::domain::problem::{Class, Problem};
use crate::wire::oidc::IssuerService;

/// Asks `issuer` for its metadata, and says what is worth knowing of the answer.
///
/// # Errors
/// It does not answer, or calls itself otherwise.
pub async fn check_issuer(plan: &Plan, issuer: &str) -> Result<Vec<String>, Problem> {
    ask(&plan.issuers()?, issuer).await
}

async fn ask<S: IssuerService>(service: &S, issuer: &str) -> Result<Vec<String>, Problem> {
    let metadata = service.discover(issuer).await.map_err(|error| Problem::from(&error))?;
    let named = metadata.issuer();
    match agrees(issuer, named) {
        Agreement::Same => Ok(vec![format!("{issuer} answers, and calls itself so.")]),
        Agreement::SlashDiffers => Ok(vec![format!(
            "{issuer} answers, but calls itself {named}: sites compare the slash, too. Write it as the issuer does."
        )]),
        Agreement::Other => Err(Problem::new(
            Class::Finding,
            issuer,
            format!(
                "{issuer} answers, but calls itself {named}: its tokens would not be taken for this provider's."
            ),
            "Write the issuer as its metadata names it.",
        )),
    }
}
