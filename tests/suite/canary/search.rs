//! The search itself: every window of 16 bytes of every secret, in every form that text may take.

use std::collections::HashMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Bytes that may not be in common: fewer may be by chance.
const WINDOW: usize = 16;

/// Decodes what there is, with or without padding, whatever the last bits are.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Something that must be found nowhere.
pub(super) struct Planted {
    /// What it is, to be told when it is found.
    pub(super) name: String,
    value: Vec<u8>,
}

impl Planted {
    /// A secret of at least 16 bytes.
    pub(super) fn new(name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        let (name, value) = (name.into(), value.into());
        assert!(value.len() >= WINDOW, "{name} is too short to be told from anything else");
        Self { name, value }
    }

    /// The secret itself, to plant it.
    pub(super) fn value(&self) -> &[u8] {
        &self.value
    }
}

impl fmt::Debug for Planted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// A secret that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// Where: the name of a file.
    pub(super) place: String,
    /// At which byte of it, or of the run of characters that decodes to it.
    pub(super) offset: usize,
    /// Which secret.
    pub(super) name: String,
    /// In which form.
    pub(super) form: String,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}: {} ({})", self.place, self.offset, self.name, self.form)
    }
}

/// What is looked for.
pub(super) struct Net {
    names: Vec<String>,
    windows: HashMap<[u8; WINDOW], usize>,
    /// A bit for each hash of a window: most bytes are passed over by this alone.
    sieve: Vec<u64>,
}

/// Bits of the sieve's hashes.
const BITS: u32 = 24;

impl Net {
    pub(super) fn new(secrets: &[Planted]) -> Self {
        let mut net = Self {
            names: secrets.iter().map(|secret| secret.name.clone()).collect(),
            windows: HashMap::new(),
            sieve: vec![0; 1 << (BITS - 6)],
        };
        for (number, secret) in secrets.iter().enumerate() {
            for window in secret.value.windows(WINDOW) {
                let window: [u8; WINDOW] = window.try_into().unwrap();
                let hash = hash(&window);
                net.sieve[hash >> 6] |= 1 << (hash & 63);
                net.windows.entry(window).or_insert(number);
            }
        }
        net
    }

    /// Every secret that is in `bytes`, once in each form.
    pub(super) fn search(&self, place: &str, bytes: &[u8]) -> Vec<Found> {
        let mut found: HashMap<(usize, String), usize> = HashMap::new();
        let mut note = |name: usize, form: String, offset: usize| {
            found.entry((name, form)).or_insert(offset);
        };
        for (form, text) in [
            ("", Some(bytes.to_vec())),
            ("per cent, ", unpercent(bytes)),
            ("JSON, ", unescape(bytes)),
        ] {
            let Some(text) = text else { continue };
            self.windows_in(&text, |name, at| note(name, format!("{form}as it is"), at));
            for (at, decoded) in hexadecimal(&text) {
                self.windows_in(&decoded, |name, _| note(name, format!("{form}hexadecimal"), at));
            }
            for (at, decoded) in base64(&text) {
                self.windows_in(&decoded, |name, _| note(name, format!("{form}base64"), at));
            }
        }
        let mut found: Vec<Found> = found
            .into_iter()
            .map(|((name, form), offset)| Found {
                place: place.to_owned(),
                offset,
                name: self.names[name].clone(),
                form,
            })
            .collect();
        found.sort();
        found
    }

    fn windows_in(&self, text: &[u8], mut found: impl FnMut(usize, usize)) {
        for (at, window) in text.windows(WINDOW).enumerate() {
            let window: &[u8; WINDOW] = window.try_into().unwrap();
            let hash = hash(window);
            if self.sieve[hash >> 6] & (1 << (hash & 63)) != 0
                && let Some(name) = self.windows.get(window)
            {
                found(*name, at);
            }
        }
    }
}

fn hash(window: &[u8; WINDOW]) -> usize {
    let (a, b) = window.split_at(8);
    let (a, b) =
        (u64::from_le_bytes(a.try_into().unwrap()), u64::from_le_bytes(b.try_into().unwrap()));
    let mixed = (a ^ b.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - BITS)) as usize
}

