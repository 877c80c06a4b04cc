//! Reads `/Resources/Sites` (facts/dirac.md 5.1, 5.2): which VO submits to which queue with a token, and why.
//!
//! Two readers, two rules. The Site Director sees the CE's tags, else the site's, and the queue's; PilotManager sees the
//! CE's and the queue's, and only where neither has an option `Tag` the defaults below `/Resources/Computing`
//! (`Helpers/Resources.py`: `getQueues`, `getQueue`; `ComputingElement.py`).

mod admission;
mod checks;
mod defaults;

use crate::domain::ce::audience::AudienceKind;
use crate::domain::ce::tags::Grants;
use crate::domain::ce::{Access, Ce, CeAccess, Level, Queue, TagAt, TokenState, Verdict};
use crate::domain::cs::{Opt, Section, Tree};
use crate::domain::layout::Rules;
use crate::domain::vo::VoNames;

use admission::{Admission, Admitted};
use checks::Checks;
use defaults::Defaults;

/// Where the sites are.
const SECTION: &str = "/Resources/Sites";

/// All CEs in order of the CS; access is told per VO in the order of `vos`.
pub(super) fn read(tree: &Tree, rules: Rules, vos: &VoNames<'_>) -> Vec<Ce> {
    let Some(grids) = tree.section(SECTION) else { return Vec::new() };
    let mut reader = Reader {
        vos,
        admission: Admission::new(rules, vos),
        defaults: Defaults::new(tree, vos),
        checks: Checks::new(rules, vos),
    };
    let mut ces = Vec::new();
    for grid in grids.sections() {
        for site in grid.sections() {
            reader.site(grid, site, &mut ces);
        }
    }
    ces
}

/// The options of a site, a CE or a queue that matter here.
#[derive(Default)]
struct Options<'t> {
    tag: Option<Vec<&'t str>>,
    required_tag: Vec<&'t str>,
    vo: Vec<&'t str>,
    ce_type: Option<Opt<'t>>,
    port: Option<Opt<'t>>,
}

impl<'t> Options<'t> {
    fn of(section: Section<'t>) -> Self {
        let mut found = Self::default();
        for option in section.options() {
            match option.name() {
                "Tag" => found.tag = Some(option.list().collect()),
                "RequiredTag" => found.required_tag = option.list().collect(),
                "VO" => found.vo = option.list().collect(),
                "CEType" => found.ce_type = Some(option),
                "Port" => found.port = Some(option),
                _ => {}
            }
        }
        found
    }

    fn tags(&self) -> &[&'t str] {
        self.tag.as_deref().unwrap_or_default()
    }
}

/// What is known of a site before its CEs are read.
struct SiteFrame<'t> {
    grid: &'t str,
    name: &'t str,
    /// Options of the section `CEs`: defaults of all its CEs, for the Site Director alone.
    defaults: Options<'t>,
    grants: Grants,
    admitted: Admitted,
}

struct Reader<'t, 'v> {
    vos: &'v VoNames<'v>,
    admission: Admission<'t, 'v>,
    defaults: Defaults<'t, 'v>,
    checks: Checks<'t, 'v>,
}

