//! From bytes to a token: what it is, how far it can be read, and why not further.
//!
//! The verdict [`Parse`] is strict, as a service would read; header and claims are shown as far as they can be made out,
//! because a token that was cut or padded still says whose it is.

use std::fmt;

use zeroize::Zeroizing;

use super::around::{self, Stripped};
use super::hide;
use super::json::{Fault, Object, read_object};
use super::segment;
use crate::domain::secret::Fingerprint;

/// Most bytes of a text that is read at all. Servers take 8 to 64 KiB of headers (facts/tokens.md 3, 4).
pub const LARGEST: usize = 512 * 1024;

/// What a text is, read as a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parse {
    /// A signed token in compact form, header and claims readable.
    Ok,
    /// Nothing but white space.
    Empty,
    /// Not three parts with dots between.
    Segments,
    /// A part is not base64url.
    Base64,
    /// Header or claims are not UTF-8.
    Utf8,
    /// Header or claims are not JSON.
    Json,
    /// Header or claims are JSON, but no object.
    NotObject,
    /// Five parts: an encrypted token (RFC 7516).
    Jwe,
    /// Nested deeper than is read.
    TooDeep,
    /// Longer than [`LARGEST`].
    TooLarge,
}

impl Parse {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Empty => "empty",
            Self::Segments => "segments",
            Self::Base64 => "base64",
            Self::Utf8 => "utf8",
            Self::Json => "json",
            Self::NotObject => "not-object",
            Self::Jwe => "jwe",
            Self::TooDeep => "too-deep",
            Self::TooLarge => "too-large",
        }
    }
}

/// A text read as a token. It holds the token's own text only where that can be verified, and never shows it.
#[derive(Clone)]
pub struct Token {
    /// What the text is.
    pub parse: Parse,
    /// Why it is not readable, a sentence; empty if it is.
    pub reason: String,
    /// What stood around it.
    pub stripped: Vec<Stripped>,
    /// Bytes of the token itself.
    pub length: usize,
    /// The header, as far as it could be made out.
    pub header: Option<Object>,
    /// The claims, as far as they could be made out.
    pub claims: Option<Object>,
    /// Members whose values are secrets and were wiped, at most twenty: `claims.refresh_token`.
    pub hidden: Vec<String>,
    signed: Option<SignedText>,
}

#[derive(Clone)]
struct SignedText {
    /// The whole token.
    text: Zeroizing<Box<[u8]>>,
    /// Bytes of it that are signed: header, dot, claims.
    message: usize,
    signature: Zeroizing<Box<[u8]>>,
}

/// What a signature is over, and the signature.
#[derive(Clone, Copy)]
pub struct Signed<'t> {
    /// Header and claims as they are written, with the dot between. A secret: with the signature it is the token.
    pub message: &'t [u8],
    /// The octets of the signature; empty if there are none.
    pub signature: &'t [u8],
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("parse", &self.parse)
            .field("reason", &self.reason)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl Token {
    /// The signed text, if the token is readable.
    pub fn signed(&self) -> Option<Signed<'_>> {
        self.signed.as_ref().map(|signed| Signed {
            message: signed.text.get(..signed.message).unwrap_or_default(),
            signature: &signed.signature,
        })
    }

    /// Wipes the signed text: from here on nobody can verify it, or put it together again.
    pub(super) fn forget_signed(&mut self) {
        self.signed = None;
    }

    fn failed(parse: Parse, reason: impl Into<String>) -> Self {
        Self {
            parse,
            reason: reason.into(),
            stripped: Vec::new(),
            length: 0,
            header: None,
            claims: None,
            hidden: Vec::new(),
            signed: None,
        }
    }
}

/// Reads `text` as a token. The caller still owns the text and has to wipe it.
pub fn read(text: &[u8]) -> Token {
    if text.len() > LARGEST {
        let most = LARGEST / 1024;
        let why = format!("It is longer than {most} KiB, more than any server takes as a header.");
        return Token { length: text.len(), ..Token::failed(Parse::TooLarge, why) };
    }
    let bare = around::bare(text);
    let length = bare.text.len();
    let mut token = match bare.json {
        Some(what) => Token::failed(Parse::Segments, what),
        None => compact(bare.text),
    };
    token.stripped = bare.stripped;
    token.length = length;
    if let Some(header) = &mut token.header {
        hide::secrets(header, "header", &mut token.hidden);
    }
    if let Some(claims) = &mut token.claims {
        hide::secrets(claims, "claims", &mut token.hidden);
    }
    token
}

/// The fingerprint of the token in `text`, without what stands around it: that of a stored row, if it is stored. `None` if
/// there is none.
pub fn fingerprint(text: &[u8]) -> Option<Fingerprint> {
    let bare = around::bare(text.get(..LARGEST).unwrap_or(text));
    (!bare.text.is_empty()).then(|| Fingerprint::of(&bare.text))
}

/// The compact form (RFC 7515 7.1).
fn compact(whole: Zeroizing<Box<[u8]>>) -> Token {
    let text: &[u8] = &whole;
    if text.is_empty() {
        return Token::failed(Parse::Empty, "There is nothing but white space.");
    }
    let dots = memchr::memchr_iter(b'.', text).count();
    let mut rest = Some(text);
    let mut next = || {
        let whole = rest?;
        let dot = memchr::memchr(b'.', whole);
        rest = dot.and_then(|at| whole.get(at + 1..));
        whole.get(..dot.unwrap_or(whole.len()))
    };
    let (first, second, third) = (next(), next(), next());
    match (first, second, third, dots) {
        (Some(header), Some(claims), Some(signature), 2) => {
            let message = text.len().saturating_sub(signature.len() + 1);
            let (token, octets) = signed(header, claims, signature);
            let signed = octets.map(|signature| SignedText {
                text: whole,
                message,
                signature: Zeroizing::new(signature),
            });
            Token { signed, ..token }
        }
        // two tokens below each other have five parts too
        (Some(header), _, _, 4) if !text.iter().any(u8::is_ascii_whitespace) => encrypted(header),
        (Some(header), claims, _, _) => wrong_count(text, header, claims, dots),
        (None, ..) => Token::failed(Parse::Empty, "There is nothing."),
    }
}

