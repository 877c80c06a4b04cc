//! Looks at how the services are guarded and where clients are sent (facts/dirac.md 0.5, 0.8, 1.5, 4.6).

use crate::domain::cs::{Opt, Section, Tree};
use crate::domain::layout::{Layout, Rules};
use crate::domain::lint::{self, Finding};

/// Every finding about services, agents and the master.
pub(super) fn check(tree: &Tree, layout: &Layout, rules: Rules, findings: &mut Vec<Finding>) {
    configuration(tree, layout, findings);
    token_managers(tree, layout, findings);
    master(tree, layout, findings);
    if rules == Rules::V9 {
        site_directors(tree, layout, findings);
    }
    let switch = "/DiracX/FutureClientEnabled/Framework/TokenManager";
    if tree.option(switch).is_some_and(Opt::is_true) {
        findings.push(Finding::new(
            &lint::DIRACX_TOKEN_MANAGER,
            "DIRAC's own clients use DiracX instead of the TokenManager service.",
            switch,
        ));
    }
}

/// What the CS says about who may call a method: its own rule, else `Default` where that counts, else nothing.
pub(super) fn rule<'t>(
    service: Section<'t>,
    method: &str,
    default_counts: bool,
) -> Option<Vec<&'t str>> {
    let section = service.section("Authorization")?;
    let own = section.list(method);
    if !own.is_empty() {
        return Some(own);
    }
    default_counts.then(|| section.list("Default")).filter(|words| !words.is_empty())
}

/// Whether a rule lets everybody in: any certificate, or any registered user. Words that name groups or VOs narrow it.
pub(super) fn lets_all_in(words: &[&str]) -> bool {
    let narrowed = words.iter().any(|word| word.contains(':'));
    !narrowed
        && words.iter().any(|word| {
            ["any", "all", "authenticated"].iter().any(|open| word.eq_ignore_ascii_case(open))
        })
}

fn configuration(tree: &Tree, layout: &Layout, findings: &mut Vec<Finding>) {
    let services = layout.services("Configuration");
    let path = format!("{services}/Server");
    match tree.section(&path) {
        None if tree.section("/Systems").is_some() => findings.push(Finding::new(
            &lint::CS_RULES_NOT_VISIBLE,
            format!("{path} does not exist, so who may commit cannot be seen."),
            path,
        )),
        None => {}
        Some(server) => {
            let text = match rule(server, "commitNewData", true) {
                None => "No rule guards commitNewData of Configuration/Server.".to_owned(),
                Some(words) if lets_all_in(&words) => format!(
                    "The rule for commitNewData of Configuration/Server is {}.",
                    words.join(", ")
                ),
                Some(_) => return,
            };
            let source = format!("{path}/Authorization");
            findings.push(Finding::new(&lint::CS_OPEN_TO_ALL, text, source));
        }
    }
}

fn token_managers(tree: &Tree, layout: &Layout, findings: &mut Vec<Finding>) {
    let path = layout.services("Framework");
    for service in tree.section(&path).into_iter().flat_map(Section::sections) {
        let name = service.name();
        if !is_token_manager(service) {
            continue;
        }
        let https = service.value("Protocol").is_some_and(|p| p.eq_ignore_ascii_case("https"));
        let method = "getTokensByUserID";
        let source = format!("{path}/{name}/Authorization");
        // over https the handler's own rule, authenticated, comes before the CS's Default
        match rule(service, method, !https) {
            None if !https => findings.push(Finding::new(
                &lint::TOKEN_MANAGER_UNGUARDED,
                format!("No rule guards {method} of Framework/{name}, a dips service."),
                source,
            )),
            Some(words) if !lets_all_in(&words) => {}
            _ => findings.push(Finding::new(
                &lint::TOKENS_READABLE_BY_ALL,
                format!("Framework/{name} gives anybody's tokens to every registered user."),
                format!("{source}/{method}"),
            )),
        }
    }
}

/// Whether a service of the Framework is a TokenManager, by its name or its handler.
pub(super) fn is_token_manager(service: Section<'_>) -> bool {
    let handler = service.value("HandlerPath").unwrap_or_default();
    service.name().ends_with("TokenManager") || handler.contains("TokenManagerHandler")
}

fn master(tree: &Tree, layout: &Layout, findings: &mut Vec<Finding>) {
    let path = "/DIRAC/Configuration/MasterServer";
    let Some(url) = tree.value(path).filter(|url| !url.is_empty()) else { return };
    if let Some(why) = odd_url(&url).filter(|_| !(is_here(&url) && all_is_here(tree, layout))) {
        findings.push(Finding::new(
            &lint::MASTER_SERVER_ODD,
            format!("The master's public URL, {url}, {why}."),
            path,
        ));
    }
}

/// Whether the services that tokens need are on this machine by their own URLs too: an installation for one machine, whose
/// master is rightly called localhost. What the first request renames are the configuration servers, not these.
fn all_is_here(tree: &Tree, layout: &Layout) -> bool {
    let option = tree.option(&format!("{}/TokenManager", layout.urls("Framework")));
    let urls: Vec<&str> = option.into_iter().flat_map(Opt::list).collect();
    !urls.is_empty() && urls.iter().all(|url| is_here(url))
}

/// Whether a URL has no query and names localhost.
fn is_here(url: &str) -> bool {
    !url.contains('?') && host_of(url).is_some_and(is_localhost)
}

/// The host of a URL, without its port.
fn host_of(url: &str) -> Option<&str> {
    let (_, after) = url.split_once("://")?;
    let authority = after.split('/').next().unwrap_or_default();
    Some(authority.rsplit_once(':').map_or(authority, |(host, _)| host))
}

fn is_localhost(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.to_ascii_lowercase().starts_with("localhost.")
}

/// Why a URL is unlikely to be a service's right name.
fn odd_url(url: &str) -> Option<&'static str> {
    if url.contains('?') {
        return Some("has a query");
    }
    let host = host_of(url)?;
    if host.starts_with('[') {
        return Some("is an IP address");
    }
    if is_localhost(host) {
        return Some("is localhost");
    }
    let address = !host.is_empty() && host.chars().all(|c| c.is_ascii_digit() || c == '.');
    address.then_some("is an IP address")
}

fn site_directors(tree: &Tree, layout: &Layout, findings: &mut Vec<Finding>) {
    let path = layout.agents("WorkloadManagement");
    for agent in tree.section(&path).into_iter().flat_map(Section::sections) {
        let is_director = agent.name().starts_with("SiteDirector")
            || agent.value("Module").is_some_and(|module| module == "SiteDirector");
        if !is_director {
            continue;
        }
        for option in ["Site", "CETypes", "CEs"] {
            if agent.list(option).iter().any(|word| word.eq_ignore_ascii_case("any")) {
                findings.push(Finding::new(
                    &lint::SITE_DIRECTOR_ANY,
                    format!(
                        "{option} of {} is any, which matches nothing in DIRAC 9.",
                        agent.name()
                    ),
                    format!("{path}/{}/{option}", agent.name()),
                ));
            }
        }
    }
}
