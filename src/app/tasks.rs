//! What is under way: every request that was sent and has not ended, with how far it is.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::store::resource::Progress;
use crate::store::stamp::Stamp;

use super::effect::{Effect, RequestKind};

/// A request under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Running {
    /// What it does: `listing tokens`.
    pub(crate) label: &'static str,
    /// Whether it changes something at the installation.
    pub(crate) changes: bool,
    /// When it was sent.
    pub(crate) since: Timestamp,
    /// How far it is, if it tells.
    pub(crate) progress: Option<Progress>,
    /// Whether it was told to stop.
    pub(crate) stopping: bool,
}

/// All requests under way, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Tasks(BTreeMap<Stamp, Running>);

impl Tasks {
    /// Takes note of what is sent and of what is given up. Whether anything of that concerns it.
    pub(crate) fn note(&mut self, effects: &[Effect], now: Timestamp) -> bool {
        let mut any = false;
        for effect in effects {
            match effect {
                Effect::Ask { stamp, request } => {
                    let running = Running {
                        label: request.label(),
                        changes: request.kind() != RequestKind::Read,
                        since: now,
                        progress: None,
                        stopping: false,
                    };
                    self.0.insert(*stamp, running);
                    any = true;
                }
                Effect::Cancel(stamp) | Effect::QuitAfter(stamp) => {
                    if let Some(running) = self.0.get_mut(stamp) {
                        running.stopping = true;
                        any = true;
                    }
                }
                Effect::Arrange { .. } | Effect::Unlock(_) | Effect::Lock | Effect::Quit => {}
            }
        }
        any
    }

    /// A request is this far. Whether it is under way.
    pub(crate) fn advance(&mut self, stamp: Stamp, progress: &Progress) -> bool {
        let running = self.0.get_mut(&stamp);
        running.map(|running| running.progress = Some(progress.clone())).is_some()
    }

    /// A request is over. Whether it was under way.
    pub(crate) fn ended(&mut self, stamp: Stamp) -> bool {
        self.0.remove(&stamp).is_some()
    }

    /// Whether anything under way changes something.
    pub(crate) fn changing(&self) -> bool {
        self.0.values().any(|running| running.changes)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Stamp, &Running)> {
        self.0.iter().map(|(stamp, running)| (*stamp, running))
    }
}
