//! A configuration that can be changed: entries in order, with comments, as diraccfg's `CFG` holds them.
//!
//! Reading and printing are [`crate::domain::cs`]'s; this is the form in between, for the few options that a server sets
//! itself and for merging.

use crate::domain::cs::{self, Entry as Read, Section, Tree};

/// Deepest nesting that is taken; Python ends at about as much.
const DEEPEST: usize = 400;

/// A section's entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cfg {
    pub(super) entries: Vec<Entry>,
}

/// An option or a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Lines without `#`.
    pub(super) comment: String,
    pub(super) body: Body,
}

/// What an entry holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// An option's value.
    Value(String),
    /// A section's entries.
    Section(Cfg),
}

impl Cfg {
    /// The content of `tree`; `None` if it nests deeper than a server could bear.
    pub(super) fn of(tree: &Tree) -> Option<Self> {
        Self::of_section(tree.root(), 0)
    }

    fn of_section(section: Section<'_>, depth: usize) -> Option<Self> {
        if depth > DEEPEST {
            return None;
        }
        let mut entries = Vec::new();
        for entry in section.entries() {
            entries.push(match entry {
                Read::Option(option) => Entry {
                    name: option.name().to_owned(),
                    comment: option.comment(),
                    body: Body::Value(option.value().into_owned()),
                },
                Read::Section(section) => Entry {
                    name: section.name().to_owned(),
                    comment: section.comment(),
                    body: Body::Section(Self::of_section(section, depth + 1)?),
                },
            });
        }
        Some(Self { entries })
    }

    /// The content as a tree.
    pub(super) fn tree(&self) -> Result<Tree, cs::ParseError> {
        let mut text = String::new();
        self.write(&mut text);
        cs::parse(text)
    }

    /// Every value on one line, however many elements it has: DIRAC's form is made when the tree is printed.
    fn write(&self, out: &mut String) {
        for entry in &self.entries {
            for line in entry.comment.split('\n').filter(|line| !line.is_empty()) {
                out.extend(["#", line, "\n"]);
            }
            match &entry.body {
                Body::Value(value) => out.extend([entry.name.as_str(), " = ", value, "\n"]),
                Body::Section(section) => {
                    out.extend([entry.name.as_str(), "\n{\n"]);
                    section.write(out);
                    out.push_str("}\n");
                }
            }
        }
    }

    /// Where the entry of that name is.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.name == name)
    }

    /// Sets the option at the end of `path`, whose sections are made where they are missing. A name on the way that is an
    /// option is left alone, and nothing is set.
    pub(super) fn set(&mut self, path: &[&str], value: &str) {
        let Some((name, below)) = path.split_first() else { return };
        let at = self.find(name).unwrap_or_else(|| {
            let body = if below.is_empty() {
                Body::Value(String::new())
            } else {
                Body::Section(Self::default())
            };
            self.entries.push(Entry { name: (*name).to_owned(), comment: String::new(), body });
            self.entries.len().saturating_sub(1)
        });
        match self.entries.get_mut(at).map(|entry| &mut entry.body) {
            Some(Body::Value(old)) if below.is_empty() => value.clone_into(old),
            Some(Body::Section(section)) if !below.is_empty() => section.set(below, value),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cfg;
    use crate::domain::cs::{parse, serialize};

    #[test]
    fn what_is_read_is_what_is_written() {
        let text = "#first\n#second\nA\n{\n  x = 1\n  x += 2\n  #of B\n  B\n  {\n  }\n  y = \n}\n";
        let tree = Cfg::of(&parse(text).unwrap()).unwrap().tree().unwrap();
        assert_eq!(serialize(&tree), text);
    }

    #[test]
    fn options_are_set_where_they_are_or_at_the_end() {
        let mut cfg = Cfg::of(&parse("A\n{\nx = 1\ny = 2\n}\n").unwrap()).unwrap();
        cfg.set(&["A", "x"], "a, b");
        cfg.set(&["B", "C", "z"], "3");
        cfg.set(&["A", "x", "below"], "ignored");
        let text = serialize(&cfg.tree().unwrap());
        assert_eq!(
            text,
            "A\n{\n  x = a\n  x += b\n  y = 2\n}\nB\n{\n  C\n  {\n    z = 3\n  }\n}\n"
        );
    }

    #[test]
    fn a_tower_of_sections_is_refused() {
        let text = "A\n{\n".repeat(500) + &"}\n".repeat(500);
        assert!(Cfg::of(&parse(text).unwrap()).is_none());
    }
}
