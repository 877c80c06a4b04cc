//! Reads `/Resources/IdProviders` (facts/dirac.md 4.1).

use std::borrow::Cow;
use std::collections::HashMap;

use crate::domain::cs::{Opt, Origin, Section, Tree};
use crate::domain::idp::{
    Credentials, Provider, ProviderOption, ProviderType, issuer_key, split_scopes,
};
use crate::domain::lint::{self, Finding};
use crate::domain::secret::is_secret_option;

use super::secrets::{is_leak, scan_below};

/// Where the providers are.
pub(super) const SECTION: &str = "/Resources/IdProviders";

/// All providers in order of the CS, with their findings; which VOs use them is filled in later.
pub(super) fn read(tree: &Tree) -> Vec<Provider> {
    let Some(section) = tree.section(SECTION) else { return Vec::new() };
    let mut providers: Vec<Provider> = section.sections().map(provider).collect();
    find_shared_issuers(&mut providers);
    providers
}

fn provider(section: Section<'_>) -> Provider {
    let name = section.name().to_owned();
    let path = format!("{SECTION}/{name}");
    let mut findings = Vec::new();
    let mut credentials = Credentials::NotVisible;
    let mut options = Vec::new();
    for option in section.options() {
        let secret = is_secret_option(option.name());
        let value = option.value();
        if secret && is_leak(option) {
            credentials = Credentials::Remote;
            findings.push(Finding::new(
                &lint::SECRET_IN_REMOTE_CS,
                format!("{} of IdProvider {name} is in the remote configuration.", option.name()),
                option.path().as_str(),
            ));
        } else if (secret || option.name() == "client_id")
            && matches!(option.origin(), Origin::Local(_))
            && credentials == Credentials::NotVisible
        {
            credentials = Credentials::Local;
        }
        if !secret {
            findings.extend(shadowed(option, &format!("IdProvider {name}")));
        }
        options.push(ProviderOption {
            name: option.name().to_owned(),
            value: (!secret).then(|| value.into_owned()),
            origin: option.origin(),
        });
    }
    let provider_type = match section.value("ProviderType") {
        None => ProviderType::OAuth2,
        Some(word) => ProviderType::of_name(&word),
    };
    let issuer = section.value("issuer").filter(|issuer| !issuer.is_empty());
    let scope = section.value("scope").unwrap_or_default();
    check(&name, &path, &provider_type, issuer.as_deref(), &scope, &mut findings);
    scan_below(section, &mut findings);
    Provider {
        provider_type,
        issuer: issuer.map(Cow::into_owned),
        scope: split_scopes(&scope),
        vos: Vec::new(),
        credentials,
        options,
        path: section.path(),
        findings,
        name,
    }
}

fn check(
    name: &str,
    path: &str,
    provider_type: &ProviderType,
    issuer: Option<&str>,
    scope: &str,
    findings: &mut Vec<Finding>,
) {
    if let ProviderType::Other(word) = provider_type {
        let known = ["OAuth2", "IAM", "CheckIn"].into_iter().find(|k| k.eq_ignore_ascii_case(word));
        let hint = match known {
            Some(known) => format!(" Case counts: it is spelled {known}."),
            None => String::new(),
        };
        findings.push(Finding::new(
            &lint::PROVIDER_TYPE_UNKNOWN,
            format!(
                "IdProvider {name} is of the type {word}, which DIRAC itself does not have.{hint}"
            ),
            format!("{path}/ProviderType"),
        ));
    }
    match issuer {
        None => findings.push(Finding::new(
            &lint::PROVIDER_ISSUER_MISSING,
            format!("IdProvider {name} has no issuer."),
            format!("{path}/issuer"),
        )),
        Some(issuer) => {
            let https =
                issuer.split_once("://").is_some_and(|(s, _)| s.eq_ignore_ascii_case("https"));
            if !https {
                findings.push(Finding::new(
                    &lint::ISSUER_NOT_HTTPS,
                    format!(
                        "The issuer of IdProvider {name} is {issuer}, which is not an https URL."
                    ),
                    format!("{path}/issuer"),
                ));
            }
        }
    }
    if scope.contains(',') {
        findings.push(Finding::new(
            &lint::PROVIDER_SCOPE_COMMA,
            format!("The scopes of IdProvider {name} contain commas: {scope}"),
            format!("{path}/scope"),
        ));
    }
}

/// Issuers that end with a slash: right for some, so nothing that a provider is to be marked for.
pub(super) fn with_slashes(providers: &[Provider], findings: &mut Vec<Finding>) {
    for provider in providers {
        let Some(issuer) = provider.issuer.as_deref().filter(|issuer| issuer.ends_with('/')) else {
            continue;
        };
        findings.push(Finding::new(
            &lint::ISSUER_TRAILING_SLASH,
            format!("The issuer of IdProvider {} ends with a slash: {issuer}", provider.name),
            format!("{}/issuer", provider.path),
        ));
    }
}

/// A finding if a local cfg gives the option another value than the servers do.
pub(super) fn shadowed(option: Opt<'_>, of: &str) -> Option<Finding> {
    let remote = option.shadowed()?;
    let local = option.value();
    (local != remote).then(|| {
        Finding::new(
            &lint::SHADOWED_BY_LOCAL,
            format!(
                "{} of {of} is {local} in this host's local configuration, but {remote} on the servers.",
                option.name()
            ),
            option.path().as_str(),
        )
    })
}

/// Two providers with the same issuer, slashes at the ends apart: a finding at the second and every further one.
fn find_shared_issuers(providers: &mut [Provider]) {
    let mut first: HashMap<String, String> = HashMap::new();
    for provider in providers {
        let Some(issuer) = &provider.issuer else { continue };
        let key = issuer_key(issuer).to_owned();
        match first.get(&key) {
            None => {
                first.insert(key, provider.name.clone());
            }
            Some(other) => provider.findings.push(Finding::new(
                &lint::ISSUER_DUPLICATE,
                format!(
                    "IdProviders {other} and {} have the same issuer, {issuer}.",
                    provider.name
                ),
                format!("{SECTION}/{}/issuer", provider.name),
            )),
        }
    }
}
