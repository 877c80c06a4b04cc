//! Tags at the CE: the level that both readers of tags see.

use crate::domain::ce::tags::{TOKEN, vo_of};
use crate::domain::ce::{Ce, Level, Queue};
use crate::domain::cs::Section;

use super::lists::TagList;
use super::{CePlan, Note, Outcome, PerVo, Planner, What, Why, admits, queue_admits, settled};

/// The lists that matter for a CE.
pub(super) struct Lists {
    pub(super) site: TagList,
    pub(super) ce: TagList,
    /// In the order of the CE's queues.
    pub(super) queues: Vec<TagList>,
    /// Tags that only PilotManager sees, where neither CE nor queue has an option `Tag`.
    pub(super) defaults: Vec<String>,
}

impl Lists {
    /// What the Site Director takes where the CE has no option of its own.
    fn general(&self) -> &[String] {
        if self.ce.is_there() { self.ce.elements() } else { self.site.elements() }
    }

    fn general_has_plain(&self) -> bool {
        self.general().iter().any(|tag| tag == TOKEN)
    }

    /// Whether without an option at the CE other tags would be read.
    pub(super) fn hides(&self) -> bool {
        !self.site.elements().is_empty() || !self.defaults.is_empty()
    }
}

impl Planner<'_, '_> {
    /// What is done at one CE.
    pub(super) fn ce(&mut self, at: usize) -> Option<CePlan> {
        let ce = self.inventory.ces.get(at)?;
        let mut lists = self.lists(ce);
        let mut notes = Vec::new();
        let vos = match self.request.what {
            What::Tag => self.tag_ce(at, ce, &mut lists, &mut notes),
            What::Untag | What::Collapse => self.untag_ce(ce, &mut lists, &mut notes),
        };
        let mut edits = lists.ce.edits();
        edits.extend(lists.queues.iter().flat_map(TagList::edits));
        Some(CePlan { ce: at, edits, vos, notes })
    }

    pub(super) fn lists(&mut self, ce: &Ce) -> Lists {
        let section = self.tree.section(ce.path.as_str());
        let above = ce.path.parent().unwrap_or_default();
        let queues = section.and_then(|section| section.section("Queues"));
        let queue = |queue: &Queue| {
            let own = queues.and_then(|queues| queues.section(&queue.name));
            let path = own.map_or_else(|| ce.path.join("Queues").join(&queue.name), Section::path);
            TagList::of(own, &path)
        };
        Lists {
            site: TagList::of(self.tree.section(above.as_str()), &above),
            ce: TagList::of(section, &ce.path),
            queues: ce.queues.iter().map(queue).collect(),
            defaults: self
                .defaults
                .tags(ce.ce_type.as_deref(), &ce.name)
                .iter()
                .map(|tag| (*tag).to_owned())
                .collect(),
        }
    }

    fn tag_ce(&self, at: usize, ce: &Ce, lists: &mut Lists, notes: &mut Vec<Note>) -> Vec<PerVo> {
        let needs = |vo: usize, lists: &Lists| {
            let name = self.names.get(vo).map(String::as_str).unwrap_or_default();
            // the site's tag does not count: PilotManager does not read it
            !lists.ce.grants(name)
                && ce.queues.iter().zip(&lists.queues).any(|(queue, list)| {
                    (self.request.unadmitted || queue_admits(queue, vo)) && !list.grants(name)
                })
        };
        let outcome = |vo: usize| match self.refused(at, ce, vo) {
            Some(why) => Outcome::LeftOut(why),
            None => settled(needs(vo, lists)),
        };
        let vos: Vec<PerVo> =
            self.vos.iter().map(|vo| PerVo { vo: Some(*vo), outcome: outcome(*vo) }).collect();
        let changed: Vec<usize> = changed(&vos);
        if changed.is_empty() {
            return vos;
        }
        if lists.ce.was_empty() {
            notes.push(Note::EmptyFilled);
        }
        self.own(ce, lists, notes);
        for vo in changed {
            if let Some(name) = self.names.get(vo) {
                lists.ce.grant(name, &self.index, notes);
            }
        }
        self.defaults_hidden(ce, lists, notes);
        notes.extend(self.foreign(ce));
        vos
    }

    /// Gives the CE an option of its own, with the site's tags in it.
    pub(super) fn own(&self, ce: &Ce, lists: &mut Lists, notes: &mut Vec<Note>) {
        if lists.ce.is_there() {
            return;
        }
        let carried = lists.site.elements().to_vec();
        lists.ce.begin(&carried);
        if carried.is_empty() {
            return;
        }
        let follows = |vo: &usize| {
            let Some(name) = self.names.get(*vo) else { return false };
            let here =
                |(queue, list): (&Queue, &TagList)| queue_admits(queue, *vo) && !list.grants(name);
            !self.vos.contains(vo)
                && lists.site.grants(name)
                && ce.queues.iter().zip(&lists.queues).any(here)
        };
        let follow: Vec<usize> = (0..self.names.len()).filter(follows).collect();
        notes.push(Note::SiteCarried(carried));
        if !follow.is_empty() {
            notes.push(Note::ManageFollows(self.names_of(&follow)));
        }
    }

