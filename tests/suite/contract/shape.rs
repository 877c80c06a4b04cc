//! The shape of a value: its keys and types, without what differs from one installation to the next.

use serde_json::Value;

/// Words that mean something by themselves, and are shown.
const WORDS: &[&str] = &["", "0", "None"];

/// The shape of `value` as text, keys in order: `{id: text, expires_at: int}`; a list of equal things is `[n of thing]`.
pub fn of(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(_) => "bool".into(),
        Value::Number(number) if number.is_f64() => "float".into(),
        Value::Number(_) => "int".into(),
        Value::String(text) if WORDS.contains(&text.as_str()) => format!("{text:?}"),
        Value::String(_) => "text".into(),
        Value::Array(all) => {
            let mut shapes: Vec<String> = all.iter().map(of).collect();
            shapes.sort_unstable();
            shapes.dedup();
            match shapes.as_slice() {
                [] => "[]".into(),
                [one] => format!("[{} of {one}]", all.len()),
                several => format!("[{}]", several.join(", ")),
            }
        }
        Value::Object(members) => {
            let mut all: Vec<String> =
                members.iter().map(|(key, value)| format!("{key}: {}", of(value))).collect();
            all.sort_unstable();
            format!("{{{}}}", all.join(", "))
        }
    }
}

#[test]
fn shapes_tell_types_and_words_and_no_values() {
    let value = serde_json::json!({"id": "3", "kid": "None", "at": 5, "list": [{"a": 1}, {"a": 2}], "x": null});
    assert_eq!(of(&value), "{at: int, id: text, kid: \"None\", list: [2 of {a: int}], x: null}");
    assert_eq!(of(&serde_json::json!([1, "a", 1.5, []])), "[[], float, int, text]");
}
