//! What is wrong with the release that a server runs, where its own version tells (facts/dirac.md 4.6).

use crate::domain::cs::{Section, Tree};
use crate::domain::layout::{Layout, Rules};
use crate::domain::lint::{self, Finding, Severity};

use super::services::{is_token_manager, lets_all_in, rule};

/// Findings about a server that calls itself `version` in its answer to ping: `9.1.12`, `v8r0p60`.
///
/// A version that cannot be read brings none: nothing is known then.
pub fn of_release(tree: &Tree, rules: Rules, version: &str) -> Vec<Finding> {
    let Some(severity) = update_token(version) else { return Vec::new() };
    let path = Layout::detect(tree).read_by(rules).services("Framework");
    let services = tree.section(&path).into_iter().flat_map(Section::sections);
    let open = services.filter(|service| is_token_manager(*service)).filter(|service| {
        // a rule for the method keeps everybody out whom it does not name
        rule(*service, "updateToken", false).is_none_or(|words| lets_all_in(&words))
    });
    let told = |service: Section<'_>| {
        let name = service.name();
        let text = match severity {
            Severity::Error => format!("Framework/{name} of DIRAC {version} has updateToken."),
            Severity::Warning | Severity::Info => {
                format!("Framework/{name} of DIRAC {version} may still have updateToken.")
            }
        };
        let source = format!("{path}/{name}/Authorization/updateToken");
        Finding::new(&lint::UPDATE_TOKEN, text, source).with(severity)
    };
    open.map(told).collect()
}

/// Whether the method is in this release: an error if it is, a warning between the last release that was seen with it and the
/// first without.
fn update_token(version: &str) -> Option<Severity> {
    let numbers: Vec<u32> = version
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map_while(|part| part.parse().ok())
        .collect();
    let mut numbers = numbers.into_iter();
    let release = (numbers.next()?, numbers.next()?, numbers.next()?);
    match release {
        (8, 0, ..=84) | (9, 0, _) | (9, 1, ..=12) => Some(Severity::Error),
        (8, 0, 85) | (9, 1, 13..=21) => Some(Severity::Warning),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_method_is_in_the_releases_that_were_looked_at() {
        for (version, wanted) in [
            ("8.0.60", Some(Severity::Error)),
            ("v8r0p84", Some(Severity::Error)),
            ("8.0.85", Some(Severity::Warning)),
            ("8.0.86", None),
            ("9.0.21", Some(Severity::Error)),
            ("9.1.12", Some(Severity::Error)),
            ("9.1.20a1", Some(Severity::Warning)),
            ("9.1.22", None),
            ("9.2.0", None),
            ("7.3.40", None),
            ("9.1", None),
            ("", None),
            ("99999999999999.1.2", None),
        ] {
            assert_eq!(update_token(version), wanted, "{version}");
        }
    }
}
