//! The part of `token inspect` that asks somebody: issuers that were named, or those of the installation.

use jiff::Timestamp;

use crate::cli::args::Inspect;
use crate::cli::clocks::Watch;
use crate::cli::output::Source;
use crate::cli::plan;
use crate::domain::jwt::{self, Inspection, TrustedIssuer};
use crate::domain::problem::{Class, Problem};
use crate::ops::connection::{Connection, Plan};
use crate::ops::issuer_keys::IssuerKeys;
use crate::ops::load;
use crate::ops::verify::{inspect_alone, inspect_with, inspect_without, needs_keys};
use crate::settings::{Options, Surroundings};

/// What somebody who has no keys can do about it.
const NOBODY: &str = "No keys were given to check it with: name a file of keys (--jwks) or the issuer (--issuer). This host has no \
                      configuration of an installation whose IdProviders could be asked.";

/// Inspects `text` with keys that its issuer publishes.
pub(super) fn inspect(
    asked: &Inspect,
    text: &[u8],
    now: Timestamp,
    options: &Options,
    surroundings: &Surroundings,
) -> Result<(Inspection, Source), Problem> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
            let what = format!("The system gives no event loop: {error}.");
            Problem::new(Class::Unreachable, "system", what, "Look at the limits of open files.")
        })?;
    let mut plan = plan::make(surroundings, options);
    let watch = Watch::default();
    plan.observer = watch.observer(plan.clock);
    plan.log("token inspect");
    let inspected = runtime.block_on(async {
        let audience = asked.audience.as_deref();
        let (issuers, source) = if !asked.issuers.is_empty() {
            (named(&asked.issuers), Source::default())
        } else if needs_keys(&jwt::read(text)) {
            match configured(&plan).await {
                Ok(found) => found,
                Err(why) => {
                    return Ok((inspect_without(text, &why, audience, now), Source::default()));
                }
            }
        } else {
            // no key would tell more, so nobody is asked
            return Ok((
                crate::ops::inspect::inspect(text, None, audience, now),
                Source::default(),
            ));
        };
        if let Some(inspection) = inspect_alone(text, &issuers, audience, now) {
            return Ok((inspection, source));
        }
        let keys = IssuerKeys::new(plan.issuers()?, plan.clock);
        Ok((inspect_with(text, &issuers, &keys, audience, now).await, source))
    });
    watch.tell();
    inspected
}

/// The issuers that were named by hand.
pub(super) fn named(issuers: &[String]) -> Vec<TrustedIssuer> {
    let named = |issuer: &String| TrustedIssuer {
        issuer: issuer.trim().to_owned(),
        named_by: "--issuer".into(),
    };
    issuers.iter().map(named).collect()
}

/// The issuers of the installation that this host is configured for; otherwise why there are none.
async fn configured(plan: &Plan) -> Result<(Vec<TrustedIssuer>, Source), String> {
    if plan.local.is_empty() && plan.servers.is_empty() && plan.problems.is_empty() {
        return Err(NOBODY.into());
    }
    let unread = |problem: &Problem| {
        format!(
            "No keys to check it with: the IdProviders of {} could not be read. {} Or name the issuer with --issuer.",
            plan.name(),
            problem.message
        )
    };
    let connection = Connection::open(plan).map_err(|problem| unread(&problem))?;
    let configuration = load::load(&connection).await.map_err(|problem| unread(&problem))?;
    let snapshot = &configuration.snapshot;
    let mut issuers = TrustedIssuer::of_providers(&snapshot.inventory.providers);
    for issuer in &mut issuers {
        issuer.named_by = format!("{} of {}", issuer.named_by, plan.name());
    }
    if issuers.is_empty() {
        return Err(format!(
            "No keys to check it with: {} has no IdProvider with an issuer. Name the issuer with --issuer.",
            plan.name()
        ));
    }
    let source = Source {
        server: Some(snapshot.server.clone()),
        cs_version: Some(snapshot.version.clone()),
    };
    Ok((issuers, source))
}
