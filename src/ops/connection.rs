//! Everything that must be right before the first request: local configuration, identity, CAs, the servers that may be
//! asked.
//!
//! All of it is judged here, without a connection, so that what is wrong on this side is never blamed on a server.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Clock;
use super::credentials::client_credentials;
use crate::domain::cs::{LocalFile, Tree};
use crate::domain::lint::Severity;
use crate::domain::oidc::ClientCredentials;
use crate::domain::problem::{Class, Problem};
use crate::wire::ca::Roots;
use crate::wire::configuration::ConfigurationClient;
use crate::wire::error::WireError;
use crate::wire::http::{Http, Observer, Timeouts};
use crate::wire::identity::{Identity, Judgement, Places};
use crate::wire::oidc::IssuerClient;
use crate::wire::rpc::{Caller, HttpsRpc};
use crate::wire::tls;
use crate::wire::token_manager::TokenManagerClient;
use crate::wire::url::{CanonicalUrls, CsUrl, ServiceUrls, service_urls};

/// Path of the option that lists the configuration servers.
pub const SERVERS: &str = "/DIRAC/Configuration/Servers";

/// How to reach an installation, as far as it was said or discovered; nothing is opened yet.
#[derive(Clone)]
pub struct Plan {
    /// Local configuration files, the last wins.
    pub local: Vec<LocalFile>,
    /// What was wrong with local files. A plan with such problems is not opened: what they would have said is unknown.
    pub problems: Vec<Problem>,
    /// Places that were looked at for a local configuration, for the message that there is none.
    pub looked_at: Vec<String>,
    /// Servers given by hand; empty means those of the local configuration.
    pub servers: Vec<String>,
    /// The master of the configuration, pinned by hand; `None`: one of the local configuration's servers.
    pub master: Option<String>,
    /// Group to act as, for an identity that carries none.
    pub group: Option<String>,
    /// Where identity and CAs are looked for.
    pub places: Places,
    /// Longest wait for one answer.
    pub timeout: Duration,
    /// Whom to tell of every request.
    pub observer: Observer,
    /// The time.
    pub clock: Clock,
}

impl Plan {
    /// The local configuration alone, merged.
    pub fn local_tree(&self) -> Tree {
        Tree::merged(&Tree::default(), &self.local)
    }

    /// Takes down in the log, where one is written, what is about to begin: `what`, as `console` or `token`. Paths and names
    /// only; what was typed behind a command is not among them.
    pub fn log(&self, what: &str) {
        tracing::info!(
            target: "dirac_tokens::start",
            version = env!("CARGO_PKG_VERSION"),
            what,
            installation = self.name(),
            servers = self.spellings(&self.local_tree()).len(),
            cfg_files = self.local.len(),
            group = self.group.as_deref().unwrap_or("-"),
            timeout_ms = u64::try_from(self.timeout.as_millis()).unwrap_or(u64::MAX),
            "begins"
        );
    }

    /// Name of the installation, for headers: the host of the first server, or `local`.
    pub fn name(&self) -> String {
        let tree = self.local_tree();
        let servers = self.spellings(&tree);
        servers.first().map_or_else(|| "local".to_owned(), |url| host_in(url).to_owned())
    }

    fn spellings(&self, local: &Tree) -> Vec<String> {
        if !self.servers.is_empty() {
            return self.servers.clone();
        }
        let listed: Vec<String> = local
            .option(SERVERS)
            .map(|o| o.list().map(str::to_owned).collect())
            .unwrap_or_default();
        if listed.is_empty() { self.master.iter().cloned().collect() } else { listed }
    }

    /// The spellings under which the CS may be contacted.
    fn canonical(&self) -> CanonicalUrls {
        let mut urls = CanonicalUrls::new(self.spellings(&self.local_tree()));
        urls.extend(&self.master);
        urls
    }

