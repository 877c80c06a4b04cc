//! When the lints about tokens apply: how they were read, header, times, issuer and audience, texts.
//!
//! Which profiles a rule is for stands in the table; a rule is asked for by its row, so that the two cannot differ.

mod header;
mod shape;
mod text;
mod time;

use jiff::Timestamp;

use super::json::Object;
use super::profile::Profile;
use super::read::{Parse, Token};
use super::signature::Signature;
use crate::domain::lint::{self, Finding, Lint, Severity};

/// Longest piece of foreign text in a finding, in characters.
const LONGEST: usize = 120;

/// Everything that is wrong with `token` at `now`, the worst first. `signature` is the verdict on it; `audience` is the
/// service that it should be for, if somebody asked.
pub fn findings(
    token: &Token,
    signature: &Signature,
    now: Timestamp,
    audience: Option<&str>,
) -> Vec<Finding> {
    let mut found = Found { findings: signature.findings.clone(), profile: Profile::Generic };
    reading(token, &mut found);
    let readable = token.parse == Parse::Ok;
    if let (true, Some(claims)) = (readable, &token.claims) {
        found.profile = Profile::of(claims);
    }
    if let (true, Some(header)) = (readable || token.parse == Parse::Jwe, &token.header) {
        header::check(header, token.parse == Parse::Jwe, &mut found);
    }
    if let (true, Some(header), Some(claims)) = (readable, &token.header, &token.claims) {
        time::check(claims, now, &mut found);
        shape::check(header, claims, audience, &mut found);
        shape::size(token.length, &mut found);
    }
    for (place, object) in [("header", &token.header), ("claims", &token.claims)] {
        if let Some(object) = object {
            repeated(place, object, &mut found);
            text::check(place, object, &mut found);
        }
    }
    if let Some(first) = token.hidden.first() {
        let all = token.hidden.join(", ");
        found.add(&lint::SECRET_CLAIM, format!("There is a secret in {}.", clip(&all)), first);
    }
    found.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found.findings
}

/// What was found so far, for tokens of one profile.
struct Found {
    findings: Vec<Finding>,
    profile: Profile,
}

impl Found {
    /// Notes a finding, unless the rule is not for this profile.
    fn add(&mut self, lint: &'static Lint, text: impl Into<String>, source: &str) {
        self.add_with(lint, lint.severity, text, source);
    }

    /// Notes a finding with the severity that fits here.
    fn add_with(
        &mut self,
        lint: &'static Lint,
        severity: Severity,
        text: impl Into<String>,
        source: &str,
    ) {
        if lint.token.as_ref().is_none_or(|rule| rule.is_for(self.profile)) {
            self.findings.push(Finding::new(lint, text, source).with(severity));
        }
    }
}

/// How far the token could be read, and what stood around it.
fn reading(token: &Token, found: &mut Found) {
    use super::around::Stripped;
    let lint = match token.parse {
        Parse::Ok => None,
        Parse::Empty => Some(&lint::TOKEN_EMPTY),
        Parse::Segments => Some(&lint::TOKEN_SEGMENTS),
        Parse::Base64 => Some(&lint::TOKEN_BASE64),
        Parse::Utf8 => Some(&lint::TOKEN_UTF8),
        Parse::Json => Some(&lint::TOKEN_JSON),
        Parse::NotObject => Some(&lint::TOKEN_NOT_OBJECT),
        Parse::Jwe => Some(&lint::TOKEN_ENCRYPTED),
        Parse::TooDeep => Some(&lint::TOKEN_TOO_DEEP),
        Parse::TooLarge => Some(&lint::TOKEN_TOO_LARGE),
    };
    if let Some(lint) = lint {
        found.add(lint, token.reason.clone(), "token");
    }
    for stripped in &token.stripped {
        let (lint, text) = match stripped {
            Stripped::Bearer => (&lint::BEARER_PREFIX, "Authorization or Bearer was taken off."),
            Stripped::Quotes => (&lint::TOKEN_UNWRAPPED, "Quotes were taken off."),
            Stripped::ByteOrderMark => (&lint::TOKEN_UNWRAPPED, "A byte order mark was taken off."),
            Stripped::LineEnds => (&lint::TOKEN_UNWRAPPED, "Line ends were taken out."),
            Stripped::Response => (&lint::TOKEN_IN_JSON, "access_token was taken out of JSON."),
        };
        found.add(lint, text, "token");
    }
}

fn repeated(place: &str, object: &Object, found: &mut Found) {
    let names = object.repeated();
    let Some(first) = names.first() else { return };
    let text = format!("More than once in the {place}: {}.", clip(&names.join(", ")));
    found.add(&lint::DUPLICATE_MEMBER, text, &format!("{place}.{}", clip(first)));
}

/// Foreign text short enough for a sentence.
pub(super) fn clip(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
    }
}
