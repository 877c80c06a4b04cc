//! The Configuration service's client: versions and texts. What a text means is `domain::cs`'s business.

use std::borrow::Cow;
use std::sync::Arc;

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use memchr::memchr_iter;

use super::error::{CommitFault, ErrorKind, WireError};
use super::http::inflate;
use super::jencode::{DecodeError, Reader, Shape, Value};
use super::rpc::{
    Answer, HttpsRpc, MutatingCall, ReadCall, Rpc, RpcChanges, Unlocked, WriteUnlocked,
};
use super::service::{
    ConfigurationChanges, ConfigurationService, CsUpdate, Service, ask, decode_ping, decode_whoami,
};
use crate::domain::cs::{self, Committed, is_version};
use crate::domain::whoami::{Ping, WhoAmI};

/// Bytes that a configuration's text may have: fifty times the largest one designed for (facts/dirac.md 3.6).
const MAX_TEXT: u64 = 256 << 20;
/// Where a configuration bears its version.
const VERSION: &str = "/DIRAC/Configuration/Version";
/// First byte of every zlib stream that DIRAC writes.
const ZLIB: u8 = 0x78;

/// A client of the CS over any protocol.
#[derive(Clone, Debug)]
pub struct ConfigurationClient<R>(R);

impl<R: Rpc> ConfigurationClient<R> {
    /// A client that asks through `rpc`.
    pub fn new(rpc: R) -> Self {
        Self(rpc)
    }
}

impl ConfigurationClient<HttpsRpc> {
    /// The same client, allowed to commit.
    pub fn unlock(self, asked: &WriteUnlocked) -> ConfigurationClient<HttpsRpc<Unlocked>> {
        ConfigurationClient(self.0.unlock(asked))
    }
}

impl<R: Rpc> Service for ConfigurationClient<R> {
    async fn ping(&self) -> Result<Ping, WireError> {
        ask(&self.0, ReadCall::ping(), decode_ping).await
    }

    async fn whoami(&self) -> Result<WhoAmI, WireError> {
        ask(&self.0, ReadCall::whoami(), decode_whoami).await
    }

    fn urls(&self) -> Vec<Arc<str>> {
        self.0.urls()
    }
}

impl<R: Rpc> ConfigurationService for ConfigurationClient<R> {
    async fn version(&self) -> Result<String, WireError> {
        ask(&self.0, ReadCall::version(), |answer| match answer.value()? {
            Value::Text(version) => Ok(version),
            _ => Err(answer.broken("a version is a text")),
        })
        .await
    }

    async fn newer_than(&self, version: &str) -> Result<CsUpdate, WireError> {
        ask(&self.0, ReadCall::newer_than(version), decode_update).await
    }

    async fn write_enabled(&self) -> Result<bool, WireError> {
        ask(&self.0, ReadCall::write_enabled(), |answer| {
            answer.value()?.as_bool().ok_or_else(|| answer.broken("it is neither yes nor no"))
        })
        .await
    }

    async fn history(&self, name: &str) -> Result<Vec<Committed>, WireError> {
        ask(&self.0, ReadCall::history(), |answer| decode_history(answer, name)).await
    }

    async fn version_contents(&self, version: &str) -> Result<Arc<str>, WireError> {
        let pattern = pattern(version)?;
        let decode = |answer: &Answer| decode_contents(answer, version);
        let contents = ask(&self.0, ReadCall::version_contents(&pattern), decode).await;
        contents.map_err(|error| named(error.of_commit(), version))
    }
}

impl<R: RpcChanges> ConfigurationChanges for ConfigurationClient<R> {
    async fn commit(&self, text: &str) -> Result<(), WireError> {
        let call = MutatingCall::commit(pack(text));
        self.0.change(call).await.map(drop).map_err(WireError::of_commit)
    }

    async fn roll_back(&self, version: &str) -> Result<(), WireError> {
        let call = MutatingCall::roll_back(&pattern(version)?);
        let done = self.0.change(call).await.map(drop);
        done.map_err(|error| named(error.of_commit(), version))
    }
}

/// The regular expression that finds this version and no other, but for one without fraction: that finds those of the
/// same second, too.
fn pattern(version: &str) -> Result<String, WireError> {
    if is_version(version) {
        return Ok(version.replace('.', r"\."));
    }
    let fault = CommitFault::NoVersion { given: version.to_owned() };
    Err(WireError::new(ErrorKind::Commit(Box::new(fault)), ""))
}

