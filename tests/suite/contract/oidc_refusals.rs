//! The issuers by hand, when they are asked what they should not be: forms that are none, clients that prove themselves in two
//! ways, scopes and resources that nobody knows, tokens where they do not belong.

use super::SANDBOX;
use super::backend::Expect::Works;
use super::bench::{Bench, Told};
use super::case::{But, Case};
use super::oidc::{Provider, get, refusal};
use super::raw::Sent;

pub const CASES: &[Case] = &[
    Case::story(
        "what is no form of one value each is refused",
        story_forms,
        Works(
            "JSON: 400 invalid_request; scope twice: 400 invalid_request; 70 kB: 400 invalid_request; in the query: 400 invalid_request",
        ),
    ),
    Case::story(
        "a client proves itself in one way",
        story_one_way,
        Works(
            "header and form: 400 invalid_request; another id: 400 invalid_request; no base64: 400 invalid_request; Bearer: 400 invalid_request; no secret: 401 invalid_client",
        ),
    ),
    Case::story(
        "a wrong secret is challenged where it came in the header",
        story_challenge,
        Works("header: 401, Basic, no-store; form: 401, nothing, no-store"),
    ),
    Case::story(
        "scopes that nobody knows are left out, and the answer says so",
        story_unknown_scopes,
        Works("two: 200 compute.read; none: 200 null; no scope: 400 invalid_scope"),
    ),
    Case::story(
        "a resource is one absolute URI",
        story_resources,
        Works(
            "https: 200; a word: 400 invalid_target; a fragment: 400 invalid_target; two: 400 invalid_target",
        ),
    ),
    Case::story(
        "an issuer has its endpoints and nothing beside",
        story_methods,
        Works(
            "GET token: 404; PUT keys: 404; HEAD keys: 200 empty; below another path: 404; RFC 8414: 200",
        ),
    ),
    Case::story(
        "userinfo wants a token",
        story_userinfo,
        Works(
            "none: 401 invalid_token, challenged; garbage: 401 invalid_token, challenged; a client's own: 401 invalid_token",
        ),
    )
    .but(&[But {
        backend: SANDBOX,
        expect: Works("challenged; a client's own: 403 insufficient_scope"),
        reason: "IAM's tokens are for userinfo, the lab's for a resource; what a client's lacks is openid",
    }]),
    Case::story(
        "a plain issuer does not look into a JWT",
        story_structured_plain,
        Works("introspect: 400 unsupported_token_type; revoke: 400 unsupported_token_type"),
    ),
    Case::story(
        "IAM looks into a JWT",
        story_structured_iam,
        Works("introspect: 400 unsupported_token_type; revoke: 400 unsupported_token_type"),
    )
    .but(&[But {
        backend: SANDBOX,
        expect: Works("introspect: 200 active true; revoke: 200; introspect again: 200 active false"),
        reason: "INDIGO IAM introspects and revokes access tokens, the lab's oidc-provider does not if they are JWTs",
    }]),
];

const PLAIN: &str = "Plain-Gamma";
const CLIENT: (&str, &str) = ("grant_type", "client_credentials");

/// Sends forms to the token endpoint as the client; each refusal by name.
async fn refusals(
    provider: &mut Provider,
    forms: &[(&str, &[(&str, &str)])],
) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    for (name, form) in forms {
        all.push(format!("{name}: {}", refusal(&provider.post("token_endpoint", form).await?)));
    }
    Ok(all)
}

fn story_forms<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, PLAIN).await?;
        let path = provider.path("token_endpoint")?;
        let own = provider.own_basic();
        let json = Sent {
            method: "POST",
            path: path.clone(),
            headers: vec![("content-type", "application/json".into())],
            body: br#"{"grant_type":"client_credentials"}"#.to_vec(),
        };
        let json = provider.line.send(json.with("authorization", &own)).await?;
        let long = "x".repeat(70_000);
        let forms: [(&str, &[_]); 2] = [
            ("scope twice", &[CLIENT, ("scope", "compute.read"), ("scope", "compute.create")]),
            ("70 kB", &[CLIENT, ("scope", &long)]),
        ];
        let mut all = vec![format!("JSON: {}", refusal(&json))];
        all.extend(refusals(&mut provider, &forms).await?);
        let query = Sent::form(&format!("{path}?grant_type=client_credentials"), &[]);
        let query = provider.line.send(query.with("authorization", &own)).await?;
        all.push(format!("in the query: {}", refusal(&query)));
        Ok(all.join("; "))
    })
}

fn story_one_way<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, PLAIN).await?;
        let (id, secret) = (provider.issuer.client.clone(), provider.issuer.secret.clone());
        let forms: [(&str, &[_]); 2] = [
            ("header and form", &[CLIENT, ("client_id", &id), ("client_secret", &secret)]),
            ("another id", &[CLIENT, ("client_id", "somebody")]),
        ];
        let mut all = refusals(&mut provider, &forms).await?;
        let path = provider.path("token_endpoint")?;
        for (name, field) in [("no base64", "Basic ???"), ("Bearer", "Bearer abc")] {
            let sent = Sent::form(&path, &[CLIENT]).with("authorization", field);
            all.push(format!("{name}: {}", refusal(&provider.line.send(sent).await?)));
        }
        let bare = Sent::form(&path, &[CLIENT, ("client_id", &id)]);
        all.push(format!("no secret: {}", refusal(&provider.line.send(bare).await?)));
        Ok(all.join("; "))
    })
}

