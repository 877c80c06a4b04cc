//! Calls of DIRAC's services: what a call is, who may send which, and the https way of sending it.
//!
//! A session is read-only unless it was unlocked, and that is a matter of types (design.md 6.3): [`Rpc`] sends reads, and
//! every session has it; [`RpcChanges`] sends the two other kinds, and only an unlocked session has it. The traits know
//! no protocol; [`HttpsRpc`] is the first implementation of them, facts/dirac.md 1 its source.

mod call;
mod caller;
mod envelope;
mod issues;

use std::future::Future;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

use zeroize::Zeroizing;

pub use call::{Answers, CredentialCall, MutatingCall, ReadCall};
pub use caller::Caller;
pub use issues::{CredentialWanted, Issuing, RpcIssues};

use self::call::Call;
use super::error::{ErrorKind, WireError};
use super::form;
use super::http::{Http, Post, Wiped};
use super::jencode::{self, Reader, Value};
use super::url::{CsUrl, Endpoint, Scheme, ServiceUrl};
use crate::domain::whoami::WhoAmI;

/// What a service returned with `S_OK`, still in bytes that are wiped when dropped. Only the wire reads them: they can hold
/// whole tokens.
#[derive(Debug)]
pub struct Answer {
    url: Arc<str>,
    body: Wiped,
    value: Range<usize>,
}

impl Answer {
    /// The value's bytes, in JEncode; empty if the service returned nothing.
    pub(in crate::wire) fn bytes(&self) -> &[u8] {
        self.body.get(self.value.clone()).unwrap_or_default()
    }

    /// The URL that answered.
    pub fn url(&self) -> &Arc<str> {
        &self.url
    }

    /// A reader of the value; of `null` if the service returned nothing.
    pub(in crate::wire) fn reader(&self) -> Reader<'_> {
        let bytes = self.bytes();
        Reader::new(if bytes.is_empty() { b"null" } else { bytes })
    }

    /// The value, owned. Not for answers that hold secrets.
    pub(in crate::wire) fn value(&self) -> Result<Value, WireError> {
        let mut reader = self.reader();
        Value::read(&mut reader).map_err(|error| self.broken(&error.to_string()))
    }

    /// An error of `kind` at the server that gave this answer.
    pub(in crate::wire) fn failed(&self, kind: ErrorKind) -> WireError {
        WireError::new(kind, self.url.clone())
    }

    /// The error that this answer is not what was expected; `what` must not quote it.
    pub(in crate::wire) fn broken(&self, what: &str) -> WireError {
        WireError::protocol(what, self.url.clone())
    }
}

/// The answer that a 200 with this body is.
#[cfg(test)]
pub(in crate::wire) fn answer_of(body: &str) -> Result<Answer, WireError> {
    envelope::open(super::http::Reply {
        url: "https://h.example.org/F/T".into(),
        body: body.as_bytes().to_vec().into(),
        html: false,
    })
}

/// Sends reads.
pub trait Rpc: Send + Sync {
    /// Sends a read to the first of the service's servers that answers.
    fn read(&self, call: ReadCall) -> impl Future<Output = Result<Answer, WireError>> + Send;

    /// The URLs that reads go to, in order.
    fn urls(&self) -> Vec<Arc<str>>;
}

/// Sends what changes something. A session has this only when unlocked.
pub trait RpcChanges: Rpc {
    /// Asks for a credential; sent once, to the first URL only.
    fn issue(&self, call: CredentialCall)
    -> impl Future<Output = Result<Answer, WireError>> + Send;

    /// Changes something; sent once, to the first URL only.
    fn change(&self, call: MutatingCall) -> impl Future<Output = Result<Answer, WireError>> + Send;
}

/// A session that only reads.
#[derive(Clone, Copy, Debug)]
pub enum ReadOnly {}

/// A session that may change something.
#[derive(Clone, Copy, Debug)]
pub enum Unlocked {}

/// Proof that somebody asked for changes: `--write`, or the switch in the console. Whoever makes one answers for that.
#[derive(Debug)]
pub struct WriteUnlocked(());

impl WriteUnlocked {
    /// Made where `--write` was read or the switch was confirmed, and nowhere else.
    pub fn asked_for() -> Self {
        Self(())
    }
}

/// Calls of one service over https.
///
/// An unlocked session can send a change:
///
/// ```no_run
/// use dirac_tokens::wire::rpc::{HttpsRpc, MutatingCall, RpcChanges, Unlocked};
/// fn send(session: &HttpsRpc<Unlocked>, call: MutatingCall) {
///     drop(session.change(call));
/// }
/// ```
///
/// A read-only session cannot, and says so when it is compiled:
///
/// ```compile_fail
/// use dirac_tokens::wire::rpc::{HttpsRpc, MutatingCall, ReadOnly, RpcChanges};
/// fn send(session: &HttpsRpc<ReadOnly>, call: MutatingCall) {
///     drop(session.change(call));
/// }
/// ```
#[derive(Clone, Debug)]
pub struct HttpsRpc<M = ReadOnly> {
    http: Arc<Http>,
    urls: Arc<[Endpoint]>,
    caller: Caller,
    mode: PhantomData<fn() -> M>,
}

