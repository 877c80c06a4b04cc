//! Values to ASCII JSON, as Python's `json.dumps` would have DIRAC read it.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Value;
use super::value::{DATE, DATE_TIME};

/// The value as JSON. ASCII only: everything else is `\u` escapes, so that no form field and no proxy touches it.
pub fn encode(value: &Value) -> String {
    let mut out = String::new();
    write_value(value, &mut out);
    out
}

/// A list of values as JSON: the arguments of a call.
pub fn encode_list(values: &[Value]) -> String {
    let mut out = String::new();
    write_list(values, &mut out);
    out
}

fn write_value(value: &Value, out: &mut String) {
    // writing to a String cannot fail
    let _ = match value {
        Value::Null => out.write_str("null"),
        Value::Bool(b) => write!(out, "{b}"),
        Value::Int(int) => write!(out, "{int}"),
        Value::Big(digits) => out.write_str(digits),
        Value::Float(float) if float.is_nan() => out.write_str("NaN"),
        Value::Float(float) if float.is_infinite() => {
            out.write_str(if *float > 0.0 { "Infinity" } else { "-Infinity" })
        }
        // Debug keeps the `.0` of a whole float, which Python reads as a float again
        Value::Float(float) => write!(out, "{float:?}"),
        Value::Text(text) => {
            write_text(text, out);
            Ok(())
        }
        Value::Bytes(bytes) => {
            write_tagged("b64", &STANDARD.encode(bytes), out);
            Ok(())
        }
        Value::DateTime(time) => {
            write_tagged("dt", &time.strftime(DATE_TIME).to_string(), out);
            Ok(())
        }
        Value::Date(date) => {
            write_tagged("date", &date.strftime(DATE).to_string(), out);
            Ok(())
        }
        Value::List(list) => {
            write_list(list, out);
            Ok(())
        }
        Value::Map(map) => {
            out.push('{');
            for (number, (key, value)) in map.iter().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                write_text(key, out);
                out.push(':');
                write_value(value, out);
            }
            out.push('}');
            Ok(())
        }
    };
}

fn write_list(values: &[Value], out: &mut String) {
    out.push('[');
    for (number, value) in values.iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        write_value(value, out);
    }
    out.push(']');
}

fn write_tagged(class: &str, object: &str, out: &mut String) {
    out.push_str(r#"{"__dCls":""#);
    out.push_str(class);
    out.push_str(r#"","obj":"#);
    write_text(object, out);
    out.push('}');
}

fn write_text(text: &str, out: &mut String) {
    out.reserve(text.len().saturating_add(2));
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}
