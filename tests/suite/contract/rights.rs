//! What `domain::permission` says that somebody may do, held against what the servers do when they are asked.

use dirac_tokens::domain::permission::{What, judge};
use dirac_tokens::domain::whoami::WhoAmI;
use dirac_tokens::domain::why::State;
use dirac_tokens::ops::connection::Connection;
use dirac_tokens::ops::load;
use dirac_tokens::ops::user_why::user_why;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::backend::Expect::Works;
use super::backend::Persona::{self, Admin, AdminAsUser, Manager, Operator, Pilot, User};
use super::bench::{At, Bench, Told};
use super::case::Case;

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

pub const CASES: &[Case] = &[
    Case::story(
        "what is judged to be allowed is what the servers allow",
        story_rights,
        Works(
            "6 people, 36 questions, each as judged: Admin 6, AdminAsUser 0, Operator 1, Manager 3, User 0, Pilot 1",
        ),
    ),
    Case::story(
        "why the tokens of people work or not is told link by link",
        story_why,
        Works("uma: holds | susa: fails suspended"),
    ),
];

fn story_rights<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let connection = Connection::open(&bench.backend.plan(Admin)).map_err(|p| p.to_string())?;
        let read = load::load(&connection).await.map_err(|problem| problem.to_string())?;
        let inventory = &read.snapshot.inventory;
        let (people, mut asked, mut told) =
            ([Admin, AdminAsUser, Operator, Manager, User, Pilot], 0, Vec::new());
        for persona in people {
            let mut allowed = 0;
            for (what, at, method, args) in questions() {
                let verdict = judge(what, &who_is(bench, persona, at).await, inventory);
                let answer = bench.call(persona, at, method, args).await;
                if verdict.allowed == is_refusal(&answer) {
                    return Err(format!("{persona:?}: {what:?} {verdict:?} {answer:?}"));
                }
                asked += 1;
                allowed += usize::from(verdict.allowed);
            }
            told.push(format!("{persona:?} {allowed}"));
        }
        let (people, told) = (people.len(), told.join(", "));
        Ok(format!("{people} people, {asked} questions, each as judged: {told}"))
    })
}

/// People of both backends' Registry, with the group that is asked about.
const PEOPLE: [(&str, Option<&str>); 7] = [
    ("uma", None),
    ("susa", None),
    ("ada", None),
    ("axel", None),
    ("uma", Some("dirac_admin")),
    ("user0000", None),
    ("no-such-user", None),
];

fn story_why<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(async move {
        let connection = Connection::open(&bench.backend.plan(Admin)).map_err(|p| p.to_string())?;
        let read = load::load(&connection).await.map_err(|problem| problem.to_string())?;
        let cancel = CancellationToken::new();
        let mut told = Vec::new();
        for (name, group) in PEOPLE {
            let why = user_why(&connection, &read, name, group, &cancel).await;
            let of = |wanted: State| {
                let links = why.chain.links.iter().filter(move |link| link.state == wanted);
                links.map(|link| link.id).collect::<Vec<_>>().join(" ")
            };
            let (fails, unknown) = (of(State::Fails), of(State::Unknown));
            let words = match (fails.as_str(), unknown.as_str()) {
                ("", "") => "holds".to_owned(),
                (fails, "") => format!("fails {fails}"),
                (fails, unknown) => format!("fails {fails}, unknown {unknown}"),
            };
            let group = group.map(|group| format!(" in {group}")).unwrap_or_default();
            told.push(format!("{name}{group}: {words}"));
        }
        Ok(told.join(" | "))
    })
}
