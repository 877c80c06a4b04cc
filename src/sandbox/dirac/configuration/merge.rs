//! Merging a commit that was made from an older version: what has changed since, and whether it can be applied on top
//! (diraccfg's `getModifications` and `applyModifications`, `ServiceInterfaceBase._checkConflictsInModifications`;
//! facts/dirac.md 3.4).

use std::collections::HashMap;

use super::cfg::{Body, Cfg, Entry};

/// One step from an older configuration to a newer one.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Add { at: usize, entry: Entry },
    Change { at: usize, name: String, comment: String, to: Change },
    Drop { name: String, section: bool },
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Value(String),
    Section(Vec<Step>),
}

/// Why a merge does not come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Conflict {
    /// In DIRAC's words.
    Said(String),
    /// DIRAC's own code raises an exception.
    Raised,
}

/// `current` with all that leads from `base` to `wanted`.
pub(super) fn merge(base: &Cfg, current: &Cfg, wanted: &Cfg) -> Result<Cfg, Conflict> {
    let theirs = steps(base, wanted);
    let since = steps(base, current);
    check(&since, &theirs, "").map_err(|why| Conflict::Said(format!("Cannot AutoMerge: {why}")))?;
    let mut merged = current.clone();
    apply(&mut merged, &theirs, "")?;
    Ok(merged)
}

/// What leads from `old` to `new`: options first, then sections. A changed place or comment is a change.
fn steps(old: &Cfg, new: &Cfg) -> Vec<Step> {
    let places: HashMap<&str, (usize, &Entry)> = old
        .entries
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry.name.as_str(), (at, entry)))
        .collect();
    let names: HashMap<&str, &Entry> = new.entries.iter().map(|e| (e.name.as_str(), e)).collect();
    let mut found = Vec::new();
    for sections in [false, true] {
        for (at, entry) in new.entries.iter().enumerate().filter(|(_, e)| is_section(e) == sections)
        {
            let before =
                places.get(entry.name.as_str()).filter(|(_, old)| is_section(old) == sections);
            let Some((old_at, old)) = before else {
                found.push(Step::Add { at, entry: entry.clone() });
                continue;
            };
            let (to, same) = match (&old.body, &entry.body) {
                (Body::Section(old), Body::Section(new)) => {
                    let inner = steps(old, new);
                    let same = inner.is_empty();
                    (Change::Section(inner), same)
                }
                (old, Body::Value(new)) => (Change::Value(new.clone()), *old == entry.body),
                (Body::Value(_), Body::Section(_)) => continue,
            };
            if !same || *old_at != at || old.comment != entry.comment {
                let (name, comment) = (entry.name.clone(), entry.comment.clone());
                found.push(Step::Change { at, name, comment, to });
            }
        }
        for entry in old.entries.iter().filter(|entry| is_section(entry) == sections) {
            if names.get(entry.name.as_str()).is_none_or(|new| is_section(new) != sections) {
                found.push(Step::Drop { name: entry.name.clone(), section: sections });
            }
        }
    }
    found
}

fn is_section(entry: &Entry) -> bool {
    matches!(entry.body, Body::Section(_))
}

/// Whether `wanted` can go on top of what happened `since`: not in a section with a changed option, nor where a section
/// came, went or was taken away under it.
fn check(since: &[Step], wanted: &[Step], path: &str) -> Result<(), String> {
    let touched = |name: &str| {
        since.iter().find_map(|step| match step {
            Step::Add { entry, .. } if is_section(entry) && entry.name == name => Some(&[][..]),
            Step::Change { name: own, to: Change::Section(inner), .. } if own == name => {
                Some(inner.as_slice())
            }
            Step::Drop { name: own, section: true } if own == name => Some(&[][..]),
            _ => None,
        })
    };
    for step in wanted {
        match step {
            Step::Add { entry, .. } if is_section(entry) && touched(&entry.name).is_some() => {
                return Err(format!("Section {path}/{} already exists", entry.name));
            }
            Step::Drop { name, section: true } if touched(name).is_some() => {
                return Err(format!(
                    "Section {path}/{name} cannot be deleted. It has been modified."
                ));
            }
            Step::Change { name, to: Change::Section(inner), .. } => {
                if let Some(since) = touched(name) {
                    check(since, inner, &format!("{path}/{name}"))?;
                }
            }
            _ => {}
        }
    }
    let option = since.iter().find_map(|step| match step {
        Step::Add { entry, .. } if !is_section(entry) => Some(&entry.name),
        Step::Change { name, to: Change::Value(_), .. } | Step::Drop { name, section: false } => {
            Some(name)
        }
        _ => None,
    });
    match option {
        Some(name) => {
            Err(format!("Section {path} cannot be merged. Option {path}/{name} has been modified"))
        }
        None => Ok(()),
    }
}

