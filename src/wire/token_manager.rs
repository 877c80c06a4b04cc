//! The TokenManager's client: stored tokens listed, fetched for one id, deleted.
//!
//! A listing's answer holds every token in full. While the rows are read, straight from the buffer that is wiped, each
//! token becomes its fingerprint; nothing of a listing that leaves this module ever held one (design.md 6.1). Only what is
//! fetched for one id keeps the tokens of that id, as secrets.

mod issue;

use std::sync::Arc;

use jiff::Timestamp;

use super::error::{ErrorKind, WireError};
use super::jencode::{DecodeError, Number, Reader, Shape, whole};
use super::rpc::{
    Answer, HttpsRpc, MutatingCall, ReadCall, Rpc, RpcChanges, Unlocked, WriteUnlocked,
};
use super::service::{
    Service, TokenManagerChanges, TokenManagerService, ask, decode_ping, decode_whoami,
};
use crate::domain::secret::{Fingerprint, Secret};
use crate::domain::token::{ListedToken, StoredTokens, token_id_fault};
use crate::domain::whoami::{Ping, WhoAmI};

/// A client of the TokenManager over any protocol.
#[derive(Clone, Debug)]
pub struct TokenManagerClient<R>(R);

impl<R: Rpc> TokenManagerClient<R> {
    /// A client that asks through `rpc`.
    pub fn new(rpc: R) -> Self {
        Self(rpc)
    }
}

impl TokenManagerClient<HttpsRpc> {
    /// The same client, allowed to delete.
    pub fn unlock(self, asked: &WriteUnlocked) -> TokenManagerClient<HttpsRpc<Unlocked>> {
        TokenManagerClient(self.0.unlock(asked))
    }
}

impl<R: Rpc> Service for TokenManagerClient<R> {
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

impl<R: Rpc> TokenManagerService for TokenManagerClient<R> {
    async fn users_tokens_info(&self, users: &[String]) -> Result<Vec<ListedToken>, WireError> {
        ask(&self.0, ReadCall::users_tokens_info(users), decode_listing).await
    }

    async fn user_tokens_info(&self) -> Result<Vec<ListedToken>, WireError> {
        ask(&self.0, ReadCall::user_tokens_info(), decode_listing).await
    }

    async fn rows_of_id(&self, token_id: &str) -> Result<Vec<ListedToken>, WireError> {
        check(token_id)?;
        ask(&self.0, ReadCall::tokens_by_id(token_id), decode_listing).await
    }

