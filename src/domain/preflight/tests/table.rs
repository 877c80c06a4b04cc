//! One case per check and verdict, decided by the configuration alone.

use super::*;

/// A whole installation changed like this gives this verdict of this check at this CE, with this told and there.
struct Case {
    changes: &'static [(&'static str, &'static str)],
    rules: &'static [Rules],
    ce: &'static str,
    id: &'static str,
    verdict: State,
    /// A piece of the evidence.
    told: &'static str,
    /// The end of the path.
    path: &'static str,
}

const BOTH: &[Rules] = &[Rules::V8, Rules::V9];
const ARC: &str = "arc.example";
const CONDOR: &str = "condor.example";
const LOGIN: &str = "login.example";

const fn case(id: &'static str, verdict: State, told: &'static str, path: &'static str) -> Case {
    Case { changes: &[], rules: BOTH, ce: ARC, id, verdict, told, path }
}

const fn holds(id: &'static str, told: &'static str, path: &'static str) -> Case {
    case(id, State::Holds, told, path)
}

const fn fails(
    id: &'static str,
    changes: &'static [(&'static str, &'static str)],
    told: &'static str,
    path: &'static str,
) -> Case {
    Case { changes, ..case(id, State::Fails, told, path) }
}

const fn unknown(id: &'static str, told: &'static str, path: &'static str) -> Case {
    case(id, State::Unknown, told, path)
}

impl Case {
    const fn at(self, ce: &'static str) -> Self {
        Self { ce, ..self }
    }

    const fn by(self, rules: &'static [Rules]) -> Self {
        Self { rules, ..self }
    }

    const fn with(self, changes: &'static [(&'static str, &'static str)]) -> Self {
        Self { changes, ..self }
    }
}

const V8: &[Rules] = &[Rules::V8];
const V9: &[Rules] = &[Rules::V9];

