//! The picture in the README: the console on the demo's own configuration, as it is drawn, made into an SVG.

use std::sync::Arc;

use dirac_tokens::app::model::Label;
use dirac_tokens::app::msg::Answer;
use dirac_tokens::domain::secret::Fingerprint;
use dirac_tokens::domain::token::ListedToken;
use dirac_tokens::sandbox::content::{Places, StoredToken};
use dirac_tokens::sandbox::world::{self, Size};
use dirac_tokens::store::installation::Snapshot;
use dirac_tokens::view::{Theme, draw};
use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::support::{App, START, Step, snapshot_of};
use crate::generated::hold;
use crate::support::svg::svg;

const SIZE: (u16, u16) = (132, 28);

/// The CE that hides its site's tag stands under the cursor.
#[tokio::test]
async fn the_picture_shows_what_the_console_shows() {
    let content =
        world::content(&Size::default(), &places(), Timestamp::from_second(START).expect("a time"));
    let mut app = App::of(Label { name: "demo".into(), production: false }, |model| model);
    let snapshot: Arc<Snapshot> = snapshot_of("2026-11-21 03:11:52.1", &content.cs);
    let rows = content.stored.iter().zip(1..).map(listed).collect();
    app.script("reading the configuration", &[Step::Say(Answer::Snapshot(snapshot))]);
    app.script_listing(&[
        Step::Say(Answer::Tokens(rows)),
        Step::Say(Answer::Listed { complete: true }),
    ]);
    app.core.start();
    app.core.settle().await;
    app.keys("4 3").await;
    while !app.under_cursor().contains("ce04.dresden") {
        let before = app.under_cursor();
        app.keys("down").await;
        assert_ne!(before, app.under_cursor(), "the CE is on the list");
    }
    let area = Rect::new(0, 0, SIZE.0, SIZE.1);
    let mut buffer = Buffer::empty(area);
    draw(&app.screen(), &Theme::ansi(), area, &mut buffer);
    let title = "The console on the demo: CEs, which VO's pilots go there with a token, and a CE whose own tag \
                 hides that of its site.";
    hold("assets/screen.svg", &svg(&buffer, title));
}

fn places() -> Places {
    let at = |port: u16, path: &str| format!("https://localhost:{port}{path}");
    Places {
        master: at(9135, "/Configuration/Server"),
        worker: at(8443, "/Configuration/Server"),
        token_manager: at(8443, "/Framework/TornadoTokenManager"),
        issuers: [at(8551, ""), at(8552, ""), at(8553, "")],
    }
}

fn listed((row, id): (&StoredToken, u64)) -> ListedToken {
    ListedToken {
        id: Some(id),
        user: Some(row.user.clone()),
        user_id: row.token_id.clone(),
        provider: row.provider.clone(),
        scopes: row.scope.split(' ').map(str::to_owned).collect(),
        access_expires: row.access_ends,
        refresh_expires: row.refresh_ends,
        issued: Some(row.issued),
        client_id: None,
        access: Some(Fingerprint::of(&id.to_le_bytes())),
        refresh: None,
    }
}
