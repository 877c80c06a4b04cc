//! The console itself, as the loop sees it: inputs become messages, what was drawn tells the model how much fits.

use super::drive::Console;
use super::input::Input;
use crate::app::msg::{Msg, Viewport};
use crate::app::present::Screenful;
use crate::runtime::core::{Backend, Core};
use crate::view::{HitMap, Window};

impl<B: Backend> Console for Core<B> {
    fn start(&mut self) {
        self.start();
    }

    fn input(&mut self, input: Input) {
        match input {
            Input::Key(key) => self.handle(Msg::Key(key)),
            Input::Paste(text) => self.handle(Msg::Paste(text)),
            Input::Resized | Input::Nothing => {}
        }
    }

    async fn wait(&mut self) {
        self.wait().await;
    }

    fn frame(&mut self, all: bool) -> Option<Screenful<'_>> {
        if all { Some(self.repaint()) } else { self.frame() }
    }

    fn drawn(&mut self, hits: &HitMap) {
        let known = self.model().viewport();
        let viewport = seen(known, hits);
        if viewport != known {
            self.handle(Msg::Viewport(viewport));
        }
    }

    fn ended(&self) -> Option<u8> {
        self.quitting().then_some(0)
    }
}

/// The layout as it was drawn; of a part that was not drawn, what is known.
fn seen(known: Viewport, hits: &HitMap) -> Viewport {
    let (grid, detail) = (hits.grid.shown, hits.detail.shown);
    let overlay_end = end(hits.overlay, known.overlay_end);
    if grid == 0 && detail == 0 {
        return Viewport { overlay_end, ..known };
    }
    Viewport {
        grid: if grid == 0 { known.grid } else { grid },
        detail: if detail == 0 { known.detail } else { detail },
        beside: hits.beside,
        detail_end: end(hits.detail, known.detail_end),
        overlay_end,
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
