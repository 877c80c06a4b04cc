//! The issuers by hand: what they publish, client credentials, refreshing, introspection, revocation, and what they refuse.
//!
//! Refresh tokens come from the rows that the TokenManager lists; those that are revoked belong to nobody and are made for it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use rustls::version::TLS13;
use serde_json::{Value, json};

use super::backend::Expect::Works;
use super::backend::Issuer;
use super::backend::Persona::User;
use super::bench::{At, Bench, Told};
use super::case::{But, Case};
use super::raw::{Got, Line, Sent, tls};
use super::{SANDBOX, shape};

pub const CASES: &[Case] = &[
    Case::story(
        "an issuer publishes itself under its own name",
        story_discovery,
        Works(
            "IAM-Alpha: itself, token jwks introspection revocation, client_credentials refresh_token",
        ),
    ),
    Case::story(
        "its keys are public, and one is for RS256",
        story_keys,
        Works("an RSA key for RS256 with kid; nothing private"),
    ),
    Case::story(
        "client credentials give a token",
        story_credentials,
        Works("200 {access_token: text, expires_in: int, scope: text, token_type: text}"),
    ),
    Case::story(
        "that token is signed by a published key",
        story_signed,
        Works(
            "RS256, good; iss the issuer; aud ce01.example:9619; scope compute.create; ends after expires_in",
        ),
    ),
    Case::story(
        "who is no client gets none",
        story_strangers,
        Works(
            "wrong secret: 401 invalid_client; unknown client: 401 invalid_client; no client: 400 invalid_request",
        ),
    ),
    Case::story(
        "a grant that is none is refused",
        story_grants,
        Works("unknown: 400 unsupported_grant_type; none: 400 invalid_request"),
    ),
    Case::story("a refresh token gives tokens", story_refresh, Works("200 {access_token: text")),
    Case::story(
        "a refresh token that is none, or another client's, gives none",
        story_refresh_refused,
        Works(
            "garbage: 400 invalid_grant; IAM's at CheckIn: 400 invalid_grant; none: 400 invalid_request",
        ),
    ),
    Case::story("no more is given than was granted", story_wider, Works("400 invalid_scope")),
    Case::story(
        "introspection knows a refresh token",
        story_introspect,
        Works("known: 200 active true, sub its owner; garbage: 200 active false; no client: 4"),
    )
    .but(&[But {
        backend: SANDBOX,
        expect: Works("garbage: 200 active false; no client: 401 invalid_client"),
        reason: "INDIGO IAM, which the sandbox plays, asks who is there first; the lab's oidc-provider finds a member missing",
    }]),
    Case::story(
        "what was revoked is dead",
        story_revoke,
        Works(
            "before: active true; revoke: 200, empty; after: active false; refresh: 400 invalid_grant; again: 200; unknown: 200; wrong secret: 401 invalid_client",
        ),
    ),
    Case::story("the secret may come in the form", story_secret_in_form, Works("200")),
];

/// A connection to an issuer, and where its endpoints are.
pub struct Provider {
    pub issuer: Issuer,
    metadata: Value,
    pub line: Line,
}

impl Provider {
    pub async fn open(bench: &Bench<'_>, name: &str) -> Result<Self, String> {
        let issuer = bench.backend.issuer(name);
        let mut line = Line::open(&issuer.url, tls(bench.backend, None, &[&TLS13])).await?;
        let metadata = line.send(get("/.well-known/openid-configuration")).await?.json()?;
        Ok(Self { issuer, metadata, line })
    }

    pub fn path(&self, endpoint: &str) -> Result<String, String> {
        let url = self.metadata[endpoint].as_str().ok_or_else(|| format!("no {endpoint}"))?;
        Ok(reqwest::Url::parse(url).map_err(|e| e.to_string())?.path().to_owned())
    }

    pub fn basic(&self, secret: &str) -> String {
        format!("Basic {}", STANDARD.encode(format!("{}:{secret}", self.issuer.client)))
    }

    /// The client as itself.
    pub fn own_basic(&self) -> String {
        self.basic(&self.issuer.secret)
    }

    /// Posts a form as the client.
    pub async fn post(&mut self, endpoint: &str, form: &[(&str, &str)]) -> Result<Got, String> {
        let sent = Sent::form(&self.path(endpoint)?, form);
        let authorization = self.own_basic();
        self.line.send(sent.with("authorization", &authorization)).await
    }
}

