//! `tagged`: what is staged at a CE, for whom, what was left out and why, and what it does to pilots.

use serde::Serialize;

use super::or_dash;
use crate::cli::output::{Cell, Column, Row};
use crate::domain::inventory::Inventory;
use crate::domain::tagging::{CePlan, Effect, Outcome, Prepared};

/// A row of `ce tag`, `ce untag`, `ce collapse`: a CE.
#[derive(Serialize)]
pub struct TaggedRow<'a> {
    site: &'a str,
    ce: &'a str,
    path: &'a str,
    vos: Vec<VoRow<'a>>,
    /// Each edit as a line.
    edits: Vec<String>,
    notes: Vec<SaidRow>,
    effects: Vec<EffectRow<'a>>,
    /// What the pre-flight finds, left out or insisted on.
    stops: Vec<StopRow<'a>>,
}

#[derive(Serialize)]
struct VoRow<'a> {
    /// `null`: all of them.
    vo: Option<&'a str>,
    /// `changed`, `already`, `left_out`.
    outcome: &'static str,
    why: Option<SaidRow>,
}

/// A stable name and its sentence.
#[derive(Serialize)]
struct SaidRow {
    id: &'static str,
    text: String,
}

#[derive(Serialize)]
struct EffectRow<'a> {
    vo: &'a str,
    asked: bool,
    queues: &'a [String],
    submit: Turn,
    manage: Turn,
}

#[derive(Serialize)]
struct Turn {
    before: &'static str,
    after: &'static str,
}

#[derive(Serialize)]
struct StopRow<'a> {
    vo: &'a str,
    why: &'a str,
}

fn name_of(inventory: &Inventory, vo: usize) -> &str {
    inventory.vos.get(vo).map(|vo| vo.name.as_str()).unwrap_or_default()
}

impl<'a> TaggedRow<'a> {
    /// The row of one CE's part of a plan.
    pub fn new(part: &'a CePlan, prepared: &'a Prepared, inventory: &'a Inventory) -> Self {
        let ce = inventory.ces.get(part.ce);
        let effect = |effect: &'a Effect| EffectRow {
            vo: name_of(inventory, effect.vo),
            asked: effect.asked,
            queues: &effect.queues,
            submit: Turn { before: effect.before.submit.word(), after: effect.after.submit.word() },
            manage: Turn { before: effect.before.manage.word(), after: effect.after.manage.word() },
        };
        let vo = |one: &crate::domain::tagging::PerVo| VoRow {
            vo: one.vo.map(|vo| name_of(inventory, vo)),
            outcome: one.outcome.word(),
            why: match &one.outcome {
                Outcome::LeftOut(why) => Some(SaidRow { id: why.id(), text: why.words() }),
                Outcome::Changed | Outcome::Already => None,
            },
        };
        let stops = prepared.stops.iter().filter(|stop| stop.ce == part.ce);
        Self {
            site: ce.map(|ce| ce.site.as_str()).unwrap_or_default(),
            ce: ce.map(|ce| ce.name.as_str()).unwrap_or_default(),
            path: ce.map(|ce| ce.path.as_str()).unwrap_or_default(),
            vos: part.vos.iter().map(vo).collect(),
            edits: part.edits.iter().map(ToString::to_string).collect(),
            notes: part
                .notes
                .iter()
                .map(|note| SaidRow { id: note.id(), text: note.words() })
                .collect(),
            effects: prepared.effects.iter().filter(|e| e.ce == part.ce).map(effect).collect(),
            stops: stops
                .map(|stop| StopRow { vo: name_of(inventory, stop.vo), why: &stop.why })
                .collect(),
        }
    }

    /// Everything that is to be read about it, sentence by sentence.
    pub fn said(&self) -> Vec<String> {
        let mut said = Vec::new();
        for one in &self.vos {
            if let Some(why) = &one.why {
                let vo = one.vo.map(|vo| format!("{vo}: ")).unwrap_or_default();
                said.push(format!("left out: {vo}{}", why.text));
            }
        }
        let insisted = |stop: &&StopRow<'_>| {
            self.vos.iter().any(|one| one.vo == Some(stop.vo) && one.outcome == "changed")
        };
        for stop in self.stops.iter().filter(insisted) {
            said.push(format!("would stop: {}: {}", stop.vo, stop.why));
        }
        said.extend(self.notes.iter().map(|note| note.text.clone()));
        said
    }
}

impl Row for TaggedRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["site", "ce", "vos", "edits", "notes"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        let vo = |one: &VoRow<'_>| format!("{} {}", one.vo.unwrap_or("all"), one.outcome);
        let vos: Vec<String> = self.vos.iter().map(vo).collect();
        // the table says where in its first columns
        let short = |edit: &String| edit.replace(&format!("{}/", self.path), "");
        let edits: Vec<String> = self.edits.iter().map(short).collect();
        let said = self.said();
        let some = |text: &str| or_dash(Some(text).filter(|text| !text.is_empty()));
        vec![
            Cell::new(self.site),
            Cell::new(self.ce),
            Cell::new(vos.join(", ")),
            some(&edits.join("; ")),
            some(&said.join(" ")),
        ]
    }
}
