//! What stands on the screen before a token was read: what to do.

use crate::app::model::Model;
use crate::app::present::text::Sheet;
use crate::app::present::{Detail, Tone};
use crate::input::action::{Action, Context};

/// The page where no token was read yet.
pub(super) fn page(model: &Model) -> Detail {
    let mut sheet = Sheet::new("Inspect", "");
    if let Some((_, origin)) = &model.desk.coming {
        sheet.text(format!("Reading what comes {}. esc stops.", origin.words()), Tone::Plain);
        return sheet.done();
    }
    sheet.text(
        "What a token says, what it lets its bearer do, and what is wrong with it.",
        Tone::Plain,
    );
    sheet.blank();
    let key = |action, context| {
        let key = model.keymap.first_key(action, &[context, Context::Screen]);
        key.map(|key| key.to_string()).unwrap_or_default()
    };
    let paste = key(Action::PasteToken, Context::Inspect);
    let file = key(Action::OpenToken, Context::Inspect);
    let (tokens, inspect) =
        (key(Action::GoTokens, Context::Screen), key(Action::Inspect, Context::Tokens));
    sheet.text(format!("{paste}  paste one, or paste it right here: it is not shown"), Tone::Plain);
    sheet.text(format!("{file}  read one from a file"), Tone::Plain);
    sheet.text(format!("{tokens}  choose a stored one, and press {inspect} there"), Tone::Plain);
    sheet.blank();
    sheet.text("It is read here, sent nowhere, and wiped.", Tone::Dim);
    sheet.done()
}