    /// The servers that may be asked, in the order of the local configuration; those that may not, each with its reason.
    pub fn servers(&self) -> (Vec<CsUrl>, Vec<WireError>) {
        let urls = CanonicalUrls::new(self.spellings(&self.local_tree()));
        let (mut usable, mut refused) = (Vec::new(), Vec::new());
        for url in urls.all() {
            match url {
                Ok(url) => usable.push(url),
                Err(error) => refused.push(error),
            }
        }
        (usable, refused)
    }

    /// A client of issuers: without any identity of ours, with the CAs of this host and of the grid. Needs no server of DIRAC.
    /// No request is sent.
    pub fn issuers(&self) -> Result<IssuerClient, Problem> {
        let roots = Roots::for_issuers(&self.places, (self.clock)()).map_err(|error| {
            Problem::new(Class::Unreachable, "CA certificates", error.to_string(), error.remedy())
        })?;
        IssuerClient::new(&roots, Timeouts::within(self.timeout), self.observer.clone())
            .map_err(|error| Problem::new(Class::Unreachable, "TLS", error.to_string(), ""))
    }

    /// This host's credentials at the issuer of an IdProvider, from its local configuration.
    pub fn client_credentials(&self, provider: &str) -> Option<ClientCredentials> {
        client_credentials(&self.local, provider)
    }

    /// The identity that would be used, or why there is none.
    pub fn identity(&self) -> Result<Identity, Problem> {
        Identity::discover(&self.places, (self.clock)()).map_err(|none| {
            let worst = none.judgements.iter().find(|j| j.severity == Severity::Error);
            let (text, remedy) = worst.map_or_else(
                || ("There is no certificate and no proxy.".to_owned(), String::new()),
                |j| (j.text.clone(), j.remedy.clone()),
            );
            let file = none.file.map_or_else(|| "identity".into(), |f| f.display().to_string());
            Problem::new(Class::Unreachable, file, text, remedy)
        })
    }
}

/// The host in a URL that may be any text. A user's name and password before it are refused elsewhere, and never shown; they
/// end at the last `@`, for a password may hold slashes too.
fn host_in(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}

/// An installation that can be asked.
pub struct Connection {
    /// Who we are.
    pub identity: Identity,
    /// Whom we trust.
    pub roots: Roots,
    /// Servers of the configuration, in the order in which they are asked.
    pub servers: Vec<CsUrl>,
    /// The master that is pinned by hand.
    pub master: Option<CsUrl>,
    /// The group asked for by hand, if the identity needs one.
    pub asked_group: Option<String>,
    canonical: CanonicalUrls,
    local: Vec<LocalFile>,
    http: Arc<Http>,
    caller: Caller,
    clock: Clock,
}

impl Connection {
    /// Loads identity and CAs and judges them. No request is sent.
    pub fn open(plan: &Plan) -> Result<Self, Problem> {
        if let Some(problem) = plan.problems.first() {
            return Err(problem.clone());
        }
        let (servers, refused) = plan.servers();
        if servers.is_empty() {
            return Err(refused.first().map_or_else(|| no_server(plan), Problem::from));
        }
        let canonical = plan.canonical();
        let master = plan.master.as_deref().map(|url| canonical.admit(url)).transpose();
        let master = master.map_err(|error| Problem::from(&error))?;
        let identity = plan.identity()?;
        let subject = identity.candidate().certificate.display().to_string();
        let problem = |j: &Judgement, class| {
            let named = j.text.contains(&subject);
            let text = if named { j.text.clone() } else { format!("{subject}: {}", j.text) };
            Problem::new(class, &subject, text, &j.remedy)
        };
        if let Some(judgement) =
            identity.judgements().iter().find(|j| j.severity == Severity::Error)
        {
            return Err(problem(judgement, Class::Unreachable));
        }
        if let Some(judgement) = plan.group.as_deref().and_then(|group| identity.judge_group(group))
            && judgement.severity > Severity::Info
        {
            return Err(problem(&judgement, Class::Refused));
        }
        let roots = Roots::discover(&plan.places, (plan.clock)()).map_err(|error| {
            Problem::new(Class::Unreachable, "CA directory", error.to_string(), error.remedy())
        })?;
        let config = tls::client_config(&roots, Some(&identity))
            .map_err(|error| Problem::new(Class::Unreachable, &subject, error.to_string(), ""))?;
        let caller = if identity.is_host() {
            Caller::Host
        } else if identity.walk().is_proxy() {
            Caller::AsPresented
        } else {
            Caller::Certificate { group: plan.group.clone() }
        };
        let http =
            Http::new(config, Timeouts::within(plan.timeout)).observed_by(plan.observer.clone());
        Ok(Self {
            asked_group: plan.group.clone().or_else(|| identity.group().map(str::to_owned)),
            identity,
            roots,
            servers,
            master,
            canonical,
            local: plan.local.clone(),
            http: Arc::new(http),
            caller,
            clock: plan.clock,
        })
    }

