//! The console itself, as the loop sees it: inputs become messages, what was drawn tells the model how much fits.

use super::drive::Console;
use crate::app::msg::{Msg, Place, Viewport};
use crate::app::present::Screenful;
use crate::app::route::Route;
use crate::input::key::Key;
use crate::runtime::core::{Backend, Core};
use crate::view::{HitMap, Target, Window};

impl<B: Backend> Console for Core<B> {
    fn start(&mut self) {
        self.start();
    }

    fn key(&mut self, key: Key) {
        self.handle(Msg::Key(key));
    }

    fn paste(&mut self, text: String) {
        self.handle(Msg::Paste(text.into()));
    }

    fn press(&mut self, target: Option<Target>) {
        self.handle(Msg::Point(place(target)));
    }

    fn wheel(&mut self, target: Option<Target>, rows: i32) {
        self.handle(Msg::Scroll(place(target), rows));
    }

    fn focus(&mut self, focused: bool) {
        self.handle(Msg::Focus(focused));
    }

    async fn wait(&mut self) {
        self.wait().await;
    }

    fn frame(&mut self, all: bool) -> Option<Screenful<'_>> {
        if all { Some(self.repaint()) } else { self.frame() }
    }

    fn drawn(&mut self, hits: &HitMap) {
        // on a screen that is too small for it nothing of a dialog is seen
        if hits.shows(Target::Overlay) {
            self.overlay_seen(hits.overlay.is_at_end());
        }
        let known = self.model().viewport();
        let viewport = seen(known, hits);
        if viewport != known {
            self.handle(Msg::Viewport(viewport));
        }
    }

    fn ended(&self) -> Option<u8> {
        self.quitting().then_some(0)
    }

    fn mouse(&self) -> bool {
        self.model().mouse()
    }
}

/// What lies on the screen, in the model's words.
fn place(target: Option<Target>) -> Place {
    match target {
        Some(Target::Row(position)) => Place::Row(position),
        Some(Target::Column(column)) => Place::Column(column),
        Some(Target::Detail) => Place::Detail,
        Some(Target::Tab(number)) => {
            let route = Route::ALL.into_iter().find(|route| route.number() == number);
            route.map_or(Place::Elsewhere, Place::Screen)
        }
        Some(Target::Query) => Place::Filter,
        Some(Target::Hint(position)) => Place::Hint(position),
        Some(Target::Choice(position)) => Place::Choice(position),
        Some(Target::Overlay) => Place::Overlay,
        None => Place::Elsewhere,
    }
}

/// The layout as it was drawn; of a part that was not drawn, what is known.
fn seen(known: Viewport, hits: &HitMap) -> Viewport {
    let (grid, detail) = (hits.grid.shown, hits.detail.shown);
    let overlay_end = end(hits.overlay, known.overlay_end);
    let overlay = if hits.overlay.shown == 0 { known.overlay } else { hits.overlay.shown };
    if grid == 0 && detail == 0 {
        return Viewport { overlay_end, overlay, ..known };
    }
    Viewport {
        grid: if grid == 0 { known.grid } else { grid },
        detail: if detail == 0 { known.detail } else { detail },
        beside: hits.beside,
        detail_end: end(hits.detail, known.detail_end),
        overlay_end,
        overlay,
    }
}

/// First line when the last one is in sight; what is known, if nothing was drawn.
fn end(window: Window, known: usize) -> usize {
    if window.shown == 0 { known } else { window.total.saturating_sub(window.shown) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pane_that_is_not_drawn_keeps_its_height() {
        let known = Viewport { grid: 20, detail: 10, ..Viewport::default() };
        let mut hits = HitMap::default();
        assert_eq!(seen(known, &hits), known);
        hits.detail = Window { first: 0, shown: 7, total: 40 };
        let viewport = seen(known, &hits);
        assert_eq!((viewport.grid, viewport.detail, viewport.beside), (20, 7, false));
        assert_eq!((viewport.detail_end, viewport.overlay_end), (33, usize::MAX));
    }
}
