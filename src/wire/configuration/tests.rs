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

fn opened<T>(
    value: &str,
    decode: impl FnOnce(&Answer) -> Result<T, WireError>,
) -> Result<T, WireError> {
    decode(&answer_of(&format!("{{\"OK\":true,\"Value\":{value}}}")).unwrap())
}

#[test]
fn the_history_is_in_the_order_of_time_whatever_it_came_in() {
    let value = r#"[["zoe","2026-11-01 10:00:00.1"],["a","b.org","2026-11-03 10:00:00"],["ada","2026-11-02 10:00:00.2"],[]]"#;
    let history = opened(value, |answer| decode_history(answer, "Lab")).unwrap();
    let told: Vec<(&str, &str)> =
        history.iter().map(|one| (one.by.as_str(), one.version.as_str())).collect();
    let expected = [
        ("a@b.org", "2026-11-03 10:00:00"),
        ("ada", "2026-11-02 10:00:00.2"),
        ("zoe", "2026-11-01 10:00:00.1"),
    ];
    assert_eq!(told, expected);
    for value in ["7", "null", "[7]", r#"[["ada",7]]"#, r#"{"a":1}"#] {
        opened(value, |answer| decode_history(answer, "Lab")).unwrap_err();
    }
}

#[test]
fn an_old_version_is_taken_only_if_it_bears_its_version() {
    const VERSION: &str = "2026-11-21 03:31:20.078065";
    let text = format!("DIRAC\n{{\n  Configuration\n  {{\n    Version = {VERSION}\n  }}\n}}\n");
    let data = zlib(text.as_bytes());
    let contents = |value: &str, version| opened(value, |answer| decode_contents(answer, version));
    let object = format!(r#"[{{"__dCls":"b64","obj":"{data}"}}]"#);
    assert_eq!(&*contents(&object, VERSION).unwrap(), text);
    // as dips servers of DIRAC 8 may be spoken for
    assert_eq!(&*contents(&format!(r#"["{data}"]"#), VERSION).unwrap(), text);
    let other = contents(&object, "2026-11-21 03:31:20").unwrap_err();
    let came = Some(&CommitFault::AnotherVersion {
        asked: "2026-11-21 03:31:20".into(),
        came: VERSION.into(),
    });
    assert_eq!(other.commit_fault(), came);
    for value in ["[]", "null", &format!(r#"["{data}","{data}"]"#), r#"["AAAA"]"#, "[7]"] {
        let error = contents(value, VERSION).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Protocol { .. }), "{value}: {error:?}");
    }
}

#[test]
fn only_whole_versions_are_asked_for_and_their_dots_mean_dots() {
    assert_eq!(pattern("2026-11-21 03:31:20.078065").unwrap(), r"2026-11-21 03:31:20\.078065");
    assert_eq!(pattern("2026-11-21 03:31:20").unwrap(), "2026-11-21 03:31:20");
    for bad in ["", "20", ".*", "2026-11-21 03:31:20.07806.", "(", "\u{1b}[31m"] {
        let error = pattern(bad).unwrap_err();
        assert!(error.commit_fault().is_some_and(CommitFault::is_of_usage), "{error}");
        assert!(!error.to_string().contains('\u{1b}'));
    }
}

#[test]
fn a_packed_text_is_read_as_it_was() {
    let text = "A = jülich\n".repeat(1000);
    let read = update(&format!(r#"{{"newestVersion":"2","data":"{}"}}"#, pack(&text))).unwrap();
    assert_eq!(read.text.as_deref(), Some(text.as_str()));
}
