//! The plan: what would vanish, and what can be done about each refresh token. Fetches no secret and changes nothing.

use jiff::Timestamp;

use super::desk::Desk;
use super::words;
use crate::domain::problem::Problem;
use crate::domain::stop::{Fate, How, Plan, RowPlan};
use crate::domain::token::ListedToken;
use crate::ops::problem::explained;
use crate::wire::oidc::{IssuerService, Metadata};
use crate::wire::service::TokenManagerService;

/// What stopping `token_id` would do.
///
/// Refused before anything is asked: what is no id, and an id whose rows may not be read or deleted by us (design.md 6.12).
/// Refused after reading: an id of which `deleteToken` would take rows of another along. An id without rows gives a plan
/// without rows: a database that is down is told as that, so an empty list is a proof here.
pub async fn plan<M: TokenManagerService, I: IssuerService>(
    desk: &Desk<M, I>,
    token_id: &str,
    how: How,
) -> Result<Plan, Problem> {
    desk.admit(token_id)?;
    let rows = desk.manager.rows_of_id(token_id).await;
    let rows = rows.map_err(|error| explained(&error, desk.inventory()))?;
    if let Some(problem) = words::strangers(token_id, rows.iter()) {
        return Err(problem);
    }
    let now = desk.now();
    let mut planned = Vec::with_capacity(rows.len());
    for row in rows {
        let refresh = fate(desk, &row, how, now).await;
        let access = row.access.and(row.access_expires);
        planned.push(RowPlan { refresh, access_until: access.filter(|end| *end > now), row });
    }
    Ok(Plan {
        token_id: token_id.to_owned(),
        user: desk.user_of(token_id),
        rows: planned,
        as_of: now,
    })
}

/// Whether a row has a refresh token that has not ended by itself. One whose end nobody knows counts as living.
pub(super) fn is_in_time(row: &ListedToken, now: Timestamp) -> bool {
    row.refresh.is_some() && row.refresh_expires.is_none_or(|end| end > now)
}

async fn fate<M: TokenManagerService, I: IssuerService>(
    desk: &Desk<M, I>,
    row: &ListedToken,
    how: How,
    now: Timestamp,
) -> Fate {
    if row.refresh.is_none() {
        return Fate::None;
    }
    if !is_in_time(row, now) {
        return Fate::Over;
    }
    if how == How::Row {
        return Fate::OutOfReach("Only the row is deleted; its issuer is not asked.".into());
    }
    match reach(desk, row).await {
        Ok(client) => Fate::Revocable { client },
        Err(why) => Fate::OutOfReach(why),
    }
}

/// The client as which the refresh token of `row` can be revoked, or why it cannot.
async fn reach<M: TokenManagerService, I: IssuerService>(
    desk: &Desk<M, I>,
    row: &ListedToken,
) -> Result<String, String> {
    let provider = &row.provider;
    let Some(issuer) = desk.issuer(provider) else {
        return Err(format!("The configuration names no issuer for the IdProvider {provider}."));
    };
    let Some(own) = desk.credentials(provider) else {
        return Err(format!(
            "This host's dirac.cfg has no client_id and client_secret of {provider}."
        ));
    };
    if let Some(client) = row.client_id.as_ref().filter(|client| **client != own.id) {
        return Err(format!(
            "It was issued to the client {client}, and this host has the credentials of {}.",
            own.id
        ));
    }
    let metadata = desk.metadata(issuer).await;
    match metadata.as_ref().map(Metadata::revocation_endpoint) {
        Ok(Some(_)) => Ok(own.id),
        Ok(None) => Err(format!("The issuer of {provider} has no revocation endpoint.")),
        Err(error) => Err(format!("The issuer of {provider} cannot be asked: {error}")),
    }
}
