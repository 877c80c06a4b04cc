//! How Python sees the arguments of a call: what can be iterated, what counts as nothing, what `f"{x}"` makes of it.
//!
//! DIRAC's https services do not check the types of arguments (facts/dirac-live.md 2), so these rules are part of what can
//! be seen from outside.

use std::fmt::Write as _;

use crate::wire::jencode::{Reader, Shape, Value, decode};

/// An exception in the server: 500, and nothing about it in the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raised;

/// The arguments of a call, from the text of its field `args`: of a list its elements, of an object its keys, of a string
/// its letters; anything else cannot be unpacked.
pub(super) fn arguments(text: &str) -> Result<Vec<Value>, Raised> {
    let value = decoded(text)?;
    // keys in the order of the text, which the decoded map has not kept
    let mut reader = Reader::new(text.as_bytes());
    if matches!(value, Value::Map(_)) && reader.shape() == Ok(Shape::Map) {
        let mut keys: Vec<String> = Vec::new();
        reader
            .each_member(|key, reader| {
                if !keys.iter().any(|known| known == key) {
                    keys.push(key.to_owned());
                }
                reader.skip()
            })
            .map_err(|_| Raised)?;
        return Ok(keys.into_iter().map(Value::from).collect());
    }
    iterate(&value)
}

/// The value that `text` is in JEncode; an object of a class that is not known raises.
pub(super) fn decoded(text: &str) -> Result<Value, Raised> {
    if has_bare_control(text) {
        return Err(Raised);
    }
    decode(text.as_bytes()).ok().filter(known).ok_or(Raised)
}

/// Whether a control character stands in a string without being escaped, which Python's reader refuses.
fn has_bare_control(text: &str) -> bool {
    let (mut inside, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'"' => inside = !inside,
            b'\\' => escaped = inside,
            0..=0x1f if inside => return true,
            _ => {}
        }
    }
    false
}

/// Whether there is no object in it of a class that DIRAC does not know, or whose content is not of its class.
fn known(value: &Value) -> bool {
    match value {
        Value::Map(map) => !map.contains_key("__dCls") && map.values().all(known),
        Value::List(list) => list.iter().all(known),
        _ => true,
    }
}

/// `for x in value`.
pub(super) fn iterate(value: &Value) -> Result<Vec<Value>, Raised> {
    match value {
        Value::List(list) => Ok(list.clone()),
        Value::Text(text) => Ok(text.chars().map(|c| Value::Text(c.into())).collect()),
        Value::Map(map) => Ok(map.keys().cloned().map(Value::from).collect()),
        Value::Bytes(bytes) => Ok(bytes.iter().map(|byte| Value::Int((*byte).into())).collect()),
        _ => Err(Raised),
    }
}

/// `bool(value)`.
pub(super) fn truth(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(b) => *b,
        Value::Int(int) => *int != 0,
        Value::Float(float) => *float != 0.0,
        Value::Text(text) => !text.is_empty(),
        Value::Bytes(bytes) => !bytes.is_empty(),
        Value::List(list) => !list.is_empty(),
        Value::Map(map) => !map.is_empty(),
        Value::Big(_) | Value::DateTime(_) | Value::Date(_) => true,
    }
}

/// `str(value)`.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        other => repr(other),
    }
}

/// `repr(value)`.
pub(super) fn repr(value: &Value) -> String {
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Int(int) => int.to_string(),
        Value::Big(digits) => digits.to_string(),
        Value::Float(float) if float.is_nan() => "nan".into(),
        Value::Float(float) if float.is_infinite() => {
            if *float > 0.0 { "inf" } else { "-inf" }.into()
        }
        Value::Float(float) => format!("{float:?}"),
        Value::Text(text) => quoted(text),
        Value::Bytes(bytes) => format!("b'{}'", bytes.escape_ascii()),
        Value::DateTime(time) => time.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(list) => {
            format!("[{}]", list.iter().map(repr).collect::<Vec<_>>().join(", "))
        }
        Value::Map(map) => {
            let members =
                map.iter().map(|(key, value)| format!("{}: {}", quoted(key), repr(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            // writing to a String cannot fail
            '\0'..='\x1f' | '\x7f' => drop(write!(out, "\\x{:02x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

#[cfg(test)]
mod tests {
    use super::{Raised, arguments, iterate, repr, text, truth};
    use crate::wire::jencode::Value;

    fn texts(words: &[&str]) -> Vec<Value> {
        words.iter().map(|word| Value::from(*word)).collect()
    }

    #[test]
    fn arguments_are_whatever_python_can_unpack() {
        assert_eq!(arguments(r#"["a", "b"]"#), Ok(texts(&["a", "b"])));
        assert_eq!(arguments(r#"{"z": 1, "a": 2, "z": 3}"#), Ok(texts(&["z", "a"])));
        assert_eq!(arguments(r#""xü""#), Ok(texts(&["x", "ü"])));
        assert_eq!(arguments("{}"), Ok(vec![]));
        for broken in [
            "",
            "[",
            "5",
            "null",
            "true",
            r#"[{"__dCls": "NoSuch"}]"#,
            r#"{"__dCls": "dt", "obj": "x"}"#,
            "[\"a\nb\"]",
        ] {
            assert_eq!(arguments(broken), Err(Raised), "{broken}");
        }
        assert_eq!(
            arguments(r#"{"__dCls": "b64", "obj": "AAE="}"#),
            Ok(vec![Value::Int(0), Value::Int(1)])
        );
    }

    #[test]
    fn truth_and_text_are_pythons() {
        for nothing in
            [Value::Null, Value::Bool(false), Value::Int(0), "".into(), Value::List(vec![])]
        {
            assert!(!truth(&nothing), "{nothing:?}");
        }
        assert!(truth(&Value::Float(0.5)) && truth(&"0".into()));
        assert_eq!(text(&"it's".into()), "it's");
        let list = Value::List(vec![
            "it's".into(),
            "\"\n".into(),
            Value::Null,
            Value::Bool(true),
            Value::Float(1.0),
        ]);
        assert_eq!(repr(&list), r#"["it's", '"\n', None, True, 1.0]"#);
        assert_eq!(iterate(&Value::Int(5)), Err(Raised));
    }
}
