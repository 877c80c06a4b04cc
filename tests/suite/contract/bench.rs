//! What cases are made with: who calls what where, by hand, and what came back.

use futures_util::future::LocalBoxFuture;
use rustls::version::{TLS12, TLS13};
use serde_json::Value;

use super::backend::{Backend, Persona};
use super::raw::{Got, Line, Sent, tls};

/// Where something is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The CS's master.
    Master,
    /// A worker of the CS.
    Worker,
    /// The TokenManager.
    Tokens,
}

/// How a case ended, in words that are the same for every installation.
pub type Told<'a> = LocalBoxFuture<'a, Result<String, String>>;

/// A case of more than one request.
pub type Story = for<'a> fn(&'a Bench<'a>) -> Told<'a>;

/// An installation, and how to ask it.
pub struct Bench<'b> {
    /// The installation.
    pub backend: &'b dyn Backend,
}

impl Bench<'_> {
    /// URL of `at`.
    pub fn url(&self, at: At) -> String {
        match at {
            At::Master => self.backend.master(),
            At::Worker => self.backend.worker(),
            At::Tokens => self.backend.token_manager(),
        }
    }

    /// Path of `at`.
    pub fn path(&self, at: At) -> String {
        reqwest::Url::parse(&self.url(at)).expect("a URL").path().to_owned()
    }

    /// A connection.
    pub async fn line(&self, who: Option<Persona>, at: At) -> Result<Line, String> {
        Line::open(&self.url(at), tls(self.backend, who, &[&TLS13, &TLS12])).await
    }

    /// One request on a connection of its own.
    pub async fn send(&self, who: Option<Persona>, at: At, sent: Sent) -> Result<Got, String> {
        self.line(who, at).await?.send(sent).await
    }

    /// A call as DIRAC's client sends it.
    pub fn form(&self, at: At, method: &str, args: &str) -> Sent {
        Sent::form(&self.path(at), &[("method", method), ("args", args)])
    }

    /// What a call returns.
    pub async fn call(
        &self,
        who: Persona,
        at: At,
        method: &str,
        args: Value,
    ) -> Result<Value, String> {
        let sent = self.form(at, method, &args.to_string());
        self.send(Some(who), at, sent).await?.returned()
    }

    /// `text` with `@name@` replaced by that user's token id.
    pub fn filled(&self, text: &str) -> String {
        let mut out = String::new();
        for (n, part) in text.split('@').enumerate() {
            if n % 2 == 1 {
                out.push_str(&self.backend.token_id(part));
            } else {
                out.push_str(part);
            }
        }
        out
    }
}

/// The outcome of a call as a text: the value itself.
pub fn value(returned: Result<Value, String>) -> Result<String, String> {
    returned.map(|value| value.to_string())
}

/// The outcome of a call as a text: the shape of the value.
pub fn shape(returned: Result<Value, String>) -> Result<String, String> {
    returned.map(|value| super::shape::of(&value))
}

/// One text of several outcomes, each with its name; refusals are part of it.
pub fn line_up(all: &[(&str, Result<String, String>)]) -> String {
    let told: Vec<String> = all
        .iter()
        .map(|(name, outcome)| match outcome {
            Ok(text) => format!("{name}: {text}"),
            Err(text) => format!("{name}: refused, {text}"),
        })
        .collect();
    told.join("; ")
}
