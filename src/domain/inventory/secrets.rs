//! Looks for secrets in the remote configuration, which every authenticated user can read (facts/dirac.md 0.9, 9.34).

use crate::domain::cs::{Opt, Origin, Section, Tree};
use crate::domain::lint::{self, Finding};
use crate::domain::secret::is_secret_option;

use super::providers;

/// Whether the servers hand out a value for this option: it comes from them, or a local one hides theirs.
pub(super) fn is_leak(option: Opt<'_>) -> bool {
    match option.shadowed() {
        Some(remote) => !remote.is_empty(),
        None => option.origin() == Origin::Remote && !option.value().is_empty(),
    }
}

/// Every secret outside the providers' sections, which tell their own.
pub(super) fn scan(tree: &Tree, findings: &mut Vec<Finding>) {
    let skipped = tree.section(providers::SECTION).map(Section::path);
    // an explicit stack: nesting is as deep as the text pleases
    let mut open = vec![tree.root()];
    while let Some(section) = open.pop() {
        if section.name() == "IdProviders" && Some(section.path()) == skipped {
            continue;
        }
        for option in section.options() {
            if is_secret_option(option.name()) && is_leak(option) {
                let at = option.path();
                findings.push(Finding::new(
                    &lint::SECRET_IN_REMOTE_CS,
                    format!("{at} is a secret and stands in the remote configuration."),
                    at.as_str(),
                ));
            }
        }
        open.extend(section.sections());
    }
}
