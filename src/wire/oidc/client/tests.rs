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
