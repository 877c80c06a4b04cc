//! The rule at a service's door: words of which one has to fit the caller (facts/dirac.md 1.5).

use std::collections::BTreeMap;

use super::{Need, What};

/// Who is let in to a method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    /// The words of the rule: properties, `any`, `all`, `authenticated`, `group:<name>`, `vo:<name>`. None: everybody.
    pub words: Vec<String>,
    /// CS path of the rule; `None` if it is written in DIRAC itself.
    pub path: Option<String>,
}

/// The rules that an installation was found to have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guards(BTreeMap<What, Guard>);

impl Guards {
    /// Takes in what guards `what` here.
    pub fn insert(&mut self, what: What, guard: Guard) {
        self.0.insert(what, guard);
    }

    /// What guards `what`: the rule found, else that of DIRAC's template.
    pub(super) fn of(&self, what: What) -> Guard {
        let template = || Guard {
            words: what.need().template.iter().map(|word| (*word).to_owned()).collect(),
            path: None,
        };
        self.0.get(&what).cloned().unwrap_or_else(template)
    }
}

impl Guard {
    /// What the door asks for, to be said where nothing of the caller is known.
    pub(super) fn door(&self) -> Vec<String> {
        self.words.clone()
    }

    /// Where the rule comes from.
    pub(super) fn source(&self, need: &Need) -> String {
        self.path.clone().unwrap_or_else(|| need.basis.to_owned())
    }

    /// Whether a registered member of `group` gets all the way; says what is needed (any of these), met or missing. Nothing
    /// named: every registered user.
    pub(super) fn pass(
        &self,
        need: &Need,
        group: &str,
        vo: Option<&str>,
        properties: &[String],
    ) -> Result<Vec<String>, Vec<String>> {
        let left = self.enter(group, vo, properties)?;
        let inside = owned(need.inside);
        if !inside.is_empty() && !inside.iter().any(|word| left.contains(word)) {
            return Err(inside);
        }
        let ours = owned(need.ours);
        if !ours.is_empty() && !ours.iter().any(|word| properties.contains(word)) {
            return Err(ours);
        }
        let door = self.properties();
        Ok([inside, ours, door].into_iter().find(|words| !words.is_empty()).unwrap_or_default())
    }

    /// The properties that the handler sees of somebody who is let in; what is missing of somebody who is not.
    fn enter(
        &self,
        group: &str,
        vo: Option<&str>,
        properties: &[String],
    ) -> Result<Vec<String>, Vec<String>> {
        let limits: Vec<&String> = self.words.iter().filter(|word| is_limit(word)).collect();
        let fits = |word: &&String| {
            word.strip_prefix("group:").is_some_and(|name| name == group)
                || word.strip_prefix("vo:").is_some_and(|name| Some(name) == vo)
        };
        if !limits.is_empty() && !limits.iter().any(fits) {
            return Err(limits.into_iter().cloned().collect());
        }
        let words: Vec<&String> = self.words.iter().filter(|word| !is_limit(word)).collect();
        let open = words.is_empty() || words.iter().any(|word| is_open(word));
        if open {
            return Ok(properties.to_vec());
        }
        // DIRAC hands the handler the words of the rule, in the rule's spelling
        let has = |word: &&String| properties.iter().any(|own| own.eq_ignore_ascii_case(word));
        let matched: Vec<String> = words.iter().copied().filter(has).cloned().collect();
        if matched.is_empty() { Err(self.properties()) } else { Ok(matched) }
    }

    /// The words that are properties; none where everybody or every registered user is let in.
    fn properties(&self) -> Vec<String> {
        if self.words.iter().any(|word| is_open(word)) {
            return Vec::new();
        }
        self.words.iter().filter(|word| !is_limit(word)).cloned().collect()
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A word that limits the groups.
fn is_limit(word: &str) -> bool {
    word.starts_with("group:") || word.starts_with("vo:")
}

/// A word that asks for no property.
fn is_open(word: &str) -> bool {
    ["any", "all", "authenticated"].iter().any(|open| word.eq_ignore_ascii_case(open))
}
