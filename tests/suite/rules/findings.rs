//! Every lint: what brings it about, what it says, and where it points.

use std::collections::BTreeSet;

use dirac_tokens::domain::inventory::{Inventory, of_release};
use dirac_tokens::domain::layout::Rules;
use dirac_tokens::domain::lint::{Finding, LINTS, Severity};

use super::installation::{CE, Cfg, QUEUE, SITE, good};

/// One fault: the lint, the change that brings it about, a part of the text, the source.
type Fault = (&'static str, Rules, fn(Cfg) -> Cfg, &'static str, String);

fn at(base: &str, below: &str) -> String {
    format!("{base}{below}")
}

fn tag(cfg: Cfg, value: &str) -> Cfg {
    cfg.set(&at(CE, "/Tag"), value)
}

/// Tags the site; the CE of a type without audience goes, for it would inherit the tag.
fn site_tag(cfg: Cfg, value: &str) -> Cfg {
    cfg.without(&at(SITE, "/CEs/ce02.place.ch")).set(&at(SITE, "/CEs/Tag"), value)
}

fn of_providers() -> Vec<Fault> {
    const IAM: &str = "/Resources/IdProviders/IAM-Alpha";
    vec![
        (
            "provider-issuer-missing",
            Rules::V9,
            |cfg| cfg.without(&at(IAM, "/issuer")),
            "IAM-Alpha",
            at(IAM, "/issuer"),
        ),
        (
            "provider-issuer-missing",
            Rules::V9,
            |cfg| cfg.set(&at(IAM, "/issuer"), ""),
            "IAM-Alpha",
            at(IAM, "/issuer"),
        ),
        (
            "provider-type-unknown",
            Rules::V9,
            |cfg| cfg.set(&at(IAM, "/ProviderType"), "iam"),
            "spelled IAM",
            at(IAM, "/ProviderType"),
        ),
        (
            "issuer-not-https",
            Rules::V9,
            |cfg| cfg.set(&at(IAM, "/issuer"), "http://iam.example.org"),
            "http://iam.example.org",
            at(IAM, "/issuer"),
        ),
        (
            "issuer-duplicate",
            Rules::V9,
            |cfg| cfg.set("/Resources/IdProviders/CheckIn-Beta/issuer", "https://iam.example.org"),
            "IAM-Alpha and CheckIn-Beta",
            String::from("/Resources/IdProviders/CheckIn-Beta/issuer"),
        ),
        (
            "issuer-trailing-slash",
            Rules::V9,
            |cfg| cfg.set(&at(IAM, "/issuer"), "https://iam.example.org/"),
            "https://iam.example.org/",
            at(IAM, "/issuer"),
        ),
        (
            "provider-scope-comma",
            Rules::V9,
            |cfg| cfg.set(&at(IAM, "/scope"), "openid, profile"),
            "openid, profile",
            at(IAM, "/scope"),
        ),
        (
            "secret-in-remote-cs",
            Rules::V9,
            |cfg| cfg.set(&at(IAM, "/fts_client_secret"), "hush"),
            "fts_client_secret of IdProvider IAM-Alpha",
            at(IAM, "/fts_client_secret"),
        ),
        (
            "secret-in-remote-cs",
            Rules::V9,
            |cfg| cfg.set("/Systems/Framework/Databases/TokenDB/Password", "hush"),
            "/Systems/Framework/Databases/TokenDB/Password",
            String::from("/Systems/Framework/Databases/TokenDB/Password"),
        ),
    ]
}

