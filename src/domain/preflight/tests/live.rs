//! What live checks make of the rows, and that the words promise no more than was seen.

use super::*;
use crate::domain::problem::{Class, Problem};

const AUDIENCE: &str = "https://arc.example:443";

fn ask() -> Ask {
    let tree = with(&[]);
    let inventory = inventory(&tree, Rules::V9);
    Ground::new(&tree, &inventory).of_vo("myvo").ask(Some(AUDIENCE)).unwrap()
}

fn good() -> TokenSeen {
    TokenSeen {
        readable: true,
        issuer: Some("https://iam.example/".into()),
        subject: Some("client".into()),
        audience: vec![AUDIENCE.into()],
        scopes: PILOT_SCOPES.map(str::to_owned).into(),
        seconds_left: Some(3600),
        algorithm: Some("RS256".into()),
        has_key_id: true,
        ..TokenSeen::default()
    }
}

fn fetched(answer: Result<TokenSeen, FetchRefused>) -> Live {
    Live { fetches: vec![Fetch { ask: ask(), answer }], ..Live::default() }
}

fn probed(seen: Probed) -> Live {
    let probes = vec![Probe { audience: AUDIENCE.into(), seen }];
    Live { probes, ..fetched(Ok(good())) }
}

fn down() -> Problem {
    Problem::new(Class::Unreachable, "x", "It did not answer in 10 s.", "Try again.")
}

fn told(live: &Live) -> Preflight {
    flight(&with(&[]), Rules::V9, "arc.example", live)
}

fn verdict(live: &Live, id: &str) -> (State, String) {
    let told = told(live);
    let row = one(&told, id);
    (row.verdict, row.evidence.clone())
}

#[test]
fn what_is_asked_is_what_a_site_director_asks() {
    let ask = ask();
    assert_eq!((ask.group.as_str(), ask.provider.as_deref()), ("my_pilot", Some("IAM")));
    assert_eq!(ask.scopes, PILOT_SCOPES);
    // derived by IAM from the group's name; the TokenManager adds it by itself
    assert_eq!(ask.group_scopes, ["wlcg.groups:/myvo/pilot"]);
}

#[test]
fn a_good_token_settles_16_17_18_and_22() {
    let live = fetched(Ok(good()));
    for id in ["client-credentials", "token-issued", "token-fits", "client-privilege"] {
        assert_eq!(verdict(&live, id).0, State::Holds, "{id}");
    }
    assert_eq!(
        verdict(&live, "token-issued").1,
        format!("Issued: to group my_pilot, for {AUDIENCE}.")
    );
    // nobody asked the CE
    assert_eq!(
        verdict(&live, "ce-accepts"),
        (State::Unknown, "Not tested: only the CE knows.".into())
    );
}

#[test]
fn a_token_is_judged_by_audience_scope_and_life() {
    let judged = |change: &dyn Fn(&mut TokenSeen)| {
        let mut seen = good();
        change(&mut seen);
        told(&fetched(Ok(seen)))
    };
    for wrong in
        ["https://arc.example:443/", "https://arc.example", "https://ARC.example:443", "any"]
    {
        let told = judged(&|seen| seen.audience = vec![wrong.into()]);
        let row = one(&told, "token-fits");
        assert_eq!(row.verdict, State::Fails, "{wrong}");
        assert_eq!(row.evidence, format!("The audience is {wrong}, not {AUDIENCE}."));
    }
    let told = judged(&|seen| seen.audience = vec!["x".into(), AUDIENCE.into()]);
    assert_eq!(one(&told, "token-fits").verdict, State::Holds);
    let told = judged(&|seen| seen.audience.clear());
    assert!(one(&told, "token-fits").evidence.contains("The audience is none"));
    let told = judged(&|seen| seen.scopes.retain(|scope| scope != "compute.create"));
    assert!(one(&told, "token-fits").evidence.ends_with("without compute.create."));

    // 600 s for submission, 150 s for managing
    let rows = |left: Option<i64>| {
        let told = judged(&|seen| seen.seconds_left = left);
        let rows = of(&told, "token-fits");
        rows.iter().map(|row| (row.purpose, row.verdict)).collect::<Vec<_>>()
    };
    assert_eq!(rows(Some(600)), [(Purpose::Both, State::Holds)]);
    assert_eq!(rows(None), [(Purpose::Both, State::Holds)]);
    assert_eq!(rows(Some(599)), [(Purpose::Submit, State::Fails), (Purpose::Manage, State::Holds)]);
    assert_eq!(rows(Some(149)), [(Purpose::Both, State::Fails)]);
    assert_eq!(rows(Some(i64::MIN)), [(Purpose::Both, State::Fails)]);

    let told = judged(&|seen| *seen = TokenSeen::default());
    assert_eq!(one(&told, "token-fits").verdict, State::Unknown);
    let told = judged(&|seen| seen.scopes.push("storage.modify:/".into()));
    let row = one(&told, "client-privilege");
    assert_eq!(
        (row.verdict, row.evidence.as_str()),
        (State::Fails, "The token has scopes that nobody asked for: storage.modify:/.")
    );
    // more than is needed stops nobody
    assert_eq!(told.summary.queues[0].submit, Outcome::GoOn);
}