/// A token of three parts, and the octets of its signature if it is readable.
fn signed(header: &[u8], claims: &[u8], signature: &[u8]) -> (Token, Option<Box<[u8]>>) {
    let (header, claims) = (part("header", header), part("part with the claims", claims));
    let octets = segment::strict(signature).map_err(|why| format!("The signature {why}."));
    // the order of a service: everything decoded before anything is understood (facts/tokens.md 4)
    let order = [Parse::Base64, Parse::Utf8];
    let fault = order
        .iter()
        .find_map(|wanted| {
            let of = |part: &Part| part.fault.clone().filter(|(parse, _)| parse == wanted);
            of(&header).or_else(|| of(&claims)).or_else(|| {
                let why = octets.as_ref().err().filter(|_| *wanted == Parse::Base64)?;
                Some((Parse::Base64, why.clone()))
            })
        })
        .or_else(|| header.fault.clone())
        .or_else(|| claims.fault.clone());
    let (parse, reason) = fault.unwrap_or((Parse::Ok, String::new()));
    let octets = octets.ok().filter(|_| parse == Parse::Ok);
    (Token { header: header.object, claims: claims.object, ..Token::failed(parse, reason) }, octets)
}

fn encrypted(header: &[u8]) -> Token {
    let header = part("header", header);
    if header.object.as_ref().is_none_or(|object| !object.has("alg") && !object.has("enc")) {
        let why = "It has five parts, as an encrypted token has, but its first part is no header.";
        return Token::failed(Parse::Segments, why);
    }
    let why =
        "It is encrypted (five parts): only the service that it is made for can read its claims.";
    Token { header: header.object, ..Token::failed(Parse::Jwe, why) }
}

/// One, two, four or more parts.
fn wrong_count(text: &[u8], header: &[u8], claims: Option<&[u8]>, dots: usize) -> Token {
    let (header, claims) =
        (part("header", header), claims.map(|claims| part("part with the claims", claims)));
    let begins = header.object.as_ref().is_some_and(|object| !object.is_empty());
    let reason = match dots {
        _ if !begins && text.iter().any(u8::is_ascii_whitespace) => {
            "It is no token: there are several words or lines.".into()
        }
        0 if begins => "It ends within or after the header: claims and signature are missing.".into(),
        0 => "It has one part: an opaque token, which only its issuer can explain (introspection), or no \
              token at all."
            .into(),
        1 if begins => {
            "It has two parts: it ends within or after the claims, and the signature is missing.".into()
        }
        _ if text.iter().any(u8::is_ascii_whitespace) => {
            "There is more than one token, or something else on the lines after it.".into()
        }
        _ => format!("It has {} parts, and a signed token has three.", dots + 1),
    };
    let failed = Token::failed(Parse::Segments, reason);
    if !begins {
        return failed;
    }
    Token { header: header.object, claims: claims.and_then(|part| part.object), ..failed }
}

/// Header or claims: what could be read, and why not all.
struct Part {
    object: Option<Object>,
    fault: Option<(Parse, String)>,
}

fn part(name: &str, text: &[u8]) -> Part {
    let (octets, mut fault) = match segment::strict(text) {
        Ok(octets) => (Zeroizing::new(octets), None),
        Err(why) => {
            let fault = (Parse::Base64, format!("The {name} {why}."));
            (Zeroizing::new(segment::lenient(text).into()), Some(fault))
        }
    };
    let text = match std::str::from_utf8(&octets) {
        Ok(text) => text,
        Err(error) => {
            fault =
                fault.or_else(|| Some((Parse::Utf8, not_utf8(name, &octets, error.valid_up_to()))));
            let valid = octets.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(valid).unwrap_or_default()
        }
    };
    let read = read_object(text);
    let fault = fault.or_else(|| read.fault.map(|fault| explain(name, text, fault)));
    let nothing = read.object.is_empty() && fault.is_some();
    Part { object: (!nothing).then_some(read.object), fault }
}

fn not_utf8(name: &str, octets: &[u8], at: usize) -> String {
    let place = at + 1;
    match octets {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            format!("The {name} is UTF-16, and JSON in a token is UTF-8.")
        }
        [0x1f, 0x8b, ..] => format!("The {name} is compressed, which tokens never are."),
        _ => format!("The {name} is not UTF-8 (octet {place})."),
    }
}

fn explain(name: &str, text: &str, fault: Fault) -> (Parse, String) {
    match fault {
        Fault::TooDeep => {
            let most = super::json::DEEPEST;
            (Parse::TooDeep, format!("The {name} is nested deeper than {most} levels."))
        }
        Fault::NotObject => (Parse::NotObject, format!("The {name} is JSON, but no object.")),
        Fault::Cut if text.is_empty() => (Parse::Json, format!("The {name} is empty.")),
        Fault::Cut => (Parse::Json, format!("The {name} is no JSON: it ends too early.")),
        Fault::Syntax { at, expected } => {
            let place = at + 1;
            (
                Parse::Json,
                format!("The {name} is no JSON: {expected} should stand at octet {place}."),
            )
        }
    }
}
