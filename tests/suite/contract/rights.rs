//! What `domain::permission` says that somebody may do, held against what the servers do when they are asked.

use dirac_tokens::domain::permission::{What, judge};
use dirac_tokens::domain::whoami::WhoAmI;
use dirac_tokens::ops::connection::Connection;
use dirac_tokens::ops::load;
use serde_json::{Value, json};

use super::backend::Persona::{self, Admin, AdminAsUser, Manager, Operator, Pilot, User};
use super::bench::{At, Bench};
use super::embedded::Embedded;

/// Everything that can be asked for without anything coming of it. `getTokensByUserID` of a foreign id is missing: there we
/// ask for more than servers do.
fn questions() -> [(What, At, &'static str, Value); 6] {
    [
        (What::ListTokens, At::Tokens, "getUsersTokensInfo", json!([["uma"]])),
        (What::DeleteTokens, At::Tokens, "deleteToken", json!(["no-such-id"])),
        (What::GetToken, At::Tokens, "getToken", json!([null, "alpha_pilot", null, null, null])),
        (What::Commit, At::Master, "commitNewData", json!(["!"])),
        (What::RollBack, At::Master, "rollbackToVersion", json!(["1999-12-31"])),
        (What::ReadVersions, At::Master, "getVersionContents", json!([[]])),
    ]
}

/// Whether an answer says that this is not for the caller, whatever else may be wrong with what was asked.
fn is_refusal(answer: &Result<Value, String>) -> bool {
    let words = ["401", "aren't allowed", "not allowed", "You can't get tokens"];
    answer.as_ref().is_err_and(|said| words.iter().any(|word| said.contains(word)))
}

async fn who_is(bench: &Bench<'_>, who: Persona, at: At) -> WhoAmI {
    let told = bench.call(who, at, "whoami", json!([])).await.expect("it says who we are");
    let words = |value: &Value| value.as_str().map(str::to_owned);
    WhoAmI {
        username: words(&told["username"]),
        group: words(&told["group"]),
        properties: told["properties"].as_array().into_iter().flatten().filter_map(words).collect(),
        is_proxy: true,
        ..WhoAmI::default()
    }
}

#[test]
fn what_is_judged_to_be_allowed_is_what_the_servers_allow() {
    let embedded = Embedded::with_worker_joined();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    runtime.block_on(compare(&Bench { backend: &embedded }));
}

async fn compare(bench: &Bench<'_>) {
    let connection = Connection::open(&bench.backend.plan(Admin)).expect("it opens");
    let read = load::load(&connection).await.expect("everybody reads the configuration");
    let inventory = &read.snapshot.inventory;
    let (mut allowed, mut refused) = (0, 0);
    for persona in [Admin, AdminAsUser, Operator, Manager, User, Pilot] {
        for (what, at, method, args) in questions() {
            let verdict = judge(what, &who_is(bench, persona, at).await, inventory);
            let answer = bench.call(persona, at, method, args).await;
            assert_eq!(
                verdict.allowed,
                !is_refusal(&answer),
                "{persona:?}: {what:?} {verdict:?} {answer:?}"
            );
            *if verdict.allowed { &mut allowed } else { &mut refused } += 1;
        }
    }
    assert!(allowed >= 8 && refused >= 15, "{allowed} allowed, {refused} refused");
}
