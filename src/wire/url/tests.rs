use std::collections::HashMap;

use super::*;

const CS: &str = "https://cs.example.org:9135/Configuration/Server";

fn why(error: &WireError) -> String {
    match error.kind() {
        ErrorKind::ForbiddenUrl { why, .. } => why.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_https_cs_is_admitted_only_by_its_known_spelling() {
    let known = CanonicalUrls::new([CS, "https://Other.Example.org/Configuration/Server"]);
    let url = known.admit(CS).unwrap();
    assert_eq!((url.as_str(), url.host(), url.port()), (CS, "cs.example.org", 9135));
    assert!(url.named_here());
    for other in [
        "https://cs.example.org/Configuration/Server",
        "https://CS.example.org:9135/Configuration/Server",
        "https://cs.example.org.:9135/Configuration/Server",
        "https://cs.example.org:09135/Configuration/Server",
        "https://cs.example.org:9135/Configuration/Server/",
        "https://cs.example.org:9135/Configuration/TornadoConfiguration",
        "https://alias.example.org:9135/Configuration/Server",
        "https://other.example.org/Configuration/Server",
        "https://other.example.org:443/Configuration/Server",
    ] {
        assert!(why(&known.admit(other).unwrap_err()).contains("spelling"), "{other}");
    }
}

#[test]
fn the_host_header_is_spelled_as_the_configuration_spells_it() {
    for (url, authority) in [
        (CS, "cs.example.org:9135"),
        ("https://CS.Example.org/Configuration/Server", "CS.Example.org"),
        ("https://cs.example.org:443/Configuration/Server", "cs.example.org:443"),
    ] {
        let url = CanonicalUrls::new([url]).admit(url).unwrap();
        assert_eq!(url.endpoint().authority(), authority);
    }
}

#[test]
fn what_would_rename_the_cs_is_refused_even_when_given_by_hand() {
    for url in [
        "https://127.0.0.1:9135/Configuration/Server",
        "https://[::1]:9135/Configuration/Server",
        "https://2130706433/Configuration/Server",
        "https://0x7f.1/Configuration/Server",
        "https://127.1/Configuration/Server",
        "https://cs.example.org/Configuration/Server?x=1",
        "https://cs.example.org/Configuration/Server?",
        "https://me@cs.example.org/Configuration/Server",
        "https://me:pw@cs.example.org/Configuration/Server",
        "https://cs.example.org/Configuration/Server#a",
        "https://cs.example.org/Configuration/../Configuration/Server",
        "https://cs.example.org/Configuration/%2e%2e/Server",
        "https://cs%2eexample.org/Configuration/Server",
        "https://cs.example.org\\Configuration",
        "https://jülich.example.org/Configuration/Server",
        "http://cs.example.org/Configuration/Server",
        "cs.example.org:9135",
        "https://",
        "",
    ] {
        assert!(CanonicalUrls::new([url]).admit(url).is_err(), "{url}");
        assert!(CanonicalUrls::new([CS]).admit(url).is_err(), "{url}");
    }
}

#[test]
fn what_the_remote_says_of_its_master_is_compared_and_not_followed() {
    let known = CanonicalUrls::new(["https://cs.example.org:9135"]);
    // the remote spells the path that the local cfg leaves out: the same request
    assert_eq!(known.admit(CS).unwrap().as_str(), CS);
    assert_eq!(known.admit("https://cs.example.org:9135/").unwrap().as_str(), CS);
    assert!(known.admit("https://evil.example:1/Configuration/Server").is_err());
    assert!(CanonicalUrls::default().admit(CS).is_err());
}

#[test]
fn a_dips_cs_needs_a_port_and_no_known_spelling() {
    let known = CanonicalUrls::new(["dips://cs.example.org:9135/Configuration/Server"]);
    assert!(known.admit("dips://cs.example.org:9135/Configuration/Server").unwrap().named_here());
    let other = known.admit("dips://192.0.2.7:9135/Configuration/Server").unwrap();
    assert_eq!((other.scheme(), other.port(), other.named_here()), (Scheme::Dips, 9135, false));
    assert!(known.admit("dips://cs.example.org/Configuration/Server").is_err());
}

#[test]
fn known_urls_are_given_out_once_and_in_order() {
    let known = CanonicalUrls::new([" https://b.example.org", CS, "https://b.example.org", ""]);
    let all: Vec<_> = known.all().map(|url| url.unwrap().to_string()).collect();
    assert_eq!(all, ["https://b.example.org/Configuration/Server", CS]);
}

#[test]
fn a_service_url_keeps_its_path_and_gets_one_only_if_it_has_none() {
    let parse =
        |url| ServiceUrl::parse(url, "Framework", "TokenManager").map(|url| url.to_string());
    let given = "https://h.example.org:8443/Framework/TornadoTokenManager";
    assert_eq!(parse(given).unwrap(), given);
    assert_eq!(
        parse("https://h.example.org").unwrap(),
        "https://h.example.org/Framework/TokenManager"
    );
    assert_eq!(ServiceUrl::parse("https://h.example.org", "F", "T").unwrap().port(), 443);
    assert!(parse("https://192.0.2.7:8443/Framework/TornadoTokenManager").is_ok());
    // the CS has its own rule, whatever option its URL stands in
    assert!(parse("https://h.example.org:9135/Configuration/Server").is_err());
    assert!(parse("https://h.example.org:9135//Configuration/Server").is_err());
}

fn urls(options: &[(&str, &str)], vo: Option<&str>) -> Result<ServiceUrls, WireError> {
    let options: HashMap<_, _> = options.iter().copied().collect();
    service_urls(|path| options.get(path).map(|v| (*v).to_owned()), "Framework", "TokenManager", vo)
}

fn spelled(urls: &ServiceUrls) -> Vec<&str> {
    urls.usable.iter().map(ServiceUrl::as_str).collect()
}

#[test]
fn services_are_found_in_both_layouts() {
    let found = urls(
        &[(
            "/Systems/Framework/URLs/TokenManager",
            "https://a.org:8443/Framework/TornadoTokenManager",
        )],
        None,
    );
    assert_eq!(spelled(&found.unwrap()), ["https://a.org:8443/Framework/TornadoTokenManager"]);
    let v8 = [
        ("/DIRAC/Setup", "My-Prod"),
        ("/DIRAC/Setups/My-Prod/Framework", "Production"),
        (
            "/Systems/Framework/Production/URLs/TokenManager",
            "dips://b.org:9181/Framework/TokenManager",
        ),
    ];
    let found = urls(&v8, None).unwrap();
    assert_eq!(spelled(&found), ["dips://b.org:9181/Framework/TokenManager"]);
    assert_eq!(found.path, "/Systems/Framework/Production/URLs/TokenManager");
    let mut without = v8.to_vec();
    without.push(("/DIRAC/NoSetup", "True"));
    assert!(
        matches!(urls(&without, None).unwrap_err().kind(), ErrorKind::NoUrl { path } if path == "/Systems/Framework/URLs/TokenManager")
    );
}

#[test]
fn failover_urls_come_last_and_main_servers_are_expanded() {
    let found = urls(
        &[
            (
                "/Systems/Framework/URLs/TokenManager",
                "https://$MAINSERVERS$:8443/Framework/TornadoTokenManager, ",
            ),
            ("/Systems/Framework/FailoverURLs/TokenManager", "https://spare.org/F/T"),
            ("/Operations/Defaults/MainServers", "one.org, two.org"),
        ],
        Some("myvo"),
    );
    assert_eq!(
        spelled(&found.unwrap()),
        [
            "https://one.org:8443/Framework/TornadoTokenManager",
            "https://two.org:8443/Framework/TornadoTokenManager",
            "https://spare.org/F/T"
        ]
    );
}

#[test]
fn preferred_patterns_order_the_urls_and_a_bad_one_changes_nothing() {
    let found = urls(
        &[
            (
                "/Systems/Framework/URLs/TokenManager",
                "https://a.org/F/T, https://b.cern.ch/F/T, https://c.in2p3.fr/F/T",
            ),
            ("/DIRAC/PreferredURLPatterns", "((, .*in2p3.*, https://b\\."),
        ],
        None,
    );
    assert_eq!(
        spelled(&found.unwrap()),
        ["https://c.in2p3.fr/F/T", "https://b.cern.ch/F/T", "https://a.org/F/T"]
    );
}

#[test]
fn unusable_urls_are_named_beside_the_usable_ones() {
    let found = urls(
        &[("/Systems/Framework/URLs/TokenManager", "http://a.org/F/T, https://b.org/F/T")],
        None,
    )
    .unwrap();
    assert_eq!(spelled(&found), ["https://b.org/F/T"]);
    assert_eq!(why(&found.refused[0]), "it is not encrypted");
    assert_eq!(
        why(&urls(&[("/Systems/Framework/URLs/TokenManager", "http://a.org/F/T")], None)
            .unwrap_err()),
        "it is not encrypted"
    );
}

proptest::proptest! {
    #[test]
    fn whatever_is_admitted_is_requested_as_it_was_spelled(url in "(https|dips|http)://[a-zA-Z0-9.:@%\\[\\]-]{0,20}(/[A-Za-z.%?#/]{0,20})?") {
        if let Ok(admitted) = CanonicalUrls::new([&url]).admit(&url) {
            proptest::prop_assert_eq!(admitted.spelled(), &url);
            let request = admitted.endpoint().request();
            proptest::prop_assert!(admitted.as_str().ends_with(request.path()));
            proptest::prop_assert!(request.query().is_none() && request.fragment().is_none() && request.username().is_empty());
        }
    }
}

#[test]
fn a_password_in_a_url_is_not_repeated() {
    let given = "https://admin:s3cretpw@h.example.org:9135/Configuration/Server";
    let error = CanonicalUrls::new([given]).admit(given).unwrap_err();
    assert!(!format!("{error} {error:?} {}", error.url()).contains("s3cretpw"), "{error}");
    let error = ServiceUrl::parse("https://a:s3cretpw@h/F/T", "F", "T").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cretpw"), "{error}");
    assert!(error.url().contains("***@h/F/T"), "{}", error.url());
    let error = ServiceUrl::parse("https://a:se/cret@pw@h/F/T", "F", "T").unwrap_err();
    assert_eq!(error.url(), "https://***@h/F/T");
}