pub fn get(path: &str) -> Sent {
    Sent { method: "GET", path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
}

/// Status and error code.
pub fn refusal(got: &Got) -> String {
    let code = got.json().ok().and_then(|all| all["error"].as_str().map(str::to_owned));
    match code {
        Some(code) => format!("{} {code}", got.status),
        None => got.status.to_string(),
    }
}

pub const CREDENTIALS: [(&str, &str); 3] = [
    ("grant_type", "client_credentials"),
    ("scope", "compute.create"),
    ("audience", "ce01.example:9619"),
];

fn story_discovery<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut all = Vec::new();
        for name in ["IAM-Alpha", "CheckIn-Beta", "Plain-Gamma"] {
            let provider = Provider::open(bench, name).await?;
            let published = provider.metadata["issuer"].as_str().unwrap_or_default();
            let itself = published.trim_end_matches('/') == provider.issuer.url;
            let endpoints: Vec<&str> = [
                ("token", "token_endpoint"),
                ("jwks", "jwks_uri"),
                ("introspection", "introspection_endpoint"),
                ("revocation", "revocation_endpoint"),
            ]
            .into_iter()
            .filter(|(_, key)| provider.metadata[*key].is_string())
            .map(|(name, _)| name)
            .collect();
            let grants = &provider.metadata["grant_types_supported"];
            let grants: Vec<&str> = ["client_credentials", "refresh_token"]
                .into_iter()
                .filter(|grant| grants.as_array().is_some_and(|all| all.contains(&json!(grant))))
                .collect();
            all.push(format!(
                "{name}: {}, {}, {}",
                if itself { "itself" } else { published },
                endpoints.join(" "),
                grants.join(" ")
            ));
        }
        Ok(all.join("; "))
    })
}

async fn keys(provider: &mut Provider) -> Result<Value, String> {
    let path = provider.path("jwks_uri")?;
    provider.line.send(get(&path)).await?.json()
}

fn story_keys<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let keys = keys(&mut provider).await?;
        let keys = keys["keys"].as_array().ok_or("no keys")?;
        let is_rsa =
            |key: &&Value| key["kty"] == "RSA" && key["alg"] == "RS256" && key["kid"].is_string();
        let rsa =
            keys.iter().find(is_rsa).map_or("no such key", |_| "an RSA key for RS256 with kid");
        let secret = ["d", "p", "q", "dp", "dq", "qi", "k"];
        let private = keys.iter().any(|key| secret.iter().any(|member| !key[*member].is_null()));
        Ok(format!("{rsa}; {}", if private { "a private key" } else { "nothing private" }))
    })
}

fn story_credentials<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let got = provider.post("token_endpoint", &CREDENTIALS).await?;
        Ok(format!("{} {}", got.status, shape::of(&got.json()?)))
    })
}

fn story_signed<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let answer = provider.post("token_endpoint", &CREDENTIALS).await?.json()?;
        let token = answer["access_token"].as_str().ok_or("no token")?;
        let header = jsonwebtoken::decode_header(token).map_err(|e| e.to_string())?;
        let keys: JwkSet =
            serde_json::from_value(keys(&mut provider).await?).map_err(|e| e.to_string())?;
        let kid = header.kid.as_deref().ok_or("no kid")?;
        let key = keys.find(kid).ok_or("the key is not published")?;
        let key = DecodingKey::from_jwk(key).map_err(|e| e.to_string())?;
        let mut wanted = Validation::new(Algorithm::RS256);
        wanted.set_audience(&["ce01.example:9619"]);
        let claims =
            jsonwebtoken::decode::<Value>(token, &key, &wanted).map_err(|e| e.to_string())?.claims;
        let issuer = claims["iss"].as_str().unwrap_or_default().trim_end_matches('/');
        let life = claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(e, i)| e - i);
        Ok(format!(
            "{:?}, good; iss {}; aud {}; scope {}; ends {}",
            header.alg,
            if issuer == provider.issuer.url { "the issuer" } else { issuer },
            claims["aud"].as_str().unwrap_or("(none)"),
            claims["scope"].as_str().unwrap_or("(none)"),
            if life == answer["expires_in"].as_i64() { "after expires_in" } else { "otherwise" },
        ))
    })
}

fn story_strangers<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let form = Sent::form(&provider.path("token_endpoint")?, &CREDENTIALS);
        let wrong = provider.basic("not-the-secret");
        let unknown = format!("Basic {}", STANDARD.encode("nobody:nothing"));
        let mut all = Vec::new();
        for (name, sent) in [
            ("wrong secret", form.clone().with("authorization", &wrong)),
            ("unknown client", form.clone().with("authorization", &unknown)),
            ("no client", form),
        ] {
            all.push(format!("{name}: {}", refusal(&provider.line.send(sent).await?)));
        }
        Ok(all.join("; "))
    })
}

fn story_grants<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let unknown = provider.post("token_endpoint", &[("grant_type", "wishes")]).await?;
        let none = provider.post("token_endpoint", &[("scope", "compute.create")]).await?;
        Ok(format!("unknown: {}; none: {}", refusal(&unknown), refusal(&none)))
    })
}

