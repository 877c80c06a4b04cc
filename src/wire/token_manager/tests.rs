use proptest::prelude::*;

use super::*;
use crate::wire::error::WireError;
use crate::wire::rpc::answer_of;

fn listing(rows: &str) -> Result<Vec<ListedToken>, WireError> {
    decode_listing(&answer_of(&format!("{{\"OK\":true,\"Value\":{rows}}}")).unwrap())
}

fn row(members: &str) -> ListedToken {
    let [row] = <[_; 1]>::try_from(listing(&format!("[{{{members}}}]")).unwrap()).unwrap();
    row
}

fn time(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_second(seconds).ok()
}

#[test]
fn numbers_are_read_however_the_server_writes_them() {
    for written in
        ["1795232072", "\"1795232072\"", "1795232072.9", "\"1795232072.0\"", "\" 1795232072 \""]
    {
        let row = row(&format!(
            r#""expires_at":{written},"rt_expires_at":{written},"issued_at":{written},"id":"17""#
        ));
        let expected = (time(1_795_232_072), time(1_795_232_072), time(1_795_232_072), Some(17));
        assert_eq!((row.access_expires, row.refresh_expires, row.issued, row.id), expected);
    }
}

#[test]
fn what_the_server_means_by_nothing_is_unknown() {
    for nothing in ["\"None\"", "\"\"", "null", "\"soon\"", "NaN", "1e300", "{}", "[1]"] {
        let row =
            row(&format!(r#""expires_at":{nothing},"rt_expires_at":{nothing},"id":{nothing}"#));
        assert_eq!(
            (row.access_expires, row.refresh_expires, row.id),
            (None, None, None),
            "{nothing}"
        );
    }
    assert_eq!(row(r#""expires_at":0,"issued_at":"0""#).access_expires, None);
    let nobody = row(
        r#""kid":"None","scope":"None","client_id":"None","username":"None","access_token":"None","refresh_token":"""#,
    );
    assert_eq!(nobody, row(""));
    assert_eq!((nobody.user, nobody.client_id, nobody.access), (None, None, None));
}

#[test]
fn tokens_become_fingerprints_and_nothing_else_of_them_remains() {
    let (access, refresh) = ("eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "opaque-refresh-token-0123456789");
    let row = row(&format!(
        r#""user_id":"uid-1","provider":"IAM","access_token":"{access}","refresh_token":"{refresh}","id_token":"{access}""#
    ));
    assert_eq!(row.access, Some(Fingerprint::of(access.as_bytes())));
    assert_eq!(row.refresh, Some(Fingerprint::of(refresh.as_bytes())));
    let shown = format!("{row:?}");
    for secret in [access, refresh] {
        assert!(
            secret.as_bytes().windows(12).all(|w| !shown.contains(std::str::from_utf8(w).unwrap()))
        );
    }
}

#[test]
fn scopes_are_split_at_blanks_or_taken_from_a_list() {
    let expected = ["openid", "wlcg.groups:/a/b"];
    assert_eq!(row(r#""scope":" openid  wlcg.groups:/a/b ""#).scopes, expected);
    assert_eq!(row(r#""scope":["openid","wlcg.groups:/a/b"]"#).scopes, expected);
}

#[test]
fn a_listing_that_is_none_is_an_error_and_not_an_empty_listing() {
    for value in ["null", "\"\"", "{}", "[1]", "[null]", "[[]]"] {
        assert!(listing(value).is_err(), "{value}");
    }
    assert_eq!(listing("[]").unwrap(), []);
    assert!(decode_listing(&answer_of("").unwrap()).is_err());
}

proptest! {
    #[test]
    fn a_row_of_anything_is_read_without_panic(
        keys in proptest::collection::vec("id|user_id|provider|expires_at|rt_expires_at|scope|access_token|x", 0..8),
        values in proptest::collection::vec("-?[0-9]{1,30}|\"[a-zN0-9 .]{0,8}\"|null|true|NaN|\\[\\]|\\{\\}|1\\.5e9", 8),
    ) {
        let members: Vec<_> = keys.iter().zip(&values).map(|(k, v)| format!("\"{k}\":{v}")).collect();
        let _ = listing(&format!("[{{{}}}]", members.join(",")));
    }
}

#[test]
fn whole_tokens_are_kept_for_the_id_asked_for_alone() {
    let rows = r#"[{"access_token":"a-token","refresh_token":"r-token","user_id":"uid-1","id":"1"},
        {"user_id":"UID-1","access_token":"other-a","refresh_token":"other-r","id":"2"},
        {"user_id":"uid-1","access_token":"None","refresh_token":null,"id":"3"}]"#;
    let answer = answer_of(&format!("{{\"OK\":true,\"Value\":{rows}}}")).unwrap();
    let read = decode_tokens(&answer, "uid-1").unwrap();
    let [own, other, empty] = <[_; 3]>::try_from(read).unwrap();
    let text = |secret: &Option<Secret<String>>| secret.as_ref().map(|s| s.expose().clone());
    assert_eq!(text(&own.access).as_deref(), Some("a-token"));
    assert_eq!(text(&own.refresh).as_deref(), Some("r-token"));
    assert_eq!(own.row.refresh, Some(Fingerprint::of(b"r-token")));
    assert!(other.access.is_none() && other.refresh.is_none(), "another id's tokens");
    assert_eq!(other.row.refresh, Some(Fingerprint::of(b"other-r")), "but it is known to be there");
    assert!(empty.access.is_none() && empty.refresh.is_none() && empty.row.refresh.is_none());
    assert!(!format!("{own:?}").contains("a-token"));
    assert_eq!(decode_listing(&answer).unwrap(), [own.row, other.row, empty.row]);
}

#[test]
fn what_is_no_token_id_is_refused_without_a_request() {
    assert!(check("uid-1").is_ok());
    let error = check("/O=DIRAC/CN=uid-1").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoTokenId(_)) && !error.ambiguous(), "{error}");
    assert!(error.to_string().contains("looks like a DN"), "{error}");
}