fn story_challenge<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, PLAIN).await?;
        let path = provider.path("token_endpoint")?;
        let id = provider.issuer.client.clone();
        let header = Sent::form(&path, &[CLIENT]).with("authorization", &provider.basic("no"));
        let form = Sent::form(&path, &[CLIENT, ("client_id", &id), ("client_secret", "no")]);
        let mut all = Vec::new();
        for (name, sent) in [("header", header), ("form", form)] {
            let got = provider.line.send(sent).await?;
            let challenge = got.header("www-authenticate").split(' ').next().unwrap_or_default();
            let challenge = if challenge.is_empty() { "nothing" } else { challenge };
            all.push(format!(
                "{name}: {}, {challenge}, {}",
                got.status,
                got.header("cache-control")
            ));
        }
        Ok(all.join("; "))
    })
}

fn story_unknown_scopes<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, PLAIN).await?;
        let mut all = Vec::new();
        for (name, scope) in [("two", "compute.read no.such"), ("none", "no.such")] {
            let got = provider.post("token_endpoint", &[CLIENT, ("scope", scope)]).await?;
            let granted = got.json()?["scope"].clone();
            let granted = granted.as_str().map_or_else(|| granted.to_string(), str::to_owned);
            all.push(format!("{name}: {} {granted}", got.status));
        }
        let forms: [(&str, &[_]); 1] = [("no scope", &[CLIENT, ("scope", "\"x\"")])];
        all.extend(refusals(&mut provider, &forms).await?);
        Ok(all.join("; "))
    })
}

fn story_resources<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, "CheckIn-Beta").await?;
        let (one, other) = (("resource", "https://a.example"), ("resource", "https://b.example"));
        let forms: [(&str, &[_]); 4] = [
            ("https", &[CLIENT, one]),
            ("a word", &[CLIENT, ("resource", "word")]),
            ("a fragment", &[CLIENT, ("resource", "https://a.example#b")]),
            ("two", &[CLIENT, one, other]),
        ];
        Ok(refusals(&mut provider, &forms).await?.join("; "))
    })
}

fn story_methods<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, PLAIN).await?;
        let (token, keys) = (provider.path("token_endpoint")?, provider.path("jwks_uri")?);
        let ask = |method, path: &str| Sent { method, ..get(path) };
        let mut all = Vec::new();
        for (name, sent) in [
            ("GET token", get(&token)),
            ("PUT keys", ask("PUT", &keys)),
            ("HEAD keys", ask("HEAD", &keys)),
            ("below another path", get("/other/.well-known/openid-configuration")),
            ("RFC 8414", get("/.well-known/oauth-authorization-server")),
        ] {
            let got = provider.line.send(sent).await?;
            let empty = if got.body.is_empty() { " empty" } else { "" };
            all.push(format!("{name}: {}{empty}", got.status));
        }
        Ok(all.join("; "))
    })
}

/// An access token of the client itself.
async fn own_token(provider: &mut Provider) -> Result<String, String> {
    let form = [CLIENT, ("scope", "compute.read")];
    let answer = provider.post("token_endpoint", &form).await?.json()?;
    answer["access_token"].as_str().map(str::to_owned).ok_or_else(|| "no token".into())
}

fn story_userinfo<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let path = provider.path("userinfo_endpoint")?;
        let own = format!("Bearer {}", own_token(&mut provider).await?);
        let mut all = Vec::new();
        for (name, field) in [("none", ""), ("garbage", "Bearer abc"), ("a client's own", &own)] {
            let mut sent = get(&path);
            if !field.is_empty() {
                sent = sent.with("authorization", field);
            }
            let got = provider.line.send(sent).await?;
            let challenged = !got.header("www-authenticate").is_empty();
            let challenged =
                if challenged && name != "a client's own" { ", challenged" } else { "" };
            all.push(format!("{name}: {}{challenged}", refusal(&got)));
        }
        Ok(all.join("; "))
    })
}

async fn structured(provider: &mut Provider) -> Result<String, String> {
    let token = own_token(provider).await?;
    let form = [("token", token.as_str())];
    let mut all = Vec::new();
    for (name, endpoint) in
        [("introspect", "introspection_endpoint"), ("revoke", "revocation_endpoint")]
    {
        let got = provider.post(endpoint, &form).await?;
        let active = got.json().ok().and_then(|told| told["active"].as_bool());
        let active = active.map(|active| format!(" active {active}")).unwrap_or_default();
        all.push(format!("{name}: {}{active}", refusal(&got)));
    }
    if all.iter().all(|one| one.contains(": 200")) {
        let got = provider.post("introspection_endpoint", &form).await?;
        all.push(format!("introspect again: {} active {}", got.status, got.json()?["active"]));
    }
    Ok(all.join("; "))
}

fn story_structured_plain<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move { structured(&mut Provider::open(bench, PLAIN).await?).await })
}

fn story_structured_iam<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move { structured(&mut Provider::open(bench, "IAM-Alpha").await?).await })
}
