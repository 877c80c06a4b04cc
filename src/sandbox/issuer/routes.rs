//! The issuer as a server: which request reaches what, and how the answers look.

use serde_json::{Value, json};

use super::Issuer;
use super::client::{Client, Presented, authenticate};
use super::device::LIFE;
use super::endpoints::{DEVICE_GRANT, Endpoint};
use super::error::{Challenge, OauthError};
use super::form::Form;
use super::grant::{Grant, TokenRequest};
use super::keys::Keys;
use super::log::Deed;
use super::{page, scopes};
use crate::domain::secret::Secret;
use crate::sandbox::content::IssuerKind;
use crate::sandbox::http::{Handler, Request, Response};

/// An answer in JSON; `kept` says whether it may be cached.
fn answer(kept: bool, content_type: &str, body: &Value) -> Response {
    let mut headers = vec![("Content-Type", format!("{content_type}; charset=utf-8"))];
    if !kept {
        headers.push(("Cache-Control", String::from("no-store")));
    }
    let body = body.to_string().into_bytes();
    Response { status: 200, headers, body, ..Response::default() }
}

fn fresh(body: &Value) -> Response {
    answer(false, "application/json", body)
}

fn text(status: u16, content_type: &str, body: impl Into<String>) -> Response {
    let headers = vec![("Content-Type", format!("{content_type}; charset=utf-8"))];
    let body = body.into().into_bytes();
    Response { status, headers, body, ..Response::default() }
}

impl Handler for Issuer {
    fn answer(&self, request: &Request) -> Response {
        if self.is_down() {
            return text(503, "text/plain", "Service Unavailable");
        }
        let Some(endpoint) = self.endpoints.at(&request.method, &request.path) else {
            return text(404, "text/plain", "Not Found");
        };
        let outcome = match endpoint {
            Endpoint::Discovery => Ok(answer(true, "application/json", &self.endpoints.metadata())),
            Endpoint::Jwks => jwks(),
            Endpoint::Token => self.answer_token(request),
            Endpoint::DeviceStart => self.answer_device_start(request),
            Endpoint::DevicePage => self.answer_device_page(request),
            Endpoint::Introspect => self.answer_introspect(request),
            Endpoint::Revoke => self.answer_revoke(request),
            Endpoint::Userinfo => self.userinfo(bearer(request)).map(|told| fresh(&told)),
        };
        let mut response = outcome.unwrap_or_else(|error| error.response(&self.mint.issuer));
        response.note.call.get_or_insert_with(|| endpoint.word().to_owned());
        response
    }
}

/// `response`, saying that `client` has changed something.
fn changed(mut response: Response, client: Option<&str>) -> Response {
    response.note.user = client.map(str::to_owned);
    response.note.changed = true;
    response
}

/// `response`, saying that `client` asked.
fn asked_by(mut response: Response, client: &Client) -> Response {
    response.note.user = Some(client.id.clone());
    response
}

fn jwks() -> Result<Response, OauthError> {
    let keys = json!({ "keys": Keys::get()?.public().keys });
    Ok(answer(true, "application/jwk-set+json", &keys))
}

