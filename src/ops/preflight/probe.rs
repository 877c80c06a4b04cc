//! The probe of a CE with a token that was fetched for it.

use super::{Desk, Fetched};
use crate::domain::ce::audience::AudienceKind;
use crate::domain::preflight::{Local, Probe, Probed, Release, Target, TokenSeen, control, judge};
use crate::domain::problem::Problem;
use crate::domain::secret::Secret;
use crate::wire::arex::{FrontEnd, PATIENCE, Place};
use crate::wire::condor::Condor;
use crate::wire::error::{ErrorKind, Phase, WireError};

/// The port of every HTCondor-CE (facts/dirac.md 5.2).
const CONDOR_PORT: u16 = 9619;

/// Probes the CE; `None` where no token was asked for. At most three requests to the CE, of which the last alone bears the
/// token, and only if those before it left something to be proven.
pub async fn probe<M, I, F: FrontEnd, C: Condor>(
    desk: &Desk<M, I, F, C>,
    target: &Target,
    fetched: Option<&Fetched>,
    configured: Option<&str>,
) -> Option<Probe> {
    let fetched = fetched?;
    let seen = match (&fetched.token, &fetched.fetch.answer) {
        (Some(token), Ok(seen)) => match target.kind {
            AudienceKind::Arex => arex(&desk.front, target, token, seen, configured).await,
            AudienceKind::HtCondor => condor(&desk.condor, &target.ce, token).await,
            AudienceKind::None | AudienceKind::Foreign | AudienceKind::Missing => {
                Probed::NotTested("the CE's type is not known here.".to_owned())
            }
        },
        _ => Probed::NotTested("there is no token to test with.".to_owned()),
    };
    Some(Probe { audience: target.audience.clone(), seen })
}

async fn arex<F: FrontEnd>(
    front: &F,
    target: &Target,
    token: &Secret<String>,
    seen: &TokenSeen,
    configured: Option<&str>,
) -> Probed {
    let place = match Place::of(&target.audience, &target.ce, &target.rest_version) {
        Ok(place) => place,
        Err(error) => return Probed::NotReached(Problem::from(&error)),
    };
    let release = match front.versions(&place).await {
        Ok(heard) => Release::of(&heard),
        Err(error) => return unsent(&error),
    };
    match front.delegations(&place, None).await {
        Ok(heard) => {
            if let Some(nothing) = control(&heard, release) {
                return nothing;
            }
        }
        Err(error) => return unsent(&error),
    }
    let local = Local { token: seen, audience: &target.audience, issuer: configured };
    match front.delegations(&place, Some(token)).await {
        Ok(heard) => judge(&heard, release, &local),
        Err(error) => match error.kind() {
            ErrorKind::Timeout { phase: Phase::Answer | Phase::Body, .. } => {
                Probed::Silent { seconds: PATIENCE.as_secs() }
            }
            ErrorKind::Timeout { phase: Phase::Connect, .. }
            | ErrorKind::Unreachable { .. }
            | ErrorKind::ForbiddenUrl { .. } => unsent(&error),
            _ => Probed::NoVerdict { words: error.to_string(), sent: true },
        },
    }
}

/// Nobody was reached, or nothing that could be understood, and the token stayed here.
fn unsent(error: &WireError) -> Probed {
    Probed::NotReached(Problem::from(error))
}

async fn condor<C: Condor>(condor: &C, host: &str, token: &Secret<String>) -> Probed {
    if let Err(error) = condor.port_answers(host, CONDOR_PORT).await {
        return unsent(&error);
    }
    match condor.ping(host, token).await {
        None => Probed::Reachable {
            why: "HTCondor's condor_ping is not installed on this host.".to_owned(),
        },
        Some(Err(why)) => Probed::Reachable { why },
        Some(Ok(pinged)) => Probed::Pinged { authorized: pinged.authorized, words: pinged.words },
    }
}