fn of_the_registry() -> Vec<Fault> {
    vec![
        (
            "vo-without-provider",
            Rules::V9,
            |cfg| cfg.without("/Registry/VO/beta/IdProvider"),
            "beta",
            String::from("/Registry/VO/beta/IdProvider"),
        ),
        (
            "vo-provider-missing",
            Rules::V9,
            |cfg| cfg.set("/Registry/VO/beta/IdProvider", "Gone"),
            "/Resources/IdProviders/Gone",
            String::from("/Registry/VO/beta/IdProvider"),
        ),
        (
            "users-without-token-id",
            Rules::V9,
            |cfg| cfg.set("/Registry/Groups/alpha_user/Users", "ada, ben, nobody"),
            "1 of 2 users of VO alpha have no token id: ben",
            String::from("/Registry/Users"),
        ),
        (
            "group-without-vo",
            Rules::V9,
            |cfg| cfg.set("/Registry/Groups/staff/Users", "ada"),
            "staff",
            String::from("/Registry/Groups/staff/VO"),
        ),
        (
            "group-vo-missing",
            Rules::V9,
            |cfg| cfg.set("/Registry/Groups/gamma_user/VO", "gamma"),
            "Group gamma_user belongs to VO gamma",
            String::from("/Registry/Groups/gamma_user/VO"),
        ),
        (
            "idp-role-comma",
            Rules::V9,
            |cfg| cfg.set("/Registry/Groups/alpha_user/IdPRole", "wlcg.groups:/a, wlcg.groups:/b"),
            "wlcg.groups:/a, wlcg.groups:/b",
            String::from("/Registry/Groups/alpha_user/IdPRole"),
        ),
        (
            "idp-role-comma",
            Rules::V9,
            |cfg| cfg.set("/Registry/Groups/nobodys/IdPRole", "a,b"),
            "nobodys",
            String::from("/Registry/Groups/nobodys/IdPRole"),
        ),
        (
            "token-id-shared",
            Rules::V9,
            |cfg| cfg.set("/Registry/Users/ben/DN", "/DC=org/CN=Ben, /O=DIRAC/CN=id-ada"),
            "ada and ben",
            String::from("/Registry/Users/ben/DN"),
        ),
        (
            "user-token-ids",
            Rules::V9,
            |cfg| cfg.set("/Registry/Users/ben/DN", "/O=DIRAC/CN=one, /O=DIRAC/CN=two"),
            "2 token ids",
            String::from("/Registry/Users/ben/DN"),
        ),
    ]
}

fn of_tags() -> Vec<Fault> {
    vec![
        (
            "tag-without-audience",
            Rules::V9,
            |cfg| cfg.set(&at(SITE, "/CEs/ce02.place.ch/Queues/batch/Tag"), "Token:beta"),
            "type SSH, which has no audience, but is tagged Token:beta (queue)",
            at(SITE, "/CEs/ce02.place.ch"),
        ),
        (
            "tag-without-audience",
            Rules::V8,
            |cfg| cfg.set(&at(SITE, "/CEs/ce02.place.ch/Tag"), "Token"),
            "ends its cycle",
            at(SITE, "/CEs/ce02.place.ch"),
        ),
        ("tag-near-miss", Rules::V9, |cfg| tag(cfg, "token"), "Correct: Token", at(CE, "/Tag")),
        (
            "tag-near-miss",
            Rules::V9,
            |cfg| cfg.set(&at(QUEUE, "/Tag"), "Token: alpha"),
            "queue nordugrid-slurm-long of CE ce01.place.ch is ignored. Correct: Token:alpha",
            at(QUEUE, "/Tag"),
        ),
        (
            "tag-unknown-vo",
            Rules::V9,
            |cfg| tag(cfg, "Token:gone"),
            "gone does not exist",
            at(CE, "/Tag"),
        ),
        (
            "site-tag-hidden",
            Rules::V9,
            |cfg| site_tag(tag(cfg, ""), "Token"),
            "(empty) hides the site's Token",
            at(CE, "/Tag"),
        ),
        (
            "site-tags-replaced",
            Rules::V9,
            |cfg| cfg.set(&at(SITE, "/CEs/Tag"), "GPU"),
            "(Token:alpha, MultiProcessor) hides the site's GPU",
            at(CE, "/Tag"),
        ),
        (
            "token-beside-token-vo",
            Rules::V9,
            |cfg| cfg.set(&at(QUEUE, "/Tag"), "Token"),
            "has Token and Token:alpha",
            CE.to_owned(),
        ),
        (
            "tag-for-director-only",
            Rules::V9,
            |cfg| site_tag(cfg.without(&at(CE, "/Tag")), "Token:alpha"),
            "ce01.place.ch",
            at(SITE, "/CEs/Tag"),
        ),
        (
            "required-tag-token",
            Rules::V9,
            |cfg| cfg.set(&at(QUEUE, "/RequiredTag"), "GPU, Token"),
            "queue nordugrid-slurm-long of CE ce01.place.ch has Token",
            at(QUEUE, "/RequiredTag"),
        ),
    ]
}

