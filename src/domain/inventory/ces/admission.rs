//! Which VOs a queue admits, by the option `VO` of site, CE and queue (facts/dirac.md 5.1; `getQueues`).
//!
//! DIRAC 8 asks every level that has the option, DIRAC 9 only the most specific one that is not empty. Case does not
//! matter. No list anywhere admits everybody.

use std::collections::HashMap;

use crate::domain::layout::Rules;
use crate::domain::vo::VoNames;

/// The VOs one level names; `None` if it names none and so admits all.
#[derive(Clone, Debug)]
pub(super) struct Admitted(Option<Vec<bool>>);

impl Admitted {
    fn admits(&self, vo: usize) -> bool {
        self.0.as_ref().is_none_or(|named| named.get(vo).copied().unwrap_or(false))
    }
}

/// The levels that are asked.
pub(super) struct Combined<'a>([&'a Admitted; 3]);

impl Combined<'_> {
    /// Whether the VO at `vo` is admitted.
    pub(super) fn admits(&self, vo: usize) -> bool {
        self.0.iter().all(|level| level.admits(vo))
    }
}

/// Reads the lists; what a name means is looked up once per name.
pub(super) struct Admission<'t, 'v> {
    rules: Rules,
    vos: &'v VoNames<'v>,
    known: HashMap<&'t str, Vec<usize>>,
}

impl<'t, 'v> Admission<'t, 'v> {
    pub(super) fn new(rules: Rules, vos: &'v VoNames<'v>) -> Self {
        Self { rules, vos, known: HashMap::new() }
    }

    /// The VOs that one level's list names.
    pub(super) fn read(&mut self, list: &[&'t str]) -> Admitted {
        if list.is_empty() {
            return Admitted(None);
        }
        let mut named = vec![false; self.vos.len()];
        for name in list {
            let meant =
                self.known.entry(name).or_insert_with(|| self.vos.positions_alike(name).collect());
            for at in meant.iter() {
                if let Some(slot) = named.get_mut(*at) {
                    *slot = true;
                }
            }
        }
        Admitted(Some(named))
    }

    /// All three levels together.
    pub(super) fn combine<'a>(
        &self,
        site: &'a Admitted,
        ce: &'a Admitted,
        queue: &'a Admitted,
    ) -> Combined<'a> {
        let levels = [queue, ce, site];
        match self.rules {
            Rules::V8 => Combined(levels),
            Rules::V9 => {
                let nearest = levels.into_iter().find(|level| level.0.is_some()).unwrap_or(queue);
                Combined([nearest; 3])
            }
        }
    }
}
