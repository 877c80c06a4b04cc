//! The walk over chains made for it (tests/lab/x509_vectors.py), held against what DIRAC's own X509Chain said of them.

use std::sync::OnceLock;

use proptest::prelude::*;
use serde_json::Value;

use super::AwsSignatures;
use crate::domain::x509::Certificate;
use crate::domain::x509::chain::{
    Fault, Kind, Rights, Signatures as _, Verdict, Walk, anchored, walk,
};
use crate::domain::x509::pem::decode_for_tests as decode;

const RECORDED: &str = include_str!("../../../../tests/fixtures/x509/chains.jsonl");

fn rows() -> Vec<Value> {
    RECORDED.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn chain(row: &Value) -> Vec<Certificate> {
    let certificates = row["chain"].as_array().unwrap().iter();
    certificates.map(|c| Certificate::from_der(&decode(c.as_str().unwrap())).unwrap()).collect()
}

fn named(what: &str) -> Vec<Certificate> {
    chain(rows().iter().find(|row| row["what"] == what).unwrap())
}

fn kind_words(kind: Kind) -> (&'static str, Option<&'static str>) {
    let rights = |rights| match rights {
        Rights::Full => Some("full"),
        Rights::Limited => Some("limited"),
        Rights::Own => Some("own"),
    };
    match kind {
        Kind::Certificate => ("certificate", None),
        Kind::Proxy(r) => ("proxy", rights(r)),
        Kind::LegacyProxy(r) => ("legacy", rights(r)),
    }
}

#[test]
fn every_chain_is_read_or_refused_for_its_own_reason() {
    for row in rows() {
        let what = row["what"].as_str().unwrap();
        match (walk(&chain(&row), &AwsSignatures), row.get("ok")) {
            (Ok(walk), Some(ok)) => {
                let (kind, rights) = kind_words(walk.kind);
                assert_eq!(Some(kind), ok["kind"].as_str(), "{what}");
                assert_eq!(rights, ok["rights"].as_str(), "{what}");
                assert_eq!(walk.group.as_deref(), ok["group"].as_str(), "{what}");
                assert_eq!(walk.dn, ok["dn"].as_str().unwrap(), "{what}");
                assert_eq!(Some(walk.end_entity as u64), ok["end_entity"].as_u64(), "{what}");
                assert_eq!(Some(walk.linked as u64), ok["linked"].as_u64(), "{what}");
                let ignored = ok["ignored"].as_array().cloned().unwrap_or_default();
                assert_eq!(walk.ignored_groups, ignored, "{what}");
                assert_eq!(
                    walk.unreadable_group.map(|n| n as u64),
                    ok["unreadable"].as_u64(),
                    "{what}"
                );
                assert_eq!(walk.voms, ok["voms"].as_bool().unwrap_or(false), "{what}");
                assert_eq!(
                    walk.ends_first as u64,
                    ok["ends_first"].as_u64().unwrap_or(0),
                    "{what}"
                );
                if let Some(end) = ok["not_after"].as_str() {
                    assert_eq!(walk.not_after.to_string(), end, "{what}");
                }
            }
            (Err(fault), None) => {
                let debug = format!("{fault:?}");
                let name = debug.split(|c: char| !c.is_alphanumeric()).next();
                assert_eq!(name, row["fault"].as_str(), "{what}");
                if let Some(at) = row["at"].as_u64() {
                    assert!(debug.contains(&format!("at: {at}")), "{what}: {debug}");
                }
            }
            (found, _) => panic!("{what}: {found:?}"),
        }
    }
}

/// Where we are stricter than DIRAC's walk, and why.
const STRICTER: &[(&str, &str)] = &[
    ("two proxies without their owner", "DIRAC would take the inner proxy for the owner"),
    ("path length 0, exceeded", "the TLS library enforces it before DIRAC looks"),
    ("path length 1, exceeded by one", "the TLS library enforces it before DIRAC looks"),
    ("a proxy whose last part has two values", "RFC 3820 3.4: one CN"),
    ("a proxy of a CA", "RFC 3820 3.1: a CA must not issue proxies"),
    ("a proxy signed with MD5", "aws-lc-rs does not check MD5"),
    ("33 certificates", "bounded on purpose"),
];

#[test]
fn the_walk_agrees_with_dirac_s_own() {
    for row in rows() {
        let what = row["what"].as_str().unwrap();
        let dirac = &row["dirac"];
        match walk(&chain(&row), &AwsSignatures) {
            Ok(walk) if walk.unreadable_group.is_some() => {
                assert_eq!(dirac["error"], "PyAsn1Error", "{what}");
            }
            Ok(walk) => {
                assert_eq!(dirac["proxy"], walk.is_proxy(), "{what}");
                assert_eq!(dirac["limited"], walk.is_limited(), "{what}");
                if walk.is_proxy() {
                    assert_eq!(dirac["identity"], walk.dn, "{what}");
                    assert_eq!(dirac["group"].as_str(), walk.group.as_deref(), "{what}");
                }
            }
            Err(_) => {
                let stricter = STRICTER.iter().any(|(name, _)| *name == what);
                assert_eq!(dirac["proxy"] == true, stricter, "{what}");
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_taken_holds_together(places in proptest::collection::vec(0_usize..400, 0..6)) {
        static POOL: OnceLock<Vec<Certificate>> = OnceLock::new();
        let pool = POOL.get_or_init(|| rows().iter().flat_map(chain).collect());
        // neighbours of a real chain are likely to follow each other
        let chain: Vec<_> = places.iter().map(|at| pool[at % pool.len()].clone()).collect();
        prop_assert!(walked_rightly(&chain));
        let start = places.first().copied().unwrap_or(0) % pool.len();
        prop_assert!(walked_rightly(&pool[start..(start + places.len()).min(pool.len())]));
    }
}

/// Refused, or every link is signed, no proxy is left above the owner, and nobody's rights grew.
fn walked_rightly(chain: &[Certificate]) -> bool {
    let Ok(walk) = walk(chain, &AwsSignatures) else { return true };
    let links = chain[..walk.linked].windows(2);
    links.clone().all(|pair| AwsSignatures.check(&pair[0], &pair[1]) == Verdict::Good)
        && chain[walk.end_entity..].iter().all(|c| c.proxy_info.is_none())
        && chain[..walk.end_entity].iter().all(|c| c.subject.text().starts_with(&walk.dn))
        && walk.dn == chain[walk.end_entity].subject.text()
        && chain[..walk.linked].iter().all(|c| walk.not_after <= c.not_after)
}

/// Chains that neither OpenSSL nor DIRAC refuses, but we do.
const REFUSED_BY_US_ALONE: &[&str] = &["a proxy signed with MD5", "33 certificates"];

#[test]
fn what_is_refused_no_server_would_take_and_what_is_taken_openssl_takes() {
    for row in rows() {
        let what = row["what"].as_str().unwrap();
        let Some(openssl) = row["openssl"].as_str() else { continue };
        match walk(&chain(&row), &AwsSignatures) {
            Ok(Walk { kind: Kind::LegacyProxy(_), .. }) => {
                assert_ne!(openssl, "OK", "{what}: the warning says that servers refuse it");
            }
            Ok(_) => assert_eq!(openssl, "OK", "{what}"),
            Err(_) => {
                // DIRAC refuses by not seeing a proxy, or takes a proxy's own name for a person's
                let dirac = row["dirac"]["proxy"] == true;
                let taken = openssl == "OK" && dirac;
                assert_eq!(taken, REFUSED_BY_US_ALONE.contains(&what), "{what}: {openssl}");
            }
        }
    }
}

#[test]
fn only_a_chain_that_ends_at_a_trusted_ca_is_anchored() {
    let with_ca = named("a full proxy, with the CA");
    let ca = with_ca.last().cloned().unwrap();
    let owner = with_ca.get(1).cloned().unwrap();
    let forger = named("the same behind a proxy").last().cloned().unwrap();
    let check = |chain: &[Certificate], anchors: &[Certificate]| {
        anchored(chain, &walk(chain, &AwsSignatures).unwrap(), anchors, &AwsSignatures)
    };
    let without_ca = named("a full proxy");
    assert_eq!(check(&with_ca, std::slice::from_ref(&ca)), Ok(()));
    assert_eq!(check(&without_ca, &[forger.clone(), ca.clone()]), Ok(()));
    assert!(matches!(check(&with_ca, &[]), Err(Fault::NotAnchored { .. })));
    assert!(matches!(check(&without_ca, &[forger]), Err(Fault::NotAnchored { .. })));
    assert!(matches!(check(&without_ca, &[owner]), Err(Fault::NotAnchored { .. })));
}

#[test]
fn an_anchor_that_is_no_ca_anchors_nothing() {
    // a person's certificate among the anchors must not vouch for its own proxies' owner
    let chain = named("a certificate that a person issued");
    let person = chain.get(1).cloned().unwrap();
    let alone = chain.get(..1).unwrap();
    let walked = walk(alone, &AwsSignatures).unwrap();
    assert!(matches!(
        anchored(alone, &walked, &[person], &AwsSignatures),
        Err(Fault::NotAnchored { .. })
    ));
}

#[test]
fn every_fault_is_a_sentence_without_a_code() {
    for row in rows() {
        if let Err(fault) = walk(&chain(&row), &AwsSignatures) {
            let text = fault.to_string();
            assert!(text.contains(' ') && !text.contains('{') && !text.ends_with('.'), "{text}");
        }
    }
}
