//! A service behind its path: from the request to the method and back, in the order in which DIRAC's handlers look at
//! things (`Core/Tornado/Server/private/BaseRequestHandler.py`, facts/dirac-live.md 1 to 3).

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::authorize::{Authorizer, Query};
use super::common::{self, COMMON, Opened};
use super::configuration::Served;
use super::credentials::{Credentials, Judge};
use super::providers::Providers;
use super::python::{Raised, arguments};
use super::registry::Registry;
use super::reply::{self, Returned};
use super::request::{Form, full_url};
use crate::sandbox::http::{Request, Response};
use crate::sandbox::record::Note;
use crate::wire::jencode::Value;

/// A method that can be called.
#[derive(Debug)]
pub(super) struct Method {
    /// Its name on the wire.
    pub(super) name: &'static str,
    /// The fewest arguments it takes.
    pub(super) least: usize,
    /// The most arguments it takes.
    pub(super) most: usize,
    /// The rule that is written in the handler: of the method, or else of its class.
    pub(super) rule: Option<&'static [&'static str]>,
}

/// A call that may be made.
pub(super) struct Call<'a> {
    /// The method.
    pub(super) method: &'static str,
    /// Its arguments: as many as it takes.
    pub(super) arguments: &'a [Value],
    /// Who calls.
    pub(super) caller: &'a Credentials,
    /// The time.
    pub(super) now: Timestamp,
}

impl Call<'_> {
    /// The argument at `index`; `None` if it was left out.
    pub(super) fn argument(&self, index: usize) -> Value {
        self.arguments.get(index).cloned().unwrap_or_default()
    }
}

/// A call that has come to its end.
pub(super) struct Done {
    /// What it returns.
    pub(super) returned: Returned,
    /// Whether it has changed anything.
    pub(super) changed: bool,
}

impl Done {
    /// A call that has read only.
    pub(super) fn read(returned: Returned) -> Self {
        Self { returned, changed: false }
    }
}

/// What a service is besides what all services have in common.
pub(super) trait Component: Send + Sync {
    /// `System/Name`: the path without its slash.
    fn name(&self) -> &str;
    /// Its methods.
    fn methods(&self) -> &'static [Method];
    /// The configuration that its process has.
    fn configuration(&self) -> Arc<Served>;
    /// The first request, at this URL, is about to be answered.
    fn opened(&self, url: &str, now: Timestamp);
    /// Runs a method.
    fn call(&self, call: &Call<'_>) -> Result<Done, Raised>;
}

/// A service at its path.
pub(super) struct Service {
    pub(super) component: Arc<dyn Component>,
    pub(super) authorizer: Authorizer,
    pub(super) registry: Arc<Registry>,
    pub(super) providers: Arc<dyn Providers>,
    /// Set by the first request.
    pub(super) opened: OnceLock<Opened>,
    /// When the process began.
    pub(super) begun: Timestamp,
}

/// How a request ends that is not answered by its method.
struct Status(u16);

impl From<Raised> for Status {
    fn from(_: Raised) -> Self {
        Self(500)
    }
}

impl Service {
    /// Whether this is what `path` means; a slash at the end is one too many.
    pub(super) fn is_at(&self, path: &str) -> bool {
        path.strip_prefix('/') == Some(self.component.name())
    }

    /// The answer to `request`.
    pub(super) fn answer(&self, request: &Request, now: Timestamp) -> Response {
        let mut note = Note::default();
        let mut response = match self.run(request, now, &mut note) {
            Ok(response) => response,
            Err(Status(status)) => reply::status(request, status),
        };
        response.note = note;
        response
    }

    fn run(&self, request: &Request, now: Timestamp, note: &mut Note) -> Result<Response, Status> {
        let form = Form::of(request).map_err(|_| Status(400))?;
        let opened = self.opened.get_or_init(|| {
            let url = full_url(request);
            self.component.opened(&url, now);
            Opened { url, at: now }
        });
        if request.method != "POST" {
            return Err(Status(405));
        }
        let bad = |_| Status(400);
        let name = form.field("method").map_err(bad)?.ok_or(Status(400))?;
        note.call = Some(name.chars().take(100).collect());
        let mut methods = self.component.methods().iter().chain(COMMON);
        let method = methods.find(|method| method.name == name).ok_or(Status(501))?;
        let configuration = self.component.configuration();
        let (tree, registry) = (configuration.tree(), &*self.registry);
        let judge = Judge { tree, registry, providers: &*self.providers, now };
        let mut caller = Credentials::gather(request, &form, &judge).map_err(|_| Status(401))?;
        let query = Query { method: method.name, rule: method.rule, tree, registry, now };
        if !self.authorizer.allows(&query, &mut caller)? {
            return Err(Status(401));
        }
        (note.user, note.group) = (caller.username.clone(), caller.group.clone());
        let arguments = match form.body_field("args").map_err(bad)? {
            Some(text) => arguments(&text)?,
            None => Vec::new(),
        };
        if !(method.least..=method.most).contains(&arguments.len()) {
            return Err(Status(500));
        }
        let call = Call { method: method.name, arguments: &arguments, caller: &caller, now };
        let done = match common::call(&call, self.component.name(), opened, self.begun) {
            Some(value) => Done::read(Ok(value)),
            None => self.component.call(&call)?,
        };
        note.changed = done.changed;
        let raw = form.field("rawContent").map_err(bad)?.is_some_and(|text| !text.is_empty());
        Ok(reply::returned(request, done.returned, raw))
    }
}
