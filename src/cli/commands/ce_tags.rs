//! `ce tag`, `ce untag`, `ce collapse`: what would change and what is left out, then staged. Nothing is sent.

use std::sync::Arc;

use super::desk::Desk;
use super::staging::say;
use super::{Context, Failure, listing, no_query};
use crate::cli::args::{Ces, Collapsing, Level, Tagging, Untagging, Vos};
use crate::cli::rows::TaggedRow;
use crate::cli::{Status, query};
use crate::domain::problem::{Class, Problem};
use crate::domain::query::rows::CeRow;
use crate::domain::query::{Grid, Query, Schema};
use crate::domain::tagging::{Prepared, Request, Scope, What, ces_named, prepare, vos_named};

/// Key of the rows in JSON.
pub(super) const KIND: &str = "tagged";

/// What is asked for, whichever verb it was.
struct Asked<'a> {
    ces: &'a Ces,
    vos: Option<&'a Vos>,
    request: Request,
}

pub(super) async fn tag(args: &Tagging, context: &Context) -> Result<Status, Failure> {
    let request = Request {
        scope: scope(args.level),
        force: args.force,
        unadmitted: args.unadmitted,
        ..Request::new(What::Tag, Vec::new())
    };
    run(Asked { ces: &args.ces, vos: Some(&args.vos), request }, context).await
}

pub(super) async fn untag(args: &Untagging, context: &Context) -> Result<Status, Failure> {
    let request = Request {
        scope: scope(args.level),
        narrow: args.narrow,
        ..Request::new(What::Untag, Vec::new())
    };
    run(Asked { ces: &args.ces, vos: Some(&args.vos), request }, context).await
}

pub(super) async fn collapse(args: &Collapsing, context: &Context) -> Result<Status, Failure> {
    let request = Request::new(What::Collapse, Vec::new());
    run(Asked { ces: &args.ces, vos: None, request }, context).await
}

fn scope(level: Level) -> Scope {
    match level {
        Level::Ce => Scope::Ce,
        Level::Queue => Scope::Queue,
        Level::Site => Scope::Site,
    }
}

async fn run(asked: Asked<'_>, context: &Context) -> Result<Status, Failure> {
    if let Some(text) = &asked.ces.query
        && let Err(wrong) = query::is_one(std::slice::from_ref(text))
    {
        return Ok(no_query(&wrong, KIND, context));
    }
    let desk = Desk::open(context).await?;
    let chosen = match &asked.ces.query {
        None => ces_named(&desk.inventory, &asked.ces.ces)?,
        Some(text) => {
            let names = desk.inventory.vos.iter().map(|vo| Arc::from(vo.name.as_str()));
            match query::read(std::slice::from_ref(text), &Schema::twin(Grid::Ces, names)) {
                Ok(query) => matching(&desk, &query)?,
                Err(wrong) => return Ok(no_query(&wrong, KIND, context)),
            }
        }
    };
    on_the_count(asked.ces.expect, chosen.len())?;
    let vos = match asked.vos {
        Some(vos) if vos.all_vos => (0..desk.inventory.vos.len()).collect(),
        Some(vos) => vos_named(&desk.inventory, &vos.vos)?,
        None => Vec::new(),
    };
    let request = Request { vos, ..asked.request };
    let done =
        prepare(&desk.tree, &desk.inventory, &chosen, &request).map_err(|fault| fault.problem())?;
    show(&desk, &done, context)?;
    let step = done.plan.step();
    if step.edits.is_empty() {
        say("Nothing is staged: there is nothing to change.");
    } else if asked.ces.dry_run {
        say(&format!("Would stage: {}.", step.title));
    } else {
        desk.stage(step)?;
    }
    let missed = done.plan.left_out();
    if missed > 0 {
        let what = if missed == 1 { "1 is".to_owned() } else { format!("{missed} are") };
        say(&format!("Of what was asked for, {what} left out; the rows say why."));
    }
    Ok(if missed > 0 { Status(Class::Finding.status()) } else { Status::DONE })
}

/// The CEs that a query matches.
fn matching(desk: &Desk<'_>, query: &Query) -> Result<Vec<usize>, Problem> {
    if query.is_all() {
        return Err(Problem::new(
            Class::Usage,
            "--query",
            "An empty query would match every CE.",
            "Say which ones, as with `dirac-tokens ce list QUERY`.",
        ));
    }
    let inventory = &desk.inventory;
    let now = desk.configuration.as_of;
    let holds = |at: usize| {
        let ce = inventory.ces.get(at)?;
        query.holds(&CeRow { ce, vos: &inventory.vos }, now).then_some(at)
    };
    let chosen: Vec<usize> = (0..inventory.ces.len()).filter_map(holds).collect();
    if chosen.is_empty() {
        return Err(Problem::new(
            Class::Refused,
            "--query",
            "The query matches no CE. Nothing was staged.",
            "Look at what it matches with `dirac-tokens ce list QUERY`.",
        ));
    }
    Ok(chosen)
}

/// Whether these are as many CEs as was said.
fn on_the_count(expected: Option<usize>, count: usize) -> Result<(), Problem> {
    match expected {
        Some(expected) if expected != count => Err(Problem::new(
            Class::Refused,
            "--expect",
            format!("These are {count} CEs, not {expected}. Nothing was staged."),
            "Look at what is meant with `dirac-tokens ce list QUERY`, then say the number.",
        )),
        _ => Ok(()),
    }
}

fn show(desk: &Desk<'_>, done: &Prepared, context: &Context) -> Result<(), Failure> {
    let rows: Vec<TaggedRow<'_>> =
        done.plan.ces.iter().map(|part| TaggedRow::new(part, done, &desk.inventory)).collect();
    let mut listing = listing(KIND, &desk.configuration, context)?;
    listing.rows(&rows)?;
    listing.end(true)?;
    Ok(())
}