fn apply(cfg: &mut Cfg, steps: &[Step], path: &str) -> Result<(), Conflict> {
    for step in steps {
        match step {
            Step::Add { at, entry } => {
                if let Some(there) = cfg.find(&entry.name).and_then(|at| cfg.entries.get(at)) {
                    return Err(match (is_section(there), is_section(entry)) {
                        (true, true) => said("Section", path, &entry.name, "already exists"),
                        (false, false) => said("Option", path, &entry.name, "exists already"),
                        _ => Conflict::Raised,
                    });
                }
                cfg.entries.insert((*at).min(cfg.entries.len()), entry.clone());
            }
            Step::Change { at, name, comment, to } => {
                let place = of_kind(cfg, name, matches!(to, Change::Section(_)), path)?;
                if let Some(entry) = cfg.entries.get_mut(place) {
                    entry.comment.clone_from(comment);
                    match (&mut entry.body, to) {
                        (Body::Value(value), Change::Value(new)) => value.clone_from(new),
                        (Body::Section(section), Change::Section(inner)) => {
                            apply(section, inner, &format!("{path}/{name}"))?;
                        }
                        _ => {}
                    }
                }
                if place != *at {
                    let entry = cfg.entries.remove(place);
                    cfg.entries.insert((*at).min(cfg.entries.len()), entry);
                }
            }
            Step::Drop { name, section } => {
                let place = of_kind(cfg, name, *section, path)?;
                cfg.entries.remove(place);
            }
        }
    }
    Ok(())
}

/// Where the section or option `name` is.
fn of_kind(cfg: &Cfg, name: &str, section: bool, path: &str) -> Result<usize, Conflict> {
    let found =
        cfg.find(name).filter(|at| cfg.entries.get(*at).is_some_and(|e| is_section(e) == section));
    found.ok_or_else(|| {
        said(if section { "Section" } else { "Option" }, path, name, "does not exist")
    })
}

fn said(kind: &str, path: &str, name: &str, what: &str) -> Conflict {
    Conflict::Said(format!("{kind} {path}/{name} {what}"))
}

#[cfg(test)]
mod tests {
    use super::{Cfg, Conflict, merge};
    use crate::domain::cs::{parse, serialize};

    const BASE: &str = "A\n{\nx = 1\nB\n{\ny = 1\nC\n{\nz = 1\n}\n}\n}\nD\n{\nw = 1\n}\n";

    fn cfg(text: &str) -> Cfg {
        Cfg::of(&parse(text).unwrap()).unwrap()
    }

    /// The merge of two changes of [`BASE`], each a replacement.
    fn merged(current: (&str, &str), wanted: (&str, &str)) -> Result<String, Conflict> {
        let change = |(from, to): (&str, &str)| {
            assert!(BASE.contains(from), "{from}");
            cfg(&BASE.replacen(from, to, 1))
        };
        merge(&cfg(BASE), &change(current), &change(wanted))
            .map(|cfg| serialize(&cfg.tree().unwrap()))
    }

    fn refused(current: (&str, &str), wanted: (&str, &str)) -> String {
        match merged(current, wanted) {
            Err(Conflict::Said(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn changes_in_sections_that_do_not_touch_are_merged() {
        let text = merged(("w = 1", "w = 2"), ("x = 1", "x = 3")).unwrap();
        assert!(text.contains("x = 3") && text.contains("w = 2"), "{text}");
        let text = merged(("z = 1", "z = 2"), ("y = 1", "y = 3")).unwrap();
        assert!(
            text.contains("z = 2") && text.contains("y = 3"),
            "the server below, the client above: {text}"
        );
    }

    #[test]
    fn a_section_with_a_changed_option_is_closed_even_to_changes_below_it() {
        let said = refused(("y = 1", "y = 2"), ("z = 1", "z = 3"));
        assert_eq!(
            said,
            "Cannot AutoMerge: Section /A/B cannot be merged. Option /A/B/y has been modified"
        );
        let said = refused(("x = 1\n", "x = 1\nnew = 1\n"), ("x = 1", "x = 1\nother = 1"));
        assert_eq!(
            said,
            "Cannot AutoMerge: Section /A cannot be merged. Option /A/new has been modified"
        );
    }

    #[test]
    fn sections_that_came_or_went_are_in_the_way() {
        let add = ("D\n{", "E\n{\n}\nD\n{");
        assert_eq!(refused(add, add), "Cannot AutoMerge: Section /E already exists");
        let drop = ("D\n{\nw = 1\n}\n", "");
        let said = refused(("w = 1", "w = 2"), drop);
        assert_eq!(said, "Cannot AutoMerge: Section /D cannot be deleted. It has been modified.");
        // passes the check and fails when it is applied
        assert_eq!(refused(drop, ("w = 1", "w = 2")), "Section /D does not exist");
    }

    #[test]
    fn places_and_comments_are_carried_over() {
        let text = merged(("w = 1", "w = 2"), ("x = 1\n", "#why\nx = 1\nv = 0\n")).unwrap();
        assert!(text.starts_with("A\n{\n  #why\n  x = 1\n  v = 0\n  B\n"), "{text}");
        let text = merged(("z = 1", "z = 2"), ("D\n{\nw = 1\n}\n", "")).unwrap();
        assert!(!text.contains('D'), "{text}");
    }
}
