//! Exchanges recorded with certified providers, asked of ours again: `tests/fixtures/wire/oidc` (one dressed as INDIGO IAM)
//! and `tests/fixtures/wire/dirac` 166-175 (the lab's, as DIRAC asks it).
//!
//! Same status, same error, same members of the same types. Tokens and codes of the recording are replaced by those that
//! our issuer gave in the same place. What does not fit is listed with its reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dirac_tokens::sandbox::content::IssuerKind;
use dirac_tokens::sandbox::http::Handler;
use serde_json::{Map, Value};

use super::{client, header, issuer, json, request, stored};

/// Recordings that are not replayed, each for its reason.
const LEFT_OUT: &[(&str, &str)] = &[
    ("008", "asks the lab for another algorithm"),
    ("009", "asks the lab for another algorithm"),
    ("010", "asks the lab for another algorithm"),
    ("011", "asks the lab for another algorithm"),
    ("012", "asks the lab for another profile"),
    ("013", "asks the lab for another profile; Check-in is an issuer of its own here"),
    ("014", "asks the lab for another lifetime"),
    ("018", "that client is not registered for the grant; clients here have no list of grants"),
    ("035", "policies by a person's groups are not played"),
    ("036", "policies by a person's groups are not played"),
    ("037", "policies by a person's groups are not played"),
    ("047", "the lab's tokens are not for userinfo; IAM's are"),
    ("067", "token exchange is not offered"),
    ("068", "token exchange is not offered"),
    ("069", "token exchange is not offered"),
];

/// Members of an answer that ours lacks, each for its reason.
const LACKING: &[(&str, &[&str], &str)] = &[
    (
        "001 002 166",
        &[
            "authorization_endpoint",
            "authorization_response_iss_parameter_supported",
            "code_challenge_methods_supported",
            "end_session_endpoint",
            "response_modes_supported",
            "pushed_authorization_request_endpoint",
        ],
        "nobody logs in with a browser",
    ),
    ("001 002", &["registration_endpoint"], "clients cannot register themselves"),
    (
        "001 002 166",
        &["dpop_signing_alg_values_supported", "token_endpoint_auth_signing_alg_values_supported"],
        "clients have secrets, not keys",
    ),
    (
        "051",
        &["username", "name", "preferred_username", "email", "organisation_name"],
        "the issuer knows people by their `sub` alone",
    ),
    ("025 028", &["dropped"], "what a client may not have is left out before a person is asked"),
];

/// Members of an answer that ours has and the recorded one lacks.
const MORE: &[(&str, &[&str], &str)] =
    &[("166", &["device_authorization_endpoint"], "the recorded provider had no device flow")];

/// What stands for a token or code of the recording.
#[derive(Default)]
struct Ours(BTreeMap<String, String>);

impl Ours {
    fn learn(&mut self, theirs: &Value, ours: &Value) {
        for name in ["access_token", "refresh_token", "device_code", "user_code"] {
            if let (Some(theirs), Some(ours)) = (theirs[name].as_str(), ours[name].as_str()) {
                self.0.insert(theirs.to_owned(), ours.to_owned());
            }
        }
    }

    fn put_in(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
    }
}

/// One recorded exchange.
struct Exchange {
    number: String,
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: String,
    status: u16,
    content_type: Option<String>,
    challenge: Option<String>,
    answer: Value,
}

fn exchange(number: &str, whole: &Value) -> Exchange {
    let (asked, came) = (&whole["request"], &whole["response"]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let fields = asked["headers"].as_object().cloned().unwrap_or_default();
    let field = |name: &str| {
        let fields = came["headers"].as_object()?;
        let found = fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| text(value))
    };
    let answer = match &came["json"] {
        Value::Null => serde_json::from_str(&text(&came["body"])).unwrap_or(Value::Null),
        json => json.clone(),
    };
    let url = text(&asked["url"]);
    let path = url.strip_prefix("https://localhost:8553").map(str::to_owned);
    Exchange {
        number: number.to_owned(),
        method: text(&asked["method"]),
        url: path.unwrap_or(url),
        headers: fields.iter().map(|(name, value)| (name.clone(), text(value))).collect(),
        body: text(&asked["body"]),
        status: came["status"].as_u64().expect("a status") as u16,
        content_type: field("content-type"),
        challenge: field("www-authenticate"),
        answer,
    }
}

