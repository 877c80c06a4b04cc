use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::*;
use crate::wire::error::{ErrorKind, WireError};
use crate::wire::rpc::answer_of;

fn zlib(text: &[u8]) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    STANDARD.encode(encoder.finish().unwrap())
}

fn update(value: &str) -> Result<CsUpdate, WireError> {
    decode_update(&answer_of(&format!("{{\"OK\":true,\"Value\":{value}}}")).unwrap())
}

fn fault(value: &str) -> String {
    match update(value).unwrap_err().kind() {
        ErrorKind::Protocol { what } => what.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_text_is_read_from_a_string_and_from_an_object() {
    let data = zlib("A = jülich\n".as_bytes());
    let string = update(&format!(r#"{{"newestVersion":"2","data":"{data}"}}"#)).unwrap();
    let object =
        update(&format!(r#"{{"data":{{"__dCls":"b64","obj":"{data}"}},"newestVersion":"2"}}"#))
            .unwrap();
    assert_eq!(string.text.as_deref(), Some("A = jülich\n"));
    assert_eq!((&*string.newest, &*string.server), ("2", "https://h.example.org/F/T"));
    assert_eq!(string, object);
}

#[test]
fn no_data_means_that_nothing_is_newer() {
    assert_eq!(update(r#"{"newestVersion":"2"}"#).unwrap().text, None);
}

#[test]
fn a_text_that_is_not_utf8_is_refused_with_its_line() {
    let data = zlib(b"A = 1\nB = 2\nC = \xff\n");
    let said = fault(&format!(r#"{{"newestVersion":"2","data":"{data}"}}"#));
    assert_eq!(said, "line 3 of the configuration is not UTF-8");
}

#[test]
fn what_is_no_text_is_refused() {
    assert_eq!(fault(r#"{"newestVersion":"2","data":"***"}"#), "its data is not base64");
    for data in [r#""AAAA""#, r#""""#] {
        let said = fault(&format!(r#"{{"newestVersion":"2","data":{data}}}"#));
        assert_eq!(said, "its data is not compressed as DIRAC does it");
    }
    let cut = STANDARD.encode(&STANDARD.decode(zlib(&[7; 5000])).unwrap()[..20]);
    assert_eq!(
        fault(&format!(r#"{{"newestVersion":"2","data":"{cut}"}}"#)),
        "its compressed text is damaged"
    );
    for value in ["null", "[]", "7", "{}", r#"{"newestVersion":"2","data":7}"#] {
        fault(value);
    }
}
