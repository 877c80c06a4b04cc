//! The editors' rules: what an IdProvider may be made of, what a VO and a group may name, and where secrets go.

use dirac_tokens::domain::cs::{Edit, judge_edits};
use dirac_tokens::domain::idp::edit::{Edited, NewProvider, add, remove, role, set, snippet, tie};
use dirac_tokens::domain::inventory::Inventory;
use dirac_tokens::domain::layout::Rules;
use dirac_tokens::domain::problem::{Class, Problem};

use super::installation::{Cfg, good};

const IAM: &str = "/Resources/IdProviders/IAM-Alpha";

fn inventory() -> Inventory {
    good().inventory(Rules::V9)
}

fn new() -> NewProvider {
    NewProvider {
        name: "IAM-New".into(),
        provider_type: "IAM".into(),
        issuer: "https://new.example.org".into(),
        scope: Some("openid profile".into()),
        options: Vec::new(),
    }
}

fn lines(edited: &Edited) -> Vec<String> {
    edited.step.edits.iter().map(ToString::to_string).collect()
}

fn options(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The one thing that is wrong with a provider to be made.
fn wrong(change: impl Fn(&mut NewProvider)) -> Problem {
    let mut provider = new();
    change(&mut provider);
    let problems = add(&inventory(), &provider).expect_err("it is refused");
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    problem.clone()
}

#[test]
fn a_provider_is_made_of_its_options_in_order() {
    let provider = NewProvider { options: options(&[("verify", "yes")]), ..new() };
    let edited = add(&inventory(), &provider).expect("it may be made");
    let section = "/Resources/IdProviders/IAM-New";
    assert_eq!(
        lines(&edited),
        [
            format!("set {section}/ProviderType = IAM"),
            format!("set {section}/issuer = https://new.example.org"),
            format!("set {section}/scope = openid profile"),
            format!("set {section}/verify = yes"),
        ]
    );
    let after = good().tree().edited(&edited.step.edits, None).expect("it can be applied");
    let value =
        |name: &str| after.value(&format!("{section}/{name}")).map(std::borrow::Cow::into_owned);
    assert_eq!(value("issuer").as_deref(), Some("https://new.example.org"));
}

#[test]
fn what_breaks_a_rule_is_refused_with_what_would_be_right() {
    for (problem, words) in [
        (wrong(|new| new.name = "IAM Alpha".into()), "letters, digits"),
        (wrong(|new| new.name = "a/b".into()), "letters, digits"),
        (wrong(|new| new.name = "DIRACWeb".into()), "a client of DIRAC's own"),
        (wrong(|new| new.name = "IAM-Alpha".into()), "already"),
        (wrong(|new| new.provider_type = "iam".into()), "It is spelled IAM"),
        (wrong(|new| new.issuer = "http://new.example.org".into()), "https://"),
        (wrong(|new| new.issuer = String::new()), "cannot be an issuer"),
        (wrong(|new| new.scope = Some("openid, profile".into())), "Write it so: openid profile"),
        (wrong(|new| new.options = options(&[("verify", "a\nb")])), "more than one line"),
        (wrong(|new| new.options = options(&[("issuer", "https://new.example.org")])), "twice"),
        (wrong(|new| new.options = options(&[("a/b", "c")])), "letters, digits"),
    ] {
        assert_eq!(problem.class, Class::Usage, "{problem}");
        assert!(problem.to_string().contains(words), "{words}: {problem}");
    }
}

#[test]
fn a_secret_is_never_an_edit_and_never_told() {
    for (name, place) in [
        ("client_secret", "TokenManager"),
        ("client_id", "TokenManager"),
        ("fts_client_secret", "FTS3"),
        ("own_client_secret", "TokenManager"),
        ("Password", "TokenManager"),
    ] {
        let problem = wrong(|new| new.options = options(&[(name, "hush-hush")]));
        assert_eq!((problem.class, problem.subject.as_str()), (Class::Refused, name));
        assert!(problem.remedy.contains(place), "{problem}");
        assert!(!format!("{problem:?}").contains("hush"), "{name}");
        let problems = set(&inventory(), "IAM-Alpha", &options(&[(name, "hush-hush")]));
        assert!(problems.is_err_and(|all| !format!("{all:?}").contains("hush")), "{name}");
        // what the rules of staging refuse is refused here first
        let edit = Edit::Set { path: format!("{IAM}/{name}").as_str().into(), value: "x".into() };
        assert!(judge_edits([&edit]).is_empty() || problem.class == Class::Refused);
    }
}

#[test]
fn a_leaked_secret_may_be_taken_away() {
    let cfg = good().set(&format!("{IAM}/client_secret"), "hush");
    let edited = set(&cfg.inventory(Rules::V9), "IAM-Alpha", &options(&[("client_secret", "")]));
    assert_eq!(lines(&edited.expect("it may go")), [format!("unset {IAM}/client_secret")]);
}

#[test]
fn the_lines_for_the_hosts_own_file_are_cfg_text_with_a_blank_for_the_secret() {
    let text = snippet("IAM-New", Some("dirac-client"));
    let tree = dirac_tokens::domain::cs::parse(text).expect("it is cfg text");
    let value = |name: &str| {
        tree.value(&format!("/Resources/IdProviders/IAM-New/{name}"))
            .map(std::borrow::Cow::into_owned)
    };
    assert_eq!(value("client_id").as_deref(), Some("dirac-client"));
    assert!(value("client_secret").is_some_and(|blank| blank.starts_with('<')));
}

#[test]
fn only_what_differs_is_edited() {
    let pairs = options(&[("scope", "openid profile offline_access"), ("verify", "no")]);
    let edited = set(&inventory(), "IAM-Alpha", &pairs).expect("it may be changed");
    assert_eq!(lines(&edited), [format!("set {IAM}/verify = no")]);
    let gone = set(&inventory(), "IAM-Alpha", &options(&[("scope", ""), ("verify", "")]));
    assert_eq!(lines(&gone.expect("they may go")), [format!("unset {IAM}/scope")]);
    let none = set(&inventory(), "IAM-Alpha", &options(&[("issuer", "")]));
    assert!(none.is_err_and(|all| all[0].message.contains("without its issuer")));
    let missing = set(&inventory(), "Gone", &[]).expect_err("there is none");
    assert!(missing[0].remedy.contains("IAM-Alpha"), "{missing:?}");
}

#[test]
fn two_providers_of_one_issuer_are_said() {
    let pairs = options(&[("issuer", "https://checkin.example.org/")]);
    let edited = set(&inventory(), "IAM-Alpha", &pairs).expect("it may be");
    assert!(edited.notes.iter().any(|note| note.contains("CheckIn-Beta")), "{:?}", edited.notes);
    assert!(edited.notes.iter().any(|note| note.contains("slash")), "{:?}", edited.notes);
}

#[test]
fn a_provider_that_vos_name_stays_unless_forced() {
    let problem = remove(&inventory(), "IAM-Alpha", false).expect_err("alpha names it");
    assert_eq!(problem.class, Class::Refused);
    assert!(problem.message.contains("alpha"), "{problem}");
    let forced = remove(&inventory(), "IAM-Alpha", true).expect("insisted");
    assert_eq!(lines(&forced), [format!("remove section {IAM}")]);
    assert!(forced.notes[0].contains("alpha"));
    let unused: Cfg = good().without("/Registry/VO/alpha/IdProvider");
    assert!(remove(&unused.inventory(Rules::V9), "IAM-Alpha", false).is_ok());
}

#[test]
fn a_vo_names_a_provider_that_there_is() {
    let edited = tie(&inventory(), "alpha", "CheckIn-Beta").expect("both are there");
    assert_eq!(lines(&edited), ["set /Registry/VO/alpha/IdProvider = CheckIn-Beta"]);
    assert!(edited.notes[0].contains("leaves IAM-Alpha"), "{:?}", edited.notes);
    let same = tie(&inventory(), "alpha", "IAM-Alpha").expect("it is so");
    assert!(same.step.edits.is_empty());
    for (vo, name, words) in
        [("alpha", "Gone", "no IdProvider Gone"), ("gone", "IAM-Alpha", "no VO gone")]
    {
        let problem = tie(&inventory(), vo, name).expect_err("one is not there");
        assert!(problem.message.contains(words), "{problem}");
    }
    let plain = good().set("/Resources/IdProviders/Plain/issuer", "https://plain.example.org");
    let edited = tie(&plain.inventory(Rules::V9), "beta", "Plain").expect("both are there");
    assert!(edited.notes.iter().any(|note| note.contains("no scopes")), "{:?}", edited.notes);
}

#[test]
fn a_groups_scopes_are_split_at_blanks() {
    let path = "/Registry/Groups/alpha_user/IdPRole";
    let edited = role(&inventory(), "alpha_user", " wlcg.groups:/a   wlcg.groups:/b ").unwrap();
    assert_eq!(lines(&edited), [format!("set {path} = wlcg.groups:/a wlcg.groups:/b")]);
    let problem = role(&inventory(), "alpha_user", "a,b").expect_err("a comma");
    assert!(problem.remedy.contains("a b"), "{problem}");
    let with = good().set(path, "a b").inventory(Rules::V9);
    assert!(role(&with, "alpha_user", "a  b").unwrap().step.edits.is_empty());
    assert_eq!(lines(&role(&with, "alpha_user", "").unwrap()), [format!("unset {path}")]);
    assert!(role(&inventory(), "gone", "a").is_err());
}