fn of_ces() -> Vec<Fault> {
    vec![
        (
            "ce-type-missing",
            Rules::V9,
            |cfg| cfg.without(&at(CE, "/CEType")),
            "ce01.place.ch",
            at(CE, "/CEType"),
        ),
        (
            "ce-type-unknown",
            Rules::V9,
            |cfg| cfg.set(&at(SITE, "/CEs/ce02.place.ch/CEType"), "CREAM"),
            "CREAM, which DIRAC 9",
            at(SITE, "/CEs/ce02.place.ch/CEType"),
        ),
        (
            "arex-queue-name",
            Rules::V9,
            |cfg| cfg.section(&at(CE, "/Queues/slurm-long")),
            "slurm-long",
            at(CE, "/Queues/slurm-long"),
        ),
        (
            "ce-without-queues",
            Rules::V9,
            |cfg| cfg.without(&at(CE, "/Queues")),
            "ce01.place.ch",
            at(CE, "/Queues"),
        ),
        (
            "site-grid-mismatch",
            Rules::V9,
            |cfg| {
                let ce = "/Resources/Sites/VAC/OSG.Else.us/CEs/ce.else.us";
                cfg.set(&at(ce, "/CEType"), "HTCondorCE").section(&at(ce, "/Queues/condor"))
            },
            "below VAC, but PilotManager looks for it below OSG",
            String::from("/Resources/Sites/VAC/OSG.Else.us"),
        ),
        (
            "section-missing",
            Rules::V9,
            |cfg| cfg.without("/Resources/Sites"),
            "no sites and CEs",
            String::from("/Resources/Sites"),
        ),
    ]
}

fn of_services() -> Vec<Fault> {
    const SERVER: &str = "/Systems/Configuration/Services/Server";
    const MANAGER: &str = "/Systems/Framework/Services/TokenManager";
    vec![
        (
            "instances-left-over",
            Rules::V9,
            |cfg| {
                cfg.set("/DIRAC/Setup", "Lab")
                    .set("/DIRAC/Setups/Lab/Accounting", "Production")
                    .section("/Systems/Accounting/Production/Services")
            },
            "/Systems/Accounting/Production",
            String::from("/Systems"),
        ),
        (
            "site-director-any",
            Rules::V9,
            |cfg| cfg.set("/Systems/WorkloadManagement/Agents/SiteDirector/Site", "any"),
            "Site of SiteDirector",
            String::from("/Systems/WorkloadManagement/Agents/SiteDirector/Site"),
        ),
        (
            "cs-open-to-all",
            Rules::V9,
            |cfg| cfg.without(&at(SERVER, "/Authorization")),
            "No rule guards commitNewData",
            at(SERVER, "/Authorization"),
        ),
        (
            "cs-open-to-all",
            Rules::V9,
            |cfg| cfg.without(&at(SERVER, "/Authorization/commitNewData")),
            "authenticated",
            at(SERVER, "/Authorization"),
        ),
        (
            "cs-rules-not-visible",
            Rules::V9,
            |cfg| cfg.without(SERVER),
            "cannot be seen",
            SERVER.to_owned(),
        ),
        (
            "token-manager-unguarded",
            Rules::V9,
            |cfg| cfg.without(&at(MANAGER, "/Authorization")),
            "a dips service",
            at(MANAGER, "/Authorization"),
        ),
        (
            "tokens-readable-by-all",
            Rules::V9,
            |cfg| cfg.without(&at(MANAGER, "/Authorization/getTokensByUserID")),
            "every registered user",
            at(MANAGER, "/Authorization/getTokensByUserID"),
        ),
        (
            "tokens-readable-by-all",
            Rules::V9,
            |cfg| {
                cfg.without(&at(MANAGER, "/Authorization")).set(&at(MANAGER, "/Protocol"), "https")
            },
            "every registered user",
            at(MANAGER, "/Authorization/getTokensByUserID"),
        ),
        (
            "service-unguarded",
            Rules::V9,
            |cfg| cfg.set("/Systems/WorkloadManagement/Services/PilotManager/Port", "9171"),
            "WorkloadManagement/PilotManager",
            String::from("/Systems/WorkloadManagement/Services/PilotManager/Authorization"),
        ),
        (
            "service-unguarded",
            Rules::V8,
            |cfg| {
                cfg.set("/DIRAC/Setup", "Lab")
                    .set("/DIRAC/Setups/Lab/DataManagement", "Production")
                    .section("/Systems/DataManagement/Production/Services/FTSManager/Authorization")
            },
            "DataManagement/FTSManager",
            String::from("/Systems/DataManagement/Production/Services/FTSManager/Authorization"),
        ),
    ]
}

