//! Lines of a run's file: JSON on one side, records on the other.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::commit;
use crate::domain::redact::redact;
use crate::domain::secret::Fingerprint;
use crate::domain::stop::{Done, How, Outcome, StepKind};
use crate::store::journal::{Commit, FORMAT, Purpose, Record, Run};

/// Characters of a free text that are kept.
const MOST_TEXT: usize = 1_000;

/// Why a line is no record.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is of this later format.
    Later(u64),
    /// It is something else; what is wrong, without quoting it.
    Garbage(String),
    /// There is more than anybody can have written.
    TooLarge,
}

fn garbage(what: &str) -> Fault {
    Fault::Garbage(what.to_owned())
}

/// What of a first line is looked at before anything else.
#[derive(Deserialize)]
struct Head {
    format: u64,
}

#[derive(Serialize, Deserialize)]
struct First {
    format: u64,
    name: String,
    started: String,
    installation: String,
    who: String,
    #[serde(flatten)]
    purpose: For,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case")]
enum For {
    Stop { how: String, token_ids: Vec<String> },
    Credential { of: String },
    Commit { base: String, on: String, digest: String, changes: Vec<String> },
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
enum Line {
    Intent {
        at: String,
        token_id: String,
        step: String,
        provider: Option<String>,
        refresh: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        rows: Vec<String>,
    },
    Ended {
        at: String,
        token_id: String,
        step: String,
        provider: Option<String>,
        refresh: Option<String>,
        done: String,
        active: Option<bool>,
        evidence: String,
    },
    Settled {
        at: String,
        token_id: String,
        outcome: String,
        summary: String,
    },
    Asked {
        at: String,
        of: String,
    },
    Answered {
        at: String,
        done: String,
        got: Option<String>,
        evidence: String,
    },
    Sending {
        at: String,
        to: String,
    },
    Committed {
        at: String,
        outcome: String,
        version: Option<String>,
        summary: String,
    },
    Over {
        at: String,
        complete: bool,
    },
}

/// The first line of a run's file.
pub(super) fn first(run: &Run) -> Result<Vec<u8>, serde_json::Error> {
    let purpose = match &run.purpose {
        Purpose::Stop { how, token_ids } => {
            For::Stop { how: how.word().to_owned(), token_ids: token_ids.clone() }
        }
        Purpose::Credential { of } => For::Credential { of: text(of) },
        Purpose::Commit(Commit { base, on, digest, changes }) => For::Commit {
            base: text(base),
            on: text(on),
            digest: digest.to_string(),
            changes: changes.iter().map(|change| text(change)).collect(),
        },
    };
    ended(&First {
        format: FORMAT.into(),
        name: run.name.clone(),
        started: run.started.to_string(),
        installation: text(&run.installation),
        who: text(&run.who),
        purpose,
    })
}

/// A further line.
pub(super) fn record(record: &Record) -> Result<Vec<u8>, serde_json::Error> {
    ended(&Line::from(record))
}

fn ended(line: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Free text as it is kept: without what looks like a secret, and not endless.
fn text(text: &str) -> String {
    let text = redact(text);
    match text.char_indices().nth(MOST_TEXT) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.into_owned(),
    }
}

fn print(fingerprint: Option<Fingerprint>) -> Option<String> {
    fingerprint.map(|fingerprint| fingerprint.to_string())
}

impl From<&Record> for Line {
    fn from(record: &Record) -> Self {
        match record {
            Record::Intent { at, token_id, step, provider, refresh, rows } => Self::Intent {
                at: at.to_string(),
                token_id: token_id.clone(),
                step: step.word().to_owned(),
                provider: provider.clone(),
                refresh: print(*refresh),
                rows: rows.iter().map(ToString::to_string).collect(),
            },
            Record::Ended { at, token_id, step, provider, refresh, done, active, evidence } => {
                Self::Ended {
                    at: at.to_string(),
                    token_id: token_id.clone(),
                    step: step.word().to_owned(),
                    provider: provider.clone(),
                    refresh: print(*refresh),
                    done: done.word().to_owned(),
                    active: *active,
                    evidence: text(evidence),
                }
            }
            Record::Settled { at, token_id, outcome, summary } => Self::Settled {
                at: at.to_string(),
                token_id: token_id.clone(),
                outcome: outcome.word().to_owned(),
                summary: text(summary),
            },
            Record::Asked { at, of } => Self::Asked { at: at.to_string(), of: text(of) },
            Record::Answered { at, done, got, evidence } => Self::Answered {
                at: at.to_string(),
                done: done.word().to_owned(),
                got: print(*got),
                evidence: text(evidence),
            },
            Record::Sending { at, to } => Self::Sending { at: at.to_string(), to: text(to) },
            Record::Committed { at, outcome, version, summary } => Self::Committed {
                at: at.to_string(),
                outcome: outcome.word().to_owned(),
                version: version.as_deref().map(text),
                summary: text(summary),
            },
            Record::Over { at, complete } => Self::Over { at: at.to_string(), complete: *complete },
        }
    }
}

/// Reads a first line.
pub(super) fn parse_first(line: &[u8]) -> Result<Run, Fault> {
    let head: Head = json(line)?;
    if head.format != u64::from(FORMAT) {
        return Err(Fault::Later(head.format));
    }
    let first: First = json(line)?;
    Ok(Run {
        name: first.name,
        started: time(&first.started)?,
        installation: first.installation,
        who: first.who,
        purpose: match first.purpose {
            For::Stop { how, token_ids } => {
                let how = How::of_word(&how).ok_or_else(|| garbage("an unknown way to stop"))?;
                Purpose::Stop { how, token_ids }
            }
            For::Credential { of } => Purpose::Credential { of },
            For::Commit { base, on, digest, changes } => {
                let digest = fingerprint(Some(digest))?;
                let digest = digest.ok_or_else(|| garbage("a digest that is none"))?;
                Purpose::Commit(Commit { base, on, digest, changes })
            }
        },
    })
}

/// Reads a further line.
pub(super) fn parse_record(line: &[u8]) -> Result<Record, Fault> {
    json::<Line>(line)?.try_into()
}

impl TryFrom<Line> for Record {
    type Error = Fault;

