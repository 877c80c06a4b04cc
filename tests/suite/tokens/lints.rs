//! Every lint about tokens, brought about once with its severity.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dirac_tokens::domain::jwt::{Inspection, TrustedIssuer};
use dirac_tokens::domain::lint::LINTS;
use dirac_tokens::ops::inspect::inspect;
use dirac_tokens::ops::verify::inspect_with_file;
use jiff::Timestamp;

use super::keys;

const NOW: i64 = 1_795_233_600;
/// The claims of a sound token of the WLCG, to be overruled.
const CLAIMS: [(&str, &str); 7] = [
    ("wlcg.ver", "\"1.0\""),
    ("iss", "\"https://iam.example.org/\""),
    ("sub", "\"a\""),
    ("aud", "\"https://se.example.org\""),
    ("nbf", "1795233000"),
    ("iat", "1795233000"),
    ("exp", "1795236600"),
];

/// A token with these members in its header and claims; an empty value takes a member out. Not signed by anybody.
fn token(header: &[(&str, &str)], claims: &[(&str, &str)]) -> String {
    let object = |base: &[(&str, &str)], own: &[(&str, &str)]| {
        let kept = base.iter().filter(|(name, _)| !own.iter().any(|(n, _)| n == name));
        let members = kept.chain(own).filter(|(_, value)| !value.is_empty());
        let members: Vec<String> =
            members.map(|(name, value)| format!("\"{name}\":{value}")).collect();
        URL_SAFE_NO_PAD.encode(format!("{{{}}}", members.join(",")))
    };
    let base = [("alg", "\"RS256\""), ("kid", "\"rsa1\"")];
    format!("{}.{}.c2ln", object(&base, header), object(&CLAIMS, claims))
}

fn of(text: &str) -> Inspection {
    let now = Timestamp::from_second(NOW).expect("a time");
    inspect(text.as_bytes(), None, Some("https://se.example.org"), now)
}

/// Id and severity of every finding.
fn found(inspection: &Inspection) -> Vec<(&str, &str)> {
    inspection.findings.iter().map(|f| (f.id, f.severity.word())).collect()
}

type Members = &'static [(&'static str, &'static str)];

/// Header, claims, and the findings, all of them.
type Case = (Members, Members, Members);

