//! The palette: every action, every screen, every IdProvider, VO and CE, found by a few letters.

use crate::input::action::all;

use super::enabled::disabled_reason;
use super::model::Model;
use super::overlay::Target;
use super::present::PaletteLine;
use super::route::Route;

/// How many lines are offered at most.
pub(crate) const LONGEST: usize = 200;

/// An entry of the palette.
pub(crate) struct Entry {
    pub(crate) line: PaletteLine,
    pub(crate) target: Target,
}

/// The entries that match `input`, best first; what can be done now before what cannot.
pub(crate) fn entries(model: &Model, input: &str) -> Vec<Entry> {
    let needle: Vec<char> = input.trim().chars().flat_map(char::to_lowercase).collect();
    let mut scored: Vec<(bool, u32, Entry)> = Vec::new();
    for spec in all() {
        let title = match Route::of(spec.action) {
            Some(route) => format!("go to {}", route.title()),
            None => spec.title.to_owned(),
        };
        let best = score(&title, &needle).or_else(|| score(spec.name, &needle).map(|s| s / 2));
        let Some(points) = best else { continue };
        let key = model.keymap.first_key(spec.action, &model.screen_contexts());
        let line = PaletteLine {
            title,
            key: key.map(|key| key.to_string()).unwrap_or_default(),
            disabled: disabled_reason(spec.action, model),
        };
        let entry = Entry { target: Target::Act(spec.action), line };
        scored.push((entry.line.disabled.is_none(), points, entry));
    }
    if !needle.is_empty() {
        for (kind, route, key, name) in things(model) {
            let Some(points) = score(name, &needle) else { continue };
            let line =
                PaletteLine { title: format!("{kind} {name}"), key: String::new(), disabled: None };
            scored.push((true, points, Entry { target: Target::Row(route, key), line }));
        }
    }
    scored.sort_by_key(|(enabled, points, _)| std::cmp::Reverse((*enabled, *points)));
    scored.into_iter().take(LONGEST).map(|(_, _, entry)| entry).collect()
}

fn things(model: &Model) -> impl Iterator<Item = (&'static str, Route, String, &str)> {
    let snapshot = model.configuration.value();
    snapshot.into_iter().flat_map(|snapshot| {
        let inventory = &snapshot.inventory;
        let providers = inventory
            .providers
            .iter()
            .map(|p| ("IdProvider", Route::Providers, p.name.clone(), p.name.as_str()));
        let vos = inventory.vos.iter().map(|v| ("VO", Route::Vos, v.name.clone(), v.name.as_str()));
        let ces = inventory
            .ces
            .iter()
            .map(|ce| ("CE", Route::Ces, super::present::ces::key(ce), ce.name.as_str()));
        providers.chain(vos).chain(ces)
    })
}

/// How well `text` matches: all letters of `needle` in order. Runs, beginnings of words and short texts count more.
/// `None` if it does not match.
fn score(text: &str, needle: &[char]) -> Option<u32> {
    let mut points = 0u32;
    let mut wanted = needle.iter().peekable();
    let mut run = 0u32;
    let mut at_start = true;
    let mut length = 0u32;
    for c in text.chars().flat_map(char::to_lowercase) {
        length = length.saturating_add(1);
        if wanted.next_if(|wanted| **wanted == c).is_some() {
            run = run.saturating_add(1);
            let bonus = if at_start { 8 } else { 0 };
            points = points.saturating_add(run.saturating_mul(4)).saturating_add(bonus);
        } else {
            run = 0;
        }
        at_start = !c.is_alphanumeric();
    }
    if wanted.peek().is_some() {
        return None;
    }
    Some(points.saturating_mul(100).saturating_add(100u32.saturating_sub(length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str, needle: &str) -> Option<u32> {
        score(text, &needle.chars().collect::<Vec<_>>())
    }

    #[test]
    fn letters_in_order_match_and_runs_win() {
        assert_eq!(points("refresh all", "rx"), None);
        assert!(points("refresh all", "ra").is_some());
        assert!(points("sort", "so") > points("refresh so", "so"));
        assert!(points("go to CEs", "ces") > points("choose", "ces"));
        assert!(points("anything", "").is_some());
    }
}
