//! The rules of the editors: what an IdProvider, a VO's IdProvider and a group's `IdPRole` may be, as steps to be staged.
//!
//! A secret never becomes an edit: the servers' configuration can be read by everybody, so the lines for the right host's
//! `dirac.cfg` are given instead, with a blank where the secret goes. Nothing here asks an issuer; [`agrees`] compares what
//! somebody else has asked for.

mod check;

use crate::domain::cs::{CsPath, Edit, Step};
use crate::domain::inventory::Inventory;
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::domain::secret::is_secret_option;

use super::options::{Home, home};
use super::{Provider, ProviderType, issuer_key};

pub use check::{Agreement, agrees};

/// Where the providers are.
const SECTION: &str = "/Resources/IdProviders";

/// What is to be staged, and what has to be known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The edits. Without any there is nothing to do: everything is so already.
    pub step: Step,
    /// What is worth knowing, sentence by sentence. Foreign text: clean it before showing.
    pub notes: Vec<String>,
}

/// A provider that is to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewProvider {
    /// Its name: a section's.
    pub name: String,
    /// Its `ProviderType`.
    pub provider_type: String,
    /// Its issuer.
    pub issuer: String,
    /// The scopes of users, if any.
    pub scope: Option<String>,
    /// Further options, in order.
    pub options: Vec<(String, String)>,
}

