//! Tokens verified as a site verifies them: from discovery to the key set to the signature, with nothing but the answers.

use dirac_tokens::domain::secret::Secret;
use dirac_tokens::sandbox::content::{IssuerKind, IssuerSpec};
use dirac_tokens::sandbox::http::Handler;
use dirac_tokens::sandbox::issuer::keys::Signing;
use dirac_tokens::sandbox::issuer::{Issuer, IssuerSettings};
use jiff::Timestamp;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Validation};
use serde_json::{Map, Value};

use super::{NOW, client, issuer, json, post, request, stored};

const KINDS: [(IssuerKind, &str); 3] = [
    (IssuerKind::Iam, "https://localhost:1/"),
    (IssuerKind::CheckIn, "https://localhost:1/auth/realms/egi"),
    (IssuerKind::OAuth2, "https://localhost:1"),
];

/// What a site knows: the answers of the issuer.
struct Outsider<'a> {
    issuer: &'a Issuer,
    metadata: Value,
    keys: JwkSet,
}

impl<'a> Outsider<'a> {
    fn new(issuer: &'a Issuer, url: &str) -> Self {
        let get = |url: &str| {
            let path = url.strip_prefix("https://localhost:1").expect("at the issuer");
            issuer.answer(&request("GET", path, &[], b""))
        };
        let place = format!("{}/.well-known/openid-configuration", url.trim_end_matches('/'));
        let metadata = json(&get(&place));
        assert_eq!(metadata["issuer"], url, "OIDC Discovery 4.3");
        let keys = get(metadata["jwks_uri"].as_str().expect("a key set"));
        let keys = serde_json::from_slice(&keys.body).expect("a JWK set");
        Self { issuer, metadata, keys }
    }

    fn path(&self, endpoint: &str) -> String {
        let url = self.metadata[endpoint].as_str().expect(endpoint);
        url.strip_prefix("https://localhost:1").expect("at the issuer").to_owned()
    }

    fn post(&self, endpoint: &str, form: &str) -> Value {
        let response = post(self.issuer, &self.path(endpoint), form);
        assert_eq!(response.status, 200, "{endpoint}: {}", json(&response));
        json(&response)
    }

    /// The claims of `token`, its signature checked by its `kid`.
    fn verify(&self, token: &str) -> Map<String, Value> {
        let header = jsonwebtoken::decode_header(token).expect("a JWT");
        let key = self.keys.find(header.kid.as_deref().expect("a kid")).expect("a key");
        let mut validation = Validation::new(header.alg);
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.set_issuer(&[self.metadata["issuer"].as_str().expect("an issuer")]);
        let key = DecodingKey::from_jwk(key).expect("a public key");
        jsonwebtoken::decode(token, &key, &validation).expect("a good signature").claims
    }
}

fn ours(kind: IssuerKind, url: &str) -> Issuer {
    issuer(kind, url, vec![client("server", Some("s3cret")), client("device", None)])
}

const SERVER: &str = "client_id=server&client_secret=s3cret";

#[test]
fn a_pilots_token_is_what_a_ce_wants() {
    for (kind, url) in KINDS {
        let issuer = ours(kind, url);
        let outsider = Outsider::new(&issuer, url);
        let name = if kind == IssuerKind::CheckIn { "resource" } else { "audience" };
        let answer = outsider.post(
            "token_endpoint",
            &format!(
                "{SERVER}&grant_type=client_credentials&scope=compute.create+compute.read+no.such\
                 &{name}=ce01.example.org:9619"
            ),
        );
        assert_eq!(answer["scope"], "compute.create compute.read", "{kind:?}");
        let claims = outsider.verify(answer["access_token"].as_str().expect("a token"));
        assert_eq!(claims["aud"], "ce01.example.org:9619", "{kind:?}");
        assert_eq!(claims["sub"], "server", "{kind:?}");
        assert_eq!(claims["scope"], "compute.create compute.read", "{kind:?}");
        assert_eq!(claims["iat"], NOW, "{kind:?}");
        assert_eq!(claims["exp"], NOW + 3600, "{kind:?}");
        assert_eq!(claims.get("wlcg.ver").is_some(), kind == IssuerKind::Iam, "{kind:?}");
        assert_eq!(claims.contains_key("azp"), kind == IssuerKind::CheckIn, "{kind:?}");
    }
}

