//! Tags at the queues of a CE: they can only add to what the CE and its site give.

use crate::domain::ce::Ce;
use crate::domain::ce::tags::{TOKEN, vo_of};

use super::at_ce::{Lists, changed};
use super::lists::TagList;
use super::{CePlan, Note, Outcome, PerVo, Planner, Scope, What, Why, queue_admits, settled};

impl Planner<'_, '_> {
    /// What is done at the queues of one CE.
    pub(super) fn queues(&mut self, at: usize) -> Option<CePlan> {
        let ce = self.inventory.ces.get(at)?;
        let mut lists = self.lists(ce);
        let mut notes = Vec::new();
        let vos = match self.request.what {
            What::Tag => self.tag_queues(at, ce, &mut lists, &mut notes),
            What::Untag | What::Collapse => self.untag_queues(ce, &mut lists, &mut notes),
        };
        let edits = lists.queues.iter().flat_map(TagList::edits).collect();
        Some(CePlan { ce: at, edits, vos, notes })
    }

    fn tag_queues(
        &self,
        at: usize,
        ce: &Ce,
        lists: &mut Lists,
        notes: &mut Vec<Note>,
    ) -> Vec<PerVo> {
        let mut vos = Vec::new();
        for vo in &self.vos {
            let name = self.names.get(*vo).map(String::as_str).unwrap_or_default();
            let refused = self.refused(at, ce, *vo);
            let mut any = false;
            if refused.is_none() {
                for (queue, list) in ce.queues.iter().zip(&mut lists.queues) {
                    let here = self.request.unadmitted || queue_admits(queue, *vo);
                    if here && !list.grants(name) && !lists.ce.grants(name) {
                        if list.was_empty() && !notes.contains(&Note::EmptyFilled) {
                            notes.push(Note::EmptyFilled);
                        }
                        list.grant(name, &self.index, notes);
                        any = true;
                    }
                }
            }
            let outcome = refused.map_or_else(|| settled(any), Outcome::LeftOut);
            vos.push(PerVo { vo: Some(*vo), outcome });
        }
        if !changed(&vos).is_empty() {
            self.defaults_hidden(ce, lists, notes);
            notes.extend(self.foreign(ce));
        }
        vos
    }

    fn untag_queues(&self, ce: &Ce, lists: &mut Lists, notes: &mut Vec<Note>) -> Vec<PerVo> {
        let above = |name: &str| {
            if lists.ce.is_there() {
                lists.ce.grants(name).then_some(Scope::Ce)
            } else {
                lists.site.grants(name).then_some(Scope::Site)
            }
        };
        let name_of = |vo: usize| self.names.get(vo).map(String::as_str).unwrap_or_default();
        // a VO that the CE grants a token cannot be taken away below it
        let asked: Vec<usize> =
            self.vos.iter().copied().filter(|vo| above(name_of(*vo)).is_none()).collect();
        let mut narrowed: Vec<usize> = Vec::new();
        let mut kept: Vec<usize> = Vec::new();
        for (queue, list) in ce.queues.iter().zip(&lists.queues) {
            if list.has_plain() {
                let others = (0..self.names.len())
                    .filter(|vo| !asked.contains(vo) && queue_admits(queue, *vo));
                let others: Vec<usize> = others.filter(|vo| !kept.contains(vo)).collect();
                kept.extend(others);
            }
        }
        let blocked = !kept.is_empty() && !self.request.narrow;
        let granted = |vo: usize| lists.queues.iter().any(|list| list.grants(name_of(vo)));
        let vos = self.each(|vo| match above(name_of(vo)) {
            Some(scope) => Outcome::LeftOut(Why::FromAbove(scope)),
            None if blocked && granted(vo) => {
                Outcome::LeftOut(Why::PlainToken(self.names_of(&kept)))
            }
            None => settled(granted(vo)),
        });
        if changed(&vos).is_empty() {
            notes.extend(self.defaults_stay(ce));
            return vos;
        }
        let of_asked = |tag: &str| {
            vo_of(tag).and_then(|vo| self.index.position(vo)).is_some_and(|vo| asked.contains(&vo))
        };
        for (queue, list) in ce.queues.iter().zip(&mut lists.queues) {
            let plain = list.has_plain();
            list.take(|tag| tag == TOKEN || of_asked(tag));
            if plain {
                for vo in kept.iter().copied().filter(|vo| queue_admits(queue, *vo)) {
                    // what the CE gives need not be repeated
                    if !lists.ce.grants(name_of(vo)) {
                        list.add(format!("Token:{}", name_of(vo)));
                        if !narrowed.contains(&vo) {
                            narrowed.push(vo);
                        }
                    }
                }
            }
        }
        if !narrowed.is_empty() {
            notes.push(Note::Narrowed(self.names_of(&narrowed)));
        }
        let hides = !lists.ce.is_there() && !lists.defaults.is_empty();
        for list in &mut lists.queues {
            list.tidy(hides, notes);
        }
        vos
    }
}
