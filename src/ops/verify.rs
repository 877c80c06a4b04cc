//! Checking a token with the keys of its issuer, as it publishes them now.
//!
//! The order is what makes it safe (facts/tokens.md 4, last line): read, judge what needs no key, look whether the issuer is
//! among those that somebody trusts, and only then ask it. What the token says of where its keys are is never followed: the
//! URLs come from the trusted name alone.

use jiff::Timestamp;

use super::issuer_keys::{IssuerKeys, Published};
use crate::domain::jwt::{
    self, Inspection, KeySource, Object, Parse, Signature, State, Token, TrustedIssuer,
    calls_itself, judge, trusted,
};
use crate::domain::lint;
use crate::domain::problem::Problem;
use crate::wire::jwks::{KeySet, PublicKey};
use crate::wire::oidc::IssuerService;

/// Whether keys would tell more of `token`: it is readable, signed, and its algorithm is one that may be tried.
pub fn needs_keys(token: &Token) -> bool {
    token.parse == Parse::Ok && without_keys(token).state == State::NotChecked
}

/// Inspects `text`, which the caller owns and wipes, and asks its issuer for keys if that is one of `issuers`. At most four
/// requests; none if what was asked before will do. `audience` is the service that it should be for, if somebody asks.
///
/// An issuer that cannot be asked makes the signature `not_checked`, with the reason; a key that the issuer does not have,
/// also when it was asked again, makes it `unverifiable`.
pub async fn inspect_with<S: IssuerService>(
    text: &[u8],
    issuers: &[TrustedIssuer],
    keys: &IssuerKeys<S>,
    audience: Option<&str>,
    now: Timestamp,
) -> Inspection {
    let token = jwt::read(text);
    let (signature, source) = signature_of(&token, issuers, keys).await;
    Inspection::of(token, signature, audience, now).with_keys_from(source)
}

/// Inspects `text` with keys from a file; its issuer is compared with `issuers`, if there are any, and nobody is asked.
pub fn inspect_with_file(
    text: &[u8],
    (name, keys): (&str, &KeySet),
    issuers: &[TrustedIssuer],
    audience: Option<&str>,
    now: Timestamp,
) -> Inspection {
    let token = jwt::read(text);
    let mut signature = judge(&token, Some(&keys.keys));
    if let Some(claims) = claims(&token).filter(|_| !issuers.is_empty())
        && let Err(why) = trusted(claims, issuers)
    {
        signature.findings.extend(why.finding(claims, issuers));
    }
    let source = KeySource::File(name.to_owned());
    Inspection::of(token, signature, audience, now).with_keys_from(Some(source))
}

/// Inspects `text` without keys, for this reason.
pub fn inspect_without(
    text: &[u8],
    why: &str,
    audience: Option<&str>,
    now: Timestamp,
) -> Inspection {
    let token = jwt::read(text);
    let signature =
        if needs_keys(&token) { not_checked(&token, why) } else { without_keys(&token) };
    Inspection::of(token, signature, audience, now)
}

fn claims(token: &Token) -> Option<&Object> {
    token.claims.as_ref().filter(|_| token.parse == Parse::Ok)
}

fn without_keys(token: &Token) -> Signature {
    judge::<PublicKey>(token, None)
}

fn not_checked(token: &Token, why: impl Into<String>) -> Signature {
    Signature { reason: why.into(), ..without_keys(token) }
}

async fn signature_of<S: IssuerService>(
    token: &Token,
    issuers: &[TrustedIssuer],
    keys: &IssuerKeys<S>,
) -> (Signature, Option<KeySource>) {
    let mut alone = without_keys(token);
    let Some(claims) = claims(token) else { return (alone, None) };
    let named = match trusted(claims, issuers) {
        Ok(named) => named,
        Err(why) => {
            if needs_keys(token) {
                why.reason().clone_into(&mut alone.reason);
            }
            alone.findings.extend(why.finding(claims, issuers));
            return (alone, None);
        }
    };
    if !needs_keys(token) {
        return (alone, None);
    }
    let mut published = match keys.of(&named.issuer).await {
        Ok(published) => published,
        Err(problem) => return (not_checked(token, unreached(&problem)), None),
    };
    let mut signature = judge(token, Some(&published.keys.keys));
    if misses_a_key(&signature) {
        // its issuer may have a new key since
        match keys.again(&named.issuer).await {
            Ok(newer) => {
                signature = judge(token, Some(&newer.keys.keys));
                published = newer;
            }
            Err(problem) => return (not_checked(token, unreached(&problem)), None),
        }
    }
    told_stale(&mut signature, &published);
    signature.findings.extend(calls_itself(claims, published.metadata.issuer()));
    let source = KeySource::Issuer {
        issuer: named.issuer.clone(),
        named_by: named.named_by.clone(),
        as_of: published.as_of,
    };
    (signature, Some(source))
}

fn misses_a_key(signature: &Signature) -> bool {
    signature.findings.iter().any(|finding| finding.id == lint::KID_UNKNOWN.id)
}

/// Keys that could not be renewed may lack the one that is named: then it is not known to be unknown.
fn told_stale(signature: &mut Signature, published: &Published) {
    let Some(problem) = &published.stale else { return };
    if misses_a_key(signature) {
        signature.findings.retain(|finding| finding.id != lint::KID_UNKNOWN.id);
    }
    signature.reason = format!(
        "{} The keys are from {}: {}",
        signature.reason,
        published.as_of,
        unreached(problem)
    );
}

fn unreached(problem: &Problem) -> String {
    format!("The issuer's keys could not be fetched: {}", problem.message)
}

#[cfg(test)]
mod tests;
