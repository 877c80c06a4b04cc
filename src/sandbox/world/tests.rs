//! That the world is what the manual says of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Size, content};
use crate::domain::ce::Level;
use crate::domain::cs::{Tree, parse};
use crate::domain::inventory::{Context, Inventory};
use crate::domain::layout::Rules;
use crate::domain::lint::Severity;
use crate::sandbox::content::{Content, HOST_DN, Places, StoredToken};

fn now() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

fn places() -> Places {
    Places {
        master: "https://localhost:29135/Configuration/Server".into(),
        worker: "https://localhost:28443/Configuration/Server".into(),
        token_manager: "https://localhost:28443/Framework/TornadoTokenManager".into(),
        issuers: [1, 2, 3].map(|n| format!("https://localhost:2855{n}")),
    }
}

fn world(size: &Size) -> Content {
    content(size, &places(), now())
}

fn tree(content: &Content) -> Tree {
    parse(content.cs.clone()).unwrap()
}

fn inventory(content: &Content) -> Inventory {
    Inventory::build(&tree(content), &Context { rules: Rules::V9 })
}

#[test]
fn the_lints_find_the_planted_faults_and_nothing_else() {
    for (sites, seed) in [(None, 0), (None, 1), (Some(40), 20_261_121)] {
        let content = world(&Size { sites, seed, ..Size::default() });
        let inventory = inventory(&content);
        let found: Vec<(&str, &str, Severity)> = inventory
            .all_findings()
            .map(|finding| (finding.id, finding.source.as_str(), finding.severity))
            .collect();
        let (info, found): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(.., severity)| *severity == Severity::Info);
        // what is worth knowing of any installation, with nothing wrong in it
        let known = BTreeSet::from(["group-without-vo", "users-without-token-id"]);
        assert_eq!(info.iter().map(|(id, ..)| *id).collect::<BTreeSet<_>>(), known, "seed {seed}");
        let count = found.len();
        let found: BTreeSet<(&str, &str)> =
            found.into_iter().map(|(id, source, _)| (id, source)).collect();
        let planted = BTreeSet::from([
            ("secret-in-remote-cs", "/Resources/IdProviders/OAuth2-Astro/client_secret"),
            ("site-tag-hidden", "/Resources/Sites/LCG/LCG.Dresden.de/CEs/ce04.dresden.example/Tag"),
            ("tag-near-miss", "/Resources/Sites/LCG/LCG.Exeter.uk/CEs/arc03.exeter.example/Tag"),
            ("vo-provider-missing", "/Registry/VO/geovo/IdProvider"),
        ]);
        assert_eq!(found, planted, "seed {seed}");
        assert_eq!(count, planted.len(), "each once");
    }
}

#[test]
fn the_leaked_secret_is_one_that_the_issuer_takes() {
    let content = world(&Size::default());
    let option = "/Resources/IdProviders/OAuth2-Astro/client_secret";
    let leaked = tree(&content).value(option).map(std::borrow::Cow::into_owned);
    let astro = content.issuers.iter().find(|issuer| issuer.provider == "OAuth2-Astro").unwrap();
    assert!(leaked.is_some());
    assert_eq!(leaked, astro.clients[0].secret);
}

#[test]
fn one_refresh_token_has_ended() {
    for seed in 0..20 {
        let content = world(&Size { seed, ..Size::default() });
        let ended: Vec<&StoredToken> = content
            .stored
            .iter()
            .filter(|row| row.refresh_ends.is_some_and(|end| end <= now()))
            .collect();
        let [row] = ended.as_slice() else { panic!("seed {seed}: {ended:?}") };
        assert_eq!(row.provider, "CheckIn-EGI");
        let rows_of_user = content.stored.iter().filter(|other| other.user == row.user).count();
        assert_eq!(rows_of_user, 1, "nothing else lets {} go on", row.user);
    }
}