impl HttpsRpc {
    /// A session with the CS at `urls`, tried in order.
    pub fn of_configuration(
        http: Arc<Http>,
        urls: &[CsUrl],
        caller: Caller,
    ) -> Result<Self, WireError> {
        Self::new(http, urls.iter().map(CsUrl::endpoint), caller)
    }

    /// A session with another service at `urls`, tried in order.
    pub fn of_service(
        http: Arc<Http>,
        urls: &[ServiceUrl],
        caller: Caller,
    ) -> Result<Self, WireError> {
        Self::new(http, urls.iter().map(ServiceUrl::endpoint), caller)
    }

    fn new<'a>(
        http: Arc<Http>,
        urls: impl Iterator<Item = &'a Endpoint>,
        caller: Caller,
    ) -> Result<Self, WireError> {
        let mut https = Vec::new();
        let mut dips = None;
        for url in urls {
            match url.scheme() {
                Scheme::Https => https.push(url.clone()),
                Scheme::Dips => dips = Some(url),
            }
        }
        if https.is_empty() {
            return Err(match dips {
                Some(url) => WireError::new(
                    ErrorKind::ForbiddenUrl {
                        why: "the dips protocol is not spoken here yet".into(),
                        remedy: "If the installation also has an https server, name that one with --server.",
                    },
                    url.full().clone(),
                ),
                None => WireError::no_url("(no URL given)"),
            });
        }
        Ok(Self { http, urls: https.into(), caller, mode: PhantomData })
    }

    /// The same session, allowed to change something.
    pub fn unlock(self, _asked: &WriteUnlocked) -> HttpsRpc<Unlocked> {
        HttpsRpc { http: self.http, urls: self.urls, caller: self.caller, mode: PhantomData }
    }
}

impl<M> HttpsRpc<M> {
    fn post(&self, call: &Call) -> Post {
        let (gzip, limit) = (call.answers.gzip(), call.answers.limit());
        let mut filled = Zeroizing::new(String::new());
        form::field(&mut filled, "method", call.method);
        form::field(&mut filled, "args", &Zeroizing::new(jencode::encode_list(&call.args)));
        // what DIRAC's own client sends beside it; servers ignore both
        form::field(&mut filled, "clientVO", "unknown");
        form::field(&mut filled, "clientSetup", "None");
        if let Some(extra) = self.caller.extra_credentials() {
            form::field(&mut filled, "extraCredentials", &jencode::encode(&extra));
        }
        Post { method: call.method, form: filled, gzip, limit }
    }

    async fn read_call(&self, call: Call) -> Result<Answer, WireError> {
        let result = self.http.read(&self.urls, &self.post(&call), envelope::open).await;
        self.told_apart(&call, result).await
    }

    /// Tells a 401 for the identity from a 401 for the method, by asking the same server who we are.
    async fn told_apart(
        &self,
        call: &Call,
        result: Result<Answer, WireError>,
    ) -> Result<Answer, WireError> {
        let error = match result {
            Ok(answer) => return Ok(answer),
            Err(error) => error.in_method(call.method),
        };
        if !matches!(error.kind(), ErrorKind::Unauthorized { .. }) {
            return Err(error);
        }
        let whoami = ReadCall::whoami().into_call();
        if call.method == whoami.method {
            return Err(error.with_kind(ErrorKind::Unauthenticated));
        }
        let Some(url) = self.urls.iter().find(|url| **url.full() == *error.url()) else {
            return Err(error);
        };
        let asked = self
            .http
            .read(std::slice::from_ref(url), &self.post(&whoami), envelope::open)
            .await
            .and_then(|answer| super::service::decode_whoami(&answer));
        let who = match asked {
            Err(asked) if matches!(asked.kind(), ErrorKind::Unauthorized { .. }) => {
                return Err(error.with_kind(ErrorKind::Unauthenticated));
            }
            asked => asked.ok().map(Box::<WhoAmI>::new),
        };
        Err(error.with_kind(ErrorKind::Unauthorized { who, needs: call.needs }))
    }
}

impl<M> Rpc for HttpsRpc<M> {
    async fn read(&self, call: ReadCall) -> Result<Answer, WireError> {
        self.read_call(call.into_call()).await
    }

    fn urls(&self) -> Vec<Arc<str>> {
        self.urls.iter().map(|url| url.full().clone()).collect()
    }
}

impl<M> HttpsRpc<M> {
    async fn send_once(&self, call: Call) -> Result<Answer, WireError> {
        let Some(url) = self.urls.first() else {
            return Err(WireError::no_url("(no URL given)"));
        };
        let result = self.http.change(url, &self.post(&call), envelope::open).await;
        self.told_apart(&call, result).await.map_err(WireError::of_change)
    }
}

impl RpcChanges for HttpsRpc<Unlocked> {
    async fn issue(&self, call: CredentialCall) -> Result<Answer, WireError> {
        self.send_once(call.into_call()).await
    }

    async fn change(&self, call: MutatingCall) -> Result<Answer, WireError> {
        self.send_once(call.into_call()).await
    }
}