const CASES: &[Case] = &[
    // 1
    holds("site-director", "SiteDirectorMy serves myvo.", "SiteDirectorMy/VO"),
    holds("site-director", "SiteDirectorMy", "SiteDirectorMy/Community")
        .with(&[("VO = myvo\n      }\n    }\n  }\n}\nRegistry", "Community = myvo\n      }\n    }\n  }\n}\nRegistry")]),
    holds("site-director", "Renamed serves myvo", "Renamed/VO")
        .with(&[("SiteDirectorMy\n      {", "Renamed\n      {\nModule = SiteDirector")]),
    fails("site-director", &[("SiteDirectorMy\n      {\n        VO = myvo", "SiteDirectorMy\n      {\n        VO = MyVO")],
        "No Site Director serves myvo: SiteDirectorMy serves MyVO.", "/Agents"),
    fails("site-director", &[("SiteDirectorMy\n", "Other\n")], "There is no Site Director.", "/Agents"),
    unknown("site-director", "SiteDirectorMy names no VO, which its own host may do", "/Agents")
        .with(&[("SiteDirectorMy\n      {\n        VO = myvo", "SiteDirectorMy\n      {\n        VO =")]),
    // 2
    holds("director-filters", "SiteDirectorMy serves it.", "SiteDirectorMy"),
    holds("director-filters", "serves it", "SiteDirectorMy").by(V8)
        .with(&[("VO = myvo\n      }\n    }\n  }\n}\nRegistry", "VO = myvo\nSite = Any\nCEs = any\nCETypes = ANY\n      }\n    }\n  }\n}\nRegistry")]),
    fails("director-filters", &[("SiteDirectorMy\n      {", "SiteDirectorMy\n      {\nSite = any")],
        "Site = any, which in DIRAC 9 is a name like others", "SiteDirectorMy/Site").by(V9),
    fails("director-filters", &[("SiteDirectorMy\n      {", "SiteDirectorMy\n      {\nSite = LCG.There.ch")],
        "Site = LCG.There.ch", "SiteDirectorMy/Site"),
    fails("director-filters", &[("SiteDirectorMy\n      {", "SiteDirectorMy\n      {\nCETypes = HTCondorCE, SSH")],
        "CETypes = HTCondorCE, SSH", "SiteDirectorMy/CETypes"),
    fails("director-filters", &[("SiteDirectorMy\n      {", "SiteDirectorMy\n      {\nCEs = Arc.example")],
        "CEs = Arc.example", "SiteDirectorMy/CEs"),
    fails("director-filters", &[("SiteDirectorMy\n      {", "SiteDirectorMy\n      {\nTags = Token:myvo, GPU")],
        "and GPU is written neither at the CE nor at the queue", "SiteDirectorMy/Tags"),
    // the filter does not see the site's tags, nor its CEType
    fails("director-filters", &[("SiteDirectorMy\n      {", "SiteDirectorMy\n      {\nTags = GPU"),
        ("        CEs\n        {\n", "        CEs\n        {\nTag = GPU\n")], "GPU is written neither", "SiteDirectorMy/Tags"),
    fails("director-filters", &[("SiteDirectorMy\n      {", "SiteDirectorMy\n      {\nCETypes = AREX"),
        ("CEType = AREX\n", ""), ("        CEs\n        {\n", "        CEs\n        {\nCEType = AREX\n")],
        "CETypes = AREX", "SiteDirectorMy/CETypes"),
    unknown("director-filters", "first 1 has to hold", "")
        .with(&[("SiteDirectorMy\n", "Other\n")]),
    // 3
    holds("ce-defined", "CEType = AREX", "arc.example/CEType"),
    fails("ce-defined", &[("CEType = AREX\n", "")], "arc.example has no CEType.", "arc.example/CEType"),
    fails("ce-defined", &[("a-slurm-long", "long"), ("a-slurm-short", "long2")], "fewer than two dashes", "Queues/long"),
    fails("ce-defined", &[("CEType = SSH", "CEType = "),], "login.example has no CEType", "CEType").at(LOGIN),
    unknown("ce-defined", "CEType = Vac, which only an extension can bring", "CEType").at(LOGIN)
        .with(&[("CEType = SSH", "CEType = Vac")]),
    // 4
    holds("vo-admitted", "every VO is admitted", "arc.example"),
    holds("vo-admitted", "VO = MYVO", "arc.example/VO").with(&[("CEType = AREX", "CEType = AREX\nVO = MYVO")]),
    fails("vo-admitted", &[("CEType = AREX", "CEType = AREX\nVO = other")], "VO = other", "arc.example/VO"),
    // DIRAC 9 asks the nearest level alone, DIRAC 8 all of them
    holds("vo-admitted", "VO = myvo", "arc.example/VO").by(V9)
        .with(&[("CEType = AREX", "CEType = AREX\nVO = myvo"), ("LCG.Here.ch\n      {", "LCG.Here.ch\n      {\nVO = other")]),
    fails("vo-admitted", &[("CEType = AREX", "CEType = AREX\nVO = myvo"),
        ("LCG.Here.ch\n      {", "LCG.Here.ch\n      {\nVO = other")], "VO = other, VO = myvo", "LCG.Here.ch/VO").by(V8),
    // 5, 7: nobody that is asked here knows
    unknown("ce-usable", "not asked", ""),
    unknown("pilot-proxy", "not asked", ""),
    // 6
    holds("pilot-identity", "User ada, in group my_pilot.", "/Operations/Defaults/Pilot/GenericPilotUser"),
    holds("pilot-identity", "GenericPilotDN", "/Operations/myvo/Pilot/GenericPilotDN").by(V9)
        .with(&[("GenericPilotGroup = my_pilot", "GenericPilotGroup = my_pilot\nGenericPilotDN = /CN=x")]),
    holds("pilot-identity", "own PilotDN", "GenericPilotGroup").by(V9)
        .with(&[("SiteDirectorMy\n      {", "SiteDirectorMy\n      {\nPilotDN = /CN=x"), ("GenericPilotUser = ada", "")]),
    fails("pilot-identity", &[("GenericPilotUser = ada", "")], "No pilot user is set", "Pilot/GenericPilotUser").by(V9),
    fails("pilot-identity", &[("DN = /DC=org/CN=ada", "")], "The pilot user ada has no DN", "GenericPilotUser"),
    fails("pilot-identity", &[("GenericPilotGroup = my_pilot", "")], "No pilot group is set for myvo", "/Operations/myvo/Pilot/GenericPilotGroup").by(V9),
    fails("pilot-identity", &[("GenericPilotGroup = my_pilot", "GenericPilotGroup = gone")], "gone is not in the Registry", "GenericPilotGroup").by(V9),
    // DIRAC 8 reads the VO's own Defaults and not the section itself
    holds("pilot-identity", "in group my_pilot", "GenericPilotUser").by(V8)
        .with(&[("  myvo\n  {\n    Pilot\n    {\n      GenericPilotGroup = my_pilot\n    }", "  myvo\n  {\n    Defaults\n    {\n    Pilot\n    {\n      GenericPilotGroup = my_pilot\n    }\n    }")]),
    holds("pilot-identity", "in group my_pilot", "GenericPilotUser").by(V8)
        .with(&[("SiteDirectorMy\n      {", "SiteDirectorMy\n      {\nPilotGroup = my_pilot"), ("GenericPilotGroup = my_pilot", "")]),
    fails("pilot-identity", &[("SiteDirectorMy\n      {", "SiteDirectorMy\n      {\nPilotGroup = my_pilot"), ("GenericPilotGroup = my_pilot", "")],
        "No pilot group", "GenericPilotGroup").by(V9),
    // 8
    unknown("queue-work", "known at run time only", ""),
    fails("queue-work", &[("maxCPUTime = 100\n", ""), ("CPUTime = 100\n", "")], "no limit of CPU time", "Queues/condor").by(V8).at(CONDOR),
    unknown("queue-work", "known at run time only", "").by(V9).at(CONDOR).with(&[("CPUTime = 100\n", "")]),
    // 9
    holds("token-tag", "Token:myvo at ce level", "arc.example/Tag"),
    holds("token-tag", "Token at ce level", "condor.example/Tag").at(CONDOR),
    fails("token-tag", &[], "There is no tag.", "login.example/Tag").at(LOGIN),
    fails("token-tag", &[("Tag = Token:myvo", "Tag = Token: myvo")], "The tag `Token: myvo` does not count: it has to be Token:myvo", "arc.example/Tag"),
    fails("token-tag", &[("Tag = Token:myvo", "Tag = token, GPU")], "The tag `token` does not count", "arc.example/Tag"),
    fails("token-tag", &[("Tag = Token:myvo", "Tag = Token:other")], "Tag = Token:other", "arc.example/Tag"),
    // 10
    holds("ce-audience", "AREX: https://arc.example:443", "arc.example/CEType"),
    holds("ce-audience", "HTCondorCE: condor.example:9619", "condor.example/CEType").at(CONDOR),
    fails("ce-audience", &[], "CEs of the type SSH have none.", "login.example/CEType").at(LOGIN),
    unknown("ce-audience", "Vac is no type of DIRAC's own", "CEType").at(LOGIN).with(&[("CEType = SSH", "CEType = Vac")]),
    fails("ce-audience", &[("CEType = SSH", "CEType = CREAM")], "CREAM have none", "CEType").at(LOGIN).by(V8),
    // 11
    holds("pilot-group-vo", "VO = myvo", "/Registry/Groups/my_pilot/VO"),
    fails("pilot-group-vo", &[("LimitedDelegation\n      VO = myvo", "LimitedDelegation\n      VO = other")], "belongs to other, not to myvo", "my_pilot/VO"),
    fails("pilot-group-vo", &[("LimitedDelegation\n      VO = myvo", "LimitedDelegation")], "belongs to no VO", "my_pilot/VO"),
    // where the installation has one VO, DIRAC 8 asks that first and DIRAC 9 last
    holds("pilot-group-vo", "VO = myvo", "my_pilot/VO").by(V9)
        .with(&[("Systems\n{\n", "DIRAC\n{\nVirtualOrganization = other\n}\nSystems\n{\n")]),
    fails("pilot-group-vo", &[("Systems\n{\n", "DIRAC\n{\nVirtualOrganization = other\n}\nSystems\n{\n")], "belongs to other", "my_pilot/VO").by(V8),
    unknown("pilot-group-vo", "first 6 has to hold", "").by(V9).with(&[("GenericPilotGroup = my_pilot", "")]),
    // 12
    holds("vo-provider", "IdProvider = IAM", "/Registry/VO/myvo/IdProvider"),
    fails("vo-provider", &[("IdProvider = IAM", "")], "VO myvo is not tied to any IdProvider.", "/Registry/VO/myvo/IdProvider"),
    unknown("vo-provider", "first 11 has to hold", "").with(&[("LimitedDelegation\n      VO = myvo", "LimitedDelegation")]),
    // 13
    holds("provider-defined", "IAM at https://iam.example/", "/Resources/IdProviders/IAM"),
    fails("provider-defined", &[("IdProvider = IAM", "IdProvider = Gone")], "/Resources/IdProviders/Gone does not exist.", "/Resources/IdProviders/Gone"),
    fails("provider-defined", &[("issuer = https://iam.example/", "issuer =")], "IAM has no issuer.", "IAM/issuer"),
    fails("provider-defined", &[("ProviderType = IAM", "ProviderType = iam")], "the type iam, which DIRAC does not have", "IAM/ProviderType"),
    unknown("provider-defined", "which an extension has to bring", "IAM/ProviderType").with(&[("ProviderType = IAM", "ProviderType = Own")]),
    unknown("provider-defined", "first 12 has to hold", "").with(&[("IdProvider = IAM", "")]),
    // 14
    holds("token-manager", "https://dirac.example:8443/Framework/TokenManager", "/Systems/Framework/URLs/TokenManager"),
    fails("token-manager", &[("TokenManager = https://dirac.example:8443/Framework/TokenManager", "")], "No URL", "URLs/TokenManager"),
    fails("token-manager", &[("Systems\n{\n", "DiracX\n{\nFutureClientEnabled\n{\nFramework\n{\nTokenManager = Yes\n}\n}\n}\nSystems\n{\n")],
        "sent to DiracX", "/DiracX/FutureClientEnabled/Framework/TokenManager").by(V9),
    holds("token-manager", "https://", "URLs/TokenManager").by(V8)
        .with(&[("Systems\n{\n", "DiracX\n{\nFutureClientEnabled\n{\nFramework\n{\nTokenManager = Yes\n}\n}\n}\nSystems\n{\n")]),
    // DIRAC 8 has an instance between the system and its sections
    holds("token-manager", "https://", "/Systems/Framework/Production/URLs/TokenManager").by(V8)
        .with(&[("  Framework\n  {\n    URLs\n    {\n      TokenManager = https://dirac.example:8443/Framework/TokenManager\n    }",
            "  Framework\n  {\n    Production\n    {\n    URLs\n    {\n      TokenManager = https://dirac.example:8443/Framework/TokenManager\n    }\n    }"),
            ("Systems\n{\n", "DIRAC\n{\nSetup = S\nSetups\n{\nS\n{\nFramework = Production\n}\n}\n}\nSystems\n{\n")]),
    // 15
    holds("host-may-ask", "agent.example may.", "/Registry/Hosts"),
    fails("host-may-ask", &[("Properties = FullDelegation", "Properties = TrustedHost")], "No host has a DN", "/Registry/Hosts"),
    fails("host-may-ask", &[("DN = /DC=org/CN=agent.example", "")], "No host has a DN", "/Registry/Hosts"),
    fails("host-may-ask", &[("  Framework\n  {\n", "  Framework\n  {\nServices\n{\nTokenManager\n{\nAuthorization\n{\ngetToken = ProxyManagement\n}\n}\n}\n")],
        "a way past the rule for getToken", "/Registry/Hosts"),
    unknown("host-may-ask", "agent.example may, web.example may not", "/Registry/Hosts")
        .with(&[("  Hosts\n  {\n", "  Hosts\n  {\nweb.example\n{\nDN = /CN=web\nProperties = TrustedHost\n}\n")]),
    // 16 to 20 and 22 want a live check
    unknown("client-credentials", "which is normal", "/Resources/IdProviders/IAM"),
    unknown("client-credentials", "A secret of this client is in the remote configuration.", "IAM/client_secret")
        .with(&[("ProviderType = IAM", "ProviderType = IAM\nclient_secret = hunter2")]),
    unknown("client-credentials", "first 13 has to hold", "").with(&[("IdProvider = IAM", "IdProvider = Gone")]),
    unknown("token-issued", "Not tried: no token was asked for in the name of my_pilot.", "IdProviders/IAM"),
    unknown("token-fits", "Not tried", ""),
    unknown("ce-accepts", "Not tested: only the CE knows.", ""),
    unknown("ce-accepts", "first 10 has to hold", "").at(LOGIN),
    unknown("proxy-pilots", "needs the WMS", ""),
    unknown("client-privilege", "Not tried", ""),
    // 21
    unknown("proxy-along", "AlwaysIncludeProxy is not set", "arc.example/AlwaysIncludeProxy"),
    holds("proxy-along", "AlwaysIncludeProxy = True", "arc.example/AlwaysIncludeProxy").with(&[("CEType = AREX", "CEType = AREX\nAlwaysIncludeProxy = True")]),
    unknown("proxy-along", "is not set", "AlwaysIncludeProxy").with(&[("CEType = AREX", "CEType = AREX\nAlwaysIncludeProxy = 1")]),
];

