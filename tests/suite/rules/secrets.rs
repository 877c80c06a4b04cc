//! A secret of the configuration reaches neither an inventory nor a finding.

use dirac_tokens::domain::layout::Rules;

use super::installation::{Cfg, good};

/// Planted wherever a secret can stand.
const CANARY: &str = "CANARY-2f1e77a0c4d94bb1";

fn planted(cfg: Cfg) -> Cfg {
    cfg.set("/Resources/IdProviders/IAM-Alpha/client_secret", CANARY)
        .set("/Resources/IdProviders/IAM-Alpha/fts_client_secret", CANARY)
        .set("/Resources/IdProviders/CheckIn-Beta/refresh_token", CANARY)
        .set("/Systems/Framework/Databases/TokenDB/Password", CANARY)
        .set("/DiracX/LegacyExchangeApiKey", CANARY)
}

#[test]
fn the_search_finds_a_planted_canary() {
    let shown =
        format!("{:?}", good().set("/Registry/VO/alpha/IdProvider", CANARY).inventory(Rules::V9));
    assert!(shown.contains(CANARY));
}

#[test]
fn secrets_never_reach_an_inventory() {
    for inventory in [
        planted(good()).inventory(Rules::V9),
        good().inventory_with(&planted(Cfg::default()), Rules::V9),
        planted(good()).inventory_with(&planted(Cfg::default()), Rules::V8),
    ] {
        assert!(!format!("{inventory:?}").contains("CANARY"));
        let names = inventory.providers[0].options.iter().map(|option| option.name.as_str());
        assert!(names.clone().any(|name| name == "client_secret"), "the option itself is shown");
    }
}

#[test]
fn a_secret_is_told_however_deep_below_the_providers_it_stands() {
    for path in [
        "/Resources/IdProviders/client_secret",
        "/Resources/IdProviders/IAM-Alpha/Old/client_secret",
        "/Resources/IdProviders/CheckIn-Beta/a/b/c/refresh_token",
        "/Resources/IdProviders/IAM-Alpha/IdProviders/deep/client_secret",
    ] {
        let remote = good().set(path, CANARY).inventory(Rules::V9);
        let told: Vec<&str> = remote
            .all_findings()
            .filter(|finding| finding.id == "secret-in-remote-cs")
            .map(|finding| finding.source.as_str())
            .collect();
        assert_eq!(told, [path], "once, and where it stands");
        assert!(!format!("{remote:?}").contains("CANARY"));
        let local = good().inventory_with(&Cfg::default().set(path, CANARY), Rules::V9);
        assert_eq!(local.all_findings().filter(|f| f.id == "secret-in-remote-cs").count(), 0);
    }
}

#[test]
fn every_remote_secret_is_told_and_no_local_one() {
    let remote = planted(good()).inventory(Rules::V9);
    let mut sources: Vec<&str> =
        remote.all_findings().map(|finding| finding.source.as_str()).collect();
    sources.sort_unstable();
    assert_eq!(
        sources,
        [
            "/DiracX/LegacyExchangeApiKey",
            "/Resources/IdProviders/CheckIn-Beta/refresh_token",
            "/Resources/IdProviders/IAM-Alpha/client_secret",
            "/Resources/IdProviders/IAM-Alpha/fts_client_secret",
            "/Systems/Framework/Databases/TokenDB/Password",
        ]
    );
    let local = good().inventory_with(&planted(Cfg::default()), Rules::V9);
    assert_eq!(local.all_findings().count(), 0);
}
