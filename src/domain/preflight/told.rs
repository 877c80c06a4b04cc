//! What live checks say of the checks that only a server decides (14, 16 to 19, 22), and what is said where nobody was asked.
//!
//! The words promise no more than was seen: `issued`, `accepted by the CE's front end`, `not tested`.

use super::checks::{
    ACCEPTED, AUDIENCE, Check, FITS, IDENTITY, ISSUED, PRIVILEGE, PROVIDER, SECRET, SERVICE,
    VO_PROVIDER,
};
use super::live::{Ask, Fetch, FetchRefused, IssuerSeen, Live, Probed, TokenSeen};
use super::provider::Chosen;
use super::queues::At;
use super::row::{Purpose, Row};
use crate::domain::idp::Credentials;
use crate::domain::layout::Rules;
use crate::domain::problem::{Class, Problem};
use crate::domain::why::State;

/// Seconds that a Site Director wants a token to have left.
pub(super) const SUBMIT_SECONDS: i64 = 600;
/// The same of PilotManager.
pub(super) const MANAGE_SECONDS: i64 = 150;

const FETCH: &str = "Fetch one with --fetch: that asks the issuer, and is journaled.";

/// Checks 11 to 15, with what the TokenManager answered.
pub(super) fn service(behind: &[Row], live: &Live, rules: Rules) -> Vec<Row> {
    let told = |row: &Row| {
        let mut row = row.clone();
        if let Some(words) = said_of(row.check, live) {
            // what the configuration tells of it is kept beside the server's words
            if row.verdict != State::Fails {
                let remedy = "The TokenManager sees another configuration than this one: look at the version that it serves.";
                row = Row::fails(row.check, rules, row.evidence, row.path, remedy);
            }
            row.evidence = format!("{} The TokenManager says: {words}", row.evidence);
            return row;
        }
        if row.check != &SERVICE || row.verdict != State::Holds {
            return row;
        }
        match &live.service {
            None => {}
            Some(Ok(answered)) => row.evidence = format!("{} answers.", answered.url),
            Some(Err(problem)) => {
                row.verdict = State::Unknown;
                row.evidence = format!("{}: {}", row.evidence, problem.message);
                row.remedy.clone_from(&problem.remedy);
            }
        }
        row
    };
    behind.iter().map(told).collect()
}

/// What the TokenManager said of this check when it was asked for a token.
fn said_of<'l>(check: &Check, live: &'l Live) -> Option<&'l str> {
    match live.fetch(None)?.answer.as_ref().err()? {
        FetchRefused::NoProvider(words) if check == &VO_PROVIDER => Some(words),
        FetchRefused::Undefined(words) if check == &PROVIDER => Some(words),
        _ => None,
    }
}

/// Check 16.
pub(super) fn secret(chosen: &Chosen, live: &Live, rules: Rules) -> Row {
    let Some(provider) = &chosen.provider else { return Row::after(&SECRET, &PROVIDER) };
    let path = chosen.leak.as_ref().unwrap_or(&chosen.path);
    let mut row = match live.fetch(None).map(|fetch| &fetch.answer) {
        Some(Ok(_)) => Row::holds(&SECRET, "The issuer took them.", path),
        Some(Err(FetchRefused::Client(words))) => Row::fails(
            &SECRET,
            rules,
            words.clone(),
            path,
            format!(
                "Put client_id and client_secret of {provider} into the dirac.cfg of the TokenManager's host."
            ),
        ),
        _ => match chosen.credentials {
            Some(Credentials::Local) => Row::unknown(
                &SECRET,
                "This host's local configuration has them; whether the TokenManager's host has, cannot be seen.",
                path,
                FETCH,
            ),
            Some(Credentials::Remote) => {
                Row::unknown(&SECRET, "Whether the issuer takes them was not tried.", path, FETCH)
            }
            _ => Row::unknown(
                &SECRET,
                "They are not visible from here, which is normal: they stand on the TokenManager's host.",
                path,
                FETCH,
            ),
        },
    };
    if chosen.leak.is_some() {
        row.evidence =
            format!("{} A secret of this client is in the remote configuration.", row.evidence);
        let replace = "Replace the secret, and keep the new one in the dirac.cfg of the TokenManager's host alone.";
        row.consequence = joined(&row.consequence, "Every user can read that secret.");
        row.remedy = if row.verdict == State::Holds {
            replace.to_owned()
        } else {
            joined(&row.remedy, replace)
        };
    }
    row
}

