//! A plan in words: what happens first, what then, what lives on.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Fate, How, Plan, RowPlan};
use crate::domain::span;

/// Reasons that are told one by one; the others are counted.
const REASONS: usize = 3;

/// A part of what is told before it is agreed to. Foreign text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is about: `First`, `Then`, `Lives on`.
    pub label: &'static str,
    /// One or two sentences.
    pub text: String,
}

/// What carrying out these plans does, in the order in which it happens. The same words for one id and for many; `now` is for
/// how long something lives on.
pub fn tell(plans: &[Plan], how: How, now: Timestamp) -> Vec<Told> {
    let mut told = Vec::new();
    let mut say = |label, text| told.push(Told { label, text });
    // where a refresh token cannot be revoked and the rows do not go anyway, those of its id stay
    let goes =
        |plan: &&Plan| !plan.rows.is_empty() && (how.rows_go_anyway() || plan.can_revoke_all());
    let going: Vec<&Plan> = plans.iter().filter(goes).collect();
    let vanishing: Vec<&RowPlan> = going.iter().flat_map(|plan| &plan.rows).collect();
    // of an id that stays nothing is revoked either
    if let Some(text) = first(&vanishing, how) {
        say("First", text);
    }
    if !going.is_empty() {
        say("Then", then(&going, plans.len()));
    }
    let staying = plans.iter().filter(|plan| !plan.rows.is_empty()).count() - going.len();
    if staying > 0 {
        say("Stays", stays(plans, staying));
    }
    if let Some(text) = access_lives_on(&vanishing, now) {
        say("Lives on", text);
    }
    if how.rows_go_anyway() {
        for text in refresh_lives_on(&vanishing, now) {
            say("Lives on", text);
        }
    }
    let nothing = plans.iter().filter(|plan| plan.rows.is_empty()).count();
    if nothing > 0 {
        let text = match (nothing, plans) {
            (1, [one]) => format!("Nothing is stored for {}.", one.token_id),
            (1, _) => "For 1 token id nothing is stored.".to_owned(),
            (many, _) => format!("For {many} token ids nothing is stored."),
        };
        say("Nothing", text);
    }
    if !going.is_empty() {
        say("", "Cannot be undone.".to_owned());
    }
    told
}

fn first(rows: &[&RowPlan], how: How) -> Option<String> {
    if how == How::Row {
        return rows
            .iter()
            .any(|row| matches!(row.refresh, Fate::OutOfReach(_)))
            .then(|| "Nothing is revoked: only the rows go.".to_owned());
    }
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| matches!(row.refresh, Fate::Revocable { .. })) {
        *at.entry(&row.row.provider).or_default() += 1;
    }
    let text = match counted(&at)? {
        (1, provider) => {
            format!("the refresh token at {provider} is revoked (this host has credentials).")
        }
        (many, providers) => {
            format!("{many} refresh tokens are revoked: {providers} (this host has credentials).")
        }
    };
    Some(text)
}

/// How many in all, and `2 at CheckIn-EGI, 3 at IAM`; of one, its name alone.
fn counted(at: &BTreeMap<&str, usize>) -> Option<(usize, String)> {
    let all = at.values().sum();
    match (all, at.first_key_value()) {
        (0, _) | (_, None) => None,
        (1, Some((provider, _))) => Some((1, (*provider).to_owned())),
        _ => {
            let each: Vec<String> =
                at.iter().map(|(provider, count)| format!("{count} at {provider}")).collect();
            Some((all, each.join(", ")))
        }
    }
}

fn then(going: &[&Plan], of: usize) -> String {
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for row in going.iter().flat_map(|plan| &plan.rows) {
        *at.entry(&row.row.provider).or_default() += 1;
    }
    let Some((rows, where_)) = counted(&at) else { return String::new() };
    let whose = match (going, of) {
        ([_], 1) => "all that this id has".to_owned(),
        ([_], _) => "all that 1 token id has".to_owned(),
        (many, _) => format!("all that {} token ids have", many.len()),
    };
    match rows {
        1 => format!("1 row vanishes from TokenDB, at {where_}: {whose}."),
        _ => format!("{rows} rows vanish from TokenDB: {where_}, {whose}."),
    }
}

fn stays(plans: &[Plan], staying: usize) -> String {
    let rows: Vec<&RowPlan> = plans.iter().flat_map(|plan| &plan.rows).collect();
    let why = reasons(&rows).join(" ");
    match (staying, plans) {
        (1, [_]) => format!("A refresh token cannot be revoked, so no row is deleted. {why}"),
        (1, _) => format!("1 token id, as a refresh token of it cannot be revoked. {why}"),
        (many, _) => {
            format!("{many} token ids, as refresh tokens of them cannot be revoked. {why}")
        }
    }
}

/// Why refresh tokens are out of reach, each reason once, the commonest first.
fn reasons(rows: &[&RowPlan]) -> Vec<String> {
    let mut all: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        if let Fate::OutOfReach(why) = &row.refresh {
            *all.entry(why).or_default() += 1;
        }
    }
    let mut all: Vec<(&str, usize)> = all.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = all.len().saturating_sub(REASONS);
    let mut said: Vec<String> = all
        .into_iter()
        .take(REASONS)
        .map(|(why, count)| match count {
            1 => why.to_owned(),
            _ => format!("{} ({count}).", why.trim_end_matches('.')),
        })
        .collect();
    if more > 0 {
        said.push(format!("And {more} more reasons."));
    }
    said
}

fn access_lives_on(rows: &[&RowPlan], now: Timestamp) -> Option<String> {
    let ends: Vec<Timestamp> = rows.iter().filter_map(|row| row.access_until).collect();
    let last = until(*ends.iter().max()?, now);
    Some(match ends.len() {
        1 => format!("an access token until {last}, wherever it is checked offline."),
        many => format!(
            "{many} access tokens, the last until {last}, wherever they are checked offline."
        ),
    })
}

/// Refresh tokens whose rows go although they are not revoked.
fn refresh_lives_on(rows: &[&RowPlan], now: Timestamp) -> Vec<String> {
    let living: Vec<&&RowPlan> =
        rows.iter().filter(|row| matches!(row.refresh, Fate::OutOfReach(_))).collect();
    match living.as_slice() {
        [] => Vec::new(),
        [one] => {
            let why = reasons(&[one]).join(" ");
            let ends = match one.row.refresh_expires {
                Some(end) => format!("It ends {}.", until(end, now)),
                None => "Nobody knows when it ends.".to_owned(),
            };
            vec![format!(
                "the refresh token at {}. {why} The row may hold the only handle to it: after it is gone nobody can revoke it. {ends}",
                one.row.provider
            )]
        }
        many => {
            let last = many.iter().filter_map(|row| row.row.refresh_expires).max();
            let ends = last.map_or_else(
                || "Nobody knows when they end.".to_owned(),
                |end| format!("The last ends {}.", until(end, now)),
            );
            let why = reasons(rows).join(" ");
            vec![format!(
                "{} refresh tokens. {why} The rows may hold the only handles to them: after they are gone nobody can revoke them. {ends}",
                many.len()
            )]
        }
    }
}

/// `2026-11-22 07:10 UTC (41 m)`.
fn until(end: Timestamp, now: Timestamp) -> String {
    let seconds = end.as_second().saturating_sub(now.as_second()).max(0);
    let left = span::length(seconds);
    format!("{} ({left})", end.strftime("%Y-%m-%d %H:%M UTC"))
}

#[cfg(test)]
mod tests;