fn recordings(folder: &str, from: &str, to: &str) -> Vec<Exchange> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wire").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("recordings")
        .map(|entry| entry.expect("an entry").path())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.get(..3)?.to_owned();
            (name.as_str() >= from && name.as_str() <= to).then_some((name, path))
        })
        .collect();
    files.sort();
    let read = |(number, path): &(String, std::path::PathBuf)| {
        let whole: Value = serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON");
        exchange(
            number,
            if whole["exchanges"].is_array() { &whole["exchanges"][0] } else { &whole },
        )
    };
    files.iter().map(read).collect()
}

fn listed(table: &[(&str, &[&str], &str)], number: &str, member: &str) -> bool {
    table.iter().any(|(numbers, members, _)| {
        numbers.split(' ').any(|n| n == number) && members.contains(&member)
    })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// What is different between two answers, but for values.
fn compare(number: &str, theirs: &Value, ours: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let (Some(theirs), Some(ours)) = (theirs.as_object(), ours.as_object()) else {
        if kind(theirs) != kind(ours) {
            found.push(format!("{} for {}", kind(ours), kind(theirs)));
        }
        return found;
    };
    for (name, value) in theirs {
        match ours.get(name) {
            None if listed(LACKING, number, name) => {}
            None => found.push(format!("no {name}")),
            Some(ours) if kind(ours) != kind(value) => {
                found.push(format!("{name}: {} for {}", kind(ours), kind(value)));
            }
            Some(ours) => {
                if let (Some([theirs, ..]), Some([ours, ..])) =
                    (value.as_array().map(Vec::as_slice), ours.as_array().map(Vec::as_slice))
                {
                    found.extend(compare(number, theirs, ours));
                }
                let same =
                    ["error", "error_description", "active", "scope", "token_type", "expires_in"];
                if same.contains(&name.as_str()) && ours != value {
                    found.push(format!("{name}: {ours} for {value}"));
                }
            }
        }
    }
    for name in ours.keys().filter(|name| !theirs.contains_key(*name)) {
        if !listed(MORE, number, name) {
            found.push(format!("{name} is not in the recording"));
        }
    }
    found
}

/// The claims of a JWT, whoever signed it.
fn claims(token: &Value) -> Option<Map<String, Value>> {
    let part = token.as_str()?.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// Asks our issuer what was recorded; the differences.
fn ask(handler: &dyn Handler, exchange: &Exchange, ours: &mut Ours) -> Vec<String> {
    let mut body = ours.put_in(&exchange.body);
    let mut url = exchange.url.clone();
    // the lab has a shortcut for the person in the browser; ours uses the page
    if url == "/lab/approve" {
        url = String::from("/device");
    }
    let headers: Vec<(String, String)> =
        exchange.headers.iter().map(|(name, value)| (name.clone(), ours.put_in(value))).collect();
    let fields: Vec<(&str, &str)> = headers
        .iter()
        .filter(|(name, _)| name != "Content-Length" && name != "Connection")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    // the recording spoils the end of a signature, so that the token is not one that we know
    if exchange.number == "055" {
        let head = |text: &str| text.split_at(text.len() - 8).0.to_owned();
        let mut jwts = ours.0.iter().filter(|(theirs, _)| theirs.contains('.'));
        let known = jwts.find(|(theirs, _)| exchange.body.contains(&head(theirs)));
        body = format!("token={}AAAAAAAA", head(known.expect("the whole token").1));
    }
    let response = handler.answer(&request(&exchange.method, &url, &fields, body.as_bytes()));
    let answer = json(&response);
    let mut found = Vec::new();
    if response.status != exchange.status {
        found.push(format!("status {} for {}: {answer}", response.status, exchange.status));
    }
    if let Some(wanted) = &exchange.content_type {
        let bare = |text: &str| text.split(';').next().unwrap_or_default().to_owned();
        let came = header(&response, "content-type").map(bare);
        if came != Some(bare(wanted)) {
            found.push(format!("content type {came:?} for {wanted}"));
        }
    }
    if exchange.challenge.is_some() != header(&response, "www-authenticate").is_some() {
        found.push(format!("WWW-Authenticate for {:?}", exchange.challenge));
    }
    found.extend(compare(&exchange.number, &exchange.answer, &answer));
    ours.learn(&exchange.answer, &answer);
    found
}

fn is_left_out(number: &str) -> bool {
    LEFT_OUT.iter().any(|(left, _)| *left == number)
}

#[test]
fn the_recordings_of_iam_fit() {
    let issuer = issuer(
        IssuerKind::Iam,
        "https://localhost:18443/",
        vec![
            client("dirac-server", Some("server-secret")),
            client("dirac-pilots", Some("pilots-secret")),
            client("iam-admin", Some("admin-secret")),
            client("public-device", None),
        ],
    );
    let mut ours = Ours::default();
    let (mut asked, mut broken) = (0, Vec::new());
    for exchange in recordings("oidc", "001", "077") {
        if is_left_out(&exchange.number) {
            continue;
        }
        asked += 1;
        let mut found = ask(&issuer, &exchange, &mut ours);
        // the claims are those of the WLCG profile, in every access token
        if let Some(theirs) = claims(&exchange.answer["access_token"]) {
            let ours = ours.0.get(exchange.answer["access_token"].as_str().expect("a token"));
            let ours = claims(&Value::from(ours.expect("ours").as_str())).expect("claims");
            found.extend(compare(
                &exchange.number,
                &Value::from(theirs.clone()),
                &ours.clone().into(),
            ));
            // whoever asks for no group by name gets the VO's; the recorded person had one more
            let vo = |claims: &Map<String, Value>| Some(claims.get("wlcg.groups")?[0].clone());
            if vo(&theirs) != vo(&ours) {
                found.push(format!("wlcg.groups: {:?} for {:?}", vo(&ours), vo(&theirs)));
            }
            for name in ["iss", "aud", "wlcg.ver", "client_id"] {
                if theirs.get(name) != ours.get(name) {
                    found.push(format!("{name}: {:?} for {:?}", ours.get(name), theirs.get(name)));
                }
            }
        }
        broken.extend(found.into_iter().map(|what| format!("{}: {what}", exchange.number)));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    println!("{asked} recordings of IAM fit, {} are left out", LEFT_OUT.len());
    assert!(asked >= 50, "{asked}");
}

#[test]
fn the_recordings_of_the_labs_issuer_fit() {
    let mut all = recordings("dirac", "166", "175");
    let scope = all[4].answer["scope"].as_str().expect("the scope of the refresh token").to_owned();
    let clients = vec![client("dirac-wlcg", Some("wlcg-secret-5b1e"))];
    let issuer = issuer(IssuerKind::OAuth2, "https://localhost:8553", clients);
    let refresh = issuer.refresh_of(&stored(&scope)).expect("sealed").expect("a refresh token");
    let mut ours = Ours::default();
    let theirs = all[3].answer["refresh_token"].as_str().expect("the refresh token").to_owned();
    ours.0.insert(theirs, refresh.expose().clone());
    let mut broken = Vec::new();
    for exchange in &mut all {
        let found = ask(&issuer, exchange, &mut ours);
        broken.extend(found.into_iter().map(|what| format!("{}: {what}", exchange.number)));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert_eq!(all.len(), 10);
}

#[test]
fn no_exception_is_listed_that_is_not_needed() {
    let numbers: Vec<String> = recordings("oidc", "001", "077")
        .into_iter()
        .chain(recordings("dirac", "166", "175"))
        .map(|exchange| exchange.number)
        .collect();
    for (number, reason) in LEFT_OUT {
        assert!(numbers.iter().any(|n| n == number), "{number}: {reason}");
    }
    for (listed, members, reason) in LACKING.iter().chain(MORE) {
        assert!(!members.is_empty() && !reason.is_empty());
        for number in listed.split(' ') {
            assert!(numbers.iter().any(|n| n == number), "{number}: {reason}");
        }
    }
}