fn of_clients() -> Vec<Fault> {
    vec![
        (
            "master-server-odd",
            Rules::V9,
            |cfg| cfg.set("/DIRAC/Configuration/MasterServer", "https://192.0.2.7:9135/x"),
            "is an IP address",
            String::from("/DIRAC/Configuration/MasterServer"),
        ),
        (
            "diracx-token-manager",
            Rules::V9,
            |cfg| {
                cfg.set("/DiracX/URL", "https://diracx.example.org")
                    .set("/DiracX/FutureClientEnabled/Framework/TokenManager", "Yes")
            },
            "DiracX",
            String::from("/DiracX/FutureClientEnabled/Framework/TokenManager"),
        ),
    ]
}

/// Both VOs handed over to DiracX as they should be.
fn with_diracx(cfg: Cfg) -> Cfg {
    let vo = |cfg: Cfg, vo: &str, url: &str| {
        cfg.set(&format!("/DiracX/CsSync/VOs/{vo}/IdP/URL"), url)
            .set(&format!("/DiracX/CsSync/VOs/{vo}/IdP/ClientID"), "dirac")
            .set(&format!("/DiracX/CsSync/VOs/{vo}/UserSubjects/ada"), "id-ada")
    };
    let cfg = cfg.set("/DiracX/URL", "https://diracx.example.org");
    let cfg = vo(cfg, "alpha", "https://iam.example.org");
    vo(cfg, "beta", "https://checkin.example.org")
}

fn of_diracx() -> Vec<Fault> {
    const ALPHA: &str = "/DiracX/CsSync/VOs/alpha";
    vec![
        (
            "diracx-url",
            Rules::V9,
            |cfg| with_diracx(cfg).without("/DiracX/URL"),
            "no URL",
            String::from("/DiracX/URL"),
        ),
        (
            "diracx-url",
            Rules::V9,
            |cfg| with_diracx(cfg).set("/DiracX/URL", "http://diracx.example.org"),
            "http://diracx.example.org",
            String::from("/DiracX/URL"),
        ),
        (
            "diracx-disabled-vo",
            Rules::V9,
            |cfg| with_diracx(cfg).set("/DiracX/DisabledVOs", "Alpha"),
            "DisabledVOs names Alpha",
            String::from("/DiracX/DisabledVOs"),
        ),
        (
            "diracx-idp",
            Rules::V9,
            |cfg| with_diracx(cfg).without(&at(ALPHA, "/IdP/ClientID")),
            "VO alpha in CsSync has no ClientID",
            at(ALPHA, "/IdP/ClientID"),
        ),
        (
            "diracx-idp",
            Rules::V9,
            |cfg| with_diracx(cfg).set(&at(ALPHA, "/IdP/URL"), "https://other.example.org"),
            "https://other.example.org, but its IdProvider in DIRAC is https://iam.example.org",
            at(ALPHA, "/IdP/URL"),
        ),
        (
            "diracx-idp-slash",
            Rules::V9,
            |cfg| with_diracx(cfg).set(&at(ALPHA, "/IdP/URL"), "https://iam.example.org/"),
            "https://iam.example.org/",
            at(ALPHA, "/IdP/URL"),
        ),
        (
            "diracx-subjects",
            Rules::V9,
            |cfg| with_diracx(cfg).set(&at(ALPHA, "/UserSubjects/zoe"), "id-zoe"),
            "zoe, who is no user",
            at(ALPHA, "/UserSubjects/zoe"),
        ),
        (
            "diracx-subjects",
            Rules::V9,
            |cfg| with_diracx(cfg).set(&at(ALPHA, "/UserSubjects/ada"), "id-ben"),
            "ada of VO alpha by a subject",
            at(ALPHA, "/UserSubjects/ada"),
        ),
    ]
}

