//! Tokens of the corpus, damaged at random: whatever comes in, what goes out is the same each time, has no hostile character,
//! and has nothing of the token's own text.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dirac_tokens::cli::output::{About, Format, Source};
use dirac_tokens::cli::rows::write_inspection;
use dirac_tokens::domain::foreign::is_hostile;
use dirac_tokens::domain::jwt::TrustedIssuer;
use dirac_tokens::ops::verify::inspect_with_file;
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::Index;

use super::{corpus, keys};

/// What is put into a text: C0, C1, ESC and what may follow it, bidi, zero-width, halves of UTF-8, and what JSON is made of.
const INSERTED: [&[u8]; 20] = [
    b"\0",
    b"\x07",
    b"\x1b[31m",
    b"\x1b]0;owned\x07",
    b"\r\n",
    "\u{85}".as_bytes(),
    "\u{9b}2J".as_bytes(),
    b"\x9b",
    b"\xff",
    b"\xc3",
    "\u{202e}".as_bytes(),
    "\u{2066}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{feff}".as_bytes(),
    "\u{e0041}".as_bytes(),
    b"\\u001b",
    b"\\ud83d",
    b"\"",
    b"{",
    b"],",
];

/// A way to damage a token.
#[derive(Clone, Debug)]
enum Damage {
    /// A bit of its text.
    Flip(Index, u8),
    /// Something more in its text.
    Insert(Index, usize),
    /// Something more within the JSON of its header or claims.
    Within(bool, Index, usize),
    /// A bit within the JSON of its header or claims.
    FlipWithin(bool, Index, u8),
    /// No end.
    Cut(Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        (at(), 0..8_u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (at(), 0..INSERTED.len()).prop_map(|(at, what)| Damage::Insert(at, what)),
        (any::<bool>(), at(), 0..INSERTED.len()).prop_map(|(c, at, w)| Damage::Within(c, at, w)),
        (any::<bool>(), at(), 0..8_u8).prop_map(|(c, at, bit)| Damage::FlipWithin(c, at, bit)),
        at().prop_map(Damage::Cut),
    ]
}

fn insert(text: &mut Vec<u8>, at: Index, what: usize) {
    let at = at.index(text.len() + 1);
    text.splice(at..at, INSERTED[what].iter().copied());
}

fn flip(text: &mut [u8], at: Index, bit: u8) {
    if !text.is_empty() {
        text[at.index(text.len())] ^= 1 << bit;
    }
}

/// `text` with `change` made to the JSON of one of its parts, if that can still be decoded.
fn within(text: &mut Vec<u8>, claims: bool, change: impl FnOnce(&mut Vec<u8>)) {
    let mut parts: Vec<Vec<u8>> = text.split(|byte| *byte == b'.').map(<[u8]>::to_vec).collect();
    if let Some(part) = parts.get_mut(usize::from(claims))
        && let Ok(mut json) = URL_SAFE_NO_PAD.decode(&*part)
    {
        change(&mut json);
        *part = URL_SAFE_NO_PAD.encode(json).into_bytes();
    }
    *text = parts.join(&b'.');
}

fn damaged(token: &str, all: &[Damage]) -> Vec<u8> {
    let mut text = token.as_bytes().to_vec();
    for one in all {
        match one {
            Damage::Flip(at, bit) => flip(&mut text, *at, *bit),
            Damage::Insert(at, what) => insert(&mut text, *at, *what),
            Damage::Within(claims, at, what) => {
                within(&mut text, *claims, |json| insert(json, *at, *what));
            }
            Damage::FlipWithin(claims, at, bit) => {
                within(&mut text, *claims, |json| flip(json, *at, *bit));
            }
            Damage::Cut(at) => text.truncate(at.index(text.len() + 1)),
        }
    }
    text
}

/// What the command prints of a text, in each format.
fn printed(text: &[u8], columns: Option<u16>) -> Vec<String> {
    let keys = keys();
    let issuers = ["https://iam.lab.example/"]
        .map(|issuer| TrustedIssuer { issuer: issuer.into(), named_by: "--issuer".into() });
    let now = Timestamp::from_second(1_795_233_600).expect("a time");
    let inspection = inspect_with_file(text, ("jwks.json", &keys), &issuers, Some("x"), now);
    let formats = [Format::Table, Format::Json, Format::Jsonl, Format::Csv];
    let print = |format| {
        let mut out = Vec::new();
        let about = About::new("inspection", now, Source::default());
        write_inspection(&mut out, about, &inspection, format, columns).expect("a Vec takes all");
        String::from_utf8(out).expect("UTF-8")
    };
    formats.map(print).into()
}

/// Pieces of the token as it is written: of any part that is long enough to be known again.
fn pieces(token: &str) -> Vec<&str> {
    let parts = token.split('.').filter(|part| part.len() >= 64 && part.is_ascii());
    parts.flat_map(|part| [&part[..32], &part[part.len() - 32..]]).collect()
}

fn small() -> Vec<String> {
    let all = corpus();
    let tokens = all.iter().filter_map(|line| line["token"].as_str());
    tokens.filter(|token| token.len() < 8_000).map(str::to_owned).collect()
}

fn hostile(text: &str) -> Option<char> {
    // lines end, csv's with a return too
    text.chars().find(|c| is_hostile(*c) && !matches!(c, '\n' | '\r'))
}

proptest! {
    #[test]
    fn whatever_is_done_to_a_token_what_is_printed_is_harmless_and_the_same_each_time(
        which in any::<Index>(),
        all in proptest::collection::vec(damage(), 0..6),
        columns in prop_oneof![Just(None), (20..200_u16).prop_map(Some)],
    ) {
        let tokens = small();
        prop_assert!(tokens.len() > 100);
        let token = &tokens[which.index(tokens.len())];
        let text = damaged(token, &all);
        let said = printed(&text, columns);
        prop_assert_eq!(&said, &printed(&text, columns));
        serde_json::from_str::<serde_json::Value>(&said[1]).expect("JSON");
        for (at, out) in said.iter().enumerate() {
            prop_assert_eq!(hostile(out), None, "format {}: {}", at, out);
            prop_assert!(at == 3 || !out.contains('\r'), "{}", out);
            for piece in pieces(token) {
                prop_assert!(!out.contains(piece), "{} in {}", piece, out);
            }
        }
    }
}

#[test]
fn the_search_for_what_is_harmful_finds_it() {
    assert_eq!(hostile("a\u{9b}b"), Some('\u{9b}'));
    assert_eq!(hostile("a\n"), None);
    let token = format!("{0}.{0}.{0}", "eyJhbGciOiJSUzI1NiIs".repeat(4));
    assert_eq!(pieces(&token).len(), 6);
    assert_eq!(damaged("e30.e30.c2ln", &[]), b"e30.e30.c2ln");
}