impl<'t> Reader<'t, '_> {
    fn site(&mut self, grid: Section<'t>, site: Section<'t>, ces: &mut Vec<Ce>) {
        let Some(section) = site.section("CEs") else { return };
        let defaults = Options::of(section);
        let mut grants = Grants::none(self.vos.len());
        grants.add(defaults.tags().iter().copied(), Level::Site, self.vos);
        let frame = SiteFrame {
            grid: grid.name(),
            name: site.name(),
            defaults,
            grants,
            admitted: self.admission.read(&site.list("VO")),
        };
        ces.extend(section.sections().map(|ce| self.ce(&frame, ce)));
    }

    fn ce(&mut self, site: &SiteFrame<'t>, section: Section<'t>) -> Ce {
        let own = Options::of(section);
        let name = section.name();
        let ce_type = own.ce_type.or(site.defaults.ce_type).map(Opt::value);
        let kind = AudienceKind::of_type(ce_type.as_deref());
        let port = own.port.or(site.defaults.port);
        let port = port.or_else(|| self.defaults.port(ce_type.as_deref(), name));
        let audience = kind.audience(name, port.map(Opt::value).as_deref());

        let (general, level) = match &own.tag {
            Some(tags) => (tags.as_slice(), Level::Ce),
            None => (site.defaults.tags(), Level::Site),
        };
        let mut ce_grants = Grants::none(self.vos.len());
        ce_grants.add(own.tags().iter().copied(), Level::Ce, self.vos);
        let bases = Bases {
            kind,
            submit: if own.tag.is_some() { &ce_grants } else { &site.grants },
            manage: &ce_grants,
            manage_tagged: own.tag.is_some(),
            // PilotManager looks below the first word of the site's name
            reachable: site.name.split('.').next() == Some(site.grid),
        };

        let admitted = self.admission.read(&own.vo);
        let mut tags = tags_at(general, level);
        let mut queues = Vec::new();
        let mut options = Vec::new();
        for queue in section.section("Queues").into_iter().flat_map(Section::sections) {
            let queue_options = Options::of(queue);
            let queue_admitted = self.admission.read(&queue_options.vo);
            let admits = self.admission.combine(&site.admitted, &admitted, &queue_admitted);
            let own_audience = match (kind, queue_options.port) {
                (AudienceKind::Arex, Some(port)) => kind.audience(name, Some(&port.value())),
                _ => None,
            };
            let mut queue_tags = tags_at(general, level);
            queue_tags.extend(tags_at(queue_options.tags(), Level::Queue));
            for tag in queue_options.tags() {
                let known = |at: &TagAt| at.level == Level::Queue && at.value == *tag;
                if !tags.iter().any(known) {
                    tags.push(TagAt { value: (*tag).to_owned(), level: Level::Queue });
                }
            }
            queues.push(Queue {
                name: queue.name().to_owned(),
                audience: own_audience.filter(|own| Some(own) != audience.as_ref()),
                tags: queue_tags,
                access: self.access(&bases, &queue_options, &admits, ce_type.as_deref(), name),
            });
            options.push(queue_options);
        }

        let access = (0..self.vos.len())
            .map(|vo| CeAccess::of(queues.iter().filter_map(move |queue| queue.access.get(vo))))
            .collect();
        let hidden = match &own.tag {
            Some(tags) => {
                site.defaults.tags().iter().filter(|tag| !tags.contains(tag)).copied().collect()
            }
            None => Vec::new(),
        };
        let hidden_site_tags = hidden.iter().map(|tag: &&str| (*tag).to_owned()).collect();
        let mut ce = Ce {
            grid: site.grid.to_owned(),
            site: site.name.to_owned(),
            name: name.to_owned(),
            ce_type: ce_type.map(|word| word.into_owned()).filter(|word| !word.is_empty()),
            audience,
            tags,
            hidden_site_tags,
            queues,
            access,
            path: section.path(),
            findings: Vec::new(),
        };
        self.checks.run(&mut ce, site, &own, &options, kind);
        ce
    }

    /// One verdict per VO and reader.
    fn access(
        &mut self,
        bases: &Bases<'_>,
        queue: &Options<'t>,
        admits: &Admitted,
        ce_type: Option<&str>,
        ce: &str,
    ) -> Vec<Access> {
        let mut submit = bases.submit.clone();
        submit.add(queue.tags().iter().copied(), Level::Queue, self.vos);
        let manage = if bases.manage_tagged || queue.tag.is_some() {
            let mut grants = bases.manage.clone();
            grants.add(queue.tags().iter().copied(), Level::Queue, self.vos);
            grants
        } else {
            self.defaults.grants(ce_type, ce)
        };
        (0..self.vos.len())
            .map(|vo| {
                if !admits.admits(vo) {
                    let no = Verdict { state: TokenState::NotAdmitted, level: None };
                    return Access { submit: no, manage: no };
                }
                let manage = if bases.reachable {
                    verdict(bases.kind, manage.level(vo))
                } else {
                    Verdict { state: TokenState::Error, level: None }
                };
                Access { submit: verdict(bases.kind, submit.level(vo)), manage }
            })
            .collect()
    }
}

/// What a queue adds its own tags to.
struct Bases<'g> {
    kind: AudienceKind,
    submit: &'g Grants,
    manage: &'g Grants,
    /// The CE has an option `Tag`, so that PilotManager does not look at the defaults.
    manage_tagged: bool,
    /// PilotManager finds the site.
    reachable: bool,
}

fn verdict(kind: AudienceKind, granted: Option<Level>) -> Verdict {
    let state = match (granted, kind) {
        (None, _) => TokenState::Proxy,
        (Some(_), AudienceKind::Arex | AudienceKind::HtCondor) => TokenState::Token,
        (Some(_), AudienceKind::None) => TokenState::Error,
        (Some(_), AudienceKind::Unclear) => TokenState::Unknown,
    };
    Verdict { state, level: granted }
}

/// The tags of one level, each once.
fn tags_at(tags: &[&str], level: Level) -> Vec<TagAt> {
    let mut out: Vec<TagAt> = Vec::with_capacity(tags.len());
    for tag in tags {
        if !out.iter().any(|known| known.value == *tag) {
            out.push(TagAt { value: (*tag).to_owned(), level });
        }
    }
    out
}
