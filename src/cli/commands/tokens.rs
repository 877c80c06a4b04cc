//! `token list` and `token show`: stored tokens as they are told, batch by batch.

use std::collections::HashSet;
use std::io::{self, Write as _};

use tokio_util::sync::CancellationToken;

use super::{Context, Failure, TokenVerb, listing, no_query};
use crate::cli::output::{Format, Listing, width_of};
use crate::cli::rows::TokenRow;
use crate::cli::{Status, complain, query};
use crate::domain::foreign::Clean;
use crate::domain::inventory::Inventory;
use crate::domain::problem::{Class, Problem};
use crate::domain::query::{Grid, Query, Schema};
use crate::domain::redact::redact;
use crate::domain::token::ListedToken;
use crate::ops::connection::Connection;
use crate::ops::list_tokens::{End, Event, list_tokens};
use crate::ops::load;

/// Which users to ask for, which rows to print.
struct Selection {
    users: Vec<String>,
    wanted: Box<dyn Fn(&ListedToken) -> bool>,
    query: Query,
}

pub(super) async fn run(verb: &TokenVerb, context: &Context) -> Result<Status, Failure> {
    let query = match verb {
        TokenVerb::List { query, .. } => {
            match query::read(query, &Schema::twin(Grid::Tokens, [])) {
                Ok(query) => query,
                Err(wrong) => return Ok(no_query(&wrong, "tokens", context)),
            }
        }
        _ => Query::default(),
    };
    let connection = Connection::open(&context.plan)?;
    let configuration = load::load(&connection).await?;
    let inventory = &configuration.snapshot.inventory;
    let show = match verb {
        TokenVerb::Show { id } => Some(id.as_str()),
        _ => None,
    };
    let selection = select(verb, query, inventory)?;
    let service = connection.token_manager(&configuration.tree)?;
    let mut printer = Printer {
        listing: listing("tokens", &configuration, context)?,
        shown: show.is_some() && context.format == Format::Table,
        columns: context.columns,
        rows: 0,
        told: 0,
        status: Status::DONE,
        failed: None,
    };
    printer.listing.at_least(&widths(inventory, &selection.users));
    let cancel = CancellationToken::new();
    let take = |event| {
        printer.take(event, &selection, connection.now());
        if printer.failed.is_some() {
            cancel.cancel();
        }
    };
    let clock = connection.clock();
    let end = list_tokens(&service, &selection.users, inventory, clock, &cancel, take).await;
    let told = printer.told;
    let status = printer.finish(end)?;
    match show {
        Some(id) if status == (Status::DONE, 0) => Ok(complain(&none_stored(id))),
        None if status == (Status::DONE, 0) && context.format == Format::Table => {
            explain(&selection, told);
            Ok(status.0)
        }
        _ => Ok(status.0),
    }
}

/// What the columns will hold, as far as it is known before the first answer.
fn widths(inventory: &Inventory, asked: &[String]) -> Vec<(&'static str, usize)> {
    let widest = |texts: &mut dyn Iterator<Item = &String>| {
        texts.map(|text| width_of(Clean::new(text).as_str())).max().unwrap_or(0)
    };
    let asked: HashSet<&String> = asked.iter().collect();
    let users = || inventory.users.iter().filter(|u| asked.contains(&u.name));
    let time = "2026-11-21T07:00:00Z".len();
    vec![
        ("id", 6),
        ("user", widest(&mut users().map(|u| &u.name))),
        ("provider", widest(&mut inventory.providers.iter().map(|p| &p.name))),
        ("state", "refreshable".len()),
        ("access_expires", time),
        ("refresh_expires", time),
        ("user_id", widest(&mut users().flat_map(|u| &u.token_ids))),
    ]
}

