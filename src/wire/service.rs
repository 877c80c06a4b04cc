//! The services as Rust sees them: what can be asked, in domain types.
//!
//! `ops` is generic over these traits, so that its flows run against the real thing, the sandbox and fakes alike. The
//! clients in [`super::configuration`] and [`super::token_manager`] implement them over any [`Rpc`].

use std::future::Future;
use std::sync::Arc;

use super::error::WireError;
use super::jencode::Value;
use super::rpc::{Answer, ReadCall, Rpc};
use crate::domain::cs::Committed;
use crate::domain::secret::Secret;
use crate::domain::token::{ListedToken, StoredTokens};
use crate::domain::whoami::{Ping, WhoAmI};

/// What every service answers.
pub trait Service: Send + Sync {
    /// The service describes itself. Open to every certificate of a known CA.
    fn ping(&self) -> impl Future<Output = Result<Ping, WireError>> + Send;

    /// The service describes the caller.
    fn whoami(&self) -> impl Future<Output = Result<WhoAmI, WireError>> + Send;

    /// The URLs that are asked, in order.
    fn urls(&self) -> Vec<Arc<str>>;
}

/// What a CS server said of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsUpdate {
    /// The server's version, to be compared as text only (facts/dirac.md 3.3).
    pub newest: String,
    /// The text, if it is newer than what was asked about.
    pub text: Option<Arc<str>>,
    /// The URL that answered. Servers can be some minutes apart.
    pub server: Arc<str>,
}

/// The Configuration service (facts/dirac.md 3.3).
pub trait ConfigurationService: Service {
    /// The server's version.
    fn version(&self) -> impl Future<Output = Result<String, WireError>> + Send;

    /// The server's version, and its text if that is newer than `version`; `"0"` for the text in any case.
    fn newer_than(&self, version: &str)
    -> impl Future<Output = Result<CsUpdate, WireError>> + Send;

    /// Whether this server takes commits.
    fn write_enabled(&self) -> impl Future<Output = Result<bool, WireError>> + Send;

    /// All commits that left a backup at this server, which has to be the master, the latest first. `name` is the CS's own:
    /// with a dot in it the server takes the rest of it for a part of the committer.
    fn history(&self, name: &str)
    -> impl Future<Output = Result<Vec<Committed>, WireError>> + Send;

    /// The text of a version that left a backup; the master alone has it. It bears that version, or it is an error:
    /// [`CommitFault::NoSuchVersion`](super::error::CommitFault::NoSuchVersion) without a backup,
    /// [`CommitFault::NoVersion`](super::error::CommitFault::NoVersion) for what is no whole version, without a request.
    fn version_contents(
        &self,
        version: &str,
    ) -> impl Future<Output = Result<Arc<str>, WireError>> + Send;
}

/// What changes the configuration. A session has this only when unlocked.
pub trait ConfigurationChanges: ConfigurationService {
    /// Puts `text` in the place of the whole configuration, if it bears the version that the server has. Sent once.
    ///
    /// `Ok` says that the server said so; the version that it made is not told, and no lock keeps another commit from
    /// overtaking: look again. An error that is [`ambiguous`](WireError::ambiguous) leaves open what became of it.
    fn commit(&self, text: &str) -> impl Future<Output = Result<(), WireError>> + Send;

    /// Puts the text of an old version in the place of whatever is there. Sent once, and never merged: everybody's later
    /// changes go with it. The same errors as [`commit`](Self::commit).
    fn roll_back(&self, version: &str) -> impl Future<Output = Result<(), WireError>> + Send;
}

/// The TokenManager (facts/dirac.md 4.6).
pub trait TokenManagerService: Service {
    /// The stored tokens of these users. One unknown user fails the whole call
    /// ([`ErrorKind::UnknownUser`](super::error::ErrorKind::UnknownUser)). An empty list proves nothing: with its
    /// database down the server answers the same.
    fn users_tokens_info(
        &self,
        users: &[String],
    ) -> impl Future<Output = Result<Vec<ListedToken>, WireError>> + Send;

    /// The stored tokens of the caller. Fails when the database is down.
    fn user_tokens_info(&self) -> impl Future<Output = Result<Vec<ListedToken>, WireError>> + Send;

