//! Looking at everything that must be right before anything works, one check at a time, nearest first.
//!
//! A check that cannot be made because an earlier one failed is left out: the first error is the one to mend.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::connection::{Connection, Plan};
use super::runs::{installation, unfinished};
use super::{load, whoami};
use crate::disk::journal::Runs;
use crate::domain::inventory::Inventory;
use crate::domain::lint::{Finding, Severity};
use crate::domain::permission::{What, judge};
use crate::domain::problem::{Class, Problem};
use crate::wire::service::{ConfigurationService as _, Service as _};

/// A clock that differs by more than this makes tokens look expired or not yet valid (seconds).
const SKEW_SECONDS: i64 = 60;

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
    /// The lint that a finding is an instance of, so that many of a kind can be told together.
    pub lint: Option<&'static str>,
    /// The command whose rows show this finding, as `ce list`; empty if there is none.
    pub listed_by: &'static str,
}

impl Check {
    fn new(id: &'static str, outcome: Outcome, text: impl Into<String>) -> Self {
        Self {
            id,
            outcome,
            text: text.into(),
            remedy: String::new(),
            class: Class::Finding,
            lint: None,
            listed_by: "",
        }
    }

    fn advising(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }

    fn failed(id: &'static str, problem: &Problem) -> Self {
        let check = Self::new(id, Outcome::Bad, &problem.message).advising(&problem.remedy);
        Self { class: problem.class, ..check }
    }
}

/// Looks for runs of this installation that were cut off; `plan` says which it is.
pub fn journal(plan: &Plan, runs: &Runs, mut sink: impl FnMut(Check)) {
    let Ok(connection) = Connection::open(plan) else { return };
    let (found, problems) = match unfinished(runs, &installation(&connection.servers)) {
        Ok(both) => both,
        Err(problem) => (Vec::new(), vec![problem]),
    };
    let nothing = found.is_empty() && problems.is_empty();
    for run in found {
        let (what, how) = run.sentences();
        sink(Check::new("journal", Outcome::Warning, what).advising(how));
    }
    for problem in problems {
        sink(Check::new("journal", Outcome::Warning, problem.message).advising(problem.remedy));
    }
    if nothing {
        let kept = runs.names().map(|names| names.len()).unwrap_or_default();
        let what = match kept {
            0 => "No run that changed something is kept on this host.".to_owned(),
            1 => {
                "1 run that changed something is kept on this host; it was not cut off.".to_owned()
            }
            many => format!(
                "{many} runs that changed something are kept on this host; none of this installation was cut off."
            ),
        };
        sink(Check::new("journal", Outcome::Good, what));
    }
}

/// Makes every check that can be made, telling `sink` of each as it ends.
pub async fn examine(plan: &Plan, mut sink: impl FnMut(Check)) {
    configuration_files(plan, &mut sink);
    identity(plan, &mut sink);
    let connection = match Connection::open(plan) {
        Ok(connection) => connection,
        // these were told by their own checks
        Err(_) if !plan.problems.is_empty() => return,
        Err(problem) if told_of_identity(plan, &problem) => return,
        Err(problem) => return sink(Check::failed("connection", &problem)),
    };
    authorities(&connection, &mut sink);
    if !servers(plan, &connection, &mut sink).await {
        return;
    }
    let configuration = match load::load(&connection).await {
        Ok(configuration) => configuration,
        Err(problem) => return sink(Check::failed("configuration", &problem)),
    };
    let snapshot = &configuration.snapshot;
    let inventory = &snapshot.inventory;
    let text = format!(
        "Version {} from {}: {}, {}, {}, {}, {}.",
        snapshot.version,
        snapshot.server,
        snapshot.layout,
        count(inventory.vos.len(), "VO"),
        count(inventory.providers.len(), "IdProvider"),
        count(inventory.ces.len(), "CE"),
        count(inventory.users.len(), "user"),
    );
    sink(Check::new("configuration", Outcome::Good, text));
    findings(inventory, &mut sink);
    who(&connection, &whoami::ask_configuration(&connection).await, &mut sink);
    let said = whoami::ask_token_manager(&connection, &configuration.tree).await;
    who(&connection, &said, &mut sink);
    if let Ok(me) = &said.who
        && let Some(problem) = judge(What::ListTokens, me, inventory).problem()
    {
        let check = Check::new("rights", Outcome::Warning, problem.message);
        sink(check.advising(problem.remedy));
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
        let check = Check::new("identity", Outcome::of(judgement.severity), &judgement.text);
        sink(Check { class: Class::Unreachable, ..check.advising(&judgement.remedy) });
    }
}

/// Whether a problem of opening the connection is one of the judgements on the identity.
fn told_of_identity(plan: &Plan, problem: &Problem) -> bool {
    plan.identity().is_ok_and(|i| i.judgements().iter().any(|j| problem.message.ends_with(&j.text)))
}

/// `1 CE`, `53 CEs`.
fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
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
    let text = format!("{} in {}.", count(roots.count(), "CA"), roots.location().display());
    sink(Check::new("authorities", Outcome::Good, text));
    if let Some(judgement) = roots.judge(&connection.identity) {
        let check = Check::new("authorities", Outcome::of(judgement.severity), &judgement.text);
        sink(check.advising(&judgement.remedy));
    }
    for note in roots.notes() {
        let subject = note.subject.as_deref().map(|s| format!(" ({s})")).unwrap_or_default();
        let text = format!("{}{subject}: {}", note.file.display(), note.reason);
        sink(Check::new("authorities", Outcome::of(note.severity), text));
    }
}

/// Every server by itself: its version, its clock, and whether it is as new as the others. Says whether any answered.
async fn servers(plan: &Plan, connection: &Connection, sink: &mut impl FnMut(Check)) -> bool {
    let mut versions: Vec<(String, String)> = Vec::new();
    let mut answered = false;
    for refused in plan.servers().1 {
        sink(Check::failed("server", &Problem::from(&refused)));
    }
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
        answered = true;
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
            let text = format!("The clock of {url} and ours differ by {} s.", skew.abs());
            sink(Check::new("clock", Outcome::Warning, text).advising(
                "Look at the time synchronisation of both hosts: expiry times are judged by our clock.",
            ));
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
    answered
}

/// Warnings and errors of the configuration, the worst first, those of a kind together.
fn findings(inventory: &Inventory, sink: &mut impl FnMut(Check)) {
    let of = |listed_by, findings: &mut dyn Iterator<Item = &Finding>| {
        findings
            .filter(|f| f.severity > Severity::Info)
            .map(|f| (listed_by, f.clone()))
            .collect::<Vec<(&'static str, Finding)>>()
    };
    let mut all = of("", &mut inventory.findings.iter());
    all.extend(of("provider list", &mut inventory.providers.iter().flat_map(|p| &p.findings)));
    all.extend(of("vo list", &mut inventory.vos.iter().flat_map(|v| &v.findings)));
    all.extend(of("user list", &mut inventory.users.iter().flat_map(|u| &u.findings)));
    all.extend(of("ce list", &mut inventory.ces.iter().flat_map(|c| &c.findings)));
    all.sort_by_key(|(_, finding)| (Reverse(finding.severity), finding.id));
    for (listed_by, finding) in all {
        let text = format!("{} ({}: {})", finding.text, finding.id, finding.source);
        let advice = finding.lint().map(|lint| lint.explanation).unwrap_or_default();
        let check = Check::new("finding", Outcome::of(finding.severity), text).advising(advice);
        sink(Check { lint: Some(finding.id), listed_by, ..check });
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
