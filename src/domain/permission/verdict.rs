//! A verdict and its sentences.

use super::What;
use crate::domain::problem::{Class, Problem};

/// Most groups that a sentence names.
const NAMED: usize = 3;

/// Whether somebody may do something, and what would help. Names are foreign text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it is about.
    pub what: What,
    /// Whether the server will most likely do it.
    pub allowed: bool,
    /// Properties of which one is needed, or words that limit the groups (`group:x`, `vo:y`); empty: every registered user.
    pub needs: Vec<String>,
    /// Where that rule stands: a CS path, or a source of the facts.
    pub source: String,
    /// The group that the server granted.
    pub group: Option<String>,
    /// Other groups of the same user that would do, in order of the CS; looked for only where it is not allowed.
    pub others: Vec<String>,
    /// Whether the caller has a proxy, which is for one group.
    pub by_proxy: bool,
}

impl Verdict {
    /// What is missing, and who has it: `Your group dirac_user has no ProxyManagement; dirac_admin, which you are in, has.`
    /// `None` if nothing is.
    pub fn reason(&self) -> Option<String> {
        if self.allowed {
            return None;
        }
        let Some(group) = &self.group else {
            return Some("The server knows you in no group.".to_owned());
        };
        let limited = self.needs.iter().any(|word| word.contains(':'));
        let lacking = ", nor has any other group that you are in";
        let shut_out = ", and you are in no group that may";
        let (lacks, none, one, many) = match self.needs.as_slice() {
            [] => (format!("Your group {group} is not let in"), shut_out, "is", "are"),
            words if limited => {
                let what = format!("Only {} may, and not your group {group}", words.join(", "));
                (what, shut_out, "may", "may")
            }
            [property] => (format!("Your group {group} has no {property}"), lacking, "has", "have"),
            [first, last] => {
                let what = format!("Your group {group} has neither {first} nor {last}");
                (what, lacking, "has one", "have one")
            }
            words => {
                let what = format!("Your group {group} has none of {}", words.join(", "));
                (what, lacking, "has one", "have one")
            }
        };
        Some(match self.others.as_slice() {
            [] => format!("{lacks}{none}."),
            [other] => format!("{lacks}; {other}, which you are in, {one}."),
            others => format!("{lacks}; {}, which you are in, {many}.", listed(others)),
        })
    }

    /// What to do about it; empty if nothing is missing.
    pub fn remedy(&self) -> String {
        if self.allowed {
            return String::new();
        }
        match self.others.first() {
            Some(group) if self.by_proxy => {
                format!("Make a new proxy with `dirac-proxy-init -g {group}`.")
            }
            Some(group) => format!("Start with --group {group}."),
            None => "Ask an administrator of the Registry for a group that may.".to_owned(),
        }
    }

    /// Reason and remedy in one; `None` if nothing is missing.
    pub fn sentence(&self) -> Option<String> {
        Some(format!("{} {}", self.reason()?, self.remedy()))
    }

    /// The problem that something is not even tried: `To delete stored tokens needs more rights than you have. Your group ...`
    /// `None` if nothing is missing.
    pub fn problem(&self) -> Option<Problem> {
        let need = self.what.need();
        let message = format!("You may not {}. {}", need.title, self.reason()?);
        Some(Problem::new(Class::Refused, need.service.name(), message, self.remedy()))
    }

    /// The sentence for a 401 that the service answered: `The TokenManager refused (401). Your group ...` Where nothing is
    /// missing as far as the configuration tells, it says what may be behind that.
    pub fn refused(&self) -> Problem {
        let need = self.what.need();
        let service = need.service.name();
        let (why, remedy) = match self.reason() {
            Some(reason) => (reason, self.remedy()),
            None => (
                format!(
                    "By the configuration you may {}, as group {}.",
                    need.title,
                    self.group.as_deref().unwrap_or("none")
                ),
                "Wait 60 s and try again: a server keeps an old group that long, and a change in the Registry takes up to ten minutes."
                    .to_owned(),
            ),
        };
        let message = format!("The {service} refused (401). {why}");
        Problem::new(Class::Refused, service, message, remedy)
    }
}

/// `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`.
fn listed(groups: &[String]) -> String {
    let (told, rest) = groups.split_at(groups.len().min(NAMED));
    match (told, rest.len()) {
        ([], _) => String::new(),
        ([one], 0) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (told, more) => format!("{} and {more} more", told.join(", ")),
    }
}
