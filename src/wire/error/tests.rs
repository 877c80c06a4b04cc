use super::*;

fn tls(trouble: Trouble) -> ErrorKind {
    let (text, remedy) = ("The server said no.".to_owned(), "Ask it.".to_owned());
    ErrorKind::Tls(Box::new(Explanation { trouble, text, remedy }))
}

fn all_kinds() -> Vec<ErrorKind> {
    let text = || "some text".to_owned();
    let mut kinds = vec![
        ErrorKind::ForbiddenUrl { why: text(), remedy: "Do this." },
        ErrorKind::NoUrl { path: text() },
        ErrorKind::Unreachable { why: text() },
        ErrorKind::Unauthenticated,
        ErrorKind::Unauthorized { who: None, needs: None },
        ErrorKind::Unauthorized { who: Some(Box::default()), needs: Some("ProxyManagement") },
        ErrorKind::NotFound,
        ErrorKind::NoSuchMethod,
        ErrorKind::ServerException,
        ErrorKind::Status(418),
        ErrorKind::Refused { errno: 0, message: text() },
        ErrorKind::Refused { errno: 1111, message: text() },
        ErrorKind::UnknownUser(text()),
        ErrorKind::Protocol { what: text() },
        ErrorKind::TooLarge { limit: 4 << 20 },
        ErrorKind::Cancelled,
    ];
    for phase in [Phase::Connect, Phase::Answer, Phase::Body] {
        kinds.push(ErrorKind::Timeout { phase, after: Duration::from_millis(200) });
        kinds.push(ErrorKind::Dropped { phase });
    }
    kinds.push(tls(Trouble::WrongName));
    kinds
}

#[test]
fn every_error_is_one_sentence_with_a_remedy() {
    for kind in all_kinds() {
        let error = WireError::new(kind, "https://cs.example.org:9135/Configuration/Server")
            .in_method("getVersion");
        let said = error.to_string();
        assert!(
            said.starts_with("getVersion at https://cs.example.org:9135/Configuration/Server: "),
            "{said}"
        );
        assert!(said.ends_with('.') && !said.ends_with(".."), "{said}");
        assert!(!said.contains('\n') && !said.contains('!'), "{said}");
        assert!(error.remedy().ends_with('.'), "{said}");
    }
}

#[test]
fn only_changes_are_ambiguous_and_only_if_they_may_have_arrived() {
    let url = "https://h.example.org/";
    let sent = ErrorKind::Timeout { phase: Phase::Answer, after: Duration::from_secs(1) };
    let unsent = ErrorKind::Timeout { phase: Phase::Connect, after: Duration::from_secs(1) };
    assert!(!WireError::new(sent.clone(), url).ambiguous());
    assert!(WireError::new(sent, url).of_change().ambiguous());
    assert!(!WireError::new(unsent, url).of_change().ambiguous());
    for kind in [
        ErrorKind::ServerException,
        ErrorKind::Status(502),
        ErrorKind::Dropped { phase: Phase::Body },
    ] {
        assert!(WireError::new(kind, url).of_change().ambiguous());
    }
    for kind in [
        ErrorKind::Unauthenticated,
        ErrorKind::NotFound,
        ErrorKind::NoSuchMethod,
        ErrorKind::Unreachable { why: String::new() },
        ErrorKind::Refused { errno: 0, message: String::new() },
        tls(Trouble::Refused("certificate_expired")),
    ] {
        assert!(!WireError::new(kind, url).of_change().ambiguous());
    }
}

#[test]
fn the_unknown_user_of_a_listing_is_named() {
    let error = WireError::refused(0, "No DN found for user nosuchuser", "https://h.example.org/");
    assert_eq!(error.unknown_user(), Some("nosuchuser"));
    assert_eq!(WireError::refused(0, "No DN", "").unknown_user(), None);
}

#[test]
fn what_a_server_quotes_is_neither_shown_nor_kept() {
    let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
    let opaque = "jTh2_OQiCGEmBP3av9IF_c_htiaTHdB0wLV6rfEUhbn";
    let hex = "0969b73af6d76352e845620a5797911c92b5b6d2";
    let base64 = "q83vEjRWeJCrze8/SNFZ4kKvN7xI0VniQq83vEjRWeJA=";
    let message =
        format!("INSERT INTO Token VALUES ('{jwt}','{opaque}', {hex}) \u{1b}[2J {base64}.");
    let error = WireError::refused(0, &message, "https://h.example.org/");
    for text in [error.to_string(), format!("{error:?}"), format!("{:?}", error.kind())] {
        for secret in [jwt, opaque, hex, base64] {
            for window in secret.as_bytes().windows(16) {
                let window = std::str::from_utf8(window).unwrap();
                assert!(!text.contains(window), "{window} in {text}");
            }
        }
        assert!(!text.contains('\u{1b}'));
        assert!(text.contains("INSERT INTO Token VALUES"));
    }
}

#[test]
fn a_name_that_is_a_token_or_endless_is_no_name() {
    let url = "https://h.example.org/F/T";
    for name in ["eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl".to_owned(), "x".repeat(5_000)]
    {
        let error = WireError::refused(0, &format!("No DN found for user {name}"), url);
        assert!(error.unknown_user().is_none());
        assert!(!error.to_string().contains("eyJ") && error.to_string().len() < 1_000, "{error}");
    }
    assert_eq!(
        WireError::refused(0, "No DN found for user alice", url).unknown_user(),
        Some("alice")
    );
}
