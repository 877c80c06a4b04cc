//! What stands around a token where people copy it from: a header's name, quotes, line ends, the JSON of a token file.
//!
//! Each thing that is taken off is told. What the text is in the end is decided by `read`.

use zeroize::Zeroizing;

use super::json::{Object, Value, read_object};
use super::segment::is_base64url;

/// Something that was taken off to get at the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stripped {
    /// `Authorization:`, `Bearer`, or both.
    Bearer,
    /// Quotes on both ends.
    Quotes,
    /// A byte order mark.
    ByteOrderMark,
    /// Line ends within.
    LineEnds,
    /// The JSON of a token response, as DIRAC writes it into the bearer token file (facts/tokens.md 0.6).
    Response,
}

/// A text without what stood around it.
pub(super) struct Bare {
    /// What may be a token; wiped when dropped. Of fixed size: a vector would be wiped twice, its spare room as well.
    pub(super) text: Zeroizing<Box<[u8]>>,
    /// What was taken off, in that order.
    pub(super) stripped: Vec<Stripped>,
    /// The text is JSON without a token to take out: what it is instead.
    pub(super) json: Option<&'static str>,
}

/// The longest run of prefixes and quotes in one another that anybody copied.
const LAYERS: usize = 4;

/// Takes off what stands around `text`.
pub(super) fn bare(text: &[u8]) -> Bare {
    let mut stripped = Vec::new();
    let mut inside = strip(text, &mut stripped);
    if inside.first() != Some(&b'{') {
        return finish(inside, stripped);
    }
    let mut object = Zeroizing::new(read_object(&lossy(inside)).object);
    let Some(Value::String(token)) = object.get("access_token") else {
        let json = Some(what(&object));
        return Bare { text: Zeroizing::default(), stripped, json };
    };
    stripped.push(Stripped::Response);
    let token = Zeroizing::new(token.clone());
    *object = Object::default();
    inside = strip(token.as_bytes(), &mut stripped);
    finish(inside, stripped)
}

/// JSON text as `str`; what is not UTF-8 cannot be part of a token.
fn lossy(text: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(String::from_utf8_lossy(text).into_owned())
}

/// Blanks, quotes, byte order mark and prefixes, as often as they were put around each other.
fn strip<'t>(text: &'t [u8], stripped: &mut Vec<Stripped>) -> &'t [u8] {
    let mut text = trim(text);
    let mut note = |what| {
        if !stripped.contains(&what) {
            stripped.push(what);
        }
    };
    for _ in 0..LAYERS {
        let before = text.len();
        if let Some(rest) = text.strip_prefix(b"\xef\xbb\xbf") {
            note(Stripped::ByteOrderMark);
            text = trim(rest);
        }
        if let [first @ (b'"' | b'\'' | b'`'), middle @ .., last] = text
            && first == last
        {
            note(Stripped::Quotes);
            text = trim(middle);
        }
        if let Some(rest) = without_word(text, b"authorization:") {
            note(Stripped::Bearer);
            text = trim(rest);
        }
        if let Some(rest) = without_word(text, b"bearer")
            && rest.first().is_none_or(|byte| is_space(*byte))
        {
            note(Stripped::Bearer);
            text = trim(rest);
        }
        if text.len() == before {
            break;
        }
    }
    text
}

fn without_word<'t>(text: &'t [u8], word: &[u8]) -> Option<&'t [u8]> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(rest)
}