const CASES: &[Case] = &[
    (&[], &[], &[]),
    (&[("typ", "\"at+jwt\"")], &[], &[]),
    (&[("typ", "\"jwt\"")], &[], &[]),
    (&[("typ", "\"logout+jwt\"")], &[], &[("typ-unexpected", "warning")]),
    (&[("typ", "7")], &[], &[("typ-unexpected", "warning")]),
    (&[("alg", "")], &[], &[("alg-missing", "error")]),
    (&[("alg", "\"rs256\"")], &[], &[("alg-unknown", "error")]),
    (&[("alg", "256")], &[], &[("alg-unknown", "error")]),
    (&[("alg", "\"nOnE\""), ("kid", "")], &[], &[("alg-none", "error")]),
    (&[("alg", "\"HS384\"")], &[], &[("alg-symmetric", "error")]),
    (&[("alg", "\"EdDSA\"")], &[], &[("alg-not-recommended", "warning")]),
    (&[("alg", "\"EdDSA\"")], &[("wlcg.ver", "")], &[]),
    (&[("kid", "")], &[], &[("kid-missing", "error")]),
    (
        &[("kid", "")],
        &[("wlcg.ver", ""), ("ver", "\"scitoken:2.0\"")],
        &[("kid-missing", "warning")],
    ),
    (&[("kid", "null")], &[], &[("kid-not-string", "error")]),
    (&[("kid", "\"../../dev/null\"")], &[], &[("kid-suspicious", "warning")]),
    (&[("jku", "\"https://x\""), ("x5c", "[]")], &[], &[("remote-key-header", "warning")]),
    (&[("crit", "[\"exp\"]")], &[], &[("crit-unknown", "error")]),
    (&[("crit", "7")], &[], &[("crit-unknown", "error")]),
    (&[("zip", "\"DEF\"")], &[], &[]),
    (&[], &[("exp", "")], &[("exp-missing", "error")]),
    (&[], &[("exp", "1795233600")], &[("expired", "error"), ("lifetime-short", "info")]),
    (&[], &[("exp", "1795233659")], &[("expires-soon", "info"), ("lifetime-short", "info")]),
    (&[], &[("exp", "1795233900")], &[]),
    (&[], &[("nbf", "1795233661")], &[("nbf-future", "error")]),
    (&[], &[("nbf", "1795233660")], &[("nbf-future", "info")]),
    (&[], &[("nbf", "")], &[("nbf-missing", "warning")]),
    (
        &[],
        &[("nbf", ""), ("wlcg.ver", ""), ("ver", "\"scitoken:2.0\"")],
        &[("nbf-missing", "error")],
    ),
    (&[], &[("nbf", ""), ("wlcg.ver", "")], &[]),
    (&[], &[("iat", "")], &[("iat-missing", "error")]),
    (&[], &[("iat", "1795233601")], &[("iat-future", "warning")]),
    (&[], &[("nbf", "1795236600")], &[("nbf-future", "error"), ("times-disordered", "error")]),
    (&[], &[("iat", "1795236601")], &[("times-disordered", "error"), ("iat-future", "warning")]),
    (&[], &[("exp", "[1795236600]")], &[("time-not-number", "error")]),
    (&[], &[("auth_time", "\"now\"")], &[("time-not-number", "error")]),
    (&[], &[("exp", "1795236600.0")], &[("time-not-integer", "warning")]),
    (&[], &[("iat", "-1")], &[("time-out-of-range", "error")]),
    (
        &[],
        &[("exp", "253402300800")],
        &[("time-out-of-range", "error"), ("lifetime-long", "warning")],
    ),
    (
        &[],
        &[("exp", "9007199254740993e0")],
        &[
            ("time-out-of-range", "error"),
            ("time-not-integer", "warning"),
            ("lifetime-long", "warning"),
        ],
    ),
    (
        &[],
        &[("exp", "1795236600000")],
        &[("time-milliseconds", "error"), ("lifetime-long", "warning")],
    ),
    (&[], &[("exp", "1795254601")], &[("lifetime-long", "warning")]),
    (&[], &[("exp", "1795254600")], &[]),
    (&[], &[("iss", "")], &[("iss-missing", "error")]),
    (&[], &[("iss", "\"http://iam.example.org/\"")], &[("iss-not-https", "error")]),
    (&[], &[("iss", "[\"https://iam.example.org/\"]")], &[("iss-not-https", "error")]),
    (&[], &[("iss", "\"https://a@b/\"")], &[("iss-suspicious", "error")]),
    (&[], &[("aud", "\"https://se.example.org/\"")], &[("aud-mismatch", "error")]),
    (&[], &[("aud", "")], &[("aud-mismatch", "error")]),
    (&[], &[("aud", "[\"x\",\"https://se.example.org\"]")], &[]),
    (&[], &[("aud", "\"https://wlcg.cern.ch/jwt/v1/any\"")], &[]),
    (&[], &[("aud", "\"ANY\"")], &[("aud-mismatch", "error")]),
    (&[], &[("aud", "\"ANY\""), ("wlcg.ver", ""), ("scope", "\"read:/x\"")], &[]),
    (&[], &[("refresh_token", "\"x\"")], &[("secret-claim", "warning")]),
    (&[], &[("name", "\"a\\u001bb\"")], &[("text-control", "warning")]),
    (&[], &[("name", "\"a\\u202eb\"")], &[("text-bidi", "warning")]),
    (&[], &[("name", "\"a\\u200bb\"")], &[("text-invisible", "warning")]),
    (&[], &[("name", "\"\\u0430dmin\"")], &[("text-mixed-script", "warning")]),
    (&[], &[("deep", "[{\"a\":\"=1+1\"}]")], &[("text-formula", "warning")]),
    (&[], &[("a<b", "\"<img>\"")], &[("text-markup", "warning")]),
    (&[], &[("sub", "\"b\""), ("sub", "\"c\"")], &[("duplicate-member", "error")]),
];

#[test]
fn each_rule_is_found_where_it_is_broken_and_nowhere_else() {
    for (header, claims, expected) in CASES {
        let inspection = of(&token(header, claims));
        assert_eq!(
            found(&inspection),
            *expected,
            "{header:?} {claims:?}: {:?}",
            inspection.findings
        );
    }
}

