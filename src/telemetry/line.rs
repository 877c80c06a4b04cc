//! One line of the log: `time level subject message name=value ...`, redacted and clean.

use std::fmt::{self, Write as _};

use jiff::Timestamp;
use tracing::field::{Field, Visit};
use tracing::{Event, Level};

use crate::domain::foreign::Clean;
use crate::domain::redact::redact;
use crate::domain::secret::is_secret_option;

/// Characters of a line that are kept.
const LONGEST: usize = 4_000;
/// What our targets begin with.
const OURS: &str = "dirac_tokens";

/// What an event of ours is about: its target without our name; `None` if it is not ours.
pub(super) fn subject(target: &str) -> Option<&str> {
    let rest = target.strip_prefix(OURS)?;
    if rest.is_empty() { Some(OURS) } else { rest.strip_prefix("::") }
}

/// The line of `event`.
pub(super) fn of(event: &Event<'_>, at: Timestamp) -> String {
    let mut said = Said::default();
    event.record(&mut said);
    let metadata = event.metadata();
    let subject = subject(metadata.target()).unwrap_or(metadata.target());
    text(at, *metadata.level(), subject, &said)
}

fn text(at: Timestamp, level: Level, subject: &str, said: &Said) -> String {
    let mut tail = String::new();
    let message = redact(&said.message);
    // writing to a String cannot fail
    let _ = write!(tail, "{}", Clean::new(&message));
    for (name, value) in &said.fields {
        let _ =
            write!(tail, "{}{name}={}", if tail.is_empty() { "" } else { " " }, shown(name, value));
    }
    // once more as a whole: a name of one value may stand before another
    let tail = redact(&tail);
    let tail = match tail.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", tail.get(..end).unwrap_or("")),
        None => tail.into_owned(),
    };
    format!("{at:.3} {level:<5} {subject} {tail}")
}

/// A value as it may be written: by its name and by its looks; in quotes where its end would not be seen.
fn shown(name: &str, value: &str) -> String {
    if is_secret_option(name) {
        return "[redacted]".to_owned();
    }
    let value = redact(value);
    let value = Clean::new(&value);
    let value = value.as_str();
    if value.is_empty() || value.contains([' ', '"', '=']) {
        format!("\"{}\"", value.replace('"', "\\\""))
    } else {
        value.to_owned()
    }
}

/// What an event says.
#[derive(Default)]
struct Said {
    message: String,
    fields: Vec<(&'static str, String)>,
}

impl Said {
    fn add(&mut self, field: &Field, value: String) {
        if field.name() == "message" {
            self.message = value;
        } else {
            self.fields.push((field.name(), value));
        }
    }
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(message: &str, fields: &[(&'static str, &str)]) -> String {
        let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let said = Said { message: message.to_owned(), fields };
        text(Timestamp::UNIX_EPOCH, Level::WARN, "request", &said)
    }

    #[test]
    fn a_line_has_time_level_subject_message_and_values() {
        assert_eq!(
            line("timeout", &[("url", "https://h:9135/A/B"), ("after", "10 s"), ("who", "")]),
            "1970-01-01T00:00:00.000Z WARN  request timeout url=https://h:9135/A/B after=\"10 s\" who=\"\""
        );
    }

    #[test]
    fn secrets_go_by_name_and_by_looks_and_over_the_border_of_values() {
        let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
        let key = "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----";
        let out = line(
            &format!("sent Bearer {jwt} and {key}"),
            &[
                ("client_secret", "plain"),
                ("body", jwt),
                ("a", "refresh_token"),
                ("b", "token=opaque.lower"),
            ],
        );
        for secret in ["eyJ", "MIGH", "plain", "opaque"] {
            assert!(!out.contains(secret), "{out}");
        }
    }

    #[test]
    fn control_characters_become_visible_and_a_line_stays_one() {
        let out = line("a\nb\u{1b}[2J", &[("dn", "/CN=\u{202e}x")]);
        assert!(out.ends_with("a\\nb\\x1b[2J dn=\"/CN=\\u{202e}x\""), "{out}");
    }

    #[test]
    fn a_line_has_an_end() {
        let out = line(&"x ".repeat(10 * LONGEST), &[]);
        assert!(out.chars().count() < LONGEST + 60 && out.ends_with('…'));
    }

    #[test]
    fn only_our_own_targets_have_a_subject() {
        assert_eq!(subject("dirac_tokens::request"), Some("request"));
        assert_eq!(subject("dirac_tokens"), Some("dirac_tokens"));
        assert_eq!(subject("dirac_tokens_other"), None);
        assert_eq!(subject("hyper::proto"), None);
    }
}
