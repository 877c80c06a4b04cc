use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn text(value: &str) -> Value {
    Value::from(value)
}

fn map<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Map(members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
}

#[test]
fn what_python_writes_beyond_json_is_read() {
    let list = decode(
        br#"[NaN, Infinity, -Infinity, 123456789012345678901234567890, "\udcff", "\ud83d\ude00"]"#,
    )
    .unwrap();
    let [nan, up, down, big, lone, pair] = list.elements() else { panic!() };
    assert!(matches!(nan, Value::Float(f) if f.is_nan()));
    assert_eq!(*up, Value::Float(f64::INFINITY));
    assert_eq!(*down, Value::Float(f64::NEG_INFINITY));
    assert_eq!(*big, Value::Big("123456789012345678901234567890".into()));
    assert_eq!(*lone, text("\u{fffd}"));
    assert_eq!(*pair, text("😀"));
}

#[test]
fn tagged_objects_become_values_and_unknown_ones_stay_maps() {
    let dt = decode(br#"{"__dCls":"dt","obj":"2026-01-02 03:04:05"}"#).unwrap();
    assert_eq!(dt.as_time().unwrap().as_second(), 1_767_323_045);
    assert_eq!(encode(&dt), r#"{"__dCls":"dt","obj":"2026-01-02 03:04:05"}"#);
    let date = decode(br#"{"obj":"2026-01-02","__dCls":"date"}"#).unwrap();
    assert_eq!(encode(&date), r#"{"__dCls":"date","obj":"2026-01-02"}"#);
    assert_eq!(decode(br#"{"__dCls":"b64","obj":"AAE="}"#).unwrap(), Value::Bytes(vec![0, 1]));
    let unknown =
        map([("__dCls", text("Request")), ("__dMod", text("DIRAC.X")), ("n", Value::Int(1))]);
    assert_eq!(decode(br#"{"__dCls":"Request","__dMod":"DIRAC.X","n":1}"#).unwrap(), unknown);
    let broken = map([("__dCls", text("dt")), ("obj", text("soon"))]);
    assert_eq!(decode(br#"{"__dCls":"dt","obj":"soon"}"#).unwrap(), broken);
}

#[test]
fn of_a_key_that_comes_twice_the_last_wins() {
    assert_eq!(decode(br#"{"a":1,"a":2}"#).unwrap(), map([("a", Value::Int(2))]));
}

#[test]
fn numbers_are_read_however_they_are_written() {
    for (written, number) in
        [("17", 17), ("\"17\"", 17), ("17.0", 17), ("\" 17.9 \"", 17), ("-1e3", -1000)]
    {
        assert_eq!(decode(written.as_bytes()).unwrap().as_int(), Some(number), "{written}");
    }
    for written in ["\"None\"", "\"\"", "NaN", "1e300", "null", "true", "99999999999999999999"] {
        assert_eq!(decode(written.as_bytes()).unwrap().as_int(), None, "{written}");
    }
}

#[test]
fn too_deep_a_nesting_is_refused_and_not_recursed_into() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = |n: usize| format!("{}1{}", open.repeat(n), close.repeat(n));
        assert!(decode(deep(MAX_DEPTH).as_bytes()).is_ok());
        assert_eq!(decode(deep(MAX_DEPTH + 1).as_bytes()).unwrap_err().what, "nested too deep");
        let deep = deep(10_000);
        assert!(decode(deep.as_bytes()).is_err());
        assert!(Reader::new(deep.as_bytes()).skip().is_err());
    }
}

#[test]
fn every_beginning_of_an_answer_is_an_error_and_no_panic() {
    let whole = br#"{"OK": true, "Value": [1.5, "a\u00e9\n", null, {"__dCls": "b64", "obj": "AAE="}, -3, true]}"#;
    for end in 0..whole.len() {
        assert!(decode(&whole[..end]).is_err(), "{end}");
        assert!(Reader::new(&whole[..end]).skip().is_err(), "{end}");
    }
    assert!(decode(whole).is_ok());
}

#[test]
fn what_is_no_json_is_refused() {
    for bad in [
        "<html>",
        "",
        " ",
        "nul",
        "tru",
        "+1",
        "1.",
        "--1",
        "[1,]",
        "{1:2}",
        "[1 2]",
        "\"\\x\"",
        "\"\\u12\"",
        "1 1",
        "{\"a\"}",
    ] {
        assert!(decode(bad.as_bytes()).is_err(), "{bad}");
    }
}

#[test]
fn text_without_escapes_is_borrowed() {
    use std::borrow::Cow;
    let bytes = br#""a long string without escapes""#;
    assert!(matches!(Reader::new(bytes).text().unwrap(), Cow::Borrowed(_)));
    assert!(matches!(Reader::new(br#""a\n""#).text().unwrap(), Cow::Owned(_)));
}

#[test]
fn a_fingerprint_is_of_the_text_and_not_of_its_escapes() {
    use crate::domain::secret::Fingerprint;
    let plain = Reader::new(br#""a/b""#).fingerprint().unwrap();
    assert_eq!(Reader::new(br#""a\/\u0062""#).fingerprint().unwrap(), plain);
    assert_eq!(plain, Fingerprint::of(b"a/b"));
}

#[test]
fn debug_output_shows_no_token() {
    let value =
        decode(br#"{"access_token":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln","n":1}"#).unwrap();
    assert_eq!(format!("{value:?}"), r#"{"access_token": "[redacted]", "n": 1}"#);
}

/// Any value that survives a round trip unchanged.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any::<f64>().prop_filter("finite", |f| f.is_finite()).prop_map(Value::Float),
        any::<String>().prop_map(Value::Text),
        proptest::collection::vec(any::<u8>(), 0..20).prop_map(Value::Bytes),
        (0_i64..4_000_000_000).prop_map(|s| {
            let zoned = jiff::Timestamp::from_second(s).unwrap().to_zoned(jiff::tz::TimeZone::UTC);
            Value::DateTime(zoned.datetime())
        }),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            proptest::collection::btree_map("[a-z_ é\"]{0,8}", inner, 0..6)
                .prop_map(|map: BTreeMap<_, _>| Value::Map(map)),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_encoded_is_ascii_and_decodes_to_itself(value in values()) {
        let json = encode(&value);
        prop_assert!(json.bytes().all(|b| (0x20..0x7f).contains(&b)));
        prop_assert_eq!(decode(json.as_bytes()).unwrap(), value);
    }

    #[test]
    fn bytes_of_any_kind_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode(&bytes);
        let _ = Reader::new(&bytes).skip();
    }

    #[test]
    fn damaged_json_does_not_panic(value in values(), at in any::<proptest::sample::Index>(), byte in any::<u8>()) {
        let mut json = encode(&value).into_bytes();
        let at = at.index(json.len());
        json[at] = byte;
        let _ = decode(&json);
        let _ = Reader::new(&json).skip();
    }

    #[test]
    fn skipping_and_reading_stop_at_the_same_byte(value in values(), tail in "[ ,\\]}a1]{0,5}") {
        let json = format!("{} {tail}", encode(&value));
        let (mut read, mut skipped) = (Reader::new(json.as_bytes()), Reader::new(json.as_bytes()));
        Value::read(&mut read).unwrap();
        skipped.skip().unwrap();
        prop_assert_eq!(read.position(), skipped.position());
    }

    #[test]
    fn another_json_writer_is_understood(text in any::<String>(), int in any::<i64>(), float in -1e9..1e9_f64) {
        let other = serde_json::json!({ "t": text, "i": int, "f": float, "l": [null, true] });
        let ours = decode(other.to_string().as_bytes()).unwrap();
        prop_assert_eq!(ours.get("t").unwrap().as_str(), Some(text.as_str()));
        prop_assert_eq!(ours.get("i").unwrap(), &Value::Int(int));
        prop_assert_eq!(ours.get("f").unwrap(), &Value::Float(float));
    }
}
