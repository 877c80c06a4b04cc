//! Absolute paths in the configuration.
//!
//! A path is text with a meaning only relative to a tree; it never says whether what it names exists.

use std::fmt;

use super::blank::path_parts;

/// Absolute path in the configuration: `/Resources/IdProviders/IAM-WLCG`.
///
/// Always begins with `/`, never ends with one (the root, `/`, apart), and holds no empty names: what diraccfg makes of a
/// path before it follows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CsPath(Box<str>);

impl CsPath {
    /// Normalises `path`: a leading slash is added, empty names are dropped, names lose blanks at their ends.
    pub fn new(path: &str) -> Self {
        Self::from_names(path_parts(path))
    }

    /// The path of these names, from the root down.
    pub(super) fn from_names<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut text = String::new();
        for name in names {
            text.push('/');
            text.push_str(name);
        }
        if text.is_empty() {
            text.push('/');
        }
        Self(text.into_boxed_str())
    }

    /// This path extended by `below`, which may hold several names: `/Registry` and `VO/myvo`.
    #[must_use]
    pub fn join(&self, below: &str) -> Self {
        Self::from_names(path_parts(&self.0).chain(path_parts(below)))
    }

    /// The names, from the root down; none for the root.
    pub fn names(&self) -> impl DoubleEndedIterator<Item = &str> {
        path_parts(&self.0)
    }

    /// Whether this is the root.
    pub fn is_root(&self) -> bool {
        self.name().is_empty()
    }

    /// Whether this path is `above` itself or lies below it.
    pub fn is_in(&self, above: &Self) -> bool {
        above.is_root()
            || self
                .0
                .strip_prefix(&*above.0)
                .is_some_and(|below| below.is_empty() || below.starts_with('/'))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last name; empty for the root.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The path one level up; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (above, name) = self.0.rsplit_once('/')?;
        (!name.is_empty()).then(|| Self(if above.is_empty() { "/" } else { above }.into()))
    }
}

impl Default for CsPath {
    fn default() -> Self {
        Self("/".into())
    }
}

impl From<&str> for CsPath {
    fn from(path: &str) -> Self {
        Self::new(path)
    }
}

impl AsRef<str> for CsPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
