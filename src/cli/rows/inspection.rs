//! `inspection` of `token inspect`: what was found out about a token, and its members for people. Never the token.

mod page;

use std::collections::HashMap;

use jiff::Timestamp;
use serde::ser::{Error as _, SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

pub use page::write_inspection;

use super::{FindingRow, finding_cell, findings, or_dash};
use crate::cli::output::{Cell, Column, Row};
use crate::domain::jwt::{
    Inspection, KeySource, NO_KEYS, NumericDate, Object, Parse, Profile, Time, Value, meaning,
    profile_meaning,
};
use crate::domain::span::{relative, whole};

/// What stands where a secret was wiped.
const HIDDEN: &str = "[secret]";
/// Members that are shown to people; the others are counted.
const MEMBERS: usize = 100;
/// What follows where the signature of a readable token was not checked.
const HOW_TO_CHECK: &str = " --verify asks the IdProviders of this host's installation, --issuer URL an issuer that is named; --jwks FILE gives keys.";
/// Characters of a value that are shown to people.
const LONGEST: usize = 500;
/// Claims that are times (RFC 7519 4.1, OpenID Connect Core 2 and 5.1).
const TIMES: [&str; 5] = ["exp", "nbf", "iat", "auth_time", "updated_at"];

/// The one row of `token inspect`.
#[derive(Serialize)]
pub struct InspectionRow<'a> {
    parse: &'static str,
    signature: SignatureRow<'a>,
    profile: Option<&'static str>,
    time: Option<&'static str>,
    expires: Option<String>,
    header: Option<Members<'a>>,
    claims: Option<Members<'a>>,
    findings: Vec<FindingRow<'a>>,
    #[serde(skip)]
    inspection: &'a Inspection,
}

#[derive(Serialize)]
struct SignatureRow<'a> {
    state: &'static str,
    reason: &'a str,
    kid: Option<&'a str>,
    keys_from: Option<KeysRow<'a>>,
}

/// Where the keys came from: a file, or an issuer that somebody trusts.
#[derive(Serialize)]
struct KeysRow<'a> {
    file: Option<&'a str>,
    issuer: Option<&'a str>,
    named_by: Option<&'a str>,
    as_of: Option<String>,
}

impl<'a> KeysRow<'a> {
    fn new(source: &'a KeySource) -> Self {
        match source {
            KeySource::File(file) => {
                Self { file: Some(file), issuer: None, named_by: None, as_of: None }
            }
            KeySource::Issuer { issuer, named_by, as_of } => Self {
                file: None,
                issuer: Some(issuer),
                named_by: Some(named_by),
                as_of: Some(whole(*as_of).to_string()),
            },
        }
    }

    fn in_words(&self) -> String {
        match (self.file, self.issuer, self.named_by) {
            (Some(file), ..) => format!("the file {}", clip(file)),
            (_, Some(issuer), Some(named_by)) => format!("{} ({named_by})", clip(issuer)),
            _ => "–".into(),
        }
    }
}

impl<'a> InspectionRow<'a> {
    /// The row of an inspection.
    pub fn new(inspection: &'a Inspection) -> Self {
        let (token, signature) = (&inspection.token, &inspection.signature);
        let end =
            token.claims.as_ref().and_then(|claims| NumericDate::of(claims, "exp").timestamp());
        Self {
            parse: token.parse.word(),
            signature: SignatureRow {
                state: signature.state.word(),
                reason: &signature.reason,
                kid: signature.kid.as_deref(),
                keys_from: inspection.keys_from.as_ref().map(KeysRow::new),
            },
            profile: inspection.profile.map(Profile::word),
            time: inspection.time.map(Time::word),
            expires: end.map(|end| end.to_string()),
            header: token.header.as_ref().map(Members),
            claims: token.claims.as_ref().map(Members),
            findings: findings(&inspection.findings),
            inspection,
        }
    }

    /// `valid: ends 2026-11-21T04:50:00Z, in 50 min`.
    fn time_in_words(&self) -> Option<String> {
        let word = self.time?;
        let claims = self.inspection.token.claims.as_ref()?;
        let date = |name| NumericDate::of(claims, name).timestamp();
        let at = self.inspection.at;
        let told = |verb: &str, then| format!("{word}: {verb} {then}, {}", relative(then, at));
        Some(match (word, date("exp"), date("nbf")) {
            ("not-yet", _, Some(begin)) => told("begins", begin),
            ("expired", Some(end), _) => told("ended", end),
            (_, Some(end), _) => told("ends", end),
            _ => word.to_owned(),
        })
    }
}