/// What it means that no row was printed: `told` is how many the server has.
fn explain(selection: &Selection, told: usize) {
    let text = match (selection.users.len(), told) {
        (0, _) => {
            "No user asked for has a token id in the Registry (a DN that begins with /O=DIRAC/CN=), so nothing can be \
             stored and the TokenManager was not asked."
                .to_owned()
        }
        (1, 0) => "The TokenManager was asked for 1 user. Its database answers and has nothing.".to_owned(),
        (users, 0) => {
            format!("The TokenManager was asked for {users} users. Its database answers and has nothing.")
        }
        (_, told) => format!("The query leaves none of the {told} stored tokens."),
    };
    // a closed standard error leaves nobody to tell
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Users that have a token id: nobody else has rows.
fn select(verb: &TokenVerb, query: Query, inventory: &Inventory) -> Result<Selection, Problem> {
    let with_ids = || inventory.users.iter().filter(|u| !u.token_ids.is_empty());
    let everything: Box<dyn Fn(&ListedToken) -> bool> = Box::new(|_| true);
    match verb {
        TokenVerb::List { query: _, users, vo } => {
            let mut chosen: Vec<&str> = Vec::new();
            for name in users {
                let user = inventory
                    .users
                    .iter()
                    .find(|u| u.name == *name)
                    .ok_or_else(|| no_user(name))?;
                if !chosen.contains(&user.name.as_str()) {
                    chosen.push(&user.name);
                }
            }
            if users.is_empty() {
                chosen.extend(with_ids().map(|u| u.name.as_str()));
            }
            if let Some(vo) = vo {
                if !inventory.vos.iter().any(|v| v.name == *vo) {
                    let vo = redact(vo);
                    let what = format!("There is no VO {vo} in the configuration.");
                    let remedy = "List them with `dirac-tokens vo list`.";
                    return Err(Problem::new(Class::Finding, vo, what, remedy));
                }
                let groups = inventory.groups.iter().filter(|g| g.vo.as_deref() == Some(vo));
                let members: HashSet<&str> =
                    groups.flat_map(|g| g.users.iter().map(String::as_str)).collect();
                chosen.retain(|name| members.contains(name));
            }
            let chosen = chosen.into_iter().map(str::to_owned).collect();
            Ok(Selection { users: chosen, wanted: everything, query })
        }
        // these ask nobody, or for themselves
        TokenVerb::Inspect(_) | TokenVerb::Revoke { .. } | TokenVerb::Delete(_) => {
            Ok(Selection { users: Vec::new(), wanted: everything, query })
        }
        TokenVerb::Show { id } => {
            let owners: Vec<String> =
                with_ids().filter(|u| u.token_ids.contains(id)).map(|u| u.name.clone()).collect();
            if !owners.is_empty() {
                let id = id.clone();
                let wanted = Box::new(move |token: &ListedToken| token.user_id == id);
                return Ok(Selection { users: owners, wanted, query });
            }
            if inventory.users.iter().any(|u| u.name == *id) {
                return Ok(Selection { users: vec![id.clone()], wanted: everything, query });
            }
            match id.parse::<u64>() {
                Ok(row) => Ok(Selection {
                    users: with_ids().map(|u| u.name.clone()).collect(),
                    wanted: Box::new(move |token| token.id == Some(row)),
                    query,
                }),
                Err(_) => Err(Problem::new(
                    Class::Finding,
                    redact(id),
                    format!(
                        "{} is neither a user nor a token id in the Registry, nor the number of a row.",
                        redact(id)
                    ),
                    "List users and their token ids with `dirac-tokens user list`.",
                )),
            }
        }
    }
}

fn no_user(name: &str) -> Problem {
    // a token may have been pasted where a name was asked for
    let name = redact(name);
    let what = format!("There is no user {name} in the Registry.");
    Problem::new(Class::Finding, name, what, "List users with `dirac-tokens user list`.")
}

fn none_stored(id: &str) -> Problem {
    let what = format!("Nothing is stored for {id}.");
    Problem::new(Class::Finding, id, what, "The TokenManager was asked and its database answers.")
}

struct Printer {
    listing: Listing<io::StdoutLock<'static>>,
    /// `show` in a table: one card a row.
    shown: bool,
    columns: Option<u16>,
    rows: usize,
    /// Rows that the server told, printed or not.
    told: usize,
    status: Status,
    failed: Option<io::Error>,
}

impl Printer {
    fn take(&mut self, event: Event, selection: &Selection, now: jiff::Timestamp) {
        match event {
            Event::Rows { rows, .. } => {
                self.told += rows.len();
                let rows: Vec<TokenRow<'_>> = rows
                    .iter()
                    .filter(|token| (selection.wanted)(token) && selection.query.holds(*token, now))
                    .map(|token| TokenRow::new(token, now))
                    .collect();
                self.rows += rows.len();
                let written = if self.shown {
                    self.listing.cards(&rows, self.columns)
                } else {
                    self.listing.rows(&rows)
                };
                if let Err(error) = written {
                    self.failed = Some(error);
                }
            }
            Event::Problem(problem) => {
                self.status = self.status.and(problem.class.into());
                complain(&problem);
                self.listing.problem(problem);
            }
        }
    }

    /// Status, and how many rows were printed.
    fn finish(self, end: End) -> Result<(Status, usize), Failure> {
        if let Some(error) = self.failed {
            return Err(error.into());
        }
        if !self.shown {
            self.listing.end(end == End::Complete)?;
        }
        let status = if end == End::Complete {
            self.status
        } else {
            self.status.and(Class::Unreachable.into())
        };
        Ok((status, self.rows))
    }
}