#[test]
fn each_check_tells_what_is_planted_and_where() {
    // where DIRAC 8 looks for the options of a VO
    let v8 = (
        "  myvo\n  {\n    Pilot\n    {\n      GenericPilotGroup = my_pilot\n    }",
        "  myvo\n  {\n    Defaults\n    {\n    Pilot\n    {\n      GenericPilotGroup = my_pilot\n    }\n    }",
    );
    for case in CASES {
        for rules in case.rules {
            let mut changes = case.changes.to_vec();
            if *rules == Rules::V8
                && !changes.iter().any(|(old, _)| old.contains("GenericPilotGroup"))
            {
                changes.push(v8);
            }
            let tree = with(&changes);
            let flight = flight(&tree, *rules, case.ce, &Live::default());
            let rows = of(&flight, case.id);
            let fits = |row: &&&Row| {
                row.verdict == case.verdict
                    && row.evidence.contains(case.told)
                    && row.path.ends_with(case.path)
            };
            let row = rows.iter().find(fits);
            let what = (case.id, case.told, case.changes, rules.word());
            let row = row.unwrap_or_else(|| panic!("{what:?}: {rows:#?}"));
            assert!(row.verdict != State::Fails || !row.consequence.is_empty(), "{what:?}");
            assert!(row.verdict != State::Fails || !row.remedy.is_empty(), "{what:?}");
        }
    }
}