    fn try_from(line: Line) -> Result<Self, Fault> {
        Ok(match line {
            Line::Intent { at, token_id, step, provider, refresh, rows } => Self::Intent {
                at: time(&at)?,
                token_id,
                step: kind(&step)?,
                provider,
                refresh: fingerprint(refresh)?,
                rows: rows.into_iter().map(read_print).collect::<Result<_, _>>()?,
            },
            Line::Ended { at, token_id, step, provider, refresh, done, active, evidence } => {
                Self::Ended {
                    at: time(&at)?,
                    token_id,
                    step: kind(&step)?,
                    provider,
                    refresh: fingerprint(refresh)?,
                    done: how_it_ended(&done)?,
                    active,
                    evidence,
                }
            }
            Line::Settled { at, token_id, outcome, summary } => Self::Settled {
                at: time(&at)?,
                token_id,
                outcome: Outcome::of_word(&outcome).ok_or_else(|| garbage("an unknown outcome"))?,
                summary,
            },
            Line::Asked { at, of } => Self::Asked { at: time(&at)?, of },
            Line::Answered { at, done, got, evidence } => Self::Answered {
                at: time(&at)?,
                done: how_it_ended(&done)?,
                got: fingerprint(got)?,
                evidence,
            },
            Line::Sending { at, to } => Self::Sending { at: time(&at)?, to },
            Line::Committed { at, outcome, version, summary } => Self::Committed {
                at: time(&at)?,
                outcome: commit::Outcome::of_word(&outcome)
                    .ok_or_else(|| garbage("an unknown outcome"))?,
                version,
                summary,
            },
            Line::Over { at, complete } => Self::Over { at: time(&at)?, complete },
        })
    }
}

fn json<'l, T: Deserialize<'l>>(line: &'l [u8]) -> Result<T, Fault> {
    // where, not what: serde's sentence would quote it
    serde_json::from_slice(line)
        .map_err(|error| Fault::Garbage(format!("its JSON is wrong at column {}", error.column())))
}

fn time(text: &str) -> Result<Timestamp, Fault> {
    text.parse().map_err(|_| garbage("a time that is none"))
}

fn kind(word: &str) -> Result<StepKind, Fault> {
    StepKind::of_word(word).ok_or_else(|| garbage("an unknown step"))
}

fn how_it_ended(word: &str) -> Result<Done, Fault> {
    Done::of_word(word).ok_or_else(|| garbage("an unknown end of a step"))
}

fn fingerprint(text: Option<String>) -> Result<Option<Fingerprint>, Fault> {
    text.map(read_print).transpose()
}

fn read_print(text: impl AsRef<str>) -> Result<Fingerprint, Fault> {
    let text = text.as_ref();
    let read = || {
        let digits = text.strip_prefix("sha256:").filter(|digits| digits.len() == 16)?;
        let number = u64::from_str_radix(digits, 16).ok()?;
        let fingerprint = Fingerprint::from_bytes(number.to_be_bytes());
        // one spelling each: what is written again is what was read
        (fingerprint.to_string() == text).then_some(fingerprint)
    };
    read().ok_or_else(|| garbage("a fingerprint that is none"))
}
