//! `provider`, `vo`, `ce`, `user`: `list` and `show`.

use std::sync::Arc;

use super::{Context, Failure, Noun, listing, no_query};
use crate::cli::output::{Format, Row};
use crate::cli::rows::{CeRow, ProviderRow, UserRow, VoRow};
use crate::cli::{Status, complain, query};
use crate::domain::problem::{Class, Problem};
use crate::domain::query::rows as asked;
use crate::domain::query::{Grid, Query, Row as Asking, Schema};
use crate::domain::redact::redact;
use crate::ops::connection::Connection;
use crate::ops::load::{self, Configuration};

/// What is listed.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Providers,
    Vos,
    Ces,
    Users,
}

impl Kind {
    /// Key of the rows in JSON.
    fn key(self) -> &'static str {
        match self {
            Self::Providers => "providers",
            Self::Vos => "vos",
            Self::Ces => "ces",
            Self::Users => "users",
        }
    }

    /// The columns that can be asked for.
    fn grid(self) -> Grid {
        match self {
            Self::Providers => Grid::Providers,
            Self::Vos => Grid::Vos,
            Self::Ces => Grid::Ces,
            Self::Users => Grid::Users,
        }
    }

    /// One of them, in a sentence.
    fn one(self) -> &'static str {
        match self {
            Self::Providers => "IdProvider",
            Self::Vos => "VO",
            Self::Ces => "CE",
            Self::Users => "user",
        }
    }
}

pub(super) async fn run(kind: Kind, noun: &Noun, context: &Context) -> Result<Status, Failure> {
    let grid = kind.grid();
    if let Noun::List { query } = noun {
        // what is wrong without any configuration is told without asking for one
        let read = match kind {
            Kind::Ces => query::is_one(query),
            _ => query::read(query, &Schema::twin(grid, [])).map(drop),
        };
        if let Err(wrong) = read {
            return Ok(no_query(&wrong, kind.key(), context));
        }
    }
    let connection = Connection::open(&context.plan)?;
    let configuration = load::load(&connection).await?;
    let inventory = &configuration.snapshot.inventory;
    let names = || inventory.vos.iter().map(|vo| Arc::from(vo.name.as_str()));
    let schema = match kind {
        Kind::Ces => Schema::twin(grid, names()),
        _ => Schema::twin(grid, []),
    };
    let query = match noun {
        Noun::List { query } => match query::read(query, &schema) {
            Ok(query) => query,
            Err(wrong) => return Ok(no_query(&wrong, kind.key(), context)),
        },
        Noun::Show { .. } => Query::default(),
    };
    let wanted = |row: &dyn Asking| query.holds(row, configuration.as_of);
    let ask = Asked { kind, noun, configuration: &configuration, context };
    match kind {
        Kind::Providers => ask.answer(inventory.providers.iter().map(|provider| {
            let wanted = wanted(&asked::ProviderRow { provider, stored: None });
            (provider.name.as_str(), wanted, ProviderRow::from(provider))
        })),
        Kind::Vos => {
            ask.answer(inventory.vos.iter().map(|v| (v.name.as_str(), wanted(v), VoRow::from(v))))
        }
        Kind::Users => ask
            .answer(inventory.users.iter().map(|u| (u.name.as_str(), wanted(u), UserRow::from(u)))),
        Kind::Ces => {
            let vos: Vec<String> = inventory.vos.iter().map(|vo| vo.name.clone()).collect();
            ask.answer(inventory.ces.iter().map(|ce| {
                let wanted = wanted(&asked::CeRow { ce, vos: &inventory.vos });
                (ce.name.as_str(), wanted, CeRow::new(ce, &vos))
            }))
        }
    }
}

struct Asked<'a> {
    kind: Kind,
    noun: &'a Noun,
    configuration: &'a Configuration,
    context: &'a Context,
}

impl Asked<'_> {
    /// Prints the rows asked for, of all with their names, each with whether the query holds for it.
    fn answer<'r, R: Row>(
        &self,
        all: impl Iterator<Item = (&'r str, bool, R)>,
    ) -> Result<Status, Failure> {
        let rows = match self.noun {
            Noun::List { .. } => {
                all.filter(|(_, wanted, _)| *wanted).map(|(_, _, row)| row).collect()
            }
            Noun::Show { name } => {
                let (mut rows, mut names): (Vec<R>, _) = (Vec::new(), Vec::new());
                for (other, _, row) in all {
                    if other == name {
                        rows.push(row);
                    } else {
                        names.push(other);
                    }
                }
                if rows.is_empty() {
                    return self.unknown(name, &names);
                }
                if self.context.format == Format::Table {
                    let mut out = std::io::stdout().lock();
                    crate::cli::output::cards(&mut out, &rows, self.context.columns)?;
                    return Ok(Status::DONE);
                }
                rows
            }
        };
        let mut listing = listing(self.kind.key(), self.configuration, self.context)?;
        listing.rows(&rows)?;
        listing.end(true)?;
        Ok(Status::DONE)
    }

    fn unknown(&self, name: &str, names: &[&str]) -> Result<Status, Failure> {
        let lower = name.to_ascii_lowercase();
        let mut near: Vec<&str> = names
            .iter()
            .copied()
            .filter(|n| n.to_ascii_lowercase().contains(&lower))
            .take(5)
            .collect();
        if near.is_empty() && names.len() <= 8 {
            near.extend(names);
        }
        let remedy = match near.as_slice() {
            [] => format!("List them with `dirac-tokens {} list`.", self.command()),
            near => format!("There is {}.", near.join(", ")),
        };
        // a token may have been pasted where a name was asked for
        let name = redact(name);
        let what = format!("There is no {} {name} in the configuration.", self.kind.one());
        let problem = Problem::new(Class::Finding, name, what, remedy);
        let status = complain(&problem);
        if matches!(self.context.format, Format::Json | Format::Jsonl) {
            let mut listing = listing(self.kind.key(), self.configuration, self.context)?;
            listing.problem(problem);
            listing.end(true)?;
        }
        Ok(status)
    }

    fn command(&self) -> &'static str {
        match self.kind {
            Kind::Providers => "provider",
            Kind::Vos => "vo",
            Kind::Ces => "ce",
            Kind::Users => "user",
        }
    }
}
