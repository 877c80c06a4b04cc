//! The sentences: what a plan is called, what its notes say, why something is left out.

use std::collections::BTreeSet;

use super::{Note, Plan, Request, Scope, What, Why};

/// The title of a plan's step: `tag 300 CEs for wlcgvo`.
pub(super) fn title(plan: &Plan, request: &Request, names: &[String]) -> String {
    let ces = plan.ces_changed();
    let ces = if ces == 1 { "1 CE".to_owned() } else { format!("{ces} CEs") };
    if request.what == What::Collapse {
        return format!("collapse {ces} to Token");
    }
    let vos: BTreeSet<usize> = plan.changed().iter().map(|(_, vo)| *vo).collect();
    let who: Vec<&str> = vos.iter().filter_map(|vo| names.get(*vo)).map(String::as_str).collect();
    let vos = match who.as_slice() {
        [] => "no VO".to_owned(),
        few @ ([_] | [_, _] | [_, _, _]) => few.join(", "),
        many => format!("{} VOs", many.len()),
    };
    let level = match request.scope {
        Scope::Ce => "",
        Scope::Queue => " at the queues",
        Scope::Site => " at the site",
    };
    format!("{} {ces} for {vos}{level}", request.what.word())
}

impl Why {
    /// Stable name, kebab-case: `no-audience`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Name => "vo-name",
            Self::NoAudience(_) => "no-audience",
            Self::NoType => "no-type",
            Self::NoQueues => "no-queues",
            Self::NotAdmitted => "not-admitted",
            Self::PlainToken(_) => "plain-token",
            Self::FromAbove(_) => "from-above",
            Self::SiteHidden => "site-hidden",
            Self::Company(_) => "company",
            Self::Stopped(_) => "stopped",
            Self::NotReady(_) => "not-ready",
        }
    }

    /// One or two sentences. Foreign text: clean it before showing.
    pub fn words(&self) -> String {
        match self {
            Self::Name => "The name of the VO cannot be an element of a list.".into(),
            Self::NoAudience(kind) => format!(
                "CEs of the type {kind} have no audience: with a token tag no pilot of the VO would get there."
            ),
            Self::NoType => "The CE has no CEType, so the Site Director cannot make it.".into(),
            Self::NoQueues => "The CE has no queues, so no pilot is sent there.".into(),
            Self::NotAdmitted => "The CE does not admit the VO.".into(),
            Self::PlainToken(others) => format!(
                "The tag is Token, which stands for every VO. To take one away, Token is replaced by a tag for each other VO: {}.",
                others.join(", ")
            ),
            Self::FromAbove(scope) => {
                format!("The tag stands at the {}, and a queue can only add to it.", scope.word())
            }
            Self::SiteHidden => {
                "The CE has a Tag of its own, so the site's tags do not reach it. Tag the CE."
                    .into()
            }
            Self::Company(names) => format!(
                "The site's tag would reach CEs without an audience, which would get no more pilots: {}. Tag the CEs one by one.",
                names.join(", ")
            ),
            Self::Stopped(text) => text.clone(),
            Self::NotReady(vos) => format!(
                "Not every VO uses tokens at all queues: {}. Token would switch them, too.",
                vos.join(", ")
            ),
        }
    }
}

impl Note {
    /// Stable name, kebab-case: `site-carried`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::SiteCarried(_) => "site-carried",
            Self::ManageFollows(_) => "manage-follows",
            Self::DefaultsHidden(_) => "defaults-hidden",
            Self::Repaired { .. } => "repaired",
            Self::EmptyFilled => "empty-filled",
            Self::EmptyStays => "empty-stays",
            Self::OptionGoes => "option-goes",
            Self::SiteForDirectorOnly => "site-for-director-only",
            Self::AlsoAt(_) => "also-at",
            Self::Narrowed(_) => "narrowed",
            Self::LaterVos => "later-vos",
            Self::ForeignType(_) => "foreign-type",
            Self::DefaultsStay(_) => "defaults-stay",
        }
    }

    /// One or two sentences. Foreign text: clean it before showing.
    pub fn words(&self) -> String {
        match self {
            Self::SiteCarried(tags) => format!(
                "The CE had no Tag of its own. The new one hides the site's, so the site's tags are repeated in it: {}.",
                tags.join(", ")
            ),
            Self::ManageFollows(vos) => format!(
                "The site's tag counted for submission only. At the CE it counts for kill and output of pilots, too: {}.",
                vos.join(", ")
            ),
            Self::DefaultsHidden(vos) => format!(
                "Kill and output of pilots used a token because of /Resources/Computing or /LocalSite, which is not read where a Tag is written. They go back to the proxy for {}.",
                vos.join(", ")
            ),
            Self::Repaired { from, to } => {
                format!("{from} was ignored by DIRAC and is replaced by {to}.")
            }
            Self::EmptyFilled => {
                "Tag was there and empty: it hid the site's tags, and goes on to hide them.".into()
            }
            Self::EmptyStays => {
                "Tag stays, empty: without it the tags of the site or of the CE's type would come back.".into()
            }
            Self::OptionGoes => "The last tag goes, and the option Tag with it.".into(),
            Self::SiteForDirectorOnly => {
                "PilotManager does not read the site's Tag: kill and output of pilots stay by proxy. The level ce serves both.".into()
            }
            Self::AlsoAt(ces) => format!(
                "The site's Tag reaches CEs beside the chosen ones: {}.",
                ces.join(", ")
            ),
            Self::Narrowed(vos) => format!(
                "Token is replaced by a tag for each other VO ({}). VOs that are admitted later begin by proxy.",
                vos.join(", ")
            ),
            Self::LaterVos => {
                "Token stands for every VO: one that is admitted later uses tokens at once, ready or not.".into()
            }
            Self::ForeignType(kind) => format!(
                "{kind} is no CE type of this release. Whether an extension's takes tokens is not known here."
            ),
            Self::DefaultsStay(vos) => format!(
                "PilotManager uses a token for {} because of /Resources/Computing or /LocalSite. These defaults are not changed here.",
                vos.join(", ")
            ),
        }
    }
}
