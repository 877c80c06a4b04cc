//! Configurations that do not parse, say little, or say something hostile.

use super::installation::{configuration, healthy, only, serving, serving_text};
use super::world::{CLIENT_SECRET, World};
use crate::rules::installation::{CE, Cfg, SITE};

/// Moves the cursor, sets the title, turns the writing direction, hides itself, and looks like a formula.
const EVIL: &str = "@evil\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}txt\u{200b}\u{feff}";
/// Every command that lists or shows what a configuration says.
const LISTS: [[&str; 2]; 4] =
    [["provider", "list"], ["vo", "list"], ["ce", "list"], ["user", "list"]];

#[tokio::test]
async fn a_configuration_that_does_not_parse_is_told_with_its_line() {
    let server = serving_text("A = 1\nB\n{\n  C = 1\n".into(), |_| None).await;
    let url = server.url("/Configuration/Server");
    let world = World::of(&server);
    for list in LISTS {
        world.fails(&list, 3, &[&url, "does not parse", "Line ", "administrators of the CS"]).await;
    }
    let doctor = world.run(&["doctor"]).await;
    assert_eq!(doctor.status, Some(3), "{doctor:#?}");
    assert!(doctor.told().contains("does not parse: Line "), "{doctor:#?}");
}

#[tokio::test]
async fn a_configuration_that_is_not_utf8_is_told_with_its_line() {
    let bytes = b"A = 1\nB = caf\xe9\n";
    let server = serving(healthy(), only("getCompressedDataIfNewer", configuration(bytes))).await;
    World::of(&server).fails(&["vo", "list"], 3, &["line 2", "UTF-8"]).await;
}

#[tokio::test]
async fn an_empty_configuration_has_empty_lists() {
    let server = serving(Cfg::default(), |_| None).await;
    let world = World::of(&server);
    for list in LISTS {
        for said in world.formats(&list).await {
            said.is_quiet();
            match said.format.as_str() {
                "table" => assert!(said.out.starts_with("no "), "{said:#?}"),
                "json" => assert_eq!(said.json()["complete"], true),
                "jsonl" => assert_eq!(said.lines().len(), 2),
                _ => assert_eq!(said.out, ""),
            }
        }
    }
    // there is no TokenManager to ask
    world
        .fails(&["token", "list"], 2, &["/Systems/Framework/URLs/TokenManager", "add its URL"])
        .await;
}

#[tokio::test]
async fn each_missing_part_leaves_the_others_readable() {
    let without = |path| healthy().without(path);
    for cfg in
        [without("/Resources/IdProviders"), without("/Registry/VO"), without("/Resources/Sites")]
    {
        let server = serving(cfg, |_| None).await;
        let world = World::of(&server);
        for list in LISTS {
            for said in world.formats(&list).await {
                said.is_quiet();
            }
        }
        let doctor = world.run(&["doctor"]).await;
        assert!(matches!(doctor.status, Some(0 | 1)), "{doctor:#?}");
    }
}

#[tokio::test]
async fn a_vo_that_names_a_missing_provider_is_a_finding() {
    let cfg = healthy().set("/Registry/VO/alpha/IdProvider", "Nowhere");
    let server = serving(cfg, |_| None).await;
    let world = World::of(&server);
    for said in world.formats(&["vo", "list"]).await {
        said.is_quiet();
        assert!(said.out.contains("vo-provider-missing"), "{said:#?}");
    }
    let doctor = world.run(&["doctor"]).await;
    assert_eq!(doctor.status, Some(1), "{doctor:#?}");
    assert!(doctor.out.contains("Nowhere") && doctor.out.contains("→"), "{doctor:#?}");
    assert!(doctor.out.contains("/Registry/VO/alpha/IdProvider"), "{doctor:#?}");
}

