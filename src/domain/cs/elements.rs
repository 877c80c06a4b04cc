//! A list's elements in order, found, added and taken out without walking over them.

use std::collections::HashMap;

/// The elements of a list that is being changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Elements {
    /// In order; `None` where one was taken out.
    all: Vec<Option<Box<str>>>,
    /// Where each of them is, as often as it is there.
    places: HashMap<Box<str>, Vec<usize>>,
}

impl Elements {
    pub(super) fn contains(&self, element: &str) -> bool {
        self.places.contains_key(element)
    }

    /// Adds an element at the end.
    pub(super) fn push(&mut self, element: &str) {
        self.places.entry(element.into()).or_default().push(self.all.len());
        self.all.push(Some(element.into()));
    }

    /// Takes an element out, as often as it is there.
    pub(super) fn remove(&mut self, element: &str) {
        for place in self.places.remove(element).unwrap_or_default() {
            if let Some(place) = self.all.get_mut(place) {
                *place = None;
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().filter_map(|element| element.as_deref())
    }
}

impl<'e> FromIterator<&'e str> for Elements {
    fn from_iter<I: IntoIterator<Item = &'e str>>(elements: I) -> Self {
        let mut list = Self::default();
        for element in elements {
            list.push(element);
        }
        list
    }
}
