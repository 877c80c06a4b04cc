//! What audience a token for a CE must have (facts/dirac.md 5.2).
//!
//! Two of DIRAC's CE types set one: AREX from the section's name and `Port`, HTCondorCE from the name and 9619, whatever
//! `Port` says (`AREXComputingElement._reset`, `HTCondorCEComputingElement.__init__`). Knows no tree.

/// DIRAC's own CE types, of releases 8 and 9, that have no audience.
const WITHOUT: [&str; 11] = [
    "ARC",
    "ARC6",
    "BOINC",
    "CREAM",
    "Cloud",
    "InProcess",
    "Local",
    "Pool",
    "SSH",
    "SSHBatch",
    "Singularity",
];

/// Port of an AREX CE without `Port`.
const AREX_PORT: &str = "443";

/// How a CE type comes by its audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AudienceKind {
    /// `https://<ce>:<port>`, the port from the configuration.
    Arex,
    /// `<ce>:9619`.
    HtCondor,
    /// The type has none: a token cannot be requested.
    None,
    /// A type of an extension; whether it has one cannot be told.
    Unclear,
}

impl AudienceKind {
    /// Of the type that `CEType` names, exactly as written. A CE without type can not be made, so it has none.
    pub fn of_type(ce_type: Option<&str>) -> Self {
        match ce_type {
            Some("AREX") => Self::Arex,
            Some("HTCondorCE") => Self::HtCondor,
            None | Some("") => Self::None,
            Some(name) if WITHOUT.contains(&name) => Self::None,
            Some(_) => Self::Unclear,
        }
    }

    /// The audience of the CE called `name`, whose section name DIRAC takes for its host name. `port` is the `Port` that
    /// applies, if there is one.
    pub fn audience(self, name: &str, port: Option<&str>) -> Option<String> {
        match self {
            Self::Arex => Some(format!("https://{name}:{}", port.unwrap_or(AREX_PORT))),
            Self::HtCondor => Some(format!("{name}:9619")),
            Self::None | Self::Unclear => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AudienceKind;

    fn audience(ce_type: &str, port: Option<&str>) -> Option<String> {
        AudienceKind::of_type(Some(ce_type)).audience("ce01.example.org", port)
    }

    #[test]
    fn arex_takes_its_port_from_the_configuration() {
        assert_eq!(audience("AREX", None).as_deref(), Some("https://ce01.example.org:443"));
        assert_eq!(audience("AREX", Some("8443")).as_deref(), Some("https://ce01.example.org:8443"));
    }

    #[test]
    fn htcondor_ignores_the_port() {
        assert_eq!(audience("HTCondorCE", Some("9620")).as_deref(), Some("ce01.example.org:9619"));
    }

    #[test]
    fn other_types_have_no_audience() {
        for name in ["SSH", "Cloud", "ARC6", "CREAM"] {
            assert_eq!(AudienceKind::of_type(Some(name)), AudienceKind::None);
            assert_eq!(audience(name, None), None);
        }
        assert_eq!(AudienceKind::of_type(None), AudienceKind::None);
        assert_eq!(AudienceKind::of_type(Some("arex")), AudienceKind::Unclear);
    }
}
