//! `ce why`: what would stop the pilots of a VO at a CE, check by check, with the live checks that were asked for.

use std::io;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::{Context, Failure, listing};
use crate::cli::args::CeWhy;
use crate::cli::output::{Cell, Column, Format, Listing, Row};
use crate::cli::{Status, complain};
use crate::disk::journal::Writer;
use crate::domain::ce::Ce;
use crate::domain::cs::Tree;
use crate::domain::inventory::{self, Inventory};
use crate::domain::preflight::{
    self, Ground, Live, Outcome, Preflight, Question, Summary, targets,
};
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::ops::connection::Connection;
use crate::ops::load::{self, Configuration};
use crate::ops::preflight::{Desk, Task, Wish, look};
use crate::ops::{runs, staging};
use crate::store::journal::{Journal, Purpose};
use crate::wire::arex::ArexClient;
use crate::wire::rpc::CredentialWanted;

/// Key of the rows in JSON.
pub(super) const KIND: &str = "checks";

/// A row: a check, at a queue or whatever the queue.
#[derive(Serialize)]
struct CheckRow<'a> {
    n: u8,
    id: &'static str,
    /// `null`: whatever the queue.
    queue: Option<&'a str>,
    /// `submit`, `manage`, `both`.
    #[serde(rename = "for")]
    purpose: &'static str,
    /// `holds`, `fails`, `unknown`.
    verdict: &'static str,
    evidence: &'a str,
    path: Option<&'a str>,
    consequence: Option<&'a str>,
    remedy: Option<&'a str>,
}

impl<'a> From<&'a preflight::Row> for CheckRow<'a> {
    fn from(row: &'a preflight::Row) -> Self {
        let some = |text: &'a String| Some(text.as_str()).filter(|text| !text.is_empty());
        Self {
            n: row.check.n,
            id: row.check.id,
            queue: row.queue.as_deref(),
            purpose: row.purpose.word(),
            verdict: row.verdict.word(),
            evidence: &row.evidence,
            path: some(&row.path),
            consequence: some(&row.consequence),
            remedy: some(&row.remedy),
        }
    }
}

impl Row for CheckRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["n", "id", "queue", "for", "verdict", "evidence", "path", "consequence", "remedy"]
            .map(Column::new)
            .into()
    }

    fn cells(&self) -> Vec<Cell> {
        let text = |text: Option<&str>| Cell::new(text.unwrap_or_default());
        vec![
            Cell::new(self.n.to_string()),
            Cell::new(self.id),
            text(self.queue),
            Cell::new(self.purpose),
            Cell::new(self.verdict),
            Cell::new(self.evidence),
            text(self.path),
            text(self.consequence),
            text(self.remedy),
        ]
    }
}

/// What stands beside the rows.
#[derive(Serialize)]
struct Whole<'a> {
    ce: &'a str,
    site: &'a str,
    vo: &'a str,
    /// `v8` or `v9`.
    rules: &'static str,
    audiences: &'a [String],
    holds: usize,
    fails: usize,
    unknown: usize,
    queues: Vec<OfQueue<'a>>,
}

/// What becomes of the pilots of a queue: `would_go_on`, `would_stop`, `by_proxy`, `no_pilots`, `unknown`.
#[derive(Serialize)]
struct OfQueue<'a> {
    queue: &'a str,
    submit: &'static str,
    manage: &'static str,
}

impl<'a> From<&'a Preflight> for Whole<'a> {
    fn from(told: &'a Preflight) -> Self {
        let Preflight { ce, site, vo, rules, audiences, summary, .. } = told;
        let Summary { holds, fails, unknown, queues } = summary;
        let word = |outcome: Outcome| outcome.word();
        Self {
            ce,
            site,
            vo,
            rules: rules.word(),
            audiences,
            holds: *holds,
            fails: *fails,
            unknown: *unknown,
            queues: queues
                .iter()
                .map(|of| OfQueue {
                    queue: &of.queue,
                    submit: word(of.submit),
                    manage: word(of.manage),
                })
                .collect(),
        }
    }
}

