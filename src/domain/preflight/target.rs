//! Where the CE is that a token is for: what a probe is told.

use super::explain::Question;
use super::ground::Ground;
use super::queues::At;
use crate::domain::ce::audience::AudienceKind;

/// A CE as it is reached by the queues of one audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The audience of a token for it.
    pub audience: String,
    /// The CE's name, which DIRAC takes for its host.
    pub ce: String,
    /// Which interface it has.
    pub kind: AudienceKind,
    /// Version of the REST interface of A-REX that DIRAC would speak (option `RESTVersion`).
    pub rest_version: String,
}

/// The version that DIRAC speaks unless an option says otherwise (`AREXComputingElement.py`).
const REST_VERSION: &str = "1.0";

/// The different ways to the queues that are asked about, each once, in order. A CE without audience has none.
pub fn targets(ground: &Ground<'_>, question: &Question<'_>) -> Vec<Target> {
    let Question { ce, vo, queue, .. } = *question;
    let mut targets: Vec<Target> = Vec::new();
    for queue in ce.queues.iter().filter(|known| queue.is_none_or(|name| known.name == name)) {
        let at = At { ground, vo, ce, queue };
        let Some(audience) = at.audience() else { continue };
        if targets.iter().any(|target| target.audience == audience) {
            continue;
        }
        targets.push(Target {
            audience: audience.to_owned(),
            ce: ce.name.clone(),
            kind: at.kind(),
            rest_version: at.inherited("RESTVersion").unwrap_or_else(|| REST_VERSION.to_owned()),
        });
    }
    targets
}
