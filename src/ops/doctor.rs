//! Looking at everything that must be right before anything works, one check at a time, nearest first.
//!
//! A check that cannot be made because an earlier one failed is left out: the first error is the one to mend.

use jiff::Timestamp;

use super::connection::{Connection, Plan};
use super::{load, whoami};
use crate::domain::inventory::Inventory;
use crate::domain::lint::Severity;
use crate::domain::problem::{Class, Problem};
use crate::wire::service::{ConfigurationService as _, Service as _};

/// A clock that differs by more than this makes tokens look expired or not yet valid (seconds).
const SKEW_SECONDS: i64 = 60;
/// The property that listing other users' tokens needs (facts/dirac.md 4.8).
const LISTING: &str = "ProxyManagement";

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// As it should be.
    Good,
    /// Worth knowing.
    Note,
    /// Works, or may fail.
    Warning,
    /// Could not be told.
    Unknown,
    /// Does not work.
    Bad,
}

impl Outcome {
    /// The word used in JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Unknown => "unknown",
            Self::Bad => "bad",
        }
    }

    fn of(severity: Severity) -> Self {
        match severity {
            Severity::Info => Self::Note,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Bad,
        }
    }
}

/// One check and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Stable name: `identity`, `server`.
    pub id: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found, one or two sentences. Foreign text.
    pub text: String,
    /// What to do; empty if nothing.
    pub remedy: String,
    /// How it ends the command, if it is bad.
    pub class: Class,
}

impl Check {
    fn new(id: &'static str, outcome: Outcome, text: impl Into<String>) -> Self {
        Self { id, outcome, text: text.into(), remedy: String::new(), class: Class::Finding }
    }

    fn failed(id: &'static str, problem: &Problem) -> Self {
        let (text, remedy) = (problem.message.clone(), problem.remedy.clone());
        Self { id, outcome: Outcome::Bad, text, remedy, class: problem.class }
    }
}

/// Makes every check that can be made, telling `sink` of each as it ends.
pub async fn examine(plan: &Plan, mut sink: impl FnMut(Check)) {
    configuration_files(plan, &mut sink);
    identity(plan, &mut sink);
    let connection = match Connection::open(plan) {
        Ok(connection) => connection,
        Err(problem) => return sink(Check::failed("connection", &problem)),
    };
    authorities(&connection, &mut sink);
    servers(&connection, &mut sink).await;
    let configuration = match load::load(&connection).await {
        Ok(configuration) => configuration,
        Err(problem) => return sink(Check::failed("configuration", &problem)),
    };
    let snapshot = &configuration.snapshot;
    let inventory = &snapshot.inventory;
    let text = format!(
        "Version {} from {}: {}, {} VOs, {} IdProviders, {} CEs, {} users.",
        snapshot.version,
        snapshot.server,
        snapshot.layout,
        inventory.vos.len(),
        inventory.providers.len(),
        inventory.ces.len(),
        inventory.users.len()
    );
    sink(Check::new("configuration", Outcome::Good, text));
    findings(inventory, &mut sink);
    who(&connection, &whoami::ask_configuration(&connection).await, &mut sink);
    let said = whoami::ask_token_manager(&connection, &configuration.tree).await;
    who(&connection, &said, &mut sink);
    if let Ok(me) = &said.who
        && !me.has(LISTING)
    {
        let group = me.group.as_deref().unwrap_or("no group");
        sink(Check {
            id: "rights",
            outcome: Outcome::Warning,
            text: format!(
                "The group {group} has no {LISTING}: stored tokens of users cannot be listed."
            ),
            remedy: groups_with(inventory, me.username.as_deref(), LISTING),
            class: Class::Finding,
        });
    }
}

/// Which of the user's groups have a property, as advice.
fn groups_with(inventory: &Inventory, user: Option<&str>, property: &str) -> String {
    let groups: Vec<&str> = inventory
        .groups
        .iter()
        .filter(|g| g.properties.iter().any(|p| p == property))
        .filter(|g| user.is_some_and(|user| g.users.iter().any(|u| u == user)))
        .map(|g| g.name.as_str())
        .collect();
    match groups.as_slice() {
        [] => format!("None of your groups has {property}; ask an administrator."),
        groups => {
            format!("Of your groups {} has it: use a proxy of that group.", groups.join(", "))
        }
    }
}

fn configuration_files(plan: &Plan, sink: &mut impl FnMut(Check)) {
    for problem in &plan.problems {
        sink(Check::failed("local-configuration", problem));
    }
    if !plan.local.is_empty() {
        let names: Vec<&str> = plan.local.iter().map(|f| f.label.as_str()).collect();
        let text = format!("Local configuration, the last wins: {}.", names.join(", "));
        sink(Check::new("local-configuration", Outcome::Good, text));
    }
}