#[test]
fn every_check_is_told_at_every_ce_once_at_least_and_in_order() {
    for ce in [ARC, CONDOR, LOGIN] {
        let flight = flight(&with(&[]), Rules::V9, ce, &Live::default());
        let mut told: Vec<u8> = flight.rows.iter().map(|row| row.check.n).collect();
        assert!(told.is_sorted());
        told.dedup();
        let arex_only = |n: &u8| *n != 21 || ce == ARC;
        let all: Vec<u8> = CHECKS.iter().map(|check| check.n).filter(arex_only).collect();
        assert_eq!(told, all, "{ce}");
    }
    let whole = flight(&with(&[]), Rules::V9, ARC, &Live::default());
    assert_eq!(failing(&whole), [""; 0]);
    assert_eq!(
        whole.summary.words(),
        ["All queues: pilots would go on, as far as was looked at (10 unknown)."]
    );
}

#[test]
fn the_site_level_is_read_for_submission_and_not_for_managing() {
    let tree = with(&[
        ("Tag = Token:myvo\n", ""),
        ("        CEs\n        {\n", "        CEs\n        {\nTag = Token:myvo\n"),
    ]);
    let told = flight(&tree, Rules::V9, ARC, &Live::default());
    let rows = of(&told, "token-tag");
    let said: Vec<(Purpose, State, &str)> =
        rows.iter().map(|row| (row.purpose, row.verdict, row.evidence.as_str())).collect();
    assert_eq!(
        said,
        [
            (Purpose::Submit, State::Holds, "Token:myvo at site level"),
            (
                Purpose::Manage,
                State::Fails,
                "Token:myvo stands at site level, which PilotManager does not read."
            ),
        ]
    );
    assert!(rows[0].path.ends_with("LCG.Here.ch/CEs/Tag"));
    let outcomes: Vec<(Outcome, Outcome)> =
        told.summary.queues.iter().map(|of| (of.submit, of.manage)).collect();
    assert_eq!(outcomes, [(Outcome::GoOn, Outcome::ByProxy); 2]);
    // a Tag of the CE's own, an empty one too, hides the site's
    let hidden = with(&[
        ("Tag = Token:myvo\n", "Tag =\n"),
        ("        CEs\n        {\n", "        CEs\n        {\nTag = Token:myvo\n"),
    ]);
    let told = flight(&hidden, Rules::V9, ARC, &Live::default());
    let rows = of(&told, "token-tag");
    assert_eq!(rows[0].evidence, "The CE's own Tag hides the site's Token:myvo.");
    assert!(rows[0].path.ends_with("arc.example/Tag"));
}

