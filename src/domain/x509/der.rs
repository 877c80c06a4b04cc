//! The little DER that names and small extensions need: one element after the other, and object identifiers as text.
//!
//! Certificates as a whole are parsed by x509-parser; names are read here, because every byte of them counts.

use std::fmt::Write as _;

/// One element: its tag octet, its content, and both with the length between them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a> {
    /// Tag octet, class and constructed bit included.
    pub(super) tag: u8,
    /// The content octets.
    pub(super) content: &'a [u8],
    /// The whole encoding.
    pub(super) whole: &'a [u8],
}

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(super) const IA5_STRING: u8 = 0x16;
pub(super) const GENERAL_STRING: u8 = 0x1b;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// Takes the next element off `input`; `None` at the end or where the encoding is broken (then `input` stays).
///
/// Tags of more than one octet and indefinite lengths do not occur in certificates and count as broken.
pub(super) fn next<'a>(input: &mut &'a [u8]) -> Option<Element<'a>> {
    let all = *input;
    let (&tag, rest) = all.split_first()?;
    if tag & 0x1f == 0x1f {
        return None;
    }
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        if octets.is_empty() || octets.len() > 4 {
            return None;
        }
        (octets.iter().fold(0, |n: usize, &b| (n << 8) | usize::from(b)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    let (whole, _) = all.split_at_checked(all.len() - rest.len())?;
    *input = rest;
    Some(Element { tag, content, whole })
}

/// The one element that `input` consists of, if its tag is `tag`.
pub(super) fn only(mut input: &[u8], tag: u8) -> Option<&[u8]> {
    let element = next(&mut input)?;
    (element.tag == tag && input.is_empty()).then_some(element.content)
}

/// Longest object identifier that is written out, in octets; OpenSSL's limit.
const LONGEST_OID: usize = 586;

/// The dotted text of an object identifier's content octets; `None` if they are not one.
pub(super) fn dotted(oid: &[u8]) -> Option<String> {
    if oid.is_empty() || oid.len() > LONGEST_OID || oid.last().is_some_and(|b| b & 0x80 != 0) {
        return None;
    }
    let mut out = String::new();
    for (i, arc) in oid.split_inclusive(|b| b & 0x80 == 0).enumerate() {
        if arc.first() == Some(&0x80) {
            return None;
        }
        if i > 0 && arc.len() <= 4 {
            // nearly all arcs fit a machine word
            let value = arc.iter().fold(0_u32, |n, octet| (n << 7) | u32::from(octet & 0x7f));
            let _ = write!(out, ".{value}");
            continue;
        }
        let mut value = Decimal::default();
        for octet in arc {
            value.shift_in(octet & 0x7f);
        }
        if i == 0 {
            // the first two arcs share a number: 40 * first + second, where only first = 2 lets second exceed 39
            let first = value.small().map_or(2, |n| (n / 40).min(2));
            value.subtract(40 * first);
            out.push(char::from(b'0' + first));
        }
        out.push('.');
        out.extend(value.digits());
    }
    Some(out)
}

/// A number of any size in base 1000000, least limb first: an arc may exceed every machine word.
struct Decimal(Vec<u32>);

impl Default for Decimal {
    fn default() -> Self {
        Self(vec![0])
    }
}

impl Decimal {
    const BASE: u32 = 1_000_000;

    fn shift_in(&mut self, seven_bits: u8) {
        let mut carry = u32::from(seven_bits);
        for limb in &mut self.0 {
            let n = *limb * 128 + carry;
            *limb = n % Self::BASE;
            carry = n / Self::BASE;
        }
        if carry > 0 {
            self.0.push(carry);
        }
    }

    /// The value if it is below 256.
    fn small(&self) -> Option<u8> {
        match self.0.as_slice() {
            [one] => u8::try_from(*one).ok(),
            _ => None,
        }
    }

    /// Subtracts `n`, which must not exceed the value.
    fn subtract(&mut self, n: u8) {
        let mut borrow = u32::from(n);
        for limb in &mut self.0 {
            if *limb >= borrow {
                *limb -= borrow;
                return;
            }
            *limb = *limb + Self::BASE - borrow;
            borrow = 1;
        }
    }

    fn digits(&self) -> Vec<char> {
        let out = self.0.iter().rev().fold(String::new(), |mut out, limb| {
            // writing to a String cannot fail
            let _ = write!(out, "{limb:06}");
            out
        });
        let trimmed = out.trim_start_matches('0');
        if trimmed.is_empty() { vec!['0'] } else { trimmed.chars().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn object_identifiers_of_any_size_are_written_out() {
        assert_eq!(dotted(&[0x55, 4, 3]).unwrap(), "2.5.4.3");
        assert_eq!(dotted(&[0x2a, 0x2a, 0x2a]).unwrap(), "1.2.42.42");
        assert_eq!(dotted(&[0x88, 0x37, 0x03]).unwrap(), "2.999.3");
        let mut uuid = vec![0x69, 0x84];
        uuid.extend([0xff; 17]);
        uuid.push(0x7f);
        assert_eq!(dotted(&uuid).unwrap(), "2.25.425352958651173079329218259289710264319");
        assert_eq!(dotted(&[0x2a, 0x80, 0x01]), None);
        assert_eq!(dotted(&[0x2a, 0x81]), None);
        assert_eq!(dotted(&[]), None);
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut rest = bytes.as_slice();
            while let Some(element) = next(&mut rest) {
                prop_assert!(element.whole.len() > element.content.len());
            }
            let _ = dotted(&bytes);
        }
    }
}