#[test]
fn it_is_as_large_as_the_manual_says() {
    let content = world(&Size::default());
    let inventory = inventory(&content);
    assert_eq!(inventory.vos.len(), 5);
    assert_eq!(inventory.providers.len(), 3);
    assert_eq!(inventory.users.len(), 80);
    assert_eq!(inventory.ces.len(), 60);
    let sites: BTreeSet<&str> = inventory.ces.iter().map(|ce| ce.site.as_str()).collect();
    assert_eq!(sites.len(), 14);
    assert_eq!(content.stored.len(), 104);
}

#[test]
fn ces_are_of_the_types_that_dirac_has_and_tagged_at_every_level() {
    let inventory = inventory(&world(&Size::default()));
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    let mut levels: Vec<Level> = Vec::new();
    for ce in &inventory.ces {
        *types.entry(ce.ce_type.as_deref().unwrap()).or_default() += 1;
        for queue in &ce.queues {
            let of_queue = queue.access.iter().flat_map(|access| [access.submit, access.manage]);
            levels.extend(of_queue.filter_map(|verdict| verdict.level));
        }
    }
    let names: Vec<&str> = types.keys().copied().collect();
    assert_eq!(names, ["AREX", "Cloud", "HTCondorCE", "Local", "SSH", "SSHBatch"]);
    for level in [Level::Site, Level::Ce, Level::Queue, Level::Default] {
        assert!(levels.contains(&level), "{level:?}");
    }
}

/// Whether access and refresh token are in time.
fn ends(row: &StoredToken) -> (bool, bool) {
    let live = |end: Option<Timestamp>| end.is_some_and(|end| end > now());
    (live(row.access_ends), live(row.refresh_ends))
}

#[test]
fn rows_of_every_kind_are_there() {
    let content = world(&Size::default());
    let has = |what: &str, kind: fn(&StoredToken) -> bool| {
        assert!(content.stored.iter().any(kind), "{what}");
    };
    has("usable", |row| ends(row) == (true, true));
    has("refresh only", |row| ends(row) == (false, true));
    has("access only", |row| ends(row) == (true, false));
    has("dead", |row| row.access_ends.is_some() && ends(row) == (false, false));
    has("revoked and not ended", |row| row.revoked && ends(row).1);
    has("empty", |row| row.access_ends.is_none() && row.refresh_ends.is_none());
    let rows_of = |id: &str| -> Vec<&StoredToken> {
        content.stored.iter().filter(|row| row.token_id == id).collect()
    };
    let providers =
        |id: &str| rows_of(id).iter().map(|row| &row.provider).collect::<BTreeSet<_>>().len();
    let invented = || content.stored.iter().filter(|row| row.user != "ada");
    assert!(invented().any(|row| providers(&row.token_id) == 2), "two providers for one id");
    assert!(invented().any(|row| rows_of(&row.token_id).len() >= 4), "several rows");
}

