//! What is tagged only after the pre-flight has looked at the result.

use dirac_tokens::domain::ce::{RollUp, TokenState};
use dirac_tokens::domain::cs::compare;
use dirac_tokens::domain::tagging::{Prepared, Scope, prepare};

use super::super::installation::{CE, SITE, with_pilots};
use super::{Installation, Outcome, Request, What, Why, request};

fn prepared(installation: &Installation, ces: &[usize], request: &Request) -> Prepared {
    prepare(&installation.tree, &installation.inventory, ces, request).expect("it can be applied")
}

#[test]
fn what_passes_is_tagged_and_its_effect_is_told() {
    let installation = Installation::of(&with_pilots());
    let request = request(What::Tag, &[installation.vo("beta")]);
    let done = prepared(&installation, &[0], &request);
    assert_eq!(done.stops, [], "nothing stops it");
    assert_eq!(done.plan.ces_changed(), 1);
    let [effect] = done.effects.as_slice() else { panic!("{:?}", done.effects) };
    assert!(effect.asked && (effect.ce, effect.vo) == (0, installation.vo("beta")));
    let states = (effect.before.submit, effect.after.submit);
    assert_eq!(states, (RollUp::All(TokenState::Proxy), RollUp::All(TokenState::Token)));
}

#[test]
fn what_would_stop_the_pilots_is_left_out_with_its_path_unless_forced() {
    let cfg = with_pilots().set("/Registry/VO/beta/IdProvider", "Gone");
    let installation = Installation::of(&cfg.without(&format!("{CE}/Tag")));
    let both = [installation.vo("alpha"), installation.vo("beta")];
    let mut request = request(What::Tag, &both);
    let done = prepared(&installation, &[0], &request);
    let [stop] = done.stops.as_slice() else { panic!("{:?}", done.stops) };
    assert_eq!((stop.ce, stop.vo), (0, both[1]));
    assert!(stop.why.contains("/Resources/IdProviders/Gone"), "{}", stop.why);
    assert!(done.leaves_out());
    let outcomes: Vec<&Outcome> = done.plan.ces[0].vos.iter().map(|one| &one.outcome).collect();
    assert_eq!(outcomes[0], &Outcome::Changed, "alpha goes on");
    assert!(matches!(outcomes[1], Outcome::LeftOut(Why::Stopped(_))));
    let edits: Vec<String> = done.plan.step().edits.iter().map(ToString::to_string).collect();
    assert_eq!(edits, [format!("add Token:alpha to {CE}/Tag")]);
    request.force = true;
    let forced = prepared(&installation, &[0], &request);
    assert_eq!((forced.stops.len(), forced.leaves_out()), (1, false), "it is told all the same");
    assert_eq!(forced.plan.step().edits.len(), 2);
}

#[test]
fn untagging_is_stopped_by_nothing() {
    let cfg = with_pilots().set("/Registry/VO/alpha/IdProvider", "Gone");
    let installation = Installation::of(&cfg);
    let done = prepared(&installation, &[0], &request(What::Untag, &[installation.vo("alpha")]));
    assert_eq!((done.stops.len(), done.plan.ces_changed()), (0, 1));
}

#[test]
fn a_sites_tag_is_guarded_at_every_ce_that_it_reaches() {
    let other = format!("{SITE}/CEs/ce03.place.ch");
    let cfg = with_pilots()
        .without(&format!("{CE}/Tag"))
        .without(&format!("{SITE}/CEs/ce02.place.ch"))
        .set(&format!("{other}/CEType"), "AREX")
        .section(&format!("{other}/Queues/nordugrid-slurm-long"));
    let installation = Installation::of(&cfg);
    let alpha = installation.vo("alpha");
    let site = Request { scope: Scope::Site, ..request(What::Tag, &[alpha]) };
    let done = prepared(&installation, &[0], &site);
    assert_eq!((done.stops.len(), done.effects.len()), (0, 2), "{:?}", done.effects);
    let gone = Installation::of(&cfg.set("/Registry/VO/alpha/IdProvider", "Gone"));
    let done = prepared(&gone, &[0], &site);
    assert_eq!(done.stops.len(), 2, "at the CE that was not named, too");
    assert_eq!((done.plan.step().edits.len(), done.effects.len()), (0, 0));
}

#[test]
fn three_hundred_ces_are_three_hundred_options_and_no_more() {
    let cfg = (0..300).fold(with_pilots(), |cfg, number| {
        let ce = format!("/Resources/Sites/LCG/LCG.Large{}.ch/CEs/ce{number}.large.ch", number % 7);
        // some have other tags, some have none
        let cfg =
            if number % 3 == 0 { cfg.set(&format!("{ce}/Tag"), "GPU, WholeNode") } else { cfg };
        cfg.set(&format!("{ce}/CEType"), "HTCondorCE").section(&format!("{ce}/Queues/condor"))
    });
    let installation = Installation::of(&cfg);
    let large = |at: &usize| installation.inventory.ces[*at].name.contains("large");
    let chosen: Vec<usize> = (0..installation.inventory.ces.len()).filter(large).collect();
    let done = prepared(&installation, &chosen, &request(What::Tag, &[installation.vo("beta")]));
    assert_eq!(done.plan.title, "tag 300 CEs for beta");
    assert_eq!((done.effects.len(), done.effects.iter().filter(|e| e.asked).count()), (300, 300));
    let step = done.plan.step();
    let after = installation.tree.edited(&step.edits, None).expect("they can be applied");
    let changes = compare(&installation.tree, &after);
    assert_eq!(changes.len(), 300, "nothing else differs");
    assert!(changes.iter().all(|change| change.path.name() == "Tag"));
}
