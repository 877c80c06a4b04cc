//! Tags of a site: defaults of its CEs for the Site Director, and for nobody else.

use crate::domain::ce::audience::AudienceKind;
use crate::domain::ce::tags::{TOKEN, vo_of};
use crate::domain::cs::CsPath;

use super::lists::TagList;
use super::{CePlan, Note, Outcome, PerVo, Planner, What, Why, admits, settled};

impl Planner<'_, '_> {
    /// What is done at the sites of the chosen CEs.
    pub(super) fn sites(&mut self, chosen: &[usize]) -> Vec<CePlan> {
        let mut sites: Vec<(CsPath, Vec<usize>)> = Vec::new();
        for at in chosen {
            let Some(above) = self.inventory.ces.get(*at).and_then(|ce| ce.path.parent()) else {
                continue;
            };
            match sites.iter_mut().find(|(path, _)| *path == above) {
                Some((_, ces)) => ces.push(*at),
                None => sites.push((above, vec![*at])),
            }
        }
        sites.iter().flat_map(|(path, ces)| self.site(path, ces)).collect()
    }

    fn site(&self, path: &CsPath, chosen: &[usize]) -> Vec<CePlan> {
        let mut list = TagList::of(self.tree.section(path.as_str()), path);
        let reached: Vec<usize> = self.inherit(path);
        let any = chosen.iter().any(|at| reached.contains(at));
        let mut notes = Vec::new();
        let vos = match self.request.what {
            _ if !any => Vec::new(),
            What::Tag => self.tag_site(&reached, &mut list, &mut notes),
            What::Untag | What::Collapse => self.untag_site(&reached, &mut list, &mut notes),
        };
        let mut edits = list.edits();
        if !edits.is_empty() {
            let beside: Vec<String> = reached
                .iter()
                .filter(|at| !chosen.contains(at))
                .filter_map(|at| Some(self.inventory.ces.get(*at)?.name.clone()))
                .collect();
            if !beside.is_empty() {
                notes.push(Note::AlsoAt(beside));
            }
            if self.request.what == What::Tag {
                notes.push(Note::SiteForDirectorOnly);
            }
        }
        chosen
            .iter()
            .map(|at| {
                let here = reached.contains(at);
                // what is done to the site is told once, at the first CE that it reaches
                let (edits, notes) = if here {
                    (std::mem::take(&mut edits), std::mem::take(&mut notes))
                } else {
                    (Vec::new(), Vec::new())
                };
                let vos = if here {
                    self.at_reached(*at, &vos)
                } else {
                    self.each(|_| Outcome::LeftOut(Why::SiteHidden))
                };
                CePlan { ce: *at, edits, vos, notes }
            })
            .collect()
    }

    /// The CEs of a site that have no option `Tag` of their own.
    fn inherit(&self, path: &CsPath) -> Vec<usize> {
        let prefix = format!("{path}/");
        let of_site = self.inventory.ces.iter().enumerate().filter(|(_, ce)| {
            ce.path.as_str().strip_prefix(&prefix).is_some_and(|name| !name.contains('/'))
        });
        of_site
            .filter(|(_, ce)| {
                let section = self.tree.section(ce.path.as_str());
                section.is_none_or(|section| section.option("Tag").is_none())
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// What the site's outcome means for one CE: it may not admit a VO that others do.
    fn at_reached(&self, at: usize, vos: &[PerVo]) -> Vec<PerVo> {
        let Some(ce) = self.inventory.ces.get(at) else { return vos.to_vec() };
        let mut vos = vos.to_vec();
        for one in &mut vos {
            let admitted = one.vo.is_some_and(|vo| admits(ce, vo));
            let settled = matches!(one.outcome, Outcome::Changed | Outcome::Already);
            if settled && !admitted && !self.request.unadmitted {
                one.outcome = Outcome::LeftOut(Why::NotAdmitted);
            }
        }
        vos
    }

    fn tag_site(&self, reached: &[usize], list: &mut TagList, notes: &mut Vec<Note>) -> Vec<PerVo> {
        let vos = self.each(|vo| {
            let name = self.names.get(vo).map(String::as_str).unwrap_or_default();
            if list.grants(name) {
                return Outcome::Already;
            }
            match self.site_refuses(reached, vo) {
                Some(why) => Outcome::LeftOut(why),
                None => Outcome::Changed,
            }
        });
        for vo in super::at_ce::changed(&vos) {
            if let Some(name) = self.names.get(vo) {
                list.grant(name, &self.index, notes);
            }
        }
        vos
    }

    /// Why the site cannot be tagged for a VO: no CE admits it, or one that does cannot work with a token.
    fn site_refuses(&self, reached: &[usize], vo: usize) -> Option<Why> {
        let ces = || reached.iter().filter_map(|at| Some((*at, self.inventory.ces.get(*at)?)));
        let admitting: Vec<_> =
            ces().filter(|(_, ce)| self.request.unadmitted || admits(ce, vo)).collect();
        let Some((at, first)) = admitting.first() else { return Some(Why::NotAdmitted) };
        let refusals: Vec<(&str, Why)> = admitting
            .iter()
            .filter_map(|(at, ce)| Some((ce.name.as_str(), self.refused(*at, ce, vo)?)))
            .filter(|(_, why)| *why != Why::NoQueues)
            .collect();
        let without = |ce: &crate::domain::ce::Ce| {
            matches!(self.kind(ce), AudienceKind::None | AudienceKind::Missing)
        };
        let company: Vec<String> =
            admitting.iter().filter(|(_, ce)| without(ce)).map(|(_, ce)| ce.name.clone()).collect();
        if !company.is_empty() && !self.request.force {
            return Some(Why::Company(company));
        }
        let stopped = refusals.into_iter().next().map(|(name, why)| match why {
            Why::Stopped(text) if name != first.name => Why::Stopped(format!("{name}: {text}")),
            other => other,
        });
        stopped.or_else(|| self.refused(*at, first, vo).filter(|why| *why == Why::Name))
    }

    fn untag_site(
        &self,
        reached: &[usize],
        list: &mut TagList,
        notes: &mut Vec<Note>,
    ) -> Vec<PerVo> {
        let admitted = |vo: usize| {
            reached.iter().filter_map(|at| self.inventory.ces.get(*at)).any(|ce| admits(ce, vo))
        };
        let plain = list.has_plain();
        let others: Vec<usize> = (0..self.names.len())
            .filter(|vo| plain && !self.vos.contains(vo) && admitted(*vo))
            .collect();
        if !others.is_empty() && !self.request.narrow {
            let why = Why::PlainToken(self.names_of(&others));
            return self.each(|_| Outcome::LeftOut(why.clone()));
        }
        let granted = |vo: usize| self.names.get(vo).is_some_and(|name| list.grants(name));
        let vos = self.each(|vo| settled(granted(vo)));
        if super::at_ce::changed(&vos).is_empty() {
            return vos;
        }
        list.take(|tag| {
            tag == TOKEN
                || vo_of(tag)
                    .and_then(|vo| self.index.position(vo))
                    .is_some_and(|vo| self.vos.contains(&vo))
        });
        for name in self.names_of(&others) {
            list.add(format!("Token:{name}"));
        }
        if !others.is_empty() {
            notes.push(Note::Narrowed(self.names_of(&others)));
        }
        // nothing stands above a site
        list.tidy(false, notes);
        vos
    }
}