pub(super) async fn run(asked: &CeWhy, context: &Context) -> Result<Status, Failure> {
    let wish = Wish { answers: asked.answers, fetch: asked.fetch, probe: asked.probe };
    let connection = Connection::open(&context.plan)?;
    let configuration = load::load(&connection).await?;
    let served = &configuration.snapshot.inventory;
    let staged =
        if asked.staged { Some(staged(&connection, &configuration, context)?) } else { None };
    let (tree, inventory) = staged
        .as_ref()
        .map_or((&*configuration.tree, served), |(tree, inventory)| (tree, inventory));
    let ce = find(asked, &inventory.ces)?;
    if !inventory.vos.iter().any(|vo| vo.name == asked.vo) {
        let names: Vec<&str> = inventory.vos.iter().map(|vo| vo.name.as_str()).collect();
        return Err(absent("VO", &asked.vo, &names).into());
    }
    let ground = Ground::new(tree, inventory);
    let vo = ground.of_vo(&asked.vo);
    let queue = asked.queue.as_deref();
    let none = Live::default();
    let question = Question { ce, vo: &vo, queue, live: &none };
    let ways = targets(&ground, &question);
    let task = Task { vo: &vo, targets: &ways, wish };
    let (live, problems) = live(&task, &connection, &configuration, context).await?;
    let told = preflight::explain(&ground, &Question { live: &live, ..question });
    let mut status = Status::DONE;
    if told.broken().is_some() {
        status = status.and(Status(1));
    }
    if context.format == Format::Table {
        table(&told, &configuration, context)?;
    } else {
        let mut listing = listing(KIND, &configuration, context)?;
        let rows: Vec<CheckRow<'_>> = told.rows.iter().map(CheckRow::from).collect();
        listing.rows(&rows)?;
        listing.beside("summary", &Whole::from(&told))?;
        for problem in &problems {
            listing.problem(problem.clone());
        }
        listing.end(problems.is_empty())?;
    }
    for problem in &problems {
        status = status.and(complain(problem));
    }
    Ok(status)
}

/// The configuration as the staged changes leave it, under the local files.
fn staged(
    connection: &Connection,
    configuration: &Configuration,
    context: &Context,
) -> Result<(Tree, Inventory), Problem> {
    let ground = staging::Ground::of(connection, configuration)?;
    let staged = staging::look(&super::staging::drafts(context)?, &ground)?;
    let staged = staged.ok_or_else(|| {
        let what = format!("Nothing is staged for {}.", ground.installation.name);
        Problem::new(Class::Usage, "draft", what, "Stage something first, or leave --staged out.")
    })?;
    let tree = Tree::merged(&staged.after, connection.local());
    let rules = configuration.snapshot.inventory.rules;
    let inventory = Inventory::build(&tree, &inventory::Context { rules });
    Ok((tree, inventory))
}

/// Makes the live checks that were asked for; says of which nothing was learned, and why.
async fn live(
    task: &Task<'_>,
    connection: &Connection,
    configuration: &Configuration,
    context: &Context,
) -> Result<(Live, Vec<Problem>), Problem> {
    if !task.wish.is_any() {
        return Ok((Live::default(), Vec::new()));
    }
    let manager = connection.token_manager(&configuration.tree)?;
    let front = ArexClient::new(&connection.roots, context.plan.observer.clone())
        .map_err(|error| Problem::new(Class::Unreachable, "TLS", error.to_string(), ""))?;
    let desk = Desk {
        manager: manager.for_credentials(&CredentialWanted::asked_for()),
        issuers: context.plan.issuers()?,
        front,
        condor: context.condor.clone(),
        snapshot: configuration.snapshot.clone(),
        clock: connection.clock(),
    };
    let who = desk.who().await;
    let mut writer: Option<Writer> = match &who {
        Ok(who) if task.wish.issues() => {
            let journal = super::stopping::journal(context)?;
            let of = format!("a test token for the pilots of {}", task.vo.vo);
            let purpose = Purpose::Credential { of };
            let beginning = runs::beginning(connection, who, purpose, connection.now());
            let (_, writer) = journal.begin(beginning)?;
            Some(writer)
        }
        _ => None,
    };
    // a credential that is on its way is brought to its end, and wiped
    let cancel = match &writer {
        Some(_) => context.ending.carefully(crate::cli::signals::Care::Credential),
        None => CancellationToken::new(),
    };
    let journal = writer.as_mut().map(|writer| writer as &mut dyn Journal);
    let live = look(&desk, task, &who, journal, &cancel).await;
    let problems = live.untold();
    Ok((live, problems))
}

