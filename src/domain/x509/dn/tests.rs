//! DN text against what OpenSSL printed of the same certificates (recorded by tests/lab/x509_vectors.py).

use proptest::prelude::*;
use serde_json::Value;

use super::super::Certificate;
use super::Name;
use crate::domain::x509::pem::decode_for_tests as decode;

const RECORDED: &str = include_str!("../../../../tests/fixtures/x509/names.jsonl");

#[test]
fn dn_text_is_what_openssl_prints_of_every_recorded_certificate() {
    let mut compared = 0;
    for line in RECORDED.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let der = decode(row["der"].as_str().unwrap());
        let read = Certificate::from_der(&der);
        // what OpenSSL refuses to read may be read or refused here
        let Some(expected) = row["text"].as_str() else { continue };
        let read = read.unwrap_or_else(|e| panic!("{}: {e}", row["what"]));
        assert_eq!(read.subject.text(), expected, "{}", row["what"]);
        compared += 1;
    }
    assert!(compared >= 200, "only {compared} certificates were compared");
}

#[test]
fn dn_text_holds_nothing_that_a_terminal_obeys() {
    for line in RECORDED.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        if let Ok(read) = Certificate::from_der(&decode(row["der"].as_str().unwrap())) {
            assert!(
                read.subject.text().bytes().all(|b| (0x20..0x7f).contains(&b)),
                "{}",
                row["what"]
            );
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Name::from_der(&bytes);
        let _ = Certificate::from_der(&bytes);
    }

    #[test]
    fn a_damaged_certificate_is_read_or_refused(row in 0_usize..200, at in 0_usize..400, octet: u8) {
        let row: Value = serde_json::from_str(RECORDED.lines().nth(row).unwrap()).unwrap();
        let mut der = decode(row["der"].as_str().unwrap());
        let at = at % der.len();
        der[at] = octet;
        let _ = Certificate::from_der(&der);
        let _ = Certificate::from_der(&der[..at]);
    }
}
