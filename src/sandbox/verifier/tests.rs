//! Each chain that a client may send, and the alert it is answered with.

use jiff::{SignedDuration, Timestamp};
use rustls::AlertDescription;
use serde_json::Value;

use super::*;
use crate::domain::x509::pem::decode_for_tests;
use crate::sandbox::peer::Peer;
use crate::sandbox::pki::{Authority, Credential, Period, Policy};

const CA: &str = "/DC=org/DC=sandbox/CN=Sandbox CA";
const ADA: &str = "/DC=org/DC=sandbox/O=Users/CN=Ada Admin";

fn now() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn around(before: i64, after: i64) -> Period {
    let hours = |hours| now() + SignedDuration::from_hours(hours);
    Period { begins: hours(-before), ends: hours(after) }
}

fn day() -> Period {
    around(24, 24)
}

struct World {
    authority: Authority,
    ada: Credential,
    proxy: Credential,
}

impl World {
    fn new() -> Self {
        let authority = Authority::new(CA, day()).unwrap();
        let ada = authority.person(ADA, day()).unwrap();
        let proxy = ada.proxy(Some("dirac_admin"), Policy::Full, day()).unwrap();
        Self { authority, ada, proxy }
    }

    /// What a client that sends `chain` is told; `None`: it is let in.
    fn alert(&self, chain: &[Vec<u8>]) -> Option<AlertDescription> {
        let anchor = Certificate::from_der(self.authority.certificate()).unwrap();
        let verifier = Verifier::new(vec![anchor], Arc::new(now));
        let chain: Vec<_> = chain.iter().cloned().map(CertificateDer::from).collect();
        let now = UnixTime::since_unix_epoch(std::time::Duration::ZERO);
        match verifier.verify_client_cert(&chain[0], &chain[1..], now) {
            Ok(_) => None,
            Err(Error::InvalidCertificate(error)) => Some(error.into()),
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn certificates_and_proxies_of_every_kind_are_let_in() {
    let world = World::new();
    let limited = world.proxy.proxy(None, Policy::Limited, day()).unwrap();
    let full_again = limited.proxy(None, Policy::Full, day()).unwrap();
    for credential in [&world.ada, &world.proxy, &limited, &full_again] {
        assert_eq!(world.alert(credential.chain()), None);
        let with_ca = [credential.chain(), &[world.authority.certificate().to_vec()]].concat();
        assert_eq!(world.alert(&with_ca), None);
    }
}

#[test]
fn the_way_is_found_whatever_the_order_but_dirac_takes_such_a_client_for_nobody() {
    let world = World::new();
    let [leaf, owner] = world.proxy.chain() else { panic!("a proxy and its owner") };
    let deeper = world.proxy.proxy(None, Policy::Full, day()).unwrap();
    let mixed = [deeper.chain()[0].clone(), owner.clone(), leaf.clone()];
    let twice = [leaf.clone(), leaf.clone(), owner.clone()];
    for chain in [mixed.as_slice(), twice.as_slice()] {
        assert_eq!(world.alert(chain), None);
        let chain: Vec<_> = chain.iter().cloned().map(CertificateDer::from).collect();
        let peer = Peer::of(&chain).unwrap();
        assert_eq!(peer.walk.dn, peer.subject, "the leaf's name, which no Registry has");
        assert_eq!(peer.walk.group, None);
    }
}

#[test]
fn refusals_are_those_of_openssl() {
    let world = World::new();
    let rogue = Authority::new("/DC=org/DC=rogue/CN=Rogue CA", day()).unwrap();
    let same_name = Authority::new(CA, day()).unwrap();
    let unknown_ca = Some(AlertDescription::UnknownCA);
    for authority in [&rogue, &same_name] {
        let impostor = authority.person(ADA, day()).unwrap();
        assert_eq!(world.alert(impostor.chain()), unknown_ca);
        let with_ca = [impostor.chain(), &[authority.certificate().to_vec()]].concat();
        assert_eq!(world.alert(&with_ca), unknown_ca);
    }
    assert_eq!(world.alert(&world.proxy.chain()[..1]), unknown_ca, "the leaf of a proxy alone");

    let ended = world.ada.proxy(None, Policy::Full, around(2, -1)).unwrap();
    assert_eq!(world.alert(ended.chain()), Some(AlertDescription::CertificateExpired));
    let of_ended = ended.proxy(None, Policy::Full, day()).unwrap();
    assert_eq!(world.alert(of_ended.chain()), Some(AlertDescription::CertificateExpired));
    let early = world.ada.proxy(None, Policy::Full, around(-1, 2)).unwrap();
    assert_eq!(world.alert(early.chain()), Some(AlertDescription::BadCertificate));

    // signed by a key that is not the owner's, though the names fit
    let other_ada = same_name.person(ADA, day()).unwrap();
    let forged = other_ada.proxy(None, Policy::Full, day()).unwrap();
    let chain = [forged.chain()[0].clone(), world.ada.chain()[0].clone()];
    assert_eq!(world.alert(&chain), Some(AlertDescription::DecryptError));

    assert_eq!(world.alert(&[b"no certificate".to_vec()]), Some(AlertDescription::BadCertificate));
}

/// Chains that were sent to a DIRAC 9.1.22, the alert they were answered with, and otherwise what `whoami` said.
const RECORDED: &str = include_str!("../../../tests/fixtures/x509/alerts.jsonl");

#[test]
fn every_recorded_chain_is_answered_as_dirac_answered_it() {
    let rows: Vec<Value> =
        RECORDED.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let chain = |row: &Value| -> Vec<CertificateDer<'static>> {
        let certificates = row["chain"].as_array().unwrap().iter();
        certificates.map(|c| decode_for_tests(c.as_str().unwrap()).into()).collect()
    };
    let (ca, rows) = rows.split_first().unwrap();
    let at: Timestamp = ca["at"].as_str().unwrap().parse().unwrap();
    let anchor = Certificate::from_der(&chain(ca)[0]).unwrap();
    let verifier = Verifier::new(vec![anchor], Arc::new(move || at));
    let now = UnixTime::since_unix_epoch(std::time::Duration::ZERO);
    assert_eq!(rows.len(), 22);
    for row in rows {
        let (what, chain) = (row["what"].as_str().unwrap(), chain(row));
        let verdict = verifier.verify_client_cert(&chain[0], &chain[1..], now);
        let alert = match &verdict {
            Ok(_) => None,
            Err(Error::InvalidCertificate(error)) => Some(AlertDescription::from(error.clone())),
            Err(error) => panic!("{what}: {error}"),
        };
        let expected = row["alert"].as_str().map(|word| match word {
            "unknown_ca" => AlertDescription::UnknownCA,
            "bad_certificate" => AlertDescription::BadCertificate,
            "certificate_expired" => AlertDescription::CertificateExpired,
            "certificate_unknown" => AlertDescription::CertificateUnknown,
            "decrypt_error" => AlertDescription::DecryptError,
            other => panic!("{other}"),
        });
        assert_eq!(alert, expected, "{what}: {verdict:?}");
        if alert.is_none() {
            let ada = Peer::of(&chain).unwrap().walk.dn == "/DC=org/DC=lab/O=Users/CN=Ada Admin";
            assert_eq!(ada, row["whoami"] == 200, "{what}");
        }
    }
}

#[test]
fn a_certificate_is_asked_for_but_not_demanded_and_no_ca_is_named() {
    let verifier = Verifier::new(Vec::new(), Arc::new(now));
    assert!(verifier.offer_client_auth());
    assert!(!verifier.client_auth_mandatory());
    assert!(verifier.root_hint_subjects().is_empty());
}
