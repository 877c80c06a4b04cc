//! The owned form of what a service answers, or is given.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::{DecodeError, Number, Reader, Shape};
use crate::domain::redact::redact;

/// A value of DIRAC's protocols. The same type serves JEncode and, later, DEncode.
#[derive(Clone, Default, PartialEq)]
pub enum Value {
    /// Python's `None`.
    #[default]
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer of 64 bits.
    Int(i64),
    /// A larger integer, in digits.
    Big(Box<str>),
    /// A float, `NaN` and the infinities included.
    Float(f64),
    /// A string. Characters that Python could not write as UTF-8 are U+FFFD.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A naive date and time; DIRAC means UTC.
    DateTime(DateTime),
    /// A date.
    Date(Date),
    /// A list or a tuple.
    List(Vec<Value>),
    /// A dictionary, or an object of a class unknown here, its `__dCls` among the keys.
    Map(BTreeMap<String, Value>),
}

/// Format of `dt` objects: seconds, no zone.
pub(super) const DATE_TIME: &str = "%Y-%m-%d %H:%M:%S";
/// Format of `date` objects.
pub(super) const DATE: &str = "%Y-%m-%d";

impl Value {
    /// Reads the next value. Of a key that comes twice the last value wins, as in Python.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(match reader.shape()? {
            Shape::Null => reader.null().map(|()| Self::Null)?,
            Shape::Bool => Self::Bool(reader.bool()?),
            Shape::Number => match reader.number()? {
                Number::Int(int) => Self::Int(int),
                Number::Big(digits) => Self::Big(digits.into()),
                Number::Float(float) => Self::Float(float),
            },
            Shape::Text => Self::Text(reader.text()?.into_owned()),
            Shape::List => {
                let mut list = Vec::new();
                reader.each_element(|reader| {
                    list.push(Self::read(reader)?);
                    Ok::<_, DecodeError>(())
                })?;
                Self::List(list)
            }
            Shape::Map => {
                let mut map = BTreeMap::new();
                reader.each_member(|key, reader| {
                    map.insert(key.to_owned(), Self::read(reader)?);
                    Ok::<_, DecodeError>(())
                })?;
                tagged(&map).unwrap_or(Self::Map(map))
            }
        })
    }

    /// The member of a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(map) => map.get(key),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list; none for anything else.
    pub fn elements(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            _ => &[],
        }
    }

    /// The truth value.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// The integer, whether it was written as such, as a whole float, or as a string of digits.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(int) => Some(*int),
            Self::Float(float) => whole(*float),
            Self::Text(text) => {
                let text = text.trim();
                text.parse().ok().or_else(|| whole(text.parse().ok()?))
            }
            _ => None,
        }
    }

    /// The moment that a naive UTC date and time means.
    pub fn as_time(&self) -> Option<Timestamp> {
        match self {
            Self::DateTime(time) => {
                time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
            }
            _ => None,
        }
    }
}

/// The integer part of a float that fits in 64 bits.
pub(in crate::wire) fn whole(float: f64) -> Option<i64> {
    // 2^63 is the first float that does not fit
    (float.abs() < 9_223_372_036_854_775_808.0).then_some(float.trunc() as i64)
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

/// The value of an object with a `__dCls` known here and the content it should have.
fn tagged(map: &BTreeMap<String, Value>) -> Option<Value> {
    let object = map.get("obj")?.as_str()?;
    match map.get("__dCls")?.as_str()? {
        "b64" => STANDARD.decode(object).ok().map(Value::Bytes),
        "dt" => DateTime::strptime(DATE_TIME, object).ok().map(Value::DateTime),
        "date" => Date::strptime(DATE, object).ok().map(Value::Date),
        _ => None,
    }
}

/// Debug output shows structure; text passes through [`redact`], bytes show their number only.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(b) => write!(f, "{b}"),
            Self::Int(int) => write!(f, "{int}"),
            Self::Big(digits) => f.write_str(digits),
            Self::Float(float) => write!(f, "{float}"),
            Self::Text(text) => write!(f, "{:?}", redact(text)),
            Self::Bytes(bytes) => write!(f, "[{} bytes]", bytes.len()),
            Self::DateTime(time) => write!(f, "{time}"),
            Self::Date(date) => write!(f, "{date}"),
            Self::List(list) => f.debug_list().entries(list).finish(),
            Self::Map(map) => f.debug_map().entries(map).finish(),
        }
    }
}
