//! Groups, scopes, token ids and the chain group → VO → provider.

use dirac_tokens::domain::idp::{Credentials, ProviderType};
use dirac_tokens::domain::inventory::Inventory;
use dirac_tokens::domain::layout::Rules;

use super::installation::{Cfg, good};

fn vo_of<'a>(inventory: &'a Inventory, group: &str) -> Option<&'a str> {
    let group = inventory.groups.iter().find(|row| row.name == group).expect("the group is there");
    group.vo.as_deref()
}

#[test]
fn the_vo_of_a_group_follows_the_rule_of_the_release() {
    let single = good()
        .set("/DIRAC/VirtualOrganization", "single")
        .set("/Registry/Groups/plain/Users", "ada");
    let v8 = single.inventory(Rules::V8);
    assert_eq!(vo_of(&v8, "alpha_user"), Some("single"));
    assert_eq!(vo_of(&v8, "plain"), Some("single"));
    let v9 = single.inventory(Rules::V9);
    assert_eq!(vo_of(&v9, "alpha_user"), Some("alpha"));
    assert_eq!(vo_of(&v9, "plain"), Some("single"));
    let plain = good().set("/Registry/Groups/plain/Users", "ada").inventory(Rules::V9);
    assert_eq!(vo_of(&plain, "plain"), None);
}

#[test]
fn groups_ask_for_the_scopes_their_provider_derives() {
    let inventory = good()
        .set("/Registry/Groups/alpha_admin_x/VO", "alpha")
        .set("/Registry/Groups/alpha_admin_x/IdPRole", "wlcg.groups:/alpha/x  storage.read:/")
        .inventory(Rules::V9);
    let scopes: Vec<(&str, &[String], bool)> = inventory
        .vos
        .iter()
        .flat_map(|vo| &vo.groups)
        .map(|group| (group.name.as_str(), group.scopes.as_slice(), group.explicit))
        .collect();
    let derived = "eduperson_entitlement?value=urn:mace:egi.eu:group:beta:role=pilot#aai.egi.eu";
    assert_eq!(
        scopes,
        [
            ("alpha_user", &[String::from("wlcg.groups:/alpha/user")][..], false),
            (
                "alpha_admin_x",
                &[String::from("wlcg.groups:/alpha/x"), String::from("storage.read:/")],
                true
            ),
            ("beta_pilot", &[String::from(derived)], false),
        ]
    );
}

#[test]
fn a_vo_that_only_groups_mention_is_listed_last() {
    let inventory = good().set("/Registry/Groups/gamma_user/VO", "gamma").inventory(Rules::V9);
    let names: Vec<&str> = inventory.vos.iter().map(|vo| vo.name.as_str()).collect();
    assert_eq!(names, ["alpha", "beta", "gamma"]);
    assert_eq!(inventory.vos[2].id_provider, None);
    assert_eq!(inventory.vos[2].path.as_str(), "/Registry/VO/gamma");
}

#[test]
fn users_with_a_token_id_count_once_per_vo() {
    let inventory = good()
        .set("/Registry/Groups/alpha_user/Users", "ada, ben")
        .set("/Registry/Groups/alpha_pilot/VO", "alpha")
        .set("/Registry/Groups/alpha_pilot/Users", "ada, ada, nobody")
        .inventory(Rules::V9);
    let counts: Vec<usize> = inventory.vos.iter().map(|vo| vo.users_with_token_id).collect();
    assert_eq!(counts, [1, 1]);
    let ada = &inventory.users[0];
    assert_eq!(ada.groups, ["alpha_user", "beta_pilot", "alpha_pilot"]);
    assert_eq!(ada.token_ids, ["id-ada"]);
    assert_eq!(inventory.users[1].token_ids, [""; 0]);
}

#[test]
fn a_shared_token_id_is_found_among_many_users() {
    let cfg = (0..50).fold(good(), |cfg, n| {
        let dn = format!("/DC=org/CN=U{n}, /O=DIRAC/CN=id-{}", if n == 42 { 7 } else { n });
        cfg.set(&format!("/Registry/Users/user{n}/DN"), &dn)
    });
    let inventory = cfg.inventory(Rules::V9);
    let found: Vec<&str> = inventory.all_findings().map(|finding| finding.text.as_str()).collect();
    assert_eq!(
        found,
        ["Users user7 and user42 both have the token id id-7; DIRAC takes it for user7's."]
    );
}

#[test]
fn providers_know_their_vos_and_their_type() {
    let inventory = good()
        .set("/Registry/VO/gamma/IdProvider", "IAM-Alpha")
        .set("/Resources/IdProviders/Bare/issuer", "https://bare.example.org")
        .inventory(Rules::V9);
    let rows: Vec<(&str, &ProviderType, usize)> = inventory
        .providers
        .iter()
        .map(|row| (row.name.as_str(), &row.provider_type, row.vos.len()))
        .collect();
    assert_eq!(
        rows,
        [
            ("IAM-Alpha", &ProviderType::Iam, 2),
            ("CheckIn-Beta", &ProviderType::CheckIn, 1),
            ("Bare", &ProviderType::OAuth2, 0),
        ]
    );
    assert_eq!(inventory.providers[0].vos, ["alpha", "gamma"]);
    assert_eq!(inventory.providers[0].scope, ["openid", "profile", "offline_access"]);
}

#[test]
fn credentials_are_told_by_where_the_secret_stands() {
    let path = "/Resources/IdProviders/IAM-Alpha";
    let secret = |cfg: Cfg| cfg.set(&format!("{path}/client_secret"), "hush");
    let id = |cfg: Cfg| cfg.set(&format!("{path}/client_id"), "console");
    let local = |local: Cfg| good().inventory_with(&local, Rules::V9).providers[0].credentials;
    assert_eq!(good().inventory(Rules::V9).providers[0].credentials, Credentials::NotVisible);
    assert_eq!(id(good()).inventory(Rules::V9).providers[0].credentials, Credentials::NotVisible);
    assert_eq!(secret(good()).inventory(Rules::V9).providers[0].credentials, Credentials::Remote);
    assert_eq!(local(id(secret(Cfg::default()))), Credentials::Local);
    // a local secret does not undo the leak of the remote one
    let both = secret(good()).inventory_with(&secret(Cfg::default()), Rules::V9);
    assert_eq!(both.providers[0].credentials, Credentials::Remote);
}

#[test]
fn an_empty_configuration_is_an_empty_inventory_that_says_so() {
    let inventory = Cfg::default().inventory(Rules::V9);
    assert!(inventory.providers.is_empty() && inventory.vos.is_empty() && inventory.ces.is_empty());
    assert!(inventory.findings.iter().all(|finding| finding.id == "section-missing"));
    assert_eq!(inventory.findings.len(), 5);
}
