use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;

use super::*;

const HEADER: &str = r#"{"alg":"RS256","kid":"k"}"#;
const CLAIMS: &str = r#"{"iss":"https://iam.example.org/","sub":"a","exp":1795236600}"#;

fn token(header: impl AsRef<[u8]>, claims: impl AsRef<[u8]>) -> String {
    let encode = |part: &[u8]| URL_SAFE_NO_PAD.encode(part);
    format!("{}.{}.{}", encode(header.as_ref()), encode(claims.as_ref()), encode(b"signature"))
}

fn parse(text: impl AsRef<[u8]>) -> &'static str {
    read(text.as_ref()).parse.word()
}

#[test]
fn each_state_of_a_text_has_its_word() {
    let good = token(HEADER, CLAIMS);
    for (text, expected) in [
        (good.clone(), "ok"),
        (token("{}", "{}"), "ok"),
        (format!("{}.", good.rsplit_once('.').unwrap().0), "ok"),
        (String::new(), "empty"),
        ("Bearer ".into(), "empty"),
        ("\"\"".into(), "empty"),
        ("opaque".into(), "segments"),
        (good.rsplit_once('.').unwrap().0.into(), "segments"),
        (format!("{good}.x"), "segments"),
        (format!("{good}\n{good}"), "segments"),
        (format!("{good}x*"), "base64"),
        (format!("{good}="), "base64"),
        (good.replacen('.', " .", 1), "base64"),
        (good.replace('.', "%2E"), "segments"),
        (token(b"\xff\xfe{\0}\0", CLAIMS), "utf8"),
        (token(HEADER, b"{\"a\":\"\xc0\x80\"}"), "utf8"),
        (token("{", CLAIMS), "json"),
        (token(HEADER, ""), "json"),
        (token(HEADER, "{\"a\":1}x"), "json"),
        (token(HEADER, "[]"), "not-object"),
        (token("7", "["), "not-object"),
        (token(HEADER, "[".repeat(9_000)), "too-deep"),
        (token(HEADER, CLAIMS) + &"A".repeat(LARGEST), "too-large"),
        (format!("{}.a.b.c.d", good.split_once('.').unwrap().0), "jwe"),
        ("a.b.c.d.e".into(), "segments"),
        ("a.b.c.d.e.f".into(), "segments"),
    ] {
        let shown: String = text.chars().take(60).collect();
        let read = read(text.as_bytes());
        assert_eq!(read.parse.word(), expected, "{shown}: {}", read.reason);
        assert_eq!(read.reason.is_empty(), read.parse == Parse::Ok, "{shown}");
        assert_eq!(read.signed().is_some(), read.parse == Parse::Ok, "{shown}");
    }
    assert_eq!(parse(b"\xff\xfe\x00"), "segments");
}

#[test]
fn encoding_is_judged_before_meaning_in_all_parts() {
    let header = URL_SAFE_NO_PAD.encode("no json");
    assert_eq!(parse(format!("{header}.e30.a*b")), "base64");
    assert_eq!(parse(format!("{header}.{}.e30", URL_SAFE_NO_PAD.encode(b"\xff"))), "utf8");
    assert_eq!(parse(format!("{header}.e30.e30")), "json");
}

#[test]
fn what_is_signed_is_the_text_as_it_stands() {
    let text = token("{ \"alg\":\"RS256\" }", CLAIMS);
    let read = read(format!("  Bearer {text}\n").as_bytes());
    let signed = read.signed().expect("readable");
    assert_eq!(signed.message, text.rsplit_once('.').unwrap().0.as_bytes());
    assert_eq!(signed.signature, b"signature");
    assert_eq!(read.length, text.len());
}

#[test]
fn a_damaged_token_still_tells_whose_it_is() {
    let good = token(HEADER, CLAIMS);
    let claims_end = good.rfind('.').unwrap();
    for text in [
        good[..claims_end].to_owned(),
        good[..claims_end - 10].to_owned(),
        good.replacen('.', "==.", 1),
        good[..claims_end - 9].to_owned() + "*.x",
    ] {
        let read = read(text.as_bytes());
        assert_ne!(read.parse, Parse::Ok, "{text}");
        let claims = read.claims.expect("claims");
        assert_eq!(claims.text("iss"), Some("https://iam.example.org/"), "{text}");
    }
}