#[test]
fn queues_that_differ_are_told_one_by_one_and_alike_ones_together() {
    let tree = with(&[
        ("Tag = Token:myvo\n", ""),
        ("a-slurm-long\n              {\n", "a-slurm-long\n              {\nTag = Token:myvo\n"),
    ]);
    let told = flight(&tree, Rules::V9, ARC, &Live::default());
    let queues: Vec<Option<&str>> =
        of(&told, "token-tag").iter().map(|row| row.queue.as_deref()).collect();
    assert_eq!(queues, [Some("a-slurm-long"), Some("a-slurm-short")]);
    assert_eq!(one(&told, "vo-admitted").queue, None);
    let outcomes: Vec<Outcome> = told.summary.queues.iter().map(|of| of.submit).collect();
    assert_eq!(outcomes, [Outcome::GoOn, Outcome::ByProxy]);
    assert_eq!(
        told.summary.words(),
        [
            "Queue a-slurm-short: pilots stay by proxy.".to_owned(),
            format!(
                "Queue a-slurm-long: pilots would go on, as far as was looked at ({} unknown).",
                told.summary.unknown
            ),
        ]
    );
}

#[test]
fn a_ce_without_queues_and_a_vo_that_is_not_there_are_told() {
    let tree = with(&[(
        "CEType = SSH\n            Queues\n            {\n              batch\n              {\n                CPUTime = 100\n              }\n            }",
        "CEType = SSH",
    )]);
    let told = flight(&tree, Rules::V9, LOGIN, &Live::default());
    assert_eq!(failing(&told), ["ce-defined"]);
    assert_eq!(one(&told, "ce-defined").evidence, "login.example has no queues.");
    let told = flight_of("nobody\u{1b}[2J", &with(&[]), Rules::V9, ARC, &Live::default());
    assert!(failing(&told).contains(&"vo-admitted"));
    assert!(failing(&told).contains(&"site-director"));
}

#[test]
fn a_site_that_stands_below_another_grid_cannot_be_managed() {
    let tree = with(&[("LCG.Here.ch", "ARC.Here.ch")]);
    let told = flight(&tree, Rules::V9, ARC, &Live::default());
    let rows = of(&told, "ce-defined");
    assert_eq!((rows[0].purpose, rows[0].verdict), (Purpose::Submit, State::Holds));
    assert_eq!((rows[1].purpose, rows[1].verdict), (Purpose::Manage, State::Fails));
    assert!(rows[1].path.ends_with("/LCG/ARC.Here.ch"), "{}", rows[1].path);
    assert_eq!(told.summary.queues[0].submit, Outcome::GoOn);
    assert_eq!(told.summary.queues[0].manage, Outcome::NoPilots);
}
