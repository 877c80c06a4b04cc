//! The edits that lead from one configuration to another: how a commit is undone, and how what vanished is brought back.

use crate::domain::cs::{Change, CsPath, Edit, Tree, What, compare, kept_by_servers};
use crate::domain::secret::is_secret_option;

/// Edits that make of `from` what `to` is, as far as it means something and may be set: options named like secrets are
/// removed, never set, and what the servers keep themselves stays. Lists are changed element by element, so that elements of others stay.
pub fn between(from: &Tree, to: &Tree) -> Vec<Edit> {
    of_changes(&compare(from, to), to)
}

/// The same for differences that are known already, of which some may have been left out.
pub(super) fn of_changes(changes: &[Change], to: &Tree) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut gone: Option<&CsPath> = None;
    // what went makes room for what came under the same name
    let removals =
        changes.iter().filter(|c| matches!(c.what, What::Removed(_) | What::SectionRemoved));
    for change in removals {
        let path = &change.path;
        if gone.is_some_and(|gone| is_below(path, gone)) || kept_by_servers(path) {
            continue;
        }
        if change.what == What::SectionRemoved {
            gone = Some(path);
            edits.push(Edit::RemoveSection { path: path.clone() });
        } else {
            edits.push(Edit::Unset { path: path.clone() });
        }
    }
    for change in changes {
        let path = &change.path;
        if is_secret_option(path.name()) || kept_by_servers(path) {
            continue;
        }
        match &change.what {
            What::SectionAdded => edits.push(Edit::CreateSection { path: path.clone() }),
            What::Added(_) => edits.extend(set(path, to)),
            What::Changed(how) if how.is_reordered() || is_single(how) => {
                edits.extend(set(path, to));
            }
            What::Changed(how) => {
                let (path, element) = (path.clone(), String::clone);
                let taken = how.removed.iter().map(element);
                edits.extend(
                    taken.map(|element| Edit::RemoveElement { path: path.clone(), element }),
                );
                let put = how.added.iter().map(element);
                edits.extend(put.map(|element| Edit::AddElement { path: path.clone(), element }));
            }
            _ => {}
        }
    }
    edits
}

/// Whether an option holds one value and not a list, on both sides.
fn is_single(how: &crate::domain::cs::Difference) -> bool {
    let comma = |shown: &crate::domain::cs::Shown| shown.value().is_some_and(|v| v.contains(','));
    !comma(&how.old) && !comma(&how.new)
}

fn set(path: &CsPath, to: &Tree) -> Option<Edit> {
    let value = to.value(path.as_str())?.into_owned();
    Some(Edit::Set { path: path.clone(), value })
}

fn is_below(path: &CsPath, section: &CsPath) -> bool {
    path.as_str().strip_prefix(section.as_str()).is_some_and(|rest| rest.starts_with('/'))
}