/// The refresh token of the first row of a token id that is of this provider.
pub async fn refresh_token(bench: &Bench<'_>, provider: &str, id: &str) -> Result<String, String> {
    let rows = bench.call(User, At::Tokens, "getTokensByUserID", json!([id])).await?;
    let rows = rows.as_array().ok_or("no rows")?;
    let row = rows.iter().find(|row| row["provider"] == provider).ok_or("no such row")?;
    row["refresh_token"].as_str().map(str::to_owned).ok_or_else(|| "no refresh token".into())
}

fn story_refresh<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let token = refresh_token(bench, "IAM-Alpha", &bench.backend.token_id("user0000")).await?;
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let form = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
        let got = provider.post("token_endpoint", &form).await?;
        let mut answer = got.json()?;
        // an issuer adds it where openid is among the scopes
        answer.as_object_mut().map(|members| members.remove("id_token"));
        Ok(format!("{} {}", got.status, shape::of(&answer)))
    })
}

fn story_refresh_refused<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let token = refresh_token(bench, "IAM-Alpha", &bench.backend.token_id("user0000")).await?;
        let mut iam = Provider::open(bench, "IAM-Alpha").await?;
        let mut checkin = Provider::open(bench, "CheckIn-Beta").await?;
        let form =
            |token: &'static str| [("grant_type", "refresh_token"), ("refresh_token", token)];
        let garbage = iam.post("token_endpoint", &form("not-a-token")).await?;
        let own = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
        let other = checkin.post("token_endpoint", &own).await?;
        let none = iam.post("token_endpoint", &[("grant_type", "refresh_token")]).await?;
        Ok(format!(
            "garbage: {}; IAM's at CheckIn: {}; none: {}",
            refusal(&garbage),
            refusal(&other),
            refusal(&none)
        ))
    })
}

fn story_wider<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let token = refresh_token(bench, "IAM-Alpha", &bench.backend.token_id("user0000")).await?;
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token.as_str()),
            ("scope", "storage.modify:/"),
        ];
        Ok(refusal(&provider.post("token_endpoint", &form).await?))
    })
}

/// What the issuer says of a token.
pub async fn active(provider: &mut Provider, token: &str) -> Result<Value, String> {
    provider.post("introspection_endpoint", &[("token", token)]).await?.json()
}

fn story_introspect<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = bench.backend.token_id("user0000");
        let token = refresh_token(bench, "IAM-Alpha", &id).await?;
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let known = active(&mut provider, &token).await?;
        let garbage = active(&mut provider, "not-a-token").await?;
        let path = provider.path("introspection_endpoint")?;
        let stranger = provider.line.send(Sent::form(&path, &[("token", &token)])).await?;
        Ok(format!(
            "known: 200 active {}, sub {}; garbage: 200 active {}; no client: {}",
            known["active"],
            if known["sub"] == id { "its owner" } else { "somebody" },
            garbage["active"],
            refusal(&stranger)
        ))
    })
}

fn story_revoke<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let id = "contract-revoked";
        bench.backend.put_rows(id);
        let token = refresh_token(bench, "IAM-Alpha", id).await?;
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let before = active(&mut provider, &token).await?;
        let revoked = provider.post("revocation_endpoint", &[("token", &token)]).await?;
        let after = active(&mut provider, &token).await?;
        let form = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
        let refresh = provider.post("token_endpoint", &form).await?;
        let again = provider.post("revocation_endpoint", &[("token", &token)]).await?;
        let unknown = provider.post("revocation_endpoint", &[("token", "not-a-token")]).await?;
        let wrong = Sent::form(&provider.path("revocation_endpoint")?, &[("token", "not-a-token")])
            .with("authorization", &provider.basic("not-the-secret"));
        let wrong = provider.line.send(wrong).await?;
        let args = json!([id]);
        bench.call(super::backend::Persona::Admin, At::Tokens, "deleteToken", args).await?;
        Ok(format!(
            "before: active {}; revoke: {}, {}; after: active {}; refresh: {}; again: {}; unknown: {}; wrong secret: {}",
            before["active"],
            revoked.status,
            if revoked.body.is_empty() { "empty" } else { "a body" },
            after["active"],
            refusal(&refresh),
            again.status,
            unknown.status,
            refusal(&wrong)
        ))
    })
}

fn story_secret_in_form<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let mut provider = Provider::open(bench, "IAM-Alpha").await?;
        let (id, secret) = (provider.issuer.client.clone(), provider.issuer.secret.clone());
        let mut form = CREDENTIALS.to_vec();
        form.extend([("client_id", id.as_str()), ("client_secret", secret.as_str())]);
        let sent = Sent::form(&provider.path("token_endpoint")?, &form);
        Ok(refusal(&provider.line.send(sent).await?))
    })
}
