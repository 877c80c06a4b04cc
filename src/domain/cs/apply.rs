//! Applying edits to a configuration: one after the other, all or none.
//!
//! The result is a tree over the text that DIRAC's own serializer writes, so that what is compared, judged and shown is what
//! is uploaded. An edit that changes nothing touches nothing: it leaves no signature either.

use std::collections::HashSet;
use std::fmt;

use super::compare::DEEPEST;
use super::edit::Edit;
use super::fault::{EditFault, Why};
use super::path::CsPath;
use super::print::{write_comment, write_opening, write_option};
use super::sheet::{Sheet, list_of};
use super::sign::Signed;
use super::spelling;
use super::tree::{NIL, ROOT, Tree};

/// Bytes of a configuration's text that are written at most.
const MOST_TEXT: usize = 256 << 20;

impl Tree {
    /// This configuration with these edits, in order, as a new one whose text is what DIRAC's servers would write.
    ///
    /// For the servers' own text, not for a merged tree: what local files hold would become part of it. With `signed`, each
    /// entry that was touched says who changed it, in place of what it said before. Without edits the text is that of
    /// [`serialize`](super::serialize).
    ///
    /// # Errors
    /// The first edit that cannot be applied. The tree at hand is left as it was either way.
    pub fn edited<'e>(
        &self,
        edits: impl IntoIterator<Item = &'e Edit>,
        signed: Option<&Signed>,
    ) -> Result<Self, EditFault> {
        let mut desk = Desk { sheet: Sheet::new(self), touched: HashSet::new() };
        let mut last = (0, CsPath::default());
        for (at, edit) in edits.into_iter().enumerate() {
            desk.apply(edit).map_err(|why| EditFault { at, path: edit.path().clone(), why })?;
            last = (at, edit.path().clone());
        }
        let fault = |why| EditFault { at: last.0, path: last.1.clone(), why };
        if let Some(signed) = signed {
            desk.sign(signed);
        }
        let mut out = Text(String::with_capacity(self.text().len()));
        write(&desk.sheet, &mut out).map_err(fault)?;
        super::parse(out.0).map_err(|_| fault(Why::TooLarge))
    }
}

/// The sheet and which of its entries were touched.
struct Desk<'t> {
    sheet: Sheet<'t>,
    touched: HashSet<u32>,
}

