//! Takes out of foreign text what looks like a credential.
//!
//! DIRAC's messages can quote whole tokens (an SQL error quotes the row). Names, DNs, paths, versions and UUIDs stay
//! readable; a JWT, a long hexadecimal run, and a long run that mixes cases and digits do not.

use std::borrow::Cow;

/// What stands where something was taken out.
const MARK: &str = "[redacted]";
/// A JWT begins with the base64 of `{"`.
const JWT: &[u8] = b"eyJ";
const JWT_MIN: usize = 12;
const HEX_MIN: usize = 32;
const MIXED_MIN: usize = 20;

/// `text` without what looks like a token: JSON web tokens, 32 or more hexadecimal digits, 20 or more characters of the
/// base64 alphabets with both cases and at least two groups of digits.
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut rest = text;
    while let Some((before, after)) = first_secret(rest) {
        let out = out.get_or_insert_with(|| String::with_capacity(text.len()));
        out.push_str(before);
        out.push_str(MARK);
        rest = after;
    }
    match out {
        None => Cow::Borrowed(text),
        Some(mut out) => {
            out.push_str(rest);
            Cow::Owned(out)
        }
    }
}

/// The text before and after the first thing that looks like a secret.
fn first_secret(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let tail = bytes.get(at..)?;
        let run = tail.iter().take_while(|b| in_run(**b)).count();
        if run == 0 {
            at += 1;
            continue;
        }
        let word = tail.get(..run)?;
        if is_secret(word) {
            // a run is ASCII, so both ends are character boundaries
            return Some((text.get(..at)?, text.get(at.checked_add(run)?..)?));
        }
        at += run;
    }
    None
}

/// Characters of base64, base64url and of a JWT's dots.
fn in_run(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+' | b'/' | b'=' | b'.' | b'~')
}

/// Whether a run holds a JWT or a word that nobody chose by hand. The whole run goes, for `/` may be base64 too.
fn is_secret(run: &[u8]) -> bool {
    if run.len() < JWT_MIN {
        return false;
    }
    run.split(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+'))).any(|word| {
        (word.len() >= JWT_MIN && word.windows(JWT.len()).any(|w| w == JWT))
            || word.split(|b| !b.is_ascii_hexdigit()).any(|hex| hex.len() >= HEX_MIN)
            || is_mixed(word)
    })
}

fn is_mixed(word: &[u8]) -> bool {
    word.len() >= MIXED_MIN
        && word.iter().any(u8::is_ascii_lowercase)
        && word.iter().any(u8::is_ascii_uppercase)
        && word.split(|b| !b.is_ascii_digit()).filter(|digits| !digits.is_empty()).count() >= 2
}
