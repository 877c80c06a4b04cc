//! Reads who is let in to the methods that this program calls (facts/dirac.md 1.5): the configuration's rule for the method,
//! the one written in the handler, the configuration's `Default`, in this order.

use crate::domain::cs::{Opt, Section, Tree};
use crate::domain::layout::Layout;
use crate::domain::permission::{Guard, Guards, NEEDS, Need, Service};

/// The guard of everything in the table whose service the configuration shows.
pub(super) fn read(tree: &Tree, layout: &Layout) -> Guards {
    let mut guards = Guards::default();
    for need in NEEDS {
        let path = path(tree, layout, need.service);
        let Some(service) = path.as_deref().and_then(|path| tree.section(path)) else { continue };
        let https = need.service == Service::TokenManager && by_https(tree, layout, service);
        guards.insert(need.what, guard(service, need, https));
    }
    guards
}

/// Section of the service that clients are sent to.
fn path(tree: &Tree, layout: &Layout, service: Service) -> Option<String> {
    let framework = layout.services("Framework");
    match service {
        Service::Configuration => Some(layout.services("Configuration") + "/Server"),
        Service::SystemAdministrator => Some(framework + "/SystemAdministrator"),
        Service::TokenManager => {
            let sent = token_manager_url(tree, layout);
            let sent = sent.as_deref().and_then(|url| url.trim_end_matches('/').rsplit_once('/'));
            sent.map(|(_, name)| name)
                .into_iter()
                .chain(["TornadoTokenManager", "TokenManager"])
                .map(|name| format!("{framework}/{name}"))
                .find(|path| tree.section(path).is_some())
        }
    }
}

fn token_manager_url(tree: &Tree, layout: &Layout) -> Option<String> {
    let urls = tree.option(&format!("{}/TokenManager", layout.urls("Framework")))?;
    urls.list().next().map(str::to_owned)
}

/// Over https a handler's class has a rule of its own; over dips that counts for nothing.
fn by_https(tree: &Tree, layout: &Layout, service: Section<'_>) -> bool {
    let protocol = service.value("Protocol");
    let url = token_manager_url(tree, layout);
    protocol.is_some_and(|word| word.eq_ignore_ascii_case("https"))
        || url.is_some_and(|url| url.starts_with("https:"))
}

fn guard(service: Section<'_>, need: &Need, https: bool) -> Guard {
    let rules = service.section("Authorization");
    let written = |name: &str| {
        let option = rules.and_then(|rules| rules.option(name))?;
        let words: Vec<String> = option.list().map(str::to_owned).collect();
        (!words.is_empty()).then(|| Guard { words, path: Some(path_of(option)) })
    };
    let class_only = need.built_in == Some(&["authenticated"]);
    let built_in = need.built_in.filter(|_| https || !class_only).map(|words| Guard {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        path: None,
    });
    let nothing = || Guard {
        words: Vec::new(),
        path: Some(format!("{}/Authorization", service.path().as_str())),
    };
    written(need.method).or(built_in).or_else(|| written("Default")).unwrap_or_else(nothing)
}

fn path_of(option: Opt<'_>) -> String {
    option.path().as_str().to_owned()
}