    async fn tokens_of_id(&self, token_id: &str) -> Result<Vec<StoredTokens>, WireError> {
        check(token_id)?;
        let decode = |answer: &Answer| decode_tokens(answer, token_id);
        ask(&self.0, ReadCall::tokens_by_id(token_id), decode).await
    }
}

impl<R: RpcChanges> TokenManagerChanges for TokenManagerClient<R> {
    async fn delete_token(&self, token_id: &str) -> Result<(), WireError> {
        check(token_id)?;
        // whatever it says with S_OK: it always says the same
        self.0.change(MutatingCall::delete_token(token_id)).await.map(drop)
    }
}

/// Refuses what is no token id before anything is sent.
fn check(token_id: &str) -> Result<(), WireError> {
    match token_id_fault(token_id) {
        None => Ok(()),
        Some(why) => Err(WireError::new(ErrorKind::NoTokenId(why), "")),
    }
}

fn decode_listing(answer: &Answer) -> Result<Vec<ListedToken>, WireError> {
    each_row(answer, |reader| Ok(read_row(reader, false)?.row))
}

/// The rows with their tokens, but for those of another id than was asked for.
fn decode_tokens(answer: &Answer, token_id: &str) -> Result<Vec<StoredTokens>, WireError> {
    each_row(answer, |reader| {
        let mut read = read_row(reader, true)?;
        if read.row.user_id != token_id {
            (read.access, read.refresh) = (None, None);
        }
        Ok(read)
    })
}

fn each_row<T>(
    answer: &Answer,
    mut read: impl FnMut(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, WireError> {
    let mut rows = Vec::new();
    answer
        .reader()
        .each_element(|reader| {
            rows.push(read(reader)?);
            Ok::<_, DecodeError>(())
        })
        .map_err(|error| answer.broken(&format!("its list of tokens cannot be read: {error}")))?;
    Ok(rows)
}

/// Reads a row (facts/dirac.md 4.7): numbers come as integers, strings or floats, NULL as the word `None`. Its tokens are kept
/// only if `whole`.
fn read_row(reader: &mut Reader<'_>, whole: bool) -> Result<StoredTokens, DecodeError> {
    let (mut whole_access, mut whole_refresh) = (None, None);
    let mut row = ListedToken::default();
    reader.each_member(|key, reader| {
        match key {
            "id" => row.id = read_int(reader)?.and_then(|id| u64::try_from(id).ok()),
            "username" => row.user = read_text(reader)?,
            "user_id" => row.user_id = read_text(reader)?.unwrap_or_default(),
            "provider" => row.provider = read_text(reader)?.unwrap_or_default(),
            "scope" => row.scopes = read_scopes(reader)?,
            "expires_at" => row.access_expires = read_time(reader)?,
            "rt_expires_at" => row.refresh_expires = read_time(reader)?,
            "issued_at" => row.issued = read_time(reader)?,
            "client_id" => row.client_id = read_text(reader)?,
            "access_token" => (row.access, whole_access) = read_token(reader, whole)?,
            "refresh_token" => (row.refresh, whole_refresh) = read_token(reader, whole)?,
            _ => reader.skip()?,
        }
        Ok::<_, DecodeError>(())
    })?;
    Ok(StoredTokens { row, access: whole_access, refresh: whole_refresh })
}

/// Whether the server means "nothing" by this text.
fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "None")
}

fn read_token(
    reader: &mut Reader<'_>,
    whole: bool,
) -> Result<(Option<Fingerprint>, Option<Secret<String>>), DecodeError> {
    if reader.shape()? != Shape::Text {
        reader.skip()?;
        return Ok((None, None));
    }
    reader.secret(|token| {
        let text = std::str::from_utf8(token).ok();
        if text.is_some_and(is_nothing) {
            return (None, None);
        }
        let kept = text.filter(|_| whole).map(|text| Secret::new(text.to_owned()));
        (Some(Fingerprint::of(token)), kept)
    })
}

fn read_text(reader: &mut Reader<'_>) -> Result<Option<String>, DecodeError> {
    match reader.shape()? {
        Shape::Text => {
            let text = reader.text()?;
            Ok((!is_nothing(&text)).then(|| text.into_owned()))
        }
        Shape::Number => Ok(Some(match reader.number()? {
            Number::Int(int) => int.to_string(),
            Number::Big(digits) => digits.to_owned(),
            Number::Float(float) => float.to_string(),
        })),
        _ => reader.skip().map(|()| None),
    }
}

fn read_scopes(reader: &mut Reader<'_>) -> Result<Vec<String>, DecodeError> {
    let mut scopes = Vec::new();
    if reader.shape()? == Shape::List {
        reader.each_element(|reader| {
            scopes.extend(read_text(reader)?);
            Ok::<_, DecodeError>(())
        })?;
    } else if let Some(text) = read_text(reader)? {
        scopes.extend(text.split_whitespace().map(str::to_owned));
    }
    Ok(scopes)
}

fn read_int(reader: &mut Reader<'_>) -> Result<Option<i64>, DecodeError> {
    Ok(match reader.shape()? {
        Shape::Number => match reader.number()? {
            Number::Int(int) => Some(int),
            Number::Float(float) => whole(float),
            Number::Big(_) => None,
        },
        Shape::Text => {
            let text = reader.text()?;
            let text = text.trim();
            text.parse().ok().or_else(|| whole(text.parse().ok()?))
        }
        _ => {
            reader.skip()?;
            None
        }
    })
}

/// A time in Unix seconds; 0, nothing and what is no time are unknown.
fn read_time(reader: &mut Reader<'_>) -> Result<Option<Timestamp>, DecodeError> {
    let seconds = read_int(reader)?.filter(|seconds| *seconds != 0);
    Ok(seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()))
}

#[cfg(test)]
mod tests;
