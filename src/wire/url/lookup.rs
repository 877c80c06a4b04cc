//! Where a service is: its URLs in the merged configuration (facts/dirac.md 1.6).

use regex_lite::Regex;

use super::ServiceUrl;
use crate::wire::error::WireError;

/// What DIRAC writes in a URL for each of the main servers.
const MAIN_SERVERS: &str = "$MAINSERVERS$";

/// The URLs of a service, in the order in which they are to be tried.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceUrls {
    /// URLs that may be used.
    pub usable: Vec<ServiceUrl>,
    /// URLs of the configuration that may not, each with the reason.
    pub refused: Vec<WireError>,
    /// The option they were read from: `/Systems/Framework/URLs/TokenManager`.
    pub path: String,
}

/// The URLs of `<system>/<service>` in the merged configuration, which `lookup` reads the option of a path from.
///
/// `URLs/<service>` first, then `FailoverURLs/<service>`, each in the order of `PreferredURLPatterns` where v9 has them.
/// The v9 layout is looked for before the v8 one, whose instance comes from the setup. `vo` is the VO whose Operations
/// may name other `MainServers`. Fails if no option is there or none of its URLs may be used.
pub fn service_urls(
    lookup: impl Fn(&str) -> Option<String>,
    system: &str,
    service: &str,
    vo: Option<&str>,
) -> Result<ServiceUrls, WireError> {
    let list = |path: &str| lookup(path).map(|value| elements(&value)).unwrap_or_default();
    let mut base = format!("/Systems/{system}");
    let mut given = list(&format!("{base}/URLs/{service}"));
    if given.is_empty()
        && let Some(instance) = instance(&lookup, system)
    {
        base = format!("{base}/{instance}");
        given = list(&format!("{base}/URLs/{service}"));
    }
    let path = format!("{base}/URLs/{service}");
    let failover = list(&format!("{base}/FailoverURLs/{service}"));
    let main_servers = main_servers(&lookup, vo);
    let patterns: Vec<Regex> = list("/DIRAC/PreferredURLPatterns")
        .iter()
        // Python's `match` is anchored at the start; a pattern that is no regular expression prefers nothing
        .filter_map(|pattern| Regex::new(&format!("^(?:{pattern})")).ok())
        .collect();

    let mut urls = ServiceUrls { path, ..ServiceUrls::default() };
    for group in [given, failover] {
        let mut group = expand(group, &main_servers);
        group.sort_by_key(|url| {
            patterns.iter().position(|pattern| pattern.is_match(url)).unwrap_or(patterns.len())
        });
        for url in group {
            match ServiceUrl::parse(&url, system, service) {
                Ok(url) if urls.usable.contains(&url) => {}
                Ok(url) => urls.usable.push(url),
                Err(error) => urls.refused.push(error),
            }
        }
    }
    if urls.usable.is_empty() {
        return Err(match urls.refused.into_iter().next() {
            Some(error) => error,
            None => WireError::no_url(urls.path),
        });
    }
    Ok(urls)
}

/// Instance of a system in the v8 layout; none where the installation has no setups.
fn instance(lookup: &impl Fn(&str) -> Option<String>, system: &str) -> Option<String> {
    if lookup("/DIRAC/NoSetup").is_some_and(|value| value.trim() == "True") {
        return None;
    }
    let setup = lookup("/DIRAC/Setup")?;
    lookup(&format!("/DIRAC/Setups/{}/{system}", setup.trim()))
        .map(|instance| instance.trim().to_owned())
        .filter(|instance| !instance.is_empty())
}

/// `MainServers` of Operations: the most specific of the VO's and the defaults, v8's setup levels included.
fn main_servers(lookup: &impl Fn(&str) -> Option<String>, vo: Option<&str>) -> Vec<String> {
    let setup = lookup("/DIRAC/Setup").unwrap_or_else(|| "Defaults".to_owned());
    let setup = setup.trim();
    let mut sections = Vec::new();
    if let Some(vo) = vo {
        sections.extend([format!("{vo}/{setup}"), format!("{vo}/Defaults"), vo.to_owned()]);
    }
    sections.extend([setup.to_owned(), "Defaults".to_owned()]);
    sections
        .iter()
        .find_map(|section| lookup(&format!("/Operations/{section}/MainServers")))
        .map(|value| elements(&value))
        .unwrap_or_default()
}

/// One URL per main server for each URL that stands for all of them.
fn expand(urls: Vec<String>, main_servers: &[String]) -> Vec<String> {
    urls.into_iter()
        .flat_map(|url| {
            if url.contains(MAIN_SERVERS) {
                main_servers.iter().map(|server| url.replace(MAIN_SERVERS, server)).collect()
            } else {
                vec![url]
            }
        })
        .collect()
}

/// A list as DIRAC reads it: split at commas, trimmed, empty elements dropped.
fn elements(value: &str) -> Vec<String> {
    value.split(',').map(str::trim).filter(|e| !e.is_empty()).map(str::to_owned).collect()
}
