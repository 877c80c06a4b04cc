//! How a request proves who asks.

use super::*;

fn client(id: &str, secret: &str) -> ClientCredentials {
    ClientCredentials { id: id.into(), secret: Secret::new(secret.into()), method: None }
}

fn decoded(header: &str) -> String {
    let pair = STANDARD.decode(header.strip_prefix("Basic ").unwrap()).unwrap();
    String::from_utf8(pair).unwrap()
}

#[test]
fn id_and_secret_are_encoded_before_they_are_joined() {
    // RFC 6749 2.3.1: a colon in the id must not end it
    let header = basic(&client("a:b c", "p%:\u{e9}+"), 100);
    assert_eq!(decoded(&header), "a%3Ab+c:p%25%3A%C3%A9%2B");
    assert_eq!(*basic(&client("Aladdin", "open"), 100), "Basic QWxhZGRpbjpvcGVu");
}

#[test]
fn secrets_stand_where_the_method_wants_them_and_in_buffers_that_never_grew() {
    let (own, token) = (client("dirac", "s&=%s"), Secret::new("t.o/k+en".repeat(500)));
    let query = about("x", AuthMethod::Basic, &own, &token, TokenKind::Refresh);
    let form = query.form.as_ref().unwrap();
    assert!(
        form.starts_with("token=t.o%2Fk%2Ben") && form.ends_with("&token_type_hint=refresh_token")
    );
    assert!(!form.contains("client_"));
    assert!(query.authorization.as_ref().unwrap().starts_with("Basic "));
    let query = about("x", AuthMethod::Post, &own, &token, TokenKind::Access);
    let form = query.form.unwrap();
    assert!(
        form.ends_with("&token_type_hint=access_token&client_id=dirac&client_secret=s%26%3D%25s")
    );
    assert!(query.authorization.is_none());
    assert!(form.capacity() >= form.len() && form.len() < 3 * (token.expose().len() + 10) + 200);
}

/// What is kept of an issuer's words.
fn quoted(error: &str, description: &str, own: &ClientCredentials, token: &str) -> String {
    let body = serde_json::json!({ "error": error, "error_description": description }).to_string();
    let url = "https://iam.example/revoke".into();
    let body = body.into_bytes().into();
    let heard = Heard { url, status: 400, retry_after: None, body, html: false };
    let sent = Sent::new(own, &Secret::new(token.to_owned()));
    let error = ok(heard, |text| sent.is_repeated_in(text)).unwrap_err();
    format!("{error} {error:?}")
}

#[test]
fn of_what_was_sent_an_issuer_is_quoted_with_no_piece() {
    // words that look like nobody's secret
    let token = "opaque.refresh-token.of-lower-case.letters/and more";
    let own = client("dirac", "correct horse battery staple");
    let padding = "it is so ".repeat(65);
    for repeated in [
        format!("no good: {token}"),
        "no good: opaque.refresh-token.of-l...".to_owned(),
        format!("{padding}{token}"),
        "no good: opaque.refresh-token.of-lower-case.letters%2Fand+more".to_owned(),
        "the client says correct+horse+battery+staple".to_owned(),
        format!("the header says {}", *basic(&own, 200)),
    ] {
        let said = quoted("invalid_request", &repeated, &own, token);
        assert!(
            said.contains("invalid_request") && said.contains("description: None"),
            "{repeated}: {said}"
        );
        let said = quoted(&repeated, "", &own, token);
        assert!(!said.contains("opaque") && !said.contains("correct"), "{said}");
    }
    let said = quoted("invalid_request", "The token is not of this client", &own, token);
    assert!(said.contains("not of this client"), "{said}");
}

#[test]
fn a_request_that_is_printed_shows_no_secret() {
    let own = client("dirac", "hush-hush-hush");
    for auth in [AuthMethod::Basic, AuthMethod::Post] {
        let query = about("x", auth, &own, &Secret::new("the-token".into()), TokenKind::Refresh);
        assert_eq!(format!("{query:?}"), "Query { method: \"x\", .. }");
    }
}
