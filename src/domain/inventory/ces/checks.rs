//! What is wrong with a CE: one function per lint, each told what the walk has read already.

use std::collections::HashMap;

use crate::domain::ce::audience::AudienceKind;
use crate::domain::ce::tags::{NearMiss, TOKEN, is_token_tag, near_miss, vo_of};
use crate::domain::ce::{Ce, Level, TokenState};
use crate::domain::layout::Rules;
use crate::domain::lint::{self, Finding, Lint};
use crate::domain::vo::VoNames;

use super::{Options, SECTION, SiteFrame};

pub(super) struct Checks<'t, 'v> {
    rules: Rules,
    vos: &'v VoNames<'v>,
    /// What each tag of the installation was meant to be; few different ones stand at thousands of CEs.
    near_misses: HashMap<&'t str, Option<NearMiss>>,
}

/// A place where tags are written.
struct Place<'a, 't> {
    tags: &'a [&'t str],
    required: &'a [&'t str],
    /// `CE x`, `queue q of CE x`, `site s`.
    what: String,
    /// The section's path.
    path: String,
}

impl<'t, 'v> Checks<'t, 'v> {
    pub(super) fn new(rules: Rules, vos: &'v VoNames<'v>) -> Self {
        Self { rules, vos, near_misses: HashMap::new() }
    }

