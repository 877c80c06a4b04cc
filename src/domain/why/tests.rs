use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::domain::cs;
use crate::domain::inventory::Context;
use crate::domain::layout::Rules;
use crate::domain::secret::Fingerprint;
use crate::domain::token::ListedToken;

/// One line an option: `path = value`.
const GOOD: &str = "
/Registry/Users/ada/DN = /CN=Ada, /O=DIRAC/CN=id-ada
/Registry/Users/ben/DN = /CN=Ben, /O=DIRAC/CN=id-ben
/Registry/Groups/alpha_user/Users = ada, ben
/Registry/Groups/alpha_user/VO = alpha
/Registry/Groups/service/Users = ben
/Registry/Groups/service/Properties = FullDelegation
/Registry/VO/alpha/IdProvider = IAM
/Resources/IdProviders/IAM/ProviderType = IAM
/Resources/IdProviders/IAM/issuer = https://iam.example
";

/// A cfg of such lines.
fn inventory(lines: &str) -> Inventory {
    let lines: Vec<(Vec<&str>, &str)> = lines
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(path, value)| (path.split('/').skip(1).collect(), value))
        .collect();
    let mut text = String::new();
    nest(&lines.iter().collect::<Vec<_>>(), 0, &mut text);
    Inventory::build(&cs::parse(text).unwrap(), &Context { rules: Rules::V9 })
}