    /// The Configuration service, at any of its servers.
    pub fn configuration(&self) -> Result<ConfigurationClient<HttpsRpc>, Problem> {
        self.configuration_at(&self.servers)
    }

    /// The Configuration service at these servers.
    pub fn configuration_at(
        &self,
        servers: &[CsUrl],
    ) -> Result<ConfigurationClient<HttpsRpc>, Problem> {
        let rpc = HttpsRpc::of_configuration(Arc::clone(&self.http), servers, self.caller.clone());
        Ok(ConfigurationClient::new(rpc.map_err(|error| Problem::from(&error))?))
    }

    /// The URL of a configuration server that somebody names, if it may be contacted (design.md 6.11).
    pub fn admit(&self, url: &str) -> Result<CsUrl, WireError> {
        self.canonical.admit(url)
    }

    /// The TokenManager, where the merged configuration says that it is.
    pub fn token_manager(&self, tree: &Tree) -> Result<TokenManagerClient<HttpsRpc>, Problem> {
        let urls = token_manager_urls(tree).map_err(|error| Problem::from(&error))?;
        let rpc = HttpsRpc::of_service(Arc::clone(&self.http), &urls.usable, self.caller.clone());
        Ok(TokenManagerClient::new(rpc.map_err(|error| Problem::from(&error))?))
    }

    /// The local configuration files, the last wins.
    pub fn local(&self) -> &[LocalFile] {
        &self.local
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The clock itself.
    pub fn clock(&self) -> Clock {
        self.clock
    }
}

/// URLs of the TokenManager in the merged configuration.
pub fn token_manager_urls(tree: &Tree) -> Result<ServiceUrls, WireError> {
    service_urls(|path| tree.value(path).map(Into::into), "Framework", "TokenManager", None)
}

fn no_server(plan: &Plan) -> Problem {
    let looked: Vec<&str> = plan.looked_at.iter().map(String::as_str).collect();
    let message = if plan.local.is_empty() {
        format!("There is no DIRAC configuration on this host. Looked for {}.", looked.join(", "))
    } else {
        let read: Vec<&str> = plan.local.iter().map(|f| f.label.as_str()).collect();
        format!("No configuration server is named: {SERVERS} is missing in {}.", read.join(", "))
    };
    Problem::new(
        Class::Usage,
        "configuration",
        message,
        "Name a cfg file with --cfg, or a server with --server URL, spelled as your installation spells it.",
    )
}

#[cfg(test)]
mod tests {
    use super::host_in;

    #[test]
    fn an_installation_is_called_by_its_host_and_never_by_what_stands_before_it() {
        for url in [
            "https://cs.example.org:9135/Configuration/Server",
            "cs.example.org:9135",
            "dips://cs.example.org/x",
            "https://opaque-token@cs.example.org:9135/x",
            "https://ada:sword/fish@cs.example.org:9135/x",
        ] {
            assert_eq!(host_in(url), "cs.example.org", "{url}");
        }
        assert_eq!(host_in(""), "");
    }
}
