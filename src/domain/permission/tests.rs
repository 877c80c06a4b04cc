use super::*;
use crate::domain::cs;
use crate::domain::inventory::Context;
use crate::domain::layout::Rules;

/// An installation like DIRAC's template, with people in several groups.
fn cfg() -> String {
    "
    Registry
    {
      Users
      {
        ada
        {
          DN = /CN=Ada, /O=DIRAC/CN=id-ada, /O=DIRAC/CN=id-both
        }
        ben
        {
          DN = /CN=Ben, /O=DIRAC/CN=id-ben, /O=DIRAC/CN=id-both
          Suspended = gamma
        }
      }
      Groups
      {
        plain
        {
          Users = ada, ben
          VO = alpha
        }
        managers
        {
          Users = ada
          VO = alpha
          Properties = ProxyManagement, CSAdministrator
        }
        keepers
        {
          Users = ada, ben
          VO = gamma
          Properties = ProxyManagement
        }
        agents
        {
          Users = ben
          VO = alpha
          Properties = LimitedDelegation
        }
      }
    }
    Systems
    {
      Framework
      {
        URLs
        {
          TokenManager = https://host.example:8443/Framework/TornadoTokenManager
        }
        Services
        {
          TornadoTokenManager
          {
            Protocol = https
            Authorization
            {
              Default = authenticated
              RULES
            }
          }
        }
      }
    }"
    .to_owned()
}

fn inventory(rules: &str) -> Inventory {
    let tree = cs::parse(cfg().replace("RULES", rules)).unwrap();
    Inventory::build(&tree, &Context { rules: Rules::V9 })
}

fn who(user: &str, group: &str, inventory: &Inventory) -> WhoAmI {
    let of_group = inventory.groups.iter().find(|known| known.name == group);
    WhoAmI {
        dn: format!("/CN={user}"),
        username: Some(user.to_owned()),
        group: Some(group.to_owned()),
        properties: of_group.map(|known| known.properties.clone()).unwrap_or_default(),
        ..WhoAmI::default()
    }
}

#[test]
fn everything_stands_in_the_table_once_and_says_what_it_needs() {
    use What::*;
    let all = [
        ListTokens,
        ReadOwnTokens,
        ReadForeignTokens,
        DeleteTokens,
        GetToken,
        Commit,
        RollBack,
        ReadVersions,
        ManageHosts,
    ];
    assert_eq!(What::all().collect::<Vec<_>>(), all);
    for what in all {
        let need = what.need();
        assert_eq!(need.what, what, "the table has a gap");
        assert!(!need.title.is_empty() && !need.basis.is_empty() && !need.template.is_empty());
    }
    assert_eq!(What::of_method("deleteToken"), Some(DeleteTokens));
    assert_eq!(What::of_method("getTokensByUserID"), Some(ReadForeignTokens));
    assert_eq!(What::of_method("ping"), None);
}

#[test]
fn a_missing_property_is_told_with_the_group_that_has_it_and_how_to_take_it() {
    let inventory = inventory("");
    let ada = who("ada", "plain", &inventory);
    let verdict = judge(What::DeleteTokens, &ada, &inventory);
    assert!(!verdict.allowed);
    assert_eq!(verdict.needs, ["ProxyManagement"]);
    assert_eq!(verdict.others, ["managers", "keepers"]);
    let problem = judge(What::Commit, &ada, &inventory).refused();
    assert_eq!(
        problem.to_string(),
        "The Configuration Server refused (401). Your group plain has no CSAdministrator; managers, which you are in, \
         has. Start with --group managers."
    );
    let by_proxy = WhoAmI { is_proxy: true, ..ada };
    let verdict = judge(What::Commit, &by_proxy, &inventory);
    assert_eq!(verdict.remedy(), "Make a new proxy with `dirac-proxy-init -g managers`.");
}

#[test]
fn a_group_in_whose_vo_the_user_is_suspended_is_no_help() {
    let inventory = inventory("");
    let verdict = judge(What::ListTokens, &who("ben", "plain", &inventory), &inventory);
    assert!(verdict.others.is_empty());
    assert_eq!(
        verdict.sentence().unwrap(),
        "Your group plain has no ProxyManagement, nor has any other group that you are in. Ask an administrator of the \
         Registry for a group that may."
    );
}

