//! Edits taken for what they amount to, judged against what others made of the same entries.

use std::collections::{HashMap, HashSet};

use super::Choices;
use super::conflict::{Choice, Conflict, State, Why};
use crate::domain::cs::compare::{Change, Shown, What, compare, compare_sections, missing};
use crate::domain::cs::edit::Edit;
use crate::domain::cs::path::CsPath;
use crate::domain::cs::sign::unsigned;
use crate::domain::cs::tree::Tree;
use crate::domain::cs::view::{Entry, Opt, Section};

/// What the edits amount to on top of theirs.
#[derive(Default)]
pub(super) struct Net {
    pub(super) edits: Vec<Edit>,
    pub(super) already: Vec<Edit>,
    pub(super) conflicts: Vec<Conflict>,
    pub(super) settled: Vec<(Conflict, Choice)>,
}

/// Goes through what differs between `base` and `mine`, which is `base` with `edits`.
pub(super) fn resolve(
    base: &Tree,
    theirs: &Tree,
    mine: &Tree,
    edits: &[Edit],
    choices: &Choices,
) -> Net {
    let changes = compare(base, mine);
    let mut judge = Judge {
        base,
        theirs,
        mine,
        by_element: by_element(edits),
        choices,
        net: Net::default(),
        open: HashMap::new(),
        gone: HashSet::new(),
        made: HashSet::new(),
        over: None,
    };
    for change in &changes {
        judge.change(change);
    }
    judge.net
}

/// Options that were only edited element by element.
fn by_element(edits: &[Edit]) -> HashSet<&CsPath> {
    let mut found = HashSet::new();
    let mut whole = HashSet::new();
    for edit in edits {
        match edit {
            Edit::AddElement { path, .. } | Edit::RemoveElement { path, .. } => {
                found.insert(path);
            }
            Edit::Comment { .. } => {}
            other => {
                whole.insert(other.path());
            }
        }
    }
    found.retain(|path| !whole.contains(path));
    found
}

struct Judge<'a> {
    base: &'a Tree,
    theirs: &'a Tree,
    mine: &'a Tree,
    by_element: HashSet<&'a CsPath>,
    choices: &'a Choices,
    net: Net,
    /// What was said about a path already: decided how, or not at all.
    open: HashMap<CsPath, Option<Choice>>,
    /// What of theirs our edits have removed by now.
    gone: HashSet<CsPath>,
    /// Sections that our edits have made by now.
    made: HashSet<CsPath>,
    /// A section that was dealt with as a whole.
    over: Option<CsPath>,
}

impl<'a> Judge<'a> {
    fn change(&mut self, change: &Change) {
        let path = &change.path;
        if self.over.as_ref().is_some_and(|over| path != over && path.is_in(over)) {
            return;
        }
        match &change.what {
            What::Added(_) => self.added(path),
            What::Removed(_) => self.removed(path),
            What::Changed(_) => self.changed(path),
            What::SectionAdded => self.section_added(path),
            What::SectionRemoved => self.section_removed(path),
            What::Comment { .. } => self.comment(path),
            What::Order => {}
        }
    }

