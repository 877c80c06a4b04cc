//! A chain as plain text, fit for a ticket: no secrets, no control characters, lines of moderate length.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::{Chain, State};
use crate::domain::foreign::Clean;
use crate::domain::redact::redact;
use crate::domain::span::whole;

/// Columns that a line has at most, where words allow it.
const WIDTH: usize = 78;

/// Who asked what, when and where.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Name of the installation.
    pub installation: String,
    /// URL of the configuration server that answered.
    pub server: String,
    /// Version of its configuration.
    pub version: String,
    /// Who asked: `ada @ dirac_admin`.
    pub asked_by: String,
    /// When.
    pub at: Timestamp,
}

/// The report.
pub fn report(chain: &Chain, about: &About) -> String {
    let mut out = String::new();
    let user = chain.user.as_deref().unwrap_or("a name that the Registry does not have");
    let group = chain.group.as_deref().unwrap_or("none");
    field(&mut out, "tokens of", user, 15);
    field(&mut out, "in group", group, 15);
    field(&mut out, "installation", &about.installation, 15);
    field(&mut out, "configuration", &format!("{} from {}", about.version, about.server), 15);
    field(&mut out, "asked by", &about.asked_by, 15);
    field(&mut out, "at", &whole(about.at).to_string(), 15);
    field(&mut out, "outcome", &chain.count(), 15);
    for link in &chain.links {
        out.push('\n');
        let mark = match link.state {
            State::Holds => "ok",
            State::Fails => "FAILS",
            State::Unknown => "unknown",
        };
        // writing to a String cannot fail
        let _ = writeln!(out, "{:>2}. {mark}: {}", link.n, link.title());
        for (label, text) in [
            ("", &link.evidence),
            ("where", &link.path),
            ("consequence", &link.consequence),
            ("remedy", &link.remedy),
        ] {
            if !text.is_empty() {
                let head = if label.is_empty() { "   ".to_owned() } else { format!("    {label}") };
                let indent = if label.is_empty() { 4 } else { 17 };
                // a DN is no secret, however its token id looks
                if matches!(link.id, "dns" | "token_ids") {
                    paragraph(&mut out, &head, text, indent);
                } else {
                    field(&mut out, &head, text, indent);
                }
            }
        }
    }
    out
}

/// `label  text` without what looks like a secret.
fn field(out: &mut String, label: &str, text: &str, indent: usize) {
    paragraph(out, label, &redact(text), indent);
}

/// `label  text`, wrapped and cleaned.
fn paragraph(out: &mut String, label: &str, text: &str, indent: usize) {
    let clean = Clean::new(text);
    let room = WIDTH.saturating_sub(indent);
    let mut line = String::new();
    let mut head = label;
    let mut flush = |line: &mut String| {
        let _ = writeln!(out, "{}", format!("{head:<indent$}{line}").trim_end());
        head = "";
        line.clear();
    };
    for word in clean.as_str().split(' ') {
        let room_for_it = line.chars().count() + 1 + word.chars().count() <= room;
        if line.is_empty() {
            line.push_str(word);
        } else if room_for_it {
            line.push(' ');
            line.push_str(word);
        } else {
            flush(&mut line);
            line.push_str(word);
        }
    }
    flush(&mut line);
}
