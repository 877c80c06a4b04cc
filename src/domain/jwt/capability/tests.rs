use super::super::json::read_object;
use super::*;

fn told(claims: &str) -> Vec<String> {
    told_of(claims, Kind::Access)
}

fn told_of(claims: &str, kind: Kind) -> Vec<String> {
    let read = read_object(claims);
    assert_eq!(read.fault, None, "{claims}");
    let line = |c: Capability| format!("{}: {}", c.area.word(), c.text);
    capabilities(&read.object, Profile::of(&read.object), kind).into_iter().map(line).collect()
}

fn scope(scopes: &str) -> Vec<String> {
    told(&format!("{{\"scope\":\"{scopes}\"}}"))
}

#[test]
fn capabilities_for_data_are_said_with_their_paths() {
    assert_eq!(scope("storage.read:/"), ["storage: read everything"]);
    assert_eq!(scope("storage.read:/atlas/x"), ["storage: read /atlas/x"]);
    assert_eq!(
        scope("storage.modify:/"),
        ["storage: upload to, overwrite, rename and delete in everything"]
    );
    assert_eq!(
        scope("storage.stage:/tape"),
        ["storage: bring from tape and pin, not read, /tape"],
        "from 1.2 on staging does not imply reading"
    );
    let missing = &scope("storage.read")[0];
    assert!(missing.contains("refuse the whole token"), "{missing}");
    assert!(scope("storage.write:/")[0].contains("knows no such capability"));
    assert!(scope("Storage.Read:/")[0].contains("knows no such capability"), "case counts");
}

#[test]
fn htcondor_wants_three_capabilities_together_before_it_lets_write() {
    let last = |scopes: &str| scope(scopes).last().cloned().unwrap_or_default();
    assert_eq!(
        last("compute.read compute.modify"),
        "compute: HTCondor: READ. Not WRITE: create and cancel are missing"
    );
    assert_eq!(
        last("compute.read compute.modify compute.create compute.cancel"),
        "compute: HTCondor: READ and WRITE"
    );
    assert_eq!(
        last("compute.modify compute.create compute.cancel"),
        "compute: HTCondor: WRITE. Not READ: read is missing"
    );
    assert_eq!(
        last("compute.create"),
        "compute: HTCondor: neither READ nor WRITE: modify and cancel are missing"
    );
    assert_eq!(scope("storage.read:/").len(), 1, "nothing of HTCondor without a word of jobs");
}

#[test]
fn groups_count_only_without_any_capability() {
    let groups = r#""wlcg.ver":"1.0","wlcg.groups":["/wlcg","/wlcg/pilots"]"#;
    assert_eq!(
        told(&format!("{{{groups}}}")),
        ["groups: what services give to members of /wlcg, /wlcg/pilots"]
    );
    let both = told(&format!("{{{groups},\"scope\":\"compute.read\"}}"));
    assert_eq!(
        both.last().map(String::as_str),
        Some("groups: not decisive: capabilities win over /wlcg, /wlcg/pilots")
    );
}

#[test]
fn scopes_that_only_ask_for_something_are_told_together() {
    assert_eq!(
        scope("openid profile offline_access eduperson_assurance"),
        ["issuer: were asked of the issuer, and allow nothing at services"]
    );
    assert!(scope("iam:admin.write")[0].starts_with("issuer: administer the issuer"));
    assert_eq!(scope("made-up"), ["other: not known here"]);
}

#[test]
fn other_profiles_speak_in_their_own_words() {
    assert_eq!(
        told(r#"{"ver":"scitoken:2.0","scope":"read:/store write:/store/x queue"}"#),
        [
            "storage: read /store",
            "storage: write and delete in /store/x",
            "compute: queue jobs (SciTokens)"
        ]
    );
    assert_eq!(
        told(
            r#"{"eduperson_entitlement":["urn:mace:egi.eu:group:biovo:dev:role=vm_operator#aai.egi.eu"]}"#
        ),
        ["groups: vm_operator in biovo › dev"]
    );
    assert_eq!(
        told(r#"{"dirac_group":"wlcg_pilot","vo":"wlcgvo","dirac_properties":["GenericPilot"]}"#),
        [
            "groups: act in the DIRAC group wlcg_pilot of wlcgvo",
            "groups: properties of that group: GenericPilot"
        ]
    );
}

#[test]
fn a_token_that_allows_nothing_says_so_and_a_refresh_token_what_it_opens() {
    assert_eq!(told("{}").len(), 1);
    assert!(told("{}")[0].contains("neither capabilities nor groups"));
    assert!(told_of(r#"{"jti":"x"}"#, Kind::Refresh)[0].contains("get new access tokens"));
    assert!(told_of(r#"{"nonce":"x"}"#, Kind::Id)[0].contains("must not take it"));
}

#[test]
fn a_bomb_of_scopes_is_counted_not_told() {
    let many = vec!["storage.read:/x"; 10_000].join(" ");
    assert!(scope(&many).len() < 70);
    let groups = vec!["\"/g\""; 10_000].join(",");
    let line = &told(&format!("{{\"wlcg.groups\":[{groups}]}}"))[0];
    assert!(line.ends_with("and 9980 more"), "{line}");
}