    /// What they have at `path`, as far as our edits have not removed it.
    fn there(&self, path: &CsPath) -> Option<Entry<'a>> {
        if self.gone.contains(path) { None } else { entry(self.theirs, path) }
    }

    fn added(&mut self, path: &CsPath) {
        let Some(mine) = self.mine.option(path.as_str()) else { return };
        match self.there(path) {
            None => {
                let above = path.parent().unwrap_or_default();
                if self.is_missing(&above) {
                    self.conflict(path, Why::SectionGone);
                } else {
                    self.set(path);
                }
            }
            Some(Entry::Option(theirs)) if theirs.same_list(mine) => self.already_set(path, mine),
            Some(Entry::Option(theirs)) => {
                if self.by_element.contains(path) {
                    let added = missing(mine, theirs);
                    self.elements(path, &added, &[]);
                    self.elements_already(path, mine, theirs);
                    self.comment_of_new(path);
                } else {
                    self.conflict(path, Why::BothMade);
                }
            }
            Some(Entry::Section(_)) => self.conflict(path, Why::OtherKind),
        }
    }

    fn removed(&mut self, path: &CsPath) {
        let unset = Edit::Unset { path: path.clone() };
        match self.there(path) {
            None => self.net.already.push(unset),
            Some(Entry::Option(theirs)) => {
                let same = self.base.option(path.as_str()).is_some_and(|b| b.same_list(theirs));
                if same {
                    self.gone.insert(path.clone());
                    self.net.edits.push(unset);
                } else {
                    self.conflict(path, Why::ChangedThere);
                }
            }
            Some(Entry::Section(_)) => self.conflict(path, Why::OtherKind),
        }
    }

    fn changed(&mut self, path: &CsPath) {
        let (Some(base), Some(mine)) =
            (self.base.option(path.as_str()), self.mine.option(path.as_str()))
        else {
            return;
        };
        match self.there(path) {
            None => {
                let above = path.parent().unwrap_or_default();
                let gone = self.is_missing(&above);
                self.conflict(path, if gone { Why::SectionGone } else { Why::GoneThere });
            }
            Some(Entry::Section(_)) => self.conflict(path, Why::OtherKind),
            Some(Entry::Option(theirs)) if theirs.same_list(mine) => self.already_set(path, mine),
            Some(Entry::Option(theirs)) if self.by_element.contains(path) => {
                let (mut added, mut removed) = (missing(mine, base), missing(base, mine));
                let known: HashSet<&str> = theirs.list().collect();
                let here = |element: &String| known.contains(element.as_str());
                let done: Vec<Edit> =
                    added
                        .iter()
                        .filter(|e| here(e))
                        .map(|e| Edit::AddElement { path: path.clone(), element: e.clone() })
                        .chain(removed.iter().filter(|e| !here(e)).map(|e| Edit::RemoveElement {
                            path: path.clone(),
                            element: e.clone(),
                        }))
                        .collect();
                added.retain(|e| !here(e));
                removed.retain(here);
                self.net.already.extend(done);
                self.elements(path, &added, &removed);
            }
            Some(Entry::Option(theirs)) if theirs.same_list(base) => self.set_value(path, mine),
            Some(Entry::Option(_)) => self.conflict(path, Why::BothChanged),
        }
    }

    fn section_added(&mut self, path: &CsPath) {
        let Some(mine) = self.mine.section(path.as_str()) else { return };
        match self.there(path) {
            None => {
                let above = path.parent().unwrap_or_default();
                if self.is_missing(&above) {
                    self.conflict(path, Why::SectionGone);
                } else {
                    self.create(path);
                }
            }
            Some(Entry::Section(theirs)) if !differ(theirs, mine) => {
                self.net.already.push(Edit::CreateSection { path: path.clone() });
                self.over = Some(path.clone());
            }
            Some(Entry::Section(theirs)) if theirs.entries().next().is_none() => {
                self.net.already.push(Edit::CreateSection { path: path.clone() });
                self.comment_of_new(path);
            }
            Some(Entry::Section(_)) => self.conflict(path, Why::MadeThere),
            Some(Entry::Option(_)) => self.conflict(path, Why::OtherKind),
        }
    }

    fn section_removed(&mut self, path: &CsPath) {
        self.over = Some(path.clone());
        let remove = Edit::RemoveSection { path: path.clone() };
        match self.there(path) {
            None => self.net.already.push(remove),
            Some(Entry::Section(theirs)) => {
                let same = self.base.section(path.as_str()).is_some_and(|b| !differ(b, theirs));
                if same {
                    self.gone.insert(path.clone());
                    self.net.edits.push(remove);
                } else {
                    self.conflict(path, Why::ChangedInside);
                }
            }
            Some(Entry::Option(_)) => self.conflict(path, Why::OtherKind),
        }
    }

    fn comment(&mut self, path: &CsPath) {
        let of = |tree: &Tree| entry(tree, path).map(comment_of).unwrap_or_default();
        let (base, mine) = (of(self.base), of(self.mine));
        let edit = Edit::Comment { path: path.clone(), text: mine.clone() };
        match self.there(path).map(comment_of) {
            None => {
                // an entry that is gone is told where something of it matters
                self.net.already.extend(mine.is_empty().then_some(edit));
                if !mine.is_empty() {
                    self.conflict(path, Why::Comments);
                }
            }
            Some(theirs) if theirs == mine => self.net.already.push(edit),
            Some(theirs) if theirs == base => self.net.edits.push(edit),
            Some(_) => self.conflict(path, Why::Comments),
        }
    }

    /// Whether neither they nor our edits so far have this section.
    fn is_missing(&self, section: &CsPath) -> bool {
        if section.is_root() || matches!(self.there(section), Some(Entry::Section(_))) {
            return false;
        }
        !matches!(entry(self.mine, section), Some(Entry::Section(_)))
            || entry(self.base, section).is_some_and(|e| e.as_section().is_some())
    }

    fn create(&mut self, path: &CsPath) {
        // an option that became a section is met twice
        if !self.made.insert(path.clone()) {
            return;
        }
        self.net.edits.push(Edit::CreateSection { path: path.clone() });
        self.comment_of_new(path);
    }

    /// Sets a new option as ours has it.
    fn set(&mut self, path: &CsPath) {
        if let Some(mine) = self.mine.option(path.as_str()) {
            self.set_value(path, mine);
            self.comment_of_new(path);
        }
    }

    fn set_value(&mut self, path: &CsPath, mine: Opt<'_>) {
        let value = mine.value().into_owned();
        self.net.edits.push(Edit::Set { path: path.clone(), value });
    }

    fn already_set(&mut self, path: &CsPath, mine: Opt<'_>) {
        let value = mine.value().into_owned();
        self.net.already.push(Edit::Set { path: path.clone(), value });
    }

    /// The comment that an entry of ours brings with it.
    fn comment_of_new(&mut self, path: &CsPath) {
        let text = entry(self.mine, path).map(comment_of).unwrap_or_default();
        if !text.is_empty() {
            self.net.edits.push(Edit::Comment { path: path.clone(), text });
        }
    }

    fn elements(&mut self, path: &CsPath, added: &[String], removed: &[String]) {
        let take =
            removed.iter().map(|e| Edit::RemoveElement { path: path.clone(), element: e.clone() });
        let add = added.iter().map(|e| Edit::AddElement { path: path.clone(), element: e.clone() });
        self.net.edits.extend(take.chain(add));
    }

    fn elements_already(&mut self, path: &CsPath, mine: Opt<'_>, theirs: Opt<'_>) {
        let known: HashSet<&str> = theirs.list().collect();
        let done: Vec<Edit> = mine
            .list()
            .filter(|e| known.contains(e))
            .map(|e| Edit::AddElement { path: path.clone(), element: e.to_owned() })
            .collect();
        self.net.already.extend(done);
    }

    /// Two sides contradict each other at `path`: does what was chosen, or leaves it open.
    fn conflict(&mut self, path: &CsPath, why: Why) {
        let conflict = Conflict {
            path: path.clone(),
            why,
            base: state(self.base, path, why),
            theirs: state(self.theirs, path, why),
            mine: state(self.mine, path, why),
        };
        let choice = if let Some(known) = self.open.get(path) {
            known.clone()
        } else {
            let fits =
                |choice: &&Choice| !matches!(choice, Choice::Value(_)) || conflict.takes_value();
            let choice = self.choices.get(path).filter(fits).cloned();
            match &choice {
                Some(choice) => self.net.settled.push((conflict, choice.clone())),
                None => self.net.conflicts.push(conflict),
            }
            self.open.insert(path.clone(), choice.clone());
            choice
        };
        match choice {
            Some(Choice::Mine) => self.force(path, why),
            Some(Choice::Value(value)) => {
                self.clear(path);
                self.net.edits.push(Edit::Set { path: path.clone(), value });
            }
            Some(Choice::Theirs) | None => {
                // what is below a section hangs on what is decided about the section
                let section = entry(self.mine, path).is_none_or(|e| e.as_section().is_some());
                if section && why != Why::Comments {
                    self.over = Some(path.clone());
                }
            }
        }
    }

    /// Does ours, whatever is in its way.
    fn force(&mut self, path: &CsPath, why: Why) {
        if why == Why::Comments {
            if self.there(path).is_some() {
                let text = entry(self.mine, path).map(comment_of).unwrap_or_default();
                self.net.edits.push(Edit::Comment { path: path.clone(), text });
            }
            return;
        }
        match entry(self.mine, path) {
            None => self.remove(path),
            Some(Entry::Option(_)) => {
                self.clear(path);
                self.set(path);
            }
            Some(Entry::Section(_)) if why == Why::MadeThere => self.comment_of_new(path),
            Some(Entry::Section(_)) => {
                self.clear(path);
                self.create(path);
            }
        }
    }

    /// Makes room for something of ours: no section where an option comes, no option where a section is needed.
    fn clear(&mut self, path: &CsPath) {
        let option = entry(self.mine, path).is_some_and(|e| e.as_option().is_some());
        match self.there(path) {
            Some(Entry::Section(_)) if option => self.remove(path),
            Some(Entry::Option(_)) if !option => self.remove(path),
            _ => {}
        }
        let mut above = path.parent();
        while let Some(at) = above.filter(|at| !at.is_root()) {
            if matches!(self.there(&at), Some(Entry::Option(_))) {
                self.remove(&at);
            }
            above = at.parent();
        }
    }

    fn remove(&mut self, path: &CsPath) {
        let edit = match self.there(path) {
            None => return,
            Some(Entry::Option(_)) => Edit::Unset { path: path.clone() },
            Some(Entry::Section(_)) => Edit::RemoveSection { path: path.clone() },
        };
        self.gone.insert(path.clone());
        self.net.edits.push(edit);
    }
}

/// Whether two sections differ in anything that means something.
fn differ(a: Section<'_>, b: Section<'_>) -> bool {
    compare_sections(a, b).iter().any(Change::means_something)
}

fn entry<'t>(tree: &'t Tree, path: &CsPath) -> Option<Entry<'t>> {
    let mut names = path.names();
    let name = names.next_back()?;
    let section = names.try_fold(tree.root(), Section::section)?;
    let option = section.option(name).map(Entry::Option);
    option.or_else(|| section.section(name).map(Entry::Section))
}

/// What people wrote above an entry; who changed it last is not part of that.
fn comment_of(entry: Entry<'_>) -> String {
    unsigned(&match entry {
        Entry::Option(option) => option.comment(),
        Entry::Section(section) => section.comment(),
    })
}

fn state(tree: &Tree, path: &CsPath, why: Why) -> State {
    match entry(tree, path) {
        Some(found) if why == Why::Comments => {
            let text = comment_of(found);
            State::Comment(crate::domain::redact::redact(&text).into_owned())
        }
        None => State::Absent,
        Some(Entry::Option(option)) => State::Option(Shown::of(option)),
        Some(Entry::Section(_)) => State::Section,
    }
}