impl Row for InspectionRow<'_> {
    fn columns(&self) -> Vec<Column> {
        [
            "parse",
            "signature",
            "keys_from",
            "profile",
            "time",
            "expires",
            "issuer",
            "subject",
            "findings",
        ]
        .map(Column::new)
        .into()
    }

    fn cells(&self) -> Vec<Cell> {
        let token = &self.inspection.token;
        let parse = match token.parse {
            Parse::Ok => format!("ok: {} bytes", token.length),
            other => format!("{}: {}", other.word(), token.reason),
        };
        let text = |name| token.claims.as_ref().and_then(|claims| claims.text(name));
        let mut signature = format!("{}: {}", self.signature.state, self.signature.reason);
        if token.parse == Parse::Ok && self.signature.reason == NO_KEYS {
            signature.push_str(HOW_TO_CHECK);
        }
        let profile = self
            .inspection
            .profile
            .map(|profile| format!("{}: {}", profile.word(), profile_meaning(profile)));
        let long = |shown: Option<String>, full: Option<&str>| {
            Cell::short(shown.unwrap_or_else(|| "–".into()), full.unwrap_or_default())
        };
        let short = |text: Option<&str>| match text {
            Some(text) => Cell::short(clip(text), text),
            None => or_dash(None),
        };
        vec![
            Cell::short(parse, self.parse),
            Cell::short(signature, self.signature.state),
            or_dash(self.signature.keys_from.as_ref().map(KeysRow::in_words).as_deref()),
            long(profile, self.profile),
            long(self.time_in_words(), self.time),
            or_dash(self.expires.as_deref()),
            short(text("iss")),
            short(text("sub")),
            if self.findings.is_empty() {
                Cell::short("none", "")
            } else {
                finding_cell(&self.findings)
            },
        ]
    }
}

/// Header or claims for people: a line a member, with what it means.
#[derive(Serialize)]
pub struct MemberCard {
    lines: Vec<(String, String)>,
}

impl MemberCard {
    /// The members of `object` below its title, times told from `now`. `whole` is false for what could be made out of a token
    /// that is not readable.
    pub fn new(title: &str, object: &Object, whole: bool, now: Timestamp) -> Self {
        let note = if whole { "" } else { "as far as they could be made out" };
        let mut lines = vec![(title.to_owned(), note.to_owned())];
        let members = object.iter().take(MEMBERS);
        lines.extend(
            members.map(|(name, value)| (format!("  {}", clip(name)), told(name, value, now))),
        );
        let more = object.len().saturating_sub(MEMBERS);
        if more > 0 {
            lines.push(("  …".into(), format!("and {more} more; `-o json` has them all")));
        }
        Self { lines }
    }
}

impl Row for MemberCard {
    fn columns(&self) -> Vec<Column> {
        self.lines.iter().map(|(name, _)| Column::named(name)).collect()
    }

    fn cells(&self) -> Vec<Cell> {
        self.lines.iter().map(|(_, text)| Cell::new(text.clone())).collect()
    }
}

/// A value, and what it means.
fn told(name: &str, value: &Value, now: Timestamp) -> String {
    let date = TIMES.contains(&name).then(|| NumericDate::of_value(value).timestamp()).flatten();
    let value = match (value, date) {
        (Value::Number(number), Some(then)) => {
            format!("{then}, {} ({number})", relative(then, now))
        }
        (Value::String(text), _) => clip(text),
        (Value::Array(values), _) if values.iter().all(|value| value.as_str().is_some()) => {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            clip(&texts.join(", "))
        }
        (Value::Hidden, _) => HIDDEN.to_owned(),
        (value, _) => clip(&serde_json::to_string(&Json(value)).unwrap_or_default()),
    };
    match meaning(name) {
        Some(meaning) => format!("{value}  ({meaning})"),
        None => value,
    }
}

fn clip(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((at, _)) => {
            format!("{}… ({} bytes in all)", text.get(..at).unwrap_or_default(), text.len())
        }
    }
}

/// An object in JSON. A name that stands there twice is written once, with the value that most readers take: the last.
struct Members<'a>(&'a Object);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let last: HashMap<&str, usize> =
            self.0.iter().enumerate().map(|(place, (name, _))| (name, place)).collect();
        let mut map = serializer.serialize_map(Some(last.len()))?;
        for (place, (name, value)) in self.0.iter().enumerate() {
            if last.get(name) == Some(&place) {
                map.serialize_entry(name, &Json(value))?;
            }
        }
        map.end()
    }
}

/// A value in JSON; numbers stay as they were written.
struct Json<'a>(&'a Value);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(text) => {
                RawValue::from_string(text.clone()).map_err(S::Error::custom)?.serialize(serializer)
            }
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(values) => {
                let mut seq = serializer.serialize_seq(Some(values.len()))?;
                for value in values {
                    seq.serialize_element(&Json(value))?;
                }
                seq.end()
            }
            Value::Object(object) => Members(object).serialize(serializer),
            Value::Hidden => serializer.serialize_str(HIDDEN),
        }
    }
}
