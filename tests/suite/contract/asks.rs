//! Each question, put through the same code as the program's.

use dirac_tokens::domain::cs;
use dirac_tokens::ops::connection::{Connection, Plan};
use dirac_tokens::ops::list_tokens::{Event, list_tokens};
use dirac_tokens::ops::load;
use dirac_tokens::wire::error::WireError;
use dirac_tokens::wire::service::{ConfigurationService, Service, TokenManagerService};
use dirac_tokens::wire::url::CanonicalUrls;
use tokio_util::sync::CancellationToken;

use super::backend::{Ask, Backend, Persona};
use super::changing;

/// The answer in words, or the error: kind and sentence.
pub async fn run(backend: &dyn Backend, who: Persona, ask: Ask) -> Result<String, String> {
    let plan = backend.plan(who);
    match ask {
        Ask::ByAddress => {
            let url = backend.master().replace("localhost", "127.0.0.1");
            return configuration_at(&Plan { servers: vec![url.clone()], ..plan }, &url).await;
        }
        Ask::ByOtherSpelling => {
            let url = backend.master().replace("localhost", "LOCALHOST");
            return configuration_at(&plan, &url).await;
        }
        Ask::Versions(what) => return changing::run(backend, &plan, what).await,
        _ => {}
    }
    let connection = Connection::open(&plan).map_err(|p| format!("before connecting: {p}"))?;
    match ask {
        Ask::WriteEnabledAtMaster => {
            return write_enabled(&connection, &plan, backend.master()).await;
        }
        Ask::WriteEnabledAtWorker => {
            return write_enabled(&connection, &plan, backend.worker()).await;
        }
        Ask::WrongPath => return wrong_path(&connection, backend).await,
        _ => {}
    }
    let configuration = connection.configuration().map_err(|p| p.to_string())?;
    match ask {
        Ask::Ping => {
            let ping = configuration.ping().await.map_err(told)?;
            return Ok(format!(
                "{} {}",
                ping.name.unwrap_or_default(),
                ping.version.unwrap_or_default()
            ));
        }
        Ask::WhoAmI => return who_am_i(&configuration).await,
        Ask::Configuration => {
            let update = configuration.newer_than("0").await.map_err(told)?;
            let text = update.text.ok_or("no text")?;
            let tree = cs::parse(text).map_err(|e| e.to_string())?;
            return Ok(format!("{} sections", tree.root().sections().count()));
        }
        Ask::NothingNewer | Ask::SomethingNewer => {
            let known = match ask {
                Ask::NothingNewer => configuration.version().await.map_err(told)?,
                _ => "2000-01-01 00:00:00".to_owned(),
            };
            let update = configuration.newer_than(&known).await.map_err(told)?;
            return Ok(if update.text.is_some() { "text" } else { "no text" }.into());
        }
        _ => {}
    }
    let loaded = load::load(&connection).await.map_err(|p| p.to_string())?;
    let tokens = connection.token_manager(&loaded.tree).map_err(|p| p.to_string())?;
    match ask {
        Ask::WhoAmIAtTokens => who_am_i(&tokens).await,
        Ask::TokensOfOne => {
            let rows =
                tokens.users_tokens_info(&[backend.user_with_tokens()]).await.map_err(told)?;
            let row = rows.first().ok_or("no rows")?;
            Ok(format!(
                "{} {}",
                row.user.clone().unwrap_or_default(),
                row.access.ok_or("no fingerprint")?
            ))
        }
        Ask::TokensOfUnknown => {
            let asked = [backend.user_with_tokens(), "nosuchuser".into()];
            tokens
                .users_tokens_info(&asked)
                .await
                .map(|rows| format!("{} rows", rows.len()))
                .map_err(told)
        }
        Ask::TokensOfNobody => tokens
            .users_tokens_info(&[])
            .await
            .map(|rows| format!("{} rows", rows.len()))
            .map_err(told),
        Ask::OwnTokens => {
            tokens.user_tokens_info().await.map(|rows| format!("{} rows", rows.len())).map_err(told)
        }
        Ask::ListAll => {
            let inventory = &loaded.snapshot.inventory;
            let with_ids = inventory.users.iter().filter(|u| !u.token_ids.is_empty());
            let mut users: Vec<String> = with_ids.map(|u| u.name.clone()).collect();
            users.insert(users.len() / 2, "nosuchuser".into());
            let (mut rows, mut problems) = (0, Vec::new());
            let cancel = CancellationToken::new();
            let take = |event| match event {
                Event::Rows { rows: new, .. } => rows += new.len(),
                Event::Problem(problem) => problems.push(problem.subject),
            };
            let clock = connection.clock();
            let end = list_tokens(&tokens, &users, inventory, clock, &cancel, take).await;
            Ok(format!("{end:?}, some rows: {}, problems: {problems:?}", rows > 0))
        }
        _ => Err(format!("{ask:?} is not asked here")),
    }
}

async fn who_am_i<S: Service>(service: &S) -> Result<String, String> {
    let who = service.whoami().await.map_err(told)?;
    Ok(format!(
        "{}@{} limited={} properties={}",
        who.username.unwrap_or_default(),
        who.group.unwrap_or_default(),
        who.is_limited,
        who.properties.join(",")
    ))
}

async fn write_enabled(
    connection: &Connection,
    plan: &Plan,
    url: String,
) -> Result<String, String> {
    let admitted =
        CanonicalUrls::new(plan.servers.iter().chain([&url])).admit(&url).map_err(told)?;
    let service = connection.configuration_at(&[admitted]).map_err(|p| p.to_string())?;
    service.write_enabled().await.map(|enabled| enabled.to_string()).map_err(told)
}

async fn configuration_at(plan: &Plan, url: &str) -> Result<String, String> {
    let known = CanonicalUrls::new(plan.servers.iter().map(String::as_str));
    let admitted = known.admit(url).map_err(told)?;
    let connection = Connection::open(plan).map_err(|p| p.to_string())?;
    let service = connection.configuration_at(&[admitted]).map_err(|p| p.to_string())?;
    service.version().await.map_err(told)
}

async fn wrong_path(connection: &Connection, backend: &dyn Backend) -> Result<String, String> {
    let url = backend.token_manager() + "NotThere";
    let text = format!("Systems\n{{\nFramework\n{{\nURLs\n{{\nTokenManager = {url}\n}}\n}}\n}}\n");
    let tree = cs::parse(text).map_err(|e| e.to_string())?;
    let service = connection.token_manager(&tree).map_err(|p| p.to_string())?;
    who_am_i(&service).await
}

#[expect(clippy::needless_pass_by_value, reason = "called by map_err")]
pub fn told(error: WireError) -> String {
    format!("{:?}: {error} {}", error.kind(), error.remedy())
}
