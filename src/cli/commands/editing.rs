//! `provider add`, `set`, `remove` and `vo set`: judged by the editors' rules, then staged. Nothing is sent.

use super::desk::Desk;
use super::staging::say;
use super::{Context, Failure};
use crate::cli::args::Adding;
use crate::cli::{Status, complain};
use crate::domain::idp::edit::{self, NewProvider};
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::ops::editing::check_issuer;

/// Key of the rows in JSON.
pub(super) const KIND: &str = "changes";

pub(super) async fn add(args: &Adding, context: &Context) -> Result<Status, Failure> {
    let desk = Desk::open(context).await?;
    let new = NewProvider {
        name: args.name.clone(),
        provider_type: args.provider_type.clone(),
        issuer: args.issuer.clone(),
        scope: args.scope.clone(),
        options: args.options.clone(),
    };
    let edited =
        edit::add(&desk.inventory, &new).map_err(|problems| first(problems, &args.name))?;
    if args.check {
        ask(context, &args.issuer).await?;
    }
    let status = desk.edit(edited, args.dry_run)?;
    say("The lines for the host of the TokenManager, with its client's own id and secret:");
    say(&edit::snippet(&args.name, None));
    Ok(status)
}

pub(super) async fn set(
    name: &str,
    options: &[(String, String)],
    check: bool,
    dry_run: bool,
    context: &Context,
) -> Result<Status, Failure> {
    let desk = Desk::open(context).await?;
    let edited =
        edit::set(&desk.inventory, name, options).map_err(|problems| first(problems, name))?;
    if check {
        let given = options.iter().rfind(|(option, _)| option == "issuer").map(|(_, url)| url);
        let known = desk.inventory.providers.iter().find(|provider| provider.name == name);
        let known = known.and_then(|provider| provider.issuer.as_ref());
        if let Some(issuer) = given.or(known) {
            ask(context, issuer).await?;
        }
    }
    desk.edit(edited, dry_run)
}

pub(super) async fn remove(
    name: &str,
    force: bool,
    dry_run: bool,
    context: &Context,
) -> Result<Status, Failure> {
    let desk = Desk::open(context).await?;
    let edited = edit::remove(&desk.inventory, name, force)?;
    desk.edit(edited, dry_run)
}

pub(super) async fn vo(
    name: &str,
    provider: &str,
    dry_run: bool,
    context: &Context,
) -> Result<Status, Failure> {
    let desk = Desk::open(context).await?;
    let edited = edit::tie(&desk.inventory, name, provider)?;
    desk.edit(edited, dry_run)
}

/// Asks the issuer what it calls itself, before anything is staged.
async fn ask(context: &Context, issuer: &str) -> Result<(), Problem> {
    for note in check_issuer(&context.plan, issuer).await? {
        say(&note);
    }
    Ok(())
}

/// The first of several problems as the one that ends the command; the others are told before it. Where a secret was given, the
/// lines for the host that it belongs on are shown.
fn first(problems: Vec<Problem>, name: &str) -> Problem {
    let secret = problems.iter().any(|problem| problem.class == Class::Refused);
    if secret {
        say("What the TokenManager's host needs in its own dirac.cfg:");
        say(&edit::snippet(&redact(name), None));
    }
    let mut problems = problems.into_iter();
    let first = problems.next();
    for other in problems {
        let _one_status_is_enough = complain(&other);
    }
    first.unwrap_or_else(|| Problem::new(Class::Usage, name, "It cannot be done.", ""))
}