#[test]
fn tokens_belong_to_ids_of_the_registry() {
    for tokens in [3, 104, 5_000] {
        let content = world(&Size { tokens: Some(tokens), ..Size::default() });
        assert_eq!(content.stored.len(), tokens);
        let inventory = inventory(&content);
        let owner: BTreeMap<&str, &str> = inventory
            .users
            .iter()
            .flat_map(|user| user.token_ids.iter().map(|id| (id.as_str(), user.name.as_str())))
            .collect();
        for row in &content.stored {
            assert_eq!(owner.get(row.token_id.as_str()), Some(&row.user.as_str()));
            assert!(inventory.providers.iter().any(|provider| provider.name == row.provider));
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_world_and_another_one_another() {
    let make = |seed| {
        let content = world(&Size { tokens: Some(400), sites: Some(20), seed });
        (content.cs, format!("{:?}", content.people), content.issuers, content.stored)
    };
    // without the values: they are long
    assert!(make(7) == make(7));
    assert!(make(7).0 != make(8).0);
    assert!(make(7).3 != make(8).3);
}

#[test]
fn more_tokens_or_sites_leave_the_people_what_they_are() {
    let users = |size: &Size| -> Vec<String> {
        let inventory = inventory(&world(size));
        inventory.users.iter().map(|user| user.dns.join(" ")).collect()
    };
    let small = users(&Size::default());
    let large = users(&Size { tokens: Some(10_000), sites: Some(200), seed: 0 });
    assert_eq!(large.len(), 400);
    assert_eq!(large[..small.len()], small);
}

#[test]
fn many_sites_are_made_up() {
    let inventory = inventory(&world(&Size { sites: Some(500), ..Size::default() }));
    let sites: BTreeSet<&str> = inventory.ces.iter().map(|ce| ce.site.as_str()).collect();
    assert_eq!(sites.len(), 500);
    assert!(inventory.ces.len() > 1_900);
}

#[test]
fn nothing_of_it_exists() {
    let content = world(&Size { sites: Some(30), ..Size::default() });
    for ce in inventory(&content).ces {
        assert!(ce.name.ends_with(".example"), "{}", ce.name);
    }
    for word in content.cs.split_whitespace().filter(|word| word.contains("://")) {
        assert!(word.starts_with("https://localhost:"), "{word}");
    }
}

#[test]
fn the_people_of_the_contract_are_in_their_groups() {
    use super::groups;
    let content = world(&Size::default());
    let inventory = inventory(&content);
    let group = |name: &str| inventory.groups.iter().find(|group| group.name == name).unwrap();
    let is_in = |user: &str, name: &str| group(name).users.iter().any(|member| member == user);
    let may = |name: &str, what: &str| group(name).properties.iter().any(|word| word == what);
    for property in ["CSAdministrator", "ProxyManagement", "FullDelegation"] {
        assert!(may(groups::ADMIN, property));
        assert!(!may(groups::OPERATOR, property));
    }
    assert!(may(groups::OPERATOR, "ServiceAdministrator"));
    assert!(may(groups::MANAGER, "ProxyManagement"));
    assert!(!may(groups::USER, "ProxyManagement"));
    for (user, name) in [
        ("ada", groups::ADMIN),
        ("ada", groups::USER),
        ("olga", groups::OPERATOR),
        ("vic", groups::MANAGER),
        ("uma", groups::USER),
        ("uma", groups::PILOT),
        ("susa", groups::USER),
        ("wade", groups::USER),
        ("erin", groups::USER),
    ] {
        assert!(is_in(user, name), "{user} in {name}");
    }
    assert!(!is_in("wade", groups::OTHER) && !is_in("erin", groups::ADMIN));
    let user = |name: &str| inventory.users.iter().find(|user| user.name == name);
    assert_eq!(user("susa").unwrap().suspended, ["wlcgvo"]);
    assert!(user("nobody").is_none());
    assert!(
        user("uma").unwrap().token_ids.len() == 1 && user("wade").unwrap().token_ids.is_empty()
    );
    let host =
        tree(&content).value("/Registry/Hosts/localhost/DN").map(std::borrow::Cow::into_owned);
    assert_eq!(host.as_deref(), Some(HOST_DN));
    for proxy in &content.proxies {
        assert!(content.people.iter().any(|person| person.name == proxy.user), "{}", proxy.name);
        let in_group = proxy.group.as_deref().is_none_or(|name| is_in(&proxy.user, name));
        let wrong = ["bad_group", "user_as_admin", "unregistered"].contains(&proxy.name.as_str());
        assert_eq!(in_group, !wrong, "{}", proxy.name);
    }
    for person in &content.people {
        let registered = user(&person.name).is_some_and(|user| user.dns.contains(&person.dn));
        assert_eq!(registered, person.name != "nobody", "{}", person.name);
    }
}

#[test]
fn nothing_is_left_to_fill_in() {
    let content = world(&Size::default());
    let mail = |line: &str| ["Email", "Mail", "DN"].iter().any(|name| line.starts_with(name));
    let left: Vec<&str> = content
        .cs
        .lines()
        .map(str::trim)
        .filter(|line| line.contains('@') && !mail(line))
        .collect();
    assert_eq!(left, Vec::<&str>::new());
}
