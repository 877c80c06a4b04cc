//! The frame around every screen, and what stands in the middle: from the model to a [`Screenful`].

use jiff::Timestamp;

use crate::domain::problem::{Class, Problem};
use crate::input::action::{Action, Context, all};
use crate::store::index::Order;
use crate::store::stamp::Stamp;

use super::text::{count, needing_a_look, toned};
use super::{
    Body, Cell, Detail, GridView, Header, Hint, QueryLine, Screenful, Sort, Tab, Tone, empty, time,
    title,
};
use crate::app::enabled::disabled_reason;
use crate::app::model::Model;
use crate::app::route::Route;

/// A configuration younger than this many seconds reads `now`: it is asked for once a minute.
const QUIET: i64 = 75;
/// A configuration or listing older than this many seconds is drawn dim.
const STALE: i64 = 600;
/// A credential that ends within this many seconds is a warning.
const SOON: i64 = 1_800;

impl Model {
    /// What the screen shows, ready to be laid out.
    pub fn present(&self) -> Screenful<'_> {
        Screenful {
            header: Header {
                installation: self.label.name.clone(),
                production: self.label.production,
                mode: toned("read-only", Tone::Dim),
                age: self.age().0,
                identity: self.who().0,
            },
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
        let wake = [self.next_change(), self.poll_due(), self.listing.publish_due()];
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
        [self.age().1, self.who().1, title::of(self).1, rows].into_iter().flatten().min()
    }

    /// Age of the configuration for the header, and when it will read differently.
    pub(crate) fn age(&self) -> (Cell<'static>, Option<Timestamp>) {
        let resource = &self.configuration;
        let Some(snapshot) = resource.value() else {
            let cell = match (resource.problem(), resource.in_flight()) {
                (_, Some(_)) => toned("reading the CS", Tone::Dim),
                (Some((problem, _)), None) => toned(format!("CS {}", brief(problem)), Tone::Bad),
                (None, None) => toned("CS not read", Tone::Dim),
            };
            return (cell, None);
        };
        let Some(as_of) = resource.as_of() else { return (Cell::default(), None) };
        let span = time::ago_quietly(as_of, self.now, QUIET);
        let cell = match resource.problem() {
            Some((problem, _)) => {
                toned(format!("CS {}: {}", span.text, brief(problem)), Tone::Warn)
            }
            None => {
                let version = version(&snapshot.version, self.now);
                toned(format!("{version} · {}", span.text), Tone::Plain)
            }
        };
        (cell, span.changes)
    }

