//! The desk of `ops::stop`, at which each id of a run is stopped.

use super::Stops;
use crate::domain::stop::{How, Plan, Report};
use crate::ops::stop::{self, Desk, Past};
use crate::store::journal::{Journal, Record};
use crate::wire::oidc::IssuerChanges;
use crate::wire::service::TokenManagerChanges;

impl<M: TokenManagerChanges, I: IssuerChanges> Stops for Desk<M, I> {
    async fn stop(
        &self,
        plan: &Plan,
        how: How,
        past: &[&Record],
        journal: &mut dyn Journal,
    ) -> Report {
        let past = Past::of(&plan.token_id, past.iter().copied());
        stop::stop(self, plan, how, &past, journal).await
    }
}