fn all() -> Vec<Fault> {
    [
        of_providers(),
        of_the_registry(),
        of_tags(),
        of_ces(),
        of_services(),
        of_clients(),
        of_diracx(),
    ]
    .concat()
}

fn findings(inventory: &Inventory) -> Vec<&Finding> {
    inventory.all_findings().collect()
}

#[test]
fn a_sound_installation_has_no_findings() {
    for rules in [Rules::V8, Rules::V9] {
        assert_eq!(findings(&good().inventory(rules)), Vec::<&Finding>::new());
    }
}

#[test]
fn one_fault_brings_one_finding_that_names_it_and_its_place() {
    for (id, rules, spoil, text, source) in all() {
        let inventory = spoil(good()).inventory(rules);
        let found = findings(&inventory);
        let ids: Vec<&str> = found.iter().map(|finding| finding.id).collect();
        let [finding] = found.as_slice() else { panic!("{id}: found {ids:?}") };
        assert_eq!(finding.id, id);
        assert!(finding.text.contains(text), "{id}: {}", finding.text);
        assert_eq!(finding.source, source, "{id}");
        let lint = finding.lint().expect("every finding has its row");
        assert_eq!(finding.severity, lint.severity, "{id}");
    }
}

/// Brought about by a local cfg, so it stands apart.
#[test]
fn a_local_value_that_hides_another_one_is_told() {
    let local = Cfg::default()
        .set("/Registry/VO/alpha/IdProvider", "CheckIn-Beta")
        .set("/Resources/IdProviders/IAM-Alpha/issuer", "https://iam.example.org");
    let inventory = good().inventory_with(&local, Rules::V9);
    let found = findings(&inventory);
    let [finding] = found.as_slice() else { panic!("found {found:?}") };
    assert_eq!(finding.id, "shadowed-by-local");
    assert_eq!(finding.source, "/Registry/VO/alpha/IdProvider");
    assert!(finding.text.contains("CheckIn-Beta") && finding.text.contains("IAM-Alpha"));
    assert_eq!(inventory.vos[0].id_provider.as_deref(), Some("CheckIn-Beta"), "local wins");
}

#[test]
fn every_lint_of_the_table_is_brought_about_by_a_test() {
    let mut tested: BTreeSet<&str> = all().iter().map(|fault| fault.0).collect();
    tested.insert("shadowed-by-local");
    tested.insert("update-token");
    // those about tokens have their own tests, beside the tokens
    let about_installations = LINTS.iter().filter(|lint| lint.token.is_none());
    let table: BTreeSet<&str> = about_installations.map(|lint| lint.id).collect();
    assert_eq!(tested, table);
}

