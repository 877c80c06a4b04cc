//! Which CEs and VOs are meant: by names that can mean one thing only.

use crate::domain::inventory::Inventory;
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;

/// How many names of others are offered.
const OFFERED: usize = 6;

/// The CEs of these names, each once, in order. A name is a CE's, or `SITE/CE` where several sites have one of that name.
///
/// # Errors
/// A name that no CE has, or several have.
pub fn ces_named(inventory: &Inventory, names: &[String]) -> Result<Vec<usize>, Problem> {
    let mut chosen = Vec::new();
    for name in names {
        let at = ce_named(inventory, name)?;
        if !chosen.contains(&at) {
            chosen.push(at);
        }
    }
    Ok(chosen)
}

fn ce_named(inventory: &Inventory, name: &str) -> Result<usize, Problem> {
    let (site, host) = match name.split_once('/') {
        Some((site, host)) => (Some(site), host),
        None => (None, name),
    };
    let shown = redact(name);
    let all = || inventory.ces.iter().enumerate().filter(|(_, ce)| ce.name == host);
    let mut found = all().filter(|(_, ce)| site.is_none_or(|site| ce.site == site));
    let first = found.next();
    match (first, found.next()) {
        (Some((at, _)), None) => Ok(at),
        (Some(_), Some(_)) => {
            let sites: Vec<&str> = all().take(OFFERED).map(|(_, ce)| ce.site.as_str()).collect();
            Err(Problem::new(
                Class::Usage,
                shown.clone(),
                format!("Several sites have a CE {shown}: {}.", sites.join(", ")),
                "Write SITE/CE.",
            ))
        }
        (None, _) => {
            let lower = host.to_lowercase();
            let near: Vec<&str> = inventory
                .ces
                .iter()
                .map(|ce| ce.name.as_str())
                .filter(|known| known.to_lowercase().contains(&lower) && !lower.is_empty())
                .take(OFFERED)
                .collect();
            let remedy = match near.as_slice() {
                [] => "List them with `dirac-tokens ce list`; a query stands behind --query."
                    .to_owned(),
                near => format!("There is {}.", near.join(", ")),
            };
            let what = format!("There is no CE {shown} in the configuration.");
            Err(Problem::new(Class::Finding, shown, what, remedy))
        }
    }
}

/// The VOs of these names, each once, in order.
///
/// # Errors
/// A name that no VO has. Case counts: DIRAC compares tags letter by letter.
pub fn vos_named(inventory: &Inventory, names: &[String]) -> Result<Vec<usize>, Problem> {
    let mut chosen = Vec::new();
    for name in names {
        let Some(at) = inventory.vos.iter().position(|vo| vo.name == *name) else {
            let known: Vec<&str> =
                inventory.vos.iter().take(OFFERED).map(|vo| vo.name.as_str()).collect();
            let shown = redact(name);
            let what = format!("There is no VO {shown} in the configuration.");
            let remedy = match known.as_slice() {
                [] => "The configuration has no VO.".to_owned(),
                known => format!("There is {}.", known.join(", ")),
            };
            return Err(Problem::new(Class::Finding, shown, what, remedy));
        };
        if !chosen.contains(&at) {
            chosen.push(at);
        }
    }
    Ok(chosen)
}
