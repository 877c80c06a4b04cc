//! The probe against real A-REX servers, where some are given: `DIRAC_TOKENS_AREX` names a directory with `ca.pem` and
//! `cases`, of which each line is `AUDIENCE TOKENFILE ISSUER WORDS`: the words that the pre-flight has to begin with.

use std::path::PathBuf;
use std::sync::Arc;

use dirac_tokens::domain::ce::audience::AudienceKind;
use dirac_tokens::domain::preflight::{Ask, Fetch, Probed, Target, TokenSeen};
use dirac_tokens::domain::secret::Secret;
use dirac_tokens::ops::preflight::{Desk, Fetched, probe};
use dirac_tokens::wire::arex::ArexClient;
use dirac_tokens::wire::ca::Roots;
use dirac_tokens::wire::condor::LocalCondor;
use dirac_tokens::wire::http::Observer;

fn words(seen: &Probed) -> String {
    match seen {
        Probed::Accepted { server } => format!("accepted by {server}"),
        Probed::Refused { server, words, suspicions } => {
            format!("refused by {server}: {words}; suspected: {}", suspicions.join(" "))
        }
        Probed::ScopeRefused { server, words, suspicions } => {
            format!("forbidden by {server}: {words}; suspected: {}", suspicions.join(" "))
        }
        Probed::OpenToAll { server } => format!("proves nothing: {server} lets everybody in"),
        Probed::NoVerdict { words, sent } => format!("no verdict, sent {sent}: {words}"),
        Probed::NotReached(problem) => format!("not reached: {}", problem.message),
        Probed::Silent { seconds } => format!("silent for {seconds} s"),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "real servers live in their own time")]
async fn real_front_ends_are_told_in_the_right_words() {
    let Some(home) = std::env::var_os("DIRAC_TOKENS_AREX").map(PathBuf::from) else {
        println!("skipped: no DIRAC_TOKENS_AREX in the environment");
        return;
    };
    let now = jiff::Timestamp::now;
    let roots = Roots::load(&home.join("cas"), now()).expect("a CA");
    let cases = std::fs::read_to_string(home.join("cases")).expect("cases");
    let mut wrong = Vec::new();
    for case in cases.lines() {
        let mut parts = case.splitn(4, ' ');
        let mut part = || parts.next().expect("four parts").to_owned();
        let (audience, file, issuer, expected) = (part(), part(), part(), part());
        let text = std::fs::read_to_string(home.join(&file)).expect("a token").trim().to_owned();
        let seen = TokenSeen::of(text.as_bytes(), now());
        let ask = Ask {
            group: "pilots".into(),
            provider: None,
            scopes: Vec::new(),
            group_scopes: Vec::new(),
            audience: Some(audience.clone()),
        };
        let fetched =
            Fetched { fetch: Fetch { ask, answer: Ok(seen) }, token: Some(Secret::new(text)) };
        let desk = Desk {
            manager: (),
            issuers: (),
            front: ArexClient::new(&roots, Observer::default()).expect("TLS"),
            condor: LocalCondor::default(),
            snapshot: Arc::default(),
            clock: now,
        };
        let target = Target {
            audience,
            ce: "localhost".into(),
            kind: AudienceKind::Arex,
            rest_version: "1.0".into(),
        };
        let probe = probe(&desk, &target, Some(&fetched), Some(&issuer)).await.expect("a probe");
        let told = words(&probe.seen);
        println!("{} {file}: {told}", target.audience);
        if !told.starts_with(&expected) {
            wrong.push(format!("{} {file}: {told}, not {expected}", target.audience));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