fn identity(plan: &Plan, sink: &mut impl FnMut(Check)) {
    // without one, opening the connection says so
    let Ok(identity) = plan.identity() else { return };
    let now = (plan.clock)();
    let left = in_words(identity.not_after(), now);
    let text = format!(
        "{} ({}), {}: {}, {left}.",
        identity.candidate().certificate.display(),
        identity.candidate().source.words(),
        identity.key_description(),
        identity.dn(),
    );
    sink(Check::new("identity", Outcome::Good, text));
    for judgement in identity.judgements() {
        sink(Check {
            id: "identity",
            outcome: Outcome::of(judgement.severity),
            text: judgement.text.clone(),
            remedy: judgement.remedy.clone(),
            class: Class::Unreachable,
        });
    }
}

fn in_words(end: Timestamp, now: Timestamp) -> String {
    let minutes = end.duration_since(now).as_secs() / 60;
    match minutes {
        ..0 => "ended".to_owned(),
        0..120 => format!("{minutes} minutes left"),
        120..2880 => format!("{} hours left", minutes / 60),
        _ => format!("{} days left", minutes / 1440),
    }
}

fn authorities(connection: &Connection, sink: &mut impl FnMut(Check)) {
    let roots = &connection.roots;
    let text = format!("{} CAs in {}.", roots.count(), roots.location().display());
    sink(Check::new("authorities", Outcome::Good, text));
    for note in roots.notes() {
        let subject = note.subject.as_deref().map(|s| format!(" ({s})")).unwrap_or_default();
        let text = format!("{}{subject}: {}", note.file.display(), note.reason);
        sink(Check::new("authorities", Outcome::of(note.severity), text));
    }
}

/// Every server by itself: its version, its clock, whether it is the master, and whether it is as new as the others.
async fn servers(connection: &Connection, sink: &mut impl FnMut(Check)) {
    let mut versions: Vec<(String, String)> = Vec::new();
    for url in &connection.servers {
        let service = match connection.configuration_at(std::slice::from_ref(url)) {
            Ok(service) => service,
            Err(problem) => {
                sink(Check::failed("server", &problem));
                continue;
            }
        };
        let before = connection.now();
        let ping = match service.ping().await {
            Ok(ping) => ping,
            Err(error) => {
                sink(Check::failed("server", &Problem::from(&error)));
                continue;
            }
        };
        let after = connection.now();
        let took = after.duration_since(before).as_millis();
        let release = ping.version.as_deref().unwrap_or("of unknown version");
        sink(Check::new(
            "server",
            Outcome::Good,
            format!("{url} answers in {took} ms: DIRAC {release}."),
        ));
        if let Some(skew) = ping.time.map(|theirs| theirs.duration_since(after).as_secs())
            && skew.abs() > SKEW_SECONDS
        {
            sink(Check {
                id: "clock",
                outcome: Outcome::Warning,
                text: format!("The clock of {url} and ours differ by {} s.", skew.abs()),
                remedy: "Look at the time synchronisation of both hosts: expiry times are judged by our clock.".into(),
                class: Class::Finding,
            });
        }
        if let Ok(version) = service.version().await {
            versions.push((url.to_string(), version));
        }
    }
    let newest = versions.iter().map(|(_, version)| version).max();
    for (url, version) in &versions {
        if newest.is_some_and(|newest| newest != version) {
            let text = format!("{url} serves version {version}, another server a newer one.");
            sink(Check::new("server", Outcome::Note, text));
        }
    }
}

fn findings(inventory: &Inventory, sink: &mut impl FnMut(Check)) {
    for finding in inventory.all_findings().filter(|f| f.severity > Severity::Info) {
        let text = format!("{} ({}: {})", finding.text, finding.id, finding.source);
        sink(Check::new("finding", Outcome::of(finding.severity), text));
    }
}

fn who(connection: &Connection, said: &whoami::Said, sink: &mut impl FnMut(Check)) {
    match &said.who {
        Ok(me) => {
            let user = me.username.as_deref().unwrap_or("nobody it knows");
            let group = me.group.as_deref().unwrap_or("none");
            let text =
                format!("{} at {} takes us for {user}, group {group}.", said.service, said.url);
            sink(Check::new("whoami", Outcome::Good, text));
            if let Some(finding) = whoami::group_differs(connection.asked_group.as_deref(), me) {
                sink(Check::new("whoami", Outcome::Bad, finding.text));
            }
        }
        Err(problem) => sink(Check::failed("whoami", problem)),
    }
}
