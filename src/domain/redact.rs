//! Takes out of foreign text what looks like a credential: for errors, for the log and for crash reports alike.
//!
//! DIRAC's messages can quote whole tokens (an SQL error quotes the row). Names, DNs, paths, versions and UUIDs stay
//! readable; private keys, passwords in URLs, a JWT, a long hexadecimal run, and a long run that mixes cases and digits do
//! not.
//!
//! What cannot be told from its looks: an opaque token of lower-case letters with dots or dashes in it is, letter for letter,
//! a host name. It is taken out where it stands after a name for a secret ([`redact`]), and stays where it does not. Whoever
//! knows the value must not put it into a text: that is what [`super::secret::Secret`] is for.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

/// Private keys in PEM, to their end or to the end of the text; line ends may be escaped.
const KEY: &str =
    r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)";

/// The password in a URL, behind the user's name; it may have an `@` in it, the last one ends it.
const IN_URL: &str = r"(://[^\s/:@]*:)[^\s/]+@";

/// Names for secrets and the values after them: assigned, a password's with its quotes, after a colon, a bearer's, and
/// whatever else authorises a request. Quotes may be escaped (JSON within a quoted text), values marked as Python marks them
/// (`b'...'`), `=` and blanks written with per cent signs.
const PATTERNS: &[&str] = &[
    r#"(?i)((?:token|secret|passw(?:or)?d|passphrase|api_?key|device_code|code_verifier)[\w-]*\\*['"]?\s*(?:=>?|%3D)\s*(?:[bu]?\\*['"])?)([^\s'",;)&]{4,})"#,
    r#"(?i)((?:passw(?:or)?d|passphrase)\\*['"]?\s*[:=]+\s*)([bu]?\\*'[^']*'|[bu]?\\*"[^"]*"|[^\s'",;)&]+)"#,
    r#"(?i)((?:token|secret|passw(?:or)?d|passphrase|api_?key|device_code|code_verifier)[\w-]*\\*['"]?\s*:\s*(?:[bu]?\\*['"])?)([\w+/.~=-]{8,})"#,
    r"(?i)(\bbearer(?:\s|%20|\+)+)(\S{8,})",
    r"(?i)(\bauthorization['\x22]?\s*[:=]\s*['\x22]?basic\s+)([\w+/=-]+)",
];

/// One of these stands in whatever one of [`PATTERNS`] finds: most texts have none, and are not searched at all.
const NAMES: &[&str] = &[
    "token",
    "secret",
    "passw",
    "passphrase",
    "apikey",
    "api_key",
    "device_code",
    "code_verifier",
    "bearer",
    "authorization",
];

/// What stands where something was taken out.
const MARK: &str = "[redacted]";
/// A JWT begins with the base64 of `{"`.
const JWT: &[u8] = b"eyJ";
const JWT_MIN: usize = 12;
const HEX_MIN: usize = 32;
const MIXED_MIN: usize = 20;
const BASE64_MIN: usize = 40;

/// `text` without what looks like a secret: private keys, passwords in URLs, values with a name for a secret before them, JSON
/// web tokens, 32 or more hexadecimal digits, 20 or more characters of the base64 alphabets that change between cases and
/// digits as no name does.
pub fn redact(text: &str) -> Cow<'_, str> {
    passes(text, [redact_shaped, redact_named, redact_runs])
}

/// `value`, which an option of this name holds, without what looks like a secret. Ids are long and mixed by nature: of theirs
/// only what has the shape of a credential goes.
pub fn redact_value<'v>(name: &str, value: &'v str) -> Cow<'v, str> {
    if name.to_ascii_lowercase().ends_with("id") { redact_certain(value) } else { redact(value) }
}

/// `text` without what has the shape of a credential, however short: private keys, passwords in URLs, values with a name for a
/// secret before them, JSON web tokens. What is only long and mixed stays.
pub fn redact_certain(text: &str) -> Cow<'_, str> {
    passes(text, [redact_shaped, redact_named, redact_webtokens])
}

fn passes(text: &str, passes: [fn(&str) -> Cow<'_, str>; 3]) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text);
    for pass in passes {
        if let Cow::Owned(shorter) = pass(&out) {
            out = Cow::Owned(shorter);
        }
    }
    out
}

/// What has a shape of its own: keys between their lines, passwords in URLs.
fn redact_shaped(text: &str) -> Cow<'_, str> {
    static KEYS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(KEY).ok());
    static URLS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(IN_URL).ok());
    let mut out = Cow::Borrowed(text);
    for (needle, pattern, instead) in
        [("PRIVATE KEY-", &KEYS, MARK), ("://", &URLS, "${1}[redacted]@")]
    {
        if let Some(pattern) = pattern.as_ref().filter(|_| out.contains(needle))
            && let Cow::Owned(replaced) = pattern.replace_all(&out, instead)
        {
            out = Cow::Owned(replaced);
        }
    }
    out
}

