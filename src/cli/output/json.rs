//! JSON as the twin prints it: schema `dirac-tokens/1`, printable on any terminal.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde::ser::SerializeMap as _;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};
use serde_json::value::RawValue;

use super::About;
use crate::domain::foreign;
use crate::domain::problem::Problem;
use crate::domain::span::whole;

/// Name and version of the meaning of all keys. A change of meaning is a new number.
const SCHEMA: &str = "dirac-tokens/1";

/// What stands beside the rows, by key.
pub(super) type Beside = BTreeMap<&'static str, Box<RawValue>>;

/// Rows, and what stands beside them.
pub(super) struct Rows<'a> {
    pub(super) rows: &'a [Box<RawValue>],
    pub(super) beside: &'a Beside,
}

/// First line of jsonl.
pub(super) struct First<'a>(pub(super) &'a About);

impl Serialize for First<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("as_of", &whole(self.0.as_of).to_string())?;
        map.serialize_entry("kind", self.0.kind)?;
        map.serialize_entry("source", &self.0.source)?;
        for (key, value) in &self.0.also {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// Last line of jsonl.
#[derive(Serialize)]
pub(super) struct Last<'a> {
    complete: bool,
    rows: u64,
    errors: Vec<Trouble<'a>>,
    #[serde(flatten)]
    beside: &'a Beside,
}

impl<'a> Last<'a> {
    pub(super) fn new(
        complete: bool,
        rows: u64,
        problems: &'a [Problem],
        beside: &'a Beside,
    ) -> Self {
        Self { complete, rows, errors: problems.iter().map(Trouble::from).collect(), beside }
    }
}

#[derive(Serialize)]
struct Trouble<'a> {
    subject: &'a str,
    message: &'a str,
    remedy: &'a str,
}

impl<'a> From<&'a Problem> for Trouble<'a> {
    fn from(problem: &'a Problem) -> Self {
        Self { subject: &problem.subject, message: &problem.message, remedy: &problem.remedy }
    }
}

struct Document<'a> {
    about: &'a About,
    complete: bool,
    problems: &'a [Problem],
    rows: &'a Rows<'a>,
}

impl Serialize for Document<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("as_of", &whole(self.about.as_of).to_string())?;
        map.serialize_entry("source", &self.about.source)?;
        for (key, value) in &self.about.also {
            map.serialize_entry(key, value)?;
        }
        map.serialize_entry("complete", &self.complete)?;
        let errors: Vec<Trouble<'_>> = self.problems.iter().map(Trouble::from).collect();
        map.serialize_entry("errors", &errors)?;
        map.serialize_entry(self.about.kind, self.rows.rows)?;
        for (key, value) in self.rows.beside {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// The whole document of format `json`.
pub(super) fn document(
    out: &mut impl Write,
    about: &About,
    complete: bool,
    problems: &[Problem],
    rows: &Rows<'_>,
) -> io::Result<()> {
    write(out, &Document { about, complete, problems, rows }, Safe(PrettyFormatter::new()))
}

/// One line of compact JSON.
pub(super) fn line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    write(out, value, Safe(CompactFormatter))
}

/// A row kept as text until the document is written.
pub(super) fn raw(value: &impl Serialize) -> io::Result<Box<RawValue>> {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Safe(CompactFormatter));
    value.serialize(&mut serializer)?;
    let text = String::from_utf8(bytes).map_err(io::Error::other)?;
    Ok(RawValue::from_string(text)?)
}

fn write<F: Formatter>(
    out: &mut impl Write,
    value: &impl Serialize,
    formatter: F,
) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, formatter);
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// Writes characters that could mislead a terminal or its reader as `\uXXXX`; the value stays the same.
struct Safe<F>(F);

impl<F: Formatter> Formatter for Safe<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.is_ascii() && !fragment.contains('\u{7f}') {
            return out.write_all(fragment.as_bytes());
        }
        let mut units = [0; 2];
        let mut bytes = [0; 4];
        let mut before = None;
        for c in fragment.chars() {
            if foreign::is_hostile_after(before.replace(c), c) {
                for unit in c.encode_utf16(&mut units) {
                    write!(out, "\\u{unit:04x}")?;
                }
            } else {
                out.write_all(c.encode_utf8(&mut bytes).as_bytes())?;
            }
        }
        Ok(())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.begin_array(w)
    }
    fn end_array<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_array(w)
    }
    fn begin_array_value<W: ?Sized + Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(w, first)
    }
    fn end_array_value<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_array_value(w)
    }
    fn begin_object<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.begin_object(w)
    }
    fn end_object<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_object(w)
    }
    fn begin_object_key<W: ?Sized + Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(w, first)
    }
    fn end_object_key<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_object_key(w)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.begin_object_value(w)
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_object_value(w)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_printed_is_safe_and_means_the_same(text in any::<String>()) {
            let mut out = Vec::new();
            line(&mut out, &text).unwrap();
            let printed = String::from_utf8(out).unwrap();
            prop_assert!(!printed.trim_end_matches('\n').chars().any(foreign::is_hostile));
            prop_assert_eq!(serde_json::from_str::<String>(&printed).unwrap(), text);
        }
    }
}