/// Makes a provider. Every rule that is broken is told, the first one first.
pub fn add(inventory: &Inventory, new: &NewProvider) -> Result<Edited, Vec<Problem>> {
    let mut problems: Vec<Problem> = check::name(&new.name).err().into_iter().collect();
    if inventory.providers.iter().any(|known| known.name == new.name) {
        problems.push(usage(
            redact(&new.name),
            format!("There is an IdProvider {} already.", redact(&new.name)),
            "Change it with `dirac-tokens provider set`, or choose another name.",
        ));
    }
    let mut options = vec![
        ("ProviderType".to_owned(), new.provider_type.clone()),
        ("issuer".to_owned(), new.issuer.clone()),
    ];
    options.extend(new.scope.clone().map(|scope| ("scope".to_owned(), scope)));
    for (name, _) in &new.options {
        if options.iter().any(|(known, _)| known == name) {
            problems.push(usage(redact(name), format!("{} is given twice.", redact(name)), ""));
        }
    }
    options.extend(new.options.iter().cloned());
    let mut notes = Vec::new();
    let edits = set_options(inventory, &new.name, &options, None, &mut notes, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    notes.push(format!(
        "The client's id and secret belong into {}; `dirac-tokens provider add` shows the lines for it.",
        Home::TokenManager.words()
    ));
    let title = format!("add IdProvider {}", new.name);
    Ok(Edited { step: Step { title, edits }, notes })
}

/// Changes options of a provider; an empty value takes an option away.
pub fn set(
    inventory: &Inventory,
    name: &str,
    options: &[(String, String)],
) -> Result<Edited, Vec<Problem>> {
    let provider = provider(inventory, name).map_err(|problem| vec![problem])?;
    let (mut notes, mut problems) = (Vec::new(), Vec::new());
    let edits = set_options(inventory, name, options, Some(provider), &mut notes, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Edited { step: Step { title: format!("change IdProvider {name}"), edits }, notes })
}

/// Removes a provider. Refused while VOs name it, unless `force`: their users could get no token any more.
pub fn remove(inventory: &Inventory, name: &str, force: bool) -> Result<Edited, Problem> {
    let provider = provider(inventory, name)?;
    let mut notes = Vec::new();
    if !provider.vos.is_empty() {
        let vos = provider.vos.join(", ");
        if !force {
            return Err(Problem::new(
                Class::Refused,
                name,
                format!(
                    "IdProvider {name} is the one of {vos}. Without it nobody there gets a token, and CEs tagged for them get no pilots."
                ),
                "Give these VOs another IdProvider first, or add --force.",
            ));
        }
        notes.push(format!(
            "{vos} go on naming it: nobody there gets a token until they name another one."
        ));
    }
    notes.push("Tokens that were stored for it stay stored, and lose the way to their issuer. Revoke them first.".into());
    let edits = vec![Edit::RemoveSection { path: provider.path.clone() }];
    Ok(Edited { step: Step { title: format!("remove IdProvider {name}"), edits }, notes })
}

/// Ties a VO to a provider.
pub fn tie(inventory: &Inventory, vo: &str, name: &str) -> Result<Edited, Problem> {
    let Some(known) = inventory.vos.iter().find(|known| known.name == vo) else {
        return Err(unknown("VO", vo, inventory.vos.iter().map(|vo| vo.name.as_str())));
    };
    let provider = provider(inventory, name)?;
    let title = format!("give VO {vo} the IdProvider {name}");
    if known.id_provider.as_deref() == Some(name) {
        return Ok(Edited { step: Step { title, edits: Vec::new() }, notes: Vec::new() });
    }
    let mut notes = Vec::new();
    if let Some(before) = &known.id_provider {
        notes.push(format!(
            "VO {vo} leaves {before}. Tokens stored there are not taken along, and groups ask for the scopes of {name}."
        ));
    }
    for group in known.groups.iter().filter(|group| !group.explicit) {
        if provider.provider_type.derived_scopes(&group.name, Some(vo)).is_empty() {
            notes.push(format!(
                "{name} gives group {} no scopes: it has no IdPRole, and {} derives none from its name.",
                group.name,
                provider.provider_type.name()
            ));
        }
    }
    let path = known.path.join("IdProvider");
    let edits = vec![Edit::Set { path, value: name.to_owned() }];
    Ok(Edited { step: Step { title, edits }, notes })
}

/// Gives a group the scopes that its members ask for; none takes `IdPRole` away.
pub fn role(inventory: &Inventory, group: &str, scopes: &str) -> Result<Edited, Problem> {
    let Some(known) = inventory.groups.iter().find(|known| known.name == group) else {
        return Err(unknown("group", group, inventory.groups.iter().map(|g| g.name.as_str())));
    };
    check::scopes("IdPRole", scopes)?;
    let path = CsPath::new("/Registry/Groups").join(group).join("IdPRole");
    let wanted = super::split_scopes(scopes);
    let edits = match &known.idp_role {
        Some(now) if *now == wanted => Vec::new(),
        None if wanted.is_empty() => Vec::new(),
        Some(_) if wanted.is_empty() => vec![Edit::Unset { path }],
        _ => vec![Edit::Set { path, value: wanted.join(" ") }],
    };
    let notes = match (&known.vo, edits.is_empty()) {
        (None, false) => {
            vec![format!("Group {group} belongs to no VO, so it has no IdProvider to ask.")]
        }
        _ => Vec::new(),
    };
    Ok(Edited { step: Step { title: format!("give group {group} its scopes"), edits }, notes })
}

/// The lines for the `dirac.cfg` of a host, which hold what the servers' configuration must not. Where the secret goes there is
/// a blank to fill in: it passes neither through this program nor through the history of a shell.
pub fn snippet(name: &str, client_id: Option<&str>) -> String {
    let client = client_id.unwrap_or("<the client's id>");
    let mut lines = Vec::new();
    let above = ["Resources", "IdProviders", name];
    for (depth, section) in above.iter().enumerate() {
        let indent = "  ".repeat(depth);
        lines.push(format!("{indent}{section}"));
        lines.push(format!("{indent}{{"));
    }
    let inner = "  ".repeat(above.len());
    lines.push(format!("{inner}client_id = {client}"));
    lines.push(format!("{inner}client_secret = <the client's secret>"));
    for depth in (0..above.len()).rev() {
        lines.push(format!("{}}}", "  ".repeat(depth)));
    }
    lines.join("\n") + "\n"
}

fn set_options(
    inventory: &Inventory,
    name: &str,
    options: &[(String, String)],
    before: Option<&Provider>,
    notes: &mut Vec<String>,
    problems: &mut Vec<Problem>,
) -> Vec<Edit> {
    let section = CsPath::new(SECTION).join(name);
    let mut edits = Vec::new();
    for (option, value) in options {
        let value = value.trim();
        let now =
            before.and_then(|provider| provider.options.iter().find(|known| known.name == *option));
        let path = section.join(option);
        if value.is_empty() && before.is_some() {
            // what must not be there may always go
            if option == "issuer" {
                problems.push(usage(option, "A provider cannot work without its issuer.", ""));
            } else if now.is_some() {
                edits.push(Edit::Unset { path });
            }
            continue;
        }
        match rules(inventory, name, option, value) {
            Err(problem) => problems.push(problem),
            Ok(said) => {
                notes.extend(said);
                if now.and_then(|now| now.value.as_deref()) != Some(value) {
                    edits.push(Edit::Set { path, value: value.to_owned() });
                }
            }
        }
    }
    edits
}

/// Whether a provider's option may have this value; what is worth knowing if it may.
fn rules(
    inventory: &Inventory,
    provider: &str,
    option: &str,
    value: &str,
) -> Result<Vec<String>, Problem> {
    check::name(option)?;
    let place = home(option);
    if place != Home::Servers {
        let what =
            if is_secret_option(option) { "a secret" } else { "the client's, like its secret" };
        return Err(Problem::new(
            Class::Refused,
            option,
            format!(
                "{option} is {what}. Everybody who is registered can read the servers' configuration, and its old versions keep what was there."
            ),
            format!("It belongs into {}.", place.words()),
        ));
    }
    if value.contains(['\n', '\r']) {
        return Err(usage(option, format!("The value of {option} has more than one line."), ""));
    }
    match option {
        "ProviderType" => check::provider_type(value),
        "issuer" => {
            let mut notes = check::issuer(value)?;
            let same = |other: &&Provider| {
                let issuer = other.issuer.as_deref().map(issuer_key);
                other.name != provider && issuer == Some(issuer_key(value))
            };
            if let Some(other) = inventory.providers.iter().find(same) {
                notes.push(format!(
                    "{} has the same issuer: DIRAC takes the first of them for a token whose client it cannot tell.",
                    other.name
                ));
            }
            Ok(notes)
        }
        "scope" => check::scopes(option, value).map(|()| Vec::new()),
        _ => Ok(Vec::new()),
    }
}

fn provider<'i>(inventory: &'i Inventory, name: &str) -> Result<&'i Provider, Problem> {
    let found = inventory.providers.iter().find(|provider| provider.name == name);
    found.ok_or_else(|| {
        unknown("IdProvider", name, inventory.providers.iter().map(|known| known.name.as_str()))
    })
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let known: Vec<&str> = known.take(8).collect();
    let remedy = match known.as_slice() {
        [] => format!("The configuration has no {what}."),
        known => format!("There is {}.", known.join(", ")),
    };
    let name = redact(name);
    let message = format!("There is no {what} {name} in the configuration.");
    Problem::new(Class::Finding, name, message, remedy)
}

fn usage(
    subject: impl Into<String>,
    message: impl Into<String>,
    remedy: impl Into<String>,
) -> Problem {
    Problem::new(Class::Usage, subject, message, remedy)
}

/// The types that DIRAC itself has, for forms and help.
pub const TYPES: [ProviderType; 3] =
    [ProviderType::OAuth2, ProviderType::Iam, ProviderType::CheckIn];
