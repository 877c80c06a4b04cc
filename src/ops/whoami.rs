//! Who the servers say we are: the credential, and what each service makes of it.

use jiff::Timestamp;

use super::connection::Connection;
use crate::domain::lint::{Finding, Severity};
use crate::domain::problem::Problem;
use crate::domain::whoami::WhoAmI;
use crate::store::installation::{CredentialKind, Identity};
use crate::wire::service::Service as _;

/// What one service says.
#[derive(Clone, Debug)]
pub struct Said {
    /// `Configuration/Server`, `Framework/TokenManager`.
    pub service: &'static str,
    /// The URL that answered, or was asked.
    pub url: String,
    /// Who we are there, or why it did not say.
    pub who: Result<WhoAmI, Problem>,
}

/// What the credential says of itself.
#[derive(Clone, Debug)]
pub struct Credential {
    /// File it was read from.
    pub file: String,
    /// How the file was found.
    pub found: String,
    /// DN of the end entity.
    pub dn: String,
    /// DN of the CA.
    pub issuer: String,
    /// `proxy`, `limited proxy`, `certificate`, `host certificate`.
    pub kind: &'static str,
    /// Group that the proxy carries.
    pub group: Option<String>,
    /// First end in the chain.
    pub expires: Timestamp,
    /// Key in words.
    pub key: String,
}

/// The credential of a connection.
pub fn credential(connection: &Connection) -> Credential {
    let identity = &connection.identity;
    let kind = if identity.is_host() {
        "host certificate"
    } else if identity.walk().is_limited() {
        "limited proxy"
    } else if identity.walk().is_proxy() {
        "proxy"
    } else {
        "certificate"
    };
    Credential {
        file: identity.candidate().certificate.display().to_string(),
        found: identity.candidate().source.words(),
        dn: identity.dn().to_owned(),
        issuer: identity.issuer().to_owned(),
        kind,
        group: identity.group().map(str::to_owned),
        expires: identity.not_after(),
        key: identity.key_description(),
    }
}

/// Asks the Configuration service.
pub async fn ask_configuration(connection: &Connection) -> Said {
    let service = "Configuration/Server";
    match connection.configuration() {
        Ok(client) => {
            let who = client.whoami().await.map_err(|error| Problem::from(&error));
            Said { service, url: first(&client.urls()), who }
        }
        Err(problem) => Said { service, url: problem.subject.clone(), who: Err(problem) },
    }
}

/// Asks the TokenManager that `tree` names.
pub async fn ask_token_manager(connection: &Connection, tree: &crate::domain::cs::Tree) -> Said {
    let service = "Framework/TokenManager";
    match connection.token_manager(tree) {
        Ok(client) => {
            let who = client.whoami().await.map_err(|error| Problem::from(&error));
            Said { service, url: first(&client.urls()), who }
        }
        Err(problem) => Said { service, url: problem.subject.clone(), who: Err(problem) },
    }
}

fn first(urls: &[std::sync::Arc<str>]) -> String {
    urls.first().map(ToString::to_string).unwrap_or_default()
}

/// Our identity as the console's header shows it.
pub fn identity(connection: &Connection, who: Option<&WhoAmI>) -> Identity {
    let credential = credential(connection);
    let findings = connection.identity.judgements().iter().map(|judgement| Finding {
        id: "identity",
        severity: judgement.severity,
        text: format!("{} {}", judgement.text, judgement.remedy),
        source: credential.file.clone(),
    });
    let mut identity = Identity {
        user: who.and_then(|w| w.username.clone()),
        group: who.and_then(|w| w.group.clone()),
        asked_group: connection.asked_group.clone(),
        properties: who.map(|w| w.properties.clone()).unwrap_or_default(),
        credential: if connection.identity.walk().is_proxy() {
            CredentialKind::Proxy
        } else {
            CredentialKind::Certificate
        },
        expires: Some(credential.expires),
        findings: findings.collect(),
        dn: credential.dn,
    };
    if let Some(finding) = who.and_then(|who| group_differs(connection.asked_group.as_deref(), who))
    {
        identity.findings.push(finding);
    }
    identity
}

/// The finding that a server settled on another group than the one asked for (facts/dirac.md 9.10).
pub fn group_differs(asked: Option<&str>, who: &WhoAmI) -> Option<Finding> {
    let (asked, granted) = (asked?, who.group.as_deref()?);
    (asked != granted).then(|| Finding {
        id: "group-differs",
        severity: Severity::Error,
        text: format!(
            "The group asked for is {asked}, the server granted {granted}. What you may do is what {granted} may do. \
             Membership is cached for a minute: try again then, or choose another group."
        ),
        source: "whoami".into(),
    })
}