/// Writes what stands at one level, each section once.
fn nest(lines: &[&(Vec<&str>, &str)], level: usize, text: &mut String) {
    let mut done: Vec<&str> = Vec::new();
    for (path, value) in lines {
        let name = path[level];
        if path.len() == level + 1 {
            writeln!(text, "{name} = {value}").unwrap();
        } else if !done.contains(&name) {
            done.push(name);
            let inside =
                |line: &&&(Vec<&str>, &str)| line.0.len() > level + 1 && line.0[level] == name;
            let below: Vec<_> = lines.iter().filter(inside).copied().collect();
            writeln!(text, "{name}\n{{").unwrap();
            nest(&below, level + 1, text);
            text.push_str("}\n");
        }
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

const NOW: i64 = 1_795_230_724;

fn row(provider: &str, refresh_left: i64) -> ListedToken {
    ListedToken {
        id: Some(17),
        user: Some("ada".into()),
        user_id: "id-ada".into(),
        provider: provider.into(),
        scopes: Vec::new(),
        access_expires: Some(at(NOW - 60)),
        refresh_expires: Some(at(NOW + refresh_left)),
        issued: None,
        client_id: None,
        access: Some(Fingerprint::of(b"a")),
        refresh: Some(Fingerprint::of(b"r")),
    }
}

fn why(lines: &str, user: &str, group: Option<&str>, rows: &Rows) -> Chain {
    let question = Question { user, group, rows, caller: None, now: at(NOW) };
    explain(&question, &inventory(lines))
}

fn good_rows() -> Rows {
    Rows::Listed(vec![row("IAM", 3_600)])
}

/// `id` of the first failing link, its evidence and where it stands.
fn broken(chain: &Chain) -> String {
    chain.broken().map_or_else(
        || "nothing".into(),
        |link| {
            assert!(!link.consequence.is_empty() && !link.remedy.is_empty(), "{link:?}");
            format!("{}: {} [{}]", link.id, link.evidence, link.path)
        },
    )
}

#[test]
fn a_sound_chain_holds_from_end_to_end_and_names_what_it_is_told_from() {
    let chain = why(GOOD, "ada", None, &good_rows());
    assert_eq!(chain.count(), "12 hold, 0 fail, 0 unknown");
    let ids: Vec<&str> = chain.links.iter().map(|link| link.id).collect();
    let wanted = [
        "user",
        "suspended",
        "dns",
        "token_ids",
        "group",
        "vo",
        "id_provider",
        "provider",
        "scopes",
        "stored_row",
        "refresh",
        "get_token",
    ];
    assert_eq!(ids, wanted);
    for (n, link) in (1..).zip(&chain.links) {
        assert_eq!(link.n, n);
        assert!(!link.evidence.is_empty() && !link.path.is_empty() && !link.title().is_empty());
    }
    assert_eq!(chain.links[6].evidence, "IdProvider = IAM");
    assert_eq!(chain.links[6].path, "/Registry/VO/alpha/IdProvider");
    assert_eq!(chain.links[11].evidence, "getToken may be called by members of service.");
}

fn without(line: &str) -> String {
    let kept = GOOD.lines().filter(|known| !known.starts_with(line));
    kept.collect::<Vec<_>>().join("\n")
}

fn with(line: &str) -> String {
    format!("{GOOD}{line}\n")
}

/// A configuration, a user, a group, rows, and what the chain breaks at.
type Fault<'a> = (String, &'a str, Option<&'a str>, &'a Rows, &'a str);

fn assert_broken(faults: &[Fault<'_>]) {
    for (lines, user, group, rows, wanted) in faults {
        let chain = why(lines, user, *group, rows);
        let said = broken(&chain);
        assert!(said.starts_with(wanted), "{wanted}: {said}");
        assert_eq!(chain.links.len(), 12, "{wanted}");
    }
}

#[test]
fn each_fault_of_the_registry_breaks_the_chain_at_its_own_link() {
    let all = good_rows();
    assert_broken(&[
        (GOOD.to_owned(), "adam", None, &all, "user: The Registry has no user"),
        (
            with("/Registry/Users/ada/Suspended = alpha"),
            "ada",
            None,
            &all,
            "suspended: Suspended = alpha [/Registry/Users/ada/Suspended]",
        ),
        (
            with("/Registry/Users/cleo/Email = c@example\n/Registry/Groups/beta/Users = cleo"),
            "cleo",
            None,
            &all,
            "dns: There is no DN. [/Registry/Users/cleo/DN]",
        ),
        (
            with("/Registry/Users/dora/DN = /CN=Dora\n/Registry/Groups/beta/Users = dora"),
            "dora",
            None,
            &all,
            "token_ids: No DN begins with /O=DIRAC/CN=",
        ),
        (
            with("/Registry/Users/twin/DN = /O=DIRAC/CN=id-ada"),
            "twin",
            None,
            &all,
            "token_ids: The token id id-ada is also that of user ada. [/Registry/Users/twin/DN]",
        ),
        (
            GOOD.to_owned(),
            "ada",
            Some("service"),
            &all,
            "group: ada is not among the users of service.",
        ),
        (GOOD.to_owned(), "ada", Some("nogroup"), &all, "group: The Registry has no group"),
        (
            without("/Registry/Groups/alpha_user/Users"),
            "ada",
            None,
            &all,
            "group: ada is in no group. [/Registry/Groups]",
        ),
    ]);
}

#[test]
fn each_fault_behind_the_group_breaks_the_chain_at_its_own_link() {
    let all = good_rows();
    assert_broken(&[
        (
            without("/Registry/Groups/alpha_user/VO"),
            "ada",
            None,
            &all,
            "vo: Group alpha_user belongs to no VO. [/Registry/Groups/alpha_user/VO]",
        ),
        (
            without("/Registry/VO/alpha"),
            "ada",
            None,
            &all,
            "id_provider: VO alpha is not tied to any IdProvider. [/Registry/VO/alpha/IdProvider]",
        ),
        (
            without("/Resources/IdProviders/IAM"),
            "ada",
            None,
            &all,
            "provider: IdProvider IAM is not defined. [/Resources/IdProviders/IAM]",
        ),
        (
            without("/Resources/IdProviders/IAM/issuer"),
            "ada",
            None,
            &all,
            "provider: IAM has no issuer. [/Resources/IdProviders/IAM/issuer]",
        ),
        (
            GOOD.replace("ProviderType = IAM", "ProviderType = OAuth2"),
            "ada",
            None,
            &all,
            "scopes: No scope is set for group alpha_user",
        ),
        (
            with("/Registry/Groups/alpha_user/IdPRole = a,b"),
            "ada",
            None,
            &all,
            "scopes: IdPRole = a,b [/Registry/Groups/alpha_user/IdPRole]",
        ),
        (
            GOOD.to_owned(),
            "ada",
            None,
            &Rows::Listed(Vec::new()),
            "stored_row: No row of this user at IAM, nor at any other provider.",
        ),
        (
            GOOD.to_owned(),
            "ada",
            None,
            &Rows::Listed(vec![row("CheckIn", 60)]),
            "stored_row: No row of this user at IAM, but at CheckIn. [TokenDB]",
        ),
        (
            GOOD.to_owned(),
            "ada",
            None,
            &Rows::Listed(vec![row("IAM", -60), row("CheckIn", 60)]),
            "refresh: The refresh token ended 2026-11-21T",
        ),
        (
            without("/Registry/Groups/service/Properties"),
            "ada",
            None,
            &all,
            "get_token: No group has FullDelegation or LimitedDelegation",
        ),
    ]);
}

#[test]
fn what_is_behind_a_broken_link_says_that_it_was_not_looked_at() {
    let chain = why(GOOD, "adam", None, &good_rows());
    assert_eq!(chain.count(), "1 holds, 1 fails, 10 unknown");
    assert_eq!(chain.untold().count(), 0);
    assert!(chain.links[3].evidence.contains("there has to be a user"));
    // a name that was typed may be a token: it is quoted nowhere
    let chain = why(GOOD, "eyJhbGciOi", Some("eyJhbGciOi"), &good_rows());
    assert!(!format!("{chain:?}").contains("eyJ"));
}

#[test]
fn rows_that_nobody_told_are_unknown_with_the_reason_and_not_absent() {
    let rows = Rows::Untold { reason: "You may not.".into(), remedy: "Ask.".into() };
    let chain = why(GOOD, "ada", None, &rows);
    assert!(chain.broken().is_none());
    let untold: Vec<&Link> = chain.untold().collect();
    assert_eq!((untold.len(), untold[0].id), (1, "stored_row"));
    assert_eq!((untold[0].evidence.as_str(), untold[0].remedy.as_str()), ("You may not.", "Ask."));
}

#[test]
fn without_a_group_the_one_is_taken_that_dirac_takes() {
    let more = format!(
        "{GOOD}/Registry/Groups/aaa/Users = ada\n/Registry/Groups/aaa/VO = alpha\n/Registry/Groups/zzz/Users = ada\n"
    );
    let group = |lines: &str| why(lines, "ada", None, &good_rows()).group.unwrap();
    assert_eq!(group(&more), "aaa", "the first by name");
    let registry = format!("{more}/Registry/DefaultGroup = service, alpha_user\n");
    assert_eq!(group(&registry), "alpha_user", "the first that the user is in");
    let own = format!("{registry}/Registry/Users/ada/DefaultGroup = service, zzz\n");
    assert_eq!(group(&own), "zzz");
    let chain = why(&own, "ada", None, &good_rows());
    assert!(chain.links[4].evidence.contains("/Registry/Users/ada/DefaultGroup"));
    let plain = format!("{more}/Registry/Groups/user/Users = ada\n");
    assert_eq!(group(&plain), "user", "the default of the default");
}

#[test]
fn a_suspension_elsewhere_does_not_break_the_chain() {
    let chain =
        why(&format!("{GOOD}/Registry/Users/ada/Suspended = beta\n"), "ada", None, &good_rows());
    assert!(chain.broken().is_none());
    assert_eq!(chain.links[1].evidence, "Suspended = beta, but not in alpha.");
}

fn about() -> About {
    About {
        installation: "cs.example".into(),
        server: "https://cs.example:9135/Configuration/Server".into(),
        version: "2026-11-21 03:12:04".into(),
        asked_by: "ben @ service".into(),
        at: at(NOW),
    }
}

#[test]
fn the_report_fits_a_ticket() {
    let rows = Rows::Listed(vec![row("IAM", -60)]);
    let text = report(&why(GOOD, "ada", None, &rows), &about());
    assert!(text.starts_with("tokens of      ada\nin group       alpha_user\n"), "{text}");
    assert!(text.contains("\n11. FAILS: its refresh token is in time\n"), "{text}");
    assert!(text.contains("\n    consequence  DIRAC takes the row for nothing"), "{text}");
    assert!(text.contains("outcome        11 hold, 1 fails, 0 unknown"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 90), "{text}");
}

#[test]
fn nothing_hostile_and_no_secret_reaches_a_report() {
    let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
    let lines = GOOD
        .replace("issuer = https://iam.example", &format!("issuer = https://iam.example/{jwt}"))
        .replace("/CN=Ada", "/CN=A\u{1b}[2J\u{202e}da");
    let rows = Rows::Untold { reason: format!("token={jwt}"), remedy: String::new() };
    let text = report(&why(&lines, "ada", None, &rows), &about());
    assert!(!text.contains("eyJ"), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    assert!(!text.contains('\u{202e}'), "{text:?}");
    assert!(text.contains("/O=DIRAC/CN=id-ada"), "a DN stays: {text}");
}

proptest! {
    #[test]
    fn whatever_is_missing_the_chain_is_whole(mask in prop::collection::vec(any::<bool>(), 10), group in prop::option::of("alpha_user|service|x")) {
        let lines: Vec<&str> = GOOD.lines().filter(|line| !line.is_empty()).zip(mask.iter().chain(std::iter::repeat(&true))).filter(|(_, keep)| **keep).map(|(line, _)| line).collect();
        let chain = why(&lines.join("\n"), "ada", group.as_deref(), &good_rows());
        prop_assert_eq!(chain.links.len(), 12);
        for link in &chain.links {
            prop_assert!(!link.evidence.is_empty());
            prop_assert_eq!(link.state == State::Fails, !link.consequence.is_empty());
        }
        let text = report(&chain, &about());
        prop_assert!(text.contains("outcome"));
    }
}
