//! What a token lets its bearer do, in plain words: capabilities in its scopes, memberships, and what HTCondor makes of them.
//!
//! The words follow the WLCG profile 1.3, 2.2 and SciTokens' claims (facts/tokens.md 1.3, 2). A site gives paths a base of its
//! own and may allow less; none allows more.

mod belonging;
mod scopes;

use super::json::Object;
use super::kind::Kind;
use super::profile::{self, Profile};

/// Capabilities that are told at most; the others are counted.
const TOLD: usize = 60;

/// What a right is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// Data.
    Storage,
    /// Jobs.
    Compute,
    /// Groups, entitlements, the group of DIRAC.
    Groups,
    /// The issuer itself: its administration, requests that it echoes.
    Issuer,
    /// The token as a whole.
    Token,
    /// Scopes that are not known here.
    Other,
}

impl Area {
    /// The label on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Storage => "storage",
            Self::Compute => "compute",
            Self::Groups => "groups",
            Self::Issuer => "issuer",
            Self::Token => "token",
            Self::Other => "other",
        }
    }
}

/// How much weight a statement has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// It allows something.
    Grants,
    /// It allows nothing, or is only worth knowing.
    Remark,
    /// It allows a lot, or is not as the profile wants it.
    Attention,
}

/// One thing that a token lets its bearer do, or a remark about that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capability {
    /// What it is about.
    pub area: Area,
    /// What is allowed, in words; paths and names in it are foreign text.
    pub text: String,
    /// The scope or claim that says so, foreign; may be empty.
    pub source: String,
    /// How much it matters.
    pub weight: Weight,
}

impl Capability {
    fn new(area: Area, weight: Weight, text: impl Into<String>, source: impl Into<String>) -> Self {
        Self { area, text: text.into(), source: source.into(), weight }
    }
}

/// What the bearer of a token with these claims may do, by area. Never empty: where nothing is known, it says so.
pub fn capabilities(claims: &Object, profile: Profile, kind: Kind) -> Vec<Capability> {
    let mut told = Vec::new();
    match kind {
        Kind::Refresh => {
            let text = "get new access tokens from its issuer, with the client that it belongs to";
            told.push(Capability::new(Area::Token, Weight::Attention, text, ""));
        }
        Kind::Id => {
            let text = "nothing: an ID token says to one client who logged in, and services must not take it";
            told.push(Capability::new(Area::Token, Weight::Remark, text, ""));
        }
        Kind::Access | Kind::Unknown => {}
    }
    let all: Vec<&str> = profile::scopes(claims).collect();
    let subject = claims.text("sub").unwrap_or_default();
    told.extend(all.iter().take(TOLD).map(|scope| scopes::explain(scope, subject)));
    let more = all.len().saturating_sub(TOLD);
    if more > 0 {
        let text = format!("{more} more scopes are not explained here");
        told.push(Capability::new(Area::Other, Weight::Remark, text, "scope"));
    }
    told.extend(scopes::htcondor(&all));
    let decisive = !all.iter().any(|scope| scopes::is_capability(scope));
    told.extend(belonging::of(claims, profile, decisive));
    merge_requests(&mut told);
    if told.is_empty() {
        let text = "nothing that is known here: it has neither capabilities nor groups";
        told.push(Capability::new(Area::Token, Weight::Remark, text, ""));
    }
    told.sort_by_key(|capability| capability.area);
    told
}

/// Scopes that only ask the issuer for something are told together.
fn merge_requests(told: &mut Vec<Capability>) {
    let (requests, mut others): (Vec<_>, Vec<_>) =
        std::mem::take(told).into_iter().partition(|c| c.text == scopes::REQUEST);
    if !requests.is_empty() {
        let names: Vec<&str> = requests.iter().map(|c| c.source.as_str()).collect();
        let source = names.join(" ");
        others.push(Capability::new(Area::Issuer, Weight::Remark, scopes::REQUEST, source));
    }
    *told = others;
}

#[cfg(test)]
mod tests;
