//! What is made here is read back by our own reader, which is held against OpenSSL elsewhere.

use proptest::prelude::*;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::*;
use crate::domain::x509::Certificate;
use crate::domain::x509::certificate::Authority as Rank;
use crate::domain::x509::chain::{Fault, Kind, Rights, Walk, anchored, walk};
use crate::wire::identity::AwsSignatures;

const CA: &str = "/DC=org/DC=sandbox/CN=Sandbox CA";
const ADA: &str = "/DC=org/DC=sandbox/O=Users/CN=Ada Admin";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn year() -> Period {
    Period { begins: at("2026-01-01T00:00:00Z"), ends: at("2026-12-31T23:59:59Z") }
}

fn authority() -> Authority {
    Authority::new(CA, year()).unwrap()
}

fn read(chain: &[Vec<u8>]) -> Vec<Certificate> {
    chain.iter().map(|der| Certificate::from_der(der).unwrap()).collect()
}

/// Walks the credential's chain, which must end at the authority.
fn walked(credential: &Credential, authority: &Authority) -> Walk {
    let chain = read(credential.chain());
    let walk = walk(&chain, &AwsSignatures).unwrap();
    let anchors = read(&[authority.certificate().to_vec()]);
    anchored(&chain, &walk, &anchors, &AwsSignatures).unwrap();
    walk
}

#[test]
fn names_are_written_as_dirac_reads_them() {
    let authority = authority();
    for dn in [
        ADA,
        "/C=XX/ST=Some/L=Where/O=Org/OU=Unit/CN=Name/emailAddress=a@b.example",
        "/DC=org/DC=sandbox/DC=third/UID=ada/CN=Ada",
        r"/O=Universit\xC3\xA9/CN=Ren\xC3\xA9e",
        "/O=Users/CN=Robot: one, two",
    ] {
        let person = authority.person(dn, year()).unwrap();
        assert_eq!(read(person.chain())[0].subject.text(), dn);
        assert_eq!(walked(&person, &authority).dn, dn);
    }
    let slash = authority.person("/O=Hosts/CN=host/ce.example", year()).unwrap();
    assert_eq!(read(slash.chain())[0].subject.text(), r"/O=Hosts/CN=host\/ce.example");
    let again = authority.person(r"/O=Hosts/CN=host\/ce.example", year()).unwrap();
    assert_eq!(read(again.chain())[0].subject, read(slash.chain())[0].subject);
    let plus = authority.person(r"/O=Users/CN=a\+b", year()).unwrap();
    assert_eq!(read(plus.chain())[0].subject.text(), r"/O=Users/CN=a\+b");
}

#[test]
fn what_is_no_name_is_refused() {
    for dn in ["", "/", "ada", "O=Users/CN=Ada", "/CN=", "/X=1", "/CN=/O=Users", r"/CN=\xC3"] {
        let refused = Authority::new(dn, year()).map(|_| ());
        assert!(matches!(&refused, Err(PkiError::Name(told)) if told == dn), "{dn}: {refused:?}");
    }
    // no IA5String and no PrintableString
    for dn in ["/DC=\u{e9}", "/C=*"] {
        assert!(matches!(Authority::new(dn, year()), Err(PkiError::Encoding(_))), "{dn}");
    }
}

#[test]
fn the_hash_is_the_one_that_openssl_computes() {
    for (dn, hash) in [
        ("/DC=org/DC=lab/CN=Lab CA", "f81c168e"),
        ("/C=XX/O=  Many   Spaces  AND Capitals/CN=Z\u{fc}ricH", "ce55d4ec"),
        (CA, "0578710e"),
    ] {
        assert_eq!(subject_hash(&name::parse(dn).unwrap()).unwrap(), hash, "{dn}");
    }
}

#[test]
fn an_authority_is_one_and_a_person_is_none() {
    let authority = authority();
    let ca = &read(&[authority.certificate().to_vec()])[0];
    assert_eq!(ca.authority, Rank::Ca);
    assert_eq!(ca.subject.text(), CA);
    assert_eq!(ca.issuer, ca.subject);
    assert_eq!((ca.not_before, ca.not_after), (year().begins, year().ends));
    let person = authority.person(ADA, year()).unwrap();
    let person = &read(person.chain())[0];
    assert_eq!(person.authority, Rank::None);
    assert!(!person.names_host);
    let host = authority.host("/O=Hosts/CN=localhost", year()).unwrap();
    assert!(read(host.chain())[0].names_host);
}