/// Two sentences, or the second where there is no first.
fn joined(first: &str, second: &str) -> String {
    if first.is_empty() { second.to_owned() } else { format!("{first} {second}") }
}

/// Checks 17 to 19 of a queue.
pub(super) fn token(at: &At<'_>, live: &Live) -> Vec<Row> {
    let rules = at.ground.rules;
    let audience = at.audience();
    let chosen = &at.vo.chosen;
    let Some(ask) = chosen.ask(audience) else {
        return [&ISSUED, &FITS, &ACCEPTED].map(|check| Row::after(check, &IDENTITY)).into();
    };
    let fetch = live.fetch(audience);
    let mut rows = vec![issued(&ask, fetch, live.issuer.as_ref(), rules, &chosen.path)];
    rows.extend(fits(fetch, audience, rules));
    if audience.is_some() {
        rows.push(accepted(at, live, rules));
    } else {
        rows.push(Row::after(&ACCEPTED, &AUDIENCE));
    }
    rows
}

fn issued(
    ask: &Ask,
    fetch: Option<&Fetch>,
    issuer: Option<&Result<IssuerSeen, Problem>>,
    rules: Rules,
    path: &str,
) -> Row {
    let untried = |evidence: &str| Row::unknown(&ISSUED, evidence, path, FETCH);
    match fetch.map(|fetch| (&fetch.ask, &fetch.answer)) {
        Some((asked, Ok(_))) => {
            let audience = asked.audience.as_deref().unwrap_or("no audience");
            let evidence = format!("Issued: to group {}, for {audience}.", asked.group);
            return Row::holds(&ISSUED, evidence, path);
        }
        Some((asked, Err(FetchRefused::Token(words)))) => {
            let all: Vec<&str> =
                asked.scopes.iter().chain(&asked.group_scopes).map(String::as_str).collect();
            let provider = asked.provider.as_deref().unwrap_or("the VO's provider");
            // what a library says that has no address to send to
            let remedy = if words.contains("Invalid URL 'None'") {
                format!(
                    "The TokenManager has not reached the issuer: look at issuer of {provider}, and from its host."
                )
            } else {
                format!(
                    "See at the issuer that the client of {provider} may use client_credentials, with these scopes: {}.",
                    all.join(" ")
                )
            };
            return Row::fails(&ISSUED, rules, words.clone(), path, remedy);
        }
        Some((_, Err(FetchRefused::NoProvider(_)))) => return Row::after(&ISSUED, &VO_PROVIDER),
        Some((_, Err(FetchRefused::Undefined(_)))) => return Row::after(&ISSUED, &PROVIDER),
        Some((_, Err(FetchRefused::Client(_)))) => return Row::after(&ISSUED, &SECRET),
        Some((_, Err(FetchRefused::Us(problem) | FetchRefused::Untold(problem)))) => {
            return told_by(&ISSUED, problem, path);
        }
        None => {}
    }
    if ask.provider.is_none() {
        return Row::after(&ISSUED, &PROVIDER);
    }
    match issuer {
        None => {
            untried(&format!("Not tried: no token was asked for in the name of {}.", ask.group))
        }
        Some(Ok(seen)) => match &seen.grants {
            Some(grants) if !grants.iter().any(|grant| grant == "client_credentials") => {
                Row::fails(
                    &ISSUED,
                    rules,
                    format!(
                        "{} does not offer client_credentials: {}.",
                        seen.issuer,
                        grants.join(", ")
                    ),
                    path,
                    "Have its administrator allow that grant.",
                )
            }
            Some(_) => untried(&format!(
                "{} answers and offers client_credentials; no token was fetched.",
                seen.issuer
            )),
            None => untried(&format!(
                "{} answers, and does not say which grants it offers; no token was fetched.",
                seen.issuer
            )),
        },
        Some(Err(problem)) if problem.class == Class::Unreachable => {
            told_by(&ISSUED, problem, path)
        }
        Some(Err(problem)) => {
            Row::fails(&ISSUED, rules, problem.message.clone(), path, problem.remedy.clone())
        }
    }
}