    /// Adds the findings of a CE to it; `queues` are the options of its queues, in order.
    pub(super) fn run(
        &mut self,
        ce: &mut Ce,
        site: &SiteFrame<'t>,
        own: &Options<'t>,
        queues: &[Options<'t>],
        kind: AudienceKind,
    ) {
        let mut found = Vec::new();
        shape(ce, &mut found);
        if kind == AudienceKind::None {
            found.extend(self.without_audience(ce));
        }
        if kind == AudienceKind::Foreign {
            found.push(unknown_type(ce, self.rules));
        }
        found.extend(dropped_queues(ce, site, own, queues, kind));
        found.extend(hidden(ce, self.vos));
        found.extend(self.doubled(ce));
        found.extend(director_only(ce));
        // a CE that nobody tagged needs no list of places
        let untagged = own.tags().is_empty() && own.required_tag.is_empty();
        let plain = untagged
            && site.defaults.tags().is_empty()
            && site.defaults.required_tag.is_empty()
            && queues.iter().all(|queue| queue.tags().is_empty() && queue.required_tag.is_empty());
        if !plain {
            for place in places(ce, site, own, queues) {
                self.spelling(&place, &mut found);
                found.extend(required(&place, self.vos));
            }
        }
        ce.findings = found;
    }

    /// Whether a tag asks for a token for a VO of this installation.
    fn grants(&self, tag: &str) -> bool {
        grants(tag, self.vos)
    }

    fn without_audience(&self, ce: &Ce) -> Option<Finding> {
        let mut tags: Vec<String> = ce
            .tags
            .iter()
            .filter(|tag| self.grants(&tag.value))
            .map(|tag| format!("{} ({})", tag.value, tag.level.word()))
            .collect();
        tags.dedup();
        if tags.is_empty() {
            return None;
        }
        let consequence = match self.rules {
            Rules::V8 => "A Site Director of DIRAC 8 that meets it ends its cycle there.",
            Rules::V9 => "Queues so tagged get no pilots of these VOs.",
        };
        Some(Finding::new(
            &lint::TAG_WITHOUT_AUDIENCE,
            format!(
                "CE {} is of the type {}, which has no audience, but is tagged {}. {consequence}",
                ce.name,
                ce.ce_type.as_deref().unwrap_or_default(),
                tags.join(", ")
            ),
            ce.path.as_str(),
        ))
    }

    fn doubled(&self, ce: &Ce) -> Option<Finding> {
        let of_queue = |queue: &super::Queue| {
            let plain = queue.tags.iter().any(|tag| tag.value == TOKEN);
            let named = queue.tags.iter().find(|tag| tag.value != TOKEN && self.grants(&tag.value));
            plain.then_some(named).flatten().map(|tag| (queue.name.clone(), tag.value.clone()))
        };
        let (queue, tag) = ce.queues.iter().find_map(of_queue)?;
        Some(Finding::new(
            &lint::TOKEN_BESIDE_TOKEN_VO,
            format!(
                "Queue {queue} of CE {} has {TOKEN} and {tag}; {TOKEN} alone says the same.",
                ce.name
            ),
            ce.path.as_str(),
        ))
    }

    fn spelling(&mut self, place: &Place<'_, 't>, found: &mut Vec<Finding>) {
        for tag in place.tags {
            let vos = self.vos;
            let miss = self.near_misses.entry(tag).or_insert_with(|| near_miss(tag, vos));
            let (lint, text): (&'static Lint, String) = match miss {
                None => continue,
                Some(NearMiss::Spelling(right)) => (
                    &lint::TAG_NEAR_MISS,
                    format!("The tag {tag} of {} is ignored. Correct: {right}", place.what),
                ),
                Some(NearMiss::UnknownVo) => (
                    &lint::TAG_UNKNOWN_VO,
                    format!(
                        "The tag {tag} of {} names no VO: {} does not exist.",
                        place.what,
                        vo_of(tag).unwrap_or_default()
                    ),
                ),
            };
            found.push(Finding::new(lint, text, format!("{}/Tag", place.path)));
        }
    }
}

fn shape(ce: &Ce, found: &mut Vec<Finding>) {
    if ce.ce_type.is_none() {
        found.push(Finding::new(
            &lint::CE_TYPE_MISSING,
            format!("CE {} has no CEType.", ce.name),
            format!("{}/CEType", ce.path),
        ));
    }
    if ce.queues.is_empty() {
        found.push(Finding::new(
            &lint::CE_WITHOUT_QUEUES,
            format!("CE {} has no queues.", ce.name),
            format!("{}/Queues", ce.path),
        ));
    }
    let first = ce.site.split('.').next().unwrap_or_default();
    if first != ce.grid {
        found.push(Finding::new(
            &lint::SITE_GRID_MISMATCH,
            format!(
                "Site {} stands below {}, but PilotManager looks for it below {first}.",
                ce.site, ce.grid
            ),
            format!("{SECTION}/{}/{}", ce.grid, ce.site),
        ));
    }
}

fn unknown_type(ce: &Ce, rules: Rules) -> Finding {
    let word = ce.ce_type.as_deref().unwrap_or_default();
    let release = match rules {
        Rules::V8 => "8",
        Rules::V9 => "9",
    };
    Finding::new(
        &lint::CE_TYPE_UNKNOWN,
        format!(
            "CE {} is of the type {word}, which DIRAC {release} itself does not have.",
            ce.name
        ),
        format!("{}/CEType", ce.path),
    )
}

/// Queues of an AREX CE whose name has fewer than two dashes and that are not renamed at any level.
fn dropped_queues(
    ce: &Ce,
    site: &SiteFrame<'_>,
    own: &Options<'_>,
    queues: &[Options<'_>],
    kind: AudienceKind,
) -> Vec<Finding> {
    if kind != AudienceKind::Arex {
        return Vec::new();
    }
    let dropped = |(queue, options): (&super::Queue, &Options<'_>)| {
        let renamed = options.queue_name.or(own.queue_name).or(site.defaults.queue_name);
        let name = renamed.map_or_else(|| queue.name.clone(), |option| option.value().into_owned());
        (!kind.takes_queue(&name)).then(|| {
            Finding::new(
                &lint::AREX_QUEUE_NAME,
                format!(
                    "Queue {} of CE {} is called {name} at AREX, which has fewer than two dashes.",
                    queue.name, ce.name
                ),
                format!("{}/Queues/{}", ce.path, queue.name),
            )
        })
    };
    ce.queues.iter().zip(queues).filter_map(dropped).collect()
}

fn grants(tag: &str, vos: &VoNames<'_>) -> bool {
    tag == TOKEN || vo_of(tag).is_some_and(|vo| vos.position(vo).is_some())
}

/// The places whose tags reach the CE: its own or else the site's, and those of its queues.
fn places<'a, 't>(
    ce: &Ce,
    site: &'a SiteFrame<'t>,
    own: &'a Options<'t>,
    queues: &'a [Options<'t>],
) -> Vec<Place<'a, 't>> {
    let of_site = Place {
        tags: if own.tag.is_some() { &[] } else { site.defaults.tags() },
        required: if own.required_tag.is_empty() { &site.defaults.required_tag } else { &[] },
        what: format!("site {}", ce.site),
        path: format!("{SECTION}/{}/{}/CEs", ce.grid, ce.site),
    };
    let of_ce = Place {
        tags: own.tags(),
        required: &own.required_tag,
        what: format!("CE {}", ce.name),
        path: ce.path.as_str().to_owned(),
    };
    let of_queues = ce.queues.iter().zip(queues).map(|(queue, options)| Place {
        tags: options.tags(),
        required: &options.required_tag,
        what: format!("queue {} of CE {}", queue.name, ce.name),
        path: format!("{}/Queues/{}", ce.path, queue.name),
    });
    let places = [of_site, of_ce].into_iter().chain(of_queues);
    places.filter(|place| !place.tags.is_empty() || !place.required.is_empty()).collect()
}

fn required(place: &Place<'_, '_>, vos: &VoNames<'_>) -> Option<Finding> {
    let tag =
        place.required.iter().find(|tag| is_token_tag(tag) || near_miss(tag, vos).is_some())?;
    Some(Finding::new(
        &lint::REQUIRED_TAG_TOKEN,
        format!("RequiredTag of {} has {tag}: only jobs that ask for this tag match.", place.what),
        format!("{}/RequiredTag", place.path),
    ))
}

fn hidden(ce: &Ce, vos: &VoNames<'_>) -> Option<Finding> {
    if ce.hidden_site_tags.is_empty() {
        return None;
    }
    let concerns_tokens = ce.hidden_site_tags.iter().any(|tag| grants(tag, vos));
    let own: Vec<&str> =
        ce.tags.iter().filter(|tag| tag.level == Level::Ce).map(|tag| tag.value.as_str()).collect();
    let own = if own.is_empty() { "empty".to_owned() } else { own.join(", ") };
    Some(Finding::new(
        if concerns_tokens { &lint::SITE_TAG_HIDDEN } else { &lint::SITE_TAGS_REPLACED },
        format!(
            "The Tag of CE {} ({own}) hides the site's {}.",
            ce.name,
            ce.hidden_site_tags.join(", ")
        ),
        format!("{}/Tag", ce.path),
    ))
}

fn director_only(ce: &Ce) -> Option<Finding> {
    let differs = |queue: &super::Queue| {
        queue.access.iter().any(|access| {
            access.submit.level == Some(Level::Site)
                && access.submit.state == TokenState::Token
                && access.manage.state == TokenState::Proxy
        })
    };
    ce.queues.iter().any(differs).then(|| {
        Finding::new(
            &lint::TAG_FOR_DIRECTOR_ONLY,
            format!(
                "Pilots of CE {} are submitted with a token because of the site's Tag, but PilotManager uses the proxy.",
                ce.name
            ),
            format!("{SECTION}/{}/{}/CEs/Tag", ce.grid, ce.site),
        )
    })
}
