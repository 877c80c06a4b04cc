//! The issuers as the program asks them: what they publish, checking a token with their keys, introspection, revocation.

use dirac_tokens::domain::jwt::{Inspection, TrustedIssuer};
use dirac_tokens::domain::oidc::{ClientCredentials, TokenKind};
use dirac_tokens::domain::secret::Secret;
use dirac_tokens::ops::issuer_keys::IssuerKeys;
use dirac_tokens::ops::verify::inspect_with;
use dirac_tokens::wire::error::WireError;
use dirac_tokens::wire::oidc::{IssuerChanges as _, IssuerClient, IssuerService as _};
use dirac_tokens::wire::rpc::WriteUnlocked;
use serde_json::json;

use super::backend::Expect::Works;
use super::backend::{Issuer, Persona};
use super::bench::{At, Bench, Told};
use super::case::Case;
use super::oidc::{CREDENTIALS, Provider, refresh_token};

pub const CASES: &[Case] = &[
    Case::story(
        "the program reads what issuers publish",
        story_published,
        Works(
            "IAM-Alpha: itself, keys, introspection, revocation; CheckIn-Beta: itself, keys, introspection, revocation; \
             Plain-Gamma: itself, keys, introspection, revocation",
        ),
    ),
    Case::story(
        "the program finds an issuer by a name with slashes too many, and says so",
        story_slashes,
        Works("found, spelled otherwise"),
    ),
    Case::story(
        "the program checks a token with the keys of its issuer",
        story_verified,
        Works(
            "trusted: valid; changed: invalid; slash: not_checked iss-mismatch; stranger: not_checked iss-mismatch",
        ),
    ),
    Case::story(
        "the program introspects as the client of the services",
        story_introspect,
        Works(
            "known: active, sub its owner; garbage: not active; by the form: active; wrong secret: invalid_client",
        ),
    ),
    Case::story(
        "the program has a refresh token revoked",
        story_revoke,
        Works(
            "before: active; revoke: done; after: not active; again: done; unknown: done; wrong secret: invalid_client, not \
             ambiguous",
        ),
    ),
];

fn client(bench: &Bench<'_>) -> Result<IssuerClient, String> {
    bench.backend.plan(Persona::Admin).issuers().map_err(|problem| problem.to_string())
}

fn credentials(issuer: &Issuer, secret: &str) -> ClientCredentials {
    let secret = Secret::new(secret.to_owned());
    ClientCredentials { id: issuer.client.clone(), secret, method: None }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn said(error: WireError) -> String {
    error.to_string()
}

/// An error in a few words.
fn refusal(error: &WireError) -> String {
    let text = error.to_string();
    let word = if text.contains("(invalid_client)") { "invalid_client" } else { text.as_str() };
    let ambiguous = if error.ambiguous() { "ambiguous" } else { "not ambiguous" };
    format!("{word}, {ambiguous}")
}

fn story_published<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let client = client(bench)?;
        let mut all = Vec::new();
        for name in ["IAM-Alpha", "CheckIn-Beta", "Plain-Gamma"] {
            let issuer = bench.backend.issuer(name);
            let metadata = client.discover(&issuer.url).await.map_err(said)?;
            let mut has = Vec::new();
            if metadata.issuer().trim_end_matches('/') == issuer.url {
                has.push("itself");
            }
            if client.keys(&metadata).await.map_err(said)?.keys.iter().len() > 0 {
                has.push("keys");
            }
            if metadata.introspection_endpoint().is_some() {
                has.push("introspection");
            }
            if metadata.revocation_endpoint().is_some() {
                has.push("revocation");
            }
            all.push(format!("{name}: {}", has.join(", ")));
        }
        Ok(all.join("; "))
    })
}

fn story_slashes<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let issuer = bench.backend.issuer("CheckIn-Beta");
        let metadata = client(bench)?.discover(&format!("{}//", issuer.url)).await.map_err(said)?;
        let spelled =
            if metadata.is_spelled_otherwise() { "spelled otherwise" } else { "as named" };
        Ok(format!("found, {spelled}"))
    })
}

/// State and findings of the signature.
fn verdict(inspection: &Inspection) -> String {
    let signature = &inspection.signature;
    let ids = signature.findings.iter().map(|finding| finding.id);
    let ids = ids.filter(|id| *id != "signature-invalid");
    std::iter::once(signature.state.word()).chain(ids).collect::<Vec<_>>().join(" ")
}

