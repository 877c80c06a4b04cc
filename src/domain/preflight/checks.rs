//! The table of checks: number, name, who can decide it, and what follows where it fails.

use crate::domain::layout::Rules;

/// Who can tell whether a check holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decides {
    /// The configuration.
    Configuration,
    /// The configuration in part; the rest stands on a host or in a service that is not asked here.
    Partly,
    /// Something that has to be asked.
    Live,
}

impl Decides {
    /// In words, for documentation.
    pub fn words(self) -> &'static str {
        match self {
            Self::Configuration => "the configuration",
            Self::Partly => "the configuration, in part",
            Self::Live => "a live check, or nobody that is asked here",
        }
    }
}

/// What a queue falls back to where a check fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failing {
    /// Nothing is submitted there, with a token or without.
    NoPilots,
    /// The proxy is used: no error.
    ByProxy,
    /// No fallback: a token is asked for or used in vain, and the queue gets no pilots.
    Stops,
    /// Pilots go on; something should be known all the same.
    Nothing,
}

impl Failing {
    /// In words, for documentation.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoPilots => "no pilots, whatever the credential",
            Self::ByProxy => "the proxy",
            Self::Stops => "nothing: the pilots stop",
            Self::Nothing => "pilots go on",
        }
    }
}

/// A row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    /// Position, from 1. 1 to 19 are those of facts/dirac.md 5.4.
    pub n: u8,
    /// Stable name: `token-tag`.
    pub id: &'static str,
    /// What has to be so: `the queue is tagged for the VO`.
    pub title: &'static str,
    /// Who can tell.
    pub decides: Decides,
    /// What a queue falls back to.
    pub failing: Failing,
    /// What follows where it fails.
    pub(super) consequence: &'static str,
    /// The same for DIRAC 8, where that differs.
    pub(super) consequence_v8: Option<&'static str>,
}

impl Check {
    /// What follows where it fails, by the rules of this release.
    pub fn consequence(&self, rules: Rules) -> &'static str {
        self.consequence_v8.filter(|_| rules == Rules::V8).unwrap_or(self.consequence)
    }
}

macro_rules! checks {
    ($($name:ident: $n:literal $id:literal, $title:literal, $decides:ident, $failing:ident,
        $consequence:literal $(, v8 $v8:literal)?;)*) => {
        $(
            #[doc = concat!("The check `", $id, "`.")]
            pub(super) static $name: Check = Check {
                n: $n,
                id: $id,
                title: $title,
                decides: Decides::$decides,
                failing: Failing::$failing,
                consequence: $consequence,
                consequence_v8: checks!(@v8 $($v8)?),
            };
        )*

        /// Every check, in order.
        pub static CHECKS: &[&Check] = &[$(&$name),*];
    };
    (@v8) => { None };
    (@v8 $v8:literal) => { Some($v8) };
}

checks! {
    DIRECTOR: 1 "site-director", "a Site Director serves the VO", Configuration, NoPilots,
        "Nothing submits pilots of this VO.";
    FILTERS: 2 "director-filters", "its filters admit the queue", Configuration, NoPilots,
        "The queue is not served.";
    SHAPE: 3 "ce-defined", "the CE and its queue are well formed", Configuration, NoPilots,
        "DIRAC drops the queue without an error.";
    ADMITTED: 4 "vo-admitted", "the VO is admitted", Configuration, NoPilots,
        "The queue is not served for this VO.";
    USABLE: 5 "ce-usable", "the site is in the mask and the CE is usable", Live, NoPilots,
        "The queue is passed over as not usable.";
    IDENTITY: 6 "pilot-identity", "the VO has a pilot group and a pilot user", Configuration, NoPilots,
        "The Site Director ends its cycle with an error.";
    PROXY: 7 "pilot-proxy", "the pilot user's proxy is stored and lasts a day", Live, NoPilots,
        "The Site Director ends its cycle with an error: it wants a proxy, with a token too.";
    WORK: 8 "queue-work", "the queue has slots and there are jobs for it", Live, NoPilots,
        "The queue is passed over.";
    TAG: 9 "token-tag", "the queue is tagged for the VO", Configuration, ByProxy,
        "The proxy is used. That is no error.";
    AUDIENCE: 10 "ce-audience", "the CE's type has an audience", Configuration, Stops,
        "This queue gets no pilots: an error does not fall back to the proxy.",
        v8 "The Site Director ends its cycle here: this queue and all behind it get no pilots.";
    GROUP_VO: 11 "pilot-group-vo", "the pilot group belongs to the VO", Configuration, Stops,
        "The token is asked of another provider, or of none: no pilots, an error does not fall back to the proxy.";
    VO_PROVIDER: 12 "vo-provider", "the VO names an IdProvider", Configuration, Stops,
        "No pilots on this queue: a token error does not fall back to the proxy.";
    PROVIDER: 13 "provider-defined", "the IdProvider is defined", Configuration, Stops,
        "No pilots on this queue: a token error does not fall back to the proxy.";
    SERVICE: 14 "token-manager", "the TokenManager can be found", Configuration, Stops,
        "No token can be asked for: no pilots, an error does not fall back to the proxy.";
    HOST: 15 "host-may-ask", "the agent's host may ask for tokens", Partly, Stops,
        "The TokenManager refuses: no pilots, an error does not fall back to the proxy.";
    SECRET: 16 "client-credentials", "the TokenManager has the client's credentials", Live, Stops,
        "The issuer refuses the client: no pilots, an error does not fall back to the proxy.";
    ISSUED: 17 "token-issued", "the issuer gives the token", Live, Stops,
        "No token, and so no pilots: an error does not fall back to the proxy.";
    FITS: 18 "token-fits", "the token is fit for the CE", Live, Stops,
        "The CE refuses the pilots.";
    ACCEPTED: 19 "ce-accepts", "the CE accepts the token", Live, Stops,
        "The CE refuses the pilots.";
    OLD_PILOTS: 20 "proxy-pilots", "no pilots are left that went by proxy", Live, Nothing,
        "Pilots submitted by proxy before the change are managed with the token, which may not own them.";
    PROXY_ALONG: 21 "proxy-along", "an AREX CE gets the proxy along", Configuration, Nothing,
        "The proxy is not sent. Sites whose runtime environment needs one (ENV/PROXY) fail the pilots.";
    PRIVILEGE: 22 "client-privilege", "the client may no more than compute", Live, Nothing,
        "Whoever holds a pilot's token may do more than manage pilots.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_check_has_a_place_and_a_name_of_its_own() {
        let numbers: Vec<u8> = CHECKS.iter().map(|check| check.n).collect();
        assert_eq!(numbers, (1..=22).collect::<Vec<u8>>());
        let ids: BTreeSet<&str> = CHECKS.iter().map(|check| check.id).collect();
        assert_eq!(ids.len(), CHECKS.len());
        assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }

    #[test]
    fn from_the_audience_on_nothing_falls_back_to_the_proxy() {
        let stops = |check: &&&Check| check.failing == Failing::Stops;
        let numbers: Vec<u8> = CHECKS.iter().filter(stops).map(|check| check.n).collect();
        assert_eq!(numbers, (10..=19).collect::<Vec<u8>>());
    }

    #[test]
    fn dirac_8_ends_the_whole_cycle_without_an_audience() {
        assert_ne!(AUDIENCE.consequence(Rules::V8), AUDIENCE.consequence(Rules::V9));
        assert_eq!(TAG.consequence(Rules::V8), TAG.consequence(Rules::V9));
    }
}