    /// Who we are for the header, and when it will read differently.
    fn who(&self) -> (Cell<'static>, Option<Timestamp>) {
        let resource = &self.identity;
        let Some(identity) = resource.value() else {
            let cell = match (resource.problem(), resource.in_flight()) {
                (_, Some(_)) => toned("asking who we are", Tone::Dim),
                (Some((problem, _)), None) => {
                    toned(format!("identity {}", brief(problem)), Tone::Warn)
                }
                (None, None) => toned("identity unknown", Tone::Dim),
            };
            return (cell, None);
        };
        let user = identity.user.as_deref().unwrap_or("unknown user");
        let mut text = user.to_owned();
        let mut tone = Tone::Plain;
        if let Some(group) = &identity.group {
            text.push_str(" @ ");
            text.push_str(group);
        }
        if let (Some(asked), Some(group)) = (&identity.asked_group, &identity.group)
            && asked != group
        {
            text.push_str(&format!(" (not {asked})"));
            tone = Tone::Warn;
        }
        let Some(end) = identity.expires else { return (toned(text, tone), None) };
        let kind = identity.credential.word();
        let span = match time::left(end, self.now) {
            Some(span) => {
                text.push_str(&format!(" · {kind} {}", span.text));
                if end.as_second().saturating_sub(self.now.as_second()) < SOON {
                    tone = Tone::Warn;
                }
                span
            }
            None => {
                text.push_str(&format!(" · {kind} has ended"));
                tone = Tone::Bad;
                time::Span { text: String::new(), changes: None }
            }
        };
        (toned(text, tone), span.changes)
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
            (Route::Providers | Route::Vos | Route::Ces, None) => (None, 0),
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
        if self.route != Route::Log && self.configuration.value().is_none() {
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
                is_selected: Box::new(|row| {
                    let selection = pane.selection();
                    !selection.is_empty() && selection.contains(&rows.key(row))
                }),
                stale: self.stale(),
                title: title::of(self).0,
                empty: if pane.order().is_empty() { empty::lines(self) } else { Vec::new() },
                needle: pane.wish().filter.clone(),
            },
            detail: Detail { scroll: pane.detail_scroll, ..detail.unwrap_or_default() },
            detail_in_front: pane.in_detail,
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
            Route::Log => false,
        }
    }

    fn query(&self) -> QueryLine {
        let pane = self.pane();
        let (all, shown) = (pane.rows().len(), pane.order().len());
        let mut counts = if pane.wish().filter.is_empty() {
            count(shown)
        } else {
            format!("{} of {}", count(shown), count(all))
        };
        if !pane.selection().is_empty() {
            counts.push_str(&format!(" · {} selected", count(pane.selection().len())));
            if pane.hidden() > 0 {
                counts.push_str(&format!(" ({} hidden)", count(pane.hidden())));
            }
        }
        let text = match &self.typing {
            Some(line) => line.text(),
            None => pane.wish().filter.clone(),
        };
        QueryLine {
            text,
            editing: self.typing.as_ref().map(crate::input::line::Line::cursor),
            counts,
        }
    }

    fn footer(&self) -> Vec<Hint> {
        let contexts = self.contexts();
        let over = self.overlay.is_some() || self.typing.is_some();
        let mut hints: Vec<(u8, Hint)> = Vec::new();
        for spec in all() {
            let Some(rank) = spec.footer else { continue };
            let Some(key) = self.keymap.first_key(spec.action, &contexts) else { continue };
            if over || disabled_reason(spec.action, self).is_none() {
                let title = self.title_of(spec.action).unwrap_or(spec.title);
                hints.push((rank, Hint { key: key.to_string(), title: title.into() }));
            }
        }
        hints.sort_by_key(|(rank, _)| *rank);
        hints.into_iter().map(|(_, hint)| hint).collect()
    }

    /// What an action is called here and now, where that is not what the table says.
    fn title_of(&self, action: Action) -> Option<&'static str> {
        let pane = self.pane();
        match action {
            Action::Back if self.overlay.is_some() => Some("close"),
            Action::Back if self.typing.is_some() => Some("clear"),
            Action::Back if pane.in_detail => Some("list"),
            Action::Back if self.can_stop() => Some("stop"),
            Action::Back if !pane.wish().filter.is_empty() => Some("clear filter"),
            Action::Turn if pane.in_detail => Some("list"),
            Action::Accept if self.contexts().contains(&Context::Filter) => Some("keep"),
            _ => None,
        }
    }

    /// Whether going back stops a listing first.
    pub(crate) fn can_stop(&self) -> bool {
        self.route == Route::Tokens && self.listing.table.in_flight().is_some()
    }

    /// The stamp that answers for the configuration have to bear now.
    pub fn configuration_stamp(&self) -> Stamp {
        Stamp { installation: self.installation, generation: self.configuration.generation() }
    }
}

/// A problem in two words, for the header.
pub(super) fn brief(problem: &Problem) -> &'static str {
    match problem.class {
        Class::Unreachable => "not reached",
        Class::Refused => "refused",
        Class::Usage => "cannot be used",
        Class::Finding | Class::Conflict | Class::Partial => "failed",
    }
}

/// The version of the CS as a time of day, with its date if that is not today's.
fn version(version: &str, now: Timestamp) -> String {
    let Some((date, time)) = version.trim().split_once(' ') else {
        return if version.is_empty() { "local cfg".into() } else { format!("CS {version}") };
    };
    let time = time.split('.').next().unwrap_or(time);
    if now.strftime("%Y-%m-%d").to_string() == date {
        format!("CS {time}")
    } else {
        format!("CS {date} {time}")
    }
}
