//! Values of claims as text for people: short forms for what most claims are, JSON for the rest.

use std::fmt::Write as _;

use super::json::{Object, Value};

/// What stands where a secret was wiped.
pub const HIDDEN: &str = "[secret]";

/// Bytes of a told value, at most: what is longer is cut, and says so.
const LONGEST: usize = 64 * 1024;

impl Value {
    /// The value as text: a string as it is, strings in an array with commas between, anything else as JSON. Foreign text. A
    /// value that was wiped is `[secret]`.
    pub fn told(&self) -> String {
        let mut out = String::new();
        match self {
            Self::String(text) => out.push_str(text),
            Self::Array(values)
                if !values.is_empty() && values.iter().all(|value| value.as_str().is_some()) =>
            {
                for (place, text) in values.iter().filter_map(Self::as_str).enumerate() {
                    if place > 0 {
                        out.push_str(", ");
                    }
                    out.push_str(text);
                    if out.len() > LONGEST {
                        break;
                    }
                }
            }
            _ => write(self, &mut out),
        }
        cut(out)
    }
}

fn cut(mut text: String) -> String {
    if text.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
        text.push('…');
    }
    text
}

fn write(value: &Value, out: &mut String) {
    if out.len() > LONGEST {
        return;
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(text) => out.push_str(text),
        Value::String(text) => quoted(text, out),
        Value::Array(values) => {
            out.push('[');
            for (place, value) in values.iter().enumerate() {
                separate(place, out);
                write(value, out);
                if out.len() > LONGEST {
                    return;
                }
            }
            out.push(']');
        }
        Value::Object(object) => members(object, out),
        Value::Hidden => out.push_str(HIDDEN),
    }
}

fn members(object: &Object, out: &mut String) {
    out.push('{');
    for (place, (name, value)) in object.iter().enumerate() {
        separate(place, out);
        quoted(name, out);
        out.push_str(": ");
        write(value, out);
        if out.len() > LONGEST {
            return;
        }
    }
    out.push('}');
}

fn separate(place: usize, out: &mut String) {
    if place > 0 {
        out.push_str(", ");
    }
}

/// A JSON string. Control characters are left to whoever shows it: they are made visible there, as everywhere.
fn quoted(text: &str, out: &mut String) {
    // writing to a String cannot fail
    let _ = write!(out, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
}

#[cfg(test)]
mod tests {
    use super::super::json::read_object;
    use super::*;

    fn told(value: &str) -> String {
        let read = read_object(&format!("{{\"x\":{value}}}"));
        read.object.get("x").map(Value::told).unwrap_or_default()
    }

    #[test]
    fn values_read_as_people_write_them() {
        assert_eq!(told("\"a b\""), "a b");
        assert_eq!(told("[\"a\",\"b\"]"), "a, b");
        assert_eq!(told("[]"), "[]");
        assert_eq!(told("[1,\"a\"]"), "[1, \"a\"]");
        assert_eq!(told("1.50e3"), "1.50e3", "numbers stay as they were written");
        assert_eq!(
            told("{\"a\":{\"b\":[null,true]},\"q\":\"x\\\"y\"}"),
            "{\"a\": {\"b\": [null, true]}, \"q\": \"x\\\"y\"}"
        );
        assert_eq!(Value::Hidden.told(), "[secret]");
    }

    #[test]
    fn what_is_endless_is_cut() {
        let long = format!("\"{}\"", "é".repeat(100_000));
        assert!(told(&long).len() <= LONGEST + 4);
        let wide = format!("[{}]", vec!["1"; 200_000].join(","));
        assert!(told(&wide).len() <= LONGEST + 8);
    }
}
