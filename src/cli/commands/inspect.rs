//! `token inspect`: a token that somebody has, from a file or standard input. Asks nobody but issuers, and those only on
//! request.

mod asking;

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use super::{Failure, failed};
use crate::cli::args::Inspect;
use crate::cli::output::{About, Format, Source};
use crate::cli::rows::write_inspection;
use crate::cli::{Status, write_failed};
use crate::domain::foreign::Clean;
use crate::domain::jwt::{Inspection, LARGEST, looks_like_a_token};
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::domain::secret::Secret;
use crate::ops::discover::{Found, Places, discover};
use crate::ops::inspect::inspect;
use crate::ops::token_file::{bounded, unreadable};
use crate::ops::verify::inspect_with_file;
use crate::settings::{Options, Surroundings};
use crate::wire::jwks::KeySet;
use crate::wire::oidc::check_name;

/// Key of the one row in JSON: what was found out, and no stored token.
const KIND: &str = "inspection";
/// Largest file of keys that is read, in bytes.
const LARGEST_KEYS: usize = 1024 * 1024;

/// Runs the command to its end.
pub(in crate::cli) fn run(
    asked: &Inspect,
    format: Format,
    options: &Options,
    surroundings: &Surroundings,
) -> Status {
    let now = asked.now.unwrap_or_else(surroundings.clock);
    match found_out(asked, now, options, surroundings).map_err(Failure::from).and_then(
        |(inspection, source, place)| {
            let mut about = About::new(KIND, inspection.at, source);
            if place.is_some() {
                about.also.push(("found_in", place));
            }
            Ok(print(&inspection, about, asked.verify, format, surroundings)?)
        },
    ) {
        Ok(status) => status,
        Err(Failure::Problem(problem)) => failed(&problem, KIND, format, (surroundings.clock)()),
        Err(Failure::Output(error)) => write_failed(&error),
    }
}

fn found_out(
    asked: &Inspect,
    now: jiff::Timestamp,
    options: &Options,
    surroundings: &Surroundings,
) -> Result<(Inspection, Source, Option<String>), Problem> {
    for issuer in &asked.issuers {
        check_name(issuer).map_err(|error| Problem::from(&error))?;
    }
    let file = asked.file.as_deref().filter(|file| file.as_os_str() != "-");
    let mut place = None;
    let text = match file {
        Some(file) => from_file(file, surroundings)?,
        None if asked.discover => {
            let found = found(surroundings)?;
            place = Some(found.place);
            found.text
        }
        None => from_standard_input(surroundings)?,
    };
    if asked.asks() {
        let (inspection, source) =
            asking::inspect(asked, text.expose(), now, options, surroundings)?;
        return Ok((inspection, source, place));
    }
    let audience = asked.audience.as_deref();
    let inspection = match &asked.jwks {
        None => inspect(text.expose(), None, audience, now),
        Some(file) => {
            let keys = keys(file, surroundings)?;
            let name = file.display().to_string();
            let named = asking::named(&asked.issuers);
            inspect_with_file(text.expose(), (&redact(&name), &keys), &named, audience, now)
        }
    };
    Ok((inspection, Source::default(), place))
}

/// The token that programs of this user would find; where it is is said on standard error.
fn found(surroundings: &Surroundings) -> Result<Found, Problem> {
    let found = discover(&Places {
        token: surroundings.variable("BEARER_TOKEN").map(OsStr::to_owned),
        file: surroundings.path("BEARER_TOKEN_FILE").map(|file| surroundings.directory.join(file)),
        runtime: surroundings.path("XDG_RUNTIME_DIR"),
        tmp: "/tmp".into(),
        uid: surroundings.uid,
    })?;
    let mut errors = io::stderr().lock();
    let place = format!("Found in {}.", found.place);
    for line in [&place].into_iter().chain(&found.remarks) {
        // a closed standard error leaves nobody to tell
        let _ = writeln!(errors, "{}", Clean::new(line));
    }
    Ok(found)
}

fn from_file(file: &Path, surroundings: &Surroundings) -> Result<Secret<Vec<u8>>, Problem> {
    let path = surroundings.directory.join(file);
    if looks_like_a_token(file.as_os_str().as_bytes()) && !path.exists() {
        return Err(Problem::new(
            Class::Usage,
            "argument",
            "The argument looks like a token, not like the name of a file. It was not read.",
            "Everybody on this host can see the arguments of a process, so take that token for known. Put the next one into a \
             file, or pipe it: `dirac-tokens token inspect < FILE`.",
        ));
    }
    content(&path, LARGEST).map_err(|error| unreadable(&file.display().to_string(), &error))
}

fn from_standard_input(surroundings: &Surroundings) -> Result<Secret<Vec<u8>>, Problem> {
    if surroundings.terminal.input {
        return Err(Problem::new(
            Class::Usage,
            "standard input",
            "Standard input is a terminal, and a token that is typed or pasted there stays on the screen.",
            "Name the file that holds it, or pipe it: `dirac-tokens token inspect < FILE`.",
        ));
    }
    bounded(io::stdin().lock(), LARGEST).map_err(|error| {
        let what = format!("Standard input cannot be read: {error}.");
        Problem::new(Class::Unreachable, "standard input", what, "Name a file instead.")
    })
}

fn keys(file: &Path, surroundings: &Surroundings) -> Result<KeySet, Problem> {
    let text = content(&surroundings.directory.join(file), LARGEST_KEYS)
        .map_err(|error| unreadable(&file.display().to_string(), &error))?;
    KeySet::read(text.expose()).map_err(|error| {
        let name = file.display().to_string();
        let what = format!("{} is no JWK set: {error}.", redact(&name));
        let remedy = "Fetch it from the jwks_uri of the issuer, and give it as it is.";
        Problem::new(Class::Usage, redact(&name), what, remedy)
    })
}

/// A file's content. What has no end, as a device, is read up to the limit.
fn content(path: &Path, most: usize) -> io::Result<Secret<Vec<u8>>> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    bounded(file, most)
}

/// The status that an inspection ends with.
fn status(inspection: &Inspection, verify: bool) -> Status {
    inspection.class(verify).map_or(Status::DONE, Status::from)
}

fn print(
    inspection: &Inspection,
    about: About,
    verify: bool,
    format: Format,
    surroundings: &Surroundings,
) -> io::Result<Status> {
    let columns = surroundings.terminal.columns;
    write_inspection(io::stdout().lock(), about, inspection, format, columns)?;
    Ok(status(inspection, verify))
}
