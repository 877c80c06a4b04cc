//! What to say where there are no rows: what happened, and what to do next.

use super::text::{Sheet, counted};
use super::{Detail, Tone};
use crate::app::enabled::forbidden;
use crate::app::model::Model;
use crate::app::route::Route;
use crate::domain::permission::What;
use crate::domain::query::Node;

/// The page shown before the first configuration is here.
pub(super) fn before_anything(model: &Model) -> Detail {
    let mut sheet = Sheet::new(model.route.title(), "");
    let resource = &model.configuration;
    if resource.in_flight().is_some() {
        sheet.text(format!("Reading the configuration of {}.", model.label.name), Tone::Plain);
    }
    if let Some((problem, _)) = resource.problem() {
        sheet.text("The configuration could not be read.", Tone::Bad);
        sheet.blank();
        sheet.text(problem.message.as_str(), Tone::Plain);
        if !problem.remedy.is_empty() {
            sheet.blank();
            sheet.text(problem.remedy.as_str(), Tone::Plain);
        }
        sheet.blank();
        if resource.in_flight().is_none() {
            sheet.text("r tries again at once; otherwise that is done every minute.", Tone::Dim);
        }
        sheet.text("7 shows every request that was sent.", Tone::Dim);
    }
    sheet.done()
}

/// The lines shown in place of rows.
pub(super) fn lines(model: &Model) -> Vec<String> {
    let pane = model.pane();
    let query = &pane.wish().query;
    if !pane.rows().is_empty() && !query.is_all() {
        let rows = counted(pane.rows().len(), "row", "rows");
        let text = query.text();
        let what = match query.root() {
            Node::Word(..) => format!("None of {rows} contains \u{201c}{text}\u{201d}."),
            _ => format!("None of {rows} matches \u{201c}{text}\u{201d}."),
        };
        return vec![what, "esc clears the filter.".into()];
    }
    match model.route {
        Route::Providers => vec![
            "This configuration has no IdProviders.".into(),
            "They are the sections of /Resources/IdProviders. Without one there are no tokens."
                .into(),
        ],
        Route::Vos => vec![
            "This configuration has no VOs.".into(),
            "They are the sections of /Registry/VO, and the VO options of /Registry/Groups.".into(),
        ],
        Route::Ces => vec![
            "This configuration has no CEs.".into(),
            "They are the sections of /Resources/Sites/<Grid>/<Site>/CEs.".into(),
        ],
        Route::Tokens => tokens(model),
        Route::Inspect => Vec::new(),
        Route::Log if model.panes.shows_journal() => vec![
            "Nothing was revoked or deleted by you on this host.".into(),
            "What is goes into the journal step by step, before it is sent.".into(),
        ],
        Route::Log => vec!["Nothing was asked yet.".into()],
    }
}

fn tokens(model: &Model) -> Vec<String> {
    let users = model.users_to_list().len();
    let table = &model.listing.table;
    if table.in_flight().is_some() {
        let users = counted(users, "user", "users");
        return vec![format!("Asking for the stored tokens of {users}."), "esc stops.".into()];
    }
    if let Some((problem, _)) = table.problem() {
        let mut lines = vec![problem.message.clone()];
        lines.extend((!problem.remedy.is_empty()).then(|| problem.remedy.clone()));
        lines.push("r tries again.".into());
        return lines;
    }
    if users == 0 {
        return vec![
            "No user of this configuration has a token id, so nobody can have stored tokens."
                .into(),
            "A token id is a DN of the form /O=DIRAC/CN=<id> in /Registry/Users/<user>/DN.".into(),
        ];
    }
    if let Some(sentence) = forbidden(What::ListTokens, model).filter(|_| table.value().is_none()) {
        return vec!["You may not list the stored tokens of users.".into(), sentence];
    }
    let users = counted(users, "user", "users");
    if model.listing.partial {
        return vec![
            format!("The listing of {users} did not come to its end, and no row came before that."),
            "r lists again; n shows what was said.".into(),
        ];
    }
    if table.value().is_some() {
        return vec![
            format!("None of {users} with a token id has a stored token."),
            "That is normal under DIRAC 9, which stores none by itself.".into(),
        ];
    }
    vec![format!("The stored tokens of {users} were not listed yet."), "r lists them.".into()]
}