/// The text with `%XX` decoded; `None` if there is nothing of the kind.
fn unpercent(text: &[u8]) -> Option<Vec<u8>> {
    if !text.contains(&b'%') {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%')
            .then(|| Some((digit(*after.first()?)?, digit(*after.get(1)?)?)))
            .flatten();
        if let Some((high, low)) = code {
            out.push(high << 4 | low);
            rest = &after[2..];
        } else {
            out.push(*first);
            rest = after;
        }
    }
    Some(out)
}

/// The text with the escapes of JSON decoded; `None` if there is nothing of the kind.
fn unescape(text: &[u8]) -> Option<Vec<u8>> {
    if !text.contains(&b'\\') {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let (bytes, taken) = match (first, after.first()) {
            (b'\\', Some(b'u')) => {
                let code = after.get(1..5).and_then(|hex| {
                    hex.iter().try_fold(0_u32, |code, d| Some(code << 4 | u32::from(digit(*d)?)))
                });
                match code.and_then(char::from_u32) {
                    Some(c) => (c.to_string().into_bytes(), 5),
                    None => (vec![b'\\'], 0),
                }
            }
            (b'\\', Some(b'n')) => (vec![b'\n'], 1),
            (b'\\', Some(b'r')) => (vec![b'\r'], 1),
            (b'\\', Some(b't')) => (vec![b'\t'], 1),
            (b'\\', Some(other)) => (vec![*other], 1),
            _ => (vec![*first], 0),
        };
        out.extend(bytes);
        rest = &after[taken..];
    }
    Some(out)
}

