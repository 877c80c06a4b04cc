//! One `Token` for all `Token:<VO>` of a CE, where every VO that it admits uses tokens.

use crate::domain::ce::TokenState;
use crate::domain::ce::tags::{TOKEN, vo_of};

use crate::domain::cs::Edit;

use super::at_ce::Lists;
use super::lists::TagList;
use super::{CePlan, Note, Outcome, PerVo, Planner, Why, admits, settled};

impl Planner<'_, '_> {
    /// What is done at one CE so that `Token` alone stands for all VOs.
    pub(super) fn collapse(&mut self, at: usize) -> Option<CePlan> {
        let ce = self.inventory.ces.get(at)?;
        let mut lists = self.lists(ce);
        let mut notes = Vec::new();
        let outcome = if let Some(why) = self.not_ready(at) {
            Outcome::LeftOut(why)
        } else {
            let was_plain = lists.ce.has_plain();
            self.own(ce, &mut lists, &mut notes);
            // a tag for a VO that does not exist is no part of what is meant
            lists.ce.take(|tag| tag != TOKEN && self.redundant(tag));
            lists.ce.add(TOKEN.to_owned());
            for list in &mut lists.queues {
                list.take(|tag| tag == TOKEN || self.redundant(tag));
                // with an option at the CE, an empty one at a queue hides nothing
                list.tidy(false, &mut notes);
            }
            if !was_plain {
                notes.push(Note::LaterVos);
            }
            settled(!edits(&lists).is_empty())
        };
        let edits = if outcome == Outcome::Changed { edits(&lists) } else { Vec::new() };
        if outcome != Outcome::Changed {
            notes.clear();
        }
        Some(CePlan { ce: at, edits, vos: vec![PerVo { vo: None, outcome }], notes })
    }

    /// Whether `Token` says the same as this tag.
    fn redundant(&self, tag: &str) -> bool {
        vo_of(tag).is_some_and(|vo| self.index.position(vo).is_some())
    }

    /// Why the CE cannot be collapsed.
    fn not_ready(&self, at: usize) -> Option<Why> {
        let ce = self.inventory.ces.get(at)?;
        if ce.queues.is_empty() {
            return Some(Why::NoQueues);
        }
        let admitted: Vec<usize> = (0..self.names.len()).filter(|vo| admits(ce, *vo)).collect();
        if admitted.is_empty() {
            return Some(Why::NotAdmitted);
        }
        let by_token = |vo: &usize| {
            let mut access = ce.queues.iter().filter_map(|queue| queue.access.get(*vo));
            access.all(|access| {
                matches!(access.submit.state, TokenState::Token | TokenState::NotAdmitted)
            })
        };
        let others: Vec<usize> = admitted.into_iter().filter(|vo| !by_token(vo)).collect();
        (!others.is_empty()).then(|| Why::NotReady(self.names_of(&others)))
    }
}

fn edits(lists: &Lists) -> Vec<Edit> {
    let mut edits = lists.ce.edits();
    edits.extend(lists.queues.iter().flat_map(TagList::edits));
    edits
}
