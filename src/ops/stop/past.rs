//! What an earlier, interrupted run of a token id wrote down.

use std::collections::BTreeMap;

use crate::domain::secret::Fingerprint;
use crate::domain::stop::{Death, Done, StepKind};
use crate::store::journal::Record;

/// A refresh token: whose, and which.
pub(super) type Key = (String, Fingerprint);

/// How far a step came that changes something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reached {
    /// It was never about to be sent, or it provably changed nothing.
    #[default]
    Nothing,
    /// It may have been sent.
    Begun,
    /// The server said that it is done.
    Accepted,
}

impl Reached {
    fn ended(done: Done) -> Self {
        match done {
            Done::Yes | Done::Earlier => Self::Accepted,
            Done::No => Self::Nothing,
            Done::Unknown => Self::Begun,
        }
    }

    /// Whether it may have had effect.
    pub(super) fn is_begun(self) -> bool {
        self != Self::Nothing
    }
}

/// What is recorded of one refresh token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Recorded {
    /// The issuer said that it is active.
    pub(super) was_active: bool,
    /// After that it said that it is not.
    pub(super) died: bool,
    /// The revocation.
    pub(super) revoked: Reached,
}

impl Recorded {
    /// What became of the token as far as the record goes: for a row that is gone.
    pub(super) fn death(self) -> Death {
        match self.revoked {
            _ if self.died => Death::Proven,
            Reached::Accepted => Death::Accepted,
            Reached::Begun => Death::InDoubt,
            Reached::Nothing => Death::Alive,
        }
    }
}

/// What an earlier run wrote of one token id; nothing, for a run that is the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    tokens: BTreeMap<Key, Recorded>,
    deleted: Reached,
    /// The rows that the last deletion was for; empty where it was not written down.
    rows: Vec<Fingerprint>,
}

impl Past {
    /// There was no earlier run.
    pub fn none() -> Self {
        Self::default()
    }

    /// What `records`, in their order, say of `token_id`. Those of other ids are passed over.
    pub fn of<'r>(token_id: &str, records: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut past = Self::default();
        for record in records {
            match record {
                Record::Intent { token_id: id, step, provider, refresh, rows, .. }
                    if id == token_id =>
                {
                    if *step == StepKind::Delete {
                        past.rows.clone_from(rows);
                    }
                    past.reached(*step, key(provider.as_ref(), *refresh), Reached::Begun);
                }
                Record::Ended { token_id: id, step, provider, refresh, done, active, .. }
                    if id == token_id =>
                {
                    let key = key(provider.as_ref(), *refresh);
                    if step.is_mutating() {
                        past.reached(*step, key, Reached::ended(*done));
                    } else if let (Some(key), Some(active)) = (key, active) {
                        let token = past.tokens.entry(key).or_default();
                        token.died = token.was_active && !active;
                        token.was_active |= *active;
                    }
                }
                _ => {}
            }
        }
        past
    }

    fn reached(&mut self, step: StepKind, key: Option<Key>, reached: Reached) {
        match (step, key) {
            (StepKind::Delete, _) => self.deleted = reached,
            (_, Some(key)) => self.tokens.entry(key).or_default().revoked = reached,
            (_, None) => {}
        }
    }

    /// What is recorded of a refresh token.
    pub(super) fn token(&self, key: &Key) -> Recorded {
        self.tokens.get(key).copied().unwrap_or_default()
    }

    /// Every refresh token that is recorded.
    pub(super) fn tokens(&self) -> impl Iterator<Item = (&Key, Recorded)> {
        self.tokens.iter().map(|(key, token)| (key, *token))
    }

    /// The deletion.
    pub(super) fn deletion(&self) -> Reached {
        self.deleted
    }

    /// The rows that the deletion was for; empty where that was not written down.
    pub(super) fn rows(&self) -> &[Fingerprint] {
        &self.rows
    }

    /// Whether anything is recorded.
    pub(super) fn is_none(&self) -> bool {
        self.tokens.is_empty() && !self.deleted.is_begun()
    }
}

fn key(provider: Option<&String>, refresh: Option<Fingerprint>) -> Option<Key> {
    Some((provider?.clone(), refresh?))
}