/// The CE of this name.
fn find<'c>(asked: &CeWhy, ces: &'c [Ce]) -> Result<&'c Ce, Problem> {
    let called: Vec<&Ce> = ces.iter().filter(|ce| ce.name == asked.name).collect();
    let at = |ce: &&&Ce| asked.site.as_ref().is_none_or(|site| ce.site == *site);
    let found: Vec<&Ce> = called.iter().filter(at).copied().collect();
    let ce = match found.as_slice() {
        [ce] => *ce,
        [] if called.is_empty() => {
            let names: Vec<&str> = ces.iter().map(|ce| ce.name.as_str()).collect();
            return Err(absent("CE", &asked.name, &names));
        }
        [] => {
            let sites: Vec<&str> = called.iter().map(|ce| ce.site.as_str()).collect();
            return Err(absent("site", asked.site.as_deref().unwrap_or_default(), &sites));
        }
        several => {
            let sites: Vec<&str> = several.iter().map(|ce| ce.site.as_str()).collect();
            return Err(Problem::new(
                Class::Usage,
                &asked.name,
                format!("{} sites have a CE {}: {}.", several.len(), asked.name, sites.join(", ")),
                "Name one with --site.",
            ));
        }
    };
    match &asked.queue {
        Some(queue) if !ce.queues.iter().any(|known| known.name == *queue) => {
            let names: Vec<&str> = ce.queues.iter().map(|queue| queue.name.as_str()).collect();
            Err(absent("queue", queue, &names))
        }
        _ => Ok(ce),
    }
}

/// There is no such thing; which ones there are that are like it.
fn absent(what: &str, name: &str, known: &[&str]) -> Problem {
    let lower = name.to_lowercase();
    let mut near: Vec<&str> =
        known.iter().copied().filter(|n| n.to_lowercase().contains(&lower)).take(5).collect();
    if near.is_empty() && known.len() <= 8 {
        near.extend(known);
    }
    let remedy = match near.as_slice() {
        [] => "List them with `dirac-tokens ce list`.".to_owned(),
        near => format!("There is {}.", near.join(", ")),
    };
    // a token may have been pasted where a name was asked for
    let name = redact(name);
    let text = format!("There is no {what} {name} in the configuration.");
    Problem::new(Class::Finding, name, text, remedy)
}

fn table(told: &Preflight, configuration: &Configuration, context: &Context) -> io::Result<()> {
    let mut out = listing(KIND, configuration, context)?;
    for row in &told.rows {
        line(&mut out, row, context)?;
    }
    let Preflight { ce, vo, rules, summary, .. } = told;
    let head = format!("{ce}, {vo}, {} rules: {}.", rules.word(), summary.count());
    let said = summary.words().join(" ");
    out.paragraph("·", "outcome", &format!("{head} {said}"), "", context.columns)?;
    out.flush()
}

fn line<W: io::Write>(
    out: &mut Listing<W>,
    row: &preflight::Row,
    context: &Context,
) -> io::Result<()> {
    use crate::domain::preflight::Purpose;
    let about = match (&row.queue, row.purpose) {
        (None, Purpose::Both) => String::new(),
        (Some(queue), Purpose::Both) => format!("{queue}: "),
        (None, purpose) => format!("to {}: ", purpose.word()),
        (Some(queue), purpose) => format!("{queue}, to {}: ", purpose.word()),
    };
    // the evidence of a live check has no path
    let path = match row.path.as_str() {
        "" => String::new(),
        path => format!("  ({path})"),
    };
    let text = format!("{about}{}{path}", row.evidence);
    let advice = [row.consequence.as_str(), row.remedy.as_str()];
    let advice: Vec<&str> = advice.into_iter().filter(|text| !text.is_empty()).collect();
    let mark = format!("{:>2} {}", row.check.n, row.verdict.glyph());
    out.paragraph(&mark, row.check.id, &text, &advice.join(" "), context.columns)
}