    /// The rows that the database takes for those of this token id: exactly those that `delete_token` would remove. They can
    /// be of other ids too, which it holds for the same (`uid-1`, `UID-1`). Fails when the database is down, so that an
    /// empty list is a proof. The server gives them to anybody; who may have them is for `ops` to judge (design.md 6.12).
    /// [`ErrorKind::NoTokenId`](super::error::ErrorKind::NoTokenId): refused without a request.
    fn rows_of_id(
        &self,
        token_id: &str,
    ) -> impl Future<Output = Result<Vec<ListedToken>, WireError>> + Send;

    /// The same rows with the tokens of this very id; those of another come without theirs.
    fn tokens_of_id(
        &self,
        token_id: &str,
    ) -> impl Future<Output = Result<Vec<StoredTokens>, WireError>> + Send;
}

/// What changes something at the TokenManager. A session has this only when unlocked.
pub trait TokenManagerChanges: TokenManagerService {
    /// Removes the rows of this token id, at all providers. Sent once. Revokes nothing.
    ///
    /// `Ok` says that the server said so, which it does for ids without rows too: look again. Besides what is
    /// [`ambiguous`](WireError::ambiguous), an error of its database leaves open what became of the rows.
    fn delete_token(&self, token_id: &str) -> impl Future<Output = Result<(), WireError>> + Send;
}

/// What has a credential issued at the TokenManager. A session has this only where somebody asked for one.
pub trait TokenManagerIssues: TokenManagerService {
    /// A token of the services' own client for `group`, at `provider` or at that of the group's VO. Sent once.
    ///
    /// The TokenManager adds the scopes of the group to `scopes`. An error that is [`ambiguous`](WireError::ambiguous) leaves open
    /// whether one was issued; it is not asked for again.
    fn client_token(
        &self,
        group: &str,
        scopes: &[String],
        audience: Option<&str>,
        provider: Option<&str>,
    ) -> impl Future<Output = Result<Secret<String>, WireError>> + Send;
}

/// Sends a read and decodes its answer.
pub(in crate::wire) async fn ask<R: Rpc, T>(
    rpc: &R,
    call: ReadCall,
    decode: impl FnOnce(&Answer) -> Result<T, WireError> + Send,
) -> Result<T, WireError> {
    let method = call.method();
    let answer = rpc.read(call).await?;
    decode(&answer).map_err(|error| error.in_method(method))
}

/// Decodes the answer to `whoami`, of a certificate or of a bearer token.
pub(in crate::wire) fn decode_whoami(answer: &Answer) -> Result<WhoAmI, WireError> {
    let value = answer.value()?;
    let text = |key: &str| {
        value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let flag = |key: &str| value.get(key).and_then(Value::as_bool).unwrap_or(false);
    let Some(dn) = text("DN").or_else(|| text("identity")).or_else(|| text("subject")) else {
        return Err(answer.broken("it names nobody"));
    };
    Ok(WhoAmI {
        dn,
        subject: text("subject"),
        issuer: text("issuer"),
        // DIRAC's name for a DN that the Registry does not have
        username: text("username").filter(|name| name != "anonymous"),
        group: text("group"),
        vo: text("VO"),
        properties: value
            .get("properties")
            .map(Value::elements)
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        is_proxy: flag("isProxy"),
        is_limited: flag("isLimitedProxy"),
        seconds_left: value.get("secondsLeft").and_then(Value::as_int),
    })
}

/// Decodes the answer to `ping`. Whatever is missing stays unknown: old servers tell less.
pub(in crate::wire) fn decode_ping(answer: &Answer) -> Result<Ping, WireError> {
    let value = answer.value()?;
    if !matches!(value, Value::Map(_)) {
        return Err(answer.broken("a service does not describe itself like this"));
    }
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let time = |key: &str| value.get(key).and_then(Value::as_time);
    Ok(Ping {
        version: text("version"),
        name: text("name"),
        url: text("URL"),
        time: time("time"),
        started: time("service start time"),
        uptime: value.get("service uptime").and_then(Value::as_int),
        load: text("load"),
    })
}