fn digit(c: u8) -> Option<u8> {
    char::from(c).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

/// Runs of hexadecimal digits, decoded from their first and from their second digit.
fn hexadecimal(text: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let runs = runs(text, |c| c.is_ascii_hexdigit(), 2 * WINDOW);
    runs.flat_map(|(at, run)| {
        let digits: Vec<u8> = run.iter().filter_map(|c| digit(*c)).collect();
        let from = |first: usize| {
            digits[first..].chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect::<Vec<u8>>()
        };
        [(at, from(0)), (at, from(1))]
    })
}

/// Runs of base64, either alphabet, decoded at each of the four places where a group may begin.
fn base64(text: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let in_run = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/' | b'-' | b'_');
    runs(text, in_run, WINDOW * 4 / 3).flat_map(|(at, run)| {
        let standard: Vec<u8> = run
            .iter()
            .map(|c| match c {
                b'-' => b'+',
                b'_' => b'/',
                other => *other,
            })
            .collect();
        (0..4).filter_map(move |first| {
            let part = standard.get(first..)?;
            // one character alone holds no byte
            let whole = if part.len() % 4 == 1 { part.len() - 1 } else { part.len() };
            Some((at + first, BASE64.decode(&part[..whole]).ok()?))
        })
    })
}

/// Runs of characters of a kind, of a length at least, line ends and what stands for them left out of them.
fn runs(
    text: &[u8],
    kind: impl Fn(u8) -> bool,
    least: usize,
) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at;
            let mut run = Vec::new();
            while let Some(c) = text.get(at) {
                if kind(*c) {
                    run.push(*c);
                } else if run.is_empty() || !matches!(c, b'\n' | b'\r') {
                    break;
                }
                at += 1;
            }
            if run.is_empty() {
                at += 1;
            }
            if run.len() >= least {
                return Some((start, run));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    const SECRET: &[u8] = b"Zq8\x01\xffw3:r/tok\"en+of 40 b\\ytes, not less";

    fn net() -> Net {
        Net::new(&[
            Planted::new("another", *b"abcdefghijklmnopqrstuvwx"),
            Planted::new("the token", SECRET),
        ])
    }

    fn hex(bytes: &[u8], upper: bool) -> String {
        bytes.iter().fold(String::new(), |mut out, byte| {
            if upper { write!(out, "{byte:02X}") } else { write!(out, "{byte:02x}") }.unwrap();
            out
        })
    }

    /// What is found in `text`, set between other text.
    fn forms(text: &[u8]) -> Vec<(String, String)> {
        let all = [b"before <", text, b"> after".as_slice()].concat();
        net().search("file", &all).into_iter().map(|f| (f.name, f.form)).collect()
    }

    fn assert_found(text: &[u8], form: &str) {
        let found = forms(text);
        let wanted = ("the token".to_owned(), form.to_owned());
        assert!(found.contains(&wanted), "{}: {found:?}", String::from_utf8_lossy(text));
        assert!(found.iter().all(|(name, _)| name == "the token"), "{found:?}");
    }

    #[test]
    fn the_whole_and_every_window_of_it_is_found_as_it_is() {
        assert_found(SECRET, "as it is");
        for window in SECRET.windows(WINDOW) {
            assert_found(window, "as it is");
        }
        assert_eq!(forms(&SECRET[..WINDOW - 1]), [], "less than a window may be chance");
    }

    #[test]
    fn every_window_is_found_in_base64_at_any_alignment_and_in_both_alphabets() {
        use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
        for start in 0..SECRET.len() - WINDOW {
            for before in 0..3 {
                let mut bytes = vec![0x5a; before];
                bytes.extend_from_slice(&SECRET[start..start + WINDOW]);
                bytes.push(0x5a);
                assert_found(STANDARD.encode(&bytes).as_bytes(), "base64");
                assert_found(URL_SAFE_NO_PAD.encode(&bytes).as_bytes(), "base64");
                // right behind other characters of the alphabet: no group begins where the run does
                let stuck = format!("ab{}", STANDARD.encode(&bytes));
                assert_found(stuck.as_bytes(), "base64");
            }
        }
    }

    #[test]
    fn base64_in_lines_is_found_and_so_are_lines_escaped() {
        use base64::engine::general_purpose::STANDARD;
        let lines: Vec<String> = STANDARD
            .encode(SECRET)
            .as_bytes()
            .chunks(8)
            .map(|line| String::from_utf8_lossy(line).into_owned())
            .collect();
        assert_found(lines.join("\n").as_bytes(), "base64");
        assert_found(lines.join("\r\n").as_bytes(), "base64");
        assert_found(lines.join("\\n").as_bytes(), "JSON, base64");
    }

    #[test]
    fn every_window_is_found_in_hexadecimal_of_either_case() {
        for window in SECRET.windows(WINDOW) {
            for upper in [false, true] {
                assert_found(hex(window, upper).as_bytes(), "hexadecimal");
                assert_found(format!("a{}", hex(window, upper)).as_bytes(), "hexadecimal");
            }
        }
    }

    #[test]
    fn every_window_is_found_with_per_cent_signs_and_escaped_as_json() {
        let percent = |bytes: &[u8], all: bool| {
            bytes.iter().fold(String::new(), |mut out, b| {
                if all || !b.is_ascii_alphanumeric() {
                    write!(out, "%{b:02X}").unwrap();
                } else {
                    out.push(char::from(*b));
                }
                out
            })
        };
        for window in SECRET.windows(WINDOW) {
            if window.iter().any(|b| !b.is_ascii_alphanumeric()) {
                assert_found(percent(window, false).as_bytes(), "per cent, as it is");
            }
            assert_found(percent(window, true).as_bytes(), "per cent, as it is");
        }
        let text = "a\"quoted\" secret\twith\nlines / and \u{1}";
        let net = Net::new(&[Planted::new("json", text)]);
        let escaped = serde_json::to_string(text).unwrap();
        let whole: String = text.chars().fold(String::new(), |mut out, c| {
            write!(out, "\\u{:04x}", u32::from(c)).unwrap();
            out
        });
        for form in [escaped, whole] {
            let found = net.search("file", form.as_bytes());
            assert!(found.iter().any(|f| f.form == "JSON, as it is"), "{form}: {found:?}");
        }
    }

    #[test]
    fn a_finding_says_where_and_which_and_not_what() {
        let text = [b"0123456789".as_slice(), SECRET].concat();
        let found = net().search("a/log", &text);
        let told: Vec<String> = found.iter().map(Found::to_string).collect();
        assert!(told.contains(&"a/log at byte 10: the token (as it is)".to_owned()), "{told:?}");
        assert_eq!(format!("{:?}", Planted::new("a name", SECRET)), "a name");
    }

    #[test]
    fn where_nothing_is_nothing_is_found() {
        let text = "{\"a\": \"b%20c\", \"d\": \"0123456789abcdef0123456789abcdef\"}\n".repeat(100);
        assert_eq!(net().search("file", text.as_bytes()), []);
        assert_eq!(net().search("file", b""), []);
    }
}
