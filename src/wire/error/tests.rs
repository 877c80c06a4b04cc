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
fn names_paths_and_versions_survive_redaction() {
    for text in [
        "Local and remote versions differ (2026-11-21 03:49:16.458223 vs 2026-11-21 03:49:09.490398). Cannot commit.",
        "Cannot AutoMerge: Section /Operations/Defaults/Pilot cannot be merged. Option S/O has been modified",
        "/DC=org/DC=dirac-lab/O=Users/CN=Ada Admin/CN=9911713848134295207",
        "No access to https://ce503.cern.ch:8443/Framework/TornadoTokenManager",
        "user fab594c1-24b8-42a3-85e3-15a1e00feea4",
        "MissingSchema(\"Invalid URL 'None': No scheme supplied\")",
        "",
        "Jülich",
    ] {
        assert_eq!(redact(text), text);
    }
}

proptest::proptest! {
    #[test]
    fn redaction_keeps_text_valid_and_is_stable(text in ".{0,200}") {
        let once = redact(&text).into_owned();
        proptest::prop_assert_eq!(redact(&once).into_owned(), once);
    }

    #[test]
    fn a_base64_token_anywhere_is_taken_out(bytes in proptest::collection::vec(0u8.., 32..96), before in "[a-z ,:(]{0,10}") {
        use base64::Engine as _;
        for engine in [base64::engine::general_purpose::STANDARD, base64::engine::general_purpose::URL_SAFE_NO_PAD] {
            let token = engine.encode(&bytes);
            // a run of equal bytes has no cases to mix and is nobody's token
            proptest::prop_assume!(bytes.iter().collect::<std::collections::BTreeSet<_>>().len() > 24);
            // what begins with a slash may be a path
            proptest::prop_assume!(!token.starts_with('/'));
            let text = format!("{before} '{token}' end");
            let out = redact(&text).into_owned();
            proptest::prop_assert!(!out.contains(&token), "{}", out);
        }
    }
}

#[test]
fn a_secret_is_taken_out_by_its_name_whatever_it_looks_like() {
    for (text, secret) in [
        ("refresh_token='550e8400-e29b-41d4-a716-446655440000'", "550e8400"),
        ("client_secret=hunter2hunter2 and more", "hunter2"),
        ("insert (\"access_token\": \"abcd1234efgh\")", "abcd1234"),
        ("Authorization: Bearer opaque.but.secret", "opaque"),
        ("Password = letmein", "letmein"),
        ("password: swordfish", "swordfish"),
        ("PASSWORD = 'sword fish'", "fish"),
        ("got 7f3k9x2m4q8w1z6r5t0y3u7i2o9p4 from it", "7f3k9x2m"),
    ] {
        assert!(!redact(text).contains(secret), "{text} -> {}", redact(text));
    }
}

#[test]
fn sentences_about_tokens_stay_readable() {
    for text in [
        "Invalid refresh token: invalid_grant: grant request is invalid",
        "token_endpoint = https://iam.example.org:8443/token",
        "Cannot fetch access token: the server said no",
        "No URL: /Systems/Framework/URLs/TokenManager is missing",
        "the user 550e8400-e29b-41d4-a716-446655440000 has none",
    ] {
        assert_eq!(redact(text), text);
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

#[test]
fn every_pattern_of_names_is_one() {
    assert_eq!(
        redact("a_token=abcdefgh b: token: abcdefg1 Bearer abcdefgh"),
        "a_token=[redacted] b: token: [redacted] Bearer [redacted]"
    );
}
