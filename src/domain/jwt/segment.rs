//! The base64url of a token's parts (RFC 7515 2): strictly for the verdict, leniently for what is shown beside it.

use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, Engine};
use base64_simd::{AsOut, URL_SAFE_NO_PAD};

/// Takes what no strict reader takes: padding, and bits behind the last octet.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The octets of a part, or why it is no base64url. Of fixed size, so that wiping them takes no second pass.
pub(super) fn strict(part: &[u8]) -> Result<Box<[u8]>, String> {
    let exact = part.len() / 4 * 3 + (part.len() % 4).saturating_sub(1);
    let mut octets = vec![0; exact].into_boxed_slice();
    match URL_SAFE_NO_PAD.decode(part, octets.as_out()).map(|octets| octets.len()) {
        Ok(length) if length == exact => Ok(octets),
        _ => Err(why(part)),
    }
}

/// The octets that a part probably stands for: standard base64 and padding are taken too, and a part that was cut is read
/// as far as it goes. Nothing of this is ever verified.
pub(super) fn lenient(part: &[u8]) -> Vec<u8> {
    let mut part: Vec<u8> = part
        .iter()
        .map_while(|byte| match byte {
            b'+' => Some(b'-'),
            b'/' => Some(b'_'),
            _ if is_base64url(*byte) => Some(*byte),
            _ => None,
        })
        .collect();
    if part.len() % 4 == 1 {
        part.pop();
    }
    LENIENT.decode(&part).unwrap_or_default()
}

/// Whether a character belongs to the alphabet of base64url.
pub(super) fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// In words, without repeating more than the one character.
fn why(part: &[u8]) -> String {
    let body = part.strip_suffix(b"==").or_else(|| part.strip_suffix(b"=")).unwrap_or(part);
    if let Some(at) = body.iter().position(|byte| !is_base64url(*byte)) {
        let place = at + 1;
        return match body.get(at) {
            Some(b'+' | b'/') => {
                format!(
                    "is written in the standard base64 alphabet (character {place}), not in base64url"
                )
            }
            Some(b'\n' | b'\r') => format!("is broken by a line end after {at} characters"),
            Some(b' ' | b'\t') => format!("has a blank in it (character {place})"),
            Some(byte) if byte.is_ascii_graphic() => {
                format!(
                    "has a {:?} in it (character {place}), which base64url does not have",
                    char::from(*byte)
                )
            }
            _ => {
                format!("has something in it (character {place}) that is no character of base64url")
            }
        };
    }
    if body.len() < part.len() {
        return "is padded with =, which tokens never are".into();
    }
    if part.len() % 4 == 1 {
        return format!(
            "has {} characters, which no octets give: it was cut, or something was added",
            part.len()
        );
    }
    "ends in bits that belong to no octet, so the same token could be written in several ways"
        .into()
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as OTHER;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_way_to_be_no_base64url_has_its_words() {
        for (part, words) in [
            ("ab*d", "'*' in it (character 3)"),
            ("ab+d", "standard base64 alphabet"),
            ("ab\ncd", "line end after 2"),
            ("ab cd", "a blank"),
            ("YWI=", "padded"),
            ("abcde", "5 characters"),
            ("YWJ", "bits that belong to no octet"),
            ("\u{e9}", "no character of base64url"),
        ] {
            let said = strict(part.as_bytes()).expect_err(part);
            assert!(said.contains(words), "{part}: {said}");
        }
        assert_eq!(strict(b"YWI").as_deref(), Ok(&b"ab"[..]));
        assert_eq!(strict(b"").as_deref(), Ok(&b""[..]));
    }

    proptest! {
        #[test]
        fn the_same_is_strict_as_for_another_library(
            octets in proptest::collection::vec(any::<u8>(), 0..80),
            place in any::<prop::sample::Index>(),
            other in any::<u8>(),
            cut in 0..4_usize,
        ) {
            let mut part = OTHER.encode(&octets).into_bytes();
            let read = strict(&part);
            prop_assert_eq!(read.as_deref(), Ok(octets.as_slice()));
            part.truncate(part.len().saturating_sub(cut));
            if !part.is_empty() {
                let place = place.index(part.len());
                part[place] = other;
            }
            prop_assert_eq!(strict(&part).ok().map(Vec::from), OTHER.decode(&part).ok());
        }
    }

    #[test]
    fn what_is_shown_goes_as_far_as_it_can() {
        assert_eq!(lenient(b"YWI="), b"ab");
        assert_eq!(lenient(b"YWJjZ"), b"abc");
        assert_eq!(lenient(b"YWJj*YWJj"), b"abc");
        assert_eq!(lenient(b"-_-_"), lenient(b"+/+/"));
    }
}