/// Values that stand after a name for a secret, whatever they look like.
///
/// After `=` every value goes. After a colon, where words follow as often (`Invalid refresh token: invalid_grant`), only
/// what has a digit in it and is long enough.
fn redact_named(text: &str) -> Cow<'_, str> {
    static NAMED: LazyLock<Vec<Regex>> =
        LazyLock::new(|| PATTERNS.iter().filter_map(|p| Regex::new(p).ok()).collect());
    let mut text = Cow::Borrowed(text);
    let small = text.to_ascii_lowercase();
    if !NAMES.iter().any(|name| memchr::memmem::find(small.as_bytes(), name.as_bytes()).is_some()) {
        return text;
    }
    for pattern in NAMED.iter() {
        let replaced = pattern.replace_all(&text, |found: &Captures<'_>| {
            let value = found.get(2).map_or("", |value| value.as_str());
            // words follow `token:` as often as tokens do; not after a password, nor after a key in quotes (JSON, Python)
            let mut name = found.get(1).map_or("", |name| name.as_str()).to_ascii_lowercase();
            name.retain(|c| !c.is_whitespace());
            let assigned = ["passw", "passphrase", "authorization", "=", "\":", "':"]
                .iter()
                .any(|w| name.contains(w))
                || !name.contains(':');
            let plain =
                value.contains("://") || matches!(value, "None" | "null" | "True" | "False");
            if plain || !(assigned || value.bytes().any(|b| b.is_ascii_digit())) {
                found.get(0).map_or("", |all| all.as_str()).to_owned()
            } else {
                format!("{}{MARK}", found.get(1).map_or("", |name| name.as_str()))
            }
        });
        if let Cow::Owned(replaced) = replaced {
            text = Cow::Owned(replaced);
        }
    }
    text
}

fn redact_runs(text: &str) -> Cow<'_, str> {
    without_runs(text, is_secret)
}

fn redact_webtokens(text: &str) -> Cow<'_, str> {
    without_runs(text, |run| words(run).any(is_webtoken))
}

fn without_runs(text: &str, is_secret: fn(&[u8]) -> bool) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut rest = text;
    while let Some((before, after)) = first_secret(rest, is_secret) {
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
fn first_secret(text: &str, is_secret: fn(&[u8]) -> bool) -> Option<(&str, &str)> {
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
    is_base64(run)
        || words(run).any(|word| {
            is_webtoken(word)
                || word.split(|b| !b.is_ascii_hexdigit()).any(|hex| hex.len() >= HEX_MIN)
                || (word.len() >= MIXED_MIN && is_mixed(word))
                || word.split(|b| !b.is_ascii_alphanumeric()).any(is_sprinkled)
        })
}

/// The words of a run.
fn words(run: &[u8]) -> impl Iterator<Item = &[u8]> {
    run.split(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+')))
}

/// Whether a word is a part of a JWT.
fn is_webtoken(word: &[u8]) -> bool {
    word.len() >= JWT_MIN && word.windows(JWT.len()).any(|w| w == JWT)
}

/// Whether a run is base64 as a whole, in spite of its slashes: long, of both cases and with digits, and neither a path (it
/// would begin with a slash and have more of them) nor a DN (`=` within) nor a host name.
fn is_base64(run: &[u8]) -> bool {
    let body = run.strip_suffix(b"==").or_else(|| run.strip_suffix(b"=")).unwrap_or(run);
    let slashes = memchr::memchr_iter(b'/', body).count();
    body.len() >= BASE64_MIN
        && body.first() != Some(&b'/')
        && slashes.saturating_mul(8) <= body.len()
        && body.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_'))
        && has_both_cases(body)
        && body.iter().any(u8::is_ascii_digit)
}

/// Whether a word changes between cases and digits as no name does.
fn is_mixed(word: &[u8]) -> bool {
    let digit_groups = word.split(|b| !b.is_ascii_digit()).filter(|d| !d.is_empty()).count();
    let changes =
        word.iter().zip(word.iter().skip(1)).filter(|(a, b)| class(**a) != class(**b)).count();
    has_both_cases(word)
        && (digit_groups >= 2 || changes.saturating_mul(5) >= word.len().saturating_mul(2))
}

/// Whether a long piece has digits sprinkled over it, in one case too, as no name has.
fn is_sprinkled(piece: &[u8]) -> bool {
    let groups = piece.split(|b| !b.is_ascii_digit()).filter(|d| !d.is_empty()).count();
    piece.len() >= MIXED_MIN && groups >= 3 && piece.iter().any(u8::is_ascii_alphabetic)
}

fn has_both_cases(word: &[u8]) -> bool {
    word.iter().any(u8::is_ascii_lowercase) && word.iter().any(u8::is_ascii_uppercase)
}

fn class(b: u8) -> u8 {
    match b {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests;
