//! The pull reader: one pass over bytes, text borrowed where it can be.

use std::borrow::Cow;
use std::fmt;

use memchr::memchr2;
use zeroize::{Zeroize, Zeroizing};

use super::MAX_DEPTH;
use crate::domain::secret::Fingerprint;

/// Why bytes could not be read, and where. Says nothing of their content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// Offset of the byte at which reading stopped.
    pub at: usize,
    /// What is wrong there, as the end of a sentence.
    pub what: &'static str,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.what, self.at)
    }
}

impl std::error::Error for DecodeError {}

/// What kind of value comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `null`
    Null,
    /// `true`, `false`
    Bool,
    /// A number, `NaN` or an infinity.
    Number,
    /// A string.
    Text,
    /// An array.
    List,
    /// An object.
    Map,
}

/// A number as it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number<'a> {
    /// An integer of 64 bits.
    Int(i64),
    /// A larger integer, in digits.
    Big(&'a str),
    /// Anything else, `NaN` and the infinities included.
    Float(f64),
}

/// Pulls values out of bytes. Every method reads exactly one value or fails; after a failure the reader is of no use.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

type Result<T> = std::result::Result<T, DecodeError>;

impl<'a> Reader<'a> {
    /// A reader at the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, depth: 0 }
    }

    /// Offset of the next value, blanks skipped.
    pub fn position(&mut self) -> usize {
        self.blanks();
        self.at
    }

    /// Offset behind what was read.
    pub fn offset(&self) -> usize {
        self.at.min(self.bytes.len())
    }

    /// Fails unless nothing but blanks is left.
    pub fn end(&mut self) -> Result<()> {
        self.blanks();
        if self.at < self.bytes.len() {
            Err(self.fault("something follows the value"))
        } else {
            Ok(())
        }
    }

    /// What comes next; nothing is consumed.
    pub fn shape(&mut self) -> Result<Shape> {
        self.blanks();
        match self.peek() {
            Some(b'"') => Ok(Shape::Text),
            Some(b'{') => Ok(Shape::Map),
            Some(b'[') => Ok(Shape::List),
            Some(b't' | b'f') => Ok(Shape::Bool),
            Some(b'n') => Ok(Shape::Null),
            Some(b'-' | b'0'..=b'9' | b'N' | b'I') => Ok(Shape::Number),
            Some(_) => Err(self.fault("no value begins like this")),
            None => Err(self.truncated()),
        }
    }

    /// Reads over one value of any kind.
    pub fn skip(&mut self) -> Result<()> {
        match self.shape()? {
            Shape::Null => self.null(),
            Shape::Bool => self.bool().map(drop),
            Shape::Number => self.number().map(drop),
            Shape::Text => self.raw_text().map(drop),
            Shape::List => self.each_element(Self::skip),
            Shape::Map => self.each_member(|_, reader| reader.skip()),
        }
    }

    /// Reads `null`.
    pub fn null(&mut self) -> Result<()> {
        self.blanks();
        self.word(b"null")
    }

    /// Reads `true` or `false`.
    pub fn bool(&mut self) -> Result<bool> {
        self.blanks();
        if self.peek() == Some(b't') {
            self.word(b"true").map(|()| true)
        } else {
            self.word(b"false").map(|()| false)
        }
    }

    /// Reads a number.
    pub fn number(&mut self) -> Result<Number<'a>> {
        self.blanks();
        for (word, value) in [
            (b"NaN".as_slice(), f64::NAN),
            (b"Infinity", f64::INFINITY),
            (b"-Infinity", f64::NEG_INFINITY),
        ] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(Number::Float(value));
            }
        }
        let length = self
            .rest()
            .iter()
            .take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .count();
        let text =
            self.rest().get(..length).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default();
        if text.starts_with('+') {
            return Err(self.fault("not a number"));
        }
        let number = if let Ok(int) = text.parse() {
            Number::Int(int)
        } else if is_integer(text) {
            Number::Big(text)
        } else if let (Ok(float), true) =
            (text.parse(), text.ends_with(|c: char| c.is_ascii_digit()))
        {
            Number::Float(float)
        } else {
            return Err(self.fault("not a number"));
        };
        self.at += length;
        Ok(number)
    }

    /// Reads a string; borrowed unless it has escapes or bad UTF-8. A lone surrogate becomes U+FFFD.
    pub fn text(&mut self) -> Result<Cow<'a, str>> {
        let (raw, escaped) = self.raw_text()?;
        if escaped {
            unescape(raw).map(Cow::Owned).ok_or_else(|| self.fault("bad escape before this"))
        } else {
            Ok(String::from_utf8_lossy(raw))
        }
    }

    /// Reads a string that is a secret: gives `seen` its bytes and wipes any copy that unescaping made.
    pub fn secret<T>(&mut self, seen: impl FnOnce(&[u8]) -> T) -> Result<T> {
        match self.text()? {
            Cow::Borrowed(text) => Ok(seen(text.as_bytes())),
            Cow::Owned(mut text) => {
                let seen = seen(text.as_bytes());
                text.zeroize();
                Ok(seen)
            }
        }
    }

    /// Reads a string that is a secret and keeps its fingerprint.
    pub fn fingerprint(&mut self) -> Result<Fingerprint> {
        self.secret(Fingerprint::of)
    }

    /// Reads a list, calling `each` before every element; `each` reads that element.
    pub fn each_element<E: From<DecodeError>>(
        &mut self,
        mut each: impl FnMut(&mut Self) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        self.open(b'[')?;
        if !self.eat(b']') {
            loop {
                each(self)?;
                if self.eat(b']') {
                    break;
                }
                self.expect(b',')?;
            }
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// Reads a map, calling `each` with every key before its value; `each` reads that value. A key may come twice.
    pub fn each_member<E: From<DecodeError>>(
        &mut self,
        mut each: impl FnMut(&str, &mut Self) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        self.open(b'{')?;
        if !self.eat(b'}') {
            loop {
                self.blanks();
                let key = self.text()?;
                self.expect(b':')?;
                each(&key, self)?;
                if self.eat(b'}') {
                    break;
                }
                self.expect(b',')?;
            }
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// The bytes of a string between its quotes, and whether any of them are escapes.
    fn raw_text(&mut self) -> Result<(&'a [u8], bool)> {
        self.blanks();
        self.expect(b'"')?;
        let start = self.at;
        let mut escaped = false;
        loop {
            let Some(found) = memchr2(b'"', b'\\', self.rest()) else {
                return Err(self.truncated());
            };
            self.at = self.at.saturating_add(found);
            if self.peek() == Some(b'"') {
                let raw = self.bytes.get(start..self.at).unwrap_or_default();
                self.at += 1;
                return Ok((raw, escaped));
            }
            escaped = true;
            self.at = self.at.saturating_add(2);
        }
    }

    fn open(&mut self, bracket: u8) -> Result<()> {
        self.expect(bracket)?;
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(self.fault("nested too deep")) } else { Ok(()) }
    }

    fn expect(&mut self, byte: u8) -> Result<()> {
        if self.eat(byte) {
            return Ok(());
        }
        Err(match (self.peek(), byte) {
            (None, _) => self.truncated(),
            (_, b',') => self.fault("expected a comma or the closing bracket"),
            (_, b':') => self.fault("expected a colon"),
            (_, b'"') => self.fault("expected a string"),
            (_, b'[') => self.fault("expected a list"),
            _ => self.fault("expected a map"),
        })
    }

    fn eat(&mut self, byte: u8) -> bool {
        self.blanks();
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    fn word(&mut self, word: &'static [u8]) -> Result<()> {
        if self.rest().starts_with(word) {
            self.at += word.len();
            return Ok(());
        }
        Err(if word.starts_with(self.rest()) {
            self.truncated()
        } else {
            self.fault("unknown word")
        })
    }

    fn blanks(&mut self) {
        let blanks =
            self.rest().iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')).count();
        self.at = self.at.saturating_add(blanks);
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn fault(&self, what: &'static str) -> DecodeError {
        DecodeError { at: self.at.min(self.bytes.len()), what }
    }

    fn truncated(&self) -> DecodeError {
        DecodeError { at: self.bytes.len(), what: "it ends too early" }
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The text that escaped bytes stand for; `None` if an escape is none. An escape is never shorter than what it stands
/// for, so the buffer never grows and leaves no copy behind.
fn unescape(raw: &[u8]) -> Option<String> {
    // wiped also where a bad escape ends it
    let mut out = Zeroizing::new(Vec::with_capacity(raw.len()));
    let mut rest = raw;
    while let Some(found) = memchr::memchr(b'\\', rest) {
        let (plain, escape) = rest.split_at_checked(found)?;
        out.extend_from_slice(plain);
        let (code, after) = escape.get(1..)?.split_first()?;
        rest = after;
        out.push(match code {
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'b' => 0x08,
            b'f' => 0x0c,
            b'"' | b'\\' | b'/' => *code,
            b'u' => {
                let (c, after) = unicode(rest)?;
                rest = after;
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                continue;
            }
            _ => return None,
        });
    }
    out.extend_from_slice(rest);
    match String::from_utf8(std::mem::take(&mut *out)) {
        Ok(text) => Some(text),
        Err(error) => {
            let mut bytes = error.into_bytes();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            bytes.zeroize();
            Some(text)
        }
    }
}

/// The character of one or, for a surrogate pair, two `\u` escapes, the first of which `rest` is behind the `u` of.
fn unicode(rest: &[u8]) -> Option<(char, &[u8])> {
    let (high, after) = hex4(rest)?;
    if let Some(c) = char::from_u32(high) {
        return Some((c, after));
    }
    let low = after.strip_prefix(b"\\u").and_then(hex4);
    if let (0xd800..=0xdbff, Some((low @ 0xdc00..=0xdfff, after))) = (high, low) {
        let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        return Some((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), after));
    }
    Some((char::REPLACEMENT_CHARACTER, after))
}

fn hex4(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, after) = bytes.split_at_checked(4)?;
    let code =
        digits.iter().try_fold(0, |code, b| Some(code * 16 + char::from(*b).to_digit(16)?))?;
    Some((code, after))
}