impl Desk<'_> {
    fn apply(&mut self, edit: &Edit) -> Result<(), Why> {
        if edit.path().is_root() {
            return Err(Why::Root);
        }
        match edit {
            Edit::Set { path, value } => self.set(path, value),
            Edit::Unset { path } => {
                let option = self.option(path)?;
                self.sheet.detach(option);
                Ok(())
            }
            Edit::AddElement { path, element } => self.add_element(path, element),
            Edit::RemoveElement { path, element } => self.remove_element(path, element),
            Edit::CreateSection { path } => {
                let (parent, name) = self.place(path, true)?;
                match self.sheet.find(parent, name) {
                    Some(there) if !self.sheet.is_section(there) => Err(Why::IsOption),
                    Some(_) => Err(Why::There(path.clone())),
                    None => self.add(parent, name, true).map(drop),
                }
            }
            Edit::RemoveSection { path } => {
                let found = self.entry(path)?;
                if !self.sheet.is_section(found) {
                    return Err(Why::IsOption);
                }
                self.sheet.detach(found);
                Ok(())
            }
            Edit::Rename { path, name } => self.rename(path, name),
            Edit::Move { path, into } => self.move_into(path, into),
            Edit::Copy { path, to } => self.copy(path, to),
            Edit::Comment { path, text } => {
                let found = self.entry(path)?;
                let text = spelling::comment(text).map_err(Why::Misspelt)?;
                if self.sheet.comment(found) != text {
                    self.sheet.set_comment(found, &text);
                    self.touched.insert(found);
                }
                Ok(())
            }
        }
    }

    fn set(&mut self, path: &CsPath, value: &str) -> Result<(), Why> {
        let value = spelling::value(value).map_err(Why::Misspelt)?;
        let (parent, name) = self.place(path, true)?;
        let option = match self.sheet.find(parent, name) {
            Some(found) if self.sheet.is_section(found) => return Err(Why::IsSection),
            Some(found) => {
                if self.sheet.elements(found, |old| old.eq(list_of(value))) {
                    return Ok(());
                }
                found
            }
            None => self.add(parent, name, false)?,
        };
        self.sheet.set_value(option, value);
        self.touched.insert(option);
        Ok(())
    }

    fn add_element(&mut self, path: &CsPath, element: &str) -> Result<(), Why> {
        let element = spelling::element(element).map_err(Why::Misspelt)?;
        let (parent, name) = self.place(path, true)?;
        let option = match self.sheet.find(parent, name) {
            Some(found) if self.sheet.is_section(found) => return Err(Why::IsSection),
            Some(found) => found,
            None => self.add(parent, name, false)?,
        };
        if let Some(list) = self.sheet.list_mut(option).filter(|list| !list.contains(element)) {
            list.push(element);
            self.touched.insert(option);
        }
        Ok(())
    }

    fn remove_element(&mut self, path: &CsPath, element: &str) -> Result<(), Why> {
        let element = spelling::element(element).map_err(Why::Misspelt)?;
        let option = self.option(path)?;
        if let Some(list) = self.sheet.list_mut(option).filter(|list| list.contains(element)) {
            list.remove(element);
            self.touched.insert(option);
        }
        Ok(())
    }

    fn rename(&mut self, path: &CsPath, name: &str) -> Result<(), Why> {
        let found = self.entry(path)?;
        spelling::name(name).map_err(Why::Misspelt)?;
        if name == path.name() {
            return Ok(());
        }
        if self.sheet.find(self.sheet.parent(found), name).is_some() {
            return Err(Why::There(path.parent().unwrap_or_default().join(name)));
        }
        self.sheet.rename(found, name);
        self.touched.insert(found);
        Ok(())
    }

    fn move_into(&mut self, path: &CsPath, into: &CsPath) -> Result<(), Why> {
        let found = self.entry(path)?;
        let section = self.section(into)?;
        if self.sheet.is_in(section, found) {
            return Err(Why::IntoItself);
        }
        if self.sheet.parent(found) == section {
            return Ok(());
        }
        if self.sheet.find(section, path.name()).is_some() {
            return Err(Why::There(into.join(path.name())));
        }
        self.sheet.detach(found);
        self.sheet.attach(section, found);
        self.touched.insert(found);
        Ok(())
    }

    fn copy(&mut self, path: &CsPath, to: &CsPath) -> Result<(), Why> {
        let found = self.entry(path)?;
        let above = to.parent().ok_or(Why::Root)?;
        spelling::name(to.name()).map_err(Why::Misspelt)?;
        let section = self.section(&above)?;
        if self.sheet.is_in(section, found) {
            return Err(Why::IntoItself);
        }
        if self.sheet.find(section, to.name()).is_some() {
            return Err(Why::There(to.clone()));
        }
        let copy = self.sheet.copy(found, section, to.name()).ok_or(Why::TooLarge)?;
        self.touched.insert(copy);
        Ok(())
    }

    /// The section that holds what is at `path`, and the last name of it. With `make`, sections on the way are made where they
    /// are missing.
    fn place<'p>(&mut self, path: &'p CsPath, make: bool) -> Result<(u32, &'p str), Why> {
        let mut names = path.names();
        let name = names.next_back().ok_or(Why::Root)?;
        let mut at = ROOT;
        let mut seen = 0;
        for part in names {
            seen += 1;
            at = match self.sheet.find(at, part) {
                Some(found) if self.sheet.is_section(found) => found,
                Some(_) => return Err(Why::Through(head(path, seen))),
                None if make => self.add(at, part, true)?,
                None => return Err(Why::Missing),
            };
        }
        Ok((at, name))
    }

    fn add(&mut self, parent: u32, name: &str, section: bool) -> Result<u32, Why> {
        spelling::name(name).map_err(Why::Misspelt)?;
        let added = self.sheet.add(parent, name, section).ok_or(Why::TooLarge)?;
        self.touched.insert(added);
        Ok(added)
    }

    /// What is at `path`.
    fn entry(&mut self, path: &CsPath) -> Result<u32, Why> {
        let (parent, name) = self.place(path, false)?;
        self.sheet.find(parent, name).ok_or(Why::Missing)
    }

    fn option(&mut self, path: &CsPath) -> Result<u32, Why> {
        let found = self.entry(path)?;
        if self.sheet.is_section(found) { Err(Why::IsSection) } else { Ok(found) }
    }

    /// The section that something is to go into.
    fn section(&mut self, path: &CsPath) -> Result<u32, Why> {
        if path.is_root() {
            return Ok(ROOT);
        }
        let found = self.entry(path).map_err(|why| match why {
            Why::Missing => Why::NoSection(path.clone()),
            why => why,
        })?;
        if self.sheet.is_section(found) { Ok(found) } else { Err(Why::Through(path.clone())) }
    }

    fn sign(&mut self, signed: &Signed) {
        for id in std::mem::take(&mut self.touched) {
            if self.sheet.is_there(id) {
                let comment = signed.over(&self.sheet.comment(id));
                self.sheet.set_comment(id, &comment);
            }
        }
    }
}

