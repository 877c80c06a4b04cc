//! An option's value: the lines that make it, and the list that they hold.
//!
//! diraccfg serves every list as one `=` line and a `+=` line per further element. Such a value is kept as the one range of
//! text that all these lines make, and taken apart when it is read.

use std::borrow::Cow;

use super::blank::strip;

/// The pieces of a value: one, or one per line of the option.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines<'t> {
    first: Option<&'t str>,
    more: &'t str,
}

impl<'t> Lines<'t> {
    /// The pieces in `text`: with `many`, the rest of the first line and what stands behind the `=` of the others.
    pub(super) fn new(text: &'t str, many: bool) -> Self {
        if !many {
            return Self { first: Some(text), more: "" };
        }
        let (first, more) = text.split_once('\n').unwrap_or((text, ""));
        Self { first: Some(strip(first)), more }
    }

    /// The whole value: the pieces joined as diraccfg joins them.
    pub(super) fn join(mut self) -> Cow<'t, str> {
        let first = self.first.take().unwrap_or_default();
        if self.more.is_empty() {
            return Cow::Borrowed(first);
        }
        let mut value = String::with_capacity(first.len().saturating_add(self.more.len()));
        value.push_str(first);
        for line in self {
            value.push_str(", ");
            value.push_str(line);
        }
        Cow::Owned(value)
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        while !self.more.is_empty() {
            let (line, more) = self.more.split_once('\n').unwrap_or((self.more, ""));
            self.more = more;
            let line = strip(line);
            // between the lines of an option there may be comments and stray names, which hold no element
            if line.starts_with('#') {
                continue;
            }
            if let Some((_, value)) = line.split_once('=') {
                return Some(strip(value));
            }
        }
        None
    }
}

/// The elements of an option's value, in order: see [`Opt::list`](super::Opt::list).
#[derive(Clone)]
pub struct List<'t> {
    lines: Lines<'t>,
    line: Option<std::str::Split<'t, char>>,
}

impl<'t> List<'t> {
    pub(super) fn new(lines: Lines<'t>) -> Self {
        Self { lines, line: None }
    }
}

impl<'t> Iterator for List<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        loop {
            if let Some(line) = &mut self.line
                && let Some(element) = line.map(strip).find(|element| !element.is_empty())
            {
                return Some(element);
            }
            self.line = Some(self.lines.next()?.split(','));
        }
    }
}