#[test]
fn vos_and_users_that_diracx_does_not_know_are_worth_knowing() {
    let ids = |cfg: Cfg| -> Vec<(&'static str, Severity)> {
        let inventory = cfg.inventory(Rules::V9);
        findings(&inventory).iter().map(|found| (found.id, found.severity)).collect()
    };
    assert_eq!(ids(with_diracx(good())), [], "a sound one has no findings");
    let kept_out = good().set("/DiracX/DisabledVOs", "alpha, beta");
    assert_eq!(ids(kept_out), [], "nothing leads there, so nobody misses its URL");
    let without_vo = with_diracx(good()).without("/DiracX/CsSync/VOs/beta");
    assert_eq!(ids(without_vo.clone()), [("diracx-idp", Severity::Info)]);
    assert_eq!(ids(without_vo.set("/DiracX/DisabledVOs", "beta")), []);
    let without_user = with_diracx(good()).without("/DiracX/CsSync/VOs/alpha/UserSubjects/ada");
    assert_eq!(ids(without_user), [("diracx-subjects", Severity::Info)]);
}

#[test]
fn update_token_is_told_by_the_servers_release_unless_a_rule_guards_it() {
    const RULE: &str = "/Systems/Framework/Services/TokenManager/Authorization/updateToken";
    let told = |cfg: &Cfg, version: &str| of_release(&cfg.tree(), Rules::V9, version);
    let found = told(&good(), "9.1.12");
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((finding.id, finding.severity), ("update-token", Severity::Error));
    assert_eq!(finding.source, RULE);
    assert_eq!(told(&good(), "9.1.20").first().map(|f| f.severity), Some(Severity::Warning));
    assert_eq!(told(&good(), "9.1.22"), []);
    assert_eq!(told(&good().set(RULE, "TrustedHost"), "9.1.12"), []);
    assert_eq!(told(&good().set(RULE, "authenticated"), "9.1.12").len(), 1);
}

#[test]
fn a_master_is_odd_by_address_localhost_or_query_only() {
    for (url, odd) in [
        ("https://cs.example.org:9135/Configuration/Server", false),
        ("dips://cs.example.org:9135/Configuration/Server", false),
        ("https://1and1.example.org:9135/Configuration/Server", false),
        ("https://localhost:9135/Configuration/Server", true),
        ("https://[2001:db8::1]:9135/Configuration/Server", true),
        ("https://cs.example.org:9135/Configuration/Server?x=1", true),
    ] {
        let cfg = good().set("/DIRAC/Configuration/MasterServer", url);
        assert_eq!(!findings(&cfg.inventory(Rules::V9)).is_empty(), odd, "{url}");
    }
}

#[test]
fn a_master_on_localhost_is_right_where_the_token_manager_is_there_too() {
    let master = "https://localhost:9135/Configuration/Server";
    for (url, odd) in [
        ("https://localhost:8443/Framework/TornadoTokenManager", false),
        ("https://tokens.example.org:8443/Framework/TornadoTokenManager", true),
        ("https://localhost:8443/A, https://tokens.example.org:8443/B", true),
        ("", true),
    ] {
        let cfg = good()
            .set("/DIRAC/Configuration/MasterServer", master)
            .set("/Systems/Framework/URLs/TokenManager", url);
        assert_eq!(!findings(&cfg.inventory(Rules::V9)).is_empty(), odd, "{url}");
    }
}

#[test]
fn directors_of_dirac_8_may_say_any() {
    let cfg = good().set("/Systems/WorkloadManagement/Agents/SiteDirector/Site", "any");
    assert_eq!(findings(&cfg.inventory(Rules::V8)), Vec::<&Finding>::new());
}

#[test]
fn an_arex_queue_may_be_renamed_at_any_level() {
    for level in [at(CE, "/Queues/long"), CE.to_owned(), at(SITE, "/CEs")] {
        let cfg = good()
            .section(&at(CE, "/Queues/long"))
            .set(&at(&level, "/CEQueueName"), "nordugrid-slurm-long");
        assert_eq!(findings(&cfg.inventory(Rules::V9)), Vec::<&Finding>::new(), "{level}");
    }
}
