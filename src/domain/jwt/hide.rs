//! Secrets that an issuer or a client put into a token: wiped as soon as they are read (RFC 8725 2.7).

use zeroize::Zeroize as _;

use super::json::{Object, Value};
use crate::domain::secret::is_secret_option;

/// Private parts of a JWK (RFC 7518 6): never to be seen in a header.
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Names that are told at most, and characters of each.
const TOLD: usize = 20;
const NAME: usize = 60;

/// Wipes what is a secret by its name or its look, at any depth; notes the name of each, after `place`.
pub(super) fn secrets(object: &mut Object, place: &str, hidden: &mut Vec<String>) {
    let is_key = object.has("kty");
    for (name, value) in object.iter_mut() {
        // a flag or a time of that name is none
        let named = matches!(value, Value::String(_) | Value::Array(_) | Value::Object(_))
            && (is_secret_option(name)
                || name.eq_ignore_ascii_case("private_key")
                || (is_key && PRIVATE.contains(&name)));
        if named {
            hide(name, value, place, hidden);
        } else {
            below(name, value, place, hidden);
        }
    }
}

fn below(name: &str, value: &mut Value, place: &str, hidden: &mut Vec<String>) {
    match value {
        Value::Object(object) => secrets(object, place, hidden),
        Value::Array(values) => {
            for value in values {
                below(name, value, place, hidden);
            }
        }
        Value::String(text) if looks_like_a_token(text) => hide(name, value, place, hidden),
        _ => {}
    }
}

fn hide(name: &str, value: &mut Value, place: &str, hidden: &mut Vec<String>) {
    value.zeroize();
    *value = Value::Hidden;
    if hidden.len() < TOLD {
        let name: String = name.chars().take(NAME).collect();
        hidden.push(format!("{place}.{name}"));
    }
}

/// A JWT within a string: the base64 of `{"`, and two dots.
fn looks_like_a_token(text: &str) -> bool {
    let dots = memchr::memchr_iter(b'.', text.as_bytes()).take(2).count();
    dots == 2 && memchr::memmem::find(text.as_bytes(), b"eyJ").is_some()
}
