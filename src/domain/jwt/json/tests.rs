use proptest::prelude::*;
use serde_json::json;

use super::*;

fn object(text: &str) -> Object {
    let read = read_object(text);
    assert_eq!(read.fault, None, "{text}");
    read.object
}

fn fault(text: &str) -> Fault {
    read_object(text).fault.unwrap_or_else(|| panic!("{text} is an object"))
}

/// The same in serde_json's types; of two members with one name the last.
fn serde(value: &Value) -> serde_json::Value {
    match value {
        Value::Null | Value::Hidden => serde_json::Value::Null,
        Value::Bool(value) => json!(value),
        Value::Number(text) => text.parse::<serde_json::Number>().expect("a number").into(),
        Value::String(text) => json!(text),
        Value::Array(values) => values.iter().map(serde).collect(),
        Value::Object(object) => serde_object(object),
    }
}

fn serde_object(object: &Object) -> serde_json::Value {
    let members = object.iter().map(|(name, value)| (name.to_owned(), serde(value)));
    serde_json::Value::Object(members.collect())
}

#[test]
fn members_keep_their_order_their_repetitions_and_the_way_numbers_are_written() {
    let read = object(r#" { "b" : 1.50 , "a" : [ true , null ] , "b" : -0 , "\u0062":1e400 } "#);
    let names: Vec<&str> = read.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["b", "a", "b", "b"]);
    assert_eq!(read.get("b"), Some(&Value::Number("1e400".into())), "the last one");
    assert_eq!(read.repeated(), ["b"]);
    assert_eq!(read.len(), 4);
    assert!(object("{}").is_empty());
}

#[test]
fn escapes_are_resolved_and_half_pairs_replaced() {
    let read =
        object(r#"{"a":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud800x\udc00\ud800\ud83d\ude00"}"#);
    assert_eq!(read.text("a"), Some("\"\\/\u{8}\u{c}\n\r\té😀\u{fffd}x\u{fffd}\u{fffd}😀"));
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    for (text, expected) in [
        ("", Fault::Cut),
        ("  ", Fault::Cut),
        ("{", Fault::Cut),
        ("{\"a", Fault::Cut),
        ("{\"a\":", Fault::Cut),
        ("{\"a\":tr", Fault::Cut),
        ("{\"a\":\"\\u00", Fault::Cut),
        ("{\"a\":1", Fault::Cut),
        ("null", Fault::NotObject),
        ("[{}]", Fault::NotObject),
        ("\"x\"", Fault::NotObject),
        ("12", Fault::NotObject),
        ("{} {}", Fault::Syntax { at: 3, expected: "the end" }),
        ("nul!", Fault::Syntax { at: 0, expected: "a value" }),
        ("{a:1}", Fault::Syntax { at: 1, expected: "the name of a member" }),
        ("{\"a\" 1}", Fault::Syntax { at: 5, expected: "a colon" }),
        ("{\"a\":1,}", Fault::Syntax { at: 7, expected: "the name of a member" }),
        ("{\"a\":01}", Fault::Syntax { at: 6, expected: "a comma or a closing brace" }),
        ("{\"a\":[1 2]}", Fault::Syntax { at: 8, expected: "a comma or a closing bracket" }),
        ("{\"a\":NaN}", Fault::Syntax { at: 5, expected: "a value" }),
        ("{\"a\":+1}", Fault::Syntax { at: 5, expected: "a value" }),
        ("{\"a\":1.}", Fault::Syntax { at: 7, expected: "a digit" }),
        ("{\"a\":\"\n\"}", Fault::Syntax { at: 6, expected: "a control character to be escaped" }),
        ("{\"a\":\"\\x\"}", Fault::Syntax { at: 7, expected: "an escape that JSON knows" }),
        ("{\"a\":\"\\u00g0\"}", Fault::Syntax { at: 8, expected: "four hexadecimal digits" }),
        ("\u{feff}{}", Fault::Syntax { at: 0, expected: "a value" }),
    ] {
        assert_eq!(fault(text), expected, "{text}");
    }
}

#[test]
fn depth_is_bounded_exactly() {
    let nested = |open: &str, close: &str, times: usize| {
        format!("{{\"a\":{}1{}}}", open.repeat(times), close.repeat(times))
    };
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let each = open.matches(['[', '{']).count();
        let most = (DEEPEST - 1) / each;
        assert_eq!(read_object(&nested(open, close, most)).fault, None, "{open}");
        assert_eq!(fault(&nested(open, close, most + 1)), Fault::TooDeep, "{open}");
        assert_eq!(fault(&nested(open, "", 100_000)), Fault::TooDeep, "{open}");
    }
}

#[test]
fn what_stands_before_a_fault_is_kept() {
    let read = read_object(r#"{"iss":"a","act":{"sub":"b","x":[1,2"#);
    assert_eq!(read.fault, Some(Fault::Cut));
    assert_eq!(read.object.text("iss"), Some("a"));
    let Some(Value::Object(act)) = read.object.get("act") else { panic!("act is kept") };
    assert_eq!(act.text("sub"), Some("b"));
}

#[test]
fn wiping_leaves_no_text_behind() {
    let mut read = object(r#"{"a":"secret","b":["secret",{"c":"secret"}]}"#);
    read.zeroize();
    assert!(!format!("{read:?}").contains("secret"), "{read:?}");
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Into::into),
            prop::collection::hash_map(any::<String>(), inner, 0..8)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn what_another_writer_writes_is_read(value in prop::collection::hash_map(any::<String>(), any_json(), 0..8), pretty: bool) {
        let value: serde_json::Value = value.into_iter().collect();
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let read = read_object(&text.unwrap());
        prop_assert_eq!(read.fault, None);
        prop_assert_eq!(serde_object(&read.object), value);
    }

    #[test]
    fn a_cut_text_gives_no_member_that_was_not_there(value in prop::collection::hash_map("[a-z]{1,9}", any_json(), 1..6), at in any::<prop::sample::Index>()) {
        let value: serde_json::Value = value.into_iter().collect();
        let text = value.to_string();
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let read = read_object(text.get(..*at.get(&ends)).unwrap());
        prop_assert_eq!(read.fault, Some(Fault::Cut));
        for (name, _) in read.object.iter() {
            prop_assert!(value.get(name).is_some(), "{}", name);
        }
    }

    #[test]
    fn both_readers_agree_on_what_is_json(text in r#"[\{\}\[\]",:0-9eE.+\-truefalsn\\u \n]{0,24}"#) {
        let read = read_object(&text);
        // serde_json refuses numbers beyond a double and half pairs, which the grammar allows
        let beyond = |error: &serde_json::Error| {
            let said = error.to_string();
            said.contains("out of range") || said.contains("surrogate") || said.contains("hex escape")
        };
        match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(serde_json::Value::Object(_)) => prop_assert_eq!(read.fault, None),
            Ok(_) => prop_assert_eq!(read.fault, Some(Fault::NotObject)),
            Err(error) => prop_assert!(read.fault.is_some() || beyond(&error), "{}: {}", text, error),
        }
    }
}
