//! The lists that tags stand in, as they are and as they are wanted, and the edits between the two.

use crate::domain::ce::tags::{NearMiss, TOKEN, near_miss, vo_of};
use crate::domain::cs::{CsPath, Edit, Opt, Section};
use crate::domain::vo::VoNames;

use super::Note;

/// An option `Tag`.
#[derive(Clone, Debug)]
pub(super) struct TagList {
    path: CsPath,
    /// Its elements as written; `None` if there is no such option.
    was: Option<Vec<String>>,
    /// As they are wanted.
    wanted: Option<Vec<String>>,
}

impl TagList {
    /// The one of a section; of none where the section is not there.
    pub(super) fn of(section: Option<Section<'_>>, at: &CsPath) -> Self {
        let option = section.and_then(|section| section.option("Tag"));
        let was: Option<Vec<String>> =
            option.map(Opt::list).map(|list| list.map(str::to_owned).collect());
        Self { path: at.join("Tag"), wanted: was.clone(), was }
    }

    /// Whether there is or will be such an option. It hides what stands above it even where it is empty.
    pub(super) fn is_there(&self) -> bool {
        self.wanted.is_some()
    }

    /// Whether the option was there, and empty.
    pub(super) fn was_empty(&self) -> bool {
        self.was.as_ref().is_some_and(Vec::is_empty)
    }

    pub(super) fn elements(&self) -> &[String] {
        self.wanted.as_deref().unwrap_or_default()
    }

    /// Whether `Token` is in it.
    pub(super) fn has_plain(&self) -> bool {
        self.elements().iter().any(|tag| tag == TOKEN)
    }

    /// Whether it grants a token to the VO of that name.
    pub(super) fn grants(&self, vo: &str) -> bool {
        self.elements().iter().any(|tag| tag == TOKEN || vo_of(tag) == Some(vo))
    }

    /// Makes the option, and puts these elements into it.
    pub(super) fn begin(&mut self, elements: &[String]) {
        self.wanted.get_or_insert_default();
        for element in elements {
            self.add(element.clone());
        }
    }

    /// Adds an element, unless it is there.
    pub(super) fn add(&mut self, element: String) {
        let list = self.wanted.get_or_insert_default();
        if !list.contains(&element) {
            list.push(element);
        }
    }

    /// Takes away all elements for which `unwanted` holds, and says whether there were any.
    pub(super) fn take(&mut self, unwanted: impl Fn(&str) -> bool) -> bool {
        let Some(list) = &mut self.wanted else { return false };
        let before = list.len();
        list.retain(|tag| !unwanted(tag));
        list.len() < before
    }

    /// Adds the tag for a VO in place of what was meant to be it.
    pub(super) fn grant(&mut self, vo: &str, vos: &VoNames<'_>, notes: &mut Vec<Note>) {
        let right = format!("Token:{vo}");
        let meant = |tag: &str| match near_miss(tag, vos) {
            Some(NearMiss::Spelling(spelled)) => spelled == right || spelled == TOKEN,
            Some(NearMiss::UnknownVo) | None => false,
        };
        let wrong: Vec<String> = self.elements().iter().filter(|tag| meant(tag)).cloned().collect();
        self.take(meant);
        for from in wrong {
            notes.push(Note::Repaired { from, to: right.clone() });
        }
        self.add(right);
    }

    /// Takes the option away where nothing is left in it, unless it must `hide` what would come back without it.
    pub(super) fn tidy(&mut self, hides: bool, notes: &mut Vec<Note>) {
        let emptied = self.wanted.as_ref().is_some_and(Vec::is_empty);
        if !emptied || self.was.as_ref().is_none_or(Vec::is_empty) {
            return;
        }
        let note = if hides {
            Note::EmptyStays
        } else {
            self.wanted = None;
            Note::OptionGoes
        };
        if !notes.contains(&note) {
            notes.push(note);
        }
    }

    /// The edits that make of it what is wanted.
    pub(super) fn edits(&self) -> Vec<Edit> {
        let path = || self.path.clone();
        let Some(wanted) = &self.wanted else {
            let gone = self.was.is_some();
            return gone.then(|| Edit::Unset { path: path() }).into_iter().collect();
        };
        if self.was.is_none() && wanted.is_empty() {
            return vec![Edit::Set { path: path(), value: String::new() }];
        }
        let was = self.was.as_deref().unwrap_or_default();
        let mut removed: Vec<&String> = Vec::new();
        for tag in was.iter().filter(|tag| !wanted.contains(tag)) {
            if !removed.contains(&tag) {
                removed.push(tag);
            }
        }
        let added = wanted.iter().filter(|tag| !was.contains(tag));
        let remove = |tag: &String| Edit::RemoveElement { path: path(), element: tag.clone() };
        let add = |tag: &String| Edit::AddElement { path: path(), element: tag.clone() };
        removed.into_iter().map(remove).chain(added.map(add)).collect()
    }
}
