//! Old versions, commits and rollbacks through the program's own client. Whatever it writes is taken back.

use dirac_tokens::domain::cs;
use dirac_tokens::ops::connection::{Connection, Plan};
use dirac_tokens::wire::configuration::ConfigurationClient;
use dirac_tokens::wire::rpc::{HttpsRpc, Unlocked, WriteUnlocked};
use dirac_tokens::wire::service::{ConfigurationChanges, ConfigurationService};
use dirac_tokens::wire::url::CanonicalUrls;

use super::asks::told;
use super::backend::Expect::{Refused, Works};
use super::backend::Persona::{Admin, Operator, User};
use super::backend::{Ask, Backend, Persona, Versions};
use super::bench::{At, Bench};
use super::case::Case;
use super::configuration::text::{Text, left_as_found};

const fn case(
    name: &'static str,
    who: Persona,
    what: Versions,
    end: super::backend::Expect,
) -> Case {
    Case::program(name, who, Ask::Versions(what), end)
}

pub const CASES: &[Case] = &[
    case(
        "program: the history comes in the order of time",
        User,
        Versions::History,
        Works("the latest first, whole versions, ada among them"),
    ),
    case(
        "program: a worker has no history",
        User,
        Versions::HistoryAtWorker,
        Refused("ServerException"),
    ),
    case(
        "program: an operator reads an old version",
        Operator,
        Versions::Contents,
        Works("the text that was committed"),
    ),
    case(
        "program: a user reads no old version",
        User,
        Versions::ContentsOfNone,
        Refused("Unauthorized"),
    ),
    case(
        "program: a part of a version is not asked for",
        Admin,
        Versions::ContentsOfPart,
        Refused("Commit(NoVersion"),
    ),
    case(
        "program: a version that never was left no backup",
        Admin,
        Versions::ContentsOfNone,
        Refused("Commit(NoSuchVersion { version: \"VERSION\" }"),
    ),
    case("program: a commit is there", Admin, Versions::Commit, Works("there, a newer version")),
    case(
        "program: a user does not commit",
        User,
        Versions::AtWorker,
        Refused("DIRAC asks for the property CSAdministrator"),
    ),
    case(
        "program: a commit on an old version is a conflict",
        Admin,
        Versions::Stale,
        Refused("Commit(VersionsDiffer { server: \"VERSION\", ours: \"VERSION\" }"),
    ),
    case(
        "program: a server that merges needs the version that a text was made from",
        Admin,
        Versions::StaleMerging,
        Refused("Commit(NoBase)"),
    ),
    case(
        "program: a server that merges tells what clashes",
        Admin,
        Versions::ClashMerging,
        Refused(
            "Commit(Clash(\"Section /Contract/Case cannot be merged. Option /Contract/Case/A has been modified\"))",
        ),
    ),
    case(
        "program: a configuration of another name is refused",
        Admin,
        Versions::OtherName,
        Refused("Commit(NamesDiffer { server: \"Lab\", ours: \"Other\" }"),
    ),
    case(
        "program: a worker takes no commit",
        Admin,
        Versions::AtWorker,
        Refused("Commit(NotMaster)"),
    ),
    case(
        "program: what does not parse is an exception of the server",
        Admin,
        Versions::Broken,
        Refused("The change may have taken effect"),
    ),
    case(
        "program: a rollback brings the old text back",
        Admin,
        Versions::RollBack,
        Works("as it was, a newer version"),
    ),
    case(
        "program: nobody rolls back to what never was",
        Admin,
        Versions::RollBackToNone,
        Refused("Commit(NoSuchVersion { version: \"VERSION\" }"),
    ),
];

/// A version that no installation ever had.
const NEVER: &str = "2001-02-03 04:05:06.000000";

type Client = ConfigurationClient<HttpsRpc<Unlocked>>;

fn client(plan: &Plan, url: &str) -> Result<Client, String> {
    let connection = Connection::open(plan).map_err(|problem| problem.to_string())?;
    let known = CanonicalUrls::new(plan.servers.iter().map(String::as_str).chain([url]));
    let admitted = known.admit(url).map_err(told)?;
    let client = connection.configuration_at(&[admitted]).map_err(|problem| problem.to_string())?;
    Ok(client.unlock(&WriteUnlocked::asked_for()))
}

fn section(line: &str) -> String {
    format!("Contract\n{{\n  Case\n  {{\n    {line}\n  }}\n}}\n")
}