fn bearer(request: &Request) -> Option<&str> {
    let field = request.headers.get("authorization")?.to_str().ok()?;
    let (scheme, token) = field.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whether a string can be an absolute URI (RFC 3986 4.3), as resource indicators are (RFC 8707 2).
fn is_uri(text: &str) -> bool {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    let mut letters = scheme.chars();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        && text.chars().all(|c| c.is_ascii_graphic())
}

impl Issuer {
    /// The audiences that a request asks for, by the parameter of this kind of provider: IAM the first of `resource`, `aud`,
    /// `audience`, with several in one; Check-in `resource`; others `resource` or `audience` (facts/tokens.md 6, dirac.md 5.2).
    fn audience(&self, form: &Form) -> Result<Vec<String>, OauthError> {
        let resources = form.every("resource");
        let all: Vec<String> =
            resources.iter().flat_map(|resources| scopes::split(Some(resources))).collect();
        for resource in &all {
            let wrong = if resource.contains('#') {
                "must not contain a fragment component"
            } else if !is_uri(resource) || self.kind() == IssuerKind::Iam && resource.contains('?')
            {
                "must be an absolute URI"
            } else {
                continue;
            };
            let description = format!("resource indicator {wrong}");
            return Err(OauthError::new("invalid_target", description));
        }
        if !all.is_empty() {
            return Ok(all);
        }
        Ok(match self.kind() {
            IssuerKind::Iam => {
                let (aud, audience) = (form.one("aud")?, form.one("audience")?);
                scopes::split(aud.or(audience).as_deref())
            }
            IssuerKind::CheckIn => Vec::new(),
            IssuerKind::OAuth2 => form.one("audience")?.into_iter().collect(),
        })
    }

    fn answer_token(&self, request: &Request) -> Result<Response, OauthError> {
        let read = || {
            let form = Form::of(request)?;
            let client = Presented::of(request, &form)?;
            // who asks is looked at before what is asked
            authenticate(&self.clients, &client)?;
            let grant = match form.needed("grant_type")?.as_str() {
                "client_credentials" => Grant::ClientCredentials,
                "refresh_token" => Grant::Refresh(Secret::new(form.needed("refresh_token")?)),
                DEVICE_GRANT => Grant::Device(Secret::new(form.needed("device_code")?)),
                _ => {
                    return Err(OauthError::new(
                        "unsupported_grant_type",
                        "unsupported grant_type requested",
                    ));
                }
            };
            let (scope, audience) = (form.one("scope")?, self.audience(&form)?);
            Ok(TokenRequest { client, grant, scope, audience })
        };
        let asked = read().inspect_err(|error| self.note(None, Deed::Refused(error.error)))?;
        let call = format!("token {}", asked.grant.kind().word());
        let mut response = match self.token(&asked) {
            Ok(issued) => changed(fresh(&issued.body()), Some(&asked.client.id)),
            Err(error) => error.response(&self.mint.issuer),
        };
        response.note.call = Some(call);
        Ok(response)
    }

    fn answer_device_start(&self, request: &Request) -> Result<Response, OauthError> {
        let form = Form::of(request)?;
        let client = authenticate(&self.clients, &Presented::of(request, &form)?)?;
        if !client.is_public() {
            return Err(OauthError::request(format!(
                "{DEVICE_GRANT} is not allowed for this client"
            )));
        }
        let scope = form.one("scope")?;
        scopes::check(scope.as_deref())?;
        let mut scopes = scopes::split(scope.as_deref());
        scopes.retain(|scope| client.may_have(scope));
        let now = self.now().as_second();
        let (device_code, user_code) = self.state().devices.start(&client.id, scopes, now)?;
        self.note(Some(&client.id), Deed::DeviceStarted);
        let page = self.endpoints.url(Endpoint::DevicePage);
        let body = json!({
            "device_code": device_code,
            "user_code": user_code,
            "verification_uri": page,
            "verification_uri_complete": format!("{page}?user_code={user_code}"),
            "expires_in": LIFE,
        });
        Ok(changed(fresh(&body), Some(&client.id)))
    }

    fn answer_device_page(&self, request: &Request) -> Result<Response, OauthError> {
        let action = self.endpoints.url(Endpoint::DevicePage);
        if request.method == "GET" {
            let query = Form::parse(request.query.as_deref().unwrap_or_default().as_bytes());
            let code = query.every("user_code").concat();
            return Ok(text(200, "text/html", page::device(&action, &code, None)));
        }
        let form = Form::of(request)?;
        let (code, person) = (form.needed("user_code")?, form.one("user")?);
        let outcome = match (form.one("deny")?, person) {
            (Some(_), _) => self.deny(&code).map(|()| (json!({ "denied": true }), "Denied.")),
            (None, Some(person)) => self.approve(&code, &person).map(|scope| {
                (json!({ "approved": true, "user": person, "scope": scope }), "Approved.")
            }),
            (None, None) => {
                return Err(OauthError::request("missing required parameter 'user'"));
            }
        };
        let accepts = request.headers.get("accept").and_then(|value| value.to_str().ok());
        let page_wanted = accepts.is_some_and(|types| types.contains("text/html"));
        match outcome {
            Ok((body, _)) if !page_wanted => Ok(changed(fresh(&body), None)),
            Ok((_, note)) => {
                let page = page::device(&action, "", Some(note));
                Ok(changed(text(200, "text/html", page), None))
            }
            Err(error) if !page_wanted => Err(OauthError::request(error.to_string())),
            Err(error) => {
                let note = error.to_string();
                Ok(text(400, "text/html", page::device(&action, &code, Some(&note))))
            }
        }
    }

    /// The client behind a request for introspection. IAM and Check-in want a secret, and say 401 where none is.
    fn asker(&self, request: &Request, form: &Form) -> Result<&Client, OauthError> {
        let strict = self.kind() != IssuerKind::OAuth2;
        let presented = match Presented::of(request, form) {
            Err(_) if strict && request.headers.get("authorization").is_none() => {
                return Err(OauthError::client(Challenge::Basic));
            }
            presented => presented?,
        };
        let client = authenticate(&self.clients, &presented)?;
        if strict && client.is_public() {
            return Err(OauthError::client(Challenge::Basic));
        }
        Ok(client)
    }

    fn answer_introspect(&self, request: &Request) -> Result<Response, OauthError> {
        let form = Form::of(request)?;
        let client = self.asker(request, &form)?;
        let token = Secret::new(form.needed("token")?);
        form.one("token_type_hint")?;
        Ok(asked_by(fresh(&self.introspect(client, &token)?), client))
    }

    fn answer_revoke(&self, request: &Request) -> Result<Response, OauthError> {
        let form = Form::of(request)?;
        let client = authenticate(&self.clients, &Presented::of(request, &form)?)?;
        let token = Secret::new(form.needed("token")?);
        form.one("token_type_hint")?;
        self.revoke(client, &token)?;
        Ok(changed(text(200, "text/plain", ""), Some(&client.id)))
    }
}
