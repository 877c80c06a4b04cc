//! What audience a token for a CE must have (facts/dirac.md 5.2).
//!
//! Two of DIRAC's CE types set one: AREX from the section's name and `Port`, HTCondorCE from the name and 9619, whatever
//! `Port` says (`AREXComputingElement._reset`, `HTCondorCEComputingElement.__init__`). Knows no tree.

use crate::domain::layout::Rules;

/// CE types of DIRAC 8 and 9 that have no audience.
const WITHOUT: [&str; 7] =
    ["Cloud", "InProcess", "Local", "Pool", "SSH", "SSHBatch", "Singularity"];

/// Those that DIRAC 9 no longer has.
const WITHOUT_V8: [&str; 4] = ["ARC", "ARC6", "BOINC", "CREAM"];

/// Port of an AREX CE without `Port`.
const AREX_PORT: &str = "443";

/// How a CE type comes by its audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AudienceKind {
    /// `https://<ce>:<port>`, the port from the configuration.
    Arex,
    /// `<ce>:9619`.
    HtCondor,
    /// A type of this release that has none: the Site Director refuses to ask for a token.
    None,
    /// Not a type of this release. Without an extension that brings it there is no CE; what one does cannot be told.
    Foreign,
    /// No `CEType`: there is no CE.
    Missing,
}

impl AudienceKind {
    /// Of the type that `CEType` names, exactly as written.
    pub fn of_type(ce_type: Option<&str>, rules: Rules) -> Self {
        match ce_type {
            Some("AREX") => Self::Arex,
            Some("HTCondorCE") => Self::HtCondor,
            None | Some("") => Self::Missing,
            Some(name) if WITHOUT.contains(&name) => Self::None,
            Some(name) if rules == Rules::V8 && WITHOUT_V8.contains(&name) => Self::None,
            Some(_) => Self::Foreign,
        }
    }

    /// Whether a queue of this name can be served. AREX cuts `<a>-<batch system>-<queue>` at its dashes and fails where
    /// there are fewer than two; DIRAC then drops the queue with no more than a line in its log.
    pub fn takes_queue(self, queue: &str) -> bool {
        match self {
            Self::Arex => queue.matches('-').count() >= 2,
            Self::HtCondor | Self::None | Self::Foreign => true,
            Self::Missing => false,
        }
    }

    /// The audience of the CE called `name`, whose section name DIRAC takes for its host name. `port` is the `Port` that
    /// applies, if there is one.
    pub fn audience(self, name: &str, port: Option<&str>) -> Option<String> {
        match self {
            Self::Arex => Some(format!("https://{name}:{}", port.unwrap_or(AREX_PORT))),
            Self::HtCondor => Some(format!("{name}:9619")),
            Self::None | Self::Foreign | Self::Missing => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AudienceKind, Rules};

    fn audience(ce_type: &str, port: Option<&str>) -> Option<String> {
        AudienceKind::of_type(Some(ce_type), Rules::V9).audience("ce01.example.org", port)
    }

    #[test]
    fn arex_takes_its_port_from_the_configuration() {
        assert_eq!(audience("AREX", None).as_deref(), Some("https://ce01.example.org:443"));
        assert_eq!(
            audience("AREX", Some("8443")).as_deref(),
            Some("https://ce01.example.org:8443")
        );
    }

    #[test]
    fn htcondor_ignores_the_port() {
        assert_eq!(audience("HTCondorCE", Some("9620")).as_deref(), Some("ce01.example.org:9619"));
    }

    #[test]
    fn other_types_have_no_audience() {
        for name in ["SSH", "Cloud", "ARC6", "Vac"] {
            assert_eq!(audience(name, None), None);
        }
        let kind = |name, rules| AudienceKind::of_type(Some(name), rules);
        assert_eq!(kind("SSH", Rules::V9), AudienceKind::None);
        assert_eq!(kind("ARC6", Rules::V8), AudienceKind::None);
        assert_eq!(kind("ARC6", Rules::V9), AudienceKind::Foreign);
        assert_eq!(kind("arex", Rules::V9), AudienceKind::Foreign);
        assert_eq!(AudienceKind::of_type(None, Rules::V9), AudienceKind::Missing);
    }

    #[test]
    fn an_arex_queue_needs_two_dashes() {
        assert!(AudienceKind::Arex.takes_queue("nordugrid-slurm-long"));
        assert!(!AudienceKind::Arex.takes_queue("slurm-long"));
        assert!(AudienceKind::HtCondor.takes_queue("condor"));
    }
}
