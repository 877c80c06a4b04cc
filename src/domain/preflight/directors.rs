//! Site Directors, and which queues their filters admit (`SiteDirector.py`, `Helpers/Resources.py: getQueues`).
//!
//! DIRAC 8 takes the word `any` for no filter. DIRAC 9 takes it for a name, so that a filter left over from 8 matches nothing.

use crate::domain::ce::{Ce, Level, Queue};
use crate::domain::cs::{Section, Tree};
use crate::domain::layout::{Layout, Rules};

/// A filter by names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Filter {
    option: &'static str,
    /// What it admits; `None` if everything.
    names: Option<Vec<String>>,
}

impl Filter {
    fn read(agent: Section<'_>, option: &'static str, rules: Rules) -> Self {
        let names: Vec<String> = agent.list(option).into_iter().map(str::to_owned).collect();
        let any = |name: &String| name.eq_ignore_ascii_case("any");
        let none = names.is_empty() || (rules == Rules::V8 && names.iter().any(any));
        Self { option, names: (!none).then_some(names) }
    }

    /// Why `name` is not admitted.
    fn refuses(&self, name: &str) -> Option<String> {
        let names = self.names.as_ref()?;
        if names.iter().any(|known| known == name) {
            return None;
        }
        let all = names.join(", ");
        if names.iter().any(|known| known.eq_ignore_ascii_case("any")) {
            return Some(format!(
                "{} = {all}, which in DIRAC 9 is a name like others",
                self.option
            ));
        }
        Some(format!("{} = {all}", self.option))
    }
}

/// An agent that submits pilots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Director {
    /// Its name.
    pub(super) name: String,
    /// Path of its section.
    pub(super) path: String,
    /// The VO that it serves, with the option that says so; `None` if nothing in the configuration does.
    pub(super) vo: Option<(String, String)>,
    /// `PilotDN`, if it has one of its own.
    pub(super) pilot_dn: bool,
    /// `PilotGroup`, which DIRAC 8 alone reads.
    pub(super) pilot_group: Option<String>,
    sites: Filter,
    ces: Filter,
    types: Filter,
    tags: Vec<String>,
}

/// Why a queue is not served: the filter, and its path.
pub(super) struct Refusal {
    pub(super) why: String,
    pub(super) path: String,
}

/// All of them, in order of the CS.
pub(super) fn read(tree: &Tree, layout: &Layout, rules: Rules) -> Vec<Director> {
    let path = layout.agents("WorkloadManagement");
    let single = tree.value("/DIRAC/VirtualOrganization").filter(|vo| !vo.is_empty());
    let agents = tree.section(&path).into_iter().flat_map(Section::sections);
    let director = |agent: &Section<'_>| {
        agent.name().starts_with("SiteDirector")
            || agent.value("Module").is_some_and(|module| module == "SiteDirector")
    };
    agents
        .filter(director)
        .map(|agent| {
            let path = format!("{path}/{}", agent.name());
            let own = ["VO", "Community"].into_iter().find_map(|option| {
                let vo = agent.value(option).filter(|vo| !vo.is_empty())?;
                Some((vo.into_owned(), format!("{path}/{option}")))
            });
            let installation = || {
                let path = "/DIRAC/VirtualOrganization".to_owned();
                single.as_deref().map(|vo| (vo.to_owned(), path))
            };
            let group = agent.value("PilotGroup").filter(|group| !group.is_empty());
            Director {
                vo: own.or_else(installation),
                pilot_dn: agent.value("PilotDN").is_some_and(|dn| !dn.is_empty()),
                pilot_group: group.filter(|_| rules == Rules::V8).map(std::borrow::Cow::into_owned),
                sites: Filter::read(agent, "Site", rules),
                ces: Filter::read(agent, "CEs", rules),
                types: Filter::read(agent, "CETypes", rules),
                tags: agent.list("Tags").into_iter().map(str::to_owned).collect(),
                name: agent.name().to_owned(),
                path,
            }
        })
        .collect()
}

impl Director {
    /// Why this one does not serve a queue. `written_type` is `CEType` in the CE's own section, the only one that the filter
    /// sees.
    pub(super) fn refuses(
        &self,
        ce: &Ce,
        written_type: Option<&str>,
        queue: &Queue,
    ) -> Option<Refusal> {
        let at =
            |why: String, option: &str| Refusal { why, path: format!("{}/{option}", self.path) };
        if let Some(why) = self.sites.refuses(&ce.site) {
            return Some(at(why, "Site"));
        }
        if let Some(why) = self.types.refuses(written_type.unwrap_or_default()) {
            return Some(at(why, "CETypes"));
        }
        if let Some(why) = self.ces.refuses(&ce.name) {
            return Some(at(why, "CEs"));
        }
        // the site's tags and the defaults do not count here
        let own = |tag: &str| {
            let mut tags = queue.tags.iter();
            tags.any(|at| at.value == tag && matches!(at.level, Level::Ce | Level::Queue))
        };
        let missing = self.tags.iter().find(|tag| !own(tag))?;
        let why = format!(
            "Tags = {}, and {missing} is written neither at the CE nor at the queue",
            self.tags.join(", ")
        );
        Some(at(why, "Tags"))
    }
}