/// Not known, for this reason.
fn told_by(check: &'static Check, problem: &Problem, path: &str) -> Row {
    Row::unknown(check, problem.message.clone(), path, problem.remedy.clone())
}

/// Check 18. Submission wants a longer life than managing, so that one row may become two.
fn fits(fetch: Option<&Fetch>, audience: Option<&str>, rules: Rules) -> Vec<Row> {
    let Some(fetch) = fetch else {
        return vec![Row::unknown(&FITS, "Not tried: no token was fetched.", "", FETCH)];
    };
    let Ok(seen) = &fetch.answer else { return vec![Row::after(&FITS, &ISSUED)] };
    if !seen.readable {
        return vec![Row::unknown(
            &FITS,
            "The token is opaque: nothing can be read in it.",
            "",
            "Have the issuer give tokens that are JWTs: CEs read nothing else.",
        )];
    }
    let asked = fetch.ask.audience.as_deref();
    let wrong = wrong(seen, asked);
    if let Some((evidence, remedy)) = wrong {
        return vec![Row::fails(&FITS, rules, evidence, "", remedy)];
    }
    let left = seen.seconds_left;
    let of = if asked == audience {
        format!("aud {}", seen.audience.join(", "))
    } else {
        format!("aud {}, as it was fetched for", seen.audience.join(", "))
    };
    let life = left.map_or_else(|| "no end".to_owned(), |left| format!("{left} s left"));
    let evidence = format!("{of}; scope {}; {life}.", seen.scopes.join(" "));
    let long_enough = |needed: i64| left.is_none_or(|left| left >= needed);
    let short = |needed: i64, who: &str| {
        let remedy = "Have the issuer give this client tokens that live longer.";
        Row::fails(&FITS, rules, format!("{life}; {who} wants {needed} s."), "", remedy)
    };
    match (long_enough(SUBMIT_SECONDS), long_enough(MANAGE_SECONDS)) {
        (true, _) => vec![Row::holds(&FITS, evidence, "")],
        (false, true) => vec![
            short(SUBMIT_SECONDS, "the Site Director").to(Purpose::Submit),
            Row::holds(&FITS, evidence, "").to(Purpose::Manage),
        ],
        (false, false) => vec![short(SUBMIT_SECONDS, "the Site Director")],
    }
}

/// What is wrong with the token, and what to do.
fn wrong(seen: &TokenSeen, asked: Option<&str>) -> Option<(String, String)> {
    if let Some(asked) = asked
        && !seen.audience.iter().any(|audience| audience == asked)
    {
        let has =
            if seen.audience.is_empty() { "none".to_owned() } else { seen.audience.join(", ") };
        return Some((
            format!("The audience is {has}, not {asked}."),
            "Have the issuer give the audience that is asked for; CEs compare it to the letter."
                .to_owned(),
        ));
    }
    let missing: Vec<&str> = super::PILOT_SCOPES
        .into_iter()
        .filter(|scope| !seen.scopes.iter().any(|has| has == scope))
        .collect();
    (!missing.is_empty()).then(|| {
        (
            format!("It has the scopes {}, without {}.", seen.scopes.join(" "), missing.join(" ")),
            "Have the issuer allow the client these scopes.".to_owned(),
        )
    })
}

