//! Over 500 random configurations that DIRAC's own code has judged: exactly what was asked for changes.

use std::collections::{BTreeSet, HashSet};

use dirac_tokens::domain::ce::audience::AudienceKind;
use dirac_tokens::domain::ce::tags::{TOKEN, is_token_tag, near_miss, vo_of};
use dirac_tokens::domain::ce::{Ce, Level, Queue, TagAt, TokenState};
use dirac_tokens::domain::cs;
use dirac_tokens::domain::layout::Rules;
use dirac_tokens::domain::tagging::{Scope, effects};
use dirac_tokens::domain::vo::VoNames;

use super::super::dirac_tags::cases;
use super::{CePlan, Installation, Note, Outcome, Plan, Request, What, Why};

const SCOPES: [Scope; 3] = [Scope::Ce, Scope::Queue, Scope::Site];

/// Numbers by lot, the same in every run.
struct Lot(u64);

impl Lot {
    fn below(&mut self, end: usize) -> usize {
        // Knuth's constants for a linear congruence
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    fn some(&mut self, of: usize) -> Vec<usize> {
        (0..of).filter(|_| self.below(2) == 0).collect()
    }
}

/// The requests that are tried on a configuration.
fn requests(lot: &mut Lot, vos: usize) -> Vec<Request> {
    let mut requests = Vec::new();
    for (what, narrow) in [(What::Tag, false), (What::Untag, false), (What::Untag, true)] {
        for scope in SCOPES {
            let mut wanted = lot.some(vos);
            if wanted.is_empty() {
                wanted.push(lot.below(vos));
            }
            requests.push(Request { scope, narrow, ..Request::new(what, wanted) });
        }
    }
    requests.push(Request::new(What::Collapse, Vec::new()));
    requests
}

fn outcome(plan: &Plan, ce: usize, vo: usize) -> Option<&Outcome> {
    let part = plan.ces.iter().find(|part| part.ce == ce)?;
    part.vos.iter().find(|one| one.vo == Some(vo)).map(|one| &one.outcome)
}

fn admitted(queue: &Queue, vo: usize) -> bool {
    queue.access[vo].submit.state != TokenState::NotAdmitted
}

/// Whether a note at a CE foretells that kill and output change for a VO that was not asked about.
fn foretold(part: &CePlan, name: &str) -> bool {
    part.notes.iter().any(|note| match note {
        Note::ManageFollows(vos) | Note::DefaultsHidden(vos) => vos.iter().any(|vo| vo == name),
        _ => false,
    })
}

/// CEs that a plan reaches although they were not chosen.
fn beside(plan: &Plan) -> HashSet<&str> {
    let notes = plan.ces.iter().flat_map(|part| &part.notes);
    notes
        .filter_map(|note| match note {
            Note::AlsoAt(names) => Some(names.iter().map(String::as_str)),
            _ => None,
        })
        .flatten()
        .collect()
}

/// Only what was asked for changes, or what a note foretells.
fn only_what_was_asked(
    at: &str,
    before: &Installation,
    after: &Installation,
    plan: &Plan,
    request: &Request,
) {
    let asked = plan.changed();
    let beside = beside(plan);
    for effect in effects(&before.inventory, &after.inventory, &asked) {
        let ce = &before.inventory.ces[effect.ce];
        let vo = &before.inventory.vos[effect.vo].name;
        let at = format!("{at}: {} for {vo}", ce.path);
        if effect.asked || beside.contains(ce.name.as_str()) && request.vos.contains(&effect.vo) {
            continue;
        }
        let part = plan.ces.iter().find(|part| part.ce == effect.ce);
        let part = part.unwrap_or_else(|| panic!("{at}: a CE that nobody named changes"));
        assert_eq!(effect.before.submit, effect.after.submit, "{at}: submission changes");
        for (old, new) in ce.queues.iter().zip(&after.inventory.ces[effect.ce].queues) {
            let (old, new) = (old.access[effect.vo], new.access[effect.vo]);
            assert_eq!(old.submit.state, new.submit.state, "{at}: submission changes");
        }
        assert!(foretold(part, vo), "{at}: kill and output change, and no note says so");
    }
}

/// What was said to be changed, or to be right already, is as asked for.
fn what_was_asked_is_so(
    at: &str,
    before: &Installation,
    after: &Installation,
    plan: &Plan,
    request: &Request,
) {
    for part in &plan.ces {
        let ce = &after.inventory.ces[part.ce];
        for one in &part.vos {
            let Some(vo) = one.vo else { continue };
            let at = format!("{at}: {} for {}", ce.path, before.inventory.vos[vo].name);
            if matches!(one.outcome, Outcome::LeftOut(_)) {
                for (old, new) in before.inventory.ces[part.ce].queues.iter().zip(&ce.queues) {
                    let states = |queue: &Queue| queue.access[vo].submit.state;
                    assert_eq!(states(old), states(new), "{at}: left out, but changed");
                }
                continue;
            }
            for queue in ce.queues.iter().filter(|queue| admitted(queue, vo)) {
                as_asked(&at, queue, vo, request);
            }
        }
    }
}

fn as_asked(at: &str, queue: &Queue, vo: usize, request: &Request) {
    let access = queue.access[vo];
    // a queue that cannot be made, or a type that is not known, cannot be told by its tags
    let cannot_tell = matches!(access.submit.state, TokenState::Error | TokenState::Unknown);
    match request.what {
        What::Tag => {
            assert!(access.submit.level.is_some(), "{at}: not tagged");
            if request.scope != Scope::Site {
                assert!(access.manage.level.is_some(), "{at}: not tagged for PilotManager");
                assert_ne!(access.manage.level, Some(Level::Default), "{at}");
            }
            assert!(cannot_tell || access.submit.state == TokenState::Token, "{at}");
        }
        What::Untag if request.scope == Scope::Site => {
            assert_ne!(access.submit.level, Some(Level::Site), "{at}: still tagged");
        }
        What::Untag => {
            assert_eq!(access.submit.level, None, "{at}: still tagged");
            let by_default = access.manage.level.is_none_or(|level| level == Level::Default);
            assert!(by_default, "{at}: still tagged for PilotManager");
            assert!(cannot_tell || access.submit.state == TokenState::Proxy, "{at}");
        }
        What::Collapse => {}
    }
}

/// The tags that have nothing to do with tokens.
fn others(tags: &[TagAt], vos: &VoNames<'_>) -> BTreeSet<String> {
    let other = |tag: &&TagAt| !is_token_tag(&tag.value) && near_miss(&tag.value, vos).is_none();
    tags.iter().filter(other).map(|tag| tag.value.clone()).collect()
}

/// Every tag that is not about tokens is kept, at every queue.
fn other_tags_stay(at: &str, before: &Installation, after: &Installation) {
    let names: Vec<String> = before.inventory.vos.iter().map(|vo| vo.name.clone()).collect();
    let vos = VoNames::new(&names);
    for (old, new) in before.inventory.ces.iter().zip(&after.inventory.ces) {
        for (a, b) in old.queues.iter().zip(&new.queues) {
            assert_eq!(
                others(&a.tags, &vos),
                others(&b.tags, &vos),
                "{at}: {} {}",
                old.path,
                a.name
            );
        }
    }
}

/// Asked again there is nothing left to do.
fn again_there_is_nothing_to_do(at: &str, after: &Installation, plan: &Plan, request: &Request) {
    let ces: Vec<usize> = plan.ces.iter().map(|part| part.ce).collect();
    let again = after.plan(&ces, request);
    assert_eq!(again.step().edits, [], "{at}: asked again");
    for (first, second) in plan.ces.iter().zip(&again.ces) {
        for (first, second) in first.vos.iter().zip(&second.vos) {
            let wanted = match &first.outcome {
                Outcome::Changed => &Outcome::Already,
                same => same,
            };
            let same_kind = wanted.word() == second.outcome.word();
            assert!(same_kind, "{at}: {:?}, asked again {:?}", first.outcome, second.outcome);
        }
    }
}

#[test]
fn edits_of_tags_change_exactly_what_was_asked_for() {
    let (mut plans, mut changed, mut left_out) = (0, 0, 0);
    for case in cases() {
        let mut lot = Lot(case.seed);
        let rules = if case.seed % 2 == 0 { Rules::V8 } else { Rules::V9 };
        let before = Installation::new(cs::parse(case.cfg.as_str()).unwrap(), rules);
        let (vos, ces) = (before.inventory.vos.len(), before.inventory.ces.len());
        if vos == 0 {
            continue;
        }
        for request in requests(&mut lot, vos) {
            let chosen = lot.some(ces);
            let plan = before.plan(&chosen, &request);
            let at = format!(
                "seed {} {} {} {:?} narrow {}\n  {}",
                case.seed,
                request.what.word(),
                request.scope.word(),
                request.vos,
                request.narrow,
                plan.step().edits.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n  ")
            );
            let after = before.after(&plan);
            only_what_was_asked(&at, &before, &after, &plan, &request);
            what_was_asked_is_so(&at, &before, &after, &plan, &request);
            other_tags_stay(&at, &before, &after);
            again_there_is_nothing_to_do(&at, &after, &plan, &request);
            plans += 1;
            let outcomes = || plan.ces.iter().flat_map(|part| &part.vos);
            changed += outcomes().filter(|one| one.outcome == Outcome::Changed).count();
            left_out += outcomes().filter(|one| matches!(one.outcome, Outcome::LeftOut(_))).count();
        }
    }
    assert!(plans > 4_000 && changed > 2_000 && left_out > 2_000, "{plans} {changed} {left_out}");
}

#[test]
fn what_was_tagged_is_as_before_when_it_is_untagged() {
    let mut compared = 0;
    for case in cases() {
        let mut lot = Lot(case.seed);
        let before = Installation::new(cs::parse(case.cfg.as_str()).unwrap(), Rules::V9);
        let ces: Vec<usize> = (0..before.inventory.ces.len()).collect();
        for vo in 0..before.inventory.vos.len() {
            let ce = lot.below(ces.len());
            let tag = before.plan(&[ce], &Request::new(What::Tag, vec![vo]));
            if outcome(&tag, ce, vo) != Some(&Outcome::Changed) || carries(&tag) {
                continue;
            }
            let queues = &before.inventory.ces[ce].queues;
            // a queue that was tagged loses its tag, too; what a default of the type gave does not come back
            let tagged = |queue: &Queue| {
                let access = queue.access[vo];
                access.submit.level.is_some() || access.manage.level.is_some()
            };
            if queues.iter().any(tagged) {
                continue;
            }
            let tagged = before.after(&tag);
            let untag = tagged.plan(&[ce], &Request::new(What::Untag, vec![vo]));
            let back = tagged.after(&untag);
            let differ = effects(&before.inventory, &back.inventory, &BTreeSet::new());
            let differ: Vec<_> =
                differ.iter().filter(|effect| !hidden(&tag, &before, effect.vo)).collect();
            assert!(differ.is_empty(), "seed {} {:?}: {differ:?}", case.seed, untag.step().edits);
            compared += 1;
        }
    }
    assert!(compared > 150, "{compared}");
}

/// Whether the site's tags were carried into the CE: that is not taken back.
fn carries(plan: &Plan) -> bool {
    plan.ces.iter().flat_map(|part| &part.notes).any(|note| matches!(note, Note::SiteCarried(_)))
}

/// Whether the plan took the defaults of the type from a VO.
fn hidden(plan: &Plan, before: &Installation, vo: usize) -> bool {
    let name = &before.inventory.vos[vo].name;
    plan.ces.iter().any(|part| foretold(part, name))
}

#[test]
fn a_collapse_changes_no_pilot_and_leaves_one_tag() {
    let (mut done, mut refused) = (0, 0);
    for case in cases() {
        let tree = cs::parse(case.cfg.as_str()).unwrap();
        let before = Installation::new(tree, Rules::V9);
        // make it possible: tag every CE for everybody first
        let all: Vec<usize> = (0..before.inventory.ces.len()).collect();
        let vos = (0..before.inventory.vos.len()).collect();
        let ready = before.after(&before.plan(&all, &Request::new(What::Tag, vos)));
        let plan = ready.plan(&all, &Request::new(What::Collapse, Vec::new()));
        let after = ready.after(&plan);
        for part in &plan.ces {
            let ce: &Ce = &after.inventory.ces[part.ce];
            match &part.vos[0].outcome {
                Outcome::LeftOut(Why::NotReady(_) | Why::NotAdmitted | Why::NoQueues) => {
                    refused += 1;
                }
                Outcome::LeftOut(why) => panic!("{why:?}"),
                Outcome::Changed | Outcome::Already => {
                    let names: Vec<String> =
                        after.inventory.vos.iter().map(|vo| vo.name.clone()).collect();
                    let known = |tag: &&TagAt| {
                        tag.value == TOKEN
                            || vo_of(&tag.value).is_some_and(|vo| names.iter().any(|n| n == vo))
                    };
                    let left: Vec<&TagAt> = ce.tags.iter().filter(known).collect();
                    let wanted = TagAt { value: TOKEN.to_owned(), level: Level::Ce };
                    assert_eq!(left, [&wanted], "seed {} {}", case.seed, ce.path);
                    done += 1;
                }
            }
            let kind = AudienceKind::of_type(ce.ce_type.as_deref(), Rules::V9);
            if kind == AudienceKind::None {
                assert!(matches!(part.vos[0].outcome, Outcome::LeftOut(_)), "{}", ce.path);
            }
        }
        let at = format!("seed {}", case.seed);
        only_what_was_asked(&at, &ready, &after, &plan, &Request::new(What::Collapse, Vec::new()));
    }
    assert!(done > 200 && refused > 200, "{done} {refused}");
}
