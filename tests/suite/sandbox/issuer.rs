//! The issuers of the embedded installation, asked as servers: recordings of certified ones replayed, tokens verified as an
//! outsider verifies them, and everything that a stranger may send.

mod outsider;
mod replay;
mod strangers;

use std::sync::Arc;

use dirac_tokens::sandbox::Clock;
use dirac_tokens::sandbox::content::{ClientSpec, IssuerKind, IssuerSpec, StoredToken};
use dirac_tokens::sandbox::http::{Handler, Request, Response};
use dirac_tokens::sandbox::issuer::{Issuer, IssuerSettings};
use hyper::HeaderMap;
use hyper::body::Bytes;
use hyper::header::{HeaderName, HeaderValue};
use jiff::Timestamp;
use serde_json::Value;

/// The time at which every issuer here lives.
const NOW: i64 = 1_795_233_120;

/// A client for `spec`, allowed everything that the recordings ask for.
fn client(id: &str, secret: Option<&str>) -> ClientSpec {
    let scopes = [
        "openid",
        "profile",
        "offline_access",
        "wlcg",
        "wlcg.groups",
        "wlcg.groups:/wlcg/*",
        "eduperson_entitlement?value=urn:mace:egi.eu:group:vo.example.org:*",
        "compute.read",
        "compute.create",
        "compute.modify",
        "compute.cancel",
        "storage.read:/",
        "storage.modify:/",
        "groups:/*",
        "iam:admin.read",
        "iam:admin.write",
        "scim:read",
    ];
    let scopes = scopes.map(str::to_owned).to_vec();
    ClientSpec { id: id.to_owned(), secret: secret.map(str::to_owned), scopes }
}

fn issuer(kind: IssuerKind, url: &str, clients: Vec<ClientSpec>) -> Issuer {
    let spec = IssuerSpec {
        provider: String::from("Provider"),
        kind,
        url: url.to_owned(),
        rotates: false,
        clients,
    };
    let clock: Clock = Arc::new(|| Timestamp::from_second(NOW).expect("a time"));
    Issuer::new(&spec, &IssuerSettings::default(), &clock).expect("an issuer")
}

/// A request as the server in front hands it over.
fn request(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> Request {
    let (path, query) = match url.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (url, None),
    };
    let mut fields = HeaderMap::new();
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a field name");
        fields.append(name, HeaderValue::from_str(value).expect("a field value"));
    }
    Request {
        peer: None,
        method: method.to_owned(),
        path: path.to_owned(),
        query,
        headers: fields,
        body: Bytes::copy_from_slice(body),
    }
}

/// A form sent to `path`.
fn post(issuer: &Issuer, path: &str, form: &str) -> Response {
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    issuer.answer(&request("POST", path, &headers, form.as_bytes()))
}

fn json(response: &Response) -> Value {
    serde_json::from_slice(&response.body).unwrap_or(Value::Null)
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    let found = response.headers.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

/// A row of TokenDB in time.
fn stored(scope: &str) -> StoredToken {
    let at = |seconds: i64| Some(Timestamp::from_second(NOW + seconds).expect("a time"));
    StoredToken {
        user: String::from("wire"),
        token_id: String::from("wire-user"),
        provider: String::from("Provider"),
        scope: scope.to_owned(),
        issued: at(-60).expect("a time"),
        access_ends: at(3_000),
        refresh_ends: at(2_592_000),
        revoked: false,
    }
}
