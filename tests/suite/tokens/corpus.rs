//! Every token of the corpus, held against what is expected of it.

use std::collections::BTreeSet;

use dirac_tokens::domain::jwt::Parse;
use dirac_tokens::domain::jwt::{Inspection, TrustedIssuer};
use dirac_tokens::domain::lint::LINTS;
use dirac_tokens::ops::inspect::inspect;
use dirac_tokens::ops::verify::inspect_with_file;
use jiff::Timestamp;
use serde_json::Value;

use super::{corpus, keys};

/// The ids of the corpus whose rules are not in the table yet.
const LATER: [&str; 26] = [
    "act-chain",
    "aud-any",
    "aud-foreign-any",
    "aud-missing",
    "aud-type",
    "caps-and-groups",
    "condor-write-incomplete",
    "entitlement-syntax",
    "group-syntax",
    "groups-type",
    "id-token-as-access-token",
    "jti-missing",
    "no-authorisation",
    "profile-mixed",
    "scope-admin",
    "scope-offline",
    "scope-path-not-normalised",
    "scope-path-relative",
    "scope-spacing",
    "scope-type",
    "scope-unknown",
    "scp-legacy",
    "sub-missing",
    "ver-unknown",
    "wlcg-ver-missing",
    "wlcg-ver-unsupported",
];

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether `said` is what is expected of `key`, or another right answer.
fn is_right(expect: &Value, key: &str, said: &str) -> bool {
    expect[key] == said || texts(&expect[format!("{key}_also")]).contains(&said)
}

fn of(line: &Value) -> Inspection {
    let now = Timestamp::from_second(line["now"].as_i64().expect("a time")).expect("a time");
    inspect(line["token"].as_str().expect("a token").as_bytes(), Some(&keys()), None, now)
}

#[test]
fn every_token_gets_the_verdicts_that_are_expected_of_it() {
    let mut wrong = Vec::new();
    let corpus = corpus();
    assert!(corpus.len() > 100, "the corpus is there");
    for line in &corpus {
        let (inspection, expect) = (of(line), &line["expect"]);
        let parse = inspection.token.parse;
        let mut said = vec![("parse", parse.word())];
        // where the token is not readable the others are not applicable
        if parse == Parse::Ok && expect["parse"] == "ok" {
            said.push(("signature", inspection.signature.state.word()));
            said.push(("profile", inspection.profile.map_or("none", |profile| profile.word())));
            said.push(("time", inspection.time.map_or("none", |time| time.word())));
        }
        for (key, word) in said {
            if !is_right(expect, key, word) {
                wrong.push(format!("{}: {key} is {word}, not {}", line["name"], expect[key]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_token_gets_the_findings_that_are_expected_of_it() {
    let known: BTreeSet<&str> = LINTS.iter().map(|lint| lint.id).collect();
    let later = BTreeSet::from(LATER);
    assert!(known.is_disjoint(&later), "a rule that is in the table is no later one");
    let mut wrong = Vec::new();
    for line in corpus() {
        let inspection = of(&line);
        let found: BTreeSet<&str> = inspection.findings.iter().map(|f| f.id).collect();
        for id in texts(&line["expect"]["findings"]) {
            assert!(known.contains(id) || later.contains(id), "{id} is no rule");
            if known.contains(id) && !found.contains(id) {
                wrong.push(format!("{}: {id} is missing among {found:?}", line["name"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_sound_token_has_no_finding_that_is_an_error() {
    let sound = |line: &Value| {
        line["category"] == "valid"
            && line["expect"]["time"] == "valid"
            && line["expect"]["signature"] == "valid"
    };
    let corpus = corpus();
    let mut seen = 0;
    for line in corpus.iter().filter(|line| sound(line)) {
        seen += 1;
        let inspection = of(line);
        assert_eq!(inspection.class(true), None, "{}: {:?}", line["name"], inspection.findings);
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn without_keys_nothing_is_called_valid_or_invalid() {
    for line in corpus() {
        let token = line["token"].as_str().expect("a token").as_bytes();
        let state = inspect(token, None, None, Timestamp::UNIX_EPOCH).signature.state.word();
        let expected = match line["expect"]["signature"].as_str() {
            Some(word @ "none") => vec![word],
            // a mismatch of key and algorithm cannot be seen without keys
            Some(word @ "refused") => vec![word, "not_checked"],
            _ => vec!["not_checked"],
        };
        assert!(expected.contains(&state), "{}: {state}", line["name"]);
    }
}

#[test]
fn a_changed_signature_or_claim_is_never_valid() {
    let valid =
        |line: &&Value| line["expect"]["signature"] == "valid" && line["expect"]["parse"] == "ok";
    let (corpus, keys) = (corpus(), keys());
    for line in corpus.iter().filter(valid) {
        let token = line["token"].as_str().expect("a token");
        for part in [1, 2] {
            let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
            let at = parts[part].len() / 2;
            // within the base64url of the token, not in the white space around it
            let old = parts[part].as_bytes()[at];
            parts[part].replace_range(at..=at, if old == b'A' { "B" } else { "A" });
            let changed =
                inspect(parts.join(".").as_bytes(), Some(&keys), None, Timestamp::UNIX_EPOCH);
            assert_ne!(changed.signature.state.word(), "valid", "{}, part {part}", line["name"]);
        }
    }
}

/// The issuer that all sound tokens of the corpus name.
const ISSUER: &str = "https://iam.lab.example/";

#[test]
fn the_issuer_counts_letter_by_letter_and_changes_no_other_verdict() {
    let keys = keys();
    let named = [TrustedIssuer { issuer: ISSUER.into(), named_by: "--issuer".into() }];
    let (mut same, mut strangers) = (0, 0);
    for line in corpus() {
        let alone = of(&line);
        let text = line["token"].as_str().expect("a token").as_bytes();
        let trusting = inspect_with_file(text, ("file", &keys), &named, None, alone.at);
        assert_eq!(trusting.signature.state, alone.signature.state, "{}", line["name"]);
        assert_eq!(trusting.time, alone.time, "{}", line["name"]);
        let iss = alone.token.claims.as_ref().and_then(|claims| claims.text("iss"));
        let stranger = alone.token.parse == Parse::Ok && iss.is_some_and(|iss| iss != ISSUER);
        let added = trusting.findings.len() - alone.findings.len();
        assert_eq!(added, usize::from(stranger), "{}: {iss:?}", line["name"]);
        if stranger {
            strangers += 1;
            assert!(trusting.findings.iter().any(|finding| finding.id == "iss-mismatch"));
        } else {
            same += 1;
        }
    }
    assert!(same > 80 && strangers > 5, "{same} of the issuer, {strangers} others");
}
