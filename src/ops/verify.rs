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
    let named = match alone(&token, issuers) {
        Alone::Judged(signature) => return Inspection::of(token, signature, audience, now),
        Alone::Ask(named) => named,
    };
    match asked(&token, named, keys).await {
        Ok((signature, source)) => {
            Inspection::of(token, signature, audience, now).with_keys_from(Some(source))
        }
        Err(problem) => {
            let signature = not_checked(&token, unreached(&problem));
            Inspection::of(token, signature, audience, now)
        }
    }
}

/// Inspects `text` if that needs nobody: it is no token, no key would tell more, or its issuer is none of `issuers`. `None`
/// where [`inspect_with`] would ask.
pub fn inspect_alone(
    text: &[u8],
    issuers: &[TrustedIssuer],
    audience: Option<&str>,
    now: Timestamp,
) -> Option<Inspection> {
    let token = jwt::read(text);
    match alone(&token, issuers) {
        Alone::Judged(signature) => Some(Inspection::of(token, signature, audience, now)),
        Alone::Ask(_) => None,
    }
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

/// The verdict that needs nobody, or whom to ask.
enum Alone<'t> {
    Judged(Signature),
    Ask(&'t TrustedIssuer),
}

fn alone<'t>(token: &Token, issuers: &'t [TrustedIssuer]) -> Alone<'t> {
    let mut signature = without_keys(token);
    let Some(claims) = claims(token) else { return Alone::Judged(signature) };
    match trusted(claims, issuers) {
        Ok(named) if needs_keys(token) => Alone::Ask(named),
        Ok(_) => Alone::Judged(signature),
        Err(why) => {
            if needs_keys(token) {
                why.reason().clone_into(&mut signature.reason);
            }
            signature.findings.extend(why.finding(claims, issuers));
            Alone::Judged(signature)
        }
    }
}

async fn asked<S: IssuerService>(
    token: &Token,
    named: &TrustedIssuer,
    keys: &IssuerKeys<S>,
) -> Result<(Signature, KeySource), Problem> {
    let mut published = keys.of(&named.issuer).await?;
    let mut signature = judge(token, Some(&published.keys.keys));
    if misses_a_key(&signature) {
        // its issuer may have a new key since
        published = keys.again(&named.issuer).await?;
        signature = judge(token, Some(&published.keys.keys));
    }
    told_stale(&mut signature, &published);
    let itself = published.metadata.issuer();
    signature.findings.extend(claims(token).and_then(|claims| calls_itself(claims, itself)));
    let source = KeySource::Issuer {
        issuer: named.issuer.clone(),
        named_by: named.named_by.clone(),
        as_of: published.as_of,
    };
    Ok((signature, source))
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
