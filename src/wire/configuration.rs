//! The Configuration service's client: versions and texts. What a text means is `domain::cs`'s business.

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memchr_iter;

use super::error::WireError;
use super::http::inflate;
use super::jencode::{DecodeError, Reader, Shape, Value};
use super::rpc::{Answer, ReadCall, Rpc};
use super::service::{ConfigurationService, CsUpdate, Service, ask, decode_ping, decode_whoami};
use crate::domain::whoami::{Ping, WhoAmI};

/// Bytes that a configuration's text may have: fifty times the largest one designed for (facts/dirac.md 3.6).
const MAX_TEXT: u64 = 256 << 20;
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
