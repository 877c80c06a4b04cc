//! The token that a Site Director would get, asked for by the program's own code: what it is, and whose words say why there is
//! none.

use dirac_tokens::domain::preflight::{Ask, FetchRefused, PILOT_SCOPES};
use dirac_tokens::ops::connection::Connection;
use dirac_tokens::ops::load;
use dirac_tokens::ops::preflight::{Desk, fetch_all};
use dirac_tokens::store::journal::{Journal, Record};
use dirac_tokens::wire::rpc::CredentialWanted;
use tokio_util::sync::CancellationToken;

use super::backend::Expect::Works;
use super::backend::Persona::{self, Admin, User};
use super::bench::Bench;
use super::case::Case;

const AUDIENCE: &str = "ce01.example:9619";

pub const CASES: &[Case] = &[
    Case::story(
        "a pilot group gets a token for the CE, with the scopes of pilots and its own",
        |bench| Box::pin(fetched(bench, Admin, "alpha_pilot")),
        Works(
            "issued: aud ce01.example:9619; scope compute.cancel compute.create compute.modify compute.read \
             wlcg.groups:/alpha/pilot; journal asked, answered yes",
        ),
    ),
    Case::story(
        "a group whose VO has no provider gets none, in the words of check 12",
        |bench| Box::pin(fetched(bench, Admin, "bare_user")),
        Works(
            "no provider: The bare_user group belongs to the VO that is not tied to any Identity Provider.; journal asked, \
             answered no",
        ),
    ),
    Case::story(
        "a group whose provider is not defined gets none, in the words of check 13",
        |bench| Box::pin(fetched(bench, Admin, "ghosted_user")),
        Works(
            "not defined: Path /Resources/IdProviders/No-Such-Provider does not exist or it's not a section; journal asked, \
             answered no",
        ),
    ),
    Case::story(
        "a group whose provider is of no known type gets none, in the words of check 13",
        |bench| Box::pin(fetched(bench, Admin, "strange_user")),
        Works("not defined: Failed to import library"),
    ),
    Case::story(
        "a group whose issuer is not there gets none, in the words of check 17",
        |bench| Box::pin(fetched(bench, Admin, "silent_user")),
        Works("refused: MissingSchema"),
    ),
    Case::story(
        "who may have no token issued is told so before anything is sent",
        |bench| Box::pin(fetched(bench, User, "alpha_pilot")),
        Works("not ours: "),
    ),
];

#[derive(Default)]
struct Kinds(Vec<String>);

impl Journal for Kinds {
    fn write(&mut self, record: &Record) -> Result<(), String> {
        self.0.push(match record {
            Record::Asked { .. } => "asked".to_owned(),
            Record::Answered { done, .. } => format!("answered {}", done.word()),
            other => format!("{other:?}"),
        });
        Ok(())
    }
}

async fn fetched(bench: &Bench<'_>, who: Persona, group: &str) -> Result<String, String> {
    let said = |problem: dirac_tokens::domain::problem::Problem| problem.to_string();
    let connection = Connection::open(&bench.backend.plan(who)).map_err(said)?;
    let read = load::load(&connection).await.map_err(said)?;
    let manager = connection.token_manager(&read.tree).map_err(said)?;
    let desk = Desk {
        manager: manager.for_credentials(&CredentialWanted::asked_for()),
        issuers: (),
        front: (),
        condor: (),
        snapshot: read.snapshot.clone(),
        clock: connection.clock(),
    };
    let ask = Ask {
        group: group.to_owned(),
        provider: None,
        scopes: PILOT_SCOPES.map(str::to_owned).into(),
        group_scopes: Vec::new(),
        audience: Some(AUDIENCE.to_owned()),
    };
    let (who, mut journal) = (desk.who().await, Kinds::default());
    let cancel = CancellationToken::new();
    let mut fetched = fetch_all(&desk, vec![ask], &who, &mut journal, &cancel).await;
    let one = fetched.pop().ok_or("nothing was told")?;
    let journal = journal.0.join(", ");
    let told = match one.fetch.answer {
        Ok(seen) => {
            format!("issued: aud {}; scope {}", seen.audience.join(" "), seen.scopes.join(" "))
        }
        Err(FetchRefused::NoProvider(words)) => format!("no provider: {words}"),
        Err(FetchRefused::Undefined(words)) => format!("not defined: {words}"),
        Err(FetchRefused::Client(words)) => format!("credentials: {words}"),
        Err(FetchRefused::Token(words)) => format!("refused: {words}"),
        Err(FetchRefused::Us(problem)) => format!("not ours: {}", problem.message),
        Err(FetchRefused::Untold(problem)) => format!("untold: {}", problem.message),
    };
    Ok(if journal.is_empty() { told } else { format!("{told}; journal {journal}") })
}