/// An error that names the pattern, with the version instead.
fn named(error: WireError, version: &str) -> WireError {
    match error.commit_fault() {
        Some(CommitFault::NoSuchVersion { .. }) => {
            let fault = CommitFault::NoSuchVersion { version: version.to_owned() };
            error.with_kind(ErrorKind::Commit(Box::new(fault)))
        }
        _ => error,
    }
}

/// A text as it is uploaded: zlib at DIRAC's level, in base64.
fn pack(text: &str) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    // writing to memory does not fail
    let packed = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    STANDARD.encode(packed.unwrap_or_default())
}

/// The commits, the latest first whatever the order they came in.
fn decode_history(answer: &Answer, name: &str) -> Result<Vec<Committed>, WireError> {
    let mut commits = Vec::new();
    let mut fields: Vec<String> = Vec::new();
    let read = answer.reader().each_element(|reader| {
        fields.clear();
        reader.each_element(|reader| {
            fields.push(reader.text()?.into_owned());
            Ok::<_, DecodeError>(())
        })?;
        let entry: Vec<&str> = fields.iter().map(String::as_str).collect();
        commits.extend(Committed::of_fields(&entry, name));
        Ok::<_, DecodeError>(())
    });
    read.map_err(|error| answer.broken(&format!("its history cannot be read: {error}")))?;
    commits.sort_by(|a, b| b.version.cmp(&a.version));
    Ok(commits)
}

/// The one text of the answer, if it bears `version`.
fn decode_contents(answer: &Answer, version: &str) -> Result<Arc<str>, WireError> {
    let mut all = Vec::new();
    let read = answer.reader().each_element(|reader| {
        let shape = reader.shape()?;
        all.push(read_data(shape, reader)?);
        Ok::<_, DecodeError>(())
    });
    read.map_err(|error| answer.broken(&error.to_string()))?;
    let (Some(data), true) = (all.pop(), all.is_empty()) else {
        return Err(answer.broken("one version was asked for"));
    };
    let text: Arc<str> = decode_text(data, answer)?.into();
    let tree = cs::parse(Arc::clone(&text))
        .map_err(|error| answer.broken(&format!("an old version does not parse: {error}")))?;
    let came = tree.value(VERSION).unwrap_or_default();
    if came == version {
        return Ok(text);
    }
    let (asked, came) = (version.to_owned(), super::error::shown(&came));
    Err(answer.failed(ErrorKind::Commit(Box::new(CommitFault::AnotherVersion { asked, came }))))
}

fn decode_update(answer: &Answer) -> Result<CsUpdate, WireError> {
    let mut newest = None;
    let mut data = None;
    answer
        .reader()
        .each_member(|key, reader| {
            match (key, reader.shape()?) {
                ("newestVersion", Shape::Text) => newest = Some(reader.text()?.into_owned()),
                ("data", shape) => data = Some(read_data(shape, reader)?),
                _ => reader.skip()?,
            }
            Ok::<_, DecodeError>(())
        })
        .map_err(|error| answer.broken(&error.to_string()))?;
    let Some(newest) = newest else {
        return Err(answer.broken("it names no version"));
    };
    let text = match data {
        None => None,
        Some(data) => Some(decode_text(data, answer)?.into()),
    };
    Ok(CsUpdate { newest, text, server: answer.url().clone() })
}

/// The compressed text as it was sent: base64 in a string over https, a tagged object or plain bytes over dips.
enum Data<'a> {
    Base64(Cow<'a, str>),
    Object(Value),
}

fn read_data<'a>(shape: Shape, reader: &mut Reader<'a>) -> Result<Data<'a>, DecodeError> {
    match shape {
        Shape::Text => reader.text().map(Data::Base64),
        _ => Value::read(reader).map(Data::Object),
    }
}

fn decode_text(data: Data<'_>, answer: &Answer) -> Result<String, WireError> {
    let compressed = match data {
        Data::Base64(text) => {
            STANDARD.decode(text.as_bytes()).map_err(|_| answer.broken("its data is not base64"))?
        }
        Data::Object(Value::Bytes(bytes)) => bytes,
        Data::Object(_) => return Err(answer.broken("its data is neither text nor bytes")),
    };
    if compressed.first() != Some(&ZLIB) {
        return Err(answer.broken("its data is not compressed as DIRAC does it"));
    }
    let text = inflate(&compressed, MAX_TEXT).map_err(|kind| answer.failed(kind))?;
    String::from_utf8(text).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..good).unwrap_or_default();
        let line = memchr_iter(b'\n', before).count() + 1;
        answer.broken(&format!("line {line} of the configuration is not UTF-8"))
    })
}

#[cfg(test)]
mod tests;