    /// Notes the VOs that lose a token for kill and output because the defaults of the type are no longer read.
    pub(super) fn defaults_hidden(&self, ce: &Ce, lists: &Lists, notes: &mut Vec<Note>) {
        let by_default =
            |name: &str| lists.defaults.iter().any(|tag| tag == TOKEN || vo_of(tag) == Some(name));
        let lost = |vo: &usize| {
            let Some(name) = self.names.get(*vo) else { return false };
            let here = |(queue, list): (&Queue, &TagList)| {
                let read =
                    queue.access.get(*vo).is_some_and(|a| a.manage.level == Some(Level::Default));
                let hidden = lists.ce.is_there() || list.is_there();
                read && hidden && !list.grants(name)
            };
            by_default(name)
                && !lists.ce.grants(name)
                && ce.queues.iter().zip(&lists.queues).any(here)
        };
        let lost: Vec<usize> = (0..self.names.len()).filter(lost).collect();
        if !lost.is_empty() {
            notes.push(Note::DefaultsHidden(self.names_of(&lost)));
        }
    }

    fn untag_ce(&self, ce: &Ce, lists: &mut Lists, notes: &mut Vec<Note>) -> Vec<PerVo> {
        let asked = |vo: usize| self.vos.contains(&vo);
        // `Token` where no VO that was asked about is admitted does not stand in the way
        let plain = lists.general_has_plain() && self.vos.iter().any(|vo| admits(ce, *vo));
        let plain_queues: Vec<bool> = ce
            .queues
            .iter()
            .zip(&lists.queues)
            .map(|(queue, list)| {
                list.has_plain() && self.vos.iter().any(|vo| queue_admits(queue, *vo))
            })
            .collect();
        let stays = |vo: &usize| {
            let mut queues = ce.queues.iter().zip(&plain_queues);
            !asked(*vo)
                && (plain && admits(ce, *vo)
                    || queues.any(|(queue, plain)| *plain && queue_admits(queue, *vo)))
        };
        let others: Vec<usize> = (0..self.names.len()).filter(stays).collect();
        let blocked = !others.is_empty() && !self.request.narrow;
        let vos = self.each(|vo| {
            let name = self.names.get(vo).map(String::as_str).unwrap_or_default();
            let granted = admits(ce, vo) && is_granted(ce, lists, vo, name);
            if blocked && granted {
                Outcome::LeftOut(Why::PlainToken(self.names_of(&others)))
            } else {
                settled(granted || !blocked && is_named(lists, name))
            }
        });
        if changed(&vos).is_empty() {
            notes.extend(self.defaults_stay(ce));
            return vos;
        }
        let names =
            |tag: &str| vo_of(tag).and_then(|vo| self.index.position(vo)).is_some_and(asked);
        let unwanted = |tag: &str| tag == TOKEN && plain || names(tag);
        if lists.site.elements().iter().any(|tag| unwanted(tag)) {
            self.own(ce, lists, notes);
        }
        let was_plain = plain && lists.ce.has_plain();
        lists.ce.take(unwanted);
        if was_plain {
            for vo in others.iter().filter(|vo| admits(ce, **vo)) {
                lists.ce.add(self.tag_of(*vo));
            }
        }
        for ((queue, list), plain) in ce.queues.iter().zip(&mut lists.queues).zip(plain_queues) {
            list.take(|tag| tag == TOKEN && plain || names(tag));
            for vo in others.iter().filter(|vo| plain && queue_admits(queue, **vo)) {
                // what the CE gives need not be repeated
                if !self.names.get(*vo).is_some_and(|name| lists.ce.grants(name)) {
                    list.add(self.tag_of(*vo));
                }
            }
        }
        if !others.is_empty() {
            notes.push(Note::Narrowed(self.names_of(&others)));
        }
        let hides = lists.hides();
        lists.ce.tidy(hides, notes);
        let hides = !lists.ce.is_there() && !lists.defaults.is_empty();
        for list in &mut lists.queues {
            list.tidy(hides, notes);
        }
        self.defaults_hidden(ce, lists, notes);
        vos
    }

    /// A note where the defaults of the type grant PilotManager a token for VOs that were asked for.
    pub(super) fn defaults_stay(&self, ce: &Ce) -> Option<Note> {
        let by_default = |vo: &&usize| {
            ce.queues.iter().any(|queue| {
                queue_admits(queue, **vo)
                    && queue
                        .access
                        .get(**vo)
                        .is_some_and(|a| a.manage.level == Some(Level::Default))
            })
        };
        let stay: Vec<usize> = self.vos.iter().filter(by_default).copied().collect();
        (!stay.is_empty()).then(|| Note::DefaultsStay(self.names_of(&stay)))
    }

    pub(super) fn each(&self, outcome: impl Fn(usize) -> Outcome) -> Vec<PerVo> {
        self.vos.iter().map(|vo| PerVo { vo: Some(*vo), outcome: outcome(*vo) }).collect()
    }
}

/// The VOs that change.
pub(super) fn changed(vos: &[PerVo]) -> Vec<usize> {
    vos.iter().filter(|vo| vo.outcome == Outcome::Changed).filter_map(|vo| vo.vo).collect()
}

/// Whether a tag at the CE, above or below it names the VO alone.
fn is_named(lists: &Lists, name: &str) -> bool {
    let names = |tag: &String| vo_of(tag) == Some(name);
    lists.general().iter().chain(lists.queues.iter().flat_map(TagList::elements)).any(names)
}

/// Whether a tag at the CE, above it, or at a queue that admits the VO asks for a token for it.
fn is_granted(ce: &Ce, lists: &Lists, vo: usize, name: &str) -> bool {
    let names = |tag: &String| tag == TOKEN || vo_of(tag) == Some(name);
    let mut queues = ce.queues.iter().zip(&lists.queues);
    lists.general().iter().any(names)
        || queues.any(|(queue, list)| queue_admits(queue, vo) && list.grants(name))
}