#[test]
fn a_stored_token_verifies_whichever_key_signs_it() {
    let urn = "urn:mace:egi.eu:group:vo.example.org:role=pilot#aai.egi.eu";
    let scope = format!(
        "openid wlcg.groups:/wlcg/pilots eduperson_entitlement?value={urn} groups:/gamma/user"
    );
    for (kind, url) in KINDS {
        for (signing, alg) in [(Signing::Rs256, "RS256"), (Signing::Es256, "ES256")] {
            let spec = IssuerSpec {
                provider: String::from("Provider"),
                kind,
                url: url.to_owned(),
                rotates: true,
                clients: vec![client("server", Some("s3cret"))],
            };
            let settings = IssuerSettings { stored: signing, ..IssuerSettings::default() };
            let clock: dirac_tokens::sandbox::Clock =
                std::sync::Arc::new(|| Timestamp::from_second(NOW).expect("a time"));
            let issuer = Issuer::new(&spec, &settings, &clock).expect("an issuer");
            let outsider = Outsider::new(&issuer, url);
            let token = issuer.access_of(&stored(&scope)).expect("signed").expect("a token");
            let claims = outsider.verify(token.expose());
            let header = jsonwebtoken::decode_header(token.expose()).expect("a JWT");
            assert_eq!(format!("{:?}", header.alg), alg);
            assert_eq!(claims["sub"], "wire-user");
            assert_eq!(claims["exp"], NOW + 3000);
            assert_eq!(claims["iat"], NOW - 60);
            match kind {
                IssuerKind::Iam => {
                    assert_eq!(claims["wlcg.groups"][0], "/wlcg/pilots");
                    assert_eq!(claims["wlcg.groups"][1], "/wlcg");
                    assert_eq!(claims["nbf"], NOW - 60);
                    assert_eq!(header.typ, None, "IAM writes kid and alg only");
                }
                IssuerKind::CheckIn => {
                    assert_eq!(claims["eduperson_entitlement"][0], urn);
                    assert_eq!(claims["typ"], "Bearer");
                }
                IssuerKind::OAuth2 => assert_eq!(header.typ.as_deref(), Some("at+jwt")),
            }
        }
    }
}

#[test]
fn a_person_lets_a_device_in_and_everything_follows() {
    for (kind, url) in KINDS {
        let issuer = ours(kind, url);
        let outsider = Outsider::new(&issuer, url);
        let started = outsider.post(
            "device_authorization_endpoint",
            "client_id=device&scope=openid+offline_access+compute.read+no.such",
        );
        let page = started["verification_uri_complete"].as_str().expect("a page");
        let page = page.strip_prefix("https://localhost:1").expect("at the issuer");
        let shown = issuer.answer(&request("GET", page, &[], b""));
        let shown = String::from_utf8(shown.body).expect("text");
        let code = started["user_code"].as_str().expect("a code");
        assert!(shown.contains(&format!("value=\"{code}\"")), "{kind:?}: {shown}");
        let path = page.split('?').next().expect("a path");
        let answered = post(&issuer, path, &format!("user_code={code}&user=ada&approve=1"));
        assert_eq!(json(&answered)["scope"], "openid offline_access compute.read", "{kind:?}");
        let form = format!(
            "client_id=device&grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code={}",
            started["device_code"].as_str().expect("a code")
        );
        let tokens = outsider.post("token_endpoint", &form);
        let access = tokens["access_token"].as_str().expect("a token");
        assert_eq!(outsider.verify(access)["sub"], "ada", "{kind:?}");
        let id = outsider.verify(tokens["id_token"].as_str().expect("an ID token"));
        assert_eq!((&id["sub"], &id["aud"]), (&"ada".into(), &"device".into()), "{kind:?}");
        let bearer = format!("Bearer {access}");
        let headers = [("Authorization", bearer.as_str())];
        let told =
            issuer.answer(&request("GET", &outsider.path("userinfo_endpoint"), &headers, b""));
        assert_eq!(json(&told)["sub"], "ada", "{kind:?}");
        let refresh = tokens["refresh_token"].as_str().expect("a refresh token");
        let form = format!("client_id=device&grant_type=refresh_token&refresh_token={refresh}");
        let again = outsider.post("token_endpoint", &form);
        assert_eq!(again["scope"], "openid offline_access compute.read", "{kind:?}");
        post(
            &issuer,
            &outsider.path("revocation_endpoint"),
            &format!("client_id=device&token={refresh}"),
        );
        let refused = post(&issuer, &outsider.path("token_endpoint"), &form);
        assert_eq!((refused.status, &json(&refused)["error"]), (400, &"invalid_grant".into()));
        let told =
            issuer.answer(&request("GET", &outsider.path("userinfo_endpoint"), &headers, b""));
        assert_eq!(told.status, 401, "{kind:?}: the grant is gone");
    }
}

#[test]
fn a_token_of_one_issuer_is_nothing_to_another() {
    let (iam, egi) = (ours(KINDS[0].0, KINDS[0].1), ours(KINDS[1].0, KINDS[1].1));
    let token = iam.access_of(&stored("openid compute.read")).expect("signed").expect("a token");
    let told = |issuer: &Issuer| {
        let known = Secret::new(token.expose().clone());
        issuer.introspect(&issuer.clients()[0], &known).expect("told")["active"].clone()
    };
    // both sign with the same key; the issuer is what tells them apart
    assert_eq!(told(&iam), true);
    assert_eq!(told(&egi), false);
}

#[test]
fn an_issuer_that_is_down_answers_nobody() {
    let issuer = ours(KINDS[0].0, KINDS[0].1);
    issuer.set_down(true);
    for path in ["/jwk", "/.well-known/openid-configuration"] {
        assert_eq!(issuer.answer(&request("GET", path, &[], b"")).status, 503);
    }
    issuer.set_down(false);
    assert_eq!(issuer.answer(&request("GET", "/jwk", &[], b"")).status, 200);
}
