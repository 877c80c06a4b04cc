//! Rules about the header: algorithm, key, kind, and what must not be in it.

use super::{Found, clip};
use crate::domain::foreign::is_hostile;
use crate::domain::jwt::algorithm::Named;
use crate::domain::jwt::json::{Object, Value};
use crate::domain::jwt::profile::Profile;
use crate::domain::lint::{self, Severity};

/// Members by which a token brings or names the key that it wants to be checked with.
const REMOTE: [&str; 4] = ["jku", "x5u", "jwk", "x5c"];
/// Kinds of an access token (RFC 7519 5.1, RFC 9068 2.1); compared without case, as media types are.
const KINDS: [&str; 4] = ["JWT", "application/jwt", "at+jwt", "application/at+jwt"];

pub(super) fn check(header: &Object, encrypted: bool, found: &mut Found) {
    if !encrypted {
        algorithm(header, found);
        kind(header, found);
    }
    let unsigned = header.text("alg").is_some_and(|alg| Named::of(alg) == Named::None);
    key_name(header, encrypted || unsigned, found);
    let remote: Vec<&str> = REMOTE.into_iter().filter(|name| header.has(name)).collect();
    if let Some(first) = remote.first() {
        let text = format!("The header has {}: not followed.", remote.join(", "));
        found.add(&lint::REMOTE_KEY_HEADER, text, &format!("header.{first}"));
    }
    if let Some(crit) = header.get("crit") {
        let names: Vec<String> = match crit {
            Value::Array(names) => names.iter().filter_map(Value::as_str).map(clip).collect(),
            _ => Vec::new(),
        };
        let text = if names.is_empty() {
            "crit demands something, and does not say what.".to_owned()
        } else {
            format!("crit demands {}, which is not understood here.", clip(&names.join(", ")))
        };
        found.add(&lint::CRIT_UNKNOWN, text, "header.crit");
    }
}

fn algorithm(header: &Object, found: &mut Found) {
    let source = "header.alg";
    let alg = match header.get("alg") {
        None => return found.add(&lint::ALG_MISSING, "The header has no alg.", "header"),
        Some(Value::String(alg)) => alg,
        Some(other) => {
            let text = format!("alg is {}, not a string.", other.kind());
            return found.add(&lint::ALG_UNKNOWN, text, source);
        }
    };
    let name = clip(alg);
    match Named::of(alg) {
        Named::Public(algorithm) if algorithm.is_recommended() => {}
        Named::Public(_) => {
            found.add(&lint::ALG_NOT_RECOMMENDED, format!("It is signed with {name}."), source);
        }
        Named::None => {
            found.add(&lint::ALG_NONE, format!("alg is {name}: it is not signed."), source);
        }
        Named::Symmetric => {
            found.add(&lint::ALG_SYMMETRIC, format!("alg is {name}, an HMAC."), source);
        }
        Named::Unknown => {
            found.add(
                &lint::ALG_UNKNOWN,
                format!("alg is {name}, which no service takes."),
                source,
            );
        }
    }
}

fn kind(header: &Object, found: &mut Found) {
    let text = match header.get("typ") {
        None => return,
        Some(Value::String(typ)) if KINDS.iter().any(|kind| typ.eq_ignore_ascii_case(kind)) => {
            return;
        }
        Some(Value::String(typ)) => format!("typ is {}.", clip(typ)),
        Some(other) => format!("typ is {}, not a string.", other.kind()),
    };
    found.add(&lint::TYP_UNEXPECTED, text, "header.typ");
}

fn key_name(header: &Object, needs_none: bool, found: &mut Found) {
    let source = "header.kid";
    match header.get("kid") {
        None if needs_none => {}
        None => {
            // SciTokens let the reader try all keys
            let severity = match found.profile {
                Profile::SciTokens => Severity::Warning,
                _ => lint::KID_MISSING.severity,
            };
            let text = "The header does not say which key signed it (kid).";
            found.add_with(&lint::KID_MISSING, severity, text, "header");
        }
        Some(Value::String(kid)) if is_suspicious(kid) => {
            let text = format!("kid is {}.", clip(kid));
            found.add(&lint::KID_SUSPICIOUS, text, source);
        }
        Some(Value::String(_)) => {}
        Some(other) => {
            let text = format!("kid is {}, not a string.", other.kind());
            found.add(&lint::KID_NOT_STRING, text, source);
        }
    }
}

/// A path, a URL, or characters that mean something to a shell, a database or a terminal. A slash within is none: keys
/// are named after base64 digests too.
fn is_suspicious(kid: &str) -> bool {
    kid.starts_with(['/', '~'])
        || kid.starts_with("./")
        || kid.contains("..")
        || kid.contains("://")
        || kid.chars().any(|c| is_hostile(c) || "'\"`\\;|<>$&%".contains(c))
}

#[cfg(test)]
mod tests {
    use super::is_suspicious;

    #[test]
    fn names_of_keys_are_told_from_paths_and_code() {
        for kid in ["rsa1", "", "2024-01", "9qFzP0/k+Q=", "urn:x:key:1", "key 1", "a.b"] {
            assert!(!is_suspicious(kid), "{kid}");
        }
        for kid in [
            "../../../dev/null",
            "/etc/passwd",
            "./k",
            "keys/../../x",
            "https://evil.example/k",
            "x' OR 1=1",
            "a;b",
            "$(id)",
            "k\u{0}",
            "k\u{202e}",
            "..\\x",
        ] {
            assert!(is_suspicious(kid), "{kid:?}");
        }
    }
}
