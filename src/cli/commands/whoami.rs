//! `whoami`: the credential, and what each service makes of it.

use std::io;

use serde::Serialize;

use super::{Context, Failure};
use crate::cli::output::{About, Cell, Column, Format, Listing, Row, Source};
use crate::cli::{Status, complain};
use crate::domain::inventory::Inventory;
use crate::domain::permission::{What, judge};
use crate::ops::connection::Connection;
use crate::ops::load;
use crate::ops::whoami::{self, Credential, Said};

/// A row of `whoami`: one for the credential itself, one for each service.
#[derive(Serialize)]
struct WhoRow<'a> {
    /// `credential`, or the name of a service.
    by: &'a str,
    place: &'a str,
    user: Option<&'a str>,
    group: Option<&'a str>,
    vo: Option<&'a str>,
    dn: Option<&'a str>,
    kind: Option<&'static str>,
    expires: Option<String>,
    properties: &'a [String],
    /// What the group may do, by the words of [`What::word`].
    may: Vec<&'static str>,
    /// What it may not, with what is missing and what would help.
    may_not: Vec<Lacking>,
}

/// Something that the caller may not do.
#[derive(Serialize)]
struct Lacking {
    what: &'static str,
    /// Any of these.
    needs: Vec<String>,
    /// Groups of the same user that may.
    groups: Vec<String>,
    /// Where the rule stands.
    rule: String,
}

impl<'a> WhoRow<'a> {
    fn of_credential(credential: &'a Credential) -> Self {
        Self {
            by: "credential",
            place: &credential.file,
            user: None,
            group: credential.group.as_deref(),
            vo: None,
            dn: Some(&credential.dn),
            kind: Some(credential.kind),
            expires: Some(credential.expires.to_string()),
            properties: &[],
            may: Vec::new(),
            may_not: Vec::new(),
        }
    }

    fn of_service(said: &'a Said, inventory: Option<&Inventory>) -> Option<Self> {
        let who = said.who.as_ref().ok()?;
        let (mut may, mut may_not) = (Vec::new(), Vec::new());
        let judged = inventory.into_iter().flat_map(|inventory| {
            let asked = What::all().filter(|what| what.need().service.is_called(said.service));
            asked.map(|what| judge(what, who, inventory))
        });
        for verdict in judged {
            let what = verdict.what.word();
            if verdict.allowed {
                may.push(what);
            } else {
                may_not.push(Lacking {
                    what,
                    needs: verdict.needs,
                    groups: verdict.others,
                    rule: verdict.source,
                });
            }
        }
        Some(Self {
            by: said.service,
            place: &said.url,
            user: who.username.as_deref(),
            group: who.group.as_deref(),
            vo: who.vo.as_deref(),
            dn: Some(&who.dn),
            kind: None,
            expires: None,
            properties: &who.properties,
            may,
            may_not,
        })
    }
}

impl Lacking {
    /// `commit (CSAdministrator: dirac_admin)`.
    fn words(&self) -> String {
        let needs = self.needs.join(" or ");
        match self.groups.as_slice() {
            [] => format!("{} ({needs})", self.what),
            groups => format!("{} ({needs}: {})", self.what, groups.join(", ")),
        }
    }
}

impl Row for WhoRow<'_> {
    fn columns(&self) -> Vec<Column> {
        let names = [
            "by",
            "user",
            "group",
            "vo",
            "kind",
            "expires",
            "dn",
            "place",
            "properties",
            "may",
            "may_not",
        ];
        names.map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        let or_empty =
            |text: Option<&str>| Cell::short(text.unwrap_or("–"), text.unwrap_or_default());
        vec![
            Cell::new(self.by),
            or_empty(self.user),
            or_empty(self.group),
            or_empty(self.vo),
            or_empty(self.kind),
            or_empty(self.expires.as_deref()),
            or_empty(self.dn),
            Cell::new(self.place),
            Cell::new(self.properties.join(" ")),
            Cell::new(self.may.join(" ")),
            Cell::new(self.may_not.iter().map(Lacking::words).collect::<Vec<_>>().join("; ")),
        ]
    }
}

pub(super) async fn run(context: &Context) -> Result<Status, Failure> {
    let format = context.format;
    let connection = Connection::open(&context.plan)?;
    let credential = whoami::credential(&connection);
    let mut said = vec![whoami::ask_configuration(&connection).await];
    let mut source = Source::default();
    let mut status = Status::DONE;
    let mut problems = Vec::new();
    let mut inventory = None;
    // a configuration service that does not say who we are says nothing else: one cause is told once
    if said.iter().all(|s| s.who.is_ok()) {
        match load::load(&connection).await {
            Ok(configuration) => {
                source.server = Some(configuration.snapshot.server.clone());
                source.cs_version = Some(configuration.snapshot.version.clone());
                said.push(whoami::ask_token_manager(&connection, &configuration.tree).await);
                inventory = Some(configuration.snapshot);
            }
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(said.iter().filter_map(|s| s.who.as_ref().err().cloned()));
    let about = About::new("identities", connection.now(), source);
    let mut rows = vec![WhoRow::of_credential(&credential)];
    let inventory = inventory.as_ref().map(|snapshot| &snapshot.inventory);
    rows.extend(said.iter().filter_map(|said| WhoRow::of_service(said, inventory)));
    let mut listing = Listing::begin(format, io::stdout().lock(), about, context.columns)?;
    if format == Format::Table {
        listing.cards(&rows, context.columns)?;
    } else {
        listing.rows(&rows)?;
    }
    for who in said.iter().filter_map(|s| s.who.as_ref().ok()) {
        if let Some(finding) = whoami::group_differs(connection.asked_group.as_deref(), who) {
            let class = crate::domain::problem::Class::Refused;
            problems.push(crate::domain::problem::Problem::new(class, "group", finding.text, ""));
            break;
        }
    }
    let complete = problems.is_empty();
    for problem in problems {
        status = status.and(problem.class.into());
        complain(&problem);
        listing.problem(problem);
    }
    if format != Format::Table {
        listing.end(complete)?;
    }
    Ok(status)
}
