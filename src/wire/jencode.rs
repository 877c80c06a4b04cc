//! JEncode: JSON with DIRAC's tagged objects, both ways (facts/dirac.md 1.2).
//!
//! Python writes what JSON forbids (`NaN`, `Infinity`, lone surrogates, integers of any size), so the reading is our own:
//! [`Reader`] pulls values out of the bytes in one pass, borrowing text where it has no escapes; [`Value`] is the owned
//! form. Nesting is bounded, nothing recurses further than that, and no input panics.

mod encode;
mod reader;
mod value;

pub use encode::{encode, encode_list};
pub use reader::{DecodeError, Number, Reader, Shape};
pub use value::Value;
pub(in crate::wire) use value::whole;

/// Levels of nesting that are read. DIRAC's deepest answers have about ten.
pub const MAX_DEPTH: usize = 200;

/// Reads one value from the whole of `bytes`.
pub fn decode(bytes: &[u8]) -> Result<Value, DecodeError> {
    let mut reader = Reader::new(bytes);
    let value = Value::read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

#[cfg(test)]
mod tests;
