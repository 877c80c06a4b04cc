//! The checks of a CE and its queues that a configuration decides: filters, shape, admission, tag, audience (2, 3, 4, 8, 9, 10,
//! 21).

use super::checks::{ADMITTED, AUDIENCE, FILTERS, PROXY_ALONG, SHAPE, TAG, WORK};
use super::ground::{Ground, OfVo};
use super::row::{Purpose, Row};
use crate::domain::ce::audience::AudienceKind;
use crate::domain::ce::tags::{NearMiss, TOKEN, near_miss, vo_of};
use crate::domain::ce::{Ce, Level, Queue, TagAt, TokenState};
use crate::domain::cs::{Opt, Section};
use crate::domain::layout::Rules;
use crate::domain::lint;
use crate::domain::vo::VoNames;

/// A queue, and whose pilots it is asked about.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) vo: &'a OfVo,
    pub(super) ce: &'a Ce,
    pub(super) queue: &'a Queue,
}

impl At<'_> {
    pub(super) fn kind(&self) -> AudienceKind {
        AudienceKind::of_type(self.ce.ce_type.as_deref(), self.ground.rules)
    }

    /// The audience that a token for this queue has.
    pub(super) fn audience(&self) -> Option<&str> {
        self.queue.audience.as_deref().or(self.ce.audience.as_deref())
    }

    fn rules(&self) -> Rules {
        self.ground.rules
    }

    fn path(&self) -> String {
        format!("{}/Queues/{}", self.ce.path, self.queue.name)
    }

    fn tree_section(&self) -> Option<Section<'_>> {
        self.ground.tree.section(self.ce.path.as_str())
    }

    /// The value of an option of the queue, else of the CE, else of all CEs of the site.
    pub(super) fn inherited(&self, option: &str) -> Option<String> {
        let own = self.tree_section();
        let queue = own.and_then(|ce| ce.section("Queues")?.section(&self.queue.name));
        let site = self.ce.path.parent().and_then(|path| self.ground.tree.section(path.as_str()));
        let mut places = [queue, own, site].into_iter().flatten();
        let value = places.find_map(|at| at.value(option))?;
        Some(value.into_owned()).filter(|value| !value.is_empty())
    }

    fn state(&self, purpose: Purpose) -> Option<TokenState> {
        let access = self.queue.access.get(self.vo.at?)?;
        Some(if purpose == Purpose::Manage { access.manage.state } else { access.submit.state })
    }

    fn tags(&self, purpose: Purpose) -> &[TagAt] {
        if purpose == Purpose::Manage { &self.queue.manage_tags } else { &self.queue.tags }
    }

    /// The tag that asks for a token of this VO: of several the most specific one.
    pub(super) fn tag(&self, purpose: Purpose) -> Option<&TagAt> {
        let asks = |tag: &&TagAt| tag.value == TOKEN || vo_of(&tag.value) == Some(&self.vo.vo);
        self.tags(purpose).iter().rfind(asks)
    }

    /// Whether the VO is admitted. A VO that the configuration does not know is where nobody is named.
    pub(super) fn admitted(&self) -> bool {
        self.state(Purpose::Submit).is_some_and(|state| state != TokenState::NotAdmitted)
    }

    fn tag_path(&self, level: Level) -> String {
        match level {
            Level::Queue => format!("{}/Tag", self.path()),
            Level::Ce => format!("{}/Tag", self.ce.path),
            Level::Site => {
                let above = self.ce.path.parent();
                format!("{}/Tag", above.as_ref().map_or("", |path| path.as_str()))
            }
            Level::Default => "/Resources/Computing".to_owned(),
        }
    }

    /// Check 2.
    pub(super) fn filters(&self) -> Row {
        let Some(first) = self.vo.directors.first() else {
            return Row::after(&FILTERS, &super::checks::DIRECTOR);
        };
        let written = self.tree_section().and_then(|ce| ce.value("CEType"));
        let mut refused = None;
        for director in &self.vo.directors {
            match director.refuses(self.ce, written.as_deref(), self.queue) {
                None => {
                    let path = director.path.clone();
                    return Row::holds(&FILTERS, format!("{} serves it.", director.name), path);
                }
                Some(refusal) => {
                    refused.get_or_insert((director, refusal));
                }
            }
        }
        let Some((director, refusal)) = refused else {
            return Row::unknown(&FILTERS, "", first.path.clone(), "");
        };
        Row::fails(
            &FILTERS,
            self.rules(),
            format!("{}: {}.", director.name, refusal.why),
            refusal.path,
            "Widen the filter, or empty it; the agent reads it at its next cycle.",
        )
    }

    /// Check 3. PilotManager looks for the CE in its own way, so that it may fail there alone.
    pub(super) fn shape(&self) -> Vec<Row> {
        let ce = self.ce;
        let dropped = |check: &&lint::Finding| {
            check.id == lint::AREX_QUEUE_NAME.id && check.source == self.path()
        };
        if self.kind() == AudienceKind::Missing {
            return vec![Row::fails(
                &SHAPE,
                self.rules(),
                format!("{} has no CEType.", ce.name),
                format!("{}/CEType", ce.path),
                "Set the option.",
            )];
        }
        let error = |purpose| self.state(purpose) == Some(TokenState::Error);
        let no_audience = self.kind() == AudienceKind::None;
        let too_short =
            self.kind() == AudienceKind::Arex && ce.findings.iter().any(|f| dropped(&f));
        let made = !too_short && (no_audience || !error(Purpose::Submit));
        if !made {
            return vec![Row::fails(
                &SHAPE,
                self.rules(),
                "An AREX queue is called <a>-<batch system>-<queue>; this name has fewer than two dashes.",
                self.path(),
                "Rename the queue, or set its CEQueueName.",
            )];
        }
        let type_word = ce.ce_type.as_deref().unwrap_or_default();
        let fine = if self.kind() == AudienceKind::Foreign {
            Row::unknown(
                &SHAPE,
                format!("CEType = {type_word}, which only an extension can bring."),
                format!("{}/CEType", ce.path),
                "See that the extension is installed on the Site Director's host.",
            )
        } else {
            Row::holds(&SHAPE, format!("CEType = {type_word}"), format!("{}/CEType", ce.path))
        };
        let misplaced = ce.site.split('.').next() != Some(ce.grid.as_str());
        if !misplaced {
            return vec![fine];
        }
        let site = ce.path.parent().and_then(|path| path.parent());
        let manage = Row::fails(
            &SHAPE,
            self.rules(),
            format!(
                "PilotManager looks for {} below {}, but it stands below {}.",
                ce.site,
                ce.site.split('.').next().unwrap_or_default(),
                ce.grid
            ),
            site.as_ref().map_or("", |path| path.as_str()),
            "Move the site below the grid that its name begins with.",
        );
        let manage = Row {
            consequence: "Pilots there cannot be killed, nor their output fetched.".into(),
            ..manage
        };
        vec![fine.to(Purpose::Submit), manage.to(Purpose::Manage)]
    }

    /// Check 4.
    pub(super) fn admission(&self) -> Row {
        let vo = &self.vo.vo;
        if self.vo.at.is_none() {
            return Row::fails(
                &ADMITTED,
                self.rules(),
                format!("The configuration knows no VO {vo}."),
                "/Registry/VO",
                "Look at the name: case counts.",
            );
        }
        let levels = self.vo_options();
        let path =
            levels.first().map_or_else(|| self.ce.path.to_string(), |(path, _)| path.clone());
        let all: Vec<String> = levels.iter().map(|(_, names)| format!("VO = {names}")).collect();
        let evidence = if all.is_empty() {
            "No option VO here: every VO is admitted.".to_owned()
        } else {
            all.join(", ")
        };
        if self.admitted() {
            return Row::holds(&ADMITTED, evidence, path);
        }
        let remedy = format!("Add {vo} to the option, if the site lets it in.");
        Row::fails(&ADMITTED, self.rules(), evidence, path, remedy)
    }

    /// The options `VO` that count here, the nearest first: DIRAC 9 asks one, DIRAC 8 all.
    fn vo_options(&self) -> Vec<(String, String)> {
        let ce = self.ce.path.clone();
        let site = ce.parent().and_then(|path| path.parent());
        let places = [Some(self.path()), Some(ce.to_string()), site.map(|path| path.to_string())];
        let found = places.into_iter().flatten().filter_map(|place| {
            let path = format!("{place}/VO");
            let names: Vec<&str> =
                self.ground.tree.option(&path).into_iter().flat_map(Opt::list).collect();
            (!names.is_empty()).then(|| (path, names.join(", ")))
        });
        match self.rules() {
            Rules::V9 => found.take(1).collect(),
            Rules::V8 => {
                // the one that does not admit is what somebody wants to see
                let vo = self.vo.vo.to_lowercase();
                let mut all: Vec<(String, String)> = found.collect();
                all.sort_by_key(|(_, names)| {
                    names.split(", ").any(|name| name.to_lowercase() == vo)
                });
                all
            }
        }
    }

    /// Check 8: what the configuration tells of it.
    pub(super) fn work(&self) -> Row {
        let section = self.tree_section();
        let queue = section.and_then(|ce| ce.section("Queues")?.section(&self.queue.name));
        let site = self.ce.path.parent().and_then(|path| self.ground.tree.section(path.as_str()));
        let has = |option: &str| {
            [queue, section, site].into_iter().flatten().any(|at| at.option(option).is_some())
        };
        let limit = has("CPUTime") || (has("maxCPUTime") && has("SI00"));
        if self.rules() == Rules::V8 && !limit {
            return Row::fails(
                &WORK,
                Rules::V8,
                "The queue has no limit of CPU time.",
                self.path(),
                "Set maxCPUTime and SI00, or CPUTime.",
            );
        }
        Row::unknown(
            &WORK,
            "Free slots and waiting jobs are known at run time only.",
            "",
            "Look into the Site Director's log.",
        )
    }

    /// Check 9, for submission and for managing.
    pub(super) fn tags_row(&self, purpose: Purpose) -> Row {
        if let Some(tag) = self.tag(purpose) {
            let evidence = format!("{} at {} level", tag.value, tag.level.word());
            return Row::holds(&TAG, evidence, self.tag_path(tag.level)).to(purpose);
        }
        let vo = &self.vo.vo;
        let remedy = format!("Add Token:{vo} to the CE's Tag.");
        let names = VoNames::new(&self.ground.names);
        let meant = |tag: &&TagAt| {
            matches!(near_miss(&tag.value, &names), Some(NearMiss::Spelling(right))
                if right == TOKEN || vo_of(&right) == Some(vo))
        };
        let fails = |evidence: String, path: String, remedy: String| {
            Row::fails(&TAG, self.rules(), evidence, path, remedy).to(purpose)
        };
        if let Some(miss) = self.tags(purpose).iter().find(meant) {
            let right = match near_miss(&miss.value, &names) {
                Some(NearMiss::Spelling(right)) => right,
                _ => format!("Token:{vo}"),
            };
            return fails(
                format!("The tag `{}` does not count: it has to be {right}, exactly.", miss.value),
                self.tag_path(miss.level),
                format!("Write {right}."),
            );
        }
        let hides = |tag: &&String| *tag == TOKEN || vo_of(tag) == Some(vo);
        if let Some(hidden) = self.ce.hidden_site_tags.iter().find(hides)
            && purpose != Purpose::Manage
        {
            let evidence = format!("The CE's own Tag hides the site's {hidden}.");
            return fails(evidence, self.tag_path(Level::Ce), remedy);
        }
        if purpose == Purpose::Manage
            && let Some(site) = self.tag(Purpose::Submit)
        {
            let evidence = format!(
                "{} stands at {} level, which PilotManager does not read.",
                site.value,
                site.level.word()
            );
            return fails(evidence, self.tag_path(site.level), remedy);
        }
        let mut tags: Vec<&str> = self.tags(purpose).iter().map(|tag| tag.value.as_str()).collect();
        tags.dedup();
        let evidence = if tags.is_empty() {
            "There is no tag.".to_owned()
        } else {
            format!("Tag = {}", tags.join(", "))
        };
        fails(evidence, self.tag_path(Level::Ce), remedy)
    }

    /// Check 10. PilotManager asks for a token without an audience where the type has none, and nobody refuses that.
    pub(super) fn audience_row(&self) -> Row {
        let path = format!("{}/CEType", self.ce.path);
        let word = self.ce.ce_type.as_deref().unwrap_or_default();
        match (self.kind(), self.audience()) {
            (AudienceKind::Missing, _) => Row::after(&AUDIENCE, &SHAPE),
            (AudienceKind::Foreign, _) => Row::unknown(
                &AUDIENCE,
                format!("{word} is no type of DIRAC's own."),
                path,
                "Ask who wrote the extension.",
            ),
            (_, Some(audience)) => Row::holds(&AUDIENCE, format!("{word}: {audience}"), path),
            (_, None) => Row::fails(
                &AUDIENCE,
                self.rules(),
                format!("CEs of the type {word} have none."),
                path,
                "Take the token tags off this CE: it works by proxy only.",
            )
            .to(Purpose::Submit),
        }
    }

    /// Check 21.
    pub(super) fn proxy_along(&self) -> Option<Row> {
        if self.kind() != AudienceKind::Arex {
            return None;
        }
        let option = "AlwaysIncludeProxy";
        let own = self.tree_section();
        let queue = own.and_then(|ce| ce.section("Queues")?.section(&self.queue.name));
        let site = self.ce.path.parent().and_then(|path| self.ground.tree.section(path.as_str()));
        let found = [queue, own, site].into_iter().flatten().find_map(|at| at.option(option));
        let said = |option: Opt<'_>| {
            let value = option.value();
            ["true", "yes"].iter().any(|word| value.eq_ignore_ascii_case(word))
        };
        Some(
            match found {
                Some(found) if said(found) => {
                    let path = found.path();
                    Row::holds(&PROXY_ALONG, format!("{option} = {}", found.value()), path.as_str())
                }
                _ => Row::unknown(
                    &PROXY_ALONG,
                    format!(
                        "{option} is not set: only the site knows whether its jobs need the proxy."
                    ),
                    format!("{}/{option}", self.ce.path),
                    format!("Ask the site for ENV/PROXY; if it is used, set {option} = True."),
                ),
            }
            .to(Purpose::Submit),
        )
    }
}
