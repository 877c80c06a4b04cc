//! Looks for services that the configuration does not guard at all (facts/dirac.md 1.5).

use crate::domain::cs::{Section, Tree};
use crate::domain::layout::Layout;
use crate::domain::lint::{self, Finding};

use super::services::is_token_manager;

/// Every service without a rule of its own. Configuration/Server and the TokenManagers have lints that know more of them.
pub(super) fn check(tree: &Tree, layout: &Layout, findings: &mut Vec<Finding>) {
    for system in tree.section("/Systems").into_iter().flat_map(Section::sections) {
        let path = layout.services(system.name());
        for service in tree.section(&path).into_iter().flat_map(Section::sections) {
            let known = match system.name() {
                "Configuration" => service.name() == "Server",
                "Framework" => is_token_manager(service),
                _ => false,
            };
            let rules = service.section("Authorization");
            if known || rules.is_some_and(|rules| rules.options().next().is_some()) {
                continue;
            }
            findings.push(Finding::new(
                &lint::SERVICE_UNGUARDED,
                format!("No rule guards {}/{}.", system.name(), service.name()),
                format!("{path}/{}/Authorization", service.name()),
            ));
        }
    }
}