/// Check 19.
fn accepted(at: &At<'_>, live: &Live, rules: Rules) -> Row {
    let Some(probe) = live.probe(at.audience()) else {
        return Row::unknown(
            &ACCEPTED,
            "Not tested: only the CE knows.",
            "",
            "Probe it with --probe: that sends the token to the CE, and to nobody else.",
        );
    };
    let path = at.ce.path.as_str();
    let unknown = |evidence: String, remedy: &str| Row::unknown(&ACCEPTED, evidence, "", remedy);
    match &probe.seen {
        Probed::Accepted { server } => Row::holds(
            &ACCEPTED,
            format!(
                "Accepted by the CE's front end ({server}): verified and mapped. That a submission is taken was not tested."
            ),
            "",
        ),
        Probed::Refused { server, words, suspicions } => Row::fails(
            &ACCEPTED,
            rules,
            format!("Refused by {server}, no reason given: {words}"),
            path,
            suspected(suspicions),
        ),
        Probed::ScopeRefused { server, words, suspicions } => Row::fails(
            &ACCEPTED,
            rules,
            format!("{server} took the token for genuine and refused the operation: {words}"),
            path,
            suspected(suspicions),
        ),
        Probed::OpenToAll { server } => unknown(
            format!("{server} lets everybody in, without a token too: the probe proves nothing."),
            "Ask the site whether that is meant.",
        ),
        Probed::NoVerdict { words, sent } => unknown(
            format!(
                "No verdict: {words} The token was {}.",
                if *sent { "sent" } else { "not sent" }
            ),
            "Look at the CE's port and path.",
        ),
        Probed::NotReached(problem) => {
            unknown(format!("Not reached, token not sent: {}", problem.message), &problem.remedy)
        }
        Probed::Silent { seconds } => unknown(
            format!(
                "The token was sent, and no answer came in {seconds} s. DIRAC gives up after 5 s."
            ),
            "The CE may be waiting for the issuer: ask the site.",
        ),
        Probed::Reachable { why } => {
            unknown(format!("The port answers. The token was not tested: {why}"), "")
        }
        Probed::Pinged { authorized: true, words } => {
            Row::holds(&ACCEPTED, format!("condor_ping was authorized: {words}"), "")
        }
        Probed::Pinged { authorized: false, words } => Row::fails(
            &ACCEPTED,
            rules,
            format!("condor_ping was not authorized: {words}"),
            path,
            "The reason is in the CE's SchedLog: ask the site.",
        ),
        Probed::NotTested(why) => unknown(format!("Not tested: {why}"), ""),
    }
}

fn suspected(suspicions: &[String]) -> String {
    if suspicions.is_empty() {
        return "Ask the site: its log has the reason.".to_owned();
    }
    format!("Suspected, the likeliest first: {}", suspicions.join(" "))
}

/// Check 22.
pub(super) fn privilege(live: &Live) -> Row {
    let Some(fetch) = live.fetches.iter().find(|fetch| fetch.answer.is_ok()) else {
        return Row::unknown(&PRIVILEGE, "Not tried: no token was fetched.", "", FETCH);
    };
    let Ok(seen) = &fetch.answer else { return Row::after(&PRIVILEGE, &ISSUED) };
    if !seen.readable || seen.scopes.is_empty() {
        return Row::unknown(&PRIVILEGE, "The token names no scopes.", "", "");
    }
    let asked = |scope: &&String| {
        fetch.ask.scopes.contains(scope) || fetch.ask.group_scopes.contains(scope)
    };
    let more: Vec<&str> =
        seen.scopes.iter().filter(|scope| !asked(scope)).map(String::as_str).collect();
    if more.is_empty() {
        return Row::holds(&PRIVILEGE, "The token has no scope that was not asked for.", "");
    }
    Row::fails(
        &PRIVILEGE,
        Rules::default(),
        format!("The token has scopes that nobody asked for: {}.", more.join(" ")),
        "",
        "Have the issuer take them from this client.",
    )
}