#[test]
fn refusals_fall_on_the_check_that_they_are_about() {
    let client = fetched(Err(FetchRefused::Client("invalid_client: no such client".into())));
    assert_eq!(
        verdict(&client, "client-credentials"),
        (State::Fails, "invalid_client: no such client".into())
    );
    assert_eq!(verdict(&client, "token-issued").0, State::Unknown);
    let token = fetched(Err(FetchRefused::Token("invalid_scope".into())));
    assert_eq!(verdict(&token, "token-issued"), (State::Fails, "invalid_scope".into()));
    assert_eq!(verdict(&token, "client-credentials").0, State::Unknown);
    assert_eq!(verdict(&token, "token-fits").0, State::Unknown);
    assert_eq!(told(&token).summary.queues[0].submit, Outcome::Stop);
    // the servers' words stand at the check that they are about, beside what the configuration says
    let words = |words: &str| fetched(Err(FetchRefused::of_words(words).unwrap()));
    let tied = "The my_pilot group belongs to the VO that is not tied to any Identity Provider.";
    let untied = flight(&with(&[("IdProvider = IAM", "")]), Rules::V9, "arc.example", &words(tied));
    assert_eq!(failing(&untied), ["vo-provider"]);
    assert_eq!(
        one(&untied, "vo-provider").evidence,
        format!("VO myvo is not tied to any IdProvider. The TokenManager says: {tied}")
    );
    let gone = "Path /Resources/IdProviders/Gone does not exist or it's not a section";
    let gone = flight(
        &with(&[("IdProvider = IAM", "IdProvider = Gone")]),
        Rules::V9,
        "arc.example",
        &words(gone),
    );
    assert_eq!(failing(&gone), ["provider-defined"]);
    // a server that knows less than we do has an older configuration
    let older = told(&words(tied));
    assert_eq!(failing(&older), ["vo-provider"]);
    assert!(one(&older, "vo-provider").remedy.contains("another configuration"));
    assert_eq!(FetchRefused::of_words("You can't get tokens!"), None);
    for client in ["Cannot fetch access token: invalid_client: no", "KeyError('client_id')"] {
        assert_eq!(FetchRefused::of_words(client), Some(FetchRefused::Client(client.into())));
    }
    // that we may not ask, or got no answer, says nothing of the Site Director
    for refused in [FetchRefused::Us(down()), FetchRefused::Untold(down())] {
        let live = fetched(Err(refused));
        assert_eq!(
            verdict(&live, "token-issued"),
            (State::Unknown, "It did not answer in 10 s.".into())
        );
        assert_eq!(told(&live).summary.queues[0].submit, Outcome::GoOn);
    }
}

#[test]
fn an_issuer_that_answers_proves_no_token() {
    let issuer = |grants: Option<&[&str]>| Live {
        issuer: Some(Ok(IssuerSeen {
            issuer: "https://iam.example/".into(),
            grants: grants.map(|grants| grants.iter().map(|grant| (*grant).to_owned()).collect()),
        })),
        ..Live::default()
    };
    let (state, words) = verdict(&issuer(Some(&["client_credentials"])), "token-issued");
    assert_eq!(state, State::Unknown);
    assert!(words.ends_with("no token was fetched."), "{words}");
    let (state, words) = verdict(&issuer(Some(&["authorization_code"])), "token-issued");
    assert_eq!(state, State::Fails);
    assert!(words.contains("does not offer client_credentials"), "{words}");
    assert_eq!(verdict(&issuer(None), "token-issued").0, State::Unknown);
    let unreached = Live { issuer: Some(Err(down())), ..Live::default() };
    assert_eq!(verdict(&unreached, "token-issued").0, State::Unknown);
    let silent = Live { service: Some(Err(down())), ..Live::default() };
    let (state, words) = verdict(&silent, "token-manager");
    assert_eq!(state, State::Unknown);
    assert!(words.ends_with("It did not answer in 10 s."), "{words}");
}

#[test]
fn a_probe_says_what_was_seen() {
    let server = || "A-REX 7".to_owned();
    let words = || "403 User can't be assigned configuration".to_owned();
    let suspicions = || vec!["aud is a list.".to_owned()];
    let cases: [(Probed, State, &str); 12] = [
        (
            Probed::Accepted { server: server() },
            State::Holds,
            "Accepted by the CE's front end (A-REX 7)",
        ),
        (
            Probed::Refused { server: server(), words: words(), suspicions: suspicions() },
            State::Fails,
            "Refused by A-REX 7, no reason given: 403",
        ),
        (
            Probed::ScopeRefused { server: server(), words: words(), suspicions: suspicions() },
            State::Fails,
            "took the token for genuine and refused",
        ),
        (Probed::OpenToAll { server: server() }, State::Unknown, "the probe proves nothing"),
        (Probed::NoVerdict { words: words(), sent: true }, State::Unknown, "The token was sent."),
        (
            Probed::NoVerdict { words: words(), sent: false },
            State::Unknown,
            "The token was not sent.",
        ),
        (Probed::NotReached(down()), State::Unknown, "Not reached, token not sent"),
        (Probed::Silent { seconds: 10 }, State::Unknown, "no answer came in 10 s"),
        (
            Probed::Reachable { why: "no tool".into() },
            State::Unknown,
            "The token was not tested: no tool",
        ),
        (
            Probed::Pinged { authorized: true, words: words() },
            State::Holds,
            "condor_ping was authorized",
        ),
        (Probed::Pinged { authorized: false, words: words() }, State::Fails, "was not authorized"),
        (Probed::NotTested("not installed".into()), State::Unknown, "Not tested: not installed"),
    ];
    for (seen, state, words) in cases {
        let told = told(&probed(seen.clone()));
        let row = one(&told, "ce-accepts");
        assert_eq!(row.verdict, state, "{seen:?}");
        assert!(row.evidence.contains(words), "{seen:?}: {}", row.evidence);
        // suspicions are no evidence
        assert!(!row.evidence.contains("aud is a list"));
    }
}
