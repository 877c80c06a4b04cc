//! The live checks of a pre-flight: each asked for, bounded, given up on request, and told no further than it was seen.
//!
//! What reads changes nothing anywhere. The test fetch has a credential issued: in the journal before it is sent, sent once, and
//! wiped when the CE has been probed with it. The token goes to the CE that it is for and to nobody else (facts/dirac.md 5.4,
//! facts/ce-probe.md).

mod fetch;
mod look;
mod probe;

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

pub use fetch::{Fetched, fetch_all, one_per_provider};
pub use look::{issuer, service};
pub use probe::probe;

use crate::domain::permission::{Verdict, What, judge};
use crate::domain::preflight::{Live, OfVo, Target};
use crate::domain::problem::{Class, Problem};
use crate::domain::whoami::WhoAmI;
use crate::ops::Clock;
use crate::ops::problem::explained;
use crate::store::installation::Snapshot;
use crate::store::journal::{Journal, Record};
use crate::wire::arex::FrontEnd;
use crate::wire::condor::Condor;
use crate::wire::oidc::IssuerService;
use crate::wire::service::TokenManagerIssues;

/// What is asked for. Each asks for what it needs as well: a probe for a token, a token for the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Whether TokenManager and issuer answer. Reads only.
    pub answers: bool,
    /// A token as a Site Director gets it.
    pub fetch: bool,
    /// Whether the CE accepts that token.
    pub probe: bool,
}

impl Wish {
    /// Whether a credential is asked for.
    pub fn issues(self) -> bool {
        self.fetch || self.probe
    }

    /// Whether anything is asked for.
    pub fn is_any(self) -> bool {
        self.answers || self.issues()
    }
}

/// Whom the live checks ask.
#[derive(Debug)]
pub struct Desk<M, I, F, C> {
    /// The TokenManager.
    pub manager: M,
    /// The issuers.
    pub issuers: I,
    /// A-REX front ends.
    pub front: F,
    /// HTCondor-CEs.
    pub condor: C,
    /// What the configuration says.
    pub snapshot: Arc<Snapshot>,
    /// The time.
    pub clock: Clock,
}

/// What is asked about one VO at one CE.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// The VO.
    pub vo: &'a OfVo,
    /// Ways to the CE.
    pub targets: &'a [Target],
    /// What is asked for.
    pub wish: Wish,
}

impl<M: TokenManagerIssues, I, F, C> Desk<M, I, F, C> {
    /// Who the TokenManager says that we are.
    pub async fn who(&self) -> Result<WhoAmI, Problem> {
        let who = self.manager.whoami().await;
        who.map_err(|error| explained(&error, &self.snapshot.inventory))
    }

    /// Whether we may have a token issued; if not, which of our groups could.
    pub fn may_fetch(&self, who: &WhoAmI) -> Verdict {
        judge(What::GetToken, who, &self.snapshot.inventory)
    }
}

/// Makes the live checks that were asked for, and says what each saw. `journal` is that of a run which was begun for this; what
/// has a credential issued is left out without one. `who` is what the TokenManager said of us.
pub async fn look<M, I, F, C>(
    desk: &Desk<M, I, F, C>,
    task: &Task<'_>,
    who: &Result<WhoAmI, Problem>,
    journal: Option<&mut dyn Journal>,
    cancel: &CancellationToken,
) -> Live
where
    M: TokenManagerIssues,
    I: IssuerService,
    F: FrontEnd,
    C: Condor,
{
    let mut live = Live::default();
    if !task.wish.is_any() {
        return live;
    }
    live.service = Some(service(&desk.manager, who));
    let named = task.vo.issuer();
    if let Some((_, name)) = named {
        live.issuer =
            Some(or_given_up(cancel, issuer(&desk.issuers, name)).await.and_then(|seen| seen));
    }
    let Some(journal) = journal.filter(|_| task.wish.issues()) else { return live };
    // without an audience there is still a provider to ask, so that the server's words are heard
    let mut asks: Vec<_> =
        task.targets.iter().filter_map(|target| task.vo.ask(Some(&target.audience))).collect();
    if asks.is_empty() {
        asks.extend(task.vo.ask(None));
    }
    if !task.wish.probe {
        asks = one_per_provider(asks);
    }
    let fetched = fetch_all(desk, asks, who, journal, cancel).await;
    if task.wish.probe {
        for target in task.targets {
            let token = fetched
                .iter()
                .find(|one| one.fetch.ask.audience.as_deref() == Some(target.audience.as_str()));
            let configured = named.map(|(_, issuer)| issuer);
            let seen = or_given_up(cancel, probe(desk, target, token, configured)).await;
            live.probes.extend(seen.ok().flatten());
        }
    }
    // the tokens are wiped here
    live.fetches = fetched.into_iter().map(|one| one.fetch).collect();
    let over = Record::Over { at: (desk.clock)(), complete: true };
    // that it is over is not worth an error: every request has its two records
    drop(journal.write(&over));
    live
}

/// The answer, unless somebody gives up first.
async fn or_given_up<T>(
    cancel: &CancellationToken,
    asked: impl Future<Output = T>,
) -> Result<T, Problem> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(given_up()),
        answer = asked => Ok(answer),
    }
}

fn given_up() -> Problem {
    Problem::new(Class::Unreachable, "pre-flight", "It was given up.", "Ask again.")
}

#[cfg(test)]
mod tests;
