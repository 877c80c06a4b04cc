//! The frame around every screen, and what stands in the middle: from the model to a [`Screenful`].

use jiff::Timestamp;

use crate::domain::query::Query;
use crate::input::action::{Action, Context, all};
use crate::store::index::Order;
use crate::store::stamp::Stamp;

use super::text::{count, counted, needing_a_look};
use super::{
    Body, Detail, GridView, Hint, QueryLine, Screenful, Sort, Tab, dialog, empty, inspect, title,
};
use crate::app::enabled::disabled_reason;
use crate::app::model::Model;
use crate::app::pane::Pane;
use crate::app::route::Route;

/// A configuration or listing older than this many seconds is drawn dim.
const STALE: i64 = 600;

impl Model {
    /// What the screen shows, ready to be laid out.
    pub fn present(&self) -> Screenful<'_> {
        Screenful {
            header: self.header(),
            tabs: Route::ALL.into_iter().map(|route| self.tab(route)).collect(),
            body: self.body(),
            query: self.query(),
            footer: self.footer(),
            notice: self.notices.shown().cloned(),
            overlay: self.overlay.as_ref().map(|open| super::overlays::present(self, open)),
            now: self.now,
        }
    }

    /// When something on screen will look different, or something has to be asked again, by the mere passing of time.
    /// Until then nothing needs to wake up.
    pub fn next_wake(&self, now: Timestamp) -> Option<Timestamp> {
        let again = self.pane().again_due().filter(|_| self.focused);
        let wake = [self.next_change(), self.poll_due(), self.listing.publish_due(), again];
        let wake = wake.into_iter().flatten().min()?;
        // a fraction of a second later rather than several times a second
        let whole = Timestamp::from_second(wake.as_second().saturating_add(1)).unwrap_or(wake);
        Some(if wake.subsec_nanosecond() == 0 { wake } else { whole }.max(now))
    }

    /// When something on screen will look different than it did when it was last drawn.
    pub(crate) fn next_change(&self) -> Option<Timestamp> {
        let pane = self.pane();
        let rows = pane.visible(self.viewport.grid).chain(pane.row());
        let rows = rows.filter_map(|row| pane.rows().next_change(row, self.seen)).min();
        let tasks = dialog::next_change(self);
        let token = self.desk.changes.filter(|_| self.route == Route::Inspect);
        let changes =
            [self.mode().1, self.age().1, self.who().1, title::of(self).1, rows, tasks, token];
        changes.into_iter().flatten().min()
    }

    fn tab(&self, route: Route) -> Tab {
        let snapshot = self.configuration.value();
        let rows = self.panes.get(route).rows().len();
        let (count, findings) = match (route, snapshot) {
            (Route::Providers, Some(snapshot)) => {
                let rows_of = &snapshot.inventory.providers;
                (Some(rows), needing_a_look(rows_of.iter().flat_map(|p| &p.findings)))
            }
            (Route::Vos, Some(snapshot)) => {
                let rows_of = &snapshot.inventory.vos;
                (Some(rows), needing_a_look(rows_of.iter().flat_map(|vo| &vo.findings)))
            }
            (Route::Ces, Some(snapshot)) => {
                let rows_of = &snapshot.inventory.ces;
                (Some(rows), needing_a_look(rows_of.iter().flat_map(|ce| &ce.findings)))
            }
            (Route::Tokens, _) => (self.listing.table.value().map(|_| rows), 0),
            (Route::Log, _) => (Some(self.requests.len()), 0),
            (Route::Inspect, _) | (Route::Providers | Route::Vos | Route::Ces, None) => (None, 0),
        };
        Tab {
            number: route.number(),
            title: route.title(),
            short: route.short(),
            count,
            findings,
            active: route == self.route,
        }
    }

    fn body(&self) -> Body<'_> {
        if self.route == Route::Inspect {
            return inspect::body(self);
        }
        if !self.has_rows() {
            return Body::Page(empty::before_anything(self));
        }
        let pane = self.pane();
        let sort = |order: Order| Sort { column: order.column, descending: order.descending };
        let detail = pane.row().map(|row| pane.rows().detail(row, self.now));
        let rows = pane.rows();
        Body::Grid {
            grid: GridView {
                rows: &**rows,
                order: pane.order(),
                cursor: pane.cursor(),
                top: pane.top(),
                sort: pane.wish().order.map(sort),
                is_selected: Box::new(|row| pane.marks().contains(row)),
                stale: self.stale(),
                title: title::of(self).0,
                empty: if pane.order().is_empty() { empty::lines(self) } else { Vec::new() },
                marks: pane.wish().query.marks(),
            },
            detail: Detail { scroll: pane.detail_scroll, ..detail.unwrap_or_default() },
            detail_in_front: pane.in_detail,
        }
    }

    /// Whether a list is shown: without a configuration, only the log has rows.
    pub(crate) fn has_rows(&self) -> bool {
        match self.route {
            Route::Log => true,
            Route::Inspect => self.desk.opened.is_some(),
            _ => self.configuration.value().is_some(),
        }
    }

    fn stale(&self) -> bool {
        let old = |as_of: Option<Timestamp>| {
            as_of.is_some_and(|at| self.now.as_second().saturating_sub(at.as_second()) > STALE)
        };
        match self.route {
            Route::Providers | Route::Vos | Route::Ces => {
                old(self.configuration.as_of()) || self.configuration.problem().is_some()
            }
            Route::Tokens => {
                old(self.listing.table.as_of()) || self.listing.table.problem().is_some()
            }
            Route::Inspect | Route::Log => false,
        }
    }

    fn query(&self) -> QueryLine {
        if !self.has_rows() {
            return QueryLine::default();
        }
        let pane = self.pane();
        let (all, shown) = (pane.rows().len(), pane.order().len());
        let query = &pane.wish().query;
        let mut counts = if query.is_all() {
            counted(shown, "row", "rows")
        } else {
            format!("{} of {}", count(shown), count(all))
        };
        if !pane.selection().is_empty() {
            counts = format!("{counts} · {}", selected(pane));
        }
        QueryLine {
            text: self.query_text(),
            error: self.query_error(),
            editing: self.typing.as_ref().map(crate::input::line::Line::cursor),
            counts,
        }
    }

    /// The most relevant keys of what is active, in the order shown.
    pub(crate) fn footer(&self) -> Vec<Hint> {
        let contexts = self.contexts();
        let over = self.overlay.is_some() || self.typing.is_some();
        let mut hints: Vec<(u8, Hint)> = Vec::new();
        for spec in all() {
            let Some(rank) = spec.footer else { continue };
            let Some(key) = self.keymap.first_key(spec.action, &contexts) else { continue };
            // with marks it is they that matter, and no longer the row under the cursor
            let marked = !over && self.pane().marks().count > 0;
            if marked && spec.action == Action::Open {
                continue;
            }
            if over || disabled_reason(spec.action, self).is_none() {
                let title = self.title_of(spec.action).unwrap_or(spec.title);
                hints.push((
                    rank,
                    Hint {
                        key: key.to_string(),
                        title: title.into(),
                        stays: spec.action == Action::Help,
                    },
                ));
            }
        }
        hints.sort_by_key(|(rank, _)| *rank);
        hints.into_iter().map(|(_, hint)| hint).collect()
    }

    /// What an action is called here and now, where that is not what the table says.
    fn title_of(&self, action: Action) -> Option<&'static str> {
        let pane = self.pane();
        match action {
            Action::Write if self.write.allows(self.now) => Some("lock changes"),
            Action::Face if self.panes.shows_journal() => Some("requests"),
            Action::Back if self.overlay.is_some() => Some("close"),
            Action::Back if self.typing.is_some() => Some("clear"),
            Action::Turn if pane.in_detail => Some("list"),
            Action::Back if pane.in_detail => None,
            Action::Back if self.can_stop() => Some("stop"),
            Action::Back if !pane.wish().query.is_all() => Some("clear filter"),
            Action::Accept if self.contexts().contains(&Context::Filter) => Some("keep"),
            _ => None,
        }
    }

    /// Whether going back stops a listing first.
    pub(crate) fn can_stop(&self) -> bool {
        let listing = self.route == Route::Tokens && self.listing.table.in_flight().is_some();
        let looking = matches!(self.route, Route::Tokens | Route::Log);
        listing || (looking && self.stopping.planning.is_some())
    }

    /// The stamp that answers for the configuration have to bear now.
    pub fn configuration_stamp(&self) -> Stamp {
        Stamp { installation: self.installation, generation: self.configuration.generation() }
    }
}

/// `3 selected (1 hidden)`, `all 1 204 that match`, `all 14 that match tag:Token but 2 (1 hidden)`.
fn selected(pane: &Pane) -> String {
    let marks = pane.marks();
    let of_query = |query: &Query| {
        let matching = marks.count.saturating_add(marks.left_out).saturating_sub(marks.added);
        let matching = count(matching);
        if query.is_all() {
            format!("all {matching} selected")
        } else if *query == pane.wish().query {
            format!("all {matching} that match")
        } else {
            format!("all {matching} that match {}", query.text())
        }
    };
    let some = |number: usize, say: &dyn Fn(String) -> String| match number {
        0 => String::new(),
        number => say(count(number)),
    };
    let hidden = some(marks.hidden, &|number| format!(" ({number} hidden)"));
    match pane.selection().query() {
        None => format!("{} selected{hidden}", count(marks.count)),
        Some(query) => {
            let out = some(marks.left_out, &|number| format!(" but {number}"));
            let more = some(marks.added, &|number| format!(" and {number} more"));
            format!("{}{out}{more}{hidden}", of_query(query))
        }
    }
}