fn story_verified<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let got = provider.post("token_endpoint", &CREDENTIALS).await?.json()?;
        let token = got["access_token"].as_str().ok_or("no token")?.to_owned();
        let client = client(bench)?;
        let url = bench.backend.issuer("IAM-Alpha").url;
        let itself = client.discover(&url).await.map_err(said)?.issuer().to_owned();
        let slash = match itself.strip_suffix('/') {
            Some(without) => without.to_owned(),
            None => format!("{itself}/"),
        };
        // another first letter of the signature: the last one has bits that do not count
        let at = token.rfind('.').ok_or("no signature")? + 1;
        let other = if token[at..].starts_with('A') { "B" } else { "A" };
        let changed = format!("{}{other}{}", &token[..at], &token[at + 1..]);
        let now = bench.backend.plan(Persona::Admin).clock;
        let keys = IssuerKeys::new(client, now);
        let mut all = Vec::new();
        for (name, issuer, text) in [
            ("trusted", itself.clone(), &token),
            ("changed", itself, &changed),
            ("slash", slash, &token),
            ("stranger", bench.backend.issuer("Plain-Gamma").url, &token),
        ] {
            let issuers = [TrustedIssuer { issuer, named_by: "a test".into() }];
            let inspection = inspect_with(text.as_bytes(), &issuers, &keys, None, now()).await;
            all.push(format!("{name}: {}", verdict(&inspection)));
        }
        Ok(all.join("; "))
    })
}

fn story_introspect<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = bench.backend.token_id("user0000");
        let token = Secret::new(refresh_token(bench, "IAM-Alpha", &id).await?);
        let garbage = Secret::new("not-a-token".to_owned());
        let issuer = bench.backend.issuer("IAM-Alpha");
        let client = client(bench)?;
        let metadata = client.discover(&issuer.url).await.map_err(said)?;
        let own = credentials(&issuer, &issuer.secret);
        let form = ClientCredentials {
            method: Some(dirac_tokens::domain::oidc::AuthMethod::Post),
            ..credentials(&issuer, &issuer.secret)
        };
        let ask = async |own: &ClientCredentials, token: &Secret<String>| {
            client.introspect(&metadata, own, token, TokenKind::Refresh).await
        };
        let word = |active| if active { "active" } else { "not active" };
        let known = ask(&own, &token).await.map_err(said)?;
        let stranger = ask(&credentials(&issuer, "not-the-secret"), &token).await;
        Ok(format!(
            "known: {}, sub {}; garbage: {}; by the form: {}; wrong secret: {}",
            word(known.active),
            if known.subject.as_deref() == Some(&id) { "its owner" } else { "somebody" },
            word(ask(&own, &garbage).await.map_err(said)?.active),
            word(ask(&form, &token).await.map_err(said)?.active),
            stranger.map_or_else(|error| refusal(&error), |_| "an answer".into())
        ))
    })
}

fn story_revoke<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = "contract-program-revoked";
        bench.backend.put_rows(id);
        let token = Secret::new(refresh_token(bench, "IAM-Alpha", id).await?);
        let garbage = Secret::new("not-a-token".to_owned());
        let issuer = bench.backend.issuer("IAM-Alpha");
        let own = credentials(&issuer, &issuer.secret);
        let client = client(bench)?.unlock(&WriteUnlocked::asked_for());
        let metadata = client.discover(&issuer.url).await.map_err(said)?;
        let active = async || {
            let told = client.introspect(&metadata, &own, &token, TokenKind::Refresh).await;
            told.map(|told| if told.active { "active" } else { "not active" }).map_err(said)
        };
        let revoke = async |own: &ClientCredentials, token: &Secret<String>| {
            let answer = client.revoke(&metadata, own, token, TokenKind::Refresh).await;
            answer.map_or_else(|error| refusal(&error), |()| "done".to_owned())
        };
        let told = format!(
            "before: {}; revoke: {}; after: {}; again: {}; unknown: {}; wrong secret: {}",
            active().await?,
            revoke(&own, &token).await,
            active().await?,
            revoke(&own, &token).await,
            revoke(&own, &garbage).await,
            revoke(&credentials(&issuer, "not-the-secret"), &garbage).await
        );
        bench.call(Persona::Admin, At::Tokens, "deleteToken", json!([id])).await?;
        Ok(told)
    })
}
