//! Sessions that may have a credential issued, and nothing else that leaves a trace.
//!
//! A credential is issued on request only, and that is a matter of types as changing something is: a session that reads cannot
//! ask for one. A session that may is not one that may change something, so that a client token can be had in read-only
//! (design.md 6.3).

use std::future::Future;
use std::marker::PhantomData;

use super::{Answer, CredentialCall, HttpsRpc, Rpc};
use crate::wire::error::WireError;

/// A session that may have a credential issued.
#[derive(Clone, Copy, Debug)]
pub enum Issuing {}

/// Proof that somebody asked for a credential: a flag of the twin, a key of the console. Whoever makes one answers for that.
#[derive(Debug)]
pub struct CredentialWanted(());

impl CredentialWanted {
    /// Made where the flag was read or the key was pressed, and nowhere else.
    pub fn asked_for() -> Self {
        Self(())
    }
}

/// Has credentials issued.
pub trait RpcIssues: Rpc {
    /// Asks for a credential; sent once, to the first URL only, and never again.
    fn issue(&self, call: CredentialCall)
    -> impl Future<Output = Result<Answer, WireError>> + Send;
}

impl HttpsRpc {
    /// The same session, allowed to have a credential issued.
    ///
    /// ```compile_fail
    /// use dirac_tokens::wire::rpc::{CredentialCall, HttpsRpc, ReadOnly, RpcIssues};
    /// fn send(session: &HttpsRpc<ReadOnly>, call: CredentialCall) {
    ///     drop(RpcIssues::issue(session, call));
    /// }
    /// ```
    pub fn for_credentials(self, _asked: &CredentialWanted) -> HttpsRpc<Issuing> {
        HttpsRpc { http: self.http, urls: self.urls, caller: self.caller, mode: PhantomData }
    }
}

impl RpcIssues for HttpsRpc<Issuing> {
    async fn issue(&self, call: CredentialCall) -> Result<Answer, WireError> {
        self.send_once(call.into_call()).await
    }
}
