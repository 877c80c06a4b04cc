//! `user why`: the chain behind a user's tokens, link by link, and as a report for a ticket.

use std::io::{self, Write as _};

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::{Context, Failure, about, listing};
use crate::cli::output::{About, Cell, Column, Format, Listing, Row};
use crate::cli::{Status, complain};
use crate::domain::why::{Chain, Link, State, report};
use crate::ops::connection::{Connection, Plan};
use crate::ops::load;
use crate::ops::user_why::{Why, user_why};

/// A row: a link of the chain.
#[derive(Serialize)]
struct LinkRow<'a> {
    n: usize,
    id: &'static str,
    /// `holds`, `fails`, `unknown`.
    verdict: &'static str,
    evidence: &'a str,
    path: Option<&'a str>,
    consequence: Option<&'a str>,
    remedy: Option<&'a str>,
}

impl<'a> From<&'a Link> for LinkRow<'a> {
    fn from(link: &'a Link) -> Self {
        let some = |text: &'a String| Some(text.as_str()).filter(|text| !text.is_empty());
        Self {
            n: link.n,
            id: link.id,
            verdict: link.state.word(),
            evidence: &link.evidence,
            path: some(&link.path),
            consequence: some(&link.consequence),
            remedy: some(&link.remedy),
        }
    }
}

impl Row for LinkRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["n", "id", "verdict", "evidence", "path", "consequence", "remedy"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        let text = |text: Option<&str>| Cell::new(text.unwrap_or_default());
        vec![
            Cell::new(self.n.to_string()),
            Cell::new(self.id),
            Cell::new(self.verdict),
            Cell::new(self.evidence),
            text(self.path),
            text(self.consequence),
            text(self.remedy),
        ]
    }
}

/// Asks about `name`. The group of the plan is the one that is asked about, not the one that is acted in.
pub(super) async fn run(name: &str, context: &Context) -> Result<Status, Failure> {
    let group = context.plan.group.as_deref();
    let plan = Plan { group: None, ..context.plan.clone() };
    let connection = Connection::open(&plan)?;
    let configuration = load::load(&connection).await?;
    let cancel = CancellationToken::new();
    let why = user_why(&connection, &configuration, name, group, &cancel).await;
    let mut status = Status::DONE;
    if why.chain.broken().is_some() {
        status = status.and(Status(1));
    }
    if why.chain.untold().next().is_some() {
        status = status.and(Status(3));
    }
    match context.format {
        Format::Report => {
            io::stdout().lock().write_all(report(&why.chain, &why.about).as_bytes())?;
        }
        Format::Table => table(&why, &configuration, context)?,
        Format::Json | Format::Jsonl | Format::Csv => {
            let about = about_chain(&why.chain, &configuration);
            let out = io::stdout().lock();
            let mut listing = Listing::begin(context.format, out, about, context.columns)?;
            let rows: Vec<LinkRow<'_>> = why.chain.links.iter().map(LinkRow::from).collect();
            listing.rows(&rows)?;
            for problem in &why.problems {
                listing.problem(problem.clone());
            }
            listing.end(why.chain.untold().next().is_none())?;
        }
    }
    for problem in &why.problems {
        status = status.and(complain(problem));
    }
    Ok(status)
}

/// Whom the links are about, and what they come to: `fails` if one fails, or else `unknown` if one could not be told.
fn about_chain(chain: &Chain, configuration: &load::Configuration) -> About {
    let outcome = if chain.broken().is_some() {
        State::Fails
    } else if chain.untold().next().is_some() {
        State::Unknown
    } else {
        State::Holds
    };
    let mut about = about("links", configuration);
    about.also = vec![
        ("user", chain.user.clone()),
        ("group", chain.group.clone()),
        ("outcome", Some(outcome.word().to_owned())),
        ("summary", Some(chain.count())),
    ];
    about
}

fn table(why: &Why, configuration: &load::Configuration, context: &Context) -> io::Result<()> {
    let mut listing = listing("links", configuration, context)?;
    for link in &why.chain.links {
        let text = match link.path.as_str() {
            "" => link.evidence.clone(),
            path => format!("{}  ({path})", link.evidence),
        };
        let advice = [link.consequence.as_str(), link.remedy.as_str()];
        let advice: Vec<&str> = advice.into_iter().filter(|text| !text.is_empty()).collect();
        let mark = format!("{:>2} {}", link.n, link.state.glyph());
        listing.paragraph(&mark, link.id, &text, &advice.join(" "), context.columns)?;
    }
    let group = why.chain.group.as_deref().map(|group| format!(" in group {group}"));
    let end = format!("{}{}.", why.chain.count(), group.unwrap_or_default());
    listing.paragraph("·", "outcome", &end, "", context.columns)
}
