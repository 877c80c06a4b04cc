//! Where a configuration keeps the sections of its systems, and by which release's rules it is read.
//!
//! DIRAC 8 puts an instance between a system and its sections (`/Systems/Framework/Production/URLs`), DIRAC 9 does not
//! (`/Systems/Framework/URLs`); facts/dirac.md, vocabulary and 9.23. Owns that difference and nothing of what stands in
//! those sections.

use std::borrow::Cow;
use std::collections::HashMap;

use super::cs::Tree;

/// Whose rules apply where DIRAC 8 and 9 differ: VO of a group, admission of VOs, filters of Site Directors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rules {
    /// DIRAC 8 and older.
    V8,
    /// DIRAC 9 and newer.
    #[default]
    V9,
}

impl Rules {
    /// Rules of a server that calls itself `version` (`ping`): `9.1.22`, `8.0.86`, `v8r0p12`. `None` if no number is in it.
    pub fn of_version(version: &str) -> Option<Self> {
        let digits = version.trim_start_matches(|c: char| !c.is_ascii_digit());
        let major = digits.split(|c: char| !c.is_ascii_digit()).next()?;
        let major: u32 = major.parse().ok()?;
        Some(if major < 9 { Self::V8 } else { Self::V9 })
    }

    /// The server's word if it gave one, else what the configuration looks like.
    pub fn choose(version: Option<&str>, layout: &Layout) -> Self {
        version.and_then(Self::of_version).unwrap_or_else(|| layout.rules_by_look())
    }

    /// `v8` or `v9`.
    pub fn word(self) -> &'static str {
        match self {
            Self::V8 => "v8",
            Self::V9 => "v9",
        }
    }
}

/// Which systems have an instance between their name and their sections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// `/DIRAC/Setup`, which only DIRAC 8 reads.
    setup: Option<String>,
    /// `/DIRAC/NoSetup` is exactly `True`.
    no_setup: bool,
    /// Instance of each system that has one.
    instances: HashMap<String, String>,
}

impl Layout {
    /// Looks at every system of `tree`.
    ///
    /// A system is flat if its `URLs` is a section of its own, else if `/DIRAC/Setups/<setup>/<system>` names no section
    /// below it. An instance may be called like a section: with an instance `Services`, `/Systems/X/URLs` does not exist.
    pub fn detect(tree: &Tree) -> Self {
        let setup = tree.value("/DIRAC/Setup").map(Cow::into_owned).filter(|v| !v.is_empty());
        let no_setup = tree.value("/DIRAC/NoSetup").is_some_and(|v| v == "True");
        let mut instances = HashMap::new();
        let chosen = setup
            .as_deref()
            .filter(|_| !no_setup)
            .and_then(|name| tree.section("/DIRAC/Setups")?.section(name));
        if let (Some(chosen), Some(systems)) = (chosen, tree.section("/Systems")) {
            for system in systems.sections() {
                let Some(instance) = chosen.value(system.name()).filter(|v| !v.is_empty()) else {
                    continue;
                };
                let Some(below) = system.section(&instance) else { continue };
                // the instance itself may be called `URLs`: then that section holds the sections of the system
                let flat = match system.section("URLs") {
                    Some(_) if instance == "URLs" => below.section("URLs").is_none(),
                    urls => urls.is_some(),
                };
                if !flat {
                    instances.insert(system.name().to_owned(), instance.into_owned());
                }
            }
        }
        Self { setup, no_setup, instances }
    }

    /// The layout that servers of these rules read: DIRAC 9 knows no instances, whatever is left over of them.
    #[must_use]
    pub fn read_by(mut self, rules: Rules) -> Self {
        if rules == Rules::V9 {
            self.instances.clear();
        }
        self
    }

    /// Systems that have an instance, in no order.
    pub fn with_instances(&self) -> impl Iterator<Item = (&str, &str)> {
        self.instances.iter().map(|(system, instance)| (system.as_str(), instance.as_str()))
    }

    /// The setup that DIRAC 8 works in.
    pub fn setup(&self) -> Option<&str> {
        self.setup.as_deref()
    }

    /// Whether no system has an instance.
    pub fn is_flat(&self) -> bool {
        self.instances.is_empty()
    }

    /// The instance of `system`, `None` if its sections stand directly below it.
    pub fn instance(&self, system: &str) -> Option<&str> {
        self.instances.get(system).map(String::as_str)
    }

    /// Path of `system`, with its instance: `/Systems/Framework` or `/Systems/Framework/Production`.
    pub fn system(&self, system: &str) -> String {
        match self.instance(system) {
            Some(instance) => format!("/Systems/{system}/{instance}"),
            None => format!("/Systems/{system}"),
        }
    }

    /// Path of the URLs of a system's services.
    pub fn urls(&self, system: &str) -> String {
        self.system(system) + "/URLs"
    }

    /// Path of the URLs that are tried last.
    pub fn failover_urls(&self, system: &str) -> String {
        self.system(system) + "/FailoverURLs"
    }

    /// Path of a system's services.
    pub fn services(&self, system: &str) -> String {
        self.system(system) + "/Services"
    }

    /// Path of a system's agents.
    pub fn agents(&self, system: &str) -> String {
        self.system(system) + "/Agents"
    }

    /// Instances, or `NoSetup`, are read by DIRAC 8 alone.
    fn rules_by_look(&self) -> Rules {
        if self.no_setup || !self.instances.is_empty() { Rules::V8 } else { Rules::V9 }
    }
}

#[cfg(test)]
mod tests;
