//! Links and the chain they make.

/// Whether a link holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// As it should be.
    Holds,
    /// The chain breaks here.
    Fails,
    /// Not looked at, or nobody told.
    Unknown,
}

impl State {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Unknown => "unknown",
        }
    }

    /// The glyph on a screen.
    pub fn glyph(self) -> &'static str {
        match self {
            Self::Holds => "●",
            Self::Fails => "✗",
            Self::Unknown => "?",
        }
    }
}

/// One link. All texts may hold foreign text: clean them before showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Position in the chain, from 1.
    pub n: usize,
    /// Stable name: `user`, `token_ids`.
    pub id: &'static str,
    /// Whether it holds.
    pub state: State,
    /// What that is told from: the value, or the words of a server.
    pub evidence: String,
    /// Where it stands: a CS path, or the table of rows.
    pub path: String,
    /// What follows; empty if it holds.
    pub consequence: String,
    /// What to do; empty if it holds.
    pub remedy: String,
    /// The link before it that has to hold first, if that is why it is unknown.
    pub after: Option<&'static str>,
}

impl Link {
    /// What it is about, in words.
    pub fn title(&self) -> &'static str {
        match self.id {
            "user" => "the user is registered",
            "suspended" => "the user is not suspended",
            "dns" => "the user has DNs",
            "token_ids" => "the user has a token id",
            "group" => "the user is in the group",
            "vo" => "the group belongs to a VO",
            "id_provider" => "the VO names an IdProvider",
            "provider" => "the IdProvider is defined",
            "scopes" => "the group has scopes",
            "stored_row" => "a token is stored",
            "refresh" => "its refresh token is in time",
            "get_token" => "somebody may have it renewed",
            _ => "",
        }
    }
}

/// The whole chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The user, if the Registry has one of this name.
    pub user: Option<String>,
    /// The group that it was looked at for, if there is one.
    pub group: Option<String>,
    /// The links, in order.
    pub links: Vec<Link>,
}

impl Chain {
    /// The first link that fails.
    pub fn broken(&self) -> Option<&Link> {
        self.links.iter().find(|link| link.state == State::Fails)
    }

    /// Links that nobody could tell about, other than those behind a broken one.
    pub fn untold(&self) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(|link| link.state == State::Unknown && link.after.is_none())
    }

    /// How many hold, fail and are unknown: `9 hold, 1 fails, 2 unknown`.
    pub fn count(&self) -> String {
        let count = |state| self.links.iter().filter(|link| link.state == state).count();
        let (hold, fail, unknown) =
            (count(State::Holds), count(State::Fails), count(State::Unknown));
        let s = |n: usize| if n == 1 { "s" } else { "" };
        format!("{hold} hold{}, {fail} fail{}, {unknown} unknown", s(hold), s(fail))
    }
}

/// A chain being made.
#[derive(Debug, Default)]
pub(super) struct Links(Vec<Link>);

impl Links {
    fn push(
        &mut self,
        id: &'static str,
        state: State,
        evidence: impl Into<String>,
        path: impl Into<String>,
    ) -> Option<&mut Link> {
        self.0.push(Link {
            n: self.0.len() + 1,
            id,
            state,
            evidence: evidence.into(),
            path: path.into(),
            consequence: String::new(),
            remedy: String::new(),
            after: None,
        });
        self.0.last_mut()
    }

    pub(super) fn holds(
        &mut self,
        id: &'static str,
        evidence: impl Into<String>,
        path: impl Into<String>,
    ) {
        self.push(id, State::Holds, evidence, path);
    }

    pub(super) fn fails(
        &mut self,
        id: &'static str,
        evidence: impl Into<String>,
        path: impl Into<String>,
        consequence: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        if let Some(link) = self.push(id, State::Fails, evidence, path) {
            (link.consequence, link.remedy) = (consequence.into(), remedy.into());
        }
    }

    pub(super) fn unknown(
        &mut self,
        id: &'static str,
        evidence: impl Into<String>,
        path: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        if let Some(link) = self.push(id, State::Unknown, evidence, path) {
            link.remedy = remedy.into();
        }
    }

    /// Not looked at: `before` has to hold first.
    pub(super) fn after(&mut self, id: &'static str, before: &'static str) {
        if let Some(link) = self.push(id, State::Unknown, "", "") {
            link.after = Some(before);
            link.evidence = format!("Not looked at: first {}.", phrase(before));
        }
    }

    pub(super) fn done(self) -> Vec<Link> {
        self.0
    }
}

/// What has to be seen to first.
fn phrase(id: &str) -> &'static str {
    match id {
        "user" => "there has to be a user",
        "token_ids" => "there has to be a token id",
        "group" => "there has to be a group",
        "vo" => "there has to be a VO",
        "id_provider" | "provider" => "there has to be an IdProvider",
        "stored_row" => "there has to be a row",
        _ => "something before has to hold",
    }
}