#[tokio::test]
async fn a_leaked_client_secret_is_told_and_not_shown() {
    let cfg = healthy()
        .set("/Resources/IdProviders/IAM-Alpha/client_secret", CLIENT_SECRET)
        .set("/Systems/Framework/Databases/TokenDB/Password", CLIENT_SECRET)
        .set("/DiracX/LegacyExchangeApiKey", CLIENT_SECRET);
    let server = serving(cfg, |_| None).await;
    let world = World::of(&server);
    for command in [&["provider", "show", "IAM-Alpha"][..], &["provider", "list"], &["doctor"]] {
        for said in world.formats(command).await {
            assert!(said.out.contains("secret-in-remote-cs"), "{said:#?}");
        }
    }
    for said in world.formats(&["provider", "show", "IAM-Alpha"]).await {
        assert!(said.out.contains("remote"), "{said:#?}");
    }
}

#[tokio::test]
async fn nothing_hostile_in_a_configuration_reaches_a_terminal() {
    let dn = format!("/DC=org/CN={EVIL}");
    let name = EVIL.replace('/', "");
    let cfg = healthy()
        .set("/Registry/Users/ben/DN", &dn)
        .set(&format!("/Registry/Users/{name}/DN"), &dn)
        .set(&format!("/Registry/VO/{name}/IdProvider"), &name)
        .set(&format!("/Registry/Groups/{name}/VO"), &name)
        .set(&format!("/Registry/Groups/{name}/Users"), &format!("ada, {name}"))
        .set(&format!("/Resources/IdProviders/{name}/ProviderType"), &name)
        .set(&format!("/Resources/IdProviders/{name}/issuer"), &name)
        .set(&format!("{CE}/Tag"), &format!("Token:{name}"))
        .set(&format!("{SITE}/CEs/{name}/CEType"), &name);
    let server = serving(cfg, |_| None).await;
    let world = World::of(&server);
    let lists = LISTS.iter().map(|list| list.to_vec());
    let shows = ["provider", "vo", "ce", "user"].map(|noun| vec![noun, "show", name.as_str()]);
    for command in lists.chain(shows) {
        for said in world.formats(&command).await {
            said.is_quiet();
            assert!(said.out.contains("evil"), "{said:#?}");
        }
    }
    for said in world.formats(&["doctor"]).await {
        assert!(said.out.contains("evil"), "{said:#?}");
    }
    // nor when it is asked for and not there
    let absent = format!("{name}?");
    world.fails(&["ce", "show", &absent], 1, &["There is no CE"]).await;
    world.fails(&["token", "show", &absent], 1, &["neither a user nor a token id"]).await;
}

#[tokio::test]
async fn names_that_a_spreadsheet_would_run_are_text_in_csv() {
    let cfg = healthy()
        .set("/Resources/IdProviders/ok/ProviderType", "=cmd|' /C calc'!A0")
        .set("/Resources/IdProviders/@SUM(A1)/ProviderType", "+1")
        .set("/Resources/IdProviders/-2/ProviderType", "IAM");
    let server = serving(cfg, |_| None).await;
    let said = World::of(&server).run(&["provider", "list", "-o", "csv"]).await;
    said.is_quiet();
    let mut reader = csv::Reader::from_reader(said.out.as_bytes());
    let cells: Vec<String> = reader
        .records()
        .flat_map(|r| r.expect("a record").iter().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    assert!(
        cells.iter().any(|c| c == "'@SUM(A1)") && cells.iter().any(|c| c == "'-2"),
        "{cells:?}"
    );
    assert!(!cells.iter().any(|c| c.starts_with(['=', '+', '-', '@'])), "{cells:?}");
}

#[tokio::test]
async fn show_names_what_there_is_when_a_name_is_unknown() {
    let server = serving(healthy(), |_| None).await;
    let world = World::of(&server);
    for (noun, name, near) in [
        ("provider", "alpha", "There is IAM-Alpha."),
        ("vo", "gamma", "There is alpha, beta."),
        ("ce", "ce0", "There is ce01.place.ch, ce02.place.ch."),
        ("user", "zoe", "There is ada, ben."),
    ] {
        let what = format!("{name} in the configuration.");
        for said in world.fails(&[noun, "show", name], 1, &[&what, near]).await {
            match said.format.as_str() {
                "json" => assert_eq!(
                    said.json()["complete"],
                    true,
                    "the whole configuration was looked at"
                ),
                "jsonl" => assert_eq!(said.lines().len(), 2),
                _ => assert_eq!(said.out, ""),
            }
        }
    }
}
