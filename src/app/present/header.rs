//! The first line: the installation, the age of its configuration, and who we are there. What is wrong turns a warning here.

use jiff::Timestamp;

use crate::domain::problem::{Class, Problem};
use crate::store::installation::Identity;

use super::text::toned;
use super::{Cell, Header, Tone, time};
use crate::app::model::Model;

/// A configuration younger than this many seconds reads `now`: it is asked for once a minute.
const QUIET: i64 = 75;
/// A credential that ends within this many seconds is a warning.
const SOON: i64 = 1_800;

/// A cell, and when it will read differently.
type Timed = (Cell<'static>, Option<Timestamp>);

impl Model {
    pub(super) fn header(&self) -> Header {
        Header {
            installation: self.label.name.clone(),
            production: self.label.production,
            mode: self.mode().0,
            age: self.age().0,
            identity: self.who().0,
        }
    }

    /// Whether something may be changed, and how long yet.
    pub(super) fn mode(&self) -> Timed {
        if !self.write.allows(self.now) {
            return (toned("read-only", Tone::Dim), None);
        }
        match self.write.ends().and_then(|end| time::countdown(end, self.now)) {
            Some(span) => (toned(format!("WRITE {} left", span.text), Tone::Warn), span.changes),
            None => (toned("WRITE", Tone::Warn), None),
        }
    }

    /// Age of the configuration, or what went wrong with it.
    pub(crate) fn age(&self) -> Timed {
        let resource = &self.configuration;
        let (Some(snapshot), Some(as_of)) = (resource.value(), resource.as_of()) else {
            let cell = match (resource.problem(), resource.in_flight()) {
                (_, Some(_)) => toned("reading the CS", Tone::Dim),
                (Some((problem, _)), None) => toned(format!("CS {}", brief(problem)), Tone::Bad),
                (None, None) => toned("CS not read", Tone::Dim),
            };
            return (cell, None);
        };
        let span = time::ago_quietly(as_of, self.now, QUIET);
        let cell = if let Some((problem, _)) = resource.problem() {
            toned(format!("CS {}: {}", span.text, brief(problem)), Tone::Warn)
        } else {
            let version = version(&snapshot.version, self.now);
            toned(format!("{version} · {}", span.text), Tone::Plain)
        };
        (cell, span.changes)
    }

    /// Who we are and how long yet.
    pub(super) fn who(&self) -> Timed {
        let resource = &self.identity;
        if let Some(identity) = resource.value() {
            return known(identity, self.now);
        }
        let cell = match (resource.problem(), resource.in_flight()) {
            (_, Some(_)) => toned("asking who we are", Tone::Dim),
            (Some((problem, _)), None) => toned(format!("identity {}", brief(problem)), Tone::Warn),
            (None, None) => toned("identity unknown", Tone::Dim),
        };
        (cell, None)
    }
}

/// `jdoe @ dirac_admin · proxy 11 h`.
fn known(identity: &Identity, now: Timestamp) -> Timed {
    let user = identity.user.as_deref().unwrap_or("unknown user");
    let granted = identity.group.as_deref();
    let refused =
        identity.asked_group.as_deref().filter(|asked| granted.is_some_and(|g| g != *asked));
    let who = match (granted, refused) {
        (None, _) => user.to_owned(),
        (Some(group), None) => format!("{user} @ {group}"),
        (Some(group), Some(asked)) => format!("{user} @ {group} (not {asked})"),
    };
    let tone = if refused.is_some() { Tone::Bad } else { Tone::Plain };
    let Some(end) = identity.expires else { return (toned(who, tone), None) };
    let kind = identity.credential.word();
    let Some(span) = time::left(end, now) else {
        return (toned(format!("{who} · {kind} has ended"), Tone::Bad), None);
    };
    let soon = end.as_second().saturating_sub(now.as_second()) < SOON;
    let tone = if soon && refused.is_none() { Tone::Warn } else { tone };
    (toned(format!("{who} · {kind} {}", span.text), tone), span.changes)
}

/// A problem in two words.
fn brief(problem: &Problem) -> &'static str {
    match problem.class {
        Class::Unreachable => "not reached",
        Class::Refused => "refused",
        Class::Usage => "cannot be used",
        Class::Finding | Class::Conflict | Class::Partial => "failed",
    }
}

/// The version of the CS as a time of day, with its date if that is not today's.
fn version(version: &str, now: Timestamp) -> String {
    let Some((date, time)) = version.trim().split_once(' ') else {
        return if version.is_empty() { "local cfg".into() } else { format!("CS {version}") };
    };
    let time = time.split('.').next().unwrap_or(time);
    if now.strftime("%Y-%m-%d").to_string() == date {
        format!("CS {time}")
    } else {
        format!("CS {date} {time}")
    }
}
