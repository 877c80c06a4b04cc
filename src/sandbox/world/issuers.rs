//! The issuers: three kinds, each with the client that the TokenManager uses and one for people at a terminal.

use fastrand::Rng;

use crate::sandbox::content::{ClientSpec, IssuerKind, IssuerSpec};

/// Name of the IAM provider in the CS.
pub(super) const IAM: &str = "IAM-WLCG";
/// Name of the Check-in provider.
pub(super) const CHECKIN: &str = "CheckIn-EGI";
/// Name of the plain OAuth 2.0 provider.
pub(super) const OAUTH2: &str = "OAuth2-Astro";

/// Scopes that every issuer knows.
const COMMON: [&str; 4] = ["openid", "profile", "email", "offline_access"];
/// Scopes that pilots need (`SiteDirector._getPilotToken`).
const PILOT: [&str; 4] = ["compute.create", "compute.read", "compute.modify", "compute.cancel"];

/// The three issuers, at the URLs handed in; an issuer without one has an empty URL.
pub(super) fn specs(urls: &[String], lots: &mut Rng) -> Vec<IssuerSpec> {
    let groups = ["wlcg", "wlcg.groups", "wlcg.groups:/*", "storage.read:/*"];
    let entitlements = [
        "eduperson_entitlement",
        "eduperson_entitlement?value=urn:mace:egi.eu:group:biovo:*",
        "voperson_id",
    ];
    let mut urls = urls.iter();
    let mut spec = |kind, provider: &str, client: &str, more: &[&str]| IssuerSpec {
        provider: provider.to_owned(),
        kind,
        url: urls.next().cloned().unwrap_or_default(),
        rotates: kind == IssuerKind::OAuth2,
        clients: clients(client, more, lots),
    };
    vec![
        spec(IssuerKind::Iam, IAM, "wlcg", &groups),
        spec(IssuerKind::CheckIn, CHECKIN, "bio", &entitlements),
        spec(IssuerKind::OAuth2, OAUTH2, "astro", &["groups:/*"]),
    ]
}

/// The client of the TokenManager, and a public one for people at a terminal.
fn clients(name: &str, more: &[&str], lots: &mut Rng) -> Vec<ClientSpec> {
    let scopes: Vec<String> =
        COMMON.iter().chain(&PILOT).chain(more).map(|scope| (*scope).to_owned()).collect();
    vec![
        ClientSpec {
            id: format!("dirac-{name}"),
            secret: Some(secret(lots)),
            scopes: scopes.clone(),
        },
        ClientSpec { id: format!("{name}-cli"), secret: None, scopes },
    ]
}

/// A client secret that is worth nothing outside this process.
fn secret(lots: &mut Rng) -> String {
    format!("{:032x}{:016x}", lots.u128(..), lots.u64(..))
}
