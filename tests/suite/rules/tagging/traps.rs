//! Each trap of tags by itself: what is edited, what is said, what is left alone.

use std::collections::BTreeMap;

use dirac_tokens::domain::tagging::Scope;

use super::super::installation::{CE, Cfg, QUEUE, SITE, good};
use super::{CePlan, Installation, Note, Outcome, Plan, Request, What, Why, request};

const SSH: usize = 1;
const AREX: usize = 0;

fn at(base: &str, below: &str) -> String {
    format!("{base}{below}")
}

/// The edits as lines.
fn lines(plan: &Plan) -> Vec<String> {
    plan.step().edits.iter().map(ToString::to_string).collect()
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn only(plan: &Plan) -> &CePlan {
    let [part] = plan.ces.as_slice() else { panic!("{plan:?}") };
    part
}

fn outcomes(part: &CePlan) -> Vec<&Outcome> {
    part.vos.iter().map(|one| &one.outcome).collect()
}

/// What is done at the AREX CE of this configuration for these VOs.
fn done(cfg: &Cfg, what: What, vos: &[&str], change: impl Fn(&mut Request)) -> Plan {
    let installation = Installation::of(cfg);
    let vos: Vec<usize> = vos.iter().map(|name| installation.vo(name)).collect();
    let mut request = request(what, &vos);
    change(&mut request);
    installation.plan(&[AREX], &request)
}

fn plain(_: &mut Request) {}

#[test]
fn a_vo_is_added_and_every_other_tag_stays() {
    let plan = done(&good(), What::Tag, &["beta"], plain);
    assert_eq!(lines(&plan), [format!("add Token:beta to {CE}/Tag")]);
    assert_eq!((only(&plan).notes.as_slice(), plan.title.as_str()), (&[][..], "tag 1 CE for beta"));
    let plan = done(&good(), What::Untag, &["alpha"], plain);
    assert_eq!(lines(&plan), [format!("take Token:alpha out of {CE}/Tag")]);
}

#[test]
fn what_is_so_already_is_no_edit() {
    for cfg in [
        good(),
        good().set(&at(CE, "/Tag"), "GPU, Token"),
        good().set(&at(QUEUE, "/Tag"), "Token:alpha"),
    ] {
        let plan = done(&cfg, What::Tag, &["alpha"], plain);
        assert_eq!((lines(&plan), outcomes(only(&plan))), (vec![], vec![&Outcome::Already]));
    }
    let plan = done(&good(), What::Untag, &["beta"], plain);
    assert_eq!((lines(&plan), outcomes(only(&plan))), (vec![], vec![&Outcome::Already]));
    assert_eq!(plan.ces_changed(), 0);
}

#[test]
fn a_new_tag_of_the_ce_carries_the_sites_tags_that_it_hides() {
    let cfg = good().without(&at(CE, "/Tag")).set(&at(SITE, "/CEs/Tag"), "GPU, Token:alpha");
    let plan = done(&cfg, What::Tag, &["beta"], plain);
    let adds = ["GPU", "Token:alpha", "Token:beta"].map(|tag| format!("add {tag} to {CE}/Tag"));
    assert_eq!(lines(&plan), adds);
    let notes = &only(&plan).notes;
    assert!(notes.contains(&Note::SiteCarried(strings(&["GPU", "Token:alpha"]))));
    assert!(notes.contains(&Note::ManageFollows(strings(&["alpha"]))), "{notes:?}");
}

#[test]
fn what_the_site_gives_is_taken_away_at_the_ce_by_a_tag_of_its_own() {
    let cfg = good().without(&at(CE, "/Tag")).set(&at(SITE, "/CEs/Tag"), "GPU, Token:alpha");
    let plan = done(&cfg, What::Untag, &["alpha"], plain);
    assert_eq!(lines(&plan), [format!("add GPU to {CE}/Tag")]);
    let cfg = cfg.set(&at(SITE, "/CEs/Tag"), "Token:alpha");
    let plan = done(&cfg, What::Untag, &["alpha"], plain);
    assert_eq!(lines(&plan), [format!("set {CE}/Tag = ")], "an empty one hides it as well");
}

#[test]
fn a_site_tag_that_pilot_manager_does_not_read_is_not_enough_at_the_ce() {
    let cfg = good().without(&at(CE, "/Tag")).set(&at(SITE, "/CEs/Tag"), "Token:alpha");
    let plan = done(&cfg, What::Tag, &["alpha"], plain);
    assert_eq!(lines(&plan), [format!("add Token:alpha to {CE}/Tag")]);
}

#[test]
fn plain_token_is_narrowed_only_where_that_is_agreed_to() {
    let cfg = good().set(&at(CE, "/Tag"), "GPU, Token");
    let plan = done(&cfg, What::Untag, &["alpha"], plain);
    let why = Outcome::LeftOut(Why::PlainToken(strings(&["beta"])));
    assert_eq!((lines(&plan), outcomes(only(&plan))), (vec![], vec![&why]));
    let plan = done(&cfg, What::Untag, &["alpha"], |request| request.narrow = true);
    assert_eq!(
        lines(&plan),
        [format!("take Token out of {CE}/Tag"), format!("add Token:beta to {CE}/Tag")]
    );
    assert!(only(&plan).notes.contains(&Note::Narrowed(strings(&["beta"]))));
    let both = done(&cfg, What::Untag, &["alpha", "beta"], plain);
    assert_eq!(lines(&both), [format!("take Token out of {CE}/Tag")], "nobody is left to name");
}

#[test]
fn a_tag_of_one_vo_beside_token_goes_with_it() {
    let cfg = good().set(&at(CE, "/Tag"), "Token, Token:alpha, Token:beta");
    let plan = done(&cfg, What::Untag, &["alpha"], |request| request.narrow = true);
    assert_eq!(
        lines(&plan),
        [format!("take Token out of {CE}/Tag"), format!("take Token:alpha out of {CE}/Tag")]
    );
}

#[test]
fn an_empty_tag_is_filled_and_said() {
    let cfg = good().set(&at(CE, "/Tag"), "").set(&at(SITE, "/CEs/Tag"), "GPU");
    let plan = done(&cfg, What::Tag, &["alpha"], plain);
    assert_eq!(lines(&plan), [format!("add Token:alpha to {CE}/Tag")], "GPU stays hidden");
    assert_eq!(only(&plan).notes, [Note::EmptyFilled]);
}

#[test]
fn the_last_tag_takes_the_option_with_it_unless_it_hides_something() {
    let cfg = good().set(&at(CE, "/Tag"), "Token:alpha");
    let plan = done(&cfg, What::Untag, &["alpha"], plain);
    assert_eq!(lines(&plan), [format!("unset {CE}/Tag")]);
    assert_eq!(only(&plan).notes, [Note::OptionGoes]);
    for (path, value) in
        [(at(SITE, "/CEs/Tag"), "GPU"), ("/Resources/Computing/AREX/Tag".into(), "Token")]
    {
        let plan = done(&cfg.clone().set(&path, value), What::Untag, &["alpha"], plain);
        assert_eq!(lines(&plan), [format!("take Token:alpha out of {CE}/Tag")], "{path}");
        assert_eq!(only(&plan).notes, [Note::EmptyStays], "{path}");
    }
}

#[test]
fn near_misses_of_what_is_wanted_are_replaced() {
    for wrong in ["token", "Token :alpha", "Token:Alpha", "Tokenalpha"] {
        let plan = done(
            &good().set(&at(CE, "/Tag"), &format!("GPU, {wrong}")),
            What::Tag,
            &["alpha"],
            plain,
        );
        let wanted =
            [format!("take {wrong} out of {CE}/Tag"), format!("add Token:alpha to {CE}/Tag")];
        assert_eq!(lines(&plan), wanted);
        let note = Note::Repaired { from: wrong.to_owned(), to: "Token:alpha".to_owned() };
        assert_eq!(only(&plan).notes, [note]);
    }
    let plan = done(&good().set(&at(CE, "/Tag"), "Token :beta"), What::Tag, &["alpha"], plain);
    assert_eq!(lines(&plan), [format!("add Token:alpha to {CE}/Tag")], "beta was not asked about");
}

#[test]
fn a_queue_can_only_add() {
    let queue = |request: &mut Request| request.scope = Scope::Queue;
    let cfg = good().set(&at(QUEUE, "/Tag"), "Token:beta");
    let plan = done(&cfg, What::Untag, &["alpha", "beta"], queue);
    assert_eq!(lines(&plan), [format!("unset {QUEUE}/Tag")]);
    let above = Outcome::LeftOut(Why::FromAbove(Scope::Ce));
    assert_eq!(outcomes(only(&plan)), [&above, &Outcome::Changed]);
    let plan = done(&good(), What::Tag, &["alpha", "beta"], queue);
    assert_eq!(
        lines(&plan),
        [format!("add Token:beta to {QUEUE}/Tag")],
        "alpha has it from the CE"
    );
    let site = good().without(&at(CE, "/Tag")).set(&at(SITE, "/CEs/Tag"), "Token:alpha");
    let plan = done(&site, What::Untag, &["alpha"], queue);
    assert_eq!(outcomes(only(&plan)), [&Outcome::LeftOut(Why::FromAbove(Scope::Site))]);
    let plan = done(&site, What::Tag, &["alpha"], queue);
    assert_eq!(lines(&plan), [format!("add Token:alpha to {QUEUE}/Tag")], "for PilotManager");
}

#[test]
fn untagging_a_ce_reaches_its_queues() {
    let cfg = good().set(&at(QUEUE, "/Tag"), "GPU, Token:alpha");
    let plan = done(&cfg, What::Untag, &["alpha"], plain);
    let takes = [CE, QUEUE].map(|path| format!("take Token:alpha out of {path}/Tag"));
    assert_eq!(lines(&plan), takes);
}

#[test]
fn defaults_of_the_type_that_are_no_longer_read_are_said() {
    let cfg = good().without(&at(CE, "/Tag")).set("/Resources/Computing/AREX/Tag", "Token:beta");
    for scope in [Scope::Ce, Scope::Queue] {
        let plan = done(&cfg, What::Tag, &["alpha"], |request| request.scope = scope);
        let notes = &only(&plan).notes;
        assert_eq!(notes, &[Note::DefaultsHidden(strings(&["beta"]))], "{scope:?}");
    }
    let plan = done(&cfg, What::Untag, &["beta"], plain);
    assert_eq!(only(&plan).notes, [Note::DefaultsStay(strings(&["beta"]))]);
    assert_eq!(outcomes(only(&plan)), [&Outcome::Already]);
}

#[test]
fn ces_that_do_not_admit_the_vo_are_left_out_unless_asked_for() {
    let cfg = good().set(&at(CE, "/VO"), "alpha");
    let plan = done(&cfg, What::Tag, &["beta"], plain);
    assert_eq!(outcomes(only(&plan)), [&Outcome::LeftOut(Why::NotAdmitted)]);
    let plan = done(&cfg, What::Tag, &["beta"], |request| request.unadmitted = true);
    assert_eq!(lines(&plan), [format!("add Token:beta to {CE}/Tag")]);
}

#[test]
fn a_type_without_audience_is_left_out_unless_forced() {
    let installation = Installation::of(&good());
    let mut request = request(What::Tag, &[installation.vo("beta")]);
    let plan = installation.plan(&[SSH], &request);
    assert_eq!(outcomes(only(&plan)), [&Outcome::LeftOut(Why::NoAudience("SSH".into()))]);
    request.force = true;
    assert_eq!(installation.plan(&[SSH], &request).ces_changed(), 1);
    let none = Installation::of(&good().without(&at(CE, "/CEType")));
    request.force = false;
    let plan = none.plan(&[AREX], &request);
    assert_eq!(outcomes(only(&plan)), [&Outcome::LeftOut(Why::NoType)]);
}

#[test]
fn a_type_of_an_extension_is_tagged_and_said_to_be_unknown() {
    let plan = done(&good().set(&at(CE, "/CEType"), "Own"), What::Tag, &["beta"], plain);
    assert_eq!(only(&plan).notes, [Note::ForeignType("Own".into())]);
    assert_eq!(plan.ces_changed(), 1);
}

#[test]
fn what_a_pre_flight_stops_is_left_out_unless_forced() {
    let stop = |request: &mut Request| {
        request.stopped = BTreeMap::from([((AREX, 1), "No provider.".to_owned())]);
    };
    let plan = done(&good(), What::Tag, &["beta"], stop);
    assert_eq!(outcomes(only(&plan)), [&Outcome::LeftOut(Why::Stopped("No provider.".into()))]);
    assert!(plan.any_stopped() && plan.step().edits.is_empty());
    let plan = done(&good(), What::Tag, &["beta"], |request| {
        stop(request);
        request.force = true;
    });
    assert!(!plan.any_stopped() && plan.ces_changed() == 1);
}

#[test]
fn a_site_is_tagged_once_and_says_whom_else_it_reaches() {
    let site = |request: &mut Request| request.scope = Scope::Site;
    let third = at(SITE, "/CEs/ce03.place.ch");
    let cfg = good()
        .without(&at(CE, "/Tag"))
        .without(&at(SITE, "/CEs/ce02.place.ch"))
        .set(&at(&third, "/CEType"), "HTCondorCE")
        .section(&at(&third, "/Queues/condor"));
    let plan = done(&cfg, What::Tag, &["alpha"], site);
    assert_eq!(lines(&plan), [format!("add Token:alpha to {SITE}/CEs/Tag")]);
    let beside = Note::AlsoAt(strings(&["ce03.place.ch"]));
    assert_eq!(only(&plan).notes, [beside, Note::SiteForDirectorOnly]);
    assert_eq!(plan.title, "tag 1 CE for alpha at the site");
    // its own Tag hides the site's
    let plan = done(&cfg.clone().set(&at(CE, "/Tag"), ""), What::Tag, &["alpha"], site);
    assert_eq!(outcomes(only(&plan)), [&Outcome::LeftOut(Why::SiteHidden)]);
    // an SSH CE would inherit it
    let ssh = cfg.set(&at(&third, "/CEType"), "SSH");
    let plan = done(&ssh, What::Tag, &["alpha"], site);
    let company = Why::Company(strings(&["ce03.place.ch"]));
    assert_eq!(outcomes(only(&plan)), [&Outcome::LeftOut(company)]);
}

#[test]
fn a_ce_is_collapsed_where_every_vo_uses_tokens() {
    let plan = done(&good(), What::Collapse, &[], plain);
    let why = Outcome::LeftOut(Why::NotReady(strings(&["beta"])));
    assert_eq!(outcomes(only(&plan)), [&why]);
    let cfg = good().set(&at(CE, "/Tag"), "Token:alpha, GPU").set(&at(QUEUE, "/Tag"), "Token:beta");
    let plan = done(&cfg, What::Collapse, &[], plain);
    assert_eq!(
        lines(&plan),
        [
            format!("take Token:alpha out of {CE}/Tag"),
            format!("add Token to {CE}/Tag"),
            format!("unset {QUEUE}/Tag"),
        ]
    );
    assert_eq!(only(&plan).notes, [Note::OptionGoes, Note::LaterVos]);
    assert_eq!(plan.title, "collapse 1 CE to Token");
    let one = good().set(&at(CE, "/VO"), "alpha");
    assert_eq!(done(&one, What::Collapse, &[], plain).ces_changed(), 1, "one VO is every VO");
    let plain_already = good().set(&at(CE, "/Tag"), "Token");
    let plan = done(&plain_already, What::Collapse, &[], plain);
    assert_eq!(outcomes(only(&plan)), [&Outcome::Already]);
}

#[test]
fn a_vo_whose_name_no_list_can_hold_is_left_out() {
    let cfg = good().set("/Registry/VO/odd, name/IdProvider", "IAM-Alpha");
    let plan = done(&cfg, What::Tag, &["odd, name"], plain);
    assert_eq!(outcomes(only(&plan)), [&Outcome::LeftOut(Why::Name)]);
}

#[test]
fn ces_that_are_none_and_ces_named_twice_are_no_trouble() {
    let installation = Installation::of(&good());
    let request = request(What::Tag, &[installation.vo("beta"), 99, installation.vo("beta")]);
    let plan = installation.plan(&[AREX, 99, AREX], &request);
    assert_eq!((plan.ces.len(), only(&plan).vos.len()), (1, 1));
    assert_eq!(plan.step().edits.len(), 1);
}

#[test]
fn everything_has_its_sentence() {
    let notes = [
        Note::SiteCarried(strings(&["GPU"])),
        Note::ManageFollows(strings(&["a"])),
        Note::DefaultsHidden(strings(&["a"])),
        Note::Repaired { from: "token".into(), to: "Token:a".into() },
        Note::EmptyFilled,
        Note::EmptyStays,
        Note::OptionGoes,
        Note::SiteForDirectorOnly,
        Note::AlsoAt(strings(&["ce"])),
        Note::Narrowed(strings(&["a"])),
        Note::LaterVos,
        Note::ForeignType("X".into()),
        Note::DefaultsStay(strings(&["a"])),
    ];
    let whys = [
        Why::Name,
        Why::NoAudience("SSH".into()),
        Why::NoType,
        Why::NoQueues,
        Why::NotAdmitted,
        Why::PlainToken(strings(&["a"])),
        Why::FromAbove(Scope::Ce),
        Why::SiteHidden,
        Why::Company(strings(&["ce"])),
        Why::Stopped("No provider.".into()),
        Why::NotReady(strings(&["a"])),
    ];
    let said = notes.iter().map(|note| (note.id(), note.words()));
    let said: Vec<_> = said.chain(whys.iter().map(|why| (why.id(), why.words()))).collect();
    for (id, words) in &said {
        assert!(words.ends_with('.') && !words.contains('!'), "{id}: {words}");
    }
    let ids: std::collections::BTreeSet<_> = said.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), said.len(), "every id once");
}
