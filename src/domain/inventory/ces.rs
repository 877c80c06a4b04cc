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
pub(in crate::domain) use defaults::Defaults;

/// Where the sites are.
const SECTION: &str = "/Resources/Sites";

/// All CEs in order of the CS; access is told per VO in the order of `vos`.
pub(super) fn read(tree: &Tree, rules: Rules, vos: &VoNames<'_>) -> Vec<Ce> {
    let Some(grids) = tree.section(SECTION) else { return Vec::new() };
    let mut reader = Reader {
        rules,
        vos,
        admission: Admission::new(rules, vos),
        defaults: Defaults::new(tree),
        checks: Checks::new(rules, vos),
        submit: Grants::none(vos.len()),
        manage: Grants::none(vos.len()),
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
    queue_name: Option<Opt<'t>>,
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
                "CEQueueName" => found.queue_name = Some(option),
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
    admitted: Admitted,
}

/// What is known of a CE before its queues are read.
struct CeFrame<'t, 's> {
    site: &'s SiteFrame<'t>,
    name: &'t str,
    own: Options<'t>,
    ce_type: Option<&'s str>,
    kind: AudienceKind,
    audience: Option<&'s str>,
    admitted: Admitted,
    /// The tags that reach the Site Director whatever the queue, and their level.
    general: &'s [&'t str],
    level: Level,
}

struct Reader<'t, 'v> {
    rules: Rules,
    vos: &'v VoNames<'v>,
    admission: Admission<'t, 'v>,
    defaults: Defaults<'t>,
    checks: Checks<'t, 'v>,
    /// Room for what one queue grants each reader's VOs, used again for the next queue.
    submit: Grants,
    manage: Grants,
}

impl<'t> Reader<'t, '_> {
    fn site(&mut self, grid: Section<'t>, site: Section<'t>, ces: &mut Vec<Ce>) {
        let Some(section) = site.section("CEs") else { return };
        let frame = SiteFrame {
            grid: grid.name(),
            name: site.name(),
            defaults: Options::of(section),
            admitted: self.admission.read(&site.list("VO")),
        };
        ces.extend(section.sections().map(|ce| self.ce(&frame, ce)));
    }

    fn ce(&mut self, site: &SiteFrame<'t>, section: Section<'t>) -> Ce {
        let own = Options::of(section);
        let name = section.name();
        let ce_type = own.ce_type.or(site.defaults.ce_type).map(Opt::value);
        let kind = AudienceKind::of_type(ce_type.as_deref(), self.rules);
        let port = own.port.or(site.defaults.port);
        let port = port.or_else(|| self.defaults.option("Port", ce_type.as_deref(), name));
        let audience = kind.audience(name, port.map(Opt::value).as_deref());
        let own_tags = own.tag.clone();
        let (general, level) = match &own_tags {
            Some(tags) => (tags.as_slice(), Level::Ce),
            None => (site.defaults.tags(), Level::Site),
        };
        let admitted = self.admission.read(&own.vo);
        let frame = CeFrame {
            site,
            name,
            own,
            ce_type: ce_type.as_deref(),
            kind,
            audience: audience.as_deref(),
            admitted,
            general,
            level,
        };
        let mut tags = tags_at(general, level);
        let mut queues = Vec::new();
        let mut options = Vec::new();
        for queue in section.section("Queues").into_iter().flat_map(Section::sections) {
            let own = Options::of(queue);
            for tag in own.tags() {
                let known = |at: &TagAt| at.level == Level::Queue && at.value == *tag;
                if !tags.iter().any(known) {
                    tags.push(TagAt { value: (*tag).to_owned(), level: Level::Queue });
                }
            }
            queues.push(self.queue(&frame, queue.name(), &own));
            options.push(own);
        }
        let access = (0..self.vos.len())
            .map(|vo| CeAccess::of(queues.iter().filter_map(move |queue| queue.access.get(vo))))
            .collect();
        let hidden_site_tags = match &own_tags {
            Some(tags) => site
                .defaults
                .tags()
                .iter()
                .filter(|tag| !tags.contains(tag))
                .map(|tag| (*tag).to_owned())
                .collect(),
            None => Vec::new(),
        };
        let mut ce = Ce {
            grid: site.grid.to_owned(),
            site: site.name.to_owned(),
            name: name.to_owned(),
            ce_type: frame.ce_type.filter(|word| !word.is_empty()).map(str::to_owned),
            audience: frame.audience.map(str::to_owned),
            tags,
            hidden_site_tags,
            queues,
            access,
            path: section.path(),
            findings: Vec::new(),
        };
        self.checks.run(&mut ce, site, &frame.own, &options, kind);
        ce
    }

    fn queue(&mut self, ce: &CeFrame<'t, '_>, name: &'t str, own: &Options<'t>) -> Queue {
        let admitted = self.admission.read(&own.vo);
        let admits = self.admission.combine(&ce.site.admitted, &ce.admitted, &admitted);

        let mut tags = tags_at(ce.general, ce.level);
        tags.extend(tags_at(own.tags(), Level::Queue));
        let (submit, manage) = (&mut self.submit, &mut self.manage);
        submit.clear();
        submit.add(ce.general.iter().copied(), ce.level, self.vos);
        submit.add(own.tags().iter().copied(), Level::Queue, self.vos);

        manage.clear();
        let manage_tags = if ce.own.tag.is_some() || own.tag.is_some() {
            manage.add(ce.own.tags().iter().copied(), Level::Ce, self.vos);
            manage.add(own.tags().iter().copied(), Level::Queue, self.vos);
            let mut tags = tags_at(ce.own.tags(), Level::Ce);
            tags.extend(tags_at(own.tags(), Level::Queue));
            tags
        } else {
            let defaults = self.defaults.tags(ce.ce_type, ce.name);
            manage.add(defaults.iter().copied(), Level::Default, self.vos);
            tags_at(defaults, Level::Default)
        };

        let (submits, manages) = served(&self.defaults, ce, name, own);
        let access = (0..self.vos.len())
            .map(|vo| {
                if admits.admits(vo) {
                    Access {
                        submit: submission(ce.kind, submits, submit.level(vo)),
                        manage: management(ce.kind, manages, manage.level(vo)),
                    }
                } else {
                    let no = Verdict { state: TokenState::NotAdmitted, level: None };
                    Access { submit: no, manage: no }
                }
            })
            .collect();
        let audience = match (ce.kind, own.port) {
            (AudienceKind::Arex, Some(port)) => ce.kind.audience(ce.name, Some(&port.value())),
            _ => None,
        };
        Queue {
            name: name.to_owned(),
            audience: audience.filter(|own| Some(own.as_str()) != ce.audience),
            tags,
            manage_tags,
            access,
        }
    }
}

