//! DN text: what `openssl x509 -noout -subject -nameopt compat` prints, from the raw bytes of the name.
//!
//! DIRAC's registry is looked up by this text, so each byte counts (facts/dirac.md 7). A DN is never read back from text:
//! `/` and `,` inside values make that ambiguous. The rules are those of OpenSSL 3: it escapes `/` and `+` inside values and
//! joins the members of a multi-valued RDN by `+`. OpenSSL 1.1 did neither, so a registry of its days may differ.

use std::fmt::Write as _;

use super::der;
use super::oids::SHORT_NAMES;

/// A distinguished name: the bytes of the certificate and the text made of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    raw: Vec<u8>,
    text: String,
    rdns: Vec<Rdn>,
}

/// One relative distinguished name, as text and in the two parts that the proxy rules ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rdn {
    raw: Vec<u8>,
    text: String,
    /// The value, if this is a single `CN`.
    common_name: Option<Vec<u8>>,
}

impl Name {
    /// Reads the DER of a `Name` (the SEQUENCE); `None` if it is not one.
    pub fn from_der(raw: &[u8]) -> Option<Self> {
        let mut sequence = der::only(raw, der::SEQUENCE)?;
        let mut rdns = Vec::new();
        while !sequence.is_empty() {
            let set = der::next(&mut sequence).filter(|e| e.tag == der::SET)?;
            rdns.push(Rdn::read(set)?);
        }
        let text = rdns.iter().map(|rdn| rdn.text.as_str()).collect();
        Some(Self { raw: raw.to_vec(), text, rdns })
    }

    /// The DN as DIRAC's registry spells it. ASCII only: every other byte is escaped.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The DER of the name.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Whether two names are the same for DIRAC: equal bytes, or equal text (a PrintableString names whom the same
    /// UTF8String names).
    pub fn same(&self, other: &Self) -> bool {
        self.raw == other.raw || self.text == other.text
    }

    /// The value of the last RDN if this name is `base` plus one `CN`: the rule of proxies (RFC 3820 3.4).
    pub fn one_common_name_below(&self, base: &Self) -> Option<&[u8]> {
        let (last, start) = self.rdns.split_last()?;
        let same = start.len() == base.rdns.len()
            && start.iter().zip(&base.rdns).all(|(a, b)| a.raw == b.raw || a.text == b.text);
        if same { last.common_name.as_deref() } else { None }
    }

    /// The value of the last RDN if it is a single `CN`.
    pub fn last_common_name(&self) -> Option<&[u8]> {
        self.rdns.last()?.common_name.as_deref()
    }
}

impl Rdn {
    fn read(set: der::Element<'_>) -> Option<Self> {
        let mut members = set.content;
        let mut text = String::new();
        let mut common_name = None;
        let mut count = 0;
        while !members.is_empty() {
            let pair = der::next(&mut members).filter(|e| e.tag == der::SEQUENCE)?;
            let mut parts = pair.content;
            let kind = der::next(&mut parts).filter(|e| e.tag == der::OBJECT_IDENTIFIER)?;
            let value = der::next(&mut parts)?;
            if !parts.is_empty() {
                return None;
            }
            let kind = attribute(kind.content)?;
            let value = value_octets(value)?;
            text.push(if count == 0 { '/' } else { '+' });
            text.push_str(&kind);
            text.push('=');
            escape(&mut text, &value);
            common_name = (kind == "CN").then_some(value);
            count += 1;
        }
        if count != 1 {
            common_name = None;
        }
        Some(Self { raw: set.whole.to_vec(), text, common_name })
    }
}

/// OpenSSL's buffer for the number of an unknown attribute type, less its end mark.
const LONGEST_NUMBER: usize = 79;

fn attribute(oid: &[u8]) -> Option<String> {
    let number = der::dotted(oid)?;
    let known = SHORT_NAMES.iter().find(|(known, _)| *known == number);
    Some(match known {
        Some((_, name)) => (*name).to_owned(),
        None => number.chars().take(LONGEST_NUMBER).collect(),
    })
}

/// The octets that OpenSSL keeps as the value of a string of this type.
fn value_octets(value: der::Element<'_>) -> Option<Vec<u8>> {
    Some(match value.tag {
        // an opaque value is kept with its header
        der::SEQUENCE => value.whole.to_vec(),
        der::BIT_STRING => {
            let (&unused, bits) = value.content.split_first()?;
            let mut bits = bits.to_vec();
            if let Some(last) = bits.last_mut() {
                *last &= 0xff_u8.checked_shl(u32::from(unused))?;
            }
            bits
        }
        // four octets per character with three zeros: only the fourth counts
        der::GENERAL_STRING if value.content.len().is_multiple_of(4) => {
            let wide = value.content.chunks(4).all(|c| matches!(c, [0, 0, 0, _]));
            if wide {
                value.content.iter().skip(3).step_by(4).copied().collect()
            } else {
                value.content.to_vec()
            }
        }
        _ => value.content.to_vec(),
    })
}

fn escape(out: &mut String, octets: &[u8]) {
    for &octet in octets {
        match octet {
            b'/' | b'+' => {
                out.push('\\');
                out.push(char::from(octet));
            }
            b' '..=b'~' => out.push(char::from(octet)),
            // writing to a String cannot fail
            _ => drop(write!(out, "\\x{octet:02X}")),
        }
    }
}

#[cfg(test)]
mod tests;
