//! Rules about what a token is as a whole: its size, its kind, its issuer, the service it is for.

use super::{Found, clip};
use crate::domain::jwt::issuer::{Fault, fault};
use crate::domain::jwt::json::{Object, Value};
use crate::domain::jwt::kind::refresh_mark;
use crate::domain::jwt::profile::Profile;
use crate::domain::lint::{self, Severity};

/// Audiences that stand for every service (WLCG profile 1.3, 2.1.1; SciTokens claims).
const ANY: [(&str, Profile); 2] =
    [("https://wlcg.cern.ch/jwt/v1/any", Profile::Wlcg), ("ANY", Profile::SciTokens)];

pub(super) fn check(header: &Object, claims: &Object, audience: Option<&str>, found: &mut Found) {
    // refresh tokens name no issuer: they only ever go back to it
    if !refresh(header, claims, found) {
        issuer(claims, found);
    }
    if let Some(audience) = audience {
        is_for(claims, audience, found);
    }
}

/// Sizes in bytes at which servers begin to refuse headers (facts/tokens.md 3, 4).
pub(super) fn size(length: usize, found: &mut Found) {
    let severity = match length {
        ..=4_096 => return,
        4_097..=8_192 => Severity::Info,
        8_193..=16_384 => Severity::Warning,
        _ => Severity::Error,
    };
    let text = format!("The token has {length} bytes.");
    found.add_with(&lint::TOKEN_LARGE, severity, text, "token");
}

/// Refresh tokens that are JWTs: IAM's unsigned ones, DiracX's, and the wrapper of DIRAC's authorisation server.
fn refresh(header: &Object, claims: &Object, found: &mut Found) -> bool {
    let Some(text) = refresh_mark(header, claims) else { return false };
    found.add(&lint::REFRESH_TOKEN, text, "claims");
    true
}

fn issuer(claims: &Object, found: &mut Found) {
    let source = "claims.iss";
    let Some(iss) = claims.get("iss") else {
        return found.add(
            &lint::ISS_MISSING,
            "The token does not say who issued it (iss).",
            "claims",
        );
    };
    let Value::String(iss) = iss else {
        let text = format!("iss is {}, not a string.", iss.kind());
        return found.add(&lint::ISS_NOT_HTTPS, text, source);
    };
    match fault(iss) {
        None => {}
        Some(Fault::NotHttps) => {
            found.add(
                &lint::ISS_NOT_HTTPS,
                format!("The issuer is {}, no https URL.", clip(iss)),
                source,
            );
        }
        Some(Fault::Suspicious(why)) => {
            found.add(
                &lint::ISS_SUSPICIOUS,
                format!("The issuer is {}: {why}.", clip(iss)),
                source,
            );
        }
    }
}

/// Whether `audience` is among those of the token; compared letter by letter, as services do.
fn is_for(claims: &Object, audience: &str, found: &mut Found) {
    let own: Vec<&str> = match claims.get("aud") {
        Some(Value::String(own)) => vec![own],
        Some(Value::Array(own)) => own.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let any = ANY.iter().filter(|(_, profile)| *profile == found.profile).map(|(any, _)| *any);
    let mut taken = any.chain([audience]);
    if taken.any(|audience| own.contains(&audience)) {
        return;
    }
    let slash = |text: &str| text.trim_end_matches('/').to_ascii_lowercase();
    let text = if own.is_empty() {
        format!("The token is for no service at all, so not for {}.", clip(audience))
    } else if let Some(near) = own.iter().find(|own| slash(own) == slash(audience)) {
        format!(
            "The token is for {}, which differs from {} in case or slash only.",
            clip(near),
            clip(audience)
        )
    } else {
        format!("The token is for {}, not for {}.", clip(&own.join(", ")), clip(audience))
    };
    found.add(&lint::AUD_MISMATCH, text, "claims.aud");
}
