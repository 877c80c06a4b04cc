//! All verdicts on one token, together: what a screen or a command shows.

use jiff::Timestamp;

use super::algorithm::Algorithm;
use super::profile::Profile;
use super::read::{Parse, Signed, Token};
use super::signature::{Key, KeyFacts, Signature, State, judge};
use super::times::Time;
use super::trust::KeySource;
use crate::domain::lint::{Finding, Severity};
use crate::domain::problem::Class;

/// What was found out about a token. It does not hold the token: what could be verified is wiped when it has been judged.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The token as it was read, without the signed text.
    pub token: Token,
    /// Whether its signature holds.
    pub signature: Signature,
    /// Where the keys came from that it was checked with; `None` if it was not checked.
    pub keys_from: Option<KeySource>,
    /// Which rules it follows; `None` if it is not readable.
    pub profile: Option<Profile>,
    /// Whether it is in time; `None` if it is not readable.
    pub time: Option<Time>,
    /// What is wrong with it, the worst first.
    pub findings: Vec<Finding>,
    /// When this was true.
    pub at: Timestamp,
}

/// Keys that nobody has.
enum NoKey {}

impl Key for NoKey {
    fn facts(&self) -> &KeyFacts {
        match *self {}
    }

    fn made(&self, _: Algorithm, _: Signed<'_>) -> bool {
        match *self {}
    }
}

impl Inspection {
    /// Everything about `token` that needs no key.
    pub fn without_keys(token: Token, audience: Option<&str>, now: Timestamp) -> Self {
        Self::with_keys::<NoKey>(token, None, audience, now)
    }

    /// The same at another time: what the clock decides is judged anew, what keys decided stays.
    #[must_use]
    pub fn judged_at(&self, audience: Option<&str>, now: Timestamp) -> Self {
        Self::of(self.token.clone(), self.signature.clone(), audience, now)
            .with_keys_from(self.keys_from.clone())
    }

    /// Judges `token` with the keys at hand, if there are any. `audience` is the service that it should be for, if somebody asks.
    pub fn with_keys<K: Key>(
        token: Token,
        keys: Option<&[K]>,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Self {
        let signature = judge(&token, keys);
        Self::of(token, signature, audience, now)
    }

    /// Everything about `token`, whose signature was judged already.
    pub fn of(
        mut token: Token,
        signature: Signature,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Self {
        token.forget_signed();
        let claims = token.claims.as_ref().filter(|_| token.parse == Parse::Ok);
        let (profile, time) = (claims.map(Profile::of), claims.map(|claims| Time::of(claims, now)));
        let findings = super::findings(&token, &signature, now, audience);
        Self { token, signature, keys_from: None, profile, time, findings, at: now }
    }

    /// The same, saying where the keys came from.
    #[must_use]
    pub fn with_keys_from(self, keys_from: Option<KeySource>) -> Self {
        Self { keys_from, ..self }
    }

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