/// The six characters of C's `isspace`, on both ends (WLCG Bearer Token Discovery 1.0).
fn trim(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text
        && is_space(*first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_space(*last)
    {
        text = rest;
    }
    text
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// Puts the lines of a wrapped token together, where they make one: two tokens below each other do not.
fn finish(text: &[u8], mut stripped: Vec<Stripped>) -> Bare {
    if memchr::memchr2(b'\n', b'\r', text).is_some() {
        let mut joined = Zeroizing::new(Vec::with_capacity(text.len()));
        joined.extend(text.iter().copied().filter(|byte| !is_space(*byte)));
        let dots = memchr::memchr_iter(b'.', &joined).count();
        let clean = joined.iter().all(|byte| is_base64url(*byte) || *byte == b'.');
        if clean && (dots == 2 || dots == 4 && !holds_a_token(text)) {
            stripped.push(Stripped::LineEnds);
            return Bare { text: boxed(&joined), stripped, json: None };
        }
    }
    Bare { text: boxed(text), stripped, json: None }
}

fn boxed(text: &[u8]) -> Zeroizing<Box<[u8]>> {
    Zeroizing::new(text.into())
}

/// Whether one of several lines is a signed token by itself.
fn holds_a_token(text: &[u8]) -> bool {
    text.split(|byte| matches!(byte, b'\n' | b'\r'))
        .any(|line| memchr::memchr_iter(b'.', line).count() == 2)
}

/// What a JSON object without an access token is.
fn what(object: &Object) -> &'static str {
    let has = |name| object.has(name);
    if has("ciphertext") {
        "It is an encrypted token in JSON form; tokens of the grid are never written so."
    } else if has("payload") && (has("signatures") || has("signature")) {
        "It is a signed object in JSON form; a token is written in the compact form, three parts with dots between."
    } else if has("keys") || has("kty") {
        "It is a set of keys, not a token."
    } else if has("refresh_token") || has("id_token") {
        "It is the answer of a token endpoint, and there is no access_token in it."
    } else {
        "It is JSON, and there is no access_token in it."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (String, Vec<Stripped>) {
        let bare = bare(text.as_bytes());
        (String::from_utf8(bare.text.to_vec()).expect("ASCII"), bare.stripped)
    }

    #[test]
    fn what_people_copy_with_a_token_comes_off_and_is_told() {
        use Stripped::{Bearer, ByteOrderMark, LineEnds, Quotes, Response};
        for (text, told) in [
            (" \t\r\n\u{b}\u{c}a.b.c\u{c}\u{b}\n", &[][..]),
            ("Bearer a.b.c", &[Bearer]),
            ("bearer\ta.b.c", &[Bearer]),
            ("authorization:Bearer  a.b.c", &[Bearer]),
            ("'Authorization: Bearer a.b.c'", &[Quotes, Bearer]),
            ("\"a.b.c\"", &[Quotes]),
            ("\u{feff}a.b.c", &[ByteOrderMark]),
            ("a.\nb\r\n .c", &[LineEnds]),
            ("{\"access_token\": \"Bearer a.b.c\", \"refresh_token\": \"r\"}", &[Response, Bearer]),
            ("\u{feff}{\"access_token\": \"a.b.c\"", &[ByteOrderMark, Response]),
        ] {
            assert_eq!(of(text), ("a.b.c".to_owned(), told.to_vec()), "{text:?}");
        }
        assert_eq!(of("Bearer").0, "");
        assert_eq!(of("bearerless").0, "bearerless");
        assert_eq!(of("'").0, "'");
    }

    #[test]
    fn two_tokens_are_not_made_into_one() {
        for text in ["a.b.c\nd.e.f", "a.b.c\nhttps://iam.example.org/", "a.b.c d"] {
            assert_eq!(of(text), (text.to_owned(), Vec::new()));
        }
        assert_eq!(of("a.b\n.c.d.e").0, "a.b.c.d.e");
    }

    #[test]
    fn json_without_an_access_token_is_named() {
        for (text, words) in [
            ("{\"payload\":\"e30\",\"signatures\":[]}", "signed object"),
            ("{\"protected\":\"e30\",\"ciphertext\":\"\"}", "encrypted"),
            ("{\"refresh_token\":\"r\"}", "no access_token"),
            ("{\"keys\":[]}", "set of keys"),
            ("{", "JSON"),
            ("{\"access_token\":7}", "JSON"),
        ] {
            let bare = bare(text.as_bytes());
            assert!(bare.json.is_some_and(|said| said.contains(words)), "{text}");
            assert!(bare.text.is_empty());
        }
    }
}