#[test]
fn secrets_in_claims_are_wiped_and_named() {
    let inner = token(HEADER, CLAIMS);
    let claims = format!(
        r#"{{"refresh_token":"s3cret-a","deep":[{{"Password":"s3cret-b"}}],"hint":"x {inner}","client_secret":true,"token_type":"Bearer"}}"#
    );
    let read =
        read(token(r#"{"alg":"RS256","jwk":{"kty":"EC","d":"s3cret-c"}}"#, claims).as_bytes());
    assert_eq!(read.hidden, ["header.d", "claims.refresh_token", "claims.Password", "claims.hint"]);
    let shown = format!("{:?} {:?} {read:?}", read.header, read.claims);
    assert!(!shown.contains("s3cret") && !shown.contains(&inner), "{shown}");
    assert!(shown.contains("Bearer") && shown.contains("Bool(true)"), "{shown}");
}

#[test]
fn no_shape_of_the_largest_size_is_too_much() {
    let fill = |head: &str, unit: &str, tail: &str| {
        let room = LARGEST / 4 * 3 - 64 - head.len() - tail.len();
        let units = room / unit.len();
        format!("{head}{}{tail}", unit.repeat(units))
    };
    let name = "n".repeat(100_000);
    for (claims, expected) in [
        (fill("{\"a\":[", "{},", "{}]}"), "ok"),
        (fill("{\"a\":\"", "\\u0041", "\"}"), "ok"),
        (fill("{\"a\":\"", "\u{202e}", "\"}"), "ok"),
        (fill("{\"a\":1", "1", "}"), "ok"),
        (fill("{", "\"a\":1,", "\"a\":1}"), "ok"),
        (fill(&format!("{{\"{name}\":{{"), "\"password\":\"a\",", "\"b\":{}}}"), "ok"),
        (fill("", " ", "{}"), "ok"),
        (fill("", "{\"a\":", ""), "too-deep"),
        (fill("", "[", ""), "too-deep"),
        (fill("", "\\", ""), "json"),
    ] {
        let shown: String = claims.chars().take(40).collect();
        let read = read(token(HEADER, claims).as_bytes());
        assert_eq!(read.parse.word(), expected, "{shown}: {}", read.reason);
        let signature = judge::<NoKey>(&read, Some(&[]));
        let found = findings(&read, &signature, jiff::Timestamp::UNIX_EPOCH, Some("x"));
        assert!(found.iter().all(|finding| finding.text.len() < 4_000), "{shown}");
    }
    for unit in [".", "\"", "'Bearer ", "{", "\n", "\u{feff}", "a.b.c\n"] {
        let text = unit.repeat(LARGEST / unit.len());
        assert_ne!(parse(&text), "ok", "{unit:?}");
    }
}

/// For sets without keys.
struct NoKey;

impl Key for NoKey {
    fn facts(&self) -> &KeyFacts {
        panic!("there is none")
    }
    fn made(&self, _: Algorithm, _: Signed<'_>) -> bool {
        panic!("there is none")
    }
}

/// Everything that is done with a token.
fn all_of(text: &[u8]) -> (Token, Vec<crate::domain::lint::Finding>) {
    let read = read(text);
    let signature = judge::<NoKey>(&read, None);
    let now = jiff::Timestamp::from_second(1_795_233_600).unwrap();
    let found = findings(&read, &signature, now, Some("https://x"));
    (read, found)
}

proptest! {
    #[test]
    fn any_bytes_are_read(text in prop::collection::vec(any::<u8>(), 0..600)) {
        let (read, found) = all_of(&text);
        // what cannot be read is always an error
        prop_assert!(read.parse == Parse::Ok || found.iter().any(|f| f.id.starts_with("token-")));
    }

    #[test]
    fn anything_like_a_token_is_read(text in r#"(Bearer |"|\{"access_token":"|\n| ){0,3}[A-Za-z0-9_=.+/\-]{0,80}(\.e30|\.[A-Za-z]{0,40}|"|\n|\}){0,6}"#) {
        let _ = all_of(text.as_bytes());
    }

    #[test]
    fn any_header_and_claims_are_judged(header in r#"\{("(alg|kid|typ|crit|jku)":("[ -~]{0,9}"|[0-9]{1,3}|null|\[\]|\{\}),?){0,5}\}?"#, claims in any::<String>()) {
        let _ = all_of(token(header, claims).as_bytes());
    }

    #[test]
    fn white_space_around_a_token_changes_nothing(before in "[ \t\r\n\u{b}\u{c}]{0,9}", after in "[ \t\r\n\u{b}\u{c}]{0,9}") {
        let text = token(HEADER, CLAIMS);
        let read = read(format!("{before}{text}{after}").as_bytes());
        prop_assert_eq!(read.parse, Parse::Ok);
        prop_assert!(read.stripped.is_empty());
        prop_assert_eq!(read.length, text.len());
    }

    #[test]
    fn a_token_wrapped_anywhere_is_put_together(width in 1usize..120, crlf: bool) {
        let text = token(HEADER, CLAIMS);
        let end = if crlf { "\r\n" } else { "\n" };
        let lines: Vec<&str> = text.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
        let wrapped = lines.join(end);
        let read = read(wrapped.as_bytes());
        prop_assert_eq!(read.parse, Parse::Ok);
        prop_assert_eq!(read.stripped, if lines.len() > 1 { vec![Stripped::LineEnds] } else { vec![] });
    }

    #[test]
    fn a_reason_never_repeats_the_token(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let text = token(HEADER, CLAIMS);
        let mut bytes = text.clone().into_bytes();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let (read, found) = all_of(&bytes);
        let said = found.iter().fold(read.reason, |all, finding| all + "\n" + &finding.text);
        for window in text.as_bytes().windows(12) {
            let window = std::str::from_utf8(window).unwrap();
            prop_assert!(!said.contains(window), "{}", said);
        }
    }
}