#[test]
fn proxies_are_walked_to_their_owner() {
    let authority = authority();
    let ada = authority.person(ADA, year()).unwrap();
    let full = ada.proxy(Some("dirac_admin"), Policy::Full, year()).unwrap();
    let walk = walked(&full, &authority);
    assert_eq!(walk.kind, Kind::Proxy(Rights::Full));
    assert_eq!((walk.dn.as_str(), walk.issuer.as_str()), (ADA, CA));
    assert_eq!(walk.group.as_deref(), Some("dirac_admin"));
    assert_eq!((walk.end_entity, walk.linked), (1, 2));

    let deeper = full.proxy(None, Policy::Full, year()).unwrap();
    let walk = walked(&deeper, &authority);
    assert_eq!((walk.end_entity, walk.linked), (2, 3));
    assert_eq!(walk.group.as_deref(), Some("dirac_admin"), "the group of the inner proxy");

    let limited = full.proxy(None, Policy::Limited, year()).unwrap();
    assert!(walked(&limited, &authority).is_limited());
    let none = ada.proxy(None, Policy::Full, year()).unwrap();
    assert_eq!(walked(&none, &authority).group, None);
}

#[test]
fn a_proxy_has_the_form_that_dirac_gives_it() {
    let ada = authority().person(ADA, year()).unwrap();
    let proxy = ada.proxy(Some("dirac_admin"), Policy::Full, year()).unwrap();
    let (_, parsed) = X509Certificate::from_der(&proxy.chain()[0]).unwrap();
    // as `openssl x509 -text` shows it of a proxy that DIRAC 9.1.22 made
    let extensions: Vec<_> =
        parsed.extensions().iter().map(|e| (e.oid.to_id_string(), e.critical)).collect();
    let expected = [("2.5.29.15", true), ("1.3.6.1.5.5.7.1.14", true), ("1.2.42.42", false)];
    assert_eq!(extensions, expected.map(|(oid, critical)| (oid.to_owned(), critical)));
    assert_eq!(
        parsed.extensions()[1].value,
        b"\x30\x0c\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x15\x01"
    );
    assert_eq!(parsed.extensions()[2].value, b"\x16\x0bdirac_admin");
    let serial = u64::from_be_bytes({
        let mut octets = [0; 8];
        let raw = parsed.raw_serial();
        octets[8 - raw.len()..].copy_from_slice(raw);
        octets
    });
    let subject = read(proxy.chain())[0].subject.text().to_owned();
    assert_eq!(subject, format!("{ADA}/CN={serial}"));
}

#[test]
fn another_authority_of_the_same_name_is_not_the_same() {
    let (ours, theirs) = (authority(), authority());
    let ada = theirs.person(ADA, year()).unwrap();
    let chain = read(ada.chain());
    let walk = walk(&chain, &AwsSignatures).unwrap();
    let anchors = read(&[ours.certificate().to_vec()]);
    let refused = anchored(&chain, &walk, &anchors, &AwsSignatures);
    assert!(matches!(refused, Err(Fault::NotAnchored { .. })), "{refused:?}");
}

#[test]
fn a_proxy_file_has_the_order_that_dirac_writes() {
    let ada = authority().person(ADA, year()).unwrap();
    let proxy = ada.proxy(None, Policy::Full, year()).unwrap();
    let text = proxy.proxy_pem();
    let sections = crate::domain::x509::pem::sections(text.expose().as_bytes());
    let labels: Vec<_> = sections.iter().map(|section| section.label).collect();
    assert_eq!(labels, ["CERTIFICATE", "PRIVATE KEY", "CERTIFICATE"]);
    assert_eq!(*sections[0].decode().unwrap(), proxy.chain()[0]);
    assert_eq!(*sections[2].decode().unwrap(), ada.chain()[0]);
    assert!(text.expose().lines().all(|line| line.len() <= 64));
}

#[test]
fn times_have_the_form_that_rfc_5280_wants() {
    let long = Period { begins: at("2049-12-31T23:59:59Z"), ends: at("2050-01-01T00:00:00.9Z") };
    let authority = Authority::new(CA, long).unwrap();
    let certificate = &read(&[authority.certificate().to_vec()])[0];
    assert_eq!(certificate.not_before, long.begins);
    assert_eq!(certificate.not_after, at("2050-01-01T00:00:00Z"));
}

proptest! {
    #[test]
    fn any_text_is_a_name_or_is_refused(dn in "(/[A-Z]{1,2}=)?.{0,40}") {
        if let Ok(name) = name::parse(&dn) {
            prop_assert!(subject_hash(&name).is_ok());
        }
    }

    #[test]
    fn names_of_letters_come_back_as_they_were(
        parts in proptest::collection::vec(("DC|O|OU|CN", "[a-zA-Z0-9 .:@-]{1,20}"), 1..6),
    ) {
        let dn: Vec<_> = parts.iter().map(|(kind, value)| format!("/{kind}={value}")).collect();
        let dn = dn.concat();
        let authority = Authority::new(&dn, year()).unwrap();
        let certificate = &read(&[authority.certificate().to_vec()])[0];
        prop_assert_eq!(certificate.subject.text(), dn);
    }
}
