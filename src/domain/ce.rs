//! Computing elements: tags, the level each tag comes from, and what each reader of the tags makes of them.
//!
//! Owns the rows and the rules of tags and audiences. It must not know how a configuration is walked.

pub mod audience;
pub mod tags;

use super::cs::CsPath;
use super::lint::Finding;

/// The level of the CS at which a tag is written (facts/dirac.md 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `/Resources/Sites/<Grid>/<Site>/CEs/Tag`: default of the site.
    Site,
    /// `.../CEs/<CE>/Tag`.
    Ce,
    /// `.../CEs/<CE>/Queues/<Queue>/Tag`.
    Queue,
    /// `/Resources/Computing/...`: defaults of the CE type.
    Default,
}

impl Level {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Ce => "ce",
            Self::Queue => "queue",
            Self::Default => "default",
        }
    }
}

/// A tag and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagAt {
    /// The tag as written, trimmed.
    pub value: String,
    /// Its level.
    pub level: Level,
}

/// What would happen to a pilot of a VO at a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenState {
    /// A token is used.
    Token,
    /// The proxy is used.
    Proxy,
    /// Cannot work. Tagged for a token, but the CE type has no audience; or DIRAC cannot make the CE at all: no `CEType`, an
    /// AREX queue without two dashes, a site that PilotManager does not find.
    Error,
    /// The VO may not use this queue.
    NotAdmitted,
    /// Cannot be told from the CS: the CE's type is none of this release, so only an extension can know.
    Unknown,
}

impl TokenState {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Proxy => "proxy",
            Self::Error => "error",
            Self::NotAdmitted => "not_admitted",
            Self::Unknown => "unknown",
        }
    }
}

/// State and the level of the tag that decided it; `None` where no tag did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What happens.
    pub state: TokenState,
    /// Level of the deciding tag: the most specific one that matches.
    pub level: Option<Level>,
}

/// Both readers of the tags: they read different levels (facts/dirac.md 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// What the Site Director does when it submits pilots.
    pub submit: Verdict,
    /// What PilotManager and the WMS services do when they kill pilots or fetch their output.
    pub manage: Verdict,
}

/// A state over all queues of a CE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RollUp {
    /// Every queue that admits the VO agrees.
    All(TokenState),
    /// Queues differ.
    Mixed,
}

impl RollUp {
    /// All queues together; those that do not admit the VO count only if none does.
    pub fn of(states: impl IntoIterator<Item = TokenState>) -> Self {
        let mut admitted = states.into_iter().filter(|state| *state != TokenState::NotAdmitted);
        let Some(first) = admitted.next() else { return Self::All(TokenState::NotAdmitted) };
        if admitted.all(|state| state == first) { Self::All(first) } else { Self::Mixed }
    }

    /// The word used in JSON: a state or `mixed`.
    pub fn word(self) -> &'static str {
        match self {
            Self::All(state) => state.word(),
            Self::Mixed => "mixed",
        }
    }
}

/// [`RollUp`] for both readers, and the level if all queues agree on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CeAccess {
    /// Submission.
    pub submit: RollUp,
    /// Kill, output, logging.
    pub manage: RollUp,
    /// Level of the tag that decides submission, if the same for every queue that admits the VO.
    pub level: Option<Level>,
}

impl CeAccess {
    /// What all queues of a CE say for one VO. A CE without queues admits nobody.
    pub fn of<'a>(queues: impl Iterator<Item = &'a Access> + Clone) -> Self {
        let mut levels = queues
            .clone()
            .filter(|access| access.submit.state != TokenState::NotAdmitted)
            .map(|access| access.submit.level);
        let first = levels.next().flatten();
        Self {
            submit: RollUp::of(queues.clone().map(|access| access.submit.state)),
            manage: RollUp::of(queues.map(|access| access.manage.state)),
            level: first.filter(|_| levels.all(|level| level == first)),
        }
    }
}

/// A queue of a CE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Section name.
    pub name: String,
    /// Audience of this queue where its own `Port` makes it another one than the CE's; `None` where it is the same.
    pub audience: Option<String>,
    /// Tags that the Site Director sees for this queue, with levels: (CE, else site) then queue.
    pub tags: Vec<TagAt>,
    /// Tags that PilotManager sees: CE then queue, without the site's; the defaults where neither has an option `Tag`.
    pub manage_tags: Vec<TagAt>,
    /// Per VO, in the order of `Inventory::vos`.
    pub access: Vec<Access>,
}

/// A computing element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ce {
    /// Text before the first dot of the site name; the section under `/Resources/Sites`.
    pub grid: String,
    /// Site name.
    pub site: String,
    /// Section name, which DIRAC also uses as host name.
    pub name: String,
    /// `CEType`, `None` if absent.
    pub ce_type: Option<String>,
    /// Audience a token for this CE must have; `None` if the type has none. May differ by queue (AREX `Port`): then that of the CE.
    pub audience: Option<String>,
    /// Tags written for the CE: its own or the site's default, and those of all its queues, each with its level.
    pub tags: Vec<TagAt>,
    /// Tags of the site's default that the CE's own `Tag` hides.
    pub hidden_site_tags: Vec<String>,
    /// Its queues.
    pub queues: Vec<Queue>,
    /// Per VO, in the order of `Inventory::vos`: all queues together.
    pub access: Vec<CeAccess>,
    /// The section's path.
    pub path: CsPath,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STATES: [TokenState; 5] = [
        TokenState::Token,
        TokenState::Proxy,
        TokenState::Error,
        TokenState::NotAdmitted,
        TokenState::Unknown,
    ];

    fn access(state: TokenState, level: Option<Level>) -> Access {
        Access { submit: Verdict { state, level }, manage: Verdict { state, level: None } }
    }

    #[test]
    fn queues_that_do_not_admit_the_vo_do_not_make_it_mixed() {
        use TokenState::{NotAdmitted, Proxy, Token};
        assert_eq!(RollUp::of([Token, NotAdmitted, Token]), RollUp::All(Token));
        assert_eq!(RollUp::of([Token, NotAdmitted, Proxy]), RollUp::Mixed);
        assert_eq!(RollUp::of([NotAdmitted]), RollUp::All(NotAdmitted));
        assert_eq!(RollUp::of([]), RollUp::All(NotAdmitted));
    }

    #[test]
    fn the_level_is_told_only_where_all_queues_agree() {
        let token = |level| access(TokenState::Token, Some(level));
        let level = |queues: &[Access]| CeAccess::of(queues.iter()).level;
        assert_eq!(level(&[token(Level::Ce), token(Level::Ce)]), Some(Level::Ce));
        assert_eq!(
            level(&[token(Level::Ce), access(TokenState::NotAdmitted, None)]),
            Some(Level::Ce)
        );
        assert_eq!(level(&[token(Level::Ce), token(Level::Queue)]), None);
        assert_eq!(level(&[token(Level::Ce), access(TokenState::Proxy, None)]), None);
        assert_eq!(level(&[access(TokenState::Proxy, None), token(Level::Ce)]), None);
        assert_eq!(level(&[]), None);
    }

    proptest! {
        #[test]
        fn the_order_of_queues_does_not_matter(picks in proptest::collection::vec(0..STATES.len(), 0..6)) {
            let states: Vec<TokenState> = picks.iter().map(|at| STATES[*at]).collect();
            let forward = RollUp::of(states.iter().copied());
            prop_assert_eq!(forward, RollUp::of(states.iter().rev().copied()));
            if let RollUp::All(state) = forward {
                prop_assert!(states.is_empty() || states.contains(&state));
            }
        }
    }
}
