//! Looks for secrets in the remote configuration, which every authenticated user can read (facts/dirac.md 0.9, 9.34).

use crate::domain::cs::{CsPath, Opt, Origin, Section, Tree};
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
    let providers = tree.section(providers::SECTION).map(Section::path);
    walk(vec![tree.root()], providers.as_ref(), findings);
}

/// Every secret in the subsections of a section, however deep; not those of its own options.
pub(super) fn scan_below(section: Section<'_>, findings: &mut Vec<Finding>) {
    walk(section.sections().collect(), None, findings);
}

/// Looks through the `open` sections and all below them, but not below the one at `closed`.
// an explicit stack: nesting is as deep as the text pleases
fn walk(mut open: Vec<Section<'_>>, closed: Option<&CsPath>, findings: &mut Vec<Finding>) {
    while let Some(section) = open.pop() {
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
        // paths are made only where the name is right
        if section.name() != "IdProviders" || Some(&section.path()) != closed {
            open.extend(section.sections());
        }
    }
}