/// Whether the Site Director and PilotManager can make the CE for this queue.
fn served(
    defaults: &Defaults<'_>,
    ce: &CeFrame<'_, '_>,
    queue: &str,
    own: &Options<'_>,
) -> (bool, bool) {
    // PilotManager looks below the first word of the site's name
    let found = ce.site.name.split('.').next() == Some(ce.site.grid);
    if ce.kind != AudienceKind::Arex {
        let made = ce.kind.takes_queue(queue);
        return (made, made && found);
    }
    let takes = |renamed: Option<Opt<'_>>| match renamed {
        Some(option) => ce.kind.takes_queue(&option.value()),
        None => ce.kind.takes_queue(queue),
    };
    let near = own.queue_name.or(ce.own.queue_name);
    let far = || defaults.option("CEQueueName", ce.ce_type, ce.name);
    let submits = takes(near.or(ce.site.defaults.queue_name).or_else(far));
    (submits, found && takes(near.or_else(far)))
}

/// What the Site Director does: it refuses to ask for a token without an audience (`SiteDirector._setCredentials`). Of a
/// type that DIRAC itself does not have it makes no CE; what an extension's class would do cannot be told.
fn submission(kind: AudienceKind, made: bool, granted: Option<Level>) -> Verdict {
    let has_audience = matches!(kind, AudienceKind::Arex | AudienceKind::HtCondor);
    let state = match granted {
        _ if !made => TokenState::Error,
        _ if kind == AudienceKind::Foreign => TokenState::Unknown,
        None => TokenState::Proxy,
        Some(_) if has_audience => TokenState::Token,
        Some(_) => TokenState::Error,
    };
    Verdict { state, level: granted }
}

/// What PilotManager does: it asks for a token with or without an audience (`WMSUtilities.setPilotCredentials`). Where it
/// does not find the site it fails whatever the type.
fn management(kind: AudienceKind, made: bool, granted: Option<Level>) -> Verdict {
    let state = match granted {
        _ if !made => TokenState::Error,
        _ if kind == AudienceKind::Foreign => TokenState::Unknown,
        None => TokenState::Proxy,
        Some(_) => TokenState::Token,
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