#[test]
fn one_of_several_properties_is_enough() {
    let inventory = inventory("");
    let verdict = judge(What::GetToken, &who("ben", "plain", &inventory), &inventory);
    assert_eq!(
        verdict.reason().unwrap(),
        "Your group plain has neither FullDelegation nor LimitedDelegation; agents, which you are in, has one."
    );
    let verdict = judge(What::GetToken, &who("ben", "agents", &inventory), &inventory);
    assert!(verdict.allowed && verdict.sentence().is_none() && verdict.problem().is_none());
}

#[test]
fn the_rule_of_the_configuration_comes_before_that_of_the_handler() {
    let inventory = inventory("getUsersTokensInfo = Operator, group:plain");
    let verdict = judge(What::ListTokens, &who("ada", "managers", &inventory), &inventory);
    assert_eq!(verdict.needs, ["group:plain"]);
    assert_eq!(
        verdict.source,
        "/Systems/Framework/Services/TornadoTokenManager/Authorization/getUsersTokensInfo"
    );
    let ada = who("ada", "plain", &inventory);
    assert_eq!(judge(What::ListTokens, &ada, &inventory).needs, ["Operator"]);
    // a rule that only limits lets everybody of these groups in; the handler asks for more
    let inventory = self::inventory("deleteToken = vo:gamma\ngetToken = vo:alpha");
    let verdict = judge(What::DeleteTokens, &ada, &inventory);
    assert_eq!(
        verdict.reason().unwrap(),
        "Only vo:gamma may, and not your group plain; keepers, which you are in, may."
    );
    assert_eq!(
        judge(What::GetToken, &ada, &inventory).needs,
        ["FullDelegation", "LimitedDelegation"]
    );
}

#[test]
fn the_handler_sees_only_the_properties_that_the_door_asked_for() {
    let inventory = inventory("deleteToken = CSAdministrator");
    let ada = who("ada", "managers", &inventory);
    let verdict = judge(What::DeleteTokens, &ada, &inventory);
    assert!(!verdict.allowed, "the door hides ProxyManagement from the handler");
    let inventory = self::inventory("deleteToken = CSAdministrator, ProxyManagement");
    assert!(judge(What::DeleteTokens, &ada, &inventory).allowed);
    let inventory = self::inventory("deleteToken = proxymanagement");
    assert!(
        !judge(What::DeleteTokens, &ada, &inventory).allowed,
        "the handler spells it its own way"
    );
}

#[test]
fn somebody_whom_the_server_does_not_know_may_do_nothing() {
    let inventory = inventory("");
    let nobody = WhoAmI::default();
    for what in What::all() {
        let verdict = judge(what, &nobody, &inventory);
        assert!(!verdict.allowed && verdict.reason().is_some(), "{what:?}");
    }
}

#[test]
fn a_foreign_token_id_is_read_only_with_proxy_management_whatever_the_server_gives() {
    let inventory = inventory("");
    let plain = who("ada", "plain", &inventory);
    let may = |id: &str, who: &WhoAmI| may_read_id(id, who, &inventory).allowed;
    assert!(may("id-ada", &plain), "one's own");
    assert!(!may("id-ben", &plain), "another user's");
    assert!(!may("id-both", &plain), "an id of two users is nobody's own");
    assert!(!may("id-unknown", &plain), "nobody's is foreign");
    let manager = who("ada", "managers", &inventory);
    assert!(["id-ada", "id-ben", "id-both", "id-unknown"].iter().all(|id| may(id, &manager)));
}

#[test]
fn over_dips_the_rule_of_the_handlers_class_counts_for_nothing() {
    let text = cfg().replace("Default = authenticated\n              RULES", "getToken = any");
    let dips = text.replace("Protocol = https", "Port = 9181").replace("https:", "dips:");
    let tree = cs::parse(dips).unwrap();
    let inventory = Inventory::build(&tree, &Context { rules: Rules::V9 });
    assert_eq!(inventory.guards.of(What::DeleteTokens).words, [""; 0], "open to everybody");
    assert_eq!(inventory.guards.of(What::ListTokens).words, ["ProxyManagement"]);
    let tree = cs::parse(text).unwrap();
    let inventory = Inventory::build(&tree, &Context { rules: Rules::V9 });
    assert_eq!(inventory.guards.of(What::DeleteTokens).words, ["authenticated"]);
}
