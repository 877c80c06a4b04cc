//! What is taken out, and what stays readable.

use super::{NAMES, redact};

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
            // what has no digit may be a path, as one of two thousand short tokens
            proptest::prop_assume!(token.bytes().any(|b| b.is_ascii_digit()));
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
        ("{\"client_secret\": \"correcthorse\"}", "correcthorse"),
        ("{'refresh_token': 'opaque.lower.case'}", "opaque"),
        ("header Authorization: Basic YWRhOmFkYQ==", "YWRh"),
        ("cannot reach amqp://dirac:swordfish@mq.example.org:5672", "swordfish"),
        ("cannot reach amqp://dirac:sword@fish@mq.example.org:5672", "fish"),
        (r#"Err value: "{\"client_secret\": \"correcthorse\"}""#, "correcthorse"),
        (r#"{\\\"refresh_token\\\":\\\"opaque.lower.case\\\"}"#, "opaque"),
        (r#"{\"password\": \"sword fish\"}"#, "fish"),
        ("{\"access_token\" : \"opaque.lower.case\"}", "opaque"),
        ("{'refresh_token': b'opaque.lower.case'}", "opaque"),
        ("passphrase: swordfish", "swordfish"),
        ("passphrase = \"sword fish\"", "fish"),
        ("LegacyExchangeApiKey = diracx-legacy-word", "legacy-word"),
        ("https://h/cb?next=https%3A%2F%2Fh%3Faccess_token%3Dopaque.lower", "opaque"),
        ("grant&device_code=550e8400-e29b-41d4-a716-446655440000", "550e8400"),
        ("header=Bearer%20opaque.but.secret", "opaque"),
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
fn every_pattern_of_names_is_one() {
    assert_eq!(
        redact("a_token=abcdefgh b: token: abcdefg1 Bearer abcdefgh"),
        "a_token=[redacted] b: token: [redacted] Bearer [redacted]"
    );
}

#[test]
fn a_private_key_goes_as_a_whole_and_what_stands_around_it_stays() {
    let key = "-----BEGIN EC PRIVATE KEY-----\nab\ncd\n-----END EC PRIVATE KEY-----";
    assert_eq!(redact(&format!("before {key} after")), "before [redacted] after");
    let escaped = key.replace('\n', "\\n");
    assert_eq!(redact(&format!("before {escaped} after")), "before [redacted] after");
    assert_eq!(redact("cut -----BEGIN PRIVATE KEY-----\nab"), "cut [redacted]");
    let certificate = "-----BEGIN CERTIFICATE-----\nab\n-----END CERTIFICATE-----";
    assert_eq!(redact(certificate), certificate);
}

#[test]
fn urls_without_a_password_stay_as_they_are() {
    for url in ["https://h.example.org:9135/A/B", "https://user@h.example.org/a:b@c"] {
        assert_eq!(redact(url), url);
    }
    assert_eq!(redact("mysql://u:p@h/db"), "mysql://u:[redacted]@h/db");
}

#[test]
fn every_name_of_a_secret_is_noticed_in_any_case() {
    for name in NAMES {
        for name in [name.to_string(), name.to_uppercase()] {
            let said = match name.to_lowercase().as_str() {
                "bearer" => format!("{name} abcdefgh"),
                "authorization" => format!("{name}: Basic abcdefgh"),
                "passw" => format!("{name}d = abcdefgh"),
                _ => format!("{name} = abcdefgh"),
            };
            assert!(!redact(&said).contains("abcdefgh"), "{said}");
        }
    }
}