/// Texts and the findings about how they were read.
fn texts() -> Vec<(String, &'static str)> {
    let good = token(&[], &[]);
    let part = |text: &[u8]| URL_SAFE_NO_PAD.encode(text);
    let header = part(br#"{"alg":"RS256","kid":"rsa1"}"#);
    vec![
        (String::new(), "token-empty"),
        ("opaque".into(), "token-segments"),
        (format!("{}.a.b.c.d", part(br#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#)), "token-encrypted"),
        (format!("{good}*"), "token-base64"),
        (format!("{header}.{}.c2ln", part(b"\xff")), "token-utf8"),
        (format!("{header}.{}.c2ln", part(b"{")), "token-json"),
        (format!("{header}.{}.c2ln", part(b"[]")), "token-not-object"),
        (format!("{header}.{}.c2ln", part("[".repeat(999).as_bytes())), "token-too-deep"),
        ("A".repeat(600_000), "token-too-large"),
        (format!("Bearer {good}"), "bearer-prefix"),
        (format!("'{good}'"), "token-unwrapped"),
        (format!("{{\"access_token\":\"{good}\"}}"), "token-in-json"),
    ]
}

#[test]
fn how_a_text_was_read_is_a_finding() {
    for (text, id) in texts() {
        let inspection = of(&text);
        let [(found, severity)] = found(&inspection)[..] else {
            panic!("{id}: {:?}", inspection.findings)
        };
        assert_eq!((found, severity == "error"), (id, inspection.time.is_none()));
    }
}

#[test]
fn the_size_of_a_token_matters_more_the_larger_it_is() {
    for (length, expected) in
        [(2_000, None), (5_000, Some("info")), (9_000, Some("warning")), (20_000, Some("error"))]
    {
        let filler = format!("\"{}\"", "x".repeat(length * 3 / 4));
        let inspection = of(&token(&[], &[("x", &filler)]));
        let large = found(&inspection).into_iter().find(|(id, _)| *id == "token-large");
        assert_eq!(large.map(|(_, severity)| severity), expected, "{length}");
    }
}

#[test]
fn refresh_tokens_are_known_by_their_shape() {
    let strip: Members =
        &[("wlcg.ver", ""), ("iss", ""), ("sub", ""), ("aud", ""), ("nbf", ""), ("iat", "")];
    let with = |own: &[(&'static str, &'static str)]| [strip, own].concat();
    let unsigned: Members = &[("alg", "\"none\""), ("kid", "")];
    let is_refresh = |text: &str| of(text).findings.iter().any(|f| f.id == "refresh-token");
    assert!(is_refresh(&token(unsigned, &with(&[("jti", "\"x\"")]))), "INDIGO IAM");
    assert!(
        is_refresh(&token(unsigned, &with(&[("jti", "\"x\""), ("exp", "")]))),
        "without an end"
    );
    assert!(is_refresh(&token(&[], &with(&[("legacy_exchange", "false")]))), "DiracX");
    let dirac = with(&[
        ("exp", ""),
        ("provider", "\"Alpha\""),
        ("scope", "\"g:alpha_user\""),
        ("jti", "\"x\""),
    ]);
    assert!(is_refresh(&token(&[], &dirac)), "DIRAC");
    assert!(!is_refresh(&token(&[], &with(&[("jti", "\"x\"")]))), "signed");
    assert!(!is_refresh(&token(unsigned, &[("jti", "\"x\"")])), "with a subject");
}

#[test]
fn every_lint_about_tokens_is_brought_about_by_a_test() {
    let mut tested: BTreeSet<String> =
        CASES.iter().flat_map(|(_, _, ids)| *ids).map(|(id, _)| (*id).to_owned()).collect();
    tested.extend(texts().into_iter().map(|(_, id)| id.to_owned()));
    tested.extend(["token-large", "refresh-token"].map(str::to_owned));
    // the verdict on the signature finds these; one token of the corpus each, and a key made small
    for line in super::corpus() {
        let token = line["token"].as_str().expect("a token").as_bytes();
        let signature = inspect(token, Some(&keys()), None, Timestamp::UNIX_EPOCH).signature;
        tested.extend(signature.findings.iter().map(|f| f.id.to_owned()));
    }
    let small = token(&[("kid", "\"rsa-1024\"")], &[]);
    let small = inspect(small.as_bytes(), Some(&keys()), None, Timestamp::UNIX_EPOCH).signature;
    assert_eq!(small.state.word(), "refused");
    tested.extend(small.findings.iter().map(|f| f.id.to_owned()));
    let named = TrustedIssuer { issuer: "https://x.example".into(), named_by: "--issuer".into() };
    let stranger = token(&[], &[]);
    let keys = keys();
    let now = Timestamp::UNIX_EPOCH;
    let stranger = inspect_with_file(stranger.as_bytes(), ("file", &keys), &[named], None, now);
    tested.extend(stranger.signature.findings.iter().map(|f| f.id.to_owned()));
    let about_tokens = LINTS.iter().filter(|lint| lint.token.is_some());
    let table: BTreeSet<String> = about_tokens.map(|lint| lint.id.to_owned()).collect();
    assert_eq!(tested, table);
}
