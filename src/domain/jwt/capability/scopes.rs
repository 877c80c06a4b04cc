//! Scopes in words: those of the WLCG profile, of SciTokens, of INDIGO IAM and of DIRAC.

use super::{Area, Capability, Weight};

/// What scopes do that only ask for something.
pub(super) const REQUEST: &str = "were asked of the issuer, and allow nothing at services";

/// Capabilities for data (WLCG profile 1.3, 2.2.1): name, words before the path.
const STORAGE: [(&str, &str); 5] = [
    ("storage.read", "read"),
    ("storage.create", "upload to and make directories in, without overwriting or deleting:"),
    ("storage.modify", "upload to, overwrite, rename and delete in"),
    ("storage.stage", "bring from tape and pin, not read,"),
    ("storage.poll", "ask what is on disk of, not read,"),
];

/// Capabilities for jobs.
const COMPUTE: [(&str, &str); 4] = [
    ("compute.read", "query jobs"),
    ("compute.modify", "change attributes of jobs"),
    ("compute.create", "submit jobs"),
    ("compute.cancel", "remove jobs"),
];

/// Capabilities of SciTokens with a path, and of the old tokens for HTCondor.
const SCITOKENS: [(&str, &str); 2] = [("read", "read"), ("write", "write and delete in")];

/// Scopes that choose what the issuer puts into a token.
const REQUESTS: [&str; 7] =
    ["openid", "profile", "email", "offline_access", "wlcg", "wlcg.groups", "wlcg.capabilityset"];

/// Whether a scope is a capability of the WLCG profile: with one of them groups do not count (2.2.3).
pub(super) fn is_capability(scope: &str) -> bool {
    let (name, _) = halves(scope);
    name == "host.auth" || STORAGE.iter().chain(&COMPUTE).any(|(known, _)| *known == name)
}

/// What one scope allows. `subject` is the token's `sub`.
pub(super) fn explain(scope: &str, subject: &str) -> Capability {
    let plain = scope.strip_prefix("https://scitokens.org/v1/authz/").unwrap_or(scope);
    let (name, path) = halves(plain);
    let tell = |area, weight, text: String| Capability::new(area, weight, text, scope);
    if let Some((_, words)) = STORAGE.iter().find(|(known, _)| *known == name) {
        return tell_path(words, name != "storage.read", path, scope);
    }
    if let Some((_, words)) = COMPUTE.iter().find(|(known, _)| *known == name) {
        if path.is_none() {
            return tell(Area::Compute, Weight::Grants, (*words).to_owned());
        }
        let text = format!("{words}; the profile knows no path here");
        return tell(Area::Compute, Weight::Attention, text);
    }
    if let (Some((_, words)), Some(_)) = (SCITOKENS.iter().find(|(known, _)| *known == name), path)
    {
        return tell_path(words, name != "read", path, scope);
    }
    let lower = name.to_ascii_lowercase();
    match (name, path) {
        ("queue", None) => tell(Area::Compute, Weight::Grants, "queue jobs (SciTokens)".into()),
        ("execute", None) => tell(Area::Compute, Weight::Grants, "execute jobs (SciTokens)".into()),
        ("condor", Some(path)) => {
            let right = path.trim_start_matches('/');
            tell(
                Area::Compute,
                Weight::Grants,
                format!("HTCondor: {right}, as tokens before 2022 said it"),
            )
        }
        ("host.auth", None) => tell(
            Area::Token,
            Weight::Grants,
            format!("speak for the host that sub names: {subject}"),
        ),
        ("g", Some(group)) => {
            tell(Area::Groups, Weight::Grants, format!("act in the DIRAC group {group}"))
        }
        _ if scope.starts_with("iam:admin") || name == "scim" || name == "registration-token" => {
            tell(
                Area::Issuer,
                Weight::Attention,
                "administer the issuer: no job and no service needs this".into(),
            )
        }
        _ if REQUESTS.contains(&name)
            || name.starts_with("eduperson_")
            || name.starts_with("entitlements") =>
        {
            tell(Area::Issuer, Weight::Remark, REQUEST.into())
        }
        _ if lower.starts_with("storage.") => tell(
            Area::Storage,
            Weight::Attention,
            "nothing: the profile knows no such capability".into(),
        ),
        _ if lower.starts_with("compute.") => tell(
            Area::Compute,
            Weight::Attention,
            "nothing: the profile knows no such capability".into(),
        ),
        _ => tell(Area::Other, Weight::Remark, "not known here".into()),
    }
}

fn tell_path(words: &str, writes: bool, path: Option<&str>, scope: &str) -> Capability {
    let Some(path) = path.filter(|path| !path.is_empty()) else {
        let text = format!(
            "{words} nothing: the path is missing, and services have to refuse the whole token"
        );
        return Capability::new(Area::Storage, Weight::Attention, text, scope);
    };
    let everything = path.trim_matches('/').is_empty();
    let place = if everything { "everything".to_owned() } else { path.to_owned() };
    let reads = words.ends_with("read");
    let weight = if everything && writes && !reads { Weight::Attention } else { Weight::Grants };
    Capability::new(Area::Storage, weight, format!("{words} {place}"), scope)
}

/// What HTCondor makes of the capabilities for jobs: it takes WRITE for granted only with three of them together
/// (scitokens-cpp 1.4.1).
pub(super) fn htcondor(scopes: &[&str]) -> Option<Capability> {
    let has = |name: &str| scopes.contains(&name);
    let (write, read) =
        (["compute.modify", "compute.create", "compute.cancel"], has("compute.read"));
    let missing: Vec<&str> = write
        .into_iter()
        .filter(|name| !has(name))
        .map(|name| name.trim_start_matches("compute."))
        .collect();
    if !read && missing.len() == write.len() {
        return None;
    }
    let missing = match missing.as_slice() {
        [] => String::new(),
        [one] => format!("{one} is missing"),
        [a, b] => format!("{a} and {b} are missing"),
        all => format!("{} are missing", all.join(", ")),
    };
    let (text, weight) = match (read, missing.is_empty()) {
        (true, true) => ("HTCondor: READ and WRITE".to_owned(), Weight::Remark),
        (true, false) => (format!("HTCondor: READ. Not WRITE: {missing}"), Weight::Attention),
        (false, true) => {
            ("HTCondor: WRITE. Not READ: read is missing".to_owned(), Weight::Attention)
        }
        (false, false) => {
            (format!("HTCondor: neither READ nor WRITE: {missing}"), Weight::Attention)
        }
    };
    Some(Capability::new(Area::Compute, weight, text, ""))
}

/// Name and path of a scope.
fn halves(scope: &str) -> (&str, Option<&str>) {
    match scope.split_once(':') {
        Some((name, path)) => (name, Some(path)),
        None => (scope, None),
    }
}