/// The first names of a path.
fn head(path: &CsPath, names: usize) -> CsPath {
    CsPath::from_names(path.names().take(names))
}

/// Text that grows up to a limit.
struct Text(String);

impl fmt::Write for Text {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        if self.0.len().saturating_add(piece.len()) > MOST_TEXT {
            return Err(fmt::Error);
        }
        self.0.push_str(piece);
        Ok(())
    }
}

/// Writes a sheet as [`write_to`](super::write_to) writes a tree. Ends early at a name that would be lost, and says which.
fn write(sheet: &Sheet<'_>, out: &mut Text) -> Result<(), Why> {
    let mut indent = String::new();
    let mut section = ROOT;
    let mut next = sheet.first(ROOT);
    loop {
        if next == NIL {
            if section == ROOT {
                return Ok(());
            }
            indent.truncate(indent.len().saturating_sub(2));
            fmt::Write::write_fmt(out, format_args!("{indent}}}\n")).map_err(full)?;
            (section, next) = (sheet.parent(section), sheet.next(section));
            continue;
        }
        let name = sheet.name(next);
        if !spelling::is_kept(name) {
            return Err(Why::Unwritable(path_in(sheet, next)));
        }
        if let Some(option) = sheet.untouched(next) {
            write_comment(out, &indent, &option.comment()).map_err(full)?;
            write_option(out, &indent, name, option.list()).map_err(full)?;
            next = sheet.next(next);
            continue;
        }
        write_comment(out, &indent, &sheet.comment(next)).map_err(full)?;
        if sheet.is_section(next) {
            write_opening(out, &indent, name).map_err(full)?;
            indent.push_str("  ");
            if indent.len() > 2 * DEEPEST {
                return Err(Why::TooDeep);
            }
            (section, next) = (next, sheet.first(next));
        } else {
            let written = sheet.elements(next, |value| write_option(out, &indent, name, value));
            written.map_err(full)?;
            next = sheet.next(next);
        }
    }
}

fn full(_: fmt::Error) -> Why {
    Why::TooLarge
}

fn path_in(sheet: &Sheet<'_>, mut id: u32) -> CsPath {
    let mut names = Vec::new();
    while id != ROOT && id != NIL {
        names.push(sheet.name(id));
        id = sheet.parent(id);
    }
    CsPath::from_names(names.into_iter().rev())
}