/// The answer in words, or the error: kind and sentence.
pub async fn run(backend: &dyn Backend, plan: &Plan, what: Versions) -> Result<String, String> {
    let bench = Bench { backend };
    let master = client(plan, &backend.master())?;
    match what {
        Versions::History => history(&bench, &master).await,
        Versions::HistoryAtWorker => {
            let worker = client(plan, &backend.worker())?;
            worker.history("Lab").await.map(|all| format!("{} entries", all.len())).map_err(told)
        }
        Versions::Contents => contents(&bench, &master).await,
        Versions::ContentsOfPart => {
            master.version_contents("2026-11").await.map(|_| "a text".into()).map_err(told)
        }
        Versions::ContentsOfNone => {
            master.version_contents(NEVER).await.map(|_| "a text".into()).map_err(told)
        }
        Versions::RollBackToNone => {
            master.roll_back(NEVER).await.map(|()| "done".into()).map_err(told)
        }
        Versions::AtWorker => {
            let text = Text::fetch(&bench, At::Worker).await?;
            let worker = client(plan, &backend.worker())?;
            worker.commit(&text.0).await.map(|()| "taken".into()).map_err(told)
        }
        Versions::Stale | Versions::OtherName | Versions::Broken => {
            let text = Text::fetch(&bench, At::Master).await?;
            let text = match what {
                Versions::Stale => text.at_version(NEVER)?,
                Versions::OtherName => {
                    text.with_line("/DIRAC/Configuration/Name", "Name = Other")?
                }
                _ => text.and("Contract\n{\n"),
            };
            master.commit(&text.0).await.map(|()| "taken".into()).map_err(told)
        }
        _ => {
            left_as_found(&bench, async |text: Text| changed(&bench, &master, text, what).await)
                .await
        }
    }
}

async fn changed(
    bench: &Bench<'_>,
    master: &Client,
    text: Text,
    what: Versions,
) -> Result<String, String> {
    match what {
        Versions::Commit => {
            master.commit(&text.and(&section("A = 1")).0).await.map_err(told)?;
            let now = Text::fetch(bench, At::Master).await?;
            let there = now.value("/Contract/Case/A").is_ok_and(|value| value == "1");
            let newer = now.version()? > text.version()?;
            Ok(format!(
                "{}, {} version",
                if there { "there" } else { "missing" },
                if newer { "a newer" } else { "the same" }
            ))
        }
        Versions::RollBack => {
            master.commit(&text.0).await.map_err(told)?;
            let old = Text::fetch(bench, At::Master).await?;
            master.commit(&old.and(&section("A = 1")).0).await.map_err(told)?;
            let new = Text::fetch(bench, At::Master).await?;
            master.roll_back(&old.version()?).await.map_err(told)?;
            let back = Text::fetch(bench, At::Master).await?;
            let same = back.but_for_version()? == old.but_for_version()?;
            let newer = back.version()? > new.version()?;
            Ok(format!(
                "{}, {} version",
                if same { "as it was" } else { "otherwise" },
                if newer { "a newer" } else { "the same" }
            ))
        }
        Versions::StaleMerging | Versions::ClashMerging => {
            let merging = text.merging()?.and(&section("A = 1"));
            master.commit(&merging.0).await.map_err(told)?;
            let base = Text::fetch(bench, At::Master).await?;
            let mine = if what == Versions::ClashMerging {
                base.with_line("/Contract/Case/A", "    A = 2")?
                    .commit(bench, Admin, At::Master)
                    .await?;
                base.with_line("/Contract/Case/A", "    A = 3")?
            } else {
                base.at_version(NEVER)?
            };
            master.commit(&mine.0).await.map(|()| "taken".into()).map_err(told)
        }
        _ => Err(format!("{what:?} is not asked here")),
    }
}

async fn history(bench: &Bench<'_>, master: &Client) -> Result<String, String> {
    let text = Text::fetch(bench, At::Master).await?;
    text.commit(bench, Admin, At::Master).await?;
    let all = master.history("Lab").await.map_err(told)?;
    let sorted = all.is_sorted_by(|a, b| a.version >= b.version);
    let whole = all.iter().all(|one| cs::is_version(&one.version));
    let ada = all.iter().any(|one| one.by == "ada");
    Ok(match (sorted, whole, ada) {
        (true, true, true) => "the latest first, whole versions, ada among them".into(),
        _ => format!("otherwise: {all:?}"),
    })
}

async fn contents(bench: &Bench<'_>, master: &Client) -> Result<String, String> {
    Text::fetch(bench, At::Master).await?.commit(bench, Admin, At::Master).await?;
    let now = Text::fetch(bench, At::Master).await?;
    let old = master.version_contents(&now.version()?).await.map_err(told)?;
    let same = *old == *now.0;
    Ok(if same { "the text that was committed" } else { "another text" }.into())
}
