//! What a token is, as far as can be told without asking anybody: read, checked with keys at hand, timed, linted.

use jiff::Timestamp;

use crate::domain::jwt::{self, Parse, Profile, Signature, State, Time, Token};
use crate::domain::lint::{Finding, Severity};
use crate::domain::problem::Class;
use crate::wire::jwks::KeySet;

/// What was found out about a token. It does not hold the token in a form that could be shown.
#[derive(Debug)]
pub struct Inspection {
    /// The token as it was read.
    pub token: Token,
    /// Whether its signature holds.
    pub signature: Signature,
    /// Which rules it follows; `None` if it is not readable.
    pub profile: Option<Profile>,
    /// Whether it is in time; `None` if it is not readable.
    pub time: Option<Time>,
    /// What is wrong with it, the worst first.
    pub findings: Vec<Finding>,
    /// When this was true.
    pub at: Timestamp,
}

/// Inspects `text`, which the caller owns and wipes. `keys` are those it may be checked with; `audience` is the service that
/// it should be for, if somebody asks.
pub fn inspect(
    text: &[u8],
    keys: Option<&KeySet>,
    audience: Option<&str>,
    now: Timestamp,
) -> Inspection {
    let token = jwt::read(text);
    let signature = jwt::judge(&token, keys.map(|set| set.keys.as_slice()));
    let claims = token.claims.as_ref().filter(|_| token.parse == Parse::Ok);
    let (profile, time) = (claims.map(Profile::of), claims.map(|claims| Time::of(claims, now)));
    let findings = jwt::findings(&token, &signature, now, audience);
    Inspection { token, signature, profile, time, findings, at: now }
}

impl Inspection {
    /// How it ends a command: a finding if one is an error; where the signature was asked about and could not be checked,
    /// that. `None` if all is well.
    pub fn class(&self, verify: bool) -> Option<Class> {
        if verify && self.could_not_tell() {
            return Some(Class::Unreachable);
        }
        let wrong = self.findings.iter().any(|finding| finding.severity == Severity::Error);
        (wrong || self.time == Some(Time::Unknown)).then_some(Class::Finding)
    }

    /// Whether there may be a good signature that could not be checked: keys are missing, or only somebody else can read the
    /// token. What is broken is known to be no token.
    fn could_not_tell(&self) -> bool {
        match self.token.parse {
            Parse::Ok => matches!(self.signature.state, State::Unverifiable | State::NotChecked),
            Parse::Jwe => true,
            _ => false,
        }
    }
}
